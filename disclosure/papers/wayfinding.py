"""Where a paper stands for its reader: below the public list of its kind."""

from typing import Any

from wagtail.models import Page


def listing_of(kind: str) -> Any:
    """Return the live public list of a kind, None where there is none."""
    from ..models.papers import PaperListPage

    return PaperListPage.objects.live().filter(kind=kind).order_by("path").first()


def trail_of(kind: str, request: Any) -> list[dict[str, str]]:
    """Return home, section and public list of a kind as ``{"title", "url"}``; empty when there is no such list."""
    listing = listing_of(kind)
    if listing is None:
        return []
    steps, depth = Page.steplen, len(listing.path) // Page.steplen
    above = [listing.path[: steps * level] for level in range(2, depth)]
    line = [*Page.objects.filter(path__in=above).order_by("depth"), listing]
    return [{"title": page.title, "url": page.get_url(request) or ""} for page in line]
