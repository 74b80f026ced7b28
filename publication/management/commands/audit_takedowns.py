"""``manage.py audit_takedowns``: probe everything that was ever withdrawn, and alarm when any of it is seen again."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publication.surfaces import Unreachable
from publication.surfaces.audit import audit


class Command(BaseCommand):
    """Exit status: 0 all gone, 1 something is seen again, 2 the portal does not answer."""

    help = "重新探查全部已撤下的页面；有重新可见的即告警。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Probe in batches with a progress line."""
        try:
            found = audit(self._progress)
        except Unreachable as error:
            raise CommandError(f"公开网址没有答复，没有探查完：{error}", returncode=2) from error
        for relapse in found:
            self.stderr.write(f"页面 #{relapse.page_id} 重新可见：{relapse.detail}")
        if found:
            sys.exit(1)
        self.stdout.write("已撤下的页面全部不可见。")

    def _progress(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            width = 40 * done // total
            self.stderr.write(f"\r[{'#' * width}{'.' * (40 - width)}] {done}/{total}", ending="")
            if done == total:
                self.stderr.write("")
