"""Drafts of any page type in a unit's transfer: they move below the successor's folder, with their newest revision, the step that
waits on it and the approvals that stand for it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import TaskState, WorkflowState

from publication.actions.refused import MoveDraft
from publication.approvals import same_content, standing
from publication.guards.signed import signing
from publication.models import Approval
from publication.models.approvals import content_digest
from staff_directory.kinds import TransferKind
from staff_directory.models import HandedOver, UnitTransfer
from staff_directory.transfer import Part, register_part
from staff_directory.transfer.texts import inherited_texts

#: ``rename(page, old, new)`` puts the new name where a draft says the old one.
Rename = Callable[[Any, str, str], None]


def never_public(model: Any, transfer: UnitTransfer) -> QuerySet[Any]:
    """Return the source's drafts of a page type that were never public, without those in a column that another unit took over."""
    found = model.objects.filter(unit=transfer.source_id, live=False, first_published_at=None)
    taken = HandedOver.objects.exclude(transfer_id=transfer.pk or 0).exclude(unit=transfer.source_id)
    for path in taken.values_list("page__path", flat=True):
        found = found.exclude(path__startswith=path)
    return found


def below(folders: QuerySet[Any]) -> Q:
    """Return the condition that a page stands below one of ``folders``."""
    wanted = Q(pk__in=[])
    for path in folders.values_list("path", flat=True):
        wanted |= Q(path__startswith=path)
    return wanted


def rewrite(page: Any, change: Callable[[Any], None], user: Any) -> None:
    """Change a draft as stored and in its newest revision; a step that waits, and approvals that stand, go on with the new one.

    Two administrators prepared and confirmed the transfer: it changes whose page it is, not what was approved.
    """
    change(page)
    page.save()
    before = page.latest_revision
    newest = page.get_latest_revision_as_object()
    change(newest)
    approved = standing(same_content(before)) if before is not None else []
    revision = newest.save_revision(user=user, log_action="transfer.move", clean=False)
    # The steps of a run that goes on: the one that waits, and those taken, which Wagtail would ask for anew of another revision.
    steps = TaskState.objects.filter(revision=before, workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)
    steps.update(revision=revision)
    digest = content_digest(revision.content)
    for approval in approved:
        approval.pk, approval.revision, approval.digest = None, revision, digest
        approval._state.adding = True
    if approved:
        with signing("transfer"):
            Approval.objects.bulk_create(approved)


class PageDrafts(Part):
    """Drafts of one page type, below one type of folder that every unit has."""

    def __init__(self, model: Any, folder: Any, label: str, rename: Rename | None = None) -> None:
        self.model, self.folder, self.label, self.rename = model, folder, label, rename

    def concerns(self, transfer: UnitTransfer) -> bool:
        """Concerns what there is; a rename only where drafts say the unit's name."""
        named = transfer.kind != TransferKind.RENAME or self.rename is not None
        return named and self._rows(transfer).exists()

    def _rows(self, transfer: UnitTransfer) -> QuerySet[Any]:
        found = never_public(self.model, transfer)
        if transfer.kind != TransferKind.SPLIT:
            return found
        return found.filter(below(self.folder.objects.filter(pk__in=transfer.pages)))

    def count(self, transfer: UnitTransfer) -> int:
        """Count the drafts."""
        return self._rows(transfer).count()

    def execute(self, transfer: UnitTransfer, user: Any) -> int:
        """Move each below the successor's folder; in a rename, put the new name."""
        rows = list(self._rows(transfer).order_by("path").values_list("pk", flat=True))
        if not rows:
            return 0
        if transfer.kind == TransferKind.RENAME:
            for key in rows:
                rewrite(self.model.objects.get(pk=key), lambda page: self._name(page, transfer), user)
            return len(rows)
        target = self._folder(transfer).pk
        for key in rows:
            page = self.model.objects.get(pk=key)
            MoveDraft(page, self.folder.objects.get(pk=target), pos="last-child", user=user).execute(
                skip_permission_checks=True
            )
            rewrite(self.model.objects.get(pk=key), lambda moved: self._give(moved, transfer), user)
        return len(rows)

    def _folder(self, transfer: UnitTransfer) -> Any:
        from .starter import give_unit_its_pages

        successor: Any = transfer.successor
        found = self.folder.objects.filter(unit=successor).first()
        if found is None:
            give_unit_its_pages(successor, (), **inherited_texts(transfer))
            found = self.folder.objects.get(unit=successor)
        return found

    def _name(self, page: Any, transfer: UnitTransfer) -> None:
        if self.rename is not None:
            self.rename(page, transfer.old_name, transfer.new_name)

    def _give(self, page: Any, transfer: UnitTransfer) -> None:
        source, successor = transfer.source, transfer.successor
        page.unit = successor
        if self.rename is not None and successor is not None:
            for old, new in {source.lawful.name: successor.lawful.name, source.name: successor.name}.items():
                self.rename(page, old, new)


def move_drafts(model: Any, folder: Any, label: str, rename: Rename | None = None) -> None:
    """Let a transfer take along the never public drafts of a page type that stand below ``folder`` pages, one for each unit."""
    register_part(PageDrafts(model, folder, label, rename))


def names_in(*fields: str) -> Rename:
    """Return how a unit's name is replaced in fields that hold nothing else."""

    def rename(page: Any, old: str, new: str) -> None:
        for name in fields:
            if getattr(page, name).strip() == old:
                setattr(page, name, new)

    return rename
