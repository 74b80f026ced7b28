"""``manage.py privacy_forget``: delete privacy decisions older than the bureau keeps them (three years at least)."""

from typing import Any

from django.core.management.base import BaseCommand

from publication.privacy.retention import forget_old_decisions


class Command(BaseCommand):
    """For the timer; the database refuses what is younger."""

    help = "删除超过保存年限的隐私处理记录。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and count."""
        self.stdout.write(f"已删除 {forget_old_decisions()} 条超过保存年限的隐私处理记录。")
