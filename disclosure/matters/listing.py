"""A unit's matters, filtered and a page at a time."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from wagtail.models import Site

from ..listing import address_of
from ..models.laws import lapsed
from .choices import BasisUse, MatterState, Power

PAGE_SIZE = 50
_MAX_WORD = 60
#: Kinds of power in the order of a list of powers and duties.
BY_POWER = Case(
    *(When(category=power, then=Value(place)) for place, power in enumerate(Power.values)),
    default=Value(99),
    output_field=IntegerField(),
)


def _suspended() -> Exists:
    """Return the condition that a provision on which the power rests has lapsed."""
    from ..models import MatterBasis

    return Exists(MatterBasis.objects.filter(page=OuterRef("pk"), use=BasisUse.POWER, basis__in=lapsed()))


def matters_context(request: Any, page: Any) -> dict[str, Any]:
    """Return ``items``, ``total``, ``filter``, ``previous_url``, ``next_url`` and ``reset_url``; constant queries."""
    from ..models import MatterPage

    query = request.GET
    word = query.get("q", "").replace("\x00", "").strip()[:_MAX_WORD]
    category = query.get("category", "") if query.get("category", "") in Power.values else ""
    everything = MatterPage.objects.live().filter(unit_id=page.unit_id)
    rows = everything
    if category:
        rows = rows.filter(category=category)
    if word:
        rows = rows.filter(Q(title__icontains=word) | Q(sub_item__icontains=word) | Q(code__icontains=word))
    total = rows.count()
    typed = query.get("page", "")
    pages = max(1, -(-total // PAGE_SIZE))
    place = min(max(1, int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1), pages)
    site = Site.find_for_request(request)
    ordered = rows.annotate(is_suspended=_suspended()).order_by(BY_POWER, "code")
    shown = ordered[(place - 1) * PAGE_SIZE : place * PAGE_SIZE]
    kept = {name: value for name, value in (("q", word), ("category", category)) if value}
    held = set(everything.order_by().values_list("category", flat=True).distinct())
    kinds = [power for power in Power.values if power in held]

    def address(number: int) -> str:
        return "?" + urlencode({**kept, "page": number})

    options = [{"value": "", "label": "全部类型", "selected": not category}]
    options += [{"value": kind, "label": Power(kind).label, "selected": kind == category} for kind in kinds]
    return {
        "items": [
            {
                "title": row.public_title,
                "url": address_of(row, site),
                "kind_label": Power(row.category).label,
                "number": row.code,
                "number_label": "编码",
                "organ": row.undertaker,
                "tags": ["取消"] if row.state == MatterState.CANCELLED else ["暂停"] if row.is_suspended else [],
            }
            for row in shown
        ],
        "total": total,
        "filter": [
            {"name": "q", "label": "关键词", "type": "text", "value": word, "options": []},
            {"name": "category", "label": "职权类型", "type": "select", "value": category, "options": options},
        ],
        "is_filtered": bool(kept),
        "reset_url": page.get_url(request) if kept else "",
        "previous_url": address(place - 1) if place > 1 else "",
        "next_url": address(place + 1) if place < pages else "",
    }
