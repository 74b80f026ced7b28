"""Many grades at once, as proposed: chosen on the list or everything that the filter shows, a preview, and what became of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from ..kinds import CreditGrade
from ..models import DecisionNoticePage
from .forms import ManyForm
from .lists import Asked, lines_of, pending
from .standing import end_of, rule_of
from .verbs import ConfirmMany

#: So many at a time: each is a transaction of its own, and the person waits for them.
MOST = 500


def _chosen(request: HttpRequest) -> list[Any]:
    """Return the penalties that were ticked, or with ``all`` those that the filter finds; only such as wait."""
    if request.POST.get("all"):
        asked = Asked.of(request.POST)
        waiting = asked.found().filter(pk__in=pending().values("pk"))
        return list(waiting[: MOST + 1])
    keys = [
        int(text) for text in request.POST.getlist("page")[: MOST + 1] if text.isascii() and text.isdigit() and len(text) < 18
    ]  # fmt: skip
    rows = DecisionNoticePage.objects.filter(pk__in=keys, kind="penalty").select_related("unit")
    return list(rows.order_by("-decided_on", "-pk"))


@require_admin_access
def show(request: HttpRequest) -> HttpResponseBase:
    """Preview what the list sent; with ``act=confirm`` confirm it and say what became of each."""
    if request.method != "POST":
        return redirect("grades:index")
    notices = _chosen(request)
    if not notices:
        messages.warning(request, "没有选中待核定的处罚。请在列表中勾选，或选“全部符合筛选条件的”。")
        return redirect("grades:index")
    cut, notices = len(notices) > MOST, notices[:MOST]
    previews = _previews(notices)
    any_minor = any(line["minor"] for line in previews)
    confirming = request.POST.get("act") == "confirm"
    form = ManyForm(request.POST if confirming else None, any_minor=any_minor)
    if confirming and form.is_valid():
        withheld, months = form.minor()
        outcomes = ConfirmMany(notices, user=request.user, withheld=withheld, minor_months=months).execute()
        failed = [outcome for outcome in outcomes if outcome.problem]
        if not failed:
            messages.success(request, f"已核定 {len(outcomes)} 件。")
            return redirect("grades:index")
        context = {"failed": failed, "done": len(outcomes) - len(failed)}
        return render(request, "disclosure/admin/grades_done.html", context)
    context = {"lines": previews, "form": form, "any_minor": any_minor, "cut": cut, "most": MOST}
    return _preview(request, context, 400 if form.errors else 200)


def _preview(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "disclosure/admin/grades_many.html", context, status=status)


def _previews(notices: list[Any]) -> list[dict[str, Any]]:
    """Return what a confirmation of each would be."""
    found = []
    for line in lines_of(notices):
        rule, minor = rule_of(line.notice), line.proposed == CreditGrade.MINOR
        until = (
            None if minor or rule is None or line.proposed is None else end_of(line.notice, rule.months(line.proposed))
        )
        found.append({"line": line, "minor": minor, "until": until, "rule": rule})
    return found
