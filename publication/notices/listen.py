"""What workflow and publication tell of by themselves."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_approved,
    task_cancelled,
    task_rejected,
    task_submitted,
    workflow_approved,
)

from ..approvals import last_editor, people_for, same_content
from ..models.notices import NoticeKind
from ..trail.context import origin
from .notify import notify, settle, title_of
from .quiet import is_quiet


def task_key(state_pk: int) -> str:
    """Return the key of the notice that a step waits."""
    return f"task-{state_pk}"


def step_keys(state_pk: int, today: date) -> list[str]:
    """Return the keys under which a step's people are reminded: the working day before, on the day, each day after."""
    return [f"step-{state_pk}-soon", f"step-{state_pk}-due", f"step-{state_pk}-late-{today:%Y%m%d}"]


def edit_url(page_pk: int) -> str:
    """Return the path of the page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page_pk])


def _page_of(state: WorkflowState) -> Any:
    """Return the specific page that a workflow is about; None when it is about something else."""
    found = state.content_object
    return found.specific if isinstance(found, Page) else None


def _began(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """A step begins: those whose turn it is are told, but not who submitted."""
    page = _page_of(instance.workflow_state)
    if page is None:
        return
    author = instance.workflow_state.requested_by_id
    people = [person for person in people_for(instance.task, page) if person.pk != author]
    subject = f"{title_of(page)}：等待您审核（{instance.task.name}）"
    notify(people, NoticeKind.WAITING, subject, edit_url(page.pk), page=page, key=task_key(instance.pk))


def _ended(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A step is over: nobody needs to be told any more that it waits, or that it is late."""
    settle(task_key(instance.pk), *step_keys(instance.pk, timezone.localdate()))


def _rejected(sender: Any, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """Sent back: the submitter and the last editor are told, with the comment."""
    _ended(sender, instance)
    page = _page_of(instance.workflow_state)
    if page is None:
        return
    people = {person.pk: person for person in _authors(instance) if user is None or person.pk != user.pk}
    comment = TaskState.objects.values_list("comment", flat=True).get(pk=instance.pk)
    notify(
        people.values(),
        NoticeKind.RETURNED,
        f"{title_of(page)}：退回修改",
        edit_url(page.pk),
        page=page,
        key=f"returned-{instance.pk}",
        detail=comment,
    )


def _authors(state: TaskState) -> list[Any]:
    """Return the submitter and the person who last changed what the step was about."""
    keys = {state.workflow_state.requested_by_id}
    if state.revision is not None:
        keys.add(last_editor(same_content(state.revision)))
    return list(get_user_model()._default_manager.filter(pk__in=keys - {None}))


def _passed(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """All steps are approved; where publication comes later, the submitter is told already now."""
    page = _page_of(instance)
    state = instance.current_task_state
    if page is None or state is None or state.revision is None or instance.requested_by is None:
        return
    goes_live = type(state.revision).objects.values_list("approved_go_live_at", flat=True).get(pk=state.revision_id)
    if goes_live is None or (user is not None and user.pk == instance.requested_by_id):
        return
    subject = f"{title_of(page)}：审核通过，到点自动公开"
    key = f"passed-{instance.pk}"
    notify([instance.requested_by], NoticeKind.PUBLISHED, subject, edit_url(page.pk), page=page, key=key)


def _published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """A page went public: whoever submitted it (without a workflow: whoever wrote it) is told, unless it was their own act."""
    if is_quiet() or revision is None or not instance.live:
        return
    steps = TaskState.objects.filter(revision_id=revision.pk, workflow_state__requested_by__isnull=False)
    submitter = steps.order_by("-pk").values_list("workflow_state__requested_by", flat=True).first()
    author = submitter or revision.user_id
    if author is None or author == _acting():
        return
    people = get_user_model()._default_manager.filter(pk=author)
    subject = f"{title_of(instance)}：已公开"
    url = edit_url(instance.pk)
    notify(people, NoticeKind.PUBLISHED, subject, url, page=instance, key=f"published-{revision.pk}")


def _acting() -> int | None:
    """Return who is acting, as far as the request or command says."""
    user = origin().user or get_active_log_context().user
    return user.pk if user is not None else None


def connect() -> None:
    """Connect everything; once."""
    task_submitted.connect(_began, dispatch_uid="notices-began")
    task_approved.connect(_ended, dispatch_uid="notices-approved")
    task_cancelled.connect(_ended, dispatch_uid="notices-cancelled")
    task_rejected.connect(_rejected, dispatch_uid="notices-rejected")
    workflow_approved.connect(_passed, dispatch_uid="notices-passed")
    page_published.connect(_published, dispatch_uid="notices-published")
