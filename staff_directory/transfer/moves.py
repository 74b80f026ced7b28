"""What this layer itself moves: names, people, rights, files' keeping, workflow tasks."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Collection, GroupApprovalTask, Page, TaskState, WorkflowPage

from publication.actions.approve import record_setup
from publication.actions.change_shown import ChangeShown
from publication.actions.publish import PublishPage
from publication.approvals import STEPS, steps_of
from publication.permits import permitted

from ..kinds import TransferKind
from ..models import HandedOver, RoleGroup, Unit, UnitPage, UnitTransfer
from ..roles.membership import GrantRole, RevokeRole
from ..roles.sync import sync_unit

PEOPLE, TASKS, FILES, COLUMNS, NAME = "人员", "审批环节", "附件集合", "栏目", "名称"


def _members(unit: Unit) -> list[tuple[Any, RoleGroup]]:
    held = list(RoleGroup.objects.filter(unit=unit).select_related("unit"))
    return [(user, found) for found in held for user in get_user_model()._default_manager.filter(groups=found.group_id)]


def _tasks(unit: Unit) -> Any:
    groups = RoleGroup.objects.filter(unit=unit).values("group_id")
    return GroupApprovalTask.objects.filter(groups__in=groups).distinct()


def counts(transfer: UnitTransfer) -> dict[str, int]:
    """Return what would move."""
    if transfer.kind == TransferKind.RENAME:
        return {NAME: 1}
    if transfer.kind == TransferKind.SPLIT:
        return {COLUMNS: len(transfer.pages)}
    return {
        PEOPLE: len(_members(transfer.source)),
        TASKS: _tasks(transfer.source).count() + _open_steps(transfer.source),
        FILES: 1 if transfer.source.collection_id else 0,
    }


def execute(transfer: UnitTransfer, user: Any) -> dict[str, int]:
    """Move it and return how many moved."""
    if transfer.kind == TransferKind.RENAME:
        return _rename(transfer, user)
    with permitted("transfer", [STEPS]):  # two administrators prepared and confirmed it
        return _split(transfer, user) if transfer.kind == TransferKind.SPLIT else _merge(transfer, user)


def _rename(transfer: UnitTransfer, user: Any) -> dict[str, int]:
    unit = Unit.objects.get(pk=transfer.source_id)
    old = unit.name
    unit.changes = [*unit.changes, {"kind": "rename", "name": old, "from": transfer.effective_on.isoformat()}]
    unit.name = transfer.new_name
    ChangeShown(unit).execute()
    if unit.collection_id:
        Collection.objects.filter(pk=unit.collection_id).update(name=unit.name)
    page = UnitPage.objects.filter(unit=unit).first()
    if page is not None and page.title == old:
        _retitle(page, unit.name, user)
    return {NAME: 1}


def _retitle(page: UnitPage, title: str, user: Any) -> None:
    """Give the unit's page its new title: publicly through the verb, and in a draft that waits on top of it."""
    draft = page.get_latest_revision_as_object() if page.has_unpublished_changes or not page.live else None
    if page.live:
        page.correction_note = f"单位更名，名称由“{page.title}”改为“{title}”。"[:300]
        page.title = page.draft_title = title
        revision = page.save_revision(user=user, log_action=False)
        # Two administrators prepared and confirmed the transfer: that is the approval on record.
        record_setup(page, revision, f"单位变更：更名为“{title}”，已由系统管理员拟定、安全管理员确认")
        PublishPage(revision, user=user).execute(skip_permission_checks=True)
    if draft is not None:
        draft.title = title
        draft.save_revision(user=user, log_action=True)


def _split(transfer: UnitTransfer, user: Any) -> dict[str, int]:
    source, successor = Unit.objects.get(pk=transfer.source_id), transfer.successor
    workflow = _workflow_of(successor)
    for key in transfer.pages:
        handed = HandedOver.objects.create(transfer=transfer, page_id=key, unit=successor)
        change = {
            "kind": "split",
            "path": handed.page.path,
            "to": successor.name,  # type: ignore[union-attr]
            "from": transfer.effective_on.isoformat(),
        }
        source.changes = [*source.changes, change]
        if workflow is not None and _names_people_of(handed.page, source):
            WorkflowPage.objects.update_or_create(page_id=key, defaults={"workflow": workflow})
            _pass_running(handed.page.path, workflow)
    ChangeShown(source).execute()
    sync_unit(successor)  # type: ignore[arg-type]
    sync_unit(source)
    return {COLUMNS: len(transfer.pages)}


def _names_people_of(page: Any, unit: Unit) -> bool:
    """Tell whether a step of the page's workflow names the unit's own people; a role's step finds the new ones by itself."""
    named = set(_tasks(unit).values_list("pk", flat=True))
    return any(step.pk in named for step in steps_of(page))


def _open_steps(unit: Unit) -> int:
    """Return how many steps are open on pages that the unit manages: its successor takes them over."""
    keys = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values_list(
        "workflow_state__object_id", flat=True
    )
    roots = UnitPage.objects.filter(unit=unit).values_list("path", flat=True)
    pages = Page.objects.filter(pk__in=[int(key) for key in keys])
    return sum(pages.filter(path__startswith=root).count() for root in roots)


def _workflow_of(unit: Unit | None) -> Any:
    found = WorkflowPage.objects.filter(page__unitpage__unit=unit).select_related("workflow").first()
    return found.workflow if found else None


def _pass_running(path: str, workflow: Any) -> None:
    """Hand steps that are waiting on pages below ``path`` to the first step of the successor's workflow."""
    task = workflow.tasks.first()
    if task is None:
        return
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state", "revision")
    for state in waiting:
        page = state.workflow_state.content_object
        if page is not None and getattr(page, "path", "").startswith(path):
            TaskState.objects.filter(pk=state.pk).update(task=task)
            type(state.workflow_state).objects.filter(pk=state.workflow_state_id).update(workflow=workflow)


def _merge(transfer: UnitTransfer, user: Any) -> dict[str, int]:
    result = counts(transfer)
    source, successor = Unit.objects.get(pk=transfer.source_id), transfer.successor
    sync_unit(successor)  # type: ignore[arg-type]
    heirs = {found.role: found for found in RoleGroup.objects.filter(unit=successor).select_related("unit")}
    for member, held in _members(source):
        RevokeRole(member, held, by=user, reason=transfer.reason).execute()
        GrantRole(member, heirs[held.role], by=user, reason=transfer.reason).execute()
    for task in _tasks(source):
        for held in RoleGroup.objects.filter(unit=source, group__in=task.groups.all()):
            task.groups.remove(held.group_id)
            task.groups.add(heirs[held.role].group_id)
    source.successor = successor
    source.valid_until = transfer.effective_on - datetime.timedelta(days=1)
    ChangeShown(source).execute()
    sync_unit(successor)  # type: ignore[arg-type]
    sync_unit(source)
    return result
