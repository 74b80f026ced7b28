"""What the parts of an entry are called on the screen; exports keep the names that programs read."""

from typing import Any

from django.apps import apps

from publication.models import TrailEntry

_WORDS = {
    "revision": "版本", "fields": "改动的栏目", "live": "公开", "title": "标题", "workflow": "审批流程", "steps": "环节", "in_review": "正在审批的件数", "role": "角色",
    "person": "人员", "from": "自", "to": "至", "status": "状态", "reason": "理由", "comment": "意见", "ending": "撤下编号",
    "restoration": "恢复编号", "destruction": "销毁编号", "recipient": "接收方", "unit": "单位编号", "page": "页面编号", "rows": "行",
    "format": "格式", "view": "界面", "filter": "筛选条件", "username": "账号", "count": "数量", "letter": "函件编号",
    "acting_for": "代行", "ip": "来源地址", "file": "文件", "code": "检查项", "task": "环节", "by": "方式", "batch": "清单编号",
    "kind": "种类", "verb": "方式", "receipt": "回执", "made_at": "时间", "url": "网址", "hostname": "域名", "port": "端口",
    "site_name": "网站名称", "root_page_id": "首页编号", "entries": "日志编号", "seals": "封签",
}  # fmt: skip


def words_of(entry: TrailEntry) -> dict[str, str]:
    """Return what the names in an entry are called, by name: its object's own columns, and what acts say of themselves."""
    models = (model for model in apps.get_models() if str(model._meta.verbose_name)[:100] == entry.object_type)
    model: Any = next(models, None)
    own = {field.attname: str(field.verbose_name) for field in model._meta.concrete_fields} if model else {}
    return {**_WORDS, **own}
