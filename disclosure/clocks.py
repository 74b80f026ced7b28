"""The end of a decision's publicity: expiry by the clock, and what is not hidden by itself (信用修复管理办法).

A penalty whose party has not mended what was wrong does not disappear at the end of its period: it stands on a review list.
"""

import datetime
import logging
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from publication.actions.end import Expire
from publication.errors import Refused
from publication.life.kinds import EndingKind

from .kinds import Fulfilment
from .models import DecisionNoticePage, DisclosureSettings

logger = logging.getLogger(__name__)

_CHUNK = 200
STATEMENT = "公示期已满，依照《信用修复管理办法》停止公示。"


@dataclass(slots=True)
class Run:
    """What one run of the clocks did: how many expired, how many wait for a person, and how many could not be expired."""

    expired: int = 0
    waiting: int = 0
    refused: int = 0


def over(today: datetime.date | None = None) -> QuerySet[DecisionNoticePage]:
    """Return the public decisions whose publicity ended before ``today`` (the last public day is ``publicity_until``)."""
    return DecisionNoticePage.objects.filter(live=True, publicity_until__lt=today or timezone.localdate())


def to_review(today: datetime.date | None = None) -> QuerySet[DecisionNoticePage]:
    """Return those of :func:`over` that a person decides about: the record says that nothing was mended yet, or the clock is off."""
    found = over(today)
    return found.filter(fulfilment=Fulfilment.OPEN) if DisclosureSettings.load().expire_by_clock else found


def run_clocks(today: datetime.date | None = None) -> Run:
    """Expire what is over. Run twice, at once, or after a week's outage, it does each once."""
    today = today or timezone.localdate()
    run = Run(waiting=to_review(today).count())
    if DisclosureSettings.load().expire_by_clock:
        due = over(today).exclude(fulfilment=Fulfilment.OPEN)
        run.expired, run.refused = expire_each(due, EndingKind.EXPIRED, STATEMENT, "publicity_until")
    return run


def expire_each(due: QuerySet[Any], kind: EndingKind, statement: str, last_day: str) -> tuple[int, int]:
    """Expire every page of ``due``, whose last public day stands in the field ``last_day``; return (expired, refused)."""
    expired = refused = last = 0
    while pages := list(due.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        last = pages[-1].pk
        for page in pages:
            try:
                ending = Expire(page, kind=kind, statement=statement, arose=getattr(page, last_day)).execute()
            except Refused as refusal:
                logger.warning("Page %s did not expire: %s", page.pk, refusal)
                refused += 1
                continue
            expired += ending is not None
    return expired, refused
