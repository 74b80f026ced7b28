"""Executing an approved batch: item by item, resumable, in the background where there are many."""

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from ..errors import Refused
from ..gates.base import Problem
from ..models import BatchState, EndingBatch, EndingBatchItem, ItemFound
from ..notices.quiet import quietly
from .end_many import AT_ONCE, values_of, waits_already
from .end_request import DecideEnding, RequestEnding

logger = logging.getLogger(__name__)

LEASE_SECONDS = 60
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


def _end(batch: EndingBatch, key: int) -> None:
    """Ask and approve in one transaction, as the two people of the batch; both verbs check anew."""
    with transaction.atomic():
        item = EndingBatchItem.objects.select_for_update().get(pk=key)
        if item.ending_id is not None or item.problem:
            return
        page = Page.objects.get(pk=item.page_id)
        if waits_already([page.pk]):
            raise Refused([Problem("waiting", "已有另一项待批准的申请，请在那一项中处理。")], page=page)
        asked = RequestEnding(
            page, verb=batch.verb, kind=batch.kind, user=batch.requested_by, **values_of(batch)
        ).execute()
        item.ending = DecideEnding(asked, user=batch.decided_by, approve=True, note=batch.decision_note).execute()
        item.save(update_fields=["ending"])
        _save(batch, position=batch.position + 1)


def _execute(batch: EndingBatch) -> None:
    for key in _left(batch):
        try:
            _end(batch, key)
        except Refused as refusal:
            with transaction.atomic():
                EndingBatchItem.objects.filter(pk=key, ending=None).update(problem=str(refusal)[:300])
                _save(batch, position=batch.position + 1)


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
