"""``manage.py start_portal``: the tree of a new portal, without demo content."""

from typing import Any

from django.core.management.base import BaseCommand

from disclosure.starter import start_portal


class Command(BaseCommand):
    """Idempotent."""

    help = "建立首页、三个栏目和公示列表（可重复运行）。"

    def add_arguments(self, parser: Any) -> None:
        """The address of the site."""
        parser.add_argument("--host", default="localhost", help="网站域名")
        parser.add_argument("--port", type=int, default=80, help="端口")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        start_portal(options["host"], options["port"])
        self.stdout.write("首页、栏目和公示列表已就绪。")
