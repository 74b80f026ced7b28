"""The deadlines of decisions, for the units in one's sight: what is late or nearly so, and what became public late and why."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, TaskState

from publication.calendar import YearNotMaintained, add_working_days, days_allowed, due_date, working_days_before
from publication.deadlines import legal_date
from publication.life.vanished import without_vanished
from publication.models import TrailEntry
from staff_directory.access.sight import sight_of

from .clocks import over
from .deadlines import LATE_ACT, awaited, first_missed
from .kinds import Fulfilment, Kind
from .models import DecisionNoticePage, ImportedRow
from .models.imports import ImportStatus

#: Working days before the legal date from which a decision counts as nearly late.
SOON_DAYS = 3
STATES = {
    "late": "已逾期",
    "today": "今天到期",
    "soon": "三个工作日内到期",
    "": "全部未公开",
    "published": "逾期公开的",
    "over": "公示期满未下线",
}


def last_decided(kind: str, due_by: date) -> date | None:
    """Return the last date of decision whose legal date is not after ``due_by``; None where the calendar is not known."""
    try:
        day = working_days_before(due_by, days_allowed(kind)) + timedelta(days=10)
        while due_date(kind, day) > due_by:
            day -= timedelta(days=1)
    except YearNotMaintained:
        return None
    return day


def unpublished(user: Any) -> QuerySet[DecisionNoticePage]:
    """Return the decisions in the user's part of the tree that have never been public and are to be."""
    return _in_sight(user, awaited())


def published_late(user: Any) -> QuerySet[DecisionNoticePage]:
    """Return the decisions in the user's part of the tree whose publication after the legal date is in the trail, but what vanished."""
    late = TrailEntry.objects.filter(act=LATE_ACT).values("page_id")
    found = DecisionNoticePage.objects.filter(pk__in=late, first_published_at__isnull=False)
    return _in_sight(user, without_vanished(found))


def _in_sight(user: Any, found: QuerySet[DecisionNoticePage]) -> QuerySet[DecisionNoticePage]:
    if user.has_perm("staff_directory.read_all_pages"):
        return found
    return sight_of(user).filter(found, above=False)


def board_of(user: Any, state: str, unit: str = "") -> QuerySet[DecisionNoticePage]:
    """Return the decisions under one of :data:`STATES`, of one unit (its code) or all in sight, the oldest first."""
    if state == "over":
        found = _in_sight(user, over())
    else:
        found = published_late(user) if state == "published" else with_state(unpublished(user), state)
    if unit:
        found = found.filter(unit__code=unit)
    return found.select_related("unit").order_by("decided_on", "pk")


#: The states that have a number: "" are all that are open.
_COUNTED = ("late", "today", "soon", "", "over")


def counts(user: Any, unit: str = "") -> dict[str, int]:
    """Return how many there are under each state of the board but the last two of the past; five queries."""
    return {state: board_of(user, state, unit).order_by().count() for state in _COUNTED}


def totals(rows: list[dict[str, Any]]) -> dict[str, int]:
    """Return what :func:`counts` says of all units, from the rows of :func:`per_unit`."""
    return {state: sum(row[state or "all"] for row in rows) for state in _COUNTED}


def per_unit(user: Any) -> list[dict[str, Any]]:
    """Return for each unit that has something open ``{"name", "code", "late", "today", "soon", "all", "over"}``; five queries."""
    found: dict[str, dict[str, Any]] = {}
    for state in _COUNTED:
        rows = board_of(user, state).order_by().values_list("unit__code", "unit__name").annotate(count=Count("pk"))
        for code, name, count in rows:
            line = found.setdefault(code, {"code": code, "name": name, **{each or "all": 0 for each in _COUNTED}})
            line[state or "all"] = count
    return sorted(found.values(), key=lambda line: (-line["late"], -line["today"], -line["soon"], line["code"]))


def _due(first: date | None, last: date) -> Q:
    """Return the condition that a decision's legal date lies after ``first`` (None: any) and not after ``last``."""
    wanted = Q(pk__in=[])
    for kind in Kind:
        upper = last_decided(kind, last)
        if upper is None:
            continue
        part = Q(kind=kind, decided_on__lte=upper)
        lower = last_decided(kind, first) if first is not None else None
        if lower is not None:
            part &= Q(decided_on__gt=lower)
        wanted |= part
    return wanted


def with_state(found: QuerySet[Any], state: str, today: date | None = None) -> QuerySet[Any]:
    """Return those that are ``late`` (the legal date has passed), due ``today``, ``soon`` (at most three working days left, today's too), or all."""
    today = today or timezone.localdate()
    yesterday = today - timedelta(days=1)
    if state == "late":
        return found.filter(_due(None, yesterday))
    if state == "today":
        return found.filter(_due(yesterday, today))
    if state == "soon":
        return found.filter(_due(yesterday, _later(today)))
    return found


def _later(today: date) -> date:
    try:
        return add_working_days(today, SOON_DAYS)
    except YearNotMaintained:
        return today


@dataclass(slots=True)
class Line:
    """One decision on the board: by when, how many days late, where it stands, and the reason for its lateness."""

    page: Any
    due: date | None
    state: str
    step: str
    reason: str = ""
    days: int = 0
    url: str = ""


def lines(pages: list[Any], today: date | None = None) -> list[Line]:
    """Return the lines of some decisions; two queries for their steps."""
    today = today or timezone.localdate()
    steps, later = _steps_of([page.pk for page in pages]), _later(today)
    found = []
    for page in pages:
        due = first_missed(page) or legal_date(page)
        day = timezone.localdate(page.first_published_at) if page.first_published_at else today
        state = "late" if due and due < day else "soon" if due and due <= later else ""
        step = steps.get(page.pk, "草稿，未提交")
        if page.first_published_at:
            step = f"{day.year}年{day.month}月{day.day}日公开"
        if page.live and page.publicity_until is not None and page.publicity_until < today:
            end = page.publicity_until
            step += f"，公示期{end.year}年{end.month}月{end.day}日届满，{'登记为尚未改正，待政策法规科研究' if page.fulfilment == Fulfilment.OPEN else '未下线'}"
        line = Line(page, due, state, step)
        if due and state == "late":
            line.reason, line.days = page.late_reason.strip(), (day - due).days
        found.append(line)
    return found


def _steps_of(keys: list[int]) -> dict[int, str]:
    """Return where pages stand: the open step's name, or an import that waits."""
    rows = ImportedRow.objects.filter(
        page__in=keys, published=False, excluded=False, job__status=ImportStatus.SUBMITTED
    )
    found = dict.fromkeys(rows.values_list("page_id", flat=True), "随导入提交，待审核")
    out = ImportedRow.objects.filter(page__in=keys, published=False, excluded=True)
    found |= dict.fromkeys(out.values_list("page_id", flat=True), "审核时剔除，请改正后单独提交或删除")
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=[str(key) for key in keys]
    ).select_related("task", "workflow_state")
    page_type = Page._meta.label_lower
    for state in states:
        base = state.workflow_state.base_content_type.model_class()
        if base is not None and base._meta.label_lower == page_type:
            found[int(state.workflow_state.object_id)] = state.task.name
    return found
