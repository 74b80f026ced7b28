"""``manage.py load_demo``: the demo bureau, once."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosure.demo.content import load_demo


class Command(BaseCommand):
    """Idempotent."""

    help = "载入演示内容（可重复运行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was made."""
        made = load_demo()
        self.stdout.write(f"演示内容：{made['units']} 个单位，新增 {made['decisions']} 件决定。")
