"""The acts that the portal itself records, with their Chinese labels; Wagtail's own come from its log registry."""

from typing import Any

from wagtail.log_actions import registry

ACTS = {
    "sign_in": "登录",
    "sign_in.failed": "登录失败",
    "sign_in.locked": "登录锁定",
    "sign_in.second": "动态验证码通过",
    "sign_in.second_failed": "动态验证码错误",
    "sign_out": "退出",
    "session.end": "强制退出会话",
    "second_factor.add": "绑定验证器",
    "second_factor.remove": "解除验证器",
    "role.grant": "授予角色",
    "role.revoke": "收回角色",
    "account.close": "停用安装账号",
    "account.reopen": "重新启用安装账号",
    "record.create": "新建登记",
    "record.change": "修改登记",
    "record.delete": "删除登记",
    "site.set": "更改网站地址",
    "export": "导出数据",
    "file.read_restricted": "读取未公开的附件",
    "sealed.read": "查阅封存内容",
    "finding.file": "提出监督意见",
    "finding.answer": "答复监督意见",
    "finding.return": "退回监督意见的答复",
    "finding.close": "办结监督意见",
    "transfer.prepare": "拟定单位变更",
    "transfer.execute": "执行单位变更",
    "transfer.cancel": "取消单位变更",
    "transfer.move": "随单位变更划转",
    "deputy.name": "指定B角",
    "deputy.end": "终止B角",
    "workflow.use": "启用审批流程",
    "letter.record": "登记外部函件",
    "letter.confirm": "确认外部函件",
    "ending.request": "申请撤下",
    "ending.refuse": "不予批准撤下",
    "ending.stand_in": "代行撤下审批",
    "ending.cancel": "关闭撤下申请",
    "ending.withdraw": "撤下",
    "ending.replace": "替换撤下",
    "ending.vanish": "消除",
    "ending.expire": "期满下线",
    "ending.review": "审查紧急撤下",
    "ending.probe": "再次探查",
    "ending.destroy": "销毁涉密内容",
    "destruction.request": "申请销毁涉密内容",
    "destruction.refuse": "不予批准销毁",
    "destruction.cancel": "撤回销毁申请",
    "destruction.handled": "登记一处已由人工处理",
    "backup.record": "登记备份",
    "backup.destroy": "登记备份已销毁",
    "scan.keep": "上传撤下依据",
    "scan.forget": "清理没有提交的撤下依据",
    "restoration.request": "申请恢复公开",
    "restoration.cancel": "撤回恢复申请",
    "restoration.sign": "审核隐去后的版本",
    "restoration.stand_in": "代行恢复审批",
    "restoration.refuse": "不予批准恢复",
    "restoration.execute": "恢复公开",
    "recipient.ask": "告知外部接收方",
    "recipient.confirm": "外部接收方确认撤下",
    "trail.export": "导出操作日志",
    "trail.forget": "清理到期的操作日志",
    "privacy.not_personal": "确认不是个人信息",
    "privacy.read": "确认已由人工查看",
    "import.upload": "上传批量导入文件",
    "import.move": "批量导入转入下一步",
    "import.take_out": "剔除导入的行",
    "import.put_back": "放回剔除的行",
    "privacy.forget": "清理到期的隐私处理记录",
    "trail.scrub": "隐去操作日志中的个人信息",
}


def register_acts(actions: Any) -> None:
    """Register the acts with Wagtail's log registry (hook ``register_log_actions``)."""
    for act, label in ACTS.items():
        actions.register_action(act, label, label)


def label_of(act: str) -> str:
    """Return an act's label; the act itself when nobody registered one."""
    registry.scan_for_actions()
    formatter = registry.formatters.get(act)
    return str(formatter.label) if formatter is not None else act


def choices() -> list[tuple[str, str]]:
    """Return every act with its label, in order of label."""
    registry.scan_for_actions()
    return sorted(
        {act: str(found.label) for act, found in registry.formatters.items()}.items(), key=lambda pair: pair[1]
    )
