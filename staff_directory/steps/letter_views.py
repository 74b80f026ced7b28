"""The screens of letters: what waits for another body's answer, recording the letter, confirming it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page, TaskState

from publication.errors import Refused
from publication.life.vanished import SAID, called
from publication.models import OutsideApproval

from ..reading.border import addresses_for
from .letters import ConfirmLetter, RecordLetter, letters_of, may_keep, open_states

_SHOWN = 200


class LetterForm(forms.Form):
    """Number, date and scan of a letter that agrees."""

    number = forms.CharField(label="来函文号", max_length=100, help_text="例如：示例司函〔2026〕3号。")
    dated = forms.DateField(label="来函日期", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="扫描件", help_text="PDF、JPG 或 PNG，20 MB 以内。")

    def clean_file(self) -> Any:
        """Refuse what is too large."""
        file = self.cleaned_data["file"]
        if file.size > 20 * 1024 * 1024:
            raise forms.ValidationError("文件超过 20 MB，请降低扫描分辨率。")
        return file


def _state(pk: int) -> TaskState:
    return get_object_or_404(open_states(), pk=pk)


@require_admin_access
def index(request: HttpRequest) -> HttpResponse:
    """List the pages that wait for a letter, and the latest letters."""
    waiting = list(open_states()[:_SHOWN])
    found = OutsideApproval.objects.filter(page_id__in=[int(state.revision.object_id) for state in waiting])
    having = set(found.filter(confirmed_by=None).values_list("revision_id", flat=True))
    for state in waiting:
        state.recorded = state.revision_id in having  # type: ignore[attr-defined]
    recent = list(OutsideApproval.objects.select_related("page", "user", "confirmed_by").order_by("-pk")[:30])
    keys = [int(state.revision.object_id) for state in waiting]
    names = called([*Page.objects.filter(pk__in=keys), *(letter.page for letter in recent)])
    for state, key in zip(waiting, keys, strict=True):
        state.title = SAID if names.get(key) == SAID else state.revision.object_str  # type: ignore[attr-defined]
    for letter in recent:
        letter.title = names[letter.page_id]  # type: ignore[attr-defined]
    return render(request, "staff_directory/admin/letter_index.html", {"waiting": waiting, "letters": recent})


def _address(user: Any, page: Any) -> str:
    """Return where the user looks at what the letter is about: who keeps the letters sees it at its step."""
    if may_keep(user):
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    return addresses_for(user, [page])[page.pk]


def _show(request: HttpRequest, state: TaskState, form: LetterForm, status: int = 200) -> HttpResponse:
    page = state.workflow_state.content_object
    context = {
        "state": state,
        "page": page,
        "body": state.task.specific.body,
        "letters": letters_of(page, state.revision),
        "form": form,
        "may_keep": may_keep(request.user),
        "address": _address(request.user, page),
        "today": timezone.localdate(),
    }
    return render(request, "staff_directory/admin/letter_show.html", context, status=status)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one waiting page: its letters, and the form for a new one."""
    return _show(request, _state(pk), LetterForm())


@require_admin_access
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record a letter."""
    state = _state(pk)
    form = LetterForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            RecordLetter(state, user=request.user, **form.cleaned_data).execute()
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.field or None, problem.message)
        else:
            messages.success(request, "已登记，请由另一人核对扫描件后确认。")
            return redirect("letters:show", pk)
    return _show(request, state, form, status=400)


@require_admin_access
@require_POST
def confirm(request: HttpRequest, pk: int, letter: int) -> HttpResponseBase:
    """Confirm a letter; that approves the step."""
    state = _state(pk)
    found = get_object_or_404(OutsideApproval, pk=letter, page_id=int(state.revision.object_id))
    try:
        ConfirmLetter(state, found, user=request.user).execute()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("letters:show", pk)
    messages.success(request, "已确认，这一步审核通过。")
    return redirect("letters:index")
