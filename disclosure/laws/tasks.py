"""Keeping the tasks: opened for what rests on a lapsed law, closed by themselves when it no longer does.

Safe to run twice, at once, and after an outage: a task is one for (page, law, day), and a due date counts from the day of the lapse
where that came to pass since the last run, else from the day on which the page or the end of validity became known.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from publication.models.notices import DailyRun
from publication.notices.notify import settle
from publication.surfaces.epoch import advance
from staff_directory.access.sight import units_of_pages

from ..models import DisclosureSettings, LapsedBasisTask, ListPage
from ..models.lapsed import LapsedEnd, LapsedState
from ..publicity import add_months
from . import kinds, telling
from .lapsing import Lapse, lapses_of
from .resting import registered

#: The name of the nightly run among :class:`DailyRun`.
RUN = "lapsed"
Key = tuple[int, int, datetime.date]


@dataclass(slots=True)
class Outcome:
    """What one run did: tasks opened (or opened again) and closed by themselves."""

    opened: int = 0
    closed: int = 0


def sweep(today: datetime.date | None = None) -> Outcome:
    """Look at everything: what the clock does each night, and what an operator may do at any time."""
    today = today or timezone.localdate()
    before = DailyRun.objects.filter(name=RUN, day__lt=today, done_at__isnull=False).order_by("-day").first()
    since = before.day if before is not None else None
    with transaction.atomic():
        outcome = keep(today, since=since)
        if any(since is None or lapse.day > since for lapse in lapses_of(today)):
            advance()  # pages in a cache do not say 暂停 yet
        DailyRun.objects.update_or_create(name=RUN, day=today, defaults={"done_at": timezone.now()})
    return outcome


def keep(
    today: datetime.date | None = None, *, pages: Iterable[int] | None = None, since: datetime.date | None = None
) -> Outcome:
    """Open and close tasks, of some pages (their keys) or of all; a fixed number of queries where nothing changes."""
    today = today or timezone.localdate()
    chosen = None if pages is None else list(pages)
    lapses = lapses_of(today)
    resting = _resting(lapses, chosen)
    tasks = LapsedBasisTask.objects.filter(state=LapsedState.OPEN)
    tasks |= LapsedBasisTask.objects.filter(law_id__in={lapse.law for lapse in lapses})
    if chosen is not None:
        tasks = tasks.filter(page_id__in=chosen)
    known: dict[Key, LapsedBasisTask] = {(task.page_id, task.law_id, task.lapsed_on): task for task in tasks}
    outcome = Outcome()
    with transaction.atomic():
        outcome.opened = _open(resting, known, today, since)
        outcome.closed = _close(
            [task for key, task in known.items() if task.state == LapsedState.OPEN and key not in resting],
            {lapse.key for lapse in lapses},
        )
    return outcome


def _resting(lapses: list[Lapse], chosen: list[int] | None) -> dict[Key, tuple[str, list[str]]]:
    """Return what rests on the lapses: (page, law, day) → (kind, citations)."""
    found: dict[Key, tuple[str, list[str]]] = {}
    for kind in registered() if lapses else ():
        pages = kind.pages() if chosen is None else kind.pages().filter(pk__in=chosen)
        for finder in kind.finders:
            for page, lapse, citation in finder(pages, lapses):
                _, named = found.setdefault((page, *lapse.key), (kind.kind, []))
                if citation not in named:
                    named.append(citation)
    return found


def _open(
    resting: dict[Key, tuple[str, list[str]]],
    known: dict[Key, LapsedBasisTask],
    today: datetime.date,
    since: datetime.date | None,
) -> int:
    months = DisclosureSettings.load().lapsed_months if resting else 0
    new, again = [], []
    for key, (kind, named) in resting.items():
        page, law, day = key
        task = known.get(key)
        begins = day if since is not None and day > since else today
        if task is None:
            new.append(
                LapsedBasisTask(
                    page_id=page, kind=kind, law_id=law, lapsed_on=day, citations=sorted(named), opened_on=begins,
                    due_on=add_months(begins, months),
                )
            )  # fmt: skip
        elif task.state == LapsedState.DONE and task.how != LapsedEnd.BY_HAND:
            task.state, task.how, task.done_at = LapsedState.OPEN, "", None
            task.opened_on, task.due_on, task.citations = today, add_months(today, months), sorted(named)
            again.append(task)
        elif task.state == LapsedState.OPEN and task.citations != sorted(named):
            LapsedBasisTask.objects.filter(pk=task.pk).update(citations=sorted(named))
    _give_units(new)
    if new:
        LapsedBasisTask.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if again:
        LapsedBasisTask.objects.bulk_update(
            again, ["state", "how", "done_at", "opened_on", "due_on", "citations"], batch_size=500
        )
    if new or again:
        keys = {task.page_id for task in (*new, *again)}
        opened = LapsedBasisTask.objects.filter(
            page_id__in=keys, state=LapsedState.OPEN, law_id__in={k[1] for k in resting}
        )
        telling.opened(opened.select_related("page"))
    return len(new) + len(again)


def _give_units(tasks: list[LapsedBasisTask]) -> None:
    """Fill the unit that must act: who manages the page; for a list of one unit that unit."""
    pages = list(Page.objects.filter(pk__in={task.page_id for task in tasks})) if tasks else []
    units = {
        page.pk: unit.pk if unit is not None else None for page, unit in zip(pages, units_of_pages(pages), strict=True)
    }
    lists = {task.page_id for task in tasks if task.kind == kinds.LIST}
    if lists:
        own = ListPage.objects.filter(pk__in=lists, unit__isnull=False).values_list("pk", "unit_id")
        units |= {page: unit for page, unit in own if units.get(page) is None}
    for task in tasks:
        task.unit_id = units.get(task.page_id)


def _close(tasks: list[LapsedBasisTask], lapses: set[tuple[int, datetime.date]]) -> int:
    """Close tasks of pages that no longer rest on what lapsed, and note why."""
    if not tasks:
        return 0
    keys = {task.page_id for task in tasks}
    live = set(Page.objects.filter(pk__in=keys, live=True).values_list("pk", flat=True))
    in_use: set[int] = set()
    for kind in registered():
        if any(task.kind == kind.kind for task in tasks):
            in_use |= set(kind.pages().filter(pk__in=keys).values_list("pk", flat=True))
    now = timezone.now()
    for task in tasks:
        if task.page_id not in live:
            how = LapsedEnd.GONE
        elif (task.law_id, task.lapsed_on) not in lapses:
            how = LapsedEnd.IN_FORCE
        elif task.page_id not in in_use:
            how = LapsedEnd.RETIRED
        else:
            how = LapsedEnd.NEW_EDITION if task.kind == kinds.LIST else LapsedEnd.REPLACED
        task.state, task.how, task.done_at = LapsedState.DONE, how, now
    LapsedBasisTask.objects.bulk_update(tasks, ["state", "how", "done_at"], batch_size=500)
    settle(*(key for task in tasks for key in telling.keys_of(task)))
    return len(tasks)


def after_publication(pages: Iterable[Any]) -> None:
    """Follow a publication: what was mended is done at once, what now rests on a lapsed law is a task at once."""
    models = tuple(kind.model for kind in registered())
    chosen = [page.pk for page in pages if isinstance(page, models)]
    if chosen:
        keep(pages=chosen)


def law_changed(item: Any) -> None:
    """Follow a change in the library: an end of validity that was entered marks the pages and opens the tasks at once."""
    advance()
    keep()
