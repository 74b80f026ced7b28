"""Sealing runs of entries with chained digests, and verifying them."""

import datetime
import hashlib
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from ..models import TrailEntry, TrailSeal
from .record import line

#: Entries younger than this may still be joined by slower transactions with smaller numbers.
SETTLED = datetime.timedelta(minutes=10)
RUN = 5000


def _digest(previous: str, entries: Iterator[TrailEntry]) -> tuple[str, int]:
    digest, count = hashlib.sha256(previous.encode()), 0
    for entry in entries:
        digest.update(line(entry).encode())
        digest.update(b"\n")
        count += 1
    return digest.hexdigest(), count


def seal() -> int:
    """Seal what has settled, in runs of up to 5,000; return how many entries were sealed."""
    total = 0
    limit = timezone.now() - SETTLED
    while True:
        with transaction.atomic():
            last = TrailSeal.objects.order_by("-last_id").first()
            waiting = TrailEntry.objects.filter(pk__gt=last.last_id if last else 0, at__lt=limit).order_by("pk")[:RUN]
            entries = list(waiting)
            if not entries:
                return total
            previous = last.digest if last else ""
            digest, count = _digest(previous, iter(entries))
            TrailSeal.objects.create(
                first_id=entries[0].pk, last_id=entries[-1].pk, count=count, previous=previous, digest=digest
            )
            total += count


def broken_seals() -> list[TrailSeal]:
    """Return the seals whose entries, or whose predecessor, are not what was sealed; entries that were forgotten by
    retention leave their whole seal behind with them."""
    broken, previous = [], None
    for found in TrailSeal.objects.order_by("last_id").iterator():
        entries = TrailEntry.objects.filter(pk__gte=found.first_id, pk__lte=found.last_id).order_by("pk")
        digest, count = _digest(found.previous, entries.iterator(chunk_size=2000))
        if digest != found.digest or count != found.count or (previous is not None and found.previous != previous):
            broken.append(found)
        previous = found.digest
    return broken
