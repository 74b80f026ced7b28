"""The border at the door of the admin: every resolved view name is asked about, before the view runs."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail.admin.auth import permission_denied

from ..roles.catalogue import READING_DUTIES
from ..roles.membership import duties_of
from .rules import find, reader_may_write

_SAFE = ("GET", "HEAD", "OPTIONS")


class BorderMiddleware:
    """Asks :mod:`rules` about every admin view, and keeps roles that only read from sending forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Answer in the view's place when the user may not enter or not see.

        Raises:
            Http404: an object that the user may not see.
            PermissionDenied: a role that only reads sent a form.
        """
        user: Any = request.user
        if not request.path.startswith("/admin/") or not user.is_authenticated or user.is_superuser:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method not in _SAFE and not reader_may_write(name) and READING_DUTIES & duties_of(user):
            raise PermissionDenied
        rule = find(name)
        if rule is None or not user.has_perm("wagtailadmin.access_admin"):
            return None
        if rule.allow is not None and not rule.allow(user):
            response: HttpResponseBase = permission_denied(request)
            return response
        arguments = {**kwargs, "args": args}
        if rule.see is not None and not rule.see(request, arguments):
            raise Http404
        return rule.instead(request, view, arguments) if rule.instead is not None else None
