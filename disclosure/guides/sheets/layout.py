"""Which sheets a workbook of guides has, and which column of each holds which field."""

import re
import unicodedata
from typing import Any

from ...matters.choices import ProjectType
from ...matters.sheets.layout import Column, Layout, Sheet
from ...matters.sheets.layout import value_of as plain_value_of
from ..elements import NONE, TEXTS
from ..kinds import Audience, ChannelKind, FeeKind, GuideKind, LimitUnit, MaterialForm, MaterialSource, Pledge

CODE = "指南编号"
_SHAPE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", re.ASCII)
#: Text columns in which “无” is an answer → the tick that keeps it.
TICKS = {element.field: element.none for element in TEXTS if element.none}


#: Columns of a place that the register of windows fills where one is chosen.
OF_WINDOW = ("name", "hours", "address", "phone")


def _choice(label: str, field: str, choices: Any) -> Column:
    return Column(label, field, "choice", choices)


# fmt: off
SHEETS = (
    Sheet("guides", "指南", (
        Column(CODE, "code"), Column("事项名称", "title"), _choice("服务类别", "kind", GuideKind), _choice("面向", "audience", Audience),
        Column("谁可以办", "applicant"), _choice("办件类型", "project_type", ProjectType), Column("办理结果", "result"),
        Column("依据", "bases", "bases"), Column("依据（库外）", "basis_text"), Column("受理机构", "acceptor"),
        Column("审批机构", "approver"), Column("许可条件", "conditions"), Column("优惠政策", "benefits"),
        Column("申请材料无", "no_materials", "yes"), Column("法定时限", "legal_days", "number"), _choice("法定时限单位", "legal_unit", LimitUnit),
        Column("法定时限无", "no_legal_limit", "yes"), Column("承诺时限", "promised_days", "number"),
        _choice("承诺时限单位", "promised_unit", LimitUnit), Column("时限说明", "time_note"), _choice("收费", "fee_kind", FeeKind),
        Column("收费项目和标准", "fee_standard"), Column("收费依据", "fee_basis"), Column("到现场次数", "visits", "number"),
        Column("监督方式", "supervision"), Column("责任追究", "accountability"), Column("救济渠道", "remedy"),
    )),
    Sheet("materials", "申请材料", (
        Column(CODE, "code"), Column("材料名称", "name"), _choice("形式", "form", MaterialForm), Column("份数", "copies", "number"),
        _choice("来源", "source", MaterialSource), Column("来源说明", "source_note"), Column("特定情形才需要", "is_optional", "yes"),
        Column("要求", "note"), Column("是证明", "is_certificate", "yes"), Column("证明的依据", "basis_text"),
        _choice("告知承诺", "pledge", Pledge),
    ), "materials"),
    Sheet("steps", "办理流程", (
        Column(CODE, "code"), Column("环节", "name"), Column("由谁办理", "actor"), Column("时间", "limit"), Column("做什么", "text"),
    ), "steps"),
    Sheet("places", "办理地点", (
        Column(CODE, "code"), Column("地点（窗口）", "name"), Column("办公时间", "hours"), Column("地址", "address"), Column("电话", "phone"),
        Column("怎么去", "note"),
    ), "places"),
    Sheet("channels", "办理方式", (
        Column(CODE, "code"), _choice("方式", "kind", ChannelKind), Column("网址", "url"), Column("说明", "note"),
    ), "channels"),
    Sheet("questions", "常见问题", (Column(CODE, "code"), Column("问", "question"), Column("答", "answer")), "questions"),
)
# fmt: on


def tidy(code: str) -> str:
    """Return a code half-width, without white space."""
    return "".join(unicodedata.normalize("NFKC", code).split())


def problem_of(code: str) -> str:
    """Return what is wrong with a code, or ""."""
    return "" if _SHAPE.fullmatch(code) else "指南编号只能用字母、数字和连字符，以字母或数字开头，最多40位。"


def model_of(relation: str) -> Any:
    """Return the model of a sheet's rows: the page's own, or that of a relation."""
    from ...models import ServiceGuidePage

    return ServiceGuidePage._meta.get_field(relation).related_model if relation else ServiceGuidePage


def field_of(sheet: Sheet, column: Column) -> Any:
    """Return the model field that a column fills; None for the code and the provisions."""
    return None if column.field in ("code", "bases") else model_of(sheet.relation)._meta.get_field(column.field)


GUIDES = Layout(SHEETS, CODE, "指南", tidy, problem_of, field_of)


def value_of(item: Any, column: Column) -> Any:
    """Return what a guide or one of its rows has in a column, as the sheet shows it."""
    if column.kind == "bases":
        return "\n".join(row.basis.citation for row in item.bases.all() if row.basis_id)
    if column.label == "证明的依据" and item.basis_id:
        return item.basis.citation
    tick = TICKS.get(column.field)
    if tick and hasattr(item, tick) and getattr(item, tick):
        return NONE
    if column.field in OF_WINDOW and getattr(item, "window_id", None):
        return item.shown()[column.field]
    return plain_value_of(item, column)
