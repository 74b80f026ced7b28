"""The unit's border in Wagtail's own terms: a subtree, a collection, and the groups of its roles."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from .models import Unit, UnitPage
from .roles.catalogue import Role
from .roles.rights import group_name
from .roles.sync import ensure_collection, sync_unit

__all__ = ["ensure_collection", "ensure_groups", "ensure_workflow", "group_names"]


def group_names(unit: Unit) -> tuple[str, str]:
    """Return the names of the groups of a unit's editors and of its head."""
    return group_name(Role.UNIT_EDITOR, unit), group_name(Role.UNIT_HEAD, unit)


def ensure_groups(unit: Unit, page: UnitPage) -> tuple[Group, Group]:
    """Return the unit's (editors, head), with rights on its subtree and collection only."""
    groups = sync_unit(unit)
    return groups[Role.UNIT_EDITOR], groups[Role.UNIT_HEAD]


def ensure_workflow(unit: Unit, page: UnitPage, reviewers: Group) -> Workflow:
    """Return the workflow of the unit's subtree (编辑 → 审核), made when the page has none of its own."""
    found = WorkflowPage.objects.filter(page=page.page_ptr).select_related("workflow").first()
    if found is not None:
        return found.workflow
    task = GroupApprovalTask.objects.create(name=f"{unit.name}审核")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name=f"{unit.name}发布审批")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page.page_ptr)
    return workflow
