"""The steps of the demo flowcharts, one line each; a target names another line's key, "" the next line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One step as :mod:`disclosure.flowcharts.blocks` stores it; ``limit`` in days of ``unit``."""

    key: str
    kind: str
    text: str
    actor: str = ""
    limit: int | None = None
    unit: str = ""
    documents: str = ""
    to: str = ""
    branches: tuple[tuple[str, str], ...] = ()


def _start(key: str, text: str) -> Line:
    return Line(key, "start", text)


def _do(
    key: str, text: str, actor: str = "", limit: int | None = None, unit: str = "", documents: str = "", to: str = ""
) -> Line:
    return Line(key, "action", text, actor, limit, unit, documents, to)


def _ask(
    key: str, text: str, *branches: tuple[str, str], actor: str = "", limit: int | None = None, unit: str = ""
) -> Line:
    return Line(key, "decision", text, actor, limit, unit, branches=branches)


def _paper(key: str, text: str, actor: str = "", limit: int | None = None, unit: str = "", to: str = "") -> Line:
    return Line(key, "document", text, actor, limit, unit, to=to)


def _end(key: str, text: str) -> Line:
    return Line(key, "end", text)


_W, _C = "working", "calendar"

# fmt: off
REVIEW = (
    _start("begin", "承办机构形成拟处理意见"),
    _ask("scope", "是否属于法制审核范围", ("属于", ""), ("不属于", "decide"), actor="承办机构"),
    _do("send", "备齐材料送审", "承办机构", documents="送审表、决定书代拟稿、证据、听证笔录"),
    _ask("whole", "送审材料是否齐全", ("齐全", ""), ("不齐全，一次告知补正", "send"), actor="法制审核机构"),
    _do("review", "审核主体、资格、程序、事实证据、法律适用、裁量、权限、文书、移送", "法制审核机构"),
    _paper("opinion", "出具书面审核意见", "法制审核机构"),
    _ask("result", "审核结论是什么", ("同意", "decide"), ("存在问题", "")),
    _ask("adopt", "承办机构研究后是否采纳", ("采纳，修改后再次送审", "send"), ("意见不一致", ""), actor="承办机构"),
    _do("talk", "提请协调，集体讨论", "局负责人", documents="集体讨论记录"),
    _ask("outcome", "讨论后怎么办", ("继续办理，再次送审", "send"), ("不再作出决定", "stop")),
    _do("decide", "作出执法决定", "局负责人", to="done"),
    _end("stop", "终止，写明理由并归档"),
    _end("done", "决定送达、公开，材料归档"),
)

LABOUR_CASE = (
    _start("begin", "收到投诉，或者检查中发现违法线索"),
    _ask("accept", "是否符合受理条件", ("符合，受理并立案", ""), ("不符合", "refuse"), actor="监察机构", limit=5, unit=_W),
    _do("inquire", "调查取证，情况复杂的经批准延长三十个工作日", "两名以上监察员", 60, _W, "询问笔录、检查记录"),
    _ask("breach", "违法事实是否成立", ("成立", ""), ("不成立，撤销立案", "close"), ("不归本局管", "pass")),
    _ask("mended", "是否需要处罚", ("需要处罚", ""), ("责令改正后已改正，不予处罚", "close")),
    _paper("tell", "告知拟处罚的内容、理由、依据和权利", "监察机构"),
    _ask("hearing", "当事人是否要求听证", ("要求，组织听证", "hold"), ("不要求", "review"), limit=5, unit=_W),
    _do("hold", "举行听证，制作笔录", "非本案调查人员", documents="听证笔录"),
    _do("review", "法制审核，听取陈述申辩", "法制审核机构"),
    _do("decide", "作出处理或者处罚决定", "局负责人", 15, _W, "行政处罚决定书"),
    _do("serve", "送达决定书", "监察机构", 7, _W, "送达回证"),
    _do("show", "公开处罚决定", "监察机构", 7, _W, to="close"),
    _do("pass", "移送有权处理的机关", "监察机构", to="close"),
    _do("refuse", "告知不予受理的理由和别的途径", "监察机构"),
    _end("close", "结案归档"),
)

ORDINARY_PENALTY = (
    _start("begin", "发现违法线索，符合立案标准"),
    _do("open", "及时立案", "承办机构", documents="立案审批表"),
    _do("inquire", "出示证件，调查取证", "两名以上执法人员", documents="询问笔录、证据清单"),
    _ask("result", "调查结果是什么", ("应当处罚", ""), ("不予处罚", "spare"), ("涉嫌犯罪", "pass")),
    _paper("tell", "告知内容、事实、理由、依据和权利", "承办机构"),
    _ask("rights", "当事人怎么回应", ("陈述、申辩", "weigh"), ("要求听证", "hear"), ("不要求", "review"), limit=5, unit=_W),
    _do("hear", "组织听证，七个工作日前通知", "非本案调查人员", documents="听证笔录", to="review"),
    _do("weigh", "复核，不因申辩加重处罚", "承办机构"),
    _ask("review", "是否属于法制审核范围", ("属于，审核同意", "talk"), ("审核存在问题", "inquire"), ("不属于", "decide")),
    _do("talk", "情节复杂或者重大的，集体讨论", "局负责人", documents="集体讨论记录"),
    _do("decide", "作出处罚决定（自立案起九十日内）", "局负责人", documents="行政处罚决定书"),
    _do("serve", "宣告后当场交付，或者送达", "承办机构", 7, _W, "送达回证"),
    _do("perform", "当事人履行；不履行的依法强制执行", "承办机构", to="close"),
    _do("spare", "不予处罚，教育当事人", "承办机构", documents="不予行政处罚决定书", to="close"),
    _do("pass", "移送司法机关", "承办机构"),
    _end("close", "结案归档"),
)

SIMPLE_PENALTY = (
    _start("begin", "现场发现违法行为"),
    _do("show", "出示执法证件，查明事实", "两名执法人员"),
    _ask("light", "是否符合当场处罚条件", ("符合", ""), ("不符合", "ordinary")),
    _do("tell", "告知内容、事实、理由、依据，听取陈述申辩", "执法人员"),
    _paper("write", "填写处罚决定书，当场交付", "执法人员"),
    _do("report", "报所属机关备案", "执法人员"),
    _end("done", "当事人履行，结案归档"),
    _end("ordinary", "转普通程序"),
)

LICENCE = (
    _start("begin", "申请人提出申请"),
    _ask("need", "是否需要许可、是否归本局管", ("是", ""), ("不需要或者不归本局管", "away"), actor="窗口"),
    _ask("whole", "材料是否齐全、合法定形式", ("齐全", "accept"), ("不齐全", "mend"), actor="窗口", limit=5, unit=_W),
    _do("mend", "一次告知全部要补正的内容", "窗口", documents="补正告知书", to="whole"),
    _paper("accept", "出具受理凭证", "窗口"),
    _do("examine", "审查；需要核实的两人以上核查", "审批人员"),
    _ask("fit", "是否符合法定条件", ("符合", "grant"), ("不符合", "deny"), actor="局负责人", limit=20, unit=_W),
    _paper("deny", "不予许可决定书，说明理由和救济权利", "局负责人", to="over"),
    _do("grant", "准予许可，颁发、送达证件", "审批人员", 10, _W, "许可决定书、许可证件"),
    _do("show", "公开许可决定", "审批人员", 7, _W, to="over"),
    _do("away", "即时告知，不予受理", "窗口"),
    _end("over", "办结归档"),
)

INJURY = (
    _start("begin", "发生事故伤害或者诊断为职业病"),
    _ask("who", "谁来申请", ("用人单位（三十日内）", "check"), ("职工、近亲属、工会（一年内）", "check")),
    _ask("check", "材料是否完整", ("完整", "accept"), ("不完整", "mend"), actor="工伤认定机构"),
    _do("mend", "一次书面告知补正的全部材料", "工伤认定机构", documents="补正材料告知书", to="check"),
    _paper("accept", "受理", "工伤认定机构"),
    _do("inquire", "调查核实，单位不认为是工伤的由单位举证", "两名以上工作人员", documents="调查笔录"),
    _ask("plain", "事实清楚、权利义务明确吗", ("明确", "soon"), ("需要核实", "decide")),
    _do("soon", "自受理之日起作出决定", "工伤认定机构", 15, _C, "认定工伤决定书", to="serve"),
    _do("decide", "自受理之日起作出决定", "工伤认定机构", 60, _C, "认定（不予认定）决定书"),
    _paper("serve", "送达单位和职工", "工伤认定机构"),
    _ask("agree", "是否不服决定", ("不服", "appeal"), ("没有异议", "done")),
    _do("appeal", "申请行政复议，或者提起行政诉讼", "当事人"),
    _end("done", "办结；需要的申请劳动能力鉴定"),
)

INSPECTION = (
    _start("begin", "年度检查计划和抽查事项清单已公布"),
    _do("draw", "随机抽取检查对象，随机选派检查人员", "检查机构", documents="抽取记录"),
    _ask("avoid", "检查人员是否应当回避", ("不需要", ""), ("需要回避", "draw")),
    _do("visit", "出示证件和检查通知，现场检查", "两名以上执法人员", documents="检查通知书、现场笔录"),
    _ask("found", "是否发现问题", ("没有问题", "show"), ("轻微，可以当场改", "mend"), ("涉嫌违法", "case")),
    _do("mend", "责令改正，记录改正情况", "执法人员", documents="责令改正通知书", to="show"),
    _do("case", "立案，转行政处罚程序", "执法机构"),
    _do("show", "公开检查结果", "检查机构", 20, _W),
    _end("done", "材料归档"),
)

COMPLAINT = (
    _start("begin", "窗口、电话、网络收到投诉或者举报"),
    _do("note", "登记，为举报人保密", "受理窗口", documents="投诉举报登记表"),
    _ask("ours", "是否归本局管", ("归本局管", ""), ("不归本局管", "guide")),
    _ask("way", "是投诉还是举报", ("投诉", "clear"), ("举报", "look")),
    _ask("clear", "事项、诉求和被投诉单位是否清楚", ("清楚，受理", "case"), ("不清楚，请补充", "more"), limit=5, unit=_W),
    _do("more", "告知要补充的内容", "受理窗口", to="clear"),
    _ask("look", "是否有违法线索", ("有", "case"), ("没有", "reply")),
    _do("case", "立案调查", "监察机构", 60, _W),
    _do("reply", "答复处理结果", "监察机构", to="done"),
    _do("guide", "告知向哪个机关提出", "受理窗口"),
    _end("done", "归档；举报属实的，依规定奖励"),
)
# fmt: on
