"""The tasks in a user's sight: filters, lines, numbers, and the CSV."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from publication.life.vanished import vanished_keys
from staff_directory.access.sight import sight_of

from ..board_export import Echo, as_text
from ..models import LapsedBasisTask
from ..models.lapsed import LapsedState
from .lapsing import joined
from .resting import label_of
from .telling import SOON

SHOWN = 50
_CHUNK = 500
BUREAU = "政策法规科"
STATES = {"": "待清理", "late": "已逾期", "soon": "七日内到期", "done": "已办结"}
COLUMNS = (
    "单位",
    "种类",
    "名称",
    "失效的依据",
    "失效之日",
    "清理期限",
    "状态",
    "逾期天数",
    "怎样办结",
    "理由",
    "办结时间",
    "网址",
)


def in_sight(user: Any) -> QuerySet[LapsedBasisTask]:
    """Return the tasks of pages that the user works on, or all for whoever reads everything; none of a page that vanished."""
    found = LapsedBasisTask.objects.all()
    if not user.has_perm("staff_directory.read_sealed_pages"):
        found = found.exclude(page_id__in=vanished_keys())
    if user.has_perm("staff_directory.read_all_pages"):
        return found
    return found.filter(page__in=sight_of(user).filter(Page.objects.all(), above=False))


def with_state(found: QuerySet[LapsedBasisTask], state: str, today: date | None = None) -> QuerySet[LapsedBasisTask]:
    """Return those under one of :data:`STATES`; a page that is no longer public asks nothing of anybody."""
    today = today or timezone.localdate()
    if state == "done":
        return found.filter(Q(state=LapsedState.DONE) | Q(page__live=False))
    found = found.filter(state=LapsedState.OPEN, page__live=True)
    if state == "late":
        return found.filter(due_on__lt=today)
    return found.filter(due_on__gte=today, due_on__lte=today + SOON) if state == "soon" else found


def after(found: QuerySet[LapsedBasisTask], mark: str) -> QuerySet[LapsedBasisTask]:
    """Return what comes after the place ``{day}_{key}``; everything for what is no place."""
    day, _, key = mark.partition("_")
    try:
        at = date.fromisoformat(day)
    except ValueError:
        return found
    if not (key.isascii() and key.isdigit() and len(key) < 18):
        return found
    return found.filter(Q(due_on__gt=at) | Q(due_on=at, pk__gt=int(key)))


def mark_of(task: LapsedBasisTask) -> str:
    """Return a task's place in the order."""
    return f"{task.due_on.isoformat()}_{task.pk}"


@dataclass(slots=True)
class Line:
    """One task on the screen."""

    task: LapsedBasisTask
    title: str
    kind: str
    unit: str
    days: int

    @property
    def bases(self) -> str:
        """Return all provisions, in words."""
        return joined(self.task.citations, len(self.task.citations))

    @property
    def state(self) -> str:
        """Return in words where it stands."""
        if self.task.state == LapsedState.DONE:
            return str(self.task.get_how_display())
        return "已逾期" if self.days else "待清理" if self.task.page.live else "页面已下线"


def lines_of(tasks: list[LapsedBasisTask], today: date | None = None) -> list[Line]:
    """Return the lines of some tasks; one query for each page type among them."""
    today = today or timezone.localdate()
    pages = Page.objects.filter(pk__in={task.page_id for task in tasks}).specific() if tasks else ()
    titles = {page.pk: page.get_admin_display_title() for page in pages}
    return [
        Line(
            task,
            titles.get(task.page_id, ""),
            label_of(task.kind),
            task.unit.name if task.unit is not None else BUREAU,
            max(0, (today - task.due_on).days) if task.state == LapsedState.OPEN and task.page.live else 0,
        )
        for task in tasks
    ]


def csv_lines(found: QuerySet[LapsedBasisTask]) -> Iterator[str]:
    """Yield the lines of the file, a chunk at a time."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    mark = ""
    while chunk := list(after(found, mark)[:_CHUNK]):
        for line in lines_of(chunk):
            task = line.task
            done = timezone.localtime(task.done_at).strftime("%Y-%m-%d %H:%M") if task.done_at else ""
            row = (
                line.unit, line.kind, line.title, line.bases, task.lapsed_on, task.due_on, line.state,
                line.days or "", task.get_how_display(), task.reason, done, task.page.url_path,
            )  # fmt: skip
            yield writer.writerow([as_text(value) for value in row])
        mark = mark_of(chunk[-1])


def home_numbers(user: Any) -> list[dict[str, Any]]:
    """Return what stands on the admin's home and above the board of deadlines; nothing where all is done, three queries."""
    index, found = reverse("lapsed:index"), in_sight(user)
    counted = {state: with_state(found, state).count() for state in ("late", "soon", "")}
    numbers = [
        ("依据失效，清理逾期", counted["late"], f"{index}?state=late", "bad"),
        ("依据失效，七日内到期", counted["soon"], f"{index}?state=soon", "warn"),
        ("依据失效待清理", counted[""], index, "warn"),
    ]
    return [{"label": label, "value": value, "url": url, "tone": tone} for label, value, url, tone in numbers if value]
