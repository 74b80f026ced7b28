"""Which steps a page's approval has, who last changed what a revision says, and which steps have approved exactly that."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page, Revision, Task, WorkflowPage, WorkflowTask

from .models.approvals import Approval, ApprovalBasis, content_digest, said_digest

_AT_ONCE = 20

#: The permit under which the steps in use are changed (an upper layer guards them).
STEPS = "#steps"

Signer = Callable[[Any], bool]
_signers: list[Signer] = []


def register_signer(test: Signer) -> None:
    """Register ``test(user) -> bool``: who may sign at all, whatever step names them; all registered tests must agree."""
    if test not in _signers:
        _signers.append(test)


def steps_of_many(paths: Iterable[str]) -> dict[str, list[Task]]:
    """Return the active steps of each tree path's workflow (its own or its nearest ancestor's), in order; three queries at most."""
    wanted = set(paths)
    step = Page.steplen
    lines = {path: [path[:end] for end in range(len(path), 0, -step)] for path in wanted}
    places = dict(
        WorkflowPage.objects.filter(
            page__path__in={place for line in lines.values() for place in line}, workflow__active=True
        ).values_list("page__path", "workflow_id")
    )
    tasks: dict[int, list[Task]] = {workflow: [] for workflow in places.values()}
    if tasks:
        links = WorkflowTask.objects.filter(workflow_id__in=tasks, task__active=True).select_related("task")
        for link in links.order_by("workflow_id", "sort_order"):
            tasks[link.workflow_id].append(link.task)
    found = {}
    for path, line in lines.items():
        workflow = next((places[place] for place in line if place in places), None)
        found[path] = tasks[workflow] if workflow is not None else []
    return found


def steps_of(page: Any) -> list[Task]:
    """Return the active steps of one page's workflow."""
    return steps_of_many([page.path])[page.path]


def same_content(revision: Revision) -> list[Revision]:
    """Return ``revision`` and the revisions just before it that say exactly the same, newest first.

    Wagtail saves a revision at every click on “publish”, changed or not: who clicked has not edited by that, however often.
    """
    digest = said_digest(revision.content)
    run = [revision]
    earlier = (
        Revision.objects.filter(base_content_type_id=revision.base_content_type_id, object_id=revision.object_id)
        .filter(created_at__lte=revision.created_at)
        .exclude(pk=revision.pk)
        .order_by("-created_at", "-pk")
    )
    for candidate in earlier.iterator(_AT_ONCE):
        if said_digest(candidate.content) != digest:
            break
        run.append(candidate)
    return run


def last_editor(run: Sequence[Revision]) -> int | None:
    """Return the key of the person who brought about what the revisions of ``run`` (:func:`same_content`) say."""
    return run[-1].user_id


def standing(run: Sequence[Revision]) -> list[Approval]:
    """Return the approvals that hold for what the revisions of ``run`` say: none by its last editor, none of another content."""
    digest, editor = content_digest(run[0].content), last_editor(run)
    approvals = Approval.objects.filter(revision_id__in=[revision.pk for revision in run], digest=digest)
    return [found for found in approvals if counts(found, editor)]


def counts(approval: Approval, editor: int | None) -> bool:
    """Tell whether an approval stands although ``editor`` (a key) brought the content about: one's own does not."""
    if approval.basis == ApprovalBasis.SETUP:
        return True
    return approval.user_id is not None and approval.user_id != editor


def missing_steps(steps: Sequence[Task], approvals: Sequence[Approval]) -> list[Task | None]:
    """Return the steps that no approval stands for; ``[None]`` where a page has no workflow and nobody has approved."""
    if any(found.basis == ApprovalBasis.SETUP for found in approvals):
        return []
    if not steps:
        return [] if approvals else [None]
    signed = {found.task_id for found in approvals}
    return [step for step in steps if step.pk not in signed]


def may_sign(user: Any, page: Any, step: Task | None) -> bool:
    """Tell whether ``user`` may give a step's approval (without a workflow: whoever may publish there)."""
    if user is None or not user.is_active or not all(test(user) for test in _signers):
        return False
    if step is None:
        return bool(page.permissions_for_user(user).can_publish())
    return any(name == "approve" for name, *_ in step.specific.get_actions(page, user))


def people_for(step: Task, page: Any) -> list[Any]:
    """Return the active accounts whose turn a step is for ``page``: of a group's step its members, else whom the step names."""
    specific = step.specific
    named = getattr(specific, "people", None)
    if named is not None:
        return list(named(page))
    groups = getattr(specific, "groups", None)
    if groups is None:
        return []
    return list(get_user_model()._default_manager.filter(is_active=True, groups__in=groups.all()).distinct())


def acting_for(user: Any, page: Any, step: Task | None) -> str:
    """Return in whose place ``user`` takes a step (a deputy, the legal department); "" when it is their own."""
    said = getattr(step.specific, "acting_for", None) if step is not None else None
    return str(said(page, user)) if said is not None else ""


def step_names(steps: Sequence[Task | None]) -> str:
    """Return the steps' names for a message."""
    return "、".join(step.name if step is not None else "发布审核" for step in steps)
