"""What ``manage.py check`` says about mail."""

from typing import Any

from django.core.checks import CheckMessage, Info

from .notify import mail_is_set


def mail_service(**kwargs: Any) -> list[CheckMessage]:
    """Say that no mail is sent where no mail service is set; everything else works."""
    if mail_is_set():
        return []
    hint = "要发邮件，请设置环境变量 EMAIL_URL（见 docs/operators.md）。"
    return [Info("没有设置发信服务：通知只在后台显示，不发邮件。", hint=hint, id="publication.I002")]
