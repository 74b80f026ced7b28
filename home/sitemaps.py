"""The sitemap lists exactly what is public."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from wagtail.models import Page, Site

from publication.unlisted import listed


class PublicPages(Sitemap):
    """Every live page without a view restriction, of a type that is listed everywhere, in tree order; 1,000 in each part."""

    limit = 1000

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Use the addresses of Wagtail's site instead of Django's."""
        return super().get_urls(page=page, site=_Domain(), protocol=protocol or "http")

    def items(self) -> Any:
        """Return the pages as light rows."""
        site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
        if site is None:
            return Page.objects.none()
        self._root = site.root_page.url_path
        return (
            listed(Page.objects.filter(path__startswith=site.root_page.path))
            .live()
            .public()
            .order_by("path")
            .only("url_path", "last_published_at")
        )

    def location(self, item: Any) -> str:
        """Return the address below the site's root."""
        return "/" + item.url_path[len(self._root) :]

    def lastmod(self, item: Any) -> Any:
        """Return when the page was last published."""
        return item.last_published_at

    def get_latest_lastmod(self) -> Any:
        """Ask the database: Django's own reads every page for it."""
        return self.items().order_by().aggregate(latest=Max("last_published_at"))["latest"]


class _Domain:
    """The host that addresses in the sitemap carry."""

    @property
    def domain(self) -> str:
        """Return host and port of the default site."""
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            return "localhost"
        return site.hostname if site.port in (80, 443) else f"{site.hostname}:{site.port}"
