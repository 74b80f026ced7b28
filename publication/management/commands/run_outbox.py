"""``manage.py run_outbox``: purges and probes after every change of what is public, until nobody can see what ended."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from publication.surfaces.work import work

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """A process of its own under the supervisor: an import of an hour must not keep a withdrawal waiting."""

    help = "呈现面任务：撤下、公开之后清除缓存、逐面探查，全部消失后出具回执。"

    def add_arguments(self, parser: Any) -> None:
        """``--once`` works off what is due and ends."""
        parser.add_argument("--once", action="store_true", help="处理完到期的任务就结束。")
        parser.add_argument("--interval", type=float, default=0.2, help="没有任务时的间隔秒数。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, sleep when there is nothing to do, and again until told to stop."""
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            done = 0
            try:
                done = work()
            except Exception:
                logger.exception("Outbox failed")
                close_old_connections()
                stop.wait(2)
            if not done:
                if options["once"]:
                    return
                stop.wait(options["interval"])
