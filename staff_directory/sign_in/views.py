"""The screens of signing in: second factor, own security page, everybody's sessions, lock-out."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods
from django_otp import login as mark_verified
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access

from publication.trail.record import record

from . import devices, sessions
from .middleware import FACTOR
from .policy import has_device, must_have_second_factor

END = "staff_directory.end_sessions"
WRONG = "验证码不正确或已用过。请等待验证器显示下一个验证码再试；连续输错须等候更久。"


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("wagtailadmin_home")


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer while an account name is locked: the same for names that exist and names that do not."""
    return render(request, "staff_directory/admin/locked_out.html", status=429)


@require_admin_access
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code of now, or a backup code."""
    if request.user.is_verified() or not has_device(request.user):  # type: ignore[union-attr]
        return redirect(_next(request))
    error = ""
    if request.method == "POST":
        device = devices.check(request.user, request.POST.get("token", ""))
        if device is not None:
            mark_verified(request, device)
            request.session.cycle_key()
            record("sign_in.second", request.user, user=request.user)
            return redirect(_next(request))
        record("sign_in.second_failed", request.user, user=request.user)
        error = WRONG
    context = {"error": error, "next": _next(request)}
    return render(request, "staff_directory/admin/verify.html", context, status=400 if error else 200)


@require_admin_access
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest) -> HttpResponseBase:
    """Bind an authenticator: picture and secret, then its first code, then backup codes, shown once."""
    user: Any = request.user
    if has_device(user):
        return redirect("sign_in:mine" if user.is_verified() else "sign_in:verify")
    device = devices.pending(user)
    error = ""
    if request.method == "POST":
        codes = devices.confirm(user, device, request.POST.get("token", "").strip().replace(" ", ""))
        if codes is not None:
            mark_verified(request, device)
            request.session[FACTOR] = True
            # Sessions that began before know nothing of the authenticator and would never be asked for its code.
            sessions.end_all(user, by=user, but=request.session.session_key or "")
            return render(request, "staff_directory/admin/backup_codes.html", {"codes": codes, "next": _next(request)})
        error = WRONG
    context = {
        "error": error,
        "picture": devices.picture_of(device),
        "secret": devices.secret_of(device),
        "next": _next(request),
        "required": must_have_second_factor(user),
    }
    return render(request, "staff_directory/admin/setup.html", context, status=400 if error else 200)


@require_admin_access
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest) -> HttpResponseBase:
    """Unbind the own authenticator, with a code, where no role needs it."""
    user: Any = request.user
    if request.method == "GET" or not has_device(user):
        return redirect("sign_in:mine")
    if must_have_second_factor(user):
        messages.error(request, "您的角色必须使用动态验证码，不能解除。更换手机请联系安全管理员重置。")
    elif devices.check(user, request.POST.get("token", "")) is None:
        messages.error(request, WRONG)
    else:
        devices.remove(user, by=user)
        request.session.pop(FACTOR, None)
        messages.success(request, "已解除验证器。")
    return redirect("sign_in:mine")


def _rows(found: Any, request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "user": session.user,
            "mark": sessions.digest(session),
            "ip": session.ip,
            "browser": sessions.browser(session.user_agent),
            "created": session.created_at,
            "seen": session.updated_at,
            "present": session.session_key == request.session.session_key,
        }
        for session in found
    ]


@require_admin_access
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """Show the own authenticator and sessions; end a session, or all others."""
    user: Any = request.user
    if request.method == "POST":
        if request.POST.get("all"):
            count = sessions.end_all(user, by=user, but=request.session.session_key or "")
            messages.success(request, f"已退出其他 {count} 个会话。")
        elif sessions.end(user, request.POST.get("mark", ""), by=user):
            messages.success(request, "会话已退出。")
        return redirect("sign_in:mine")
    context = {
        "sessions": _rows(sessions.live_sessions(user)[:50], request),
        "has_device": has_device(user),
        "required": must_have_second_factor(user),
    }
    return render(request, "staff_directory/admin/security.html", context)


@require_admin_access
@require_http_methods(["GET", "POST"])
def everybody(request: HttpRequest) -> HttpResponseBase:
    """The security administrator sees who is signed in, and ends sessions."""
    if not request.user.has_perm(END):
        return permission_denied(request)
    if request.method == "POST":
        user = get_object_or_404(get_user_model(), pk=request.POST.get("user") or 0)
        if request.POST.get("all"):
            sessions.end_all(user, by=request.user)
        else:
            sessions.end(user, request.POST.get("mark", ""), by=request.user)
        messages.success(request, f"已强制退出账号 {user.get_username()} 的会话。")
        return redirect("sign_in:everybody")
    found = sessions.live_sessions()
    name = request.GET.get("name", "").strip()[:150]
    if name:
        found = found.filter(user__username=name)
    page = Paginator(found, 50).get_page(request.GET.get("p"))
    return render(
        request, "staff_directory/admin/sessions.html", {"page": page, "sessions": _rows(page, request), "name": name}
    )
