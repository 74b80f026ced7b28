"""Putting a workflow to use: what the system administrator prepared, the security administrator confirms for a part of the tree."""

import hashlib
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Workflow, WorkflowPage

from publication.approvals import STEPS
from publication.errors import Refused
from publication.gates.base import Problem
from publication.permits import permitted
from publication.trail.record import record

from ..models import LetterTask, RoleTask

CONFIRM = "staff_directory.confirm_transfer"
_KINDS = (RoleTask, LetterTask)


def steps_said(workflow: Workflow) -> list[str]:
    """Return the workflow's active steps in words, in order: name, and whose turn it is."""
    found = []
    for task in workflow.tasks.filter(active=True).order_by("workflow_tasks__sort_order"):
        step = task.specific
        who = step.get_role_display() if isinstance(step, RoleTask) else getattr(step, "body", "")
        found.append(f"{task.name}（{who or step.get_verbose_name()}）")
    return found


def seen(workflow: Workflow) -> str:
    """Return what stands for a workflow as it was shown: one that was changed meanwhile is not confirmed unseen."""
    return hashlib.sha256("；".join([str(workflow.pk), *steps_said(workflow)]).encode()).hexdigest()[:32]


class UseWorkflow:
    """Let the pages at and below a place go through ``workflow`` from now on; what has been handed in keeps its steps."""

    verb = "use_workflow"

    def __init__(self, place: WorkflowPage, workflow: Workflow, *, user: Any, reason: str, as_shown: str) -> None:
        self.place, self.workflow, self.user, self.reason, self.as_shown = (
            place,
            workflow,
            user,
            reason.strip(),
            as_shown,
        )

    def check(self) -> None:
        """Ask for the right, a reason, and steps that can be taken.

        Raises:
            Refused: with every problem.
        """
        found = []
        if not self.user.has_perm(CONFIRM):
            found.append(Problem("role", "审批流程由系统管理员拟定，由安全管理员启用。"))
        if not self.reason:
            found.append(Problem("reason", "请写明依据。", "reason"))
        tasks = [task.specific for task in self.workflow.tasks.filter(active=True)]
        if not self.workflow.active or not tasks:
            found.append(Problem("workflow", "这个流程已停用或没有环节，不能启用。", "workflow"))
        elif not all(isinstance(task, _KINDS) for task in tasks):
            found.append(Problem("workflow", "流程中有不是“角色审核”“外部机关函件”的环节，不能启用。", "workflow"))
        if self.as_shown != seen(self.workflow):
            found.append(Problem("changed", "这个流程在您查看以后有改动，请重新核对环节再启用。", "workflow"))
        if found:
            raise Refused(found)

    def execute(self) -> None:
        """Put it to use, on the record.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        before, after = self.place.workflow, self.workflow
        with transaction.atomic(), permitted(self.verb, [STEPS]):
            WorkflowPage.objects.filter(pk=self.place.pk).update(workflow=after)
            record(
                "workflow.use", self.place.page, user=self.user, reason=self.reason,
                before={"workflow": before.name, "steps": steps_said(before)},
                after={"workflow": after.name, "steps": steps_said(after)},
            )  # fmt: skip


class UseForm(forms.Form):
    """For which part of the tree, which workflow, and why."""

    place = forms.ModelChoiceField(label="栏目", queryset=WorkflowPage.objects.none(), empty_label="请选择")
    reason = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = WorkflowPage.objects.select_related("page", "workflow").order_by("page__path")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["place"].label_from_instance = lambda place: f"{place.page.title}（现用：{place.workflow.name}）"  # type: ignore[attr-defined]


@require_admin_access
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the workflows that could be used, with their steps, and take the choice."""
    if not request.user.has_perm(CONFIRM):
        return permission_denied(request)
    form = UseForm(request.POST or None)
    workflows = list(Workflow.objects.filter(active=True).order_by("name")[:200])
    if request.method == "POST" and form.is_valid():
        key, _, shown = request.POST.get("workflow", "").partition(":")
        chosen = next((found for found in workflows if str(found.pk) == key), None)
        try:
            if chosen is None:
                raise Refused([Problem("workflow", "请选择要启用的流程。", "workflow")])
            values = form.cleaned_data
            UseWorkflow(values["place"], chosen, user=request.user, reason=values["reason"], as_shown=shown).execute()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"“{values['place'].page.title}”今后提交的页面按“{chosen.name}”审批；已提交的按原环节办完。"
            )
            return redirect("workflows_in_use:index")
    rows = [
        {"workflow": found, "steps": steps_said(found), "value": f"{found.pk}:{seen(found)}"} for found in workflows
    ]
    return render(request, "staff_directory/admin/workflows_in_use.html", {"form": form, "rows": rows})
