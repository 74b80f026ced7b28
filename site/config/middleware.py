"""The Content-Security-Policy of every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
