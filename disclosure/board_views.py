"""The screen of deadlines and its download, and the numbers at the top of the admin's home."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.auth import permission_denied, require_admin_access
from wagtail.models import Page, WorkflowState

from publication.life_admin.numbers import home_numbers
from staff_directory.access.sight import sight_of, works_on_pages
from staff_directory.findings.desk import home_numbers as finding_numbers

from .board import STATES, board_of, counts, lines, per_unit, totals, unpublished, with_state
from .board_export import csv_lines
from .grades.lists import home_numbers as grade_numbers
from .laws.lists import home_numbers as lapsed_numbers
from .models import DecisionNoticePage, ImportJob
from .models.imports import ImportStatus

_SHOWN = 50


def may_see_board(user: Any) -> bool:
    """Tell whether deadlines are any matter of the user's."""
    return works_on_pages(user) or bool(user.has_perm("staff_directory.read_all_pages"))


@require_admin_access
def show(request: HttpRequest) -> HttpResponseBase:
    """List decisions that are not public yet, or became public late, the oldest first; ``?export=csv`` downloads them."""
    if not may_see_board(request.user):
        return permission_denied(request)
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    unit = request.GET.get("unit", "")[:32]
    found = board_of(request.user, state, unit)
    if request.GET.get("export") == "csv":
        answer = StreamingHttpResponse(csv_lines(found), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="deadlines-{timezone.localdate():%Y%m%d}.csv"'
        return answer
    page = Paginator(found, _SHOWN).get_page(request.GET.get("p"))
    shown = lines(list(page.object_list))
    sight = sight_of(request.user)
    for line in shown:
        view = "wagtailadmin_pages:edit" if sight.holds(line.page.path) else "reading:page"
        line.url = reverse(view, args=[line.page.pk])
    rows = [] if unit else per_unit(request.user)
    counted = counts(request.user, unit) if unit else totals(rows)
    context = {
        "page": page,
        "lines": shown,
        "state": state,
        "unit": unit,
        "states": [(value, label, counted.get(value)) for value, label in STATES.items()],
        "per_unit": rows,
        "lapsed": lapsed_numbers(request.user),
    }
    return render(request, "disclosure/admin/board.html", context)


def returned(user: Any) -> Any:
    """Return the pages that the user handed in and that came back, and were not handed in again."""
    states = WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_NEEDS_CHANGES)
    keys = states.filter(base_content_type__app_label="wagtailcore", base_content_type__model="page")
    return Page.objects.filter(pk__in=[int(key) for key in keys.values_list("object_id", flat=True)])


def numbers(user: Any, waiting: int) -> list[dict[str, Any]]:
    """Return the numbers of the home as ``{"label", "value", "url", "tone"}``: my tasks, late, soon, came back, published."""
    found: list[tuple[str, int, str, str]] = [("等我处理", waiting, "#desk-waiting", "warn" if waiting else "")]
    board = reverse("deadlines")
    if may_see_board(user):
        open_ones = unpublished(user)
        late, soon = (with_state(open_ones, state).count() for state in ("late", "soon"))
        found += [
            ("已过公开期限", late, f"{board}?state=late", "bad" if late else ""),
            ("三个工作日内到期", soon, f"{board}?state=soon", "warn" if soon else ""),
        ]
    if works_on_pages(user):
        pages = returned(user)
        jobs = ImportJob.objects.filter(user=user, status=ImportStatus.RETURNED).count()
        back = pages.count() + jobs
        found.append(("退回我修改", back, "#desk-returned" if back else "#desk-drafts", "warn" if back else ""))
        first = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        history = reverse("wagtailadmin_reports:site_history")
        month = sight_of(user).filter(
            DecisionNoticePage.objects.filter(live=True, first_published_at__gte=first),
            above=False,
        )
        found.append(("本月已公开", month.count(), f"{history}?action=wagtail.publish", "good"))
    numbers = [{"label": label, "value": value, "url": url, "tone": tone} for label, value, url, tone in found]
    if not may_see_board(user):
        return numbers
    return [*numbers, *grade_numbers(user), *lapsed_numbers(user), *home_numbers(user), *finding_numbers(user)]
