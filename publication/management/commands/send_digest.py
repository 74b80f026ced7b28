"""``manage.py send_digest``: mail what is unmailed, one mail for each person."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publication.notices.mail import send_digest
from publication.notices.notify import mail_is_set


class Command(BaseCommand):
    """Sends nothing twice; the timers run it every day at eight."""

    help = "把还没有发过邮件的通知汇总发给每个人，每人一封。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and say what was sent.

        Raises:
            CommandError: some mails were not taken; their notices stay unsent.
        """
        if not mail_is_set():
            self.stdout.write("没有设置发信服务（EMAIL_URL），不发邮件。通知可在后台查看。")
            return
        outcome = send_digest()
        self.stdout.write(f"发出 {outcome.sent} 封。")
        if outcome.failed:
            raise CommandError(
                f"{outcome.failed} 人的通知没有发出，已留待再发。原因见日志；请检查 EMAIL_URL 和发信服务。"
            )
