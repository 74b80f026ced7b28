"""The board “撤下与恢复”: numbers, filters, and the endings a page of them at a time, by key."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.admin.auth import require_admin_access

from ..life.due import is_late
from ..life.kinds import EndingKind, EndingState
from ..models import Ending, EndingBatch, Restoration
from . import queries
from .board_csv import csv_lines
from .border import border
from .numbers import STATES, board_numbers
from .per_unit import per_unit
from .standing_work import standing_work

SHOWN = 50
#: So many restorations, batches and relapses are shown beside the endings.
_FEW = 50
_WHEN = (queries.LATE, queries.TODAY, queries.DUE, queries.SOON)


def _chosen(user: Any, state: str) -> QuerySet[Ending]:
    """Return the endings of a state of the filter."""
    special = {
        "mine": queries.waiting_endings,
        "review": queries.unreviewed,
        "surfaces": queries.not_gone,
        "relapse": queries.relapsed,
    }
    if state in special:
        return special[state](user)
    if state in _WHEN:
        return queries.open_endings(user).filter(queries.by_when(state))
    found = queries.endings_of(user)
    if state == "asked":
        return found.filter(requested_by=user, state=EndingState.REQUESTED)
    return found.filter(state=state) if state else found


def _asked(request: HttpRequest) -> dict[str, str]:
    states, given = {str(value) for value, _ in STATES}, request.GET
    return {
        "state": given.get("state", "") if given.get("state", "") in states else "",
        "kind": given.get("kind", "") if given.get("kind", "") in EndingKind.values else "",
        "unit": given.get("unit", "")[:32],
    }


@require_admin_access
def show(request: HttpRequest) -> HttpResponseBase:
    """Show the board, or with ``?export=csv`` give it; the number of queries does not depend on how many endings there are."""
    user, asked = request.user, _asked(request)
    units = border().units(user)
    unit = next((found for found in units if found.code == asked["unit"]), None)
    endings = _chosen(user, asked["state"])
    if asked["kind"]:
        endings = endings.filter(kind=asked["kind"])
    if unit is not None:
        endings = endings.filter(page__path__startswith=unit.path)
    whole = not asked["kind"] and unit is None
    restorations, batches = others_of(user, asked["state"])
    if request.GET.get("export") == "csv":
        lines = csv_lines(endings, *((restorations, batches) if whole else (restorations.none(), batches.none())))
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="endings-{timezone.localdate():%Y%m%d}.csv"'
        return answer
    before = request.GET.get("before", "")
    first = not (before.isascii() and before.isdigit() and len(before) < 18)
    if not first:
        endings = endings.filter(pk__lt=int(before))
    rows = list(endings.order_by("-pk")[: SHOWN + 1])
    query = {name: value for name, value in asked.items() if value}
    context = {
        "numbers": board_numbers(user),
        "lines": lines_of(rows[:SHOWN]),
        "next": urlencode({**query, "before": rows[SHOWN - 1].pk}) if len(rows) > SHOWN else "",
        "first": urlencode(query) if not first else "",
        "asked": asked,
        "states": STATES,
        "kinds": EndingKind.choices,
        "units": units,
        "may_batch": user.has_perm("publication.request_ending"),
        "query": urlencode(query),
        "per_unit": per_unit(user) if first and whole and not asked["state"] and len(units) > 1 else [],
        "standing": standing_work() if first and whole else [],
        **(_shown(user, asked["state"], restorations, batches) if first and whole else {}),
    }
    return render(request, "publication/admin/life_board.html", context)


def lines_of(rows: list[Ending]) -> list[dict[str, Any]]:
    """Return what the board shows of endings; two queries for the names of units."""
    today = timezone.localdate()
    names = border().unit_names([row.page for row in rows])
    return [
        {
            "ending": row,
            "name": queries.name_of(row.page),
            "unit": names.get(row.page_id, ""),
            "person": queries.person(row.requested_by),
            "late": is_late(row, today),
            "today": row.is_open and row.due_on == today,
        }
        for row in rows
    ]


def others_of(user: Any, state: str) -> tuple[QuerySet[Restoration], QuerySet[EndingBatch]]:
    """Return the restorations and batches that belong to a state of the filter, the newest first."""
    restorations, batches = queries.restorations_of(user), queries.batches_of(user)
    if state == "mine":
        restorations, batches = queries.waiting_restorations(user), queries.waiting_batches(user)
    elif state == "asked":
        restorations = restorations.filter(requested_by=user, state=EndingState.REQUESTED)
        batches = queries.open_batches(user).filter(requested_by=user)
    elif state in _WHEN:
        restorations, batches = restorations.none(), queries.open_batches(user).filter(queries.by_when(state))
    elif state in EndingState.values:
        restorations = restorations.filter(state=state)
        batches = batches.filter(state={"executed": "done"}.get(state, state))
    elif state:
        restorations, batches = restorations.none(), batches.none()
    return restorations.order_by("-pk"), batches.select_related("requested_by").order_by("-pk")


def _shown(user: Any, state: str, restorations: Any, batches: Any) -> dict[str, Any]:
    """Return what stands beside the endings, some of each."""
    relapses, today = queries.relapses_of(user) if state in ("", "relapse") else [], timezone.localdate()
    return {
        "restorations": [
            {"row": row, "name": queries.name_of(row.page), "person": queries.person(row.requested_by)}
            for row in restorations[:_FEW]
        ],
        "batches": [
            {
                "row": row,
                "person": queries.person(row.requested_by),
                "late": row.state in queries.OPEN_BATCHES and row.due_on is not None and row.due_on < today,
                "today": row.state in queries.OPEN_BATCHES and row.due_on == today,
            }
            for row in batches[:_FEW]
        ],
        "relapses": [{"row": row, "name": queries.name_of(row.page)} for row in relapses[:_FEW]],
    }
