"""What a unit's transfer takes along of this layer: drafts that were never public, unfinished imports, and open tasks."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from publication.actions.refused import MoveDraft
from staff_directory.kinds import TransferKind
from staff_directory.models import OfficerDirectoryPage, UnitPage, UnitTransfer
from staff_directory.transfer import Part, register_part
from staff_directory.transfer.texts import inherited_texts

from .kinds import Kind
from .models import (
    DecisionIndexPage,
    DecisionNoticePage,
    DocumentTemplateIndexPage,
    DocumentTemplatePage,
    FlowchartIndexPage,
    FlowchartPage,
    GuideWorkbook,
    ImportJob,
    LapsedBasisTask,
    ListPage,
    MatterIndexPage,
    MatterPage,
    MatterWorkbook,
    OfficerWorkbook,
    RegulationIndexPage,
    RegulationPage,
    ServiceGuideIndexPage,
    ServiceGuidePage,
    ServiceNoticeIndexPage,
    ServiceNoticePage,
)
from .models.imports import RUNNING, ImportStatus
from .models.lapsed import LapsedState
from .officers.transferring import Officers
from .transfer_drafts import below, move_drafts, names_in, never_public, rewrite

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
        rows = never_public(DecisionNoticePage, transfer)
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
        give_unit_its_pages(
            successor, tuple(Kind(kind) for kind in {row.kind for row in rows}), **inherited_texts(transfer)
        )
        targets = {index.kind: index.pk for index in DecisionIndexPage.objects.filter(unit=successor)}

        def give(page: Any) -> None:
            page.unit = successor

        for row in rows:
            target = DecisionIndexPage.objects.get(pk=targets[row.kind])
            MoveDraft(DecisionNoticePage.objects.get(pk=row.pk), target, pos="last-child", user=user).execute(
                skip_permission_checks=True
            )
            rewrite(DecisionNoticePage.objects.get(pk=row.pk), give, user)
        return len(rows)


class Lists(Part):
    """A unit's own lists that were never public become the successor's, below its page where they stood below the unit's."""

    label = "未公开的清单"

    def concerns(self, transfer: UnitTransfer) -> bool:
        """Concerns what there is; a list's name is its own."""
        return transfer.kind != TransferKind.RENAME and self._rows(transfer).exists()

    def _rows(self, transfer: UnitTransfer) -> QuerySet[ListPage]:
        found = never_public(ListPage, transfer)
        return found.filter(pk__in=transfer.pages) if transfer.kind == TransferKind.SPLIT else found

    def count(self, transfer: UnitTransfer) -> int:
        """Count the lists."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Give them to the successor; what they say is drawn up anew when they are next saved."""

        def give(page: Any) -> None:
            page.unit = transfer.successor

        target = UnitPage.objects.get(unit=transfer.successor_id)
        rows = list(self._rows(transfer).values_list("pk", flat=True))
        for key in rows:
            page = ListPage.objects.get(pk=key)
            if isinstance(page.get_parent().specific, UnitPage):
                MoveDraft(page, UnitPage.objects.get(pk=target.pk), pos="last-child", user=user).execute(
                    skip_permission_checks=True
                )
            rewrite(ListPage.objects.get(pk=key), give, user)
        return len(rows)


class Workbooks(Part):
    """Workbooks that were not written as drafts yet; ``folder`` is the column whose pages they hold."""

    def __init__(self, model: Any, folder: Any, label: str) -> None:
        self.model, self.folder, self.label = model, folder, label

    def concerns(self, transfer: UnitTransfer) -> bool:
        """Concerns what there is; a split takes them only with their column."""
        if transfer.kind == TransferKind.SPLIT and not self.folder.objects.filter(pk__in=transfer.pages).exists():
            return False
        return transfer.kind != TransferKind.RENAME and self._rows(transfer).exists()

    def _rows(self, transfer: UnitTransfer) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(unit=transfer.source_id, applied_at=None)
        return rows

    def count(self, transfer: UnitTransfer) -> int:
        """Count the workbooks."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Give them to the successor."""
        return self._rows(transfer).update(unit=transfer.successor)


class LapsedTasks(Part):
    """Open tasks about lapsed laws: whoever answers for the page now must act."""

    label = "依据失效清理"

    def concerns(self, transfer: UnitTransfer) -> bool:
        """Concerns what there is; a rename changes nothing."""
        return transfer.kind != TransferKind.RENAME and self._rows(transfer).exists()

    def _rows(self, transfer: UnitTransfer) -> QuerySet[LapsedBasisTask]:
        found = LapsedBasisTask.objects.filter(unit=transfer.source_id, state=LapsedState.OPEN)
        if transfer.kind != TransferKind.SPLIT:
            return found
        inside = Page.objects.filter(below(Page.objects.filter(pk__in=transfer.pages)))
        return found.filter(page__in=inside)

    def count(self, transfer: UnitTransfer) -> int:
        """Count the tasks."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Give them to the successor."""
        return self._rows(transfer).update(unit=transfer.successor)


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
    """Register the parts, drafts first."""
    register_part(Drafts())
    move_drafts(MatterPage, MatterIndexPage, "未公开的事项草稿", names_in("subject", "undertaker"))
    move_drafts(FlowchartPage, FlowchartIndexPage, "未公开的流程图草稿")
    move_drafts(DocumentTemplatePage, DocumentTemplateIndexPage, "未公开的文书样本草稿")
    move_drafts(RegulationPage, RegulationIndexPage, "未公开的制度文件草稿")
    move_drafts(ServiceNoticePage, ServiceNoticeIndexPage, "未公开的公告送达草稿", names_in("organ_name"))
    move_drafts(ServiceGuidePage, ServiceGuideIndexPage, "未公开的服务指南草稿", names_in("acceptor", "approver"))
    register_part(Lists())
    register_part(Imports())
    register_part(Workbooks(MatterWorkbook, MatterIndexPage, "未导入的事项表格"))
    register_part(Workbooks(GuideWorkbook, ServiceGuideIndexPage, "未导入的指南表格"))
    register_part(Workbooks(OfficerWorkbook, OfficerDirectoryPage, "未导入的执法人员表格"))
    register_part(LapsedTasks())
    register_part(Officers())
