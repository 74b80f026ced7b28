"""By which day a decision has to be public."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from publication.calendar import due_date
from publication.deadlines import register_legal_date

from .kinds import Publicity
from .models import DecisionNoticePage


def legal_date_of(notice: Any) -> date | None:
    """Return 7 working days after a licence or penalty, 20 after any other decision (国办发〔2018〕118号); None for what is public
    already, is not to be public, or has no date.

    Raises:
        YearNotMaintained: the calendar ends before it.
    """
    if notice.decided_on is None or notice.first_published_at is not None or notice.publicity == Publicity.WITHHELD:
        return None
    return due_date(notice.kind, notice.decided_on)


def awaited() -> QuerySet[DecisionNoticePage]:
    """Return the decisions that have a legal date: never public, to be public, and with a date of decision."""
    found = DecisionNoticePage.objects.filter(live=False, first_published_at=None, decided_on__isnull=False)
    return found.exclude(publicity=Publicity.WITHHELD)


def register() -> None:
    """Tell the floor below."""
    register_legal_date(DecisionNoticePage, legal_date_of)
