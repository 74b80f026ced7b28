"""A page cache or CDN before the portal (``wagtail.contrib.frontend_cache``): told at every change of what is public."""

from collections.abc import Sequence

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import PurgeBatch, get_backends

from .base import Answer, Subject, Surface, exempt, register
from .epoch import is_configured
from .pages import look
from .visitor import Visitor


class FrontCacheSurface(Surface):
    """Everything that a cache before the portal may keep; purged by the site as a whole, for a list may show any page."""

    code = "front_cache"
    label = "页面缓存和CDN"

    @property
    def keeps_copies(self) -> bool:  # type: ignore[override]
        """Only where there is such a cache."""
        return is_configured()

    def purge(self, subjects: Sequence[Subject]) -> None:
        """Purge the pages' own addresses, then everything that shows lists.

        Raises:
            RuntimeError: the cache did not take it.
        """
        if not is_configured():
            return
        for backend in get_backends().values():
            everything = getattr(backend, "purge_all", None)
            if everything is not None:
                everything()
                continue
            batch = PurgeBatch()
            for subject in subjects:
                batch.add_urls([settings.PUBLIC_ORIGIN.rstrip("/") + address for address in subject.addresses])
            batch.purge()

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """The cache, asked as a visitor would, does not answer with the page."""
        found = {}
        for subject in subjects:
            answer = Answer()
            for address in subject.addresses:
                look(answer, visitor.ask(address), (*subject.marks, *subject.own_marks), "缓存")
            found[subject.page_id] = answer
        return found


def register_all() -> None:
    """Register this surface, and say why Django's own caches hold no page."""
    register(FrontCacheSurface())
    exempt("只存放设置、词表和计数，不存放页面或其片段", "cache:default")
