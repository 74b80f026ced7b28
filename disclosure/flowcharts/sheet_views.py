"""The steps of a draft as a spreadsheet, out and in; what is read becomes a new draft, never more."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.models import Seal

from ..models import FlowchartPage
from .sheet import read, workbook_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(forms.Form):
    """The file to read."""

    file = forms.FileField(
        label="步骤表格", help_text="XLSX、XLS、ODS 或 CSV，一行一步，最大 5 MB。", allow_empty_file=True
    )


def _draft(request: HttpRequest, pk: int) -> Any:
    """Return the newest draft of a flowchart that the user may edit.

    Raises:
        Http404: there is none, it is sealed, or they may not.
    """
    page = get_object_or_404(FlowchartPage, pk=pk)
    if not page.permissions_for_user(request.user).can_edit() or Seal.objects.filter(page_id=pk).exists():
        raise Http404
    return page.get_latest_revision_as_object()


@require_admin_access
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the newest draft's steps as XLSX."""
    response = HttpResponse(workbook_of(_draft(request, pk).chart), content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="flowchart-{pk}.xlsx"'
    return response


@require_admin_access
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file into a new draft of the page; with a fault in any row nothing changes, and every fault is listed."""
    page = _draft(request, pk)
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    faults: list[Any] = []
    if request.method == "POST" and form.is_valid():
        steps, faults = read(form.cleaned_data["file"])
        if not faults and page.permissions_for_user(request.user).page_locked():
            form.add_error("file", "这个页面已锁定或正在审核，现在不能改。请等审核结束，或请审核人退回修改。")
        elif not faults:
            page.steps = FlowchartPage._meta.get_field("steps").stream_block.to_python(steps)
            page.save_revision(user=request.user, log_action=True)
            messages.success(request, f"已读入 {len(steps)} 步，存为草稿。读入以前的步骤在“历史”里，可以恢复。")
            return redirect("wagtailadmin_pages:edit", pk)
    context = {"page": page, "form": form, "faults": faults}
    return render(
        request, "disclosure/admin/flowchart_sheet.html", context, status=400 if faults or form.errors else 200
    )
