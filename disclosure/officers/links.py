"""Who may enforce a matter, and which matters officers of a category enforce."""

from typing import Any
from urllib.parse import urlencode

from wagtail.models import Site

from home.lists import address_of
from staff_directory.models import OfficerDirectoryPage, Unit
from staff_directory.officers.listing import row_of
from staff_directory.officers.qualified import public_certificates
from staff_directory.officers.texts import categories_in, of_category
from staff_directory.roles.membership import heirs

from ..matters.choices import MatterState
from ..matters.listing import BY_POWER

#: So many names a matter's page shows; the others are in the directory.
NAMED = 20
_MOST = 30


def officers_of(matter: Any, request: Any) -> dict[str, Any]:
    """Return ``{"count", "shown", "url"}``: the qualified officers of the matter's unit (or of whom its duties passed to) for its
    category; empty where the matter has none. Three queries, one more for each unit that its duties passed to."""
    category = "".join(matter.enforcement_field.split())
    if not category:
        return {}
    found = public_certificates().filter(of_category(category), officer__unit__in=heirs(matter.unit))
    people: dict[int, Any] = {}
    for certificate in found:
        people.setdefault(certificate.officer_id, certificate)
    if not people:
        return {}
    directory = OfficerDirectoryPage.objects.live().filter(unit=next(iter(people.values())).officer.unit_id).first()
    address = directory.get_url(request) if directory is not None else ""
    return {
        "count": len(people),
        "category": category,
        "shown": [row_of(certificate) for certificate in list(people.values())[:NAMED]],
        "url": f"{address}?{urlencode({'category': category})}" if address else "",
    }


def matters_of_category(request: Any, unit: Unit | None, category: str) -> list[dict[str, str]]:
    """Return the public matters of a category (of a unit, or of all); one query."""
    from ..models import MatterPage

    if categories_in(category) != [category]:
        return []
    site = Site.find_for_request(request)
    rows = MatterPage.objects.live().filter(enforcement_field=category).exclude(state=MatterState.CANCELLED)
    if unit is not None:
        rows = rows.filter(unit_id=unit.pk)
    rows = rows.order_by(BY_POWER, "code")[:_MOST]
    return [{"title": row.get_admin_display_title(), "url": address_of(row, site)} for row in rows]
