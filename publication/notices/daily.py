"""What the timers do for notices: mail at once, remind in the morning, send the digest at eight, forget what is old.

Daily work is remembered in the database, so that several machines or a restart do it once. What failed is tried again the same day.
"""

import datetime
import logging
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone

from ..models.notices import DailyRun, Notice
from .mail import send_digest, send_now
from .reminders import remind

logger = logging.getLogger(__name__)

#: Local hours (Asia/Shanghai) from which the day's work is done; reminders come before the digest, which then holds them.
REMIND_AT = datetime.time(7)
DIGEST_AT = datetime.time(8)
FORGET_AT = datetime.time(3)
AGAIN_AFTER = datetime.timedelta(minutes=10)
KEPT = datetime.timedelta(days=180)
RUNS_KEPT = datetime.timedelta(days=30)
_TOGETHER = 5000


def keep_notices() -> None:
    """Do whatever is due now; called every few seconds."""
    send_now()
    once_a_day("forget", FORGET_AT, _forget)
    once_a_day("remind", REMIND_AT, _remind)
    once_a_day("digest", DIGEST_AT, _digest)


def once_a_day(name: str, hour: datetime.time, work: Callable[[], bool]) -> None:
    """Do ``work`` once a day from ``hour`` on; when it returns False or raises, again ten minutes later."""
    now = timezone.now()
    here = timezone.localtime(now)
    if here.time() < hour:
        return
    found, _ = DailyRun.objects.get_or_create(name=name, day=here.date())
    if found.done_at is not None:
        return
    free = Q(tried_at=None) | Q(tried_at__lt=now - AGAIN_AFTER)
    if not DailyRun.objects.filter(free, pk=found.pk, done_at=None).update(tried_at=now):
        return
    if work():
        DailyRun.objects.filter(pk=found.pk).update(done_at=timezone.now())


def _remind() -> bool:
    remind()
    return True


def _digest() -> bool:
    outcome = send_digest()
    if outcome.failed:
        logger.error("The digest of %s people could not be mailed; it is tried again.", outcome.failed)
    return not outcome.failed


def _forget() -> bool:
    forget_read()
    DailyRun.objects.filter(day__lt=timezone.localdate() - RUNS_KEPT).delete()
    return True


def forget_read(now: datetime.datetime | None = None) -> int:
    """Delete notices that were read more than 180 days ago and return how many."""
    limit = (now or timezone.now()) - KEPT
    gone = 0
    while keys := list(Notice.objects.filter(read_at__lt=limit).values_list("pk", flat=True)[:_TOGETHER]):
        gone += Notice.objects.filter(pk__in=keys).delete()[0]
    return gone
