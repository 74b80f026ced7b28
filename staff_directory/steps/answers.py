"""What the editor of pages answers to a reviewer's act and to a submission, and where it leads afterwards."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from publication.gates import Problem, problems_of
from publication.gates.approval import NOT_APPROVED
from publication.gates.outside import TO_COME

from ..access.sight import sight_of
from .resubmission import note_on


def answer(request: Any, page: Page) -> HttpResponse | None:
    """Say what an act brought about, and lead whoever may not see the page's folder to the home (hook ``after_edit_page``)."""
    fresh = Page.objects.get(pk=page.pk).specific
    if "action-workflow-action" in request.POST:
        messages.success(request, _after_step(fresh, request.POST.get("workflow-action-name", "")))
        if not sight_of(request.user).holds(fresh.path):
            return redirect("wagtailadmin_home")
    elif "action-submit" in request.POST or "action-restart-workflow" in request.POST:
        note = note_on(fresh.current_workflow_state)
        if note:
            messages.info(request, note)
        open_ones = [
            found for found in _problems(fresh) if found.code not in {NOT_APPROVED, *TO_COME} and not found.waits
        ]
        if open_ones:
            said = "；".join(found.message for found in open_ones[:5])
            messages.warning(request, f"已提交，但有 {len(open_ones)} 处改正之前不能公开：{said}")
    return None


def _problems(page: Page) -> list[Problem]:
    """Return what keeps the newest draft back (of a public page too: not what is public)."""
    revision = page.get_latest_revision()
    return problems_of(revision.as_object() if revision is not None else page, revision)


def _after_step(page: Page, action: str) -> str:
    if action == "reject":
        return "已退回，提交人会看到您的意见。"
    state = page.current_workflow_state
    if state is not None and state.current_task_state is not None:
        return f"已通过，转“{state.current_task_state.task.name}”。"
    if page.live and not page.has_unpublished_changes:
        return "已通过并公开。"
    waiting = [found.message for found in _problems(page) if found.waits]
    return "已通过，还没有公开：" + "；".join(waiting[:2]) if waiting else "已通过。"


def only_review(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """Leave “publish” out while a page is under review: whoever reviews takes the step (hook ``construct_page_action_menu``)."""
    page = context.get("page")
    if page is not None and page.pk and page.workflow_in_progress and not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "action-publish"]
