"""Resetting a lost authenticator: the security administrator confirms it, with how the person was recognised."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access

from . import devices, sessions
from .policy import has_device, must_have_second_factor

RESET = "staff_directory.end_sessions"
_SHORTEST_REASON = 4


class ResetForm(forms.Form):
    """Why: who resets an authenticator takes away the only thing that a thief of the password lacks."""

    reason = forms.CharField(
        label="怎样核实了本人身份、为什么重置",
        min_length=_SHORTEST_REASON,
        max_length=200,
        help_text="例如：本人持工作证当面申请，手机遗失。会记入操作日志；不要写证件号码和手机号码。",
        error_messages={
            "required": "请写明怎样核实了本人身份、为什么重置。",
            "min_length": f"请写明怎样核实了本人身份、为什么重置（至少 {_SHORTEST_REASON} 个字）。",
        },
    )


@require_admin_access
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a reason, then remove the account's authenticator and backup codes and end its sessions.

    Nobody resets the own one here: it would take away the second factor without a code, with a found session.
    """
    if not request.user.has_perm(RESET):
        return permission_denied(request)
    user: Any = get_object_or_404(get_user_model()._default_manager.filter(is_superuser=False), pk=pk)
    if user.pk == request.user.pk:
        messages.error(request, "不能重置自己的验证器：请在“登录安全”中解除，或由另一位安全管理员重置。")
        return redirect("sign_in:mine")
    form = ResetForm(request.POST or None)
    if not has_device(user):
        messages.warning(request, f"账号 {user.get_username()} 没有绑定验证器，不需要重置。")
        return redirect("wagtailusers_users:edit", pk)
    if request.method == "POST" and form.is_valid():
        devices.remove(user, by=request.user, reason=form.cleaned_data["reason"])
        sessions.end_all(user, by=request.user)
        messages.success(request, f"已重置账号 {user.get_username()} 的验证器，其全部会话已退出。")
        return redirect("wagtailusers_users:edit", pk)
    context = {
        "form": form,
        "account": user,
        "required": must_have_second_factor(user),
        "sessions": sessions.live_sessions(user).count(),
        "back": reverse("wagtailusers_users:edit", args=[pk]),
    }
    return render(request, "staff_directory/admin/reset.html", context, status=400 if request.method == "POST" else 200)
