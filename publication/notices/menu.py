"""Notices in the menu, with the number of unread ones, and in the account's further actions."""

from typing import Any

from django.urls import reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from ..models.notices import Notice
from .notify import mail_is_set

_COUNTED = 100


class NoticesMenuItem(MenuItem):
    """The item's label says how many are unread; the item itself is one object for everybody."""

    def render_component(self, request: Any) -> LinkMenuItem:
        """Return the item for the request's user."""
        unread = Notice.objects.filter(user=request.user, read_at=None)[:_COUNTED].count()
        number = f"（{unread if unread < _COUNTED else f'{_COUNTED - 1}+'}）" if unread else ""
        return LinkMenuItem(
            self.name, f"{self.label}{number}", self.url, icon_name=self.icon_name, classname=self.classname,
            attrs=self.attrs,
        )  # fmt: skip


def item() -> MenuItem:
    """Return the menu item."""
    return NoticesMenuItem("通知", reverse("notices:index"), name="notices", icon_name="mail", order=30)


def account_item(request: Any) -> dict[str, Any]:
    """Return the way to the choices, with what keeps mail from the user if anything does."""
    return {
        "url": reverse("notices:choices"),
        "label": "通知方式",
        "help_text": no_mail(request.user) or "每种通知是否发邮件。",
    }


def no_mail(user: Any) -> str:
    """Return why no mail reaches the user, or an empty string."""
    if not mail_is_set():
        return "本平台没有设置发信服务，不发邮件：通知只在后台显示。"
    if not user.email:
        return "您的账号没有登记邮箱，收不到邮件：通知只在后台显示。请在“账号”的个人资料中填写邮箱，或联系安全管理员。"
    return ""
