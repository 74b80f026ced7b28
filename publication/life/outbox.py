"""Writing down, in the transaction of a change, what every surface has to do about it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from ..bulk_rows import insert
from ..models.outbox import Recipient, RecipientTask, SurfaceEvent, SurfaceState, SurfaceTask
from ..surfaces import registered
from ..surfaces.epoch import advance

_COLUMNS = ("page", "ending", "event", "surface", "state", "attempts", "next_at", "lease_until", "purged_at", "probed_at",
            "answer", "problem", "created_at")  # fmt: skip


def _write(pairs: Iterable[tuple[int, int | None]], event: str, codes: Sequence[str]) -> None:
    now = timezone.now()
    insert(
        SurfaceTask,
        _COLUMNS,
        [
            [page, ending, event, code, SurfaceState.WAITING.value, 0, now, None, None, None, {}, "", now]
            for page, ending in pairs
            for code in codes
        ],
    )


def after_endings(endings: Sequence[Any]) -> None:
    """Every surface purges and probes every page that ended, and every outside recipient is to be asked."""
    advance()
    _write([(ending.page_id, ending.pk) for ending in endings], SurfaceEvent.ENDED, [s.code for s in registered()])
    recipients = list(Recipient.objects.filter(active=True))
    RecipientTask.objects.bulk_create(
        [RecipientTask(ending=ending, recipient=recipient) for ending in endings for recipient in recipients]
    )


def after_publication(pages: Sequence[Any]) -> None:
    """Surfaces that keep copies (a page cache, a CDN) drop what they hold of pages that are public now, or changed."""
    codes = [surface.code for surface in registered() if surface.keeps_copies]
    if codes:
        advance()
        _write([(page.pk, None) for page in pages], SurfaceEvent.PUBLISHED, codes)
