"""``manage.py sync_roles``: brings the groups in step with the catalogue of roles."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from staff_directory.roles.sync import sync_roles


class Command(BaseCommand):
    """Exit status with ``--check``: 0 in step, 1 not. Without it: 0, or 1 when something is left to a person."""

    help = "使用户组及其权限与角色目录一致（可重复运行）；不属于角色的权限会被收回。"

    def add_arguments(self, parser: Any) -> None:
        """``--check`` changes nothing."""
        parser.add_argument("--check", action="store_true", help="只报告差异，不改变任何内容。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, mend, and say what differed."""
        drift = sync_roles(write=not options["check"])
        word = "差异" if options["check"] else "已改正"
        for line in drift.mended:
            self.stdout.write(f"{word}：{line}")
        for line in drift.left:
            self.stderr.write(f"待处理：{line}")
        if not drift:
            self.stdout.write("角色与权限一致。")
        if drift.left or (options["check"] and drift.mended):
            sys.exit(1)
