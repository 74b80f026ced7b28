"""The screens of transfers: list, prepare, preview, confirm or cancel."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page

from publication.errors import Refused

from ..kinds import TransferKind, TransferState
from ..models import Unit, UnitPage, UnitTransfer
from ..roles.membership import reads_records
from .verbs import CancelTransfer, ExecuteTransfer, PrepareTransfer, preview

PREPARE, CONFIRM = "staff_directory.prepare_transfer", "staff_directory.confirm_transfer"


class TransferForm(forms.Form):
    """What is to happen."""

    kind = forms.ChoiceField(label="方式", choices=TransferKind.choices)
    source = forms.ModelChoiceField(label="原单位", queryset=Unit.objects.all(), empty_label=None)
    successor = forms.ModelChoiceField(
        label="承继单位", queryset=Unit.objects.all(), required=False, empty_label="（更名时不选）"
    )
    new_name = forms.CharField(label="新名称", max_length=100, required=False, help_text="只在更名时填写。")
    pages = forms.ModelMultipleChoiceField(
        label="划转的栏目",
        queryset=Page.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只在拆分时选择：原单位主页下的栏目。",
    )
    effective_on = forms.DateField(label="生效日期", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="依据和原因", max_length=500, help_text="例如机构编制文件的名称和文号。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roots = UnitPage.objects.values_list("path", flat=True)
        depth = UnitPage.objects.values_list("depth", flat=True).first() or 1
        columns = Page.objects.filter(depth=depth + 1).order_by("path") if roots else Page.objects.none()
        units = dict(UnitPage.objects.values_list("path", "unit__name"))
        field: Any = self.fields["pages"]
        field.queryset = columns
        field.label_from_instance = lambda page: f"{units.get(page.path[: -Page.steplen], '')} · {page.title}"


def _may(user: Any) -> bool:
    return user.has_perm(PREPARE) or user.has_perm(CONFIRM)


def _may_read(user: Any) -> bool:
    return _may(user) or reads_records(user)


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List transfers, newest first."""
    if not _may_read(request.user):
        return permission_denied(request)
    rows = UnitTransfer.objects.select_related("source", "successor")
    page = Paginator(rows, 30).get_page(request.GET.get("p"))
    context = {"transfers": page, "may_prepare": request.user.has_perm(PREPARE)}
    return render(request, "staff_directory/admin/transfer_index.html", context)


@require_admin_access
def new(request: HttpRequest) -> HttpResponseBase:
    """Prepare a transfer."""
    if not request.user.has_perm(PREPARE):
        return permission_denied(request)
    form = TransferForm(request.POST or None, initial={"effective_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        asked = dict(form.cleaned_data)
        asked["pages"] = [page.pk for page in asked["pages"]]
        try:
            transfer = PrepareTransfer(user=request.user, **asked).execute()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field or None, problem.message)
        else:
            return redirect("transfers:show", transfer.pk)
    return render(request, "staff_directory/admin/transfer_new.html", {"form": form})


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would move, or what moved."""
    if not _may_read(request.user):
        return permission_denied(request)
    transfer = get_object_or_404(UnitTransfer.objects.select_related("source", "successor", "prepared_by"), pk=pk)
    waiting = transfer.state == TransferState.PREPARED
    problems: list[str] = []
    if waiting and request.user.has_perm(CONFIRM):
        try:
            ExecuteTransfer(transfer, user=request.user).check()
        except Refused as refusal:
            problems = [problem.message for problem in refusal.problems]
    context = {
        "transfer": transfer,
        "columns": Page.objects.filter(pk__in=transfer.pages),
        "counts": preview(transfer) if waiting else transfer.result,
        "waiting": waiting,
        "problems": problems,
        "may_cancel": waiting and _may(request.user),
        "may_confirm": waiting and request.user.has_perm(CONFIRM),
    }
    return render(request, "staff_directory/admin/transfer_show.html", context)


@require_admin_access
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Execute it: another person than the one who prepared it."""
    if not request.user.has_perm(CONFIRM):
        return permission_denied(request)
    transfer = get_object_or_404(UnitTransfer, pk=pk)
    try:
        ExecuteTransfer(transfer, user=request.user).execute()
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, problem.message)
    else:
        messages.success(request, "单位变更已执行。")
    return redirect("transfers:show", pk)


@require_admin_access
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give it up."""
    if not _may(request.user):
        return permission_denied(request)
    try:
        CancelTransfer(get_object_or_404(UnitTransfer, pk=pk), user=request.user).execute()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已取消。")
    return redirect("transfers:index")
