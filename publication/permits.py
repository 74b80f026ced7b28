"""Writing and removing permits around a change of what is public."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from .models import GuardSuspension, Permit

_held: ContextVar[frozenset[str]] = ContextVar("held_permits", default=frozenset())


@contextmanager
def permitted(verb: str, paths: Iterable[str], *, savepoint: bool = True) -> Iterator[None]:
    """Let the block change the public pages at ``paths`` (tree paths), in one transaction.

    The permits are written and removed in the same transaction, so that no other connection ever sees them and an
    error leaves none behind. Verbs may nest. ``savepoint`` False: an error undoes the caller's whole transaction (for rows by the
    thousand: see :mod:`publication.bulk_rows`).
    """
    wanted = frozenset(paths) - _held.get()
    with transaction.atomic(savepoint=savepoint):
        Permit.objects.bulk_create([Permit(path=path, verb=verb) for path in sorted(wanted)], batch_size=400)
        token = _held.set(_held.get() | wanted)
        try:
            yield
        finally:
            _held.reset(token)
        ordered = sorted(wanted)
        for start in range(0, len(ordered), 400):
            Permit.objects.filter(path__in=ordered[start : start + 400]).delete()


@contextmanager
def suspended_guards(reason: str, user: object = None) -> Iterator[None]:
    """Let the block change anything, on the record: for flushing a database and for restoring a backup."""
    with transaction.atomic():
        GuardSuspension.objects.create(reason=reason[:255], user=user)  # type: ignore[misc]
        with permitted("suspended", ["*"]):
            yield
