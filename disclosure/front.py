"""What this app puts on the home page: the latest decisions and quick routes to each list."""

from typing import Any

from wagtail.models import Site

from home.front import register_latest, register_routes
from publication.tree_paths import live_of_type

from .models import DecisionListPage, DecisionNoticePage
from .presentation import summary_of

LATEST = 8


@register_latest
def latest_decisions(request: Any) -> list[dict[str, Any]]:
    """Return the newest public decisions as result items."""
    site = Site.find_for_request(request)
    root = site.root_page.url_path if site else "/"
    newest = DecisionNoticePage.objects.live().filter(decided_on__isnull=False).order_by("-decided_on", "-pk")[:LATEST]
    return [{**summary_of(notice), "url": "/" + notice.url_path[len(root) :]} for notice in newest]


@register_routes
def list_routes(request: Any) -> list[dict[str, Any]]:
    """Return a route to each public list."""
    pages = live_of_type(DecisionListPage).public()[:12]
    return [{"title": page.title, "url": page.get_url(request), "summary": page.summary} for page in pages]
