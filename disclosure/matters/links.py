"""Links between a matter and what explains it."""

from typing import Any

from wagtail.models import Site

from ..listing import address_of
from ..wayfinding import link_to
from .listing import BY_POWER

_MOST = 30


def flowchart_of(page: Any, request: Any) -> dict[str, str]:
    """Return the name and address of the matter's flowchart; empty where it has no public one."""
    return link_to(page.flowchart if page.flowchart_id else None, request)


def guides_of(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the public service guides of a matter; one query."""
    from ..models import ServiceGuidePage

    site = Site.find_for_request(request)
    rows = ServiceGuidePage.objects.live().filter(matter_id=page.pk).order_by("title", "pk")[:_MOST]
    return [{"title": row.title, "url": address_of(row, site)} for row in rows]


def matters_of_chart(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the public matters that a flowchart explains; one query."""
    from ..models import MatterPage

    site = Site.find_for_request(request)
    rows = MatterPage.objects.live().filter(flowchart_id=page.pk).order_by(BY_POWER, "code")[:_MOST]
    return [{"title": row.get_admin_display_title(), "url": address_of(row, site)} for row in rows]
