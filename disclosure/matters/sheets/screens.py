"""The screens of a kind of workbook: upload and export, preview, confirm, result. Each kind says what is its own."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from staff_directory.models import Unit

from ...importing.source import Unreadable
from ...imports import access, files
from ...imports.forms import UnitFileForm
from .applying import Refusal

#: How many drafts the result names.
SHOWN = 200


class UploadForm(UnitFileForm):
    """The workbook is the one that was handed out."""

    file = forms.FileField(label="表格文件", help_text="先导出本单位的表格，在里面修改，再上传。支持 XLSX、XLS、ODS。")


@dataclass(frozen=True)
class Screens:
    """The screens of one kind of workbook; ``kind`` names its addresses (``{kind}_sheets:…``) and its two templates, ``title`` heads them.

    ``model`` keeps the uploads, ``folder`` is the column that a unit must have, ``label`` begins the file's name. ``export(unit)``
    gives the workbook, ``look(unit, path)`` the plan, ``write(request, unit, path)`` what was written, ``said`` tells it, ``result``
    gives what else the result's screen shows of an upload.
    """

    kind: str
    title: str
    model: Any
    folder: Any
    label: str
    export_of: Callable[[Any], io.BytesIO]
    look: Callable[[Any, Path], Any]
    write: Callable[[HttpRequest, Any, Path], dict[str, Any]]
    said: str
    result: Callable[[Any], dict[str, Any]]

    @property
    def show_name(self) -> str:
        """Name the address of an upload."""
        return f"{self.kind}_sheets:show"

    @property
    def export_name(self) -> str:
        """Name the address of a unit's workbook."""
        return f"{self.kind}_sheets:export"

    def _units(self, user: Any) -> list[Unit]:
        having = set(self.folder.objects.values_list("unit_id", flat=True))
        return [unit for unit in access.units_for(user) if unit.pk in having]

    def mine(self, request: HttpRequest, pk: int) -> Any:
        """Return the user's own upload for a unit that is still theirs; 404 otherwise."""
        found = get_object_or_404(self.model.objects.select_related("unit"), pk=pk, user=request.user)
        if not access.may_add(request.user, found.unit):
            raise Http404
        return found

    def back(self, pk: int) -> HttpResponse:
        """Lead to an upload's screen."""
        return redirect(self.show_name, pk)

    def index(self, request: HttpRequest) -> HttpResponse:
        """Offer export and upload, and list the user's uploads."""
        units = self._units(request.user)
        form = UploadForm(request.POST or None, request.FILES or None, units=units)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            made = self.model.objects.create(
                unit=form.cleaned_data["unit"],
                user=request.user,
                file_name=file.name[:255],
                stored_name=files.keep(file),
            )
            return self.back(made.pk)
        uploads = self.model.objects.filter(user=request.user).select_related("unit")
        shown = Paginator(uploads, 20).get_page(request.GET.get("p"))
        context = {"form": form, "units": units, "uploads": shown, "screens": self}
        return render(request, f"disclosure/admin/{self.kind}_sheets.html", context)

    def export(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Hand out what a unit has as a workbook."""
        unit = next((found for found in self._units(request.user) if found.code == code), None)
        if unit is None:
            raise Http404
        response = FileResponse(self.export_of(unit), as_attachment=True, filename=f"{self.label}-{unit.code}.xlsx")
        response["Cache-Control"] = "no-store"
        return response

    def show(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the workbook would change, or what became of it."""
        upload = self.mine(request, pk)
        context: dict[str, Any] = {"upload": upload}
        if upload.applied_at:
            context |= self.result(upload)
        elif not upload.stored_name:
            context["refused"] = "上传的文件已过保留期，请重新上传。"
        else:
            try:
                context["plan"] = self.look(upload.unit, files.path_of(upload))
            except Unreadable as problem:
                context["refused"] = problem.message
        return render(request, f"disclosure/admin/{self.kind}_sheet.html", context)

    def apply(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the drafts."""
        upload = self.mine(request, pk)
        if upload.applied_at or not upload.stored_name:
            messages.warning(request, "这份表格已经处理过。")
            return self.back(pk)
        try:
            result = self.write(request, upload.unit, files.path_of(upload))
        except (Unreadable, Refusal) as problem:
            messages.error(request, getattr(problem, "message", str(problem)))
            return self.back(pk)
        files.forget(upload)
        upload.applied_at = timezone.now()
        upload.result = result
        upload.save()
        messages.success(request, self.said.format(**result))
        return self.back(pk)

    def urls(self) -> list[URLPattern]:
        """Return the addresses that every kind has."""
        return [
            path("", require_admin_access(self.index), name="index"),
            path("export/<slug:code>.xlsx", require_admin_access(self.export), name="export"),
            path("<int:pk>/", require_admin_access(self.show), name="show"),
            path("<int:pk>/apply/", require_admin_access(require_POST(self.apply)), name="apply"),
        ]
