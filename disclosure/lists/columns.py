"""What each list shows of a matter (columns as official samples have them)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from ..matters.choices import BasisUse, MatterState
from .kinds import ListKind

Cells = list[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """One list: its column titles, the rows of one matter as (mark, cells), and the facet that a matter must carry.

    ``mark`` tells the rows of one matter apart; it stays the same from edition to edition. ``facet`` is a switch or a child
    relation of the matter, "" for the list of all. ``key`` are the columns that a phone shows at once, besides the name.
    """

    columns: tuple[str, ...]
    rows: Callable[[Any], Iterator[tuple[str, Cells]]]
    facet: str = ""
    key: tuple[str, ...] = ()

    def carries(self, matter: Any) -> bool:
        """Tell whether the list shows the matter: it is not cancelled, and carries the facet."""
        if matter.state == MatterState.CANCELLED:
            return False
        return not self.facet or bool(
            getattr(matter, self.facet).all() if self.facet in _RELATIONS else getattr(matter, self.facet)
        )

    def carrying(self) -> Q:
        """Return the condition on matters' stored rows that :meth:`carries` holds."""
        from ..models import MatterPage

        where = ~Q(state=MatterState.CANCELLED)
        if self.facet in _RELATIONS:
            rows = MatterPage._meta.get_field(self.facet).related_model
            return where & Q(Exists(rows._default_manager.filter(page_id=OuterRef("pk"))))  # type: ignore[union-attr]
        return where & Q(**{self.facet: True}) if self.facet else where


#: Facets that are rows of their own.
_RELATIONS = frozenset({"tiers", "recordings", "reviews"})


def _bases(matter: Any, use: str = BasisUse.POWER, *, text: bool = False) -> str:
    found = [row.basis for row in matter.bases.all() if row.basis_id and row.use == use]
    if text:
        return "\n".join(f"{basis.citation}：{basis.text}" if basis.text else basis.citation for basis in found)
    return "\n".join(basis.citation for basis in found)


def _name(matter: Any) -> str:
    return f"{matter.title}（{matter.sub_item}）" if matter.sub_item else str(matter.title)


def _days(matter: Any, name: str) -> str:
    days = getattr(matter, f"{name}_days")
    if days is None:
        return ""
    return f"{days}个{getattr(matter, f'get_{name}_day_type_display')()}" if days else "当场办结"


def _one(cells: Callable[[Any], Sequence[Any]]) -> Callable[[Any], Iterator[tuple[str, Cells]]]:
    def rows(matter: Any) -> Iterator[tuple[str, Cells]]:
        yield "", [str(value) if value is not None else "" for value in cells(matter)]

    return rows


def _numbered(found: list[tuple[str, Cells]]) -> Iterator[tuple[str, Cells]]:
    """Tell rows of the same mark apart by their number."""
    seen: dict[str, int] = {}
    for mark, cells in found:
        seen[mark] = seen.get(mark, 0) + 1
        yield (f"{mark}#{seen[mark]}" if seen[mark] > 1 else mark), cells


def _powers(matter: Any) -> list[Any]:
    return [
        matter.code, matter.title, matter.sub_item, matter.get_category_display(), _bases(matter, text=True), matter.subject,
        matter.undertaker, matter.get_level_display(), matter.duties, _bases(matter, BasisUse.DUTY),
        "\n".join(filter(None, [matter.accountability, _bases(matter, BasisUse.ACCOUNTABILITY)])), matter.supervision_phone,
        matter.time_limit, matter.get_state_display(),
    ]  # fmt: skip


def _services(matter: Any) -> list[Any]:
    return [
        matter.code, _name(matter), matter.get_category_display(), _bases(matter), matter.undertaker, matter.service_object,
        matter.get_project_type_display(), matter.service_condition, _days(matter, "legal"), _days(matter, "promised"),
        None if matter.visits is None else f"{matter.visits}次", "是" if matter.is_online else "否", matter.service_area, matter.service_result, matter.service_fee,
    ]  # fmt: skip


def _enforcement(matter: Any) -> list[Any]:
    field = matter.enforcement_field
    category = f"{matter.get_category_display()}（{field}）" if field else matter.get_category_display()
    return [
        _name(matter), category, matter.subject, matter.undertaker, _bases(matter), matter.get_level_display(), matter.content,
        matter.enforcement_remark,
    ]  # fmt: skip


def _supervision(matter: Any) -> list[Any]:
    return [
        matter.title, matter.sub_item, matter.supervision_object, matter.supervision_measure, _bases(matter),
        matter.get_level_display(), matter.undertaker, matter.supervision_method, matter.supervision_result,
        matter.supervision_licence,
    ]  # fmt: skip


def _random(matter: Any) -> list[Any]:
    return [
        matter.inspection_class, _name(matter), matter.subject, _bases(matter), matter.inspection_object,
        matter.inspection_content, matter.get_inspection_weight_display(), matter.inspection_ratio, matter.inspection_method,
        matter.inspection_frequency, matter.get_level_display(),
    ]  # fmt: skip


def _enterprise(matter: Any) -> list[Any]:
    cap = matter.inspection_yearly_cap
    return [
        _name(matter), _bases(matter), matter.subject, matter.inspection_object, matter.inspection_content,
        matter.inspection_method, matter.inspection_standard, "" if cap is None else f"每年不超过{cap}次",
        matter.inspection_differences,
    ]  # fmt: skip


def _discretion(matter: Any) -> Iterator[tuple[str, Cells]]:
    yield from _numbered(
        [
            (
                f"{row.behaviour}·{row.get_tier_display()}",
                [
                    _name(matter), row.behaviour, _bases(matter, text=True), row.get_tier_display(), row.circumstances, row.range,
                    row.get_benchmark_display(), row.public_remark,
                ],
            )
            for row in matter.tiers.all()
        ]
    )  # fmt: skip


def _recording(matter: Any) -> Iterator[tuple[str, Cells]]:
    yield from _numbered(
        [
            (
                f"{row.stage}·{row.item}",
                [
                    matter.get_category_display(), _name(matter), row.stage, row.item, row.method, row.place, row.content,
                    matter.undertaker, row.recorder, row.begins, row.ends, row.get_record_class_display(), row.storage, row.remark,
                ],
            )
            for row in matter.recordings.all()
        ]
    )  # fmt: skip


def _review(matter: Any) -> Iterator[tuple[str, Cells]]:
    yield from _numbered(
        [
            (
                row.situation[:60],
                [
                    matter.get_category_display(), _name(matter), row.situation, _bases(matter), row.materials, row.focus,
                    row.time_limit, matter.undertaker, row.reviewer,
                ],
            )
            for row in matter.reviews.all()
        ]
    )  # fmt: skip


_LAYOUTS: dict[str, Layout] = {
    ListKind.POWERS: Layout(
        ("职权编码", "职权名称", "子项名称", "职权类型", "实施依据", "行使主体", "承办机构", "行使层级", "责任事项内容",
         "责任事项依据", "追责情形及依据", "监督电话", "办理时限", "状态"),
        _one(_powers), key=("职权类型", "实施依据", "承办机构"),
    ),
    ListKind.SERVICES: Layout(
        ("实施编码", "事项名称", "事项类型", "设定依据", "实施主体", "服务对象", "办件类型", "受理条件", "法定办结时限",
         "承诺办结时限", "到现场次数", "网上办理", "通办范围", "办理结果", "收费"),
        _one(_services), "service_on", key=("事项类型", "实施主体", "承诺办结时限", "收费"),
    ),
    ListKind.ENFORCEMENT: Layout(
        ("事项名称", "执法类别", "执法主体", "承办机构", "法律依据", "实施层级", "行使内容", "备注"),
        _one(_enforcement), "enforcement_on", key=("执法类别", "执法主体", "法律依据"),
    ),
    ListKind.SUPERVISION: Layout(
        ("主项名称", "子项名称", "监管对象", "监管措施", "设定依据", "监管层级", "监管部门", "监管方式", "监管结果",
         "对应许可事项"),
        _one(_supervision), "supervision_on", key=("监管对象", "监管方式", "监管部门"),
    ),
    ListKind.RANDOM: Layout(
        ("抽查类别", "抽查事项", "抽查主体", "抽查依据", "抽查对象", "抽查内容", "事项类别", "抽查比例", "抽查方式",
         "抽查频次", "实施层级"),
        _one(_random), "inspection_on", key=("抽查对象", "抽查比例", "抽查频次"),
    ),
    ListKind.DISCRETION: Layout(
        ("事项名称", "违法行为", "处罚依据", "裁量阶次", "适用情形", "处罚标准", "依据的基准", "备注"),
        _discretion, "tiers", key=("违法行为", "裁量阶次", "适用情形", "处罚标准"),
    ),
    ListKind.RECORDING: Layout(
        ("执法类别", "执法事项", "执法环节", "记录事项", "记录方式", "记录场合", "记录内容", "记录部门", "记录人", "开始记录时间",
         "结束记录时间", "执法记录类别", "存储期限", "备注"),
        _recording, "recordings", key=("执法环节", "记录事项", "记录方式", "记录场合"),
    ),
    ListKind.REVIEW: Layout(
        ("执法类别", "执法事项", "审核的具体执法决定", "职权依据", "应提交的审核材料", "审核重点", "审核时限", "承办机构",
         "审核机构"),
        _review, "reviews", key=("审核的具体执法决定", "应提交的审核材料", "审核时限"),
    ),
    ListKind.ENTERPRISE: Layout(
        ("事项名称", "检查依据", "检查主体", "检查对象", "检查内容", "检查方式", "检查标准", "年度频次上限", "分级分类差异"),
        _one(_enterprise), "enterprise_on", key=("检查主体", "检查标准", "年度频次上限"),
    ),
}  # fmt: skip

PLAN_COLUMNS = ("检查机关", "检查对象", "检查内容", "检查依据", "检查时间", "检查方式", "备案")
_PLAN_KEY = ("检查对象", "检查内容", "检查时间")


def layout(kind: str) -> Layout:
    """Return the layout of a list of matters.

    Raises:
        KeyError: the inspection plan, whose rows are its own.
    """
    return _LAYOUTS[kind]


def columns_of(kind: str) -> list[str]:
    """Return the titles of a list's columns."""
    return list(PLAN_COLUMNS if kind == ListKind.PLAN else _LAYOUTS[kind].columns)


def key_columns(kind: str) -> tuple[str, ...]:
    """Return the titles of the columns that a phone shows at once."""
    return _PLAN_KEY if kind == ListKind.PLAN else _LAYOUTS[kind].key
