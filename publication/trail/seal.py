"""Sealing runs of entries with chained digests, and verifying them.

A seal is never changed. When personal content was taken out of sealed entries (:mod:`publication.actions.scrub_trail`), the run's
digest from then on stands in an entry of the act :data:`ACT`, itself sealed and mirrored like every other; the chain goes on
over the first digests.
"""

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from ..models import TrailEntry, TrailSeal
from .record import line

#: Entries younger than this may still be joined by slower transactions with smaller numbers.
ACT = "trail.scrub"
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
            alone()
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


def alone() -> None:
    """Let no other transaction seal or scrub until this one ends (SQLite has one writer at a time anyway)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE publication_trailseal IN SHARE ROW EXCLUSIVE MODE")


def seals_over(entries: Iterable[int]) -> list[TrailSeal]:
    """Return the seals whose runs hold any of the entries (primary keys), in order."""
    keys = sorted(entries)
    if not keys:
        return []
    near = TrailSeal.objects.filter(last_id__gte=keys[0], first_id__lte=keys[-1]).order_by("last_id")
    return [found for found in near if any(found.first_id <= key <= found.last_id for key in keys)]


def amendments() -> dict[int, str]:
    """Return the digests that scrubbing put in the place of seals': last entry of the run → the latest digest."""
    found: dict[int, str] = {}
    for data in TrailEntry.objects.filter(act=ACT).order_by("pk").values_list("data", flat=True).iterator():
        found.update({int(key): digest for key, digest in data.get("seals", {}).items()})
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """A sealed run as it is: the digest of its entries ``now``, and whether that is the one that should be."""

    now: str
    is_whole: bool


def amended(found: TrailSeal, known: dict[int, str] | None = None) -> Run:
    """Look at a seal's run, with the digests of :func:`amendments` (read here when not given)."""
    known = amendments() if known is None else known
    entries = TrailEntry.objects.filter(pk__gte=found.first_id, pk__lte=found.last_id).order_by("pk")
    digest, count = _digest(found.previous, entries.iterator(chunk_size=2000))
    return Run(digest, digest == known.get(found.last_id, found.digest) and count == found.count)


def broken_seals() -> list[TrailSeal]:
    """Return the seals whose entries, or whose predecessor, are not what was sealed; entries that were forgotten by
    retention leave their whole seal behind with them."""
    broken, previous, known = [], None, amendments()
    for found in TrailSeal.objects.order_by("last_id").iterator():
        if not amended(found, known).is_whole or (previous is not None and found.previous != previous):
            broken.append(found)
        previous = found.digest
    return broken
