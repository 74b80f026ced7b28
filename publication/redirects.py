"""Redirects that editors keep (``wagtail.contrib.redirects``) lead only to what is public."""

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site

from .tree_paths import at_address


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's own, but for redirects to a page that is not public: its address would say what stood there.

    Such an address answers as if there were no redirect: with the tombstone where a public page once had it, else with a plain 404.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Redirect where the target is public, or no page of this site."""
        led: Any = super().process_response(request, response)
        if led is not response and _is_hidden(request, led.url):
            return response
        answer: HttpResponseBase = led
        return answer


def _is_hidden(request: HttpRequest, target: str) -> bool:
    """Tell whether an address is that of a page that is not live."""
    site = Site.find_for_request(request)
    if site is None:
        return False
    parts = "".join(f"{part}/" for part in urlsplit(target).path.split("/") if part)
    return bool(Page.objects.filter(at_address(site.root_page.url_path + parts), live=False).exists())
