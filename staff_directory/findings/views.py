"""The screens of findings: the auditor files and closes, the unit's head answers, the unit sees its own."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page

from publication.errors import Refused
from publication.life.vanished import called

from ..access.sight import unit_of_page
from ..kinds import FindingState, Role
from ..models import Finding, Unit
from ..reading.border import readable_pages
from ..roles.membership import units_of
from ..roles.rights import estate_of
from ..steps.capacity import deputised, units_under
from .verbs import AnswerFinding, CloseFinding, FileFinding, ReturnFinding, may_answer

_DAYS = 14


class FindingForm(forms.Form):
    """What the auditor writes."""

    unit = forms.ModelChoiceField(label="被监督单位", queryset=Unit.objects.all(), empty_label=None)
    subject = forms.CharField(label="事由", max_length=120)
    text = forms.CharField(
        label="监督意见",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="不要写个人的证件号码、电话、住址。",
    )
    due_on = forms.DateField(label="答复期限", widget=forms.DateInput(attrs={"type": "date"}))


def may_see_findings(user: Any) -> bool:
    """Tell whether findings concern the user at all."""
    return user.has_perm("staff_directory.file_finding") or bool(_units(user))


def findings_for(user: Any) -> QuerySet[Finding]:
    """Return the findings that the user may see: all for the auditor, the own units' for their people."""
    found = Finding.objects.select_related("unit", "page", "filed_by", "answered_by")
    if user.is_superuser or user.has_perm("staff_directory.file_finding"):
        return found
    return found.filter(unit_id__in=_units(user))


def _units(user: Any) -> set[int]:
    """Return the units whose findings are the user's: own ones, those that a deputy heads, and all whose duties passed to them."""
    headed = [held for held in deputised(user) if held.role == Role.UNIT_HEAD]
    return estate_of(units_of(user)) | units_under(headed)


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List findings, open ones first by date."""
    if not may_see_findings(request.user):
        return permission_denied(request)
    found = Paginator(findings_for(request.user).order_by("-pk"), 30).get_page(request.GET.get("p"))
    context = {"findings": found, "may_file": request.user.has_perm("staff_directory.file_finding")}
    return render(request, "staff_directory/admin/finding_index.html", context)


@require_admin_access
def new(request: HttpRequest) -> HttpResponseBase:
    """File a finding, about a page or about a unit."""
    if not request.user.has_perm("staff_directory.file_finding"):
        return permission_denied(request)
    key = request.GET.get("page", "")
    page: Page | None = get_object_or_404(readable_pages(request.user), pk=key) if key.isdigit() else None
    unit = unit_of_page(page) if page is not None else None
    start = {"unit": unit, "due_on": timezone.localdate() + datetime.timedelta(days=_DAYS)}
    form = FindingForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            found = FileFinding(user=request.user, page=page, **form.cleaned_data).execute()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field or None, problem.message)
        else:
            messages.success(request, "监督意见已提出，等待单位答复。")
            return redirect("findings:show", found.pk)
    context = {"form": form, "page": page, "title": called([page])[page.pk] if page is not None else ""}
    return render(request, "staff_directory/admin/finding_new.html", context)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a finding and what the user can do next."""
    found = get_object_or_404(findings_for(request.user), pk=pk)
    return _show(request, found)


def _show(request: HttpRequest, found: Finding, error: str = "", text: str = "") -> HttpResponse:
    context = {
        "finding": found,
        "page_title": called([found.page])[found.page_id] if found.page is not None else "",
        "error": error,
        "text": text,
        "may_answer": found.state == FindingState.OPEN and may_answer(request.user, found),
        "may_close": found.state == FindingState.ANSWERED and request.user.has_perm("staff_directory.file_finding"),
    }
    return render(request, "staff_directory/admin/finding_show.html", context, status=400 if error else 200)


def _step(request: HttpRequest, pk: int, verb: Any, done: str) -> HttpResponseBase:
    found = get_object_or_404(findings_for(request.user), pk=pk)
    text = request.POST.get("text", "")
    try:
        verb(found, text, user=request.user).execute()
    except Refused as refusal:
        if any(problem.code == "role" for problem in refusal.problems):
            raise PermissionDenied from refusal
        return _show(request, found, str(refusal), text)
    messages.success(request, done)
    return redirect("findings:show", pk)


@require_admin_access
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The unit's head answers."""
    return _step(request, pk, AnswerFinding, "答复已提交。")


@require_admin_access
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The auditor asks for another answer."""
    return _step(request, pk, ReturnFinding, "已退回，等待单位重新答复。")


@require_admin_access
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The auditor closes the finding."""
    return _step(request, pk, CloseFinding, "监督意见已办结。")
