"""Ends idle sessions, and asks for the second factor before anything else in the admin."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
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
    """Only for the admin, and only for those who are signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

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

    def _is_over(self, request: HttpRequest, name: str) -> bool:
        now = int(time.time())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > policy().idle_minutes * 60:
            return True
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
