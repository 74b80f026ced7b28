"""The screens of what rests on lapsed laws: the list with its download, and one task with the form that closes it by hand."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.errors import Refused
from staff_directory.access.sight import sight_of
from staff_directory.models import Unit

from ..grades.forms import add_refusal
from ..models.lapsed import LapsedState
from .closing import CloseTask, may_close
from .lists import SHOWN, STATES, after, csv_lines, in_sight, lines_of, mark_of, with_state


class CloseForm(forms.Form):
    """The reason."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="依据还没有换、但不需要再清理的，写明为什么。不公开，记入操作日志。",
        error_messages={"required": "请写明理由。"},
    )


@require_admin_access
def index(request: HttpRequest) -> HttpResponseBase:
    """List the tasks in sight, the nearest limit first, a page of them at a time; ``?export=csv`` downloads them."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    unit = request.GET.get("unit", "")[:32].replace("\x00", "")
    whole = in_sight(request.user)
    found = with_state(whole, state).select_related("page", "unit").order_by("due_on", "pk")
    if unit:
        found = found.filter(unit__code=unit)
    if request.GET.get("export") == "csv":
        answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="lapsed-{timezone.localdate():%Y%m%d}.csv"'
        return answer
    at = request.GET.get("at", "")
    rows = list(after(found, at)[: SHOWN + 1])
    kept = {name: value for name, value in (("state", state), ("unit", unit)) if value}
    context = {
        "lines": lines_of(rows[:SHOWN]),
        "state": state,
        "unit": unit,
        "states": [(value, label, with_state(whole, value).count()) for value, label in STATES.items()],
        "units": Unit.objects.filter(pk__in=whole.values("unit")).order_by("order", "code"),
        "query": urlencode(kept),
        "first": bool(at),
        "next": urlencode({**kept, "at": mark_of(rows[SHOWN - 1])}) if len(rows) > SHOWN else "",
    }
    return render(request, "disclosure/admin/lapsed.html", context)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what rests on what, and what to do; POST closes the task by hand."""
    task = get_object_or_404(in_sight(request.user).select_related("page", "unit", "law", "done_by"), pk=pk)
    may = may_close(request.user, task)
    if request.method == "POST" and not may:
        raise Http404
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            CloseTask(task, user=request.user, **form.cleaned_data).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已人工办结。")
            return redirect("lapsed:show", pk)
    context: dict[str, Any] = {
        "line": lines_of([task])[0],
        "task": task,
        "form": form if may and task.state == LapsedState.OPEN else None,
        "edit_url": _edit_url(request.user, task.page),
    }
    return render(request, "disclosure/admin/lapsed_task.html", context, status=400 if form.errors else 200)


def _edit_url(user: Any, page: Any) -> str:
    view = "wagtailadmin_pages:edit" if sight_of(user).holds(page.path) else "reading:page"
    return reverse(view, args=[page.pk])
