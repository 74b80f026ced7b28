"""Where a notice stands for its reader: below the public list of its kind, and beside its unit's page."""

from typing import Any

from wagtail.models import Page

from publication.tree_paths import live_of_type
from staff_directory.transfer.names import name_at


def trail_of(notice: Any, request: Any) -> list[dict[str, str]]:
    """Return home, section and public list of the notice's kind as ``{"title", "url"}``; empty when there is no such list."""
    from .models.indexes import DecisionListPage

    return trail_to(live_of_type(DecisionListPage, kind=notice.kind).first(), request)


def trail_to(listing: Any, request: Any) -> list[dict[str, str]]:
    """Return home, the sections above and the public list ``listing`` itself as ``{"title", "url"}``; empty for None."""
    if listing is None:
        return []
    steps, depth = Page.steplen, len(listing.path) // Page.steplen
    above = [listing.path[: steps * level] for level in range(2, depth)]
    line = [*Page.objects.filter(path__in=above).order_by("depth"), listing]
    return [{"title": page.title, "url": page.get_url(request) or ""} for page in line]


def unit_link(notice: Any, request: Any) -> dict[str, str]:
    """Return the name under which the notice's lead unit published it and the address of its page; no address while that is not public."""
    page = getattr(notice.unit, "page", None)  # not what stands above: a column may have been handed over
    url = page.get_url(request) if page is not None and page.live else None
    return {"title": name_at(notice.unit, notice.first_published_at), "url": url or ""}


def matter_link(notice: Any, request: Any) -> dict[str, str]:
    """Return the name and address of the matter that the decision belongs to; empty where there is none or it is not public."""
    return link_to(notice.matter if notice.matter_id else None, request)


def link_to(page: Any, request: Any) -> dict[str, str]:
    """Return a page's name and address; empty for none, and for one that is not public."""
    if page is None or not page.live:
        return {}
    return {"title": page.title, "url": page.get_url(request) or ""}
