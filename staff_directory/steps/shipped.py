"""The workflows that the portal ships; the bureau changes them in the admin, and what is there is left alone."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from publication.approvals import STEPS
from publication.permits import permitted

from ..kinds import Role
from ..models import LetterTask, RoleTask


@dataclass(frozen=True, slots=True)
class Step:
    """One shipped step: a role's approval, or (``role`` None) another body's letter."""

    name: str
    role: Role | None
    days_before: int = 0
    may_substitute: bool = False

    def task(self) -> Task:
        """Return the task, made when it is not there yet."""
        found: Any
        if self.role is None:
            found = LetterTask.objects.filter(name=self.name).first()
            return found or LetterTask.objects.create(name=self.name, days_before=self.days_before)
        found = RoleTask.objects.filter(name=self.name).first()
        return found or RoleTask.objects.create(
            name=self.name, role=self.role, days_before=self.days_before, may_substitute=self.may_substitute
        )


HEAD = Step("单位负责人审核", Role.UNIT_HEAD, 2, True)
SECRECY = Step("保密审查与公开审查", Role.SECRECY_REVIEWER, 1)
LEGAL = Step("政策法规科审核", Role.DISCLOSURE_OFFICER)
JUSTICE = Step("司法局审核", None)
#: Not in any shipped workflow: the bureau adds it where it wants it.
DEPUTY = Step("分管领导审批", Role.DEPUTY_DIRECTOR)

CONTENT = ("单位内容审批", (HEAD,))
LISTS = ("清单审批", (LEGAL, JUSTICE))
#: Lists that no other body approves.
OWN_LISTS = ("本局清单审批", (LEGAL,))
DECISIONS = ("执法决定审批", (HEAD, SECRECY))


def ensure(shipped: tuple[str, tuple[Step, ...]]) -> Workflow:
    """Return a shipped workflow, made with its steps when there is none of that name; one that exists is not changed."""
    name, steps = shipped
    found = Workflow.objects.filter(name=name).first()
    if found is not None:
        return found
    with transaction.atomic():
        workflow = Workflow.objects.create(name=name)
        for place, step in enumerate(steps):
            WorkflowTask.objects.create(workflow=workflow, task=step.task(), sort_order=place)
    return workflow


def ensure_all() -> None:
    """Make every shipped workflow and step."""
    for shipped in (CONTENT, LISTS, OWN_LISTS, DECISIONS):
        ensure(shipped)
    DEPUTY.task()


def attach(page: Any, shipped: tuple[str, tuple[Step, ...]]) -> None:
    """Let pages at and below ``page`` go through a shipped workflow, unless the page has one of its own."""
    with permitted("set_up", [STEPS]):
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": ensure(shipped)})
