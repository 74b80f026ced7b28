"""The Content-Security-Policy of every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import escape_leading_slashes

_PUBLIC = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
_ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class ContentSecurityPolicyMiddleware:
    """Set a policy without ``unsafe-inline`` on public pages; Wagtail's admin needs inline scripts and styles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless the view has set its own."""
        response = self.get_response(request)
        policy = _ADMIN if request.path.startswith("/admin/") else _PUBLIC
        response.headers.setdefault("Content-Security-Policy", policy)
        return response


class DisplayModeMiddleware:
    """Keeps large text, high contrast or both across pages: ``?display=large`` sets a cookie and comes back."""

    modes = ("large", "contrast", "large-contrast", "standard")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a choice of mode with a cookie and a redirect to the same page."""
        mode = request.GET.get("display")
        if mode not in self.modes or request.method != "GET":
            return self.get_response(request)
        query = request.GET.copy()
        del query["display"]
        response = HttpResponseRedirect("?" + query.urlencode() if query else escape_leading_slashes(request.path))
        if mode == "standard":
            response.delete_cookie("display")
        else:
            response.set_cookie(
                "display", mode, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure()
            )
        return response
