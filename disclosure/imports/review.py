"""The review of an import, which is one task however many rows it has: whose turn it is, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Min
from wagtail.models import Revision, Task

from publication.approvals import may_sign, missing_steps, people_for, step_names, steps_of_many
from publication.models.approvals import Approval

from ..models import ImportedRow, ImportJob
from ..models.imports import ImportStatus

OPEN = (ImportStatus.IMPORTED, ImportStatus.SUBMITTED)


@dataclass(slots=True)
class Turn:
    """What an import still needs: ``missing`` steps in order, of which ``own`` (the first ones) are the user's to take now."""

    page: Any = None
    missing: list[Task | None] = field(default_factory=list)
    own: list[Task | None] = field(default_factory=list)
    signed: list[Approval] = field(default_factory=list)

    @property
    def is_last(self) -> bool:
        """Tell whether nothing is missing after the user's steps."""
        return bool(self.own) and len(self.own) == len(self.missing)

    @property
    def waits_for(self) -> str:
        """Return the names of the next step, for people."""
        return step_names(self.missing[:1]) if self.missing else ""

    @property
    def then(self) -> str:
        """Return the name of the step after the user's own."""
        rest = self.missing[len(self.own) :]
        return step_names(rest[:1]) if rest else ""


def turns(user: Any, jobs: Sequence[ImportJob]) -> dict[int, Turn]:
    """Return the turn of each import by its key, judged by its first waiting row; a bounded number of queries for all.

    Nobody reviews what they uploaded.
    """
    firsts = dict(
        ImportedRow.objects.filter(job__in=[job.pk for job in jobs], published=False, excluded=False, refusal="")
        .values_list("job_id")
        .annotate(first=Min("pk"))
    )
    rows = {row.job_id: row for row in ImportedRow.objects.filter(pk__in=firsts.values()).select_related("page")}
    steps = steps_of_many(row.page.path for row in rows.values())
    stored: dict[int | None, list[Approval]] = {}
    keys = [row.revision_id for row in rows.values()]
    for approval in Approval.objects.filter(revision_id__in=keys).select_related("user", "task").order_by("pk"):
        stored.setdefault(approval.revision_id, []).append(approval)
    authors = dict(Revision.objects.filter(pk__in=keys).values_list("pk", "user_id"))
    found = {}
    for job in jobs:
        row = rows.get(job.pk)
        if row is None:
            found[job.pk] = Turn()
            continue
        signed = [item for item in stored.get(row.revision_id, []) if item.user_id != authors.get(row.revision_id)]
        turn = Turn(row.page, missing_steps(steps[row.page.path], signed), [], signed)
        if user is not None and job.user_id != user.pk:
            for step in turn.missing:
                if not may_sign(user, row.page, step):
                    break
                turn.own.append(step)
        found[job.pk] = turn
    return found


def turn_of(user: Any, job: ImportJob) -> Turn:
    """Return the turn of one import."""
    return turns(user, [job])[job.pk]


def may_review(user: Any, job: ImportJob) -> bool:
    """Tell whether the import waits for a step that is the user's."""
    return job.status in OPEN and bool(turn_of(user, job).own)


def reviewers(job: ImportJob) -> list[Any]:
    """Return whose turn the import is, without who uploaded it."""
    turn = turn_of(None, job)
    step = turn.missing[0] if turn.missing else None
    return [person for person in people_for(step, turn.page) if person.pk != job.user_id] if step is not None else []
