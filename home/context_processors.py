"""What every public template needs: identity, navigation, display mode."""

from typing import Any

from wagtail.models import Site

from .models import PortalIdentity, SectionPage

_MODES = ("large", "contrast")


def portal(request: Any) -> dict[str, Any]:
    """Return ``identity``, ``site_navigation`` and ``display`` lazily (no query unless a template asks)."""
    if request.path.startswith("/admin/"):
        return {}

    def identity() -> PortalIdentity:
        found: PortalIdentity = PortalIdentity.load(request_or_site=request)
        return found

    def navigation() -> list[dict[str, Any]]:
        site = Site.find_for_request(request)
        if site is None:
            return []
        home = site.root_page
        pages = SectionPage.objects.child_of(home).live().filter(view_restrictions=None).order_by("path")
        found = []
        for page in pages:
            url = page.get_url(request) or ""
            found.append({"title": page.title, "url": url, "current": bool(url) and request.path.startswith(url)})
        return found

    display = request.COOKIES.get("display", "")
    return {"identity": identity, "site_navigation": navigation, "display": display if display in _MODES else ""}
