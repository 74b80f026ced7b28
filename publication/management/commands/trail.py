"""``manage.py trail``: seal, verify, forget and export the record of acts."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from publication.models import TrailEntry
from publication.trail.record import line, record
from publication.trail.retention import forget
from publication.trail.seal import broken_seals, seal


class Command(BaseCommand):
    """Exit status of ``verify``: 0 whole, 1 broken."""

    help = "操作日志：seal 封签，verify 核验封签，forget 清理到期，export 导出为 JSON Lines。"

    def add_arguments(self, parser: Any) -> None:
        """One of four acts."""
        parser.add_argument("act", choices=["seal", "verify", "forget", "export"])
        parser.add_argument("--months", type=int, default=36, help="forget：保存月数，不少于6。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        if options["act"] == "seal":
            self.stdout.write(f"已封签 {seal()} 条。")
        elif options["act"] == "forget":
            self.stdout.write(f"已清理 {forget(options['months'])} 条。")
        elif options["act"] == "export":
            record("trail.export", data={"format": "jsonl", "by": "command"})
            for entry in TrailEntry.objects.order_by("pk").iterator(chunk_size=2000):
                self.stdout.write(line(entry))
        else:
            broken = broken_seals()
            for found in broken:
                self.stderr.write(f"封签不符：第 {found.first_id} 至 {found.last_id} 条。")
            if broken:
                sys.exit(1)
            self.stdout.write("全部封签相符。")
