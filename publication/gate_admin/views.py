"""The list of findings for the editor's panel, and setting one aside."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from ..actions.override import OverrideProblem
from ..errors import Refused
from ..gates import findings_of
from .findings import findings_context


def _page(request: HttpRequest, pk: int) -> Any:
    """Return the specific page if the user may edit it.

    Raises:
        Http404: they may not, or there is none.
    """
    page = get_object_or_404(Page, pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page


@require_admin_access
def fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the present findings as a piece of HTML."""
    page = _page(request, pk)
    return render(request, "publication/admin/gate_findings.html", findings_context(page, request.user))


class OverrideForm(forms.Form):
    """Why a problem is set aside."""

    reason = forms.CharField(
        label="放行理由", widget=forms.Textarea(attrs={"rows": 4}), min_length=10, max_length=1000,
        help_text="至少十个字。理由会记入审核痕迹，显示在页面的检查结果中。",
    )  # fmt: skip


@require_admin_access
def override(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Set one problem of the newest draft aside, as a second person with the right to, with a reason."""
    page = _page(request, pk)
    revision = page.get_latest_revision()
    if revision is None:
        raise Http404
    problem = next((found for found in findings_of(revision.as_object(), revision) if found.code == code), None)
    if problem is None or not problem.override_permission:
        raise Http404
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            OverrideProblem(page, revision, problem, request.user, form.cleaned_data["reason"]).execute()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已记录放行理由。页面内容再有改动时，须重新放行。")
            return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "publication/admin/gate_override.html", {"page": page, "problem": problem, "form": form})
