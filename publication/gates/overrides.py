"""Problems that a second person set aside, where the gate allows it."""

from collections.abc import Sequence
from typing import Any

from .base import Problem


def without_overridden(pairs: Sequence[tuple[Any, Any]], found: list[list[Problem]]) -> list[list[Problem]]:
    """Return ``found`` without the problems for which an override of exactly this content stands."""
    from ..models.approvals import GateOverride, content_digest

    revisions = {revision.pk: revision for _, revision in pairs if revision is not None and revision.pk}
    if not revisions:
        return found
    overridden = {
        (override.revision_id, override.code)
        for override in GateOverride.objects.filter(revision_id__in=revisions)
        if override.digest == content_digest(revisions[override.revision_id].content)
    }
    return [
        [
            problem
            for problem in problems
            if not problem.override_permission or revision is None or (revision.pk, problem.code) not in overridden
        ]
        for (_, revision), problems in zip(pairs, found, strict=True)
    ]
