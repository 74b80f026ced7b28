"""The screens of workbooks of matters, and the approval of what one of them wrote."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from staff_directory.access.sight import sight_of

from ...models import MatterIndexPage, MatterPage, MatterWorkbook
from .applying import apply
from .export import workbook
from .planning import Plan, plan
from .reading import read
from .screens import SHOWN, Screens


def _look(unit: Any, file: Path) -> Plan:
    return plan(unit, read(file))


def _write(request: HttpRequest, unit: Any, file: Path) -> dict[str, Any]:
    chosen = {
        "cancelled": request.POST.getlist("cancel"),
        "emptied": request.POST.getlist("empty"),
        "reviewed": bool(request.POST.get("secrecy_checked")),
    }
    return apply(unit, read(file), user=request.user, **chosen)


def _drafts(upload: MatterWorkbook) -> list[MatterPage]:
    codes = upload.result.get("codes", [])
    pages = MatterPage.objects.filter(code__in=codes, has_unpublished_changes=True, seal=None)
    pages = sight_of(upload.user).filter(pages, above=False)
    return list(pages.order_by("code"))


def _result(upload: MatterWorkbook) -> dict[str, Any]:
    drafts = _drafts(upload)[:SHOWN]
    return {"drafts": drafts, "may_submit": any(not page.workflow_in_progress for page in drafts)}


screens = Screens(
    kind="matter",
    title="事项表格",
    model=MatterWorkbook,
    folder=MatterIndexPage,
    label="执法事项",
    export_of=workbook,
    look=_look,
    write=_write,
    said="已存为草稿：新增{new}项，修改{changed}项，取消{cancelled}项。还没有公开。",
    result=_result,
)


@require_admin_access
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the approval of every draft of the upload that is not in one yet."""
    upload = screens.mine(request, pk)
    started = 0
    for page in _drafts(upload):
        workflow = page.get_workflow()
        if workflow is not None and not page.workflow_in_progress:
            workflow.start(page, request.user)
            started += 1
    messages.success(request, f"{started} 项已送审。" if started else "没有需要送审的草稿。")
    return screens.back(pk)
