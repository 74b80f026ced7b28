"""What every public template needs: identity, navigation, display mode."""

from typing import Any

from wagtail.models import Site

from .models import PortalIdentity, SectionPage
from .qr import address_in_full

_MODES = ("large", "contrast", "large-contrast")


def display_choices(request: Any, display: str) -> list[dict[str, Any]]:
    """Return the switches of large text and high contrast as ``{"label", "url"}``; the rest of the address stays."""
    chosen = set(display.split("-")) - {""}
    found = []
    for name, on, off in (("large", "大字版", "标准字号"), ("contrast", "高对比", "标准配色")):
        wanted = [mode for mode in ("large", "contrast") if mode in chosen ^ {name}]
        query = request.GET.copy()
        query["display"] = "-".join(wanted) or "standard"
        found.append({"label": off if name in chosen else on, "url": f"?{query.urlencode()}"})
    return found


def portal(request: Any) -> dict[str, Any]:
    """Return ``identity``, ``site_navigation``, ``display``, ``display_choices`` and the ``printed_address`` (without what was asked for:
    it may hold a name) lazily (no query unless a template asks)."""
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
        # By type, so that the index over types finds them: by path alone SQLite reads every page of the site.
        pages = SectionPage.objects.exact_type(SectionPage).child_of(home).live().filter(view_restrictions=None)
        found = []
        for page in pages.order_by("path"):
            url = page.get_url(request) or ""
            found.append({"title": page.title, "url": url, "current": bool(url) and request.path.startswith(url)})
        return found

    display = request.COOKIES.get("display", "")
    display = display if display in _MODES else ""
    return {
        "identity": identity,
        "site_navigation": navigation,
        "display": display,
        "printed_address": lambda: address_in_full(request.path),
        "display_choices": lambda: display_choices(request, display),
    }
