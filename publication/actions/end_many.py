"""End the publicity of many pages: one request with one statement, one approval, each page in a transaction of its own."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ..errors import Refused
from ..gates.base import Problem
from ..life.describe import describe_many
from ..life.due import due_on
from ..life.kinds import RULES, EndingKind, EndingState
from ..life.rights import may_approve
from ..models import BatchState, Ending, EndingBatch, EndingBatchItem, ItemFound
from .end_request import RequestEnding, personal, repeated

#: What a batch says for all its pages: fields that it has in common with :class:`Ending`.
SHARED = (
    "statement", "instrument_name", "instrument_number", "instrument_date", "instrument_body", "instrument_scan",
)  # fmt: skip
AT_ONCE = 50
MOST = 5000
_TOGETHER = 500


class RequestEndMany:
    """Ask that the pages of a prepared batch be withdrawn or made to vanish; ``execute()`` returns the batch."""

    def __init__(
        self, batch: EndingBatch, *, verb: str, kind: str, user: Any, duty_arose_on: date | None = None, **values: Any
    ) -> None:
        self.batch, self.verb, self.kind, self.user = batch, verb, kind, user
        self.arose: date = duty_arose_on or values.get("instrument_date") or timezone.localdate()
        self.values = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}

    def check(self) -> None:
        """Ask everything that the request of one page asks, of the first, and whether the statement tells of any page again; what else
        stands against a single one is told after.

        Raises:
            Refused: with every problem.
        """
        if self.batch.requested_by_id != self.user.pk:
            raise Refused([Problem("not_own_request", "这张清单是另一人准备的，请自己准备一张。")])
        if self.batch.state != BatchState.PREPARED:
            raise Refused([Problem("decided", f"这张清单已提交（{self.batch.get_state_display()}）。")])
        first = self.batch.items.filter(found=ItemFound.READY).select_related("page").first()
        if first is None:
            raise Refused([Problem("nothing", "清单里没有可以撤下的页面，请核对文号后重新准备。")])
        found = RequestEnding(
            first.page, verb=self.verb, kind=self.kind, user=self.user, duty_arose_on=self.arose, **self.values
        ).problems()
        found = found or self._repeated()
        if found:
            raise Refused(found)

    def _repeated(self) -> list[Problem]:
        """The common statement tells nothing of any of the pages again; some queries for each 500 pages."""
        rule, statement = RULES[EndingKind(self.kind)], str(self.values.get("statement") or "")
        if rule.status != 410:
            return []
        keys = list(self.batch.items.filter(found=ItemFound.READY).values_list("page_id", flat=True))
        for start in range(0, len(keys), _TOGETHER):
            pages = list(Page.objects.filter(pk__in=keys[start : start + _TOGETHER]).specific())
            for described in describe_many(pages):
                found = repeated(rule, statement, described)
                if found:
                    return found
        return []

    def execute(self) -> EndingBatch:
        """Record the request; asked twice it is recorded once.

        Raises:
            Refused: see :meth:`check`.
        """
        from ..notices import endings

        with transaction.atomic():
            self.batch = EndingBatch.objects.select_for_update().get(pk=self.batch.pk)
            if self.batch.is_open and self.batch.requested_by_id == self.user.pk:
                return self.batch
            self.check()
            for name, value in self.values.items():
                setattr(self.batch, name, value)
            self.batch.verb, self.batch.kind, self.batch.duty_arose_on = self.verb, self.kind, self.arose
            self.batch.due_on = due_on(self.kind, self.arose)
            self.batch.total = self.batch.items.filter(found=ItemFound.READY).count()
            self.batch.state, self.batch.requested_at = BatchState.REQUESTED, timezone.now()
            self.batch.save()
            endings.batch_requested(self.batch)
        return self.batch


class CancelEndMany:
    """Take back one's own batch before it is decided."""

    def __init__(self, batch: EndingBatch, *, user: Any) -> None:
        self.batch, self.user = batch, user

    def execute(self) -> EndingBatch:
        """Cancel it.

        Raises:
            Refused: it is another person's, or decided.
        """
        with transaction.atomic():
            batch = EndingBatch.objects.select_for_update().get(pk=self.batch.pk)
            if batch.requested_by_id != self.user.pk:
                raise Refused([Problem("not_own_request", "只有申请人可以撤回申请。")])
            if batch.state == BatchState.CANCELLED:
                return batch
            if batch.state not in (BatchState.PREPARED, BatchState.REQUESTED):
                raise Refused([Problem("decided", f"这项申请已处理（{batch.get_state_display()}），不能再撤回。")])
            batch.state, batch.finished_at = BatchState.CANCELLED, timezone.now()
            batch.save(update_fields=["state", "finished_at"])
        return batch


class DecideEndMany:
    """Approve or refuse a batch as one task: never the person who asked; ``excluded`` are items (keys) to take out."""

    def __init__(
        self, batch: EndingBatch, *, user: Any, approve: bool, note: str = "", excluded: Iterable[int] = ()
    ) -> None:
        self.batch, self.user, self.approve, self.note = batch, user, approve, note.strip()
        self.excluded = set(excluded)

    def check(self) -> None:
        """Ask who may decide about every page that is left.

        Raises:
            Refused: decided already, one's own, no right (on some page), or a refusal without a reason.
        """
        if not self.batch.is_open:
            raise Refused([Problem("decided", f"这项申请已处理（{self.batch.get_state_display()}）。")])
        found = []
        if self.batch.requested_by_id == self.user.pk:
            found.append(Problem("own_request", "申请人不能批准自己的申请，须由另一位有权的人批准。"))
        if not self.approve and not self.note:
            found.append(Problem("note", "不予批准须写明理由。", "note"))
        found += personal(self.note, "批准意见", "note")
        items = self.batch.items.filter(found=ItemFound.READY).select_related("page")
        left = [item for item in items if not item.excluded and item.pk not in self.excluded]
        if not left and self.approve:
            found.append(Problem("nothing", "全部剔除了，没有要批准的；整项不同意的请选“不予批准”。"))
        foreign = [item for item in left if not may_decide_about(self.user, self.batch, item.page)]
        if foreign:
            numbers = "、".join(str(item) for item in foreign[:5])
            found.append(
                Problem(
                    "permission", f"其中 {len(foreign)} 件您没有批准的权限（{numbers}），请剔除，或由政策法规科批准。"
                )
            )
        if found:
            raise Refused(found)

    def execute(self) -> EndingBatch:
        """Decide; an approval leaves the batch running: :func:`run_batch` executes it. Asked twice it is decided once.

        Raises:
            Refused: see :meth:`check`.
        """
        from ..notices import endings

        with transaction.atomic():
            self.batch = EndingBatch.objects.select_for_update().get(pk=self.batch.pk)
            if self.approve and self.batch.state in (BatchState.RUNNING, BatchState.DONE):
                return self.batch
            self.check()
            batch = self.batch
            batch.decided_by, batch.decided_at, batch.decision_note = self.user, timezone.now(), self.note[:300]
            if self.approve:
                batch.items.filter(pk__in=self.excluded, found=ItemFound.READY).update(excluded=True)
                batch.state, batch.position = BatchState.RUNNING, 0
                batch.total = batch.items.filter(found=ItemFound.READY, excluded=False).count()
            else:
                batch.state, batch.finished_at = BatchState.REFUSED, timezone.now()
            batch.save()
            if not self.approve:
                endings.batch_decided(batch)
        return self.batch


class TakeOut:
    """Take single items out of a batch before it is approved, or put them back: ``shown`` are the items asked about, ``out`` those
    of them that are out."""

    def __init__(self, batch: EndingBatch, *, user: Any, shown: Iterable[int], out: Iterable[int]) -> None:
        self.batch, self.user, self.shown, self.out = batch, user, set(shown), set(out)

    def execute(self) -> None:
        """Note what is out.

        Raises:
            Refused: decided already, one's own, or no right to approve.
        """
        with transaction.atomic():
            batch = EndingBatch.objects.select_for_update().get(pk=self.batch.pk)
            if not batch.is_open:
                raise Refused([Problem("decided", f"这项申请已处理（{batch.get_state_display()}）。")])
            if not self.shown:
                return
            if batch.requested_by_id == self.user.pk or not self._may_decide(batch):
                raise Refused([Problem("permission", "只有批准人可以剔除。")])
            shown = batch.items.filter(pk__in=self.shown, found=ItemFound.READY)
            shown.filter(pk__in=self.out).update(excluded=True)
            shown.exclude(pk__in=self.out).update(excluded=False)

    def _may_decide(self, batch: EndingBatch) -> bool:
        """The right itself, or a deputy's for one of the pages shown."""
        if self.user.has_perm(batch.rule.approve):
            return True
        items = batch.items.filter(pk__in=self.shown).select_related("page")
        return any(may_decide_about(self.user, batch, item.page) for item in items if item.page is not None)


def may_decide_about(user: Any, batch: EndingBatch, page: Page) -> bool:
    """Tell whether ``user`` may approve what the batch asks of one page."""
    return may_approve(user, RULES[EndingKind(batch.kind)], page)


def values_of(batch: EndingBatch) -> dict[str, Any]:
    """Return what the batch says for each of its pages."""
    found = {name: getattr(batch, name) for name in SHARED}
    return {**found, "duty_arose_on": batch.duty_arose_on, "requested_at": batch.requested_at}


def waits_already(page_ids: Sequence[int]) -> set[int]:
    """Return those of the pages for which somebody's own request waits."""
    return set(
        Ending.objects.filter(page_id__in=page_ids, state=EndingState.REQUESTED).values_list("page_id", flat=True)
    )


def add_items(batch: EndingBatch, rows: Iterable[tuple[str, str, int | None]]) -> None:
    """Write the lines (typed, found, page key) of a batch in their order."""
    EndingBatchItem.objects.bulk_create(
        [
            EndingBatchItem(batch=batch, number=number, typed=typed[:160], found=found, page_id=page_id)
            for number, (typed, found, page_id) in enumerate(rows, start=1)
        ],
        batch_size=500,
    )
