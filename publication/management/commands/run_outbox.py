"""``manage.py run_outbox``: purges and probes after every change of what is public, until nobody can see what ended."""

import logging
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from publication.destruction import later
from publication.surfaces.caches import FrontCacheSurface
from publication.surfaces.epoch import is_configured
from publication.surfaces.work import work

logger = logging.getLogger(__name__)


#: Seconds after which a cache before the portal is told the epoch again: it may have been restarted.
_TELL_AGAIN = 10


def _tell_epoch() -> None:
    try:
        FrontCacheSurface().purge([])
    except RuntimeError as error:
        logger.warning("%s", error)


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
        told = 0.0
        while not stop.is_set():
            done = 0
            try:
                if is_configured() and time.monotonic() - told > _TELL_AGAIN:
                    told = time.monotonic()
                    _tell_epoch()
                done = work() + later.work()
            except Exception:
                logger.exception("Outbox failed")
                close_old_connections()
                stop.wait(2)
            if not done:
                if options["once"]:
                    return
                stop.wait(options["interval"])
