"""Where a page goes that was sent back and is handed in again: to the first step, for what was approved before is no longer what it says."""

from typing import Any

from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.models import Task, TaskState, WorkflowState


def steps_in(state: WorkflowState) -> list[Task]:
    """Return the active steps of a running approval, in order."""
    tasks = Task.objects.filter(workflow_tasks__workflow_id=state.workflow_id, active=True)
    return list(tasks.order_by("workflow_tasks__sort_order"))


def note_on(state: WorkflowState | None) -> str:
    """Return what the workflow's panel and the message say of a return by a later step than the first; "" where there was none."""
    if state is None or state.status not in (state.STATUS_IN_PROGRESS, state.STATUS_NEEDS_CHANGES):
        return ""
    returned = state.task_states.filter(status=TaskState.STATUS_REJECTED).order_by("-pk").first()
    if returned is None:
        return ""
    steps = steps_in(state)
    if not steps or returned.task_id == steps[0].pk:
        return ""
    line = " → ".join(step.name for step in steps)
    if state.status == state.STATUS_NEEDS_CHANGES:
        return f"改好后重新提交，从第一步重新审批：{line}。"
    return f"退回后重新提交，从第一步重新审批：{line}。"


class Resubmit(SubmitForModerationMenuItem):
    """Names the step at which the page starts, which is the first: Wagtail's own names the one that sent it back."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Put the first step into the label of a page that came back."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        page = context.get("page")
        state = page.current_workflow_state if page is not None and page.pk else None
        if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
            steps = steps_in(state)
            if steps:
                context["label"] = f"重新提交，从“{steps[0].name}”开始"
        return context


def name_first_step(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Put :class:`Resubmit` in the place of Wagtail's item (hook ``construct_page_action_menu``)."""
    items[:] = [Resubmit(order=item.order) if type(item) is SubmitForModerationMenuItem else item for item in items]
