"""Every download of a list from the admin (Wagtail's reports and registers: ``?export=``) is an act, and is recorded."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from .record import record

_FORMATS = ("csv", "xlsx")


class ExportMiddleware:
    """Records exports that were answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, then record."""
        response = self.get_response(request)
        wanted = request.GET.get("export", "")
        if wanted in _FORMATS and request.path.startswith("/admin/") and response.status_code == 200:
            user: Any = request.user
            if user.is_authenticated and request.resolver_match is not None:
                query = {key: value for key, value in request.GET.dict().items() if key != "export"}
                data = {"view": request.resolver_match.view_name, "format": wanted, "filter": query}
                record("export", user=user, data=data)
        return response
