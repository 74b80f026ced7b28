"""``manage.py remind``: the reminders of the day."""

from typing import Any

from django.core.management.base import BaseCommand

from publication.notices.reminders import remind


class Command(BaseCommand):
    """Idempotent on a day; the timers run it every morning."""

    help = "提醒当天将到期、已到期的审核步骤和法定期限（同一天重复运行不会重复提醒）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Remind and say how many messages there are."""
        self.stdout.write(f"今天的提醒：{remind()} 条。")
