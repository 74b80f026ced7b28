"""Putting a workflow to use: what the system administrator prepared, the security administrator confirms for a part of the tree."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState

from publication.approvals import STEPS
from publication.errors import Refused
from publication.gates.base import Problem
from publication.life.vanished import without_vanished
from publication.permits import permitted
from publication.trail.record import record

from ..models import LetterTask, RoleTask, UnitPage
from ..roles.membership import reads_records

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


def _line(path: str) -> list[str]:
    """Return a tree path and those above it, the nearest first."""
    return [path[:end] for end in range(len(path), 0, -Page.steplen)]


def places() -> list[tuple[Page, str]]:
    """Return the pages for which a workflow may be put to use, in the order of the tree, each with its name for people.

    Public pages from the home page down to the folders of the units, which hold one kind of page each, and what has a workflow
    of its own already (a list before its first edition); not the single pages of which folders are full.
    """
    own = dict(WorkflowPage.objects.filter(workflow__active=True).values_list("page__path", "workflow__name"))
    deepest = (UnitPage.objects.values_list("depth", flat=True).first() or 0) + 1
    shown = Page.objects.filter(live=True, depth__gt=1, depth__lte=deepest) | Page.objects.filter(path__in=own)
    pages = list(without_vanished(shown).order_by("path"))
    titles = {page.path: page.title for page in pages}
    found = []
    for page in pages:
        above = [titles[path] for path in reversed(_line(page.path)[1:]) if path in titles][1:]
        name = " › ".join([*above, page.title])
        if page.path in own:
            said = f"现用：{own[page.path]}"
        else:
            upper = next((own[path] for path in _line(page.path) if path in own), "")
            said = f"随上级：{upper}" if upper else "没有流程，由有发布权限的另一人审核"
        found.append((page, f"{name}（{said}）"))
    return found


def _in_review(place: Page) -> Iterator[WorkflowState]:
    """Yield the open approvals of the pages at and below ``place`` that follow it and no nearer place."""
    nearer = list(
        WorkflowPage.objects.filter(page__path__startswith=place.path)
        .exclude(page=place)
        .values_list("page__path", flat=True)
    )
    states = WorkflowState.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    )
    paths = dict(Page.objects.filter(path__startswith=place.path).values_list("pk", "path")) if states.exists() else {}
    for state in states.select_related("requested_by").order_by("pk"):
        path = paths.get(int(state.object_id))
        if path is not None and not any(path.startswith(root) for root in nearer):
            yield state


class UseWorkflow:
    """Let the pages at and below a place go through ``workflow`` from now on; what is in review passes over to its steps.

    Otherwise a page would pass its last old step and then be kept
    back by the approval gate, which asks for the steps in use.
    """

    verb = "use_workflow"

    def __init__(self, place: Page, workflow: Workflow, *, user: Any, reason: str, as_shown: str) -> None:
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

    def execute(self) -> int:
        """Put it to use, on the record; return how many pages in review now wait for another step.

        Raises:
            Refused: see :meth:`check`.
        """
        self.check()
        before, after = self.place.get_workflow(), self.workflow
        with transaction.atomic(), permitted(self.verb, [STEPS]):
            if not WorkflowPage.objects.filter(page=self.place).update(workflow=after):
                WorkflowPage.objects.create(page=self.place, workflow=after)
            moved = self._pass_over()
            record(
                "workflow.use", self.place, user=self.user, reason=self.reason,
                before={"workflow": before.name, "steps": steps_said(before)} if before else None,
                after={"workflow": after.name, "steps": steps_said(after), "in_review": moved},
            )  # fmt: skip
        return moved

    def _pass_over(self) -> int:
        """Let open approvals follow the new steps: those that the content has passed are not asked again.

        One that has passed them all already stays at its old step, whose approval publishes it: no administrator publishes anything.
        """
        moved = 0
        for state in list(_in_review(self.place)):
            former, state.workflow = state.workflow_id, self.workflow
            at, following = state.current_task_state, state.get_next_task()
            if former == self.workflow.pk or following is None:
                continue
            state.save(update_fields=["workflow"])
            if state.status == WorkflowState.STATUS_IN_PROGRESS and at is not None and at.task_id != following.pk:
                at.specific.cancel(user=self.user)
                moved += 1
        return moved


class UseForm(forms.Form):
    """For which part of the tree, which workflow, and why."""

    place = forms.ModelChoiceField(
        label="栏目",
        queryset=Page.objects.none(),
        empty_label="请选择",
        help_text="单位的每个栏目是一类页面：可以为一个单位的一类页面单独设置，没有单独设置的随上级栏目。",
    )
    reason = forms.CharField(label="依据", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {page.pk: name for page, name in places()}
        self.fields["place"].queryset = Page.objects.filter(pk__in=names).order_by("path")  # type: ignore[attr-defined]
        self.fields["place"].label_from_instance = lambda page: names[page.pk]  # type: ignore[attr-defined]


def _offered() -> list[Workflow]:
    return list(Workflow.objects.filter(active=True).order_by("name")[:200])


def _rows(workflows: list[Workflow]) -> list[dict[str, Any]]:
    return [
        {"workflow": found, "steps": steps_said(found), "value": f"{found.pk}:{seen(found)}"} for found in workflows
    ]


@require_admin_access
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponseBase:
    """Show the workflows that could be used, with their steps, and take the choice; to who reads records, what is used where."""
    if reads_records(request.user):
        context = {"rows": _rows(_offered()), "used": [name for _, name in places()]}
        return render(request, "staff_directory/admin/workflows_in_use.html", context)
    if not request.user.has_perm(CONFIRM):
        return permission_denied(request)
    form = UseForm(request.POST or None)
    workflows = _offered()
    if request.method == "POST" and form.is_valid():
        key, _, shown = request.POST.get("workflow", "").partition(":")
        chosen = next((found for found in workflows if str(found.pk) == key), None)
        try:
            if chosen is None:
                raise Refused([Problem("workflow", "请选择要启用的流程。", "workflow")])
            values = form.cleaned_data
            use = UseWorkflow(values["place"], chosen, user=request.user, reason=values["reason"], as_shown=shown)
            moved = use.execute()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            begun = f"；正在审批的 {moved} 件已转入新流程" if moved else ""
            messages.success(request, f"“{values['place'].title}”今后提交的页面按“{chosen.name}”审批{begun}。")
            return redirect("workflows_in_use:index")
    return render(request, "staff_directory/admin/workflows_in_use.html", {"form": form, "rows": _rows(workflows)})
