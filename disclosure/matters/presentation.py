"""A matter as the public reads it, and everything that is linked with it."""

from typing import Any

from wagtail.models import Site

from staff_directory.transfer.names import notes_on

from ..lists.columns import columns_of, layout
from ..lists.editions import current_with
from ..lists.kinds import ListKind
from ..lists.table import table_of
from ..officers.links import officers_of
from ..wayfinding import unit_link
from .choices import BasisUse, MatterState, Power
from .links import flowchart_of, guides_of, templates_of
from .loading import with_rows

_RECENT = 5

_FACTS = (
    ("code", "职权编码", "code"), ("local_code", "地方权力编码", "code"), ("sub_item", "子项名称", "text"), ("category", "职权类型", "text"),
    ("level", "行使层级", "text"), ("subject", "行使主体", "text"), ("undertaker", "承办机构", "text"),
    ("counterpart", "行政相对人类别", "text"), ("content", "行使内容", "multiline"), ("time_limit", "办理时限", "text"),
    ("supervision_phone", "监督电话", "text"), ("state", "状态", "text"), ("state_note", "状态说明", "text"), ("remarks", "备注", "multiline"),
)  # fmt: skip


def matter_context(page: Any, request: Any) -> dict[str, Any]:
    """Return ``fact_groups``, ``tables``, ``basis_rows``, ``flowchart``, ``guides``, ``templates``, ``lists``, ``officers`` and ``recent`` of a matter."""
    with_rows([page])
    cited = [row for row in page.bases.all() if row.basis_id]
    gone = {row.basis_id for row in cited if row.basis.has_lapsed}
    basis_rows = [
        {
            "citation": row.basis.citation,
            "text": row.basis.text,
            "use": row.get_use_display(),
            "lapsed": row.basis_id in gone,
        }
        for row in cited
    ]
    in_use = page.state != MatterState.CANCELLED
    suspended = in_use and any(row.basis_id in gone and row.use == BasisUse.POWER for row in cited)
    return {
        "facts": _facts(page),
        "basis_rows": basis_rows,
        "suspended": suspended,
        "duty_rows": [line.strip() for line in page.duties.splitlines() if line.strip()],
        "panels": _panels(page),
        "tables": _tables(page),
        "flowchart": flowchart_of(page, request),
        "guides": guides_of(page, request),
        "templates": templates_of(page, request),
        "lists": _lists(page, request),
        "recent": _recent(page, request),
        "officers": officers_of(page, request),
        "unit_notes": notes_on(page.unit, page),
        "unit_link": unit_link(page, request),
    }


def _facts(page: Any) -> list[dict[str, Any]]:
    rows = []
    for name, label, kind in _FACTS:
        display = getattr(page, f"get_{name}_display", None)
        value = display() if display is not None else getattr(page, name)
        if value:
            rows.append({"label": label, "value": value, "kind": kind})
    return rows


#: Facets shown as facts: list whose row they are, title, columns left out because the matter's own facts have them.
_AS_FACTS = (
    (ListKind.SERVICES, "办理", ("实施编码", "事项名称", "事项类型", "设定依据", "实施主体")),
    (ListKind.SUPERVISION, "监管", ("主项名称", "子项名称", "设定依据", "监管层级", "监管部门")),
    (ListKind.RANDOM, "随机抽查", ("抽查事项", "抽查主体", "抽查依据", "实施层级")),
    (ListKind.ENTERPRISE, "涉企行政检查", ("事项名称", "检查依据", "检查主体", "检查对象", "检查内容", "检查方式")),
)
_AS_TABLES = (
    (ListKind.DISCRETION, "裁量权基准", ("事项名称", "处罚依据")),
    (ListKind.RECORDING, "音像记录", ("执法类别", "执法事项", "记录部门")),
    (ListKind.REVIEW, "法制审核", ("执法类别", "执法事项", "职权依据", "承办机构")),
)


def _panels(page: Any) -> list[dict[str, Any]]:
    found = []
    for kind, title, left_out in _AS_FACTS:
        shape = layout(kind)
        if not shape.carries(page):
            continue
        for _, cells in shape.rows(page):
            rows = [
                {"label": column, "value": value, "kind": "multiline" if "\n" in value or len(value) > 60 else "text"}
                for column, value in zip(columns_of(kind), cells, strict=True)
                if value and column not in left_out
            ]
            if rows:
                found.append({"title": title, "facts": rows})
    return found


def _tables(page: Any) -> list[dict[str, Any]]:
    found = []
    for kind, title, left_out in _AS_TABLES:
        shape = layout(kind)
        if not shape.carries(page):
            continue
        kept = [place for place, column in enumerate(shape.columns) if column not in left_out]
        rows = [([cells[place] for place in kept], {}) for _, cells in shape.rows(page)]
        found.append(table_of(title, [shape.columns[place] for place in kept], rows, key=shape.key))
    return found


def _lists(page: Any, request: Any) -> list[dict[str, Any]]:
    """Return the public lists whose newest edition has the matter."""
    return [
        {"title": edition.page.title, "url": edition.page.get_url(request) or "", "number": edition.number}
        for edition in current_with(page.pk)
    ]


def _recent(page: Any, request: Any) -> list[dict[str, Any]]:
    from ..listing import address_of
    from ..models import DecisionNoticePage
    from ..presentation import summary_of as decision_summary

    site = Site.find_for_request(request)
    rows = (
        DecisionNoticePage.objects.live()
        .filter(matter_id=page.pk, decided_on__isnull=False)
        .order_by("-decided_on", "-pk")
    )
    return [{**decision_summary(row), "url": address_of(row, site)} for row in rows[:_RECENT]]


def summary_of(page: Any) -> dict[str, Any]:
    """Return what lists and search show of a matter."""
    return {
        "title": page.public_title,
        "kind_label": Power(page.category).label if page.category else "",
        "organ": page.undertaker,
        "date": None,
        "text": " ".join(filter(None, [page.content, page.duties, page.counterpart])),
    }
