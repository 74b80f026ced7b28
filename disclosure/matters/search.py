"""How search reads matters and lists."""

from typing import Any

from search.registry import Description, describe_plainly, register_describer

from ..kinds import Kind
from .choices import Power

_SECTION = "before"
_KINDS = set(Kind.values)


def describe_matter(page: Any) -> Description:
    """Return a matter as search sees it: what its public page says, the provisions it cites by name."""
    plain = describe_plainly(page)
    rows = page.bases.all()
    plain.names = [page.code, page.local_code, page.sub_item]
    plain.text = [
        Power(page.category).label if page.category else "", page.subject, page.undertaker, page.counterpart, page.content, page.duties,
        page.inspection_content, page.service_condition, *(row.basis.citation for row in rows if row.basis_id),
        *(f"{row.behaviour} {row.circumstances} {row.range}" for row in page.tiers.all()),
    ]  # fmt: skip
    plain.terms = [page.title, page.sub_item]
    plain.facets = {
        "section": _SECTION,
        "unit": str(page.unit_id),
        **({"kind": page.category} if page.category in _KINDS else {}),
    }
    plain.weight = 3
    return plain


def describe_list(page: Any) -> Description:
    """Return a list as search sees it: title and summary, never its rows (one may be withdrawn later)."""
    return describe_plainly(page, names=[page.summary], terms=[page.title], weight=6)


def register() -> None:
    """Tell search."""
    from ..models import ListPage, MatterPage

    register_describer(MatterPage, describe_matter)
    register_describer(ListPage, describe_list)
