"""Checked rows become pages, a chunk at a time."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from publication.actions.create_many import CreateMany, unsigned_steps
from publication.gates import problems_of_many

from ..importing.checked import DIFFERENT, EQUAL, CheckedRow
from ..importing.columns import Template
from ..kinds import Secrecy
from ..models import DecisionIndexPage, DecisionNoticePage, ImportedRow, ImportJob
from .existing import ExistingNotices

_FIELDS = {field.name for field in DecisionNoticePage._meta.local_concrete_fields}


@dataclass(slots=True)
class Outcome:
    """What one chunk did; ``not_public``: (sheet, row, why) of rows that should be public and stayed drafts."""

    created: int = 0
    published: int = 0
    skipped: int = 0
    changed: int = 0
    not_public: list[tuple[str, int, str]] = field(default_factory=list)


def notice_from(values: dict[str, Any], index: DecisionIndexPage, *, reviewed: bool = False) -> DecisionNoticePage:
    """Return an unsaved, prepared notice with a row's values; ``reviewed``: the importer has made the secrecy review."""
    notice = DecisionNoticePage(**{name: value for name, value in values.items() if name in _FIELDS})
    notice.kind = index.kind
    if reviewed:
        notice.secrecy = Secrecy.CLEAR
    notice.adopt(index)
    notice.prepare()
    return notice


class RowWriter:
    """Writes rows for one job; ``publish``: with ``approver`` as the second person."""

    def __init__(self, job: ImportJob, *, publish: bool = False) -> None:
        self.job = job
        self.publish = publish
        self.existing = ExistingNotices()
        self._indexes: dict[str, DecisionIndexPage] = {}

    def index(self, kind: str) -> DecisionIndexPage:
        """Return the unit's index page of a kind.

        Raises:
            DecisionIndexPage.DoesNotExist: the unit keeps none.
        """
        if kind not in self._indexes:
            self._indexes[kind] = DecisionIndexPage.objects.select_related("unit", "unit__parent").get(
                unit=self.job.unit, kind=kind
            )
        return self._indexes[kind]

    def write(self, rows: list[tuple[str, Template, CheckedRow]]) -> Outcome:
        """Create or correct pages for good ``rows`` inside the caller's transaction."""
        outcome = Outcome()
        new: dict[str, list[tuple[str, CheckedRow, DecisionNoticePage]]] = {}
        for sheet, template, row in rows:
            if row.existing == EQUAL:
                outcome.skipped += 1
            elif row.existing == DIFFERENT:
                outcome.changed += 1
                if self.job.correct_changed:
                    self._correct(sheet, template, row)
            else:
                notice = notice_from(row.values, self.index(template.kind), reviewed=self.job.secrecy_checked)
                new.setdefault(template.kind, []).append((sheet, row, notice))
        for kind, entries in new.items():
            public: list[Any] = []
            drafts: list[Any] = []
            unsigned = unsigned_steps(self.index(kind), self.job.user, self.job.approver) if self.publish else []
            asked = (
                problems_of_many([(notice, None) for _, _, notice in entries]) if self.publish else [[]] * len(entries)
            )
            for entry, found in zip(entries, asked, strict=True):
                refusals = [*unsigned, *found]
                (drafts if refusals or not self.publish else public).append(
                    (entry, "；".join(problem.message for problem in refusals))
                )
            for group, live in ((public, True), (drafts, False)):
                self._create(kind, group, live, outcome)
        return outcome

    def _create(self, kind: str, group: list[Any], live: bool, outcome: Outcome) -> None:
        pages = [entry[2] for entry, _ in group]
        index = self.index(kind)
        CreateMany(index, pages, user=self.job.user, approver=self.job.approver, publish=live).execute()
        ImportedRow.objects.bulk_create(
            [
                ImportedRow(
                    job=self.job,
                    page=page,
                    revision=page.latest_revision,
                    sheet=sheet,
                    row=row.row,
                    published=live,
                    refusal=refusal[:300],
                )
                for (sheet, row, page), refusal in group
            ]
        )
        outcome.created += len(pages)
        outcome.published += len(pages) if live else 0
        outcome.not_public += [(sheet, row.row, refusal) for (sheet, row, _), refusal in group if refusal]

    def _correct(self, sheet: str, template: Template, row: CheckedRow) -> None:
        """Save the row's differences as a draft of the notice that is there."""
        organ = row.values.get("organ_name", "")
        pk = self.existing.page_id(template.kind, organ, row.number_key)
        page = DecisionNoticePage.objects.get(pk=pk)
        draft = page.get_latest_revision_as_object()
        for difference in row.differences:
            setattr(draft, difference.field, difference.given)
        draft.prepare()
        with transaction.atomic():
            revision = draft.save_revision(user=self.job.user, log_action=True)
            ImportedRow.objects.create(
                job=self.job, page=page, revision=revision, sheet=sheet, row=row.row, correction=True
            )
