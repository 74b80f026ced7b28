"""Ends idle sessions, and asks for the second factor before anything else in the admin; outside it such a session is nobody's."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from .policy import must_have_second_factor, policy

SEEN, FACTOR = "seen-at", "second-factor"
_STEP = 30
#: What a page asks for by itself does not count as a person's activity.
_BY_ITSELF = ("wagtailadmin_editing_sessions:ping", "decision_imports:progress", "wagtailadmin_sprite")
_BEFORE = (
    "sign_in:verify", "sign_in:setup", "wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
)  # fmt: skip


class SignInMiddleware:
    """Only for those who are signed in: in the admin it asks, elsewhere (attachments, previews) they are taken for visitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; outside the admin with whom the session really stands for, worked out when a view asks."""
        if not request.path.startswith("/admin/"):
            claimed = request.user
            request.user = SimpleLazyObject(lambda: self._proven(request, claimed))  # type: ignore[assignment]
        return self.get_response(request)

    def _proven(self, request: HttpRequest, user: Any) -> Any:
        """Return the user, or a visitor where the session is over or a second factor is due."""
        if not user.is_authenticated:
            return user
        if self._is_idle(request):
            return AnonymousUser()
        due = request.session.get(FACTOR) or must_have_second_factor(user)
        return AnonymousUser() if due and not user.is_verified() else user

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Answer in the view's place when the session is over or the second factor is missing.

        Raises:
            PermissionDenied: a script asked without the second factor.
        """
        user: Any = request.user if request.path.startswith("/admin/") else None
        if user is None or not user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if self._is_over(request, name):
            logout(request)
            messages.warning(request, "长时间没有操作，已自动退出。请重新登录；编辑中自动保存的草稿没有丢失。")
            return redirect(f"{reverse('wagtailadmin_login')}?{urlencode({'next': request.get_full_path()})}")
        return None if name in _BEFORE or user.is_verified() else self._second_factor(request, user)

    def _is_idle(self, request: HttpRequest) -> bool:
        seen = request.session.get(SEEN)
        return seen is not None and int(time.time()) - seen > policy().idle_minutes * 60

    def _is_over(self, request: HttpRequest, name: str) -> bool:
        if self._is_idle(request):
            return True
        now, seen = int(time.time()), request.session.get(SEEN)
        if name not in _BY_ITSELF and (seen is None or now - seen > _STEP):
            request.session[SEEN] = now
        return False

    def _second_factor(self, request: HttpRequest, user: Any) -> HttpResponseBase | None:
        if request.session.get(FACTOR):
            target = "sign_in:verify"
        elif must_have_second_factor(user):
            target = "sign_in:setup"
        else:
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect(f"{reverse(target)}?{urlencode({'next': request.get_full_path()})}")
