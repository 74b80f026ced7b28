"""Who is told of a page that rests on a lapsed law: at once, a week before the limit, on its day, and each week that it is late."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from publication.models import NoticeKind
from publication.notices.dates import month_day
from publication.notices.escalation import watchers
from publication.notices.notify import Message, notify_many, plain_line, title_of
from publication.notices.reminders import gathered
from staff_directory.kinds import Role
from staff_directory.models import Unit

from ..models import LapsedBasisTask
from ..models.lapsed import LapsedState
from .lapsing import joined

SOON = timedelta(days=7)
_ROLES = (Role.UNIT_EDITOR, Role.UNIT_HEAD)


def keys_of(task: LapsedBasisTask) -> list[str]:
    """Return the keys of a task's notices that stand until it is done."""
    mark = f"lapsed-{task.pk}-{task.due_on:%Y%m%d}"
    return [f"{mark}-open", f"{mark}-soon", f"{mark}-due", f"{mark}-late", f"up-{mark}-late"]


def _subject(task: LapsedBasisTask, when: str) -> str:
    return plain_line(f"{title_of(task.page)}：依据{joined(task.citations, 3)}已失效，{when}", 200)


def people_of(tasks: Sequence[LapsedBasisTask]) -> dict[int, list[Any]]:
    """Return who must act, by task: editors and heads of the unit and of those its duties passed to, else 政策法规科; four queries."""
    through = get_user_model().groups.through
    wanted = Q(group__role_group__role__in=_ROLES) | Q(group__role_group__role=Role.DISCLOSURE_OFFICER)
    members: dict[int | None, set[int]] = {}
    rows = through.objects.filter(wanted, user__is_active=True)
    for unit, user in rows.values_list("group__role_group__unit_id", "user_id"):
        members.setdefault(unit, set()).add(user)
    successors = dict(Unit.objects.values_list("pk", "successor_id"))
    people = get_user_model()._default_manager.in_bulk({user for users in members.values() for user in users})
    found = {}
    for task in tasks:
        line: list[int | None] = [] if task.unit_id is not None else [None]
        current = task.unit_id
        while current is not None and current not in line:
            line.append(current)
            current = successors.get(current)
        found[task.pk] = [people[user] for unit in line for user in sorted(members.get(unit, ()))]
    return found


def opened(tasks: Iterable[LapsedBasisTask]) -> None:
    """Tell of tasks that were opened, within the transaction that opens them."""
    found = list(tasks)
    people = people_of(found) if found else {}
    messages = [
        _message(person, task, f"请在{month_day(task.due_on)}前清理", keys_of(task)[0])
        for task in found
        for person in people[task.pk]
    ]
    notify_many(gathered(messages, timezone.localdate()))


def _message(person: Any, task: LapsedBasisTask, when: str, key: str, kind: str = NoticeKind.STEP) -> Message:
    return Message(person, kind, _subject(task, when), reverse("lapsed:show", args=[task.pk]), task.page_id, key)


def reminders(today: date) -> Iterator[Message]:
    """Yield the day's messages: a week before, on the day, then once a week, and then also to those who watch over the unit."""
    rows = LapsedBasisTask.objects.filter(state=LapsedState.OPEN, due_on__lte=today + SOON, page__live=True)
    tasks = list(rows.select_related("page"))
    if not tasks:
        return
    people = people_of(tasks)
    told = watchers([task.page for task in tasks if task.due_on < today])
    week = f"{today.isocalendar().year}w{today.isocalendar().week}"
    for task in tasks:
        _, soon, due, late, up = keys_of(task)
        if task.due_on > today:
            when, key = f"清理期限是{month_day(task.due_on)}", soon
        elif task.due_on == today:
            when, key = f"今天是清理期限（{month_day(today)}）", due
        else:
            when, key = f"已超过清理期限（{month_day(task.due_on)}）", f"{late}-{week}"
        for person in people[task.pk]:
            yield _message(person, task, when, key)
        if task.due_on < today:
            own = {person.pk for person in people[task.pk]}
            for person in told.get(task.page_id, ()):
                if person.pk not in own:
                    yield _message(person, task, f"{when}，请督促", f"{up}-{week}", NoticeKind.ESCALATION)
