"""The screens: upload and export, preview, confirm, result."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from staff_directory.access.sight import sight_of
from staff_directory.models import Unit

from ...importing.source import Unreadable
from ...imports import access, files
from ...imports.forms import UnitFileForm
from ...models import MatterIndexPage, MatterPage, MatterWorkbook
from .applying import Refusal, apply
from .export import workbook
from .planning import plan
from .reading import read

_SHOWN = 200


class UploadForm(UnitFileForm):
    """Matters: the workbook is the one that was handed out."""

    file = forms.FileField(label="表格文件", help_text="先导出本单位的表格，在里面修改，再上传。支持 XLSX、XLS、ODS。")


def _units(user: Any) -> list[Unit]:
    with_matters = set(MatterIndexPage.objects.values_list("unit_id", flat=True))
    return [unit for unit in access.units_for(user) if unit.pk in with_matters]


def _mine(request: HttpRequest, pk: int) -> MatterWorkbook:
    """Return the user's own upload for a unit that is still theirs; 404 otherwise."""
    found = get_object_or_404(MatterWorkbook.objects.select_related("unit"), pk=pk, user=request.user)
    if not access.may_add(request.user, found.unit):
        raise Http404
    return found


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """Offer export and upload, and list the user's uploads."""
    units = _units(request.user)
    form = UploadForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = MatterWorkbook.objects.create(
            unit=form.cleaned_data["unit"], user=request.user, file_name=file.name[:255], stored_name=files.keep(file)
        )
        return redirect("matter_sheets:show", made.pk)
    uploads = MatterWorkbook.objects.filter(user=request.user).select_related("unit")
    context = {"form": form, "units": units, "uploads": Paginator(uploads, 20).get_page(request.GET.get("p"))}
    return render(request, "disclosure/admin/matter_sheets.html", context)


@require_admin_access
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Hand out a unit's matters as a workbook."""
    unit = next((found for found in _units(request.user) if found.code == code), None)
    if unit is None:
        raise Http404
    response = FileResponse(workbook(unit), as_attachment=True, filename=f"执法事项-{unit.code}.xlsx")
    response["Cache-Control"] = "no-store"
    return response


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the workbook would change, or what became of it."""
    upload = _mine(request, pk)
    context: dict[str, Any] = {"upload": upload}
    if upload.applied_at:
        drafts = _drafts(upload)[:_SHOWN]
        context |= {"drafts": drafts, "may_submit": any(not page.workflow_in_progress for page in drafts)}
    elif not upload.stored_name:
        context["refused"] = "上传的文件已过保留期，请重新上传。"
    else:
        try:
            context["plan"] = plan(upload.unit, read(files.path_of(upload)))
        except Unreadable as problem:
            context["refused"] = problem.message
    return render(request, "disclosure/admin/matter_sheet.html", context)


@require_admin_access
@require_POST
def apply_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the drafts."""
    upload = _mine(request, pk)
    if upload.applied_at or not upload.stored_name:
        messages.warning(request, "这份表格已经处理过。")
        return redirect("matter_sheets:show", pk)
    try:
        found = read(files.path_of(upload))
        chosen = {"cancelled": request.POST.getlist("cancel"), "reviewed": bool(request.POST.get("secrecy_checked"))}
        result = apply(upload.unit, found, user=request.user, **chosen)
    except (Unreadable, Refusal) as problem:
        messages.error(request, getattr(problem, "message", str(problem)))
        return redirect("matter_sheets:show", pk)
    files.forget(upload)
    upload.applied_at = timezone.now()
    upload.result = result
    upload.save()
    messages.success(
        request,
        f"已存为草稿：新增{result['new']}项，修改{result['changed']}项，取消{result['cancelled']}项。还没有公开。",
    )
    return redirect("matter_sheets:show", pk)


def _drafts(upload: MatterWorkbook) -> list[MatterPage]:
    codes = upload.result.get("codes", [])
    pages = MatterPage.objects.filter(code__in=codes, has_unpublished_changes=True, seal=None)
    pages = sight_of(upload.user).filter(pages, above=False)
    return list(pages.order_by("code"))


@require_admin_access
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the approval of every draft of the upload that is not in one yet."""
    upload = _mine(request, pk)
    started = 0
    for page in _drafts(upload):
        workflow = page.get_workflow()
        if workflow is not None and not page.workflow_in_progress:
            workflow.start(page, request.user)
            started += 1
    messages.success(request, f"{started} 项已送审。" if started else "没有需要送审的草稿。")
    return redirect("matter_sheets:show", pk)
