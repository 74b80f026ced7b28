"""Checked rows become pages, a chunk at a time."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from home.secrecy import Secrecy
from publication.actions.create_many import CreateMany
from publication.bulk_rows import insert

from ..importing.checked import DIFFERENT, EQUAL, CheckedRow
from ..importing.columns import Template
from ..matters.proposing import Proposer
from ..models import DecisionIndexPage, DecisionNoticePage, ImportedRow, ImportJob
from .existing import ExistingNotices

_KEPT = ("job", "page", "revision", "sheet", "row", "correction", "published", "excluded", "refusal", "excluded_reason")
_FIELDS = {field.name for field in DecisionNoticePage._meta.local_concrete_fields}


@dataclass(slots=True)
class Outcome:
    """What one chunk did; ``without_reason``: (sheet, row) of new decisions past their legal date without a reason; ``not_public``: (sheet, row, why) of rows that should be public and stayed drafts; ``not_allowed``: (sheet, row) of notices that the importer may not change."""

    created: int = 0
    published: int = 0
    skipped: int = 0
    changed: int = 0
    without_reason: list[tuple[str, int]] = field(default_factory=list)
    not_public: list[tuple[str, int, str]] = field(default_factory=list)
    not_allowed: list[tuple[str, int]] = field(default_factory=list)


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
        self.existing = ExistingNotices(job.unit)
        self._indexes: dict[str, DecisionIndexPage] = {}
        self._proposer = Proposer(job.unit_id)

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
                if self.job.correct_changed and not self._correct(sheet, template, row):
                    outcome.not_allowed.append((sheet, row.row))
            else:
                notice = notice_from(row.values, self.index(template.kind), reviewed=self.job.secrecy_checked)
                notice.matter_id = self._proposer.matter_of(notice)
                if row.is_late:
                    notice.late_reason = self.job.late_reason
                    if not notice.late_reason:
                        outcome.without_reason.append((sheet, row.row))
                new.setdefault(template.kind, []).append((sheet, row, notice))
        for kind, entries in new.items():
            made = CreateMany(
                self.index(kind),
                [notice for _, _, notice in entries],
                user=self.job.user,
                approver=self.job.approver,
                publish=self.publish,
            )
            refused = made.split() if self.publish else []
            made.execute()
            CreateMany(self.index(kind), [notice for notice, _ in refused], user=self.job.user).execute()
            whys = {id(notice): "；".join(problem.message for problem in found) for notice, found in refused}
            self._keep(entries, whys, outcome)
        return outcome

    def _keep(self, entries: list[Any], whys: dict[int, str], outcome: Outcome) -> None:
        """Keep which row became which page, and why a row that was to be public is a draft."""
        rows = [
            [
                self.job.pk, page.pk, page.latest_revision_id, sheet, row.row, False,
                self.publish and id(page) not in whys, False, whys.get(id(page), "")[:300], "",
            ]
            for sheet, row, page in entries
        ]  # fmt: skip
        insert(ImportedRow, _KEPT, rows)
        outcome.created += len(rows)
        outcome.published += sum(self.publish and id(page) not in whys for _, _, page in entries)
        outcome.not_public += [(sheet, row.row, whys[id(page)]) for sheet, row, page in entries if id(page) in whys]

    def _correct(self, sheet: str, template: Template, row: CheckedRow) -> bool:
        """Save the row's differences as a draft of the notice that is there; False when it is not the importer's to change."""
        organ = row.values.get("organ_name", "")
        pk = self.existing.page_id(template.kind, organ, row.number_key)
        page = DecisionNoticePage.objects.filter(pk=pk).first()
        if page is None or not self._may_change(page):
            return False
        draft = page.get_latest_revision_as_object()
        for difference in row.differences:
            setattr(draft, difference.field, difference.given)
        labels = "、".join(difference.label for difference in row.differences)
        draft.correction_note = f"更正{labels}。"[:300]
        draft.prepare()
        with transaction.atomic():
            revision = draft.save_revision(user=self.job.user, log_action=True)
            ImportedRow.objects.create(
                job=self.job, page=page, revision=revision, sheet=sheet, row=row.row, correction=True
            )
        return True

    def _may_change(self, page: DecisionNoticePage) -> bool:
        """Tell whether a notice is the importing unit's, and the importer may edit it."""
        user = self.job.user
        return (
            user is not None and page.unit_id in self.existing.own and bool(page.permissions_for_user(user).can_edit())
        )
