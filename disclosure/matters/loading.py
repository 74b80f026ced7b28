"""Many matters with their rows in a constant number of queries."""

from collections.abc import Iterable
from typing import Any

from ..models.matter_rows import DiscretionTier, MatterBasis, RecordingStage, ReviewCase

_CHILDREN: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("bases", MatterBasis, ("basis__law",)),
    ("tiers", DiscretionTier, ()),
    ("recordings", RecordingStage, ()),
    ("reviews", ReviewCase, ()),
)


def with_rows(matters: Iterable[Any]) -> list[Any]:
    """Return the matters with their child rows at hand: four queries, however many there are. For reading only."""
    found = list(matters)
    by_key = {matter.pk: matter for matter in found}
    for name, model, related in _CHILDREN:
        rows: dict[int, list[Any]] = {pk: [] for pk in by_key}
        for row in (
            model.objects.filter(page_id__in=by_key).select_related(*related).order_by("page_id", "sort_order", "pk")
        ):
            rows[row.page_id].append(row)
        for pk, matter in by_key.items():
            held = matter.__dict__.setdefault("_cluster_related_objects", {})
            held.setdefault(name, rows[pk])
    return found
