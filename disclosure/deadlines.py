"""By which day a decision has to be public, and what is kept of one that became public later."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from publication.calendar import YearNotMaintained, due_date
from publication.deadlines import register_legal_date
from publication.followers import register_follower
from publication.models.approvals import Approval, ApprovalBasis, leave_out_of_digest
from publication.trail.record import Logged, from_log
from publication.trail.scrub import scrub

from .kinds import Publicity
from .models import DecisionNoticePage

#: The act in the trail, by the name that its screens filter by.
LATE_ACT = "publish.late"
LAW = "国办发〔2018〕118号"


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
    """Return the decisions that have a legal date: never public, to be public, and with a date of decision.

    Pages that never were public are few and have an index; beginning with dates of decision, SQLite would read all decisions.
    """
    never = Page.objects.filter(live=False, first_published_at=None).values("pk")
    found = DecisionNoticePage.objects.filter(pk__in=never, decided_on__isnull=False)
    return found.exclude(publicity=Publicity.WITHHELD)


def missed(notice: Any, day: date | None = None) -> date | None:
    """Return the legal date that a notice misses by becoming public on ``day`` (None: today, or when it is scheduled for).

    None when it is in time, was public before, is not to be public, or the calendar does not reach so far.
    """
    try:
        due = legal_date_of(notice)
    except YearNotMaintained:
        return None
    return due if is_past(due, notice, day) else None


def is_past(due: date | None, notice: Any, day: date | None = None) -> bool:
    """Tell whether a notice that becomes public on ``day`` (as in :func:`missed`) does so after ``due``."""
    if due is None:
        return False
    if day is None:
        day = timezone.localdate()
        if notice.go_live_at is not None:
            day = max(day, timezone.localdate(notice.go_live_at))
    return day > due


def first_missed(notice: Any) -> date | None:
    """Return the legal date that a public notice's first publication missed; None when that was in time."""
    if notice.decided_on is None or notice.first_published_at is None:
        return None
    try:
        due = due_date(notice.kind, notice.decided_on)
    except YearNotMaintained:
        return None
    return due if timezone.localdate(notice.first_published_at) > due else None


def note_late(pages: Sequence[Any]) -> None:
    """Record each first publication after its legal date, with its reason: allowed, and on the record (国办发〔2018〕118号).

    What a command sets the portal up with is nobody's publication, and is left out.
    """
    late = {}
    for page in pages:
        if isinstance(page, DecisionNoticePage) and page.first_published_at == page.last_published_at:
            due = first_missed(page)
            if due is not None:
                late[page.pk] = (page, due)
    if not late:
        return
    made = set(Approval.objects.filter(page_id__in=late, basis=ApprovalBasis.SETUP).values_list("page_id", flat=True))
    kept = [found for key, found in late.items() if key not in made]
    entries = [
        Logged(
            LATE_ACT,
            page.first_published_at,
            scrub(page.title),
            page.live_revision_id,
            {
                "reason": page.late_reason,
                "due": due.isoformat(),
                "days": (timezone.localdate(page.first_published_at) - due).days,
            },
        )
        for page, due in kept
    ]
    from_log(entries, [page for page, _ in kept])


def register() -> None:
    """Tell the floor below."""
    register_legal_date(DecisionNoticePage, legal_date_of)
    register_follower(note_late)
    leave_out_of_digest("late_reason")
