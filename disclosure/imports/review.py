"""The review of an import, which is one task however many rows it has: whose turn it is, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import Page, Task

from publication.approvals import may_sign, step_names, steps_of_many
from publication.models.approvals import Approval
from staff_directory.access.sight import remember_units

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


def _waiting(jobs: Sequence[ImportJob]) -> QuerySet[ImportedRow]:
    return ImportedRow.objects.filter(
        job__in=[job.pk for job in jobs], published=False, excluded=False, refusal="", revision__isnull=False
    )


def _lacking(jobs: Sequence[ImportJob], step: Task | None) -> set[int]:
    """Return the imports of which a waiting row has not passed ``step``: nobody's own last edit counts."""
    signed = Approval.objects.filter(revision_id=OuterRef("revision_id"), task=step).exclude(user=F("revision__user"))
    return set(_waiting(jobs).filter(~Exists(signed)).values_list("job_id", flat=True).distinct())


def _firsts(jobs: Sequence[ImportJob]) -> dict[int, list[ImportedRow]]:
    """Return the first waiting row below each distinct parent, by import: rows of different places may have different steps."""
    parent = Substr("page__path", 1, Length("page__path") - Page.steplen)
    keys = _waiting(jobs).annotate(parent=parent).order_by().values_list("job_id", "parent").annotate(first=Min("pk"))
    rows = ImportedRow.objects.filter(pk__in=[first for *_, first in keys]).select_related("page").order_by("pk")
    found: dict[int, list[ImportedRow]] = {}
    for row in rows:
        found.setdefault(row.job_id, []).append(row)
    return found


def turns(user: Any, jobs: Sequence[ImportJob]) -> dict[int, Turn]:
    """Return the turn of each import by its key: a step is missing while any waiting row has not passed it.

    A few queries for each distinct step, however many imports and rows. Nobody reviews what they uploaded, and a step is only theirs
    who may take it at every place where the import has rows.
    """
    firsts = _firsts(jobs)
    rows = [row for found in firsts.values() for row in found]
    remember_units(row.page for row in rows)
    steps = steps_of_many(row.page.path for row in rows)
    distinct = {step.pk if step else None: step for found in steps.values() for step in (found or [None])}
    lacking = {key: _lacking(jobs, step) for key, step in distinct.items()}
    given: dict[int | None, list[Approval]] = {}
    for approval in (
        Approval.objects.filter(revision_id__in=[row.revision_id for row in rows]).select_related("user").order_by("pk")
    ):
        given.setdefault(approval.revision_id, []).append(approval)
    found = {}
    for job in jobs:
        places = firsts.get(job.pk)
        if not places:
            found[job.pk] = Turn()
            continue
        asked = {row.page.path: (row.page, steps[row.page.path] or [None]) for row in places}
        ordered = {step.pk if step else None: step for _, taken in asked.values() for step in taken}
        missing = [step for key, step in ordered.items() if job.pk in lacking[key]]
        turn = Turn(places[0].page, missing, [], given.get(places[0].revision_id, []))
        if user is not None and job.user_id != user.pk:
            turn.own = _own_prefix(user, list(asked.values()), missing)
        found[job.pk] = turn
    return found


def _own_prefix(
    user: Any, places: Sequence[tuple[Any, Sequence[Task | None]]], missing: Sequence[Task | None]
) -> list[Task | None]:
    """Return the first of the missing steps, as far as they are the user's one after another, wherever they are asked for."""
    own: list[Task | None] = []
    for step in missing:
        if not all(may_sign(user, page, step) for page, taken in places if step in taken):
            break
        own.append(step)
    return own


def turn_of(user: Any, job: ImportJob) -> Turn:
    """Return the turn of one import."""
    return turns(user, [job])[job.pk]


def may_review(user: Any, job: ImportJob) -> bool:
    """Tell whether the import waits for a step that is the user's."""
    return job.status in OPEN and bool(turn_of(user, job).own)
