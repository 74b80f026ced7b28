"""How a workflow's steps and end lead to the verbs (named in ``WAGTAIL_FINISH_WORKFLOW_ACTION`` and ``routes.py``)."""

from collections.abc import Callable
from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that the last step approved, also when a newer draft exists.

    Where all that keeps it back is that it waits for another act (``Problem.waits``), it stays approved, and that act publishes it.
    """
    from wagtail.models import Page

    from .actions.publish import PublishPage
    from .errors import Refused

    state = workflow_state.current_task_state
    revision = state.revision if state is not None else workflow_state.content_object.get_latest_revision()
    if isinstance(workflow_state.content_object, Page):
        try:
            PublishPage(revision, user=user).execute(skip_permission_checks=True)
        except Refused as refusal:
            if not refusal.only_waits:
                raise
    else:
        revision.publish(user=user)


def recording(approve: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``TaskState.approve``: the approval is recorded by the verb before the workflow moves on."""

    def approve_recorded(state: Any, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Approve the task state through :class:`publication.actions.approve.ApproveRevision`."""
        from wagtail.models import Page

        from .actions.approve import ApproveRevision

        page = state.workflow_state.content_object
        if isinstance(page, Page):
            ApproveRevision(page.specific, state.revision, user, steps=[state.task], comment=comment).execute()
        return approve(state, user=user, update=update, comment=comment)

    approve_recorded.leads_to_verb = True  # type: ignore[attr-defined]
    return approve_recorded


def starting_over(resume: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``WorkflowState.resume``: a page that was changed after it came back starts at the first step.

    Wagtail's own goes to the step that sent it back and then back to the first, whose approval the change has voided.
    """

    def resume_from_first(state: Any, user: Any = None) -> Any:
        """Resume at the first step that has not approved the newest revision."""
        first, update = state.get_next_task(), state.update

        def update_once(user: Any = None, next_task: Any = None) -> Any:
            del state.update
            return update(user=user, next_task=first or next_task)

        state.update = update_once
        try:
            return resume(state, user=user)
        finally:
            state.__dict__.pop("update", None)

    resume_from_first.leads_to_verb = True  # type: ignore[attr-defined]
    return resume_from_first


def explaining(reject: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``TaskState.reject``: whoever sends a page back says what is to be mended."""

    def reject_explained(state: Any, user: Any = None, update: bool = True, comment: str = "") -> Any:
        """Reject with a comment; refuse without."""
        from .errors import Refused
        from .gates.base import Problem

        if not comment.strip():
            message = "退回须写明要改什么，请按“退回修改”并填写意见。"
            raise Refused([Problem("comment_missing", message)], page=state.workflow_state.content_object)
        return reject(state, user=user, update=update, comment=comment)

    reject_explained.leads_to_verb = True  # type: ignore[attr-defined]
    return reject_explained
