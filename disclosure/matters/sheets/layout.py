"""Which sheets there are, and which column of each holds which field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..choices import Benchmark, DayType, Level, MatterState, Power, ProjectType, RecordClass, Tier, Weight
from ..codes import problem_of, tidy

CODE = "职权编码"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, the field it fills, and what it holds (``text``, ``choice``, ``number``, ``date``, ``yes`` or ``bases``)."""

    label: str
    field: str
    kind: str = "text"
    choices: Any = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``relation`` names the child rows that it lists, "" for fields of the matter itself."""

    key: str
    title: str
    columns: tuple[Column, ...]
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A workbook: its sheets (the first is taken for a CSV), the title of the column with the key, and what a row's key names.

    ``tidy(text)`` gives a key as it is stored, ``problem_of(key)`` what is wrong with it, or "". ``field_of(sheet, column)`` is
    the model field that a column fills; None for the key and the provisions.
    """

    sheets: tuple[Sheet, ...]
    key: str
    noun: str
    tidy: Callable[[str], str]
    problem_of: Callable[[str], str]
    field_of: Callable[[Sheet, Column], Any]

    def sheet(self, title: str) -> Sheet | None:
        """Return the sheet of a title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


def _choice(label: str, field: str, choices: Any) -> Column:
    return Column(label, field, "choice", choices)


# fmt: off
SHEETS = (
    Sheet("matters", "事项", (
        Column(CODE, "code"), Column("职权名称", "title"), Column("子项名称", "sub_item"), _choice("职权类型", "category", Power),
        Column("实施依据", "bases", "bases"), Column("行使主体", "subject"), Column("承办机构", "undertaker"),
        _choice("行使层级", "level", Level), Column("行政相对人类别", "counterpart"), Column("行使内容", "content"),
        Column("责任事项内容", "duties"), Column("追责情形", "accountability"), Column("监督电话", "supervision_phone"),
        Column("办理时限", "time_limit"), _choice("状态", "state", MatterState), Column("状态说明", "state_note"),
        Column("备注", "remarks"), Column("地方权力编码", "local_code"),
    )),
    Sheet("enforcement", "行政执法事项", (
        Column(CODE, "code"), Column("列入清单", "enforcement_on", "yes"), Column("执法领域", "enforcement_field"),
        Column("清单备注", "enforcement_remark"),
    )),
    Sheet("supervision", "监管事项", (
        Column(CODE, "code"), Column("列入清单", "supervision_on", "yes"), Column("监管对象", "supervision_object"),
        Column("监管措施", "supervision_measure"), Column("监管方式", "supervision_method"), Column("监管结果", "supervision_result"),
        Column("对应许可事项", "supervision_licence"),
    )),
    Sheet("inspection", "随机抽查", (
        Column(CODE, "code"), Column("列入清单", "inspection_on", "yes"), Column("抽查类别", "inspection_class"),
        Column("抽查对象", "inspection_object"), Column("抽查内容", "inspection_content"),
        _choice("事项类别", "inspection_weight", Weight), Column("抽查比例", "inspection_ratio"),
        Column("抽查方式", "inspection_method"), Column("抽查频次", "inspection_frequency"),
        Column("列入涉企行政检查清单", "enterprise_on", "yes"), Column("检查标准", "inspection_standard"),
        Column("年度频次上限", "inspection_yearly_cap", "number"), Column("分级分类差异", "inspection_differences"),
    )),
    Sheet("service", "政务服务", (
        Column(CODE, "code"), Column("列入清单", "service_on", "yes"), Column("服务对象", "service_object"),
        _choice("办件类型", "project_type", ProjectType), Column("受理条件", "service_condition"),
        Column("法定办结时限（天）", "legal_days", "number"), _choice("法定时限单位", "legal_day_type", DayType),
        Column("承诺办结时限（天）", "promised_days", "number"), _choice("承诺时限单位", "promised_day_type", DayType),
        Column("到现场次数", "visits", "number"), Column("可以网上办理", "is_online", "yes"), Column("通办范围", "service_area"),
        Column("办理结果", "service_result"), Column("收费", "service_fee"),
    )),
    Sheet("tiers", "裁量权基准", (
        Column(CODE, "code"), Column("违法行为", "behaviour"), _choice("裁量阶次", "tier", Tier), Column("适用情形", "circumstances"),
        Column("处罚标准", "range"), _choice("依据的基准", "benchmark", Benchmark), Column("省基准的处罚标准", "provincial_range"),
        Column("备注", "remark"),
    ), "tiers"),
    Sheet("recordings", "音像记录", (
        Column(CODE, "code"), Column("执法环节", "stage"), Column("记录事项", "item"), Column("记录方式", "method"),
        Column("记录场合", "place"), Column("记录内容", "content"), Column("记录人", "recorder"), Column("开始记录时间", "begins"),
        Column("结束记录时间", "ends"), _choice("执法记录类别", "record_class", RecordClass), Column("存储期限", "storage"),
        Column("备注", "remark"),
    ), "recordings"),
    Sheet("reviews", "法制审核", (
        Column(CODE, "code"), Column("应审核的执法决定", "situation"), Column("应提交的审核材料", "materials"),
        Column("审核重点", "focus"), Column("审核时限", "time_limit"), Column("审核机构", "reviewer"),
    ), "reviews"),
)
# fmt: on


def field_of(sheet: Sheet, column: Column) -> Any:
    """Return the model field that a column fills; None for the code and the provisions."""
    from ...models import DiscretionTier, MatterPage, RecordingStage, ReviewCase

    if column.field in ("code", "bases"):
        return None
    models = {"tiers": DiscretionTier, "recordings": RecordingStage, "reviews": ReviewCase}
    return models.get(sheet.relation, MatterPage)._meta.get_field(column.field)


MATTERS = Layout(SHEETS, CODE, "事项", tidy, problem_of, field_of)


def value_of(item: Any, column: Column) -> Any:
    """Return what a matter or one of its rows has in a column, as the sheet shows it."""
    if column.kind == "bases":
        return "\n".join(row.basis.citation for row in item.bases.all() if row.basis_id and row.use == "power")
    value = getattr(item, column.field)
    if column.kind == "choice":
        return column.choices(value).label if value else ""
    if column.kind == "yes":
        return "是" if value else "否"
    return "" if value is None else value
