"""Which backups still hold what was destroyed: those made between its first storage and its end on this machine."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from ..life.kinds import EndingState
from ..models import Backup, Destruction


def _holds(made: Any) -> Q:
    """Return the condition on a destruction that a backup made at ``made`` holds its content."""
    return Q(state=EndingState.EXECUTED) & (Q(stored_since=None) | Q(stored_since__lte=made)) & Q(_until__gte=made)


def _destructions() -> QuerySet[Destruction]:
    return Destruction.objects.annotate(_until=Coalesce(F("completed_at"), Now()))


def backups_of(destruction: Destruction) -> QuerySet[Backup]:
    """Return every backup that holds, or until it was destroyed held, the content; also one that is recorded only later."""
    found = Backup.objects.select_related("destroyed_by").order_by("made_at", "pk")
    if not destruction.is_executed:
        return found.none()
    if destruction.stored_since is not None:
        found = found.filter(made_at__gte=destruction.stored_since)
    return found.filter(made_at__lte=destruction.completed_at) if destruction.completed_at else found


def standing_of(destruction: Destruction) -> QuerySet[Backup]:
    """Return those of :func:`backups_of` that are not destroyed."""
    return backups_of(destruction).filter(destroyed_at=None)


def to_destroy() -> QuerySet[Backup]:
    """Return the backups that some destruction needs destroyed and that are not."""
    needed = _destructions().filter(_holds(OuterRef("made_at")))
    return Backup.objects.filter(Exists(needed), destroyed_at=None)


def waiting() -> list[Destruction]:
    """Return the executed destructions of which a backup or another place still holds the content."""
    found = Destruction.objects.filter(state=EndingState.EXECUTED).select_related("ending").order_by("pk")
    return [one for one in found if is_waiting(one)]


def is_waiting(destruction: Destruction) -> bool:
    """Tell whether anything still holds the content."""
    open_parts = destruction.parts.filter(state__in=("waiting", "outside"))
    return bool(open_parts.exists() or standing_of(destruction).exists())
