"""Doing what the outbox asks: purge, probe, try again with back-off, and a receipt once every surface says gone."""

import datetime
import logging
import time
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..bulk_rows import update_objects
from ..models import Ending, Receipt, Seal, SurfaceEvent, SurfaceState, SurfaceTask
from ..receipts.make import make_receipts
from .base import Answer, Subject, Surface, surface
from .subjects import subjects_of
from .visitor import Ask, Unreachable, Visitor

logger = logging.getLogger(__name__)

BATCH = 1400
RESTORED = "已恢复公开，不再探查。"
_LEASE = datetime.timedelta(seconds=120)
#: What a round writes of each task.
_WRITTEN = ("state", "attempts", "next_at", "lease_until", "purged_at", "probed_at", "answer", "problem")
_WAITS = (0.3, 0.5, 1, 2, 5, 15, 60, 300, 900)


def take(limit: int = BATCH) -> list[SurfaceTask]:
    """Take tasks that are due and that no other worker holds; what a killed worker held is free again after two minutes.

    What waits longer than anything is put off was written before the clock was set back: it is due, and held by nobody.
    """
    now = timezone.now()
    late = Q(next_at__lte=now) | Q(next_at__gt=now + datetime.timedelta(seconds=_WAITS[-1]))
    due = SurfaceTask.objects.filter(late, state=SurfaceState.WAITING)
    free = Q(lease_until=None) | Q(lease_until__lt=now) | Q(lease_until__gt=now + _LEASE)
    with transaction.atomic():
        keys = list(due.filter(free).order_by("next_at", "pk").values_list("pk", flat=True)[:limit])
        if not keys:
            return []
        SurfaceTask.objects.filter(free, pk__in=keys, state=SurfaceState.WAITING).update(lease_until=now + _LEASE)
    return list(
        SurfaceTask.objects.filter(pk__in=keys, lease_until=now + _LEASE).select_related(
            "ending", "ending__live_revision"
        )
    )


def work(visitor: Visitor | None = None) -> int:
    """Do what is due, once; return how many tasks were looked at.

    Every surface that keeps copies drops them before anything is asked; then what all surfaces ask is asked, several at a time.
    """
    taken = take()
    if not taken:
        return 0
    tasks = _still_asked(taken)
    endings = {task.ending.pk: task.ending for task in tasks if task.ending is not None}
    subjects = subjects_of(list(endings.values()))
    visit = visitor or Visitor()
    works = [
        _Work(code, [task for task in tasks if task.surface == code], subjects)
        for code in dict.fromkeys(t.surface for t in tasks)
    ]
    try:
        for part in works:
            part.purge()
        visit.ask_ahead(ask for part in works for ask in part.asks())
        for part in works:
            part.probe(visit)
    finally:
        if visitor is None:
            visit.close()
    with transaction.atomic():
        update_objects(SurfaceTask, tasks, _WRITTEN)
        finish(list(endings))
    return len(taken)


def _still_asked(tasks: list[SurfaceTask]) -> list[SurfaceTask]:
    """Close the tasks of endings whose page was restored in the meantime, which nobody will see gone; return the others."""
    keys = {task.ending_id for task in tasks if task.ending_id is not None}
    sealing = set(Seal.objects.filter(ending_id__in=keys).values_list("ending_id", flat=True))
    restored = keys - sealing
    SurfaceTask.objects.filter(ending_id__in=restored, state=SurfaceState.WAITING).update(
        state=SurfaceState.DONE, problem=RESTORED, lease_until=None
    )
    return [task for task in tasks if task.ending_id not in restored]


class _Work:
    """One surface's tasks of one round. Once something fails, all of them are put off with the reason."""

    def __init__(self, code: str, tasks: Sequence[SurfaceTask], subjects: dict[int, Subject]) -> None:
        self.surface: Surface | None = surface(code)
        self.tasks = list(tasks)
        ended = [task for task in tasks if task.event == SurfaceEvent.ENDED]
        self.about = {task.page_id: subjects[task.page_id] for task in ended if task.page_id in subjects}
        changed = [task.page_id for task in tasks if task.event == SurfaceEvent.PUBLISHED]
        self.changed = [Subject(page_id, (), ()) for page_id in changed]
        self.purged_at: datetime.datetime | None = None

    def purge(self) -> None:
        """Drop the copies."""
        if self.surface is None:
            self._put_off("这个呈现面已不再登记。")
            return
        try:
            self.surface.purge([*self.about.values(), *self.changed])
        except Exception as error:
            self._failed(error)
            return
        self.purged_at = timezone.now()

    def asks(self) -> list[Ask]:
        """Return what the probe will ask."""
        return self.surface.asks(list(self.about.values())) if self.surface is not None and self.purged_at else []

    def probe(self, visitor: Visitor) -> None:
        """Look for every page, and note what was seen."""
        if self.surface is None or self.purged_at is None:
            return
        try:
            answers = self.surface.probe(list(self.about.values()), visitor) if self.about else {}
        except Unreachable as error:
            self._put_off(f"公开网址没有答复：{error}")
            return
        except Exception as error:
            self._failed(error)
            return
        for task in self.tasks:
            task.purged_at = self.purged_at
            if task.event == SurfaceEvent.PUBLISHED:
                _done(task, Answer())
            elif task.page_id in answers:
                _note(task, answers[task.page_id])
            else:
                _later(task, "没有探查结果。")

    def _failed(self, error: Exception) -> None:
        logger.exception("Surface %s failed", self.surface.code if self.surface else "")
        self._put_off(f"{type(error).__name__}，详见服务日志。")

    def _put_off(self, problem: str) -> None:
        for task in self.tasks:
            _later(task, problem)


def _note(task: SurfaceTask, answer: Answer) -> None:
    if answer.visible:
        task.answer, task.probed_at = answer.as_dict(), timezone.now()
        _later(task, answer.detail)
    else:
        _done(task, answer)


def _done(task: SurfaceTask, answer: Answer) -> None:
    task.state, task.problem, task.lease_until = SurfaceState.DONE, "", None
    task.attempts += 1
    if task.event == SurfaceEvent.ENDED:
        task.answer, task.probed_at = answer.as_dict(), timezone.now()


def _later(task: SurfaceTask, problem: str) -> None:
    wait = _WAITS[min(task.attempts, len(_WAITS) - 1)]
    task.attempts += 1
    task.problem, task.lease_until = problem[:300], None
    task.next_at = timezone.now() + datetime.timedelta(seconds=wait)


def finish(keys: Sequence[int]) -> None:
    """Make the receipts of those of the endings of which no surface waits any more; asked twice, each is made once."""
    with transaction.atomic():
        locked = list(Ending.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        asked = SurfaceTask.objects.filter(ending__in=keys).values_list("ending_id", flat=True)
        waiting = set(asked.filter(Q(state=SurfaceState.WAITING) | Q(probed_at=None)))
        told = set(asked) - waiting - set(Receipt.objects.filter(ending__in=keys).values_list("ending_id", flat=True))
        make_receipts([ending for ending in locked if ending.pk in told])


def settle(endings: Sequence[int], seconds: float = 15.0) -> dict[int, int]:
    """Work until every one of ``endings`` (keys) has its receipt, or the time is over; return ending → receipt of those that have.

    What is left when nobody answers is done later by the process that works the outbox.
    """
    wanted = set(endings)
    until = time.monotonic() + seconds
    while wanted:
        done = dict(Receipt.objects.filter(ending_id__in=wanted).values_list("ending_id", "pk"))
        if len(done) == len(wanted) or time.monotonic() > until:
            return done
        if not work():
            time.sleep(0.1)
    return {}
