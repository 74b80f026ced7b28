"""What the security administrator sets for signing in and for keeping the trail."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from ..kinds import Role


class SignInForm(WagtailAdminModelForm):
    """Roles are ticked."""

    second_factor_roles = forms.MultipleChoiceField(
        label="必须使用动态验证码的角色",
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选的角色下次进入后台时须先绑定验证器。",
    )


@register_setting(icon="lock", order=130)
class SignInSettings(BaseGenericSetting):
    """Second factor per role, idle time, and how long the trail is kept (网络安全法: at least six months)."""

    second_factor_roles = models.JSONField("必须使用动态验证码的角色", default=list, blank=True)
    idle_minutes = models.PositiveSmallIntegerField(
        "无操作多少分钟后自动退出", default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    trail_months = models.PositiveSmallIntegerField(
        "操作日志保存月数",
        default=36,
        validators=[MinValueValidator(6), MaxValueValidator(600)],
        help_text="不得少于6个月。",
    )

    base_form_class = SignInForm
    panels: list[Any] = [
        MultiFieldPanel([FieldPanel("second_factor_roles"), FieldPanel("idle_minutes")], heading="登录"),
        MultiFieldPanel([FieldPanel("trail_months")], heading="操作日志"),
    ]

    class Meta:
        verbose_name = "登录与日志设置"
