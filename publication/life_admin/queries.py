"""What a user finds on these screens, always through what they may see; and what waits for them."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from ..calendar import YearNotMaintained, add_working_days
from ..life.kinds import APPROVE, RULES, EndingState
from ..models import (
    BatchState,
    Ending,
    EndingBatch,
    EndingBatchItem,
    Relapse,
    Restoration,
    SurfaceEvent,
    SurfaceState,
    SurfaceTask,
)
from .border import border

#: Reasons that have approvers of their own.
SPECIAL = {kind: rule.approve for kind, rule in RULES.items() if rule.approve != APPROVE}
_RELATED = ("page", "page__seal__ending", "requested_by")


def pages_of(user: Any) -> QuerySet[Page]:
    """Return the pages whose life the user may follow."""
    return border().pages(user)


def in_sight(user: Any, page: str = "page_id") -> Exists:
    """Return the condition that the user may follow the page at the key ``page``: asked of each row, for a list of all pages in sight
    would be as long as the portal."""
    return Exists(pages_of(user).filter(pk=OuterRef(page)))


def endings_of(user: Any) -> QuerySet[Ending]:
    """Return the endings that the user may see."""
    return Ending.objects.filter(in_sight(user)).select_related(*_RELATED)


def restorations_of(user: Any) -> QuerySet[Restoration]:
    """Return the restorations that the user may see."""
    return Restoration.objects.filter(in_sight(user)).select_related(*_RELATED, "ending")


def batches_of(user: Any) -> QuerySet[EndingBatch]:
    """Return the user's own batches, and those asked for that concern pages in sight."""
    theirs = Exists(EndingBatchItem.objects.filter(in_sight(user), batch=OuterRef("pk")))
    return EndingBatch.objects.filter(Q(requested_by=user) | (~Q(state=BatchState.PREPARED) & theirs)).select_related(
        "requested_by", "decided_by"
    )


def relapses_of(user: Any) -> QuerySet[Relapse]:
    """Return the relapses that stand."""
    return Relapse.objects.filter(in_sight(user), gone_at=None).select_related("page", "page__seal__ending")


def _decidable(user: Any, kind: str, page: str) -> Q:
    """Return the condition that the user has the right to approve; ``kind`` and ``page`` are look-ups of the reason and the page."""
    found = Q(pk__in=[])
    if _has(user, APPROVE):
        publishable = border().publishable(user).filter(pk=OuterRef(f"{page}_id"))
        found |= Q(Exists(publishable)) & ~Q(**{f"{kind}__in": list(SPECIAL)})
    for special, label in SPECIAL.items():
        if _has(user, label):
            found |= Q(**{kind: special})
    return found


def _has(user: Any, label: str) -> bool:
    return bool(user.has_perm(label)) or border().approves_for_another(user, label)


def waiting_endings(user: Any) -> QuerySet[Ending]:
    """Return the requests that the user may approve: never the own ones."""
    open_ones = endings_of(user).filter(state=EndingState.REQUESTED).exclude(requested_by=user)
    return open_ones.filter(_decidable(user, "kind", "page"))


def waiting_restorations(user: Any) -> QuerySet[Restoration]:
    """Return the restorations that the user may approve: never the own ones."""
    open_ones = restorations_of(user).filter(state=EndingState.REQUESTED).exclude(requested_by=user)
    return open_ones.filter(_decidable(user, "ending__kind", "page"))


def waiting_batches(user: Any) -> QuerySet[EndingBatch]:
    """Return the batches of which the user may approve at least one page: never the own ones."""
    theirs = EndingBatchItem.objects.filter(batch=OuterRef("pk")).filter(_decidable(user, "batch__kind", "page"))
    return EndingBatch.objects.filter(Exists(theirs), state=BatchState.REQUESTED).exclude(requested_by=user)


def may_approve(user: Any) -> bool:
    """Tell whether approving endings is any matter of the user's."""
    return any(_has(user, label) for label in {APPROVE, *SPECIAL.values()})


def waiting_count(user: Any) -> int:
    """Return how many requests wait for the user; three queries, none for who approves nothing (one more asks once for deputyships)."""
    if not may_approve(user):
        return 0
    return waiting_endings(user).count() + waiting_restorations(user).count() + waiting_batches(user).count()


#: By when: what is past its day, what ends today, both, and what ends within three working days (today included).
LATE, TODAY, DUE, SOON = "late", "today", "due", "soon"
SOON_DAYS = 3
#: A batch is open until it is executed: one whose execution broke off leaves pages public.
OPEN_BATCHES = (BatchState.REQUESTED, BatchState.RUNNING, BatchState.FAILED)


def by_when(when: str, today: date | None = None) -> Q:
    """Return the condition that the last day in time (``due_on``) is in one of the spans above."""
    today = today or timezone.localdate()
    if when == LATE:
        return Q(due_on__lt=today)
    if when == TODAY:
        return Q(due_on=today)
    if when == DUE:
        return Q(due_on__lte=today)
    return Q(due_on__gte=today, due_on__lte=soon_until(today))


def soon_until(today: date) -> date:
    """Return the last day that is soon; today where nobody has entered the year's holidays yet."""
    try:
        return add_working_days(today, SOON_DAYS)
    except YearNotMaintained:
        return today


def open_endings(user: Any) -> QuerySet[Ending]:
    """Return the requests that wait for a second person."""
    return endings_of(user).filter(state=EndingState.REQUESTED)


def open_batches(user: Any) -> QuerySet[EndingBatch]:
    """Return the batches that were handed in and are not done."""
    return batches_of(user).filter(state__in=OPEN_BATCHES)


def counted_by_when(user: Any) -> dict[str, int]:
    """Return how many open requests and batches (each one task) are in each span; two queries."""
    spans = {when: Count("pk", filter=by_when(when)) for when in (LATE, TODAY, SOON)}
    found = dict.fromkeys(spans, 0)
    for rows in (open_endings(user), open_batches(user)):
        for when, count in rows.order_by().aggregate(**spans).items():
            found[when] += count
    return found | {DUE: found[LATE] + found[TODAY]}


def unreviewed(user: Any) -> QuerySet[Ending]:
    """Return what was executed at once and nobody has reviewed."""
    return endings_of(user).filter(state=EndingState.EXECUTED, emergency=True, reviewed_at=None)


def not_gone(user: Any) -> QuerySet[Ending]:
    """Return the executed endings of which some surface has not said “gone” yet."""
    waiting = SurfaceTask.objects.filter(ending=OuterRef("pk"), event=SurfaceEvent.ENDED, state=SurfaceState.WAITING)
    return endings_of(user).filter(Exists(waiting), state=EndingState.EXECUTED)


def relapsed(user: Any) -> QuerySet[Ending]:
    """Return the endings whose page was seen again."""
    seen = Relapse.objects.filter(page=OuterRef("page"), gone_at=None)
    return endings_of(user).filter(Exists(seen), state=EndingState.EXECUTED)


def is_hidden(page: Any) -> bool:
    """Tell whether nothing may be said of a page (selected with ``seal__ending``): it vanished."""
    seal = getattr(page, "seal", None)
    return seal is not None and seal.ending.status == 404


def name_of(page: Any) -> str:
    """Return what these screens call a page."""
    return f"已消除的页面 #{page.pk}" if is_hidden(page) else str(page.get_admin_display_title())


def person(user: Any) -> str:
    """Return a person's name; 系统 for nobody."""
    return "系统" if user is None else user.get_full_name() or user.get_username()
