"""``manage.py make_decisions N``: published decisions for load tests, the same ones for the same seed."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from disclosure.demo.content import load_demo, make_decisions


class Command(BaseCommand):
    """Needs (and makes) the demo units."""

    help = "生成 N 件已公开的演示决定，用于压力测试。"

    def add_arguments(self, parser: Any) -> None:
        """How many, and from which seed."""
        parser.add_argument("total", type=int)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them."""
        load_demo()
        users = get_user_model().objects
        made = make_decisions(
            options["total"],
            options["seed"],
            user=users.get(username="editor"),
            approver=users.get(username="reviewer"),
            prefix=f"示例{options['seed']}",
        )
        self.stdout.write(f"已生成 {made} 件决定。")
