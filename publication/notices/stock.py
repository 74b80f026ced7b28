"""Wagtail's own notification mails and their settings, taken away: everybody is told once, in Chinese, as they chose here."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from ..models.notices import NoticeKind
from .notify import notify, title_of

_MAILS = {
    "task_submitted": "group_approval_task_submitted_email_notification",
    "workflow_submitted": "workflow_state_submitted_email_notification",
    "workflow_rejected": "workflow_state_rejected_email_notification",
    "workflow_approved": "workflow_state_approved_email_notification",
}


def tell_of_comments(users: Iterable[Any], notification: str, context: dict[str, Any]) -> bool:
    """Stand in the place of Wagtail's mail about comments on a page: who follows them is told that there are some, not what they say."""
    page = context["page"]
    url = f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#comments"
    notify(users, NoticeKind.COMMENT, f"{title_of(page)}：批注有更新", url, page=page)
    return True


def replace() -> None:
    """Disconnect Wagtail's mails, lead the one about comments here, and hide the account's own panel for them.

    Raises:
        RuntimeError: an upgrade of Wagtail has moved one of the names.
    """
    from wagtail import signals
    from wagtail.admin import signal_handlers
    from wagtail.admin.views import account
    from wagtail.admin.views.pages import edit
    from wagtail.models import TaskState, WorkflowState

    for owner, name in (
        (edit, "send_notification"),
        (account, "NotificationsSettingsPanel"),
        (signal_handlers, "register_signal_handlers"),
    ):
        if not hasattr(owner, name):
            raise RuntimeError(f"Wagtail no longer has {owner.__name__}.{name}: look at publication/notices/stock.py.")
    edit.send_notification = tell_of_comments
    account.NotificationsSettingsPanel.is_active = _never
    signal_handlers.register_signal_handlers = _connect_nothing
    for name, uid in _MAILS.items():
        sender = TaskState if name.startswith("task") else WorkflowState
        getattr(signals, name).disconnect(sender=sender, dispatch_uid=uid)


def _never(panel: Any) -> bool:
    return False


def _connect_nothing() -> None:
    """Wagtail's own app connects its mails when it starts, which may be later than this layer does."""
