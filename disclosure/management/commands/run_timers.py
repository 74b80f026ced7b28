"""``manage.py run_timers``: what must happen by the clock, under the supervisor."""

import datetime
import logging
import signal
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from disclosure.clocks import run_clocks
from disclosure.imports.files import forget_old
from disclosure.imports.tasks import take_up_abandoned
from disclosure.laws.tasks import sweep
from disclosure.papers.clocks import end_service_notices
from publication.actions.end_many_run import take_up_batches
from publication.life_admin.scans import forget_unsubmitted
from publication.notices.daily import keep_notices, once_a_day
from publication.privacy.retention import keep_decisions
from publication.surfaces.audit import audit
from search.upkeep import look_after
from staff_directory.officers.following import RUN as OFFICERS
from staff_directory.officers.following import turn_of_day
from staff_directory.trail_room.keeping import keep_trail

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Publishes, takes up abandoned imports, deletes what is over its time, reminds, sends mail; one failing timer stops no other."""

    help = "定时任务：到点发布、期满下线、每夜复查已撤下的页面、接续中断的导入、清理到期的上传、操作日志和隐私处理记录、提醒和发信。"

    def add_arguments(self, parser: Any) -> None:
        """``--once`` for a system timer."""
        parser.add_argument("--once", action="store_true", help="只运行一遍。")
        parser.add_argument("--interval", type=float, default=10.0, help="间隔秒数。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every timer, sleep, and again until told to stop."""
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            for timer in (
                self._publish,
                take_up_abandoned,
                take_up_batches,
                forget_old,
                keep_trail,
                keep_decisions,
                look_after,
                keep_notices,
                self._officers,
                self._clocks,
                self._lapsed,
                self._service_notices,
                self._look_again,
                self._scans,
            ):
                close_old_connections()
                try:
                    timer()
                except Exception:
                    logger.exception("Timer %s failed", getattr(timer, "__name__", timer))
            if options["once"]:
                return
            stop.wait(options["interval"])

    def _officers(self) -> None:
        """At midnight: certificates that begin or end today are known to search and to caches."""
        once_a_day(OFFICERS, datetime.time(0, 0), lambda: turn_of_day() >= 0)

    def _clocks(self) -> None:
        """Soon after midnight: what is over goes down."""
        once_a_day("clocks", datetime.time(0, 5), lambda: run_clocks().refused == 0)

    def _lapsed(self) -> None:
        """Soon after midnight: tasks for what rests on laws that are no longer in force."""
        once_a_day("lapsed", datetime.time(0, 2), lambda: sweep() is not None)

    def _service_notices(self) -> None:
        """Soon after midnight: notices of service whose period is over go down."""
        once_a_day("service_notices", datetime.time(0, 1), lambda: end_service_notices()[1] == 0)

    def _look_again(self) -> None:
        """At night: whatever was withdrawn is probed anew."""
        once_a_day("audit", datetime.time(2), lambda: not audit())

    def _scans(self) -> None:
        """At night: scans of instruments whose request was never handed in are deleted."""
        once_a_day("scans", datetime.time(3, 30), lambda: forget_unsubmitted() >= 0)

    def _publish(self) -> None:
        call_command("publish_scheduled", stderr=self.stderr)
