"""What a unit's transfer takes along of this layer: drafts that were never public, and unfinished imports."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import TaskState

from publication.actions.refused import MoveDraft
from staff_directory.kinds import TransferKind
from staff_directory.models import UnitTransfer
from staff_directory.transfer import Part, register_part

from .kinds import Kind
from .models import DecisionIndexPage, DecisionNoticePage, ImportJob
from .models.imports import RUNNING, ImportStatus

_FINISHED = (ImportStatus.PUBLISHED, ImportStatus.REFUSED, ImportStatus.CANCELLED)


def _kinds(transfer: UnitTransfer) -> list[str] | None:
    """Return the kinds of decision that pass (None: all)."""
    if transfer.kind != TransferKind.SPLIT:
        return None
    return list(DecisionIndexPage.objects.filter(pk__in=transfer.pages).values_list("kind", flat=True))


class Drafts(Part):
    """Drafts move below the successor's own columns; what was ever public stays at its address."""

    label = "未公开的决定草稿"

    def _rows(self, transfer: UnitTransfer) -> QuerySet[DecisionNoticePage]:
        if transfer.kind == TransferKind.RENAME:
            return DecisionNoticePage.objects.none()
        rows = DecisionNoticePage.objects.filter(unit=transfer.source_id, live=False, first_published_at=None)
        kinds = _kinds(transfer)
        return rows if kinds is None else rows.filter(kind__in=kinds)

    def count(self, transfer: UnitTransfer) -> int:
        """Count the drafts."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Move each below the successor's column of its kind, its newest revision and a waiting step with it."""
        from .starter import give_unit_its_pages

        rows = list(self._rows(transfer).order_by("path"))
        successor: Any = transfer.successor
        if not rows:
            return 0
        give_unit_its_pages(successor, tuple(Kind(kind) for kind in {row.kind for row in rows}))
        targets = {index.kind: index.pk for index in DecisionIndexPage.objects.filter(unit=successor)}
        for row in rows:
            target = DecisionIndexPage.objects.get(pk=targets[row.kind])
            MoveDraft(DecisionNoticePage.objects.get(pk=row.pk), target, pos="last-child", user=user).execute(
                skip_permission_checks=True
            )
            self._adopt(row.pk, successor, user)
        return len(rows)

    def _adopt(self, pk: int, successor: Any, user: Any) -> None:
        moved = DecisionNoticePage.objects.get(pk=pk)
        moved.unit = successor
        moved.save()
        before = moved.latest_revision_id
        newest = moved.get_latest_revision_as_object()
        newest.unit = successor
        revision = newest.save_revision(user=user, log_action="transfer.move", clean=False)
        waiting = TaskState.objects.filter(revision_id=before, status=TaskState.STATUS_IN_PROGRESS)
        waiting.update(revision=revision)


class Imports(Part):
    """Unfinished imports become the successor's; finished ones stay what they were."""

    label = "未完成的导入"

    def _rows(self, transfer: UnitTransfer) -> QuerySet[ImportJob]:
        if transfer.kind == TransferKind.RENAME:
            return ImportJob.objects.none()
        rows = ImportJob.objects.filter(unit=transfer.source_id).exclude(status__in=_FINISHED)
        kinds = _kinds(transfer)
        return rows if kinds is None else rows.filter(kind__in=kinds)

    def problems(self, transfer: UnitTransfer) -> list[str]:
        """Wait for imports that are being worked on."""
        running = self._rows(transfer).filter(status__in=RUNNING).count()
        return [f"有 {running} 个导入正在处理，请等它们完成后再执行。"] if running else []

    def count(self, transfer: UnitTransfer) -> int:
        """Count the imports."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Give them to the successor."""
        return self._rows(transfer).update(unit=transfer.successor)


def register() -> None:
    """Register both parts, drafts first."""
    register_part(Drafts())
    register_part(Imports())
