"""Finding the page of an address in two queries, however deep it stands."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from publication.life import tombstone
from publication.models import Correction


def _find(site: Site, path: str) -> Any:
    """Return the specific live page at ``path`` below the site's root, with its ancestors attached; None if there is none."""
    components = [part for part in path.split("/") if part]
    if len(components) > 12:
        return None
    root = site.root_page.url_path
    addresses = [root]
    for part in components:
        addresses.append(f"{addresses[-1]}{part}/")
    # Addresses have no index; slugs have. A slug longer than its column is nobody's.
    slugs = [site.root_page.slug, *components]
    corrected = Exists(Correction.objects.filter(page_id=OuterRef("pk")))
    line = list(
        Page.objects.filter(slug__in=slugs, url_path__in=addresses).annotate(corrected=corrected).order_by("depth")
    )
    if len(line) != len(addresses) or not line[-1].live:
        return None
    found = line[-1]
    model = found.cached_content_type.model_class()
    if model is None:
        return None
    page = model.objects.select_related(*getattr(model, "route_related", ())).get(pk=found.pk)
    page.route_ancestors = line[:-1]
    page.is_corrected = found.corrected
    return page


def _what_is_left(request: HttpRequest, site: Site, path: str) -> HttpResponseBase | None:
    """Return the tombstone of a page that stood at ``path``, or the way to where it stands now; None for a plain 404."""
    root = site.root_page.url_path
    address = root + "".join(f"{part}/" for part in path.split("/") if part)
    found = tombstone.at(address) if len(address) <= 765 else None
    if found is None:
        return None
    if found.moved_to:
        return HttpResponseRedirect("/" + found.moved_to[len(root) :])
    context = tombstone.context_of(found.ending, lambda page: page.get_url(request) or "")
    context["above"] = _above(request, address, root)
    response = render(request, "publication/tombstone.html", context, status=410)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-cache"
    return response


def _above(request: HttpRequest, address: str, root: str) -> dict[str, str] | None:
    """Return title and address of the nearest public folder above ``address``, where a visitor finds the unit; two queries."""
    parts = address[len(root) :].strip("/").split("/")[:-1]
    addresses = [root + "/".join(parts[:count]) + "/" for count in range(1, len(parts) + 1)]
    above = Page.objects.live().public().filter(slug__in=parts, url_path__in=addresses).order_by("-depth").first()
    url = above.get_url(request) if above is not None else None
    return {"title": above.title, "url": url} if above is not None and url else None


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the page at ``path``: Wagtail's own view, spared its query or two per level of the tree; or what is left of it."""
    site = Site.find_for_request(request)
    if site is not None:
        page = _find(site, path)
        if page is not None:
            request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        else:
            left = _what_is_left(request, site, path)
            if left is not None:
                return left
    return wagtail_serve(request, path)
