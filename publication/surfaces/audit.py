"""Looking again: every page that is sealed is probed anew, in batches; one that is seen is an alarm."""

from collections.abc import Callable

from django.utils import timezone

from ..models import Ending, Relapse, Seal
from .base import registered
from .subjects import subjects_of
from .visitor import Visitor

BATCH = 100


def audit(progress: Callable[[int, int], None] | None = None, visitor: Visitor | None = None) -> list[Relapse]:
    """Probe every surface for every sealed page and return the relapses that stand; one that is gone again is closed.

    Raises:
        Unreachable: the portal's public address does not answer.
    """
    keys = list(Seal.objects.filter(page__alias_of=None).order_by("page_id").values_list("ending_id", flat=True))
    standing: list[Relapse] = []
    for start in range(0, len(keys), BATCH):
        endings = list(Ending.objects.filter(pk__in=keys[start : start + BATCH]).select_related("live_revision"))
        visit = visitor or Visitor()
        try:
            standing += _batch(endings, visit)
        finally:
            if visitor is None:
                visit.close()
        if progress is not None:
            progress(min(start + BATCH, len(keys)), len(keys))
    return standing


def _batch(endings: list[Ending], visitor: Visitor) -> list[Relapse]:
    subjects = list(subjects_of(endings).values())
    found = []
    for surface in registered():
        for page_id, answer in surface.probe(subjects, visitor).items():
            known = Relapse.objects.filter(page_id=page_id, surface=surface.code, gone_at=None)
            if not answer.visible:
                known.update(gone_at=timezone.now())
                continue
            found.append(
                known.first()
                or Relapse.objects.create(page_id=page_id, surface=surface.code, detail=answer.detail[:300])
            )
    return found
