"""Links between a matter and what explains it."""

from typing import Any

from wagtail.models import Site

from ..listing import address_of

_MOST = 30


def flowchart_of(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the matter's flowchart, where it has a public one."""
    chart = page.flowchart if page.flowchart_id else None
    if chart is None or not chart.live:
        return []
    return [{"title": chart.title, "url": chart.get_url(request) or ""}]


def matters_of_chart(page: Any, request: Any) -> list[dict[str, str]]:
    """Return the public matters that a flowchart explains; one query."""
    from ..models import MatterPage

    site = Site.find_for_request(request)
    rows = MatterPage.objects.live().filter(flowchart_id=page.pk).order_by("category", "code")[:_MOST]
    return [{"title": row.get_admin_display_title(), "url": address_of(row, site)} for row in rows]
