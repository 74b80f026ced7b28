"""Where pages of units stood, for tombstones and probes: read once for all pages that are described together."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page, Site

from publication.life.describe import Described, Describer
from staff_directory.transfer.names import name_at

SHORTEST_MARK = 8
_LONGEST_MARK = 60


def marks_of(*texts: str) -> tuple[str, ...]:
    """Return by what pages are recognised: of each text that is long enough its first long line, which no way of showing it breaks."""
    lines = (
        next((line for line in text.splitlines() if len(line) >= SHORTEST_MARK), text)
        for text in texts
        if len(text) >= SHORTEST_MARK
    )
    return tuple(dict.fromkeys(line[:_LONGEST_MARK] for line in lines))


class Ground:
    """The site's root, the public lists (``listings``, in their order), the pages above and the units of ``pages``: four queries."""

    def __init__(self, pages: Sequence[Any], listings: Iterable[Any] = ()) -> None:
        prefetch_related_objects(list(pages), "unit")
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        self.root = site.root_page.url_path if site is not None else ""
        self.listings = list(listings) if self.root else []
        above = {page.path[: -page.steplen] for page in pages}
        self._indexes = (
            {page.path: page for page in Page.objects.filter(path__in=above, live=True)} if self.root else {}
        )

    def address(self, url_path: str) -> str:
        """Return a page's path on the site."""
        return "/" + url_path[len(self.root) :]

    def above(self, page: Any) -> list[Any]:
        """Return the public page that stands above, or nothing."""
        index = self._indexes.get(page.path[: -page.steplen])
        return [index] if index is not None else []

    def lists(self, page: Any, listings: Iterable[Any] | None = None) -> tuple[str, ...]:
        """Return the addresses of the lists where the page stood (of all unless some are given), and of the page above it."""
        shown = self.listings if listings is None else listings
        return tuple(self.address(found.url_path) for found in [*shown, *self.above(page)])


def unit_name(page: Any) -> str:
    """Return the name that the page's unit had when the page became public."""
    return name_at(page.unit, page.first_published_at) if page.unit is not None else ""


def on_ground(listings: Callable[[], Iterable[Any]], describe_page: Callable[[Any, Ground], Described]) -> Describer:
    """Turn what describes a page on its ground into what describes many."""

    def describe_pages(pages: Sequence[Any]) -> list[Described]:
        ground = Ground(pages, listings())
        return [describe_page(page, ground) for page in pages]

    return describe_pages
