"""Executing an approved batch: some pages at a time, resumable, in the background where there are many."""

import datetime
import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from ..models import BatchState, EndingBatch, ItemFound
from ..notices.quiet import quietly
from .end_many import AT_ONCE
from .end_some import EndSome

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60
#: So many pages end in one transaction: others who write wait for a fraction of a second.
TOGETHER = 25
MAX_FAILURES = 5


class LeaseLost(RuntimeError):
    """Another worker has taken the batch."""


def _save(batch: EndingBatch, **values: object) -> None:
    until = timezone.now() + datetime.timedelta(seconds=LEASE_SECONDS)
    if not EndingBatch.objects.filter(pk=batch.pk, lease=batch.lease).update(lease_until=until, **values):
        raise LeaseLost(batch.pk)
    for name, value in values.items():
        setattr(batch, name, value)


def _left(batch: EndingBatch) -> list[int]:
    items = batch.items.filter(found=ItemFound.READY, excluded=False, ending=None, problem="")
    return list(items.order_by("number").values_list("pk", flat=True))


def _end(batch: EndingBatch, keys: Sequence[int]) -> None:
    """End some pages and count them, in one transaction."""
    with transaction.atomic():
        looked_at = EndSome(batch, keys).execute()
        _save(batch, position=batch.position + looked_at)


def _execute(batch: EndingBatch) -> None:
    keys = _left(batch)
    for start in range(0, len(keys), TOGETHER):
        _end(batch, keys[start : start + TOGETHER])


def run_batch(batch_id: int) -> bool:
    """Take a batch and execute what is left of it; False when another worker has it or nothing is to do."""
    from ..notices import endings

    batch = (
        EndingBatch.objects.select_related("requested_by", "decided_by", "instrument_scan").filter(pk=batch_id).first()
    )
    if batch is None or not batch.take(LEASE_SECONDS):
        return False
    try:
        done = batch.items.filter(found=ItemFound.READY, excluded=False).filter(~Q(ending=None) | ~Q(problem=""))
        _save(batch, position=done.count())
        with quietly():
            _execute(batch)
        with transaction.atomic():
            _save(batch, state=BatchState.DONE, finished_at=timezone.now(), failures=0)
            endings.batch_decided(batch)
    except LeaseLost:
        return False
    except Exception:
        logger.exception("Batch %s failed at item %s", batch.pk, batch.position)
        failures = batch.failures + 1
        state = BatchState.FAILED if failures >= MAX_FAILURES else BatchState.RUNNING
        EndingBatch.objects.filter(pk=batch.pk, lease=batch.lease).update(failures=failures, state=state)
        raise
    finally:
        EndingBatch.objects.filter(pk=batch.pk, lease=batch.lease).update(lease=None, lease_until=None)
    return True


@task(backend="jobs")
def run_ending_batch(batch_id: int) -> bool:
    """Execute one batch in the background."""
    return run_batch(batch_id)


def start(batch: EndingBatch) -> None:
    """Execute a batch that was approved: at once where it is small, else in the background."""
    if batch.state != BatchState.RUNNING:
        return
    if batch.total <= AT_ONCE:
        run_batch(batch.pk)
    else:
        run_ending_batch.enqueue(batch.pk)


def take_up_batches() -> int:
    """Hand over again every running batch whose worker's lease has run out; return how many (for the timers)."""
    now = timezone.now()
    late = Q(lease_until__lt=now) | Q(lease_until=None, decided_at__lt=now - datetime.timedelta(minutes=10))
    keys = list(EndingBatch.objects.filter(late, state=BatchState.RUNNING).values_list("pk", flat=True)[:20])
    for key in keys:
        run_ending_batch.enqueue(key)
    return len(keys)
