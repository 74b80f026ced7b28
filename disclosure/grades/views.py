"""The list of grades, its downloads, and the screen of one penalty's grade."""

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from publication.errors import Refused
from staff_directory.models import Unit
from staff_directory.reading.border import addresses_for

from ..models import DecisionNoticePage, PenaltyGrade
from .export import csv_lines, workbook
from .forms import PUBLIC, WITHHELD, GradeForm, add_refusal
from .lists import STATES, Asked, after, lines_of
from .standing import end_of, rule_of
from .verbs import ConfirmGrade, confirms_for

SHOWN = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page_url(user: Any, notice: Any) -> str:
    """Return where the user reads a decision in the admin; "" where it is not theirs to read."""
    return addresses_for(user, [notice])[notice.pk]


@require_admin_access
def index(request: HttpRequest) -> HttpResponseBase:
    """List penalties with what is proposed and what stands, a page of them at a time, by key; ``?export=`` downloads them."""
    asked = Asked.of(request.GET)
    found = asked.found()
    name = f"grades-{timezone.localdate():%Y%m%d}"
    if request.GET.get("export") == "csv":
        answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer
    if request.GET.get("export") == "xlsx":
        return FileResponse(workbook(found), as_attachment=True, filename=f"{name}.xlsx", content_type=_XLSX)
    rows = list(after(found, request.GET.get("at", ""))[: SHOWN + 1])
    last = rows[SHOWN - 1] if len(rows) > SHOWN else None
    place = {**asked.query, "at": f"{last.decided_on.isoformat()}_{last.pk}"} if last is not None else {}
    context = {
        "asked": asked,
        "states": STATES.items(),
        "units": Unit.objects.filter(notices__kind="penalty").distinct().order_by("order", "code"),
        "lines": lines_of(rows[:SHOWN]),
        "query": urlencode(asked.query),
        "next": urlencode(place) if place else "",
        "first": bool(request.GET.get("at")),
        "waiting": asked.state in ("", "public", "draft", "changed") and confirms_for(request.user) is not None,
    }
    return render(request, "disclosure/admin/grades.html", context)


@require_admin_access
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one penalty's grade; POST confirms or changes it."""
    notice = get_object_or_404(DecisionNoticePage.objects.select_related("unit"), pk=pk, kind="penalty")
    rule = rule_of(notice)
    line = lines_of([notice])[0]
    form = GradeForm(request.POST or None, initial=_initial(line))
    if request.method == "POST" and form.is_valid():
        try:
            made = ConfirmGrade(notice, user=request.user, **form.said()).execute()
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            later = notice.live and made.withheld
            messages.success(request, f"已核定：{made}。{'已申请下线，等另一人批准后执行。' if later else ''}")
            return redirect("grades:show", pk)
    context = {
        "notice": notice,
        "line": line,
        "rule": rule,
        "ends": _ends(notice, rule),
        "form": form,
        "may_confirm": confirms_for(request.user) is not None,
        "url": page_url(request.user, notice),
        "history": PenaltyGrade.objects.filter(page=notice).select_related("user")[:50],
    }
    return render(request, "disclosure/admin/grade.html", context, status=400 if form.errors else 200)


def _initial(line: Any) -> dict[str, Any]:
    """Begin with what stands, else with what is proposed; for a minor one nothing is chosen."""
    row = line.row if line.speaks else None
    if row is None:
        return {"grade": line.proposed}
    way = {"way": WITHHELD if row.withheld else PUBLIC, "minor_months": row.months} if row.grade == "minor" else {}
    return {"grade": row.grade, "months": None if row.grade == "minor" else row.months, **way}


def _ends(notice: Any, rule: Any) -> list[dict[str, Any]]:
    """Return for each grade how long the rule lets it be public, and until when for this penalty."""
    if rule is None:
        return []
    return [
        {
            "label": label,
            "least": rule.least_months(grade),
            "most": rule.months(grade),
            "until": end_of(notice, rule.months(grade)),
        }
        for grade, label in PenaltyGrade._meta.get_field("grade").choices
    ]
