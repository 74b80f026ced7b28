"""Some pages of an approved batch at once: the checks of the two verbs for each page, the writing for all in one transaction."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_unpublished

from ..aliases import aliases_of_many
from ..errors import Refused
from ..gates.base import Problem
from ..life.describe import Described, describe_many
from ..life.kinds import Verb
from ..life.outbox import after_endings
from ..life.rights import approving_for
from ..models import Ending, EndingBatch, EndingBatchItem, Seal
from ..permits import permitted
from ..trail.record import from_log
from ..trail.scrub import scrub
from .end import executed, record, stop
from .end_many import values_of, waits_already
from .end_request import DecideEnding, RequestEnding, requested


class EndSome:
    """End the pages of some items (keys) of a batch, as its two people: what :class:`RequestEnding` and :class:`DecideEnding` would
    refuse is noted at its item and keeps back no other. In one transaction: a kill loses and doubles nothing."""

    def __init__(self, batch: EndingBatch, keys: Sequence[int]) -> None:
        self.batch, self.keys = batch, list(keys)
        self.described: dict[int, Described] = {}

    def execute(self) -> int:
        """Return how many items were looked at (those of another worker's are not)."""
        with transaction.atomic():
            items = list(
                EndingBatchItem.objects.select_for_update()
                .filter(pk__in=self.keys, ending=None, problem="")
                .order_by("number")
            )
            wanted = [item.page_id for item in items if item.page_id is not None]
            stored = {page.pk: page for page in Page.objects.select_for_update().filter(pk__in=wanted)}
            pages = {page.pk: page for page in Page.objects.filter(pk__in=wanted).specific()}
            waiting = waits_already(wanted)
            self.described = dict(zip(pages, describe_many(list(pages.values())), strict=True))
            done: list[tuple[EndingBatchItem, Any, Ending]] = []
            for item in items:
                try:
                    page = pages.get(item.page_id or 0)
                    done.append((item, page, self._ask(page, waiting)))
                except Refused as refusal:
                    item.problem = str(refusal)[:300]
            self._write(done, stored)
            EndingBatchItem.objects.bulk_update(items, ["ending", "problem"])
        return len(items)

    def _ask(self, page: Any, waiting: set[int]) -> Ending:
        """Return the approved ending of one page, not stored yet.

        Raises:
            Refused: what either verb has against it.
        """
        batch = self.batch
        if page is None:
            raise Refused([Problem("not_public", "这个页面已不存在。")])
        if page.pk in waiting:
            raise Refused([Problem("waiting", "已有另一项待批准的申请，请在那一项中处理。")], page=page)
        asked = RequestEnding(
            page, verb=batch.verb, kind=batch.kind, user=batch.requested_by, described=self.described[page.pk],
            **values_of(batch),
        )  # fmt: skip
        asked.check()
        ending = asked.made()
        ending.page = page
        DecideEnding(ending, user=batch.decided_by, approve=True, note=batch.decision_note).check()
        ending.decided_by, ending.decided_at = batch.decided_by, timezone.now()
        ending.decision_note = batch.decision_note
        return ending

    def _write(self, done: Sequence[tuple[EndingBatchItem, Any, Ending]], stored: dict[int, Page]) -> None:
        """Write endings, seals, logs and what every surface must do; the pages stop being public."""
        from ..notices.vanished import forget_titles

        if not done:
            return
        pages = [page for _, page, _ in done]
        endings = [ending for _, _, ending in done]
        for ending, page in zip(endings, pages, strict=True):
            record(ending, page, self.described[page.pk])
        mirrors = [(key, alias) for key, alias in aliases_of_many([page.pk for page in pages]) if alias.live]
        line = [*(stored[page.pk] for page in pages), *(alias for _, alias in mirrors)]
        with permitted(self.batch.verb, [page.path for page in line]):
            Ending.objects.bulk_create(endings)
            by_page = {ending.page_id: ending for ending in endings}
            seals = [Seal(page_id=ending.page_id, ending=ending) for ending in endings]
            Seal.objects.bulk_create([*seals, *(Seal(page=alias, ending=by_page[key]) for key, alias in mirrors)])
            stop(line, user=self.batch.decided_by, expired=self.batch.verb == Verb.EXPIRE)
        if self.batch.rule.status == 404:
            forget_titles(line)
        after_endings(endings)
        for item, _, ending in done:
            item.ending = ending
        self._log(pages, endings)
        for page in [*pages, *(alias.specific_deferred for _, alias in mirrors)]:
            page.live = False
            page_unpublished.send(sender=type(page), instance=page)

    def _log(self, pages: Sequence[Any], endings: Sequence[Ending]) -> None:
        """Write to the pages' log and to the trail who asked and who decided, as each verb does."""
        batch = self.batch
        _note(pages, "ending.request", batch.requested_by, [requested(ending) for ending in endings])
        stood_in = [
            (page, {"acting_for": place, "ending": ending.pk})
            for page, ending in zip(pages, endings, strict=True)
            if (place := approving_for(batch.decided_by, batch.rule, page))
        ]
        _note([page for page, _ in stood_in], "ending.stand_in", batch.decided_by, [said for _, said in stood_in])
        _note(pages, f"ending.{batch.verb}", batch.decided_by, [executed(ending) for ending in endings])


def _note(pages: Sequence[Any], act: str, user: Any, data: Sequence[dict[str, Any]]) -> None:
    now = timezone.now()
    entries = [
        PageLogEntry(
            page_id=page.pk, content_type_id=page.content_type_id, label=scrub(page.title), action=act, timestamp=now,
            user=user, content_changed=False, deleted=False, data=said, uuid=uuid.uuid4(),
        )
        for page, said in zip(pages, data, strict=True)
    ]  # fmt: skip
    PageLogEntry.objects.bulk_create(entries)
    from_log(entries, pages, user=user)
