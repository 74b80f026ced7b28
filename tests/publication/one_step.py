"""A workflow of one step of the stock kind, whatever workflows the portal ships."""

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from publication.approvals import STEPS
from publication.permits import permitted
from staff_directory.permissions import group_names


def one_step(index, *groups, name="单位审核"):
    """Let pages below ``index`` pass one step: by its unit's head, or by ``groups``; return the step."""
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set(groups or [Group.objects.get(name=group_names(index.unit)[1])])
    workflow = Workflow.objects.create(name=f"{name}流程")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    with permitted("test", [STEPS]):
        WorkflowPage.objects.update_or_create(page_id=index.pk, defaults={"workflow": workflow})
    return task
