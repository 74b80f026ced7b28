"""Reminders of the day: steps whose limit is near or past, drafts whose legal date is, and what upper layers add.

Each is told at most once a day (its key holds the day or the stage), so that running twice changes nothing. Nobody is
reminded on a day off.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState

from ..approvals import people_for
from ..deadlines import SUBSTITUTE_DAYS, legal_date, may_be_substituted, step_limit
from ..models.notices import NoticeKind
from .dates import days_left, month_day, works
from .escalation import unit_heads, watchers
from .listen import edit_url, step_keys
from .notify import Message, notify_many, title_of

Source = Callable[[date], Iterable[Message]]
Drafts = Callable[[date], Iterable[Any]]

#: Pages looked at together; queries grow with these, not with pages.
_TOGETHER = 2000
#: So many reminders of one kind are told to a person one by one; more are told as one.
SINGLY = 10
_NAMED = 20

_sources: list[Source] = []
_drafts: list[Drafts] = []


def register_reminders(source: Source) -> Source:
    """Register ``source(today)``: further messages of the day, in a fixed number of queries."""
    if source not in _sources:
        _sources.append(source)
    return source


def register_drafts(find: Drafts) -> Drafts:
    """Register ``find(today)``: specific pages that were never public and may be near their legal date."""
    if find not in _drafts:
        _drafts.append(find)
    return find


def remind(today: date | None = None) -> int:
    """Remind everybody of what is due and return to how many messages it came (told before or not)."""
    today = today or timezone.localdate()
    if not works(today):
        return 0
    messages = [*late_steps(today), *late_drafts(today)]
    for source in _sources:
        messages.extend(source(today))
    told = gathered(messages, today)
    notify_many(told)
    return len(told)


def gathered(messages: Sequence[Message], today: date) -> list[Message]:
    """Return the messages with those of one kind to one person put into one where there are more than ten."""
    by_person: dict[tuple[int, str], list[Message]] = {}
    for message in messages:
        by_person.setdefault((message.user.pk, str(message.kind)), []).append(message)
    told: list[Message] = []
    for (_, kind), found in by_person.items():
        if len(found) <= SINGLY:
            told.extend(found)
            continue
        lines = [message.subject for message in found[:_NAMED]]
        if len(found) > _NAMED:
            lines.append(f"另有 {len(found) - _NAMED} 件。")
        subject = f"{NoticeKind(kind).label}：今天有 {len(found)} 件，请逐件处理"
        url, key = reverse("wagtailadmin_home"), f"gathered-{kind}-{today:%Y%m%d}"
        told.append(Message(found[0].user, kind, subject, url, key=key, detail="\n".join(lines)))
    return told


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield the rows, at most two thousand at a time."""
    left = iter(rows)
    while found := list(islice(left, _TOGETHER)):
        yield found


def late_steps(today: date) -> Iterator[Message]:
    """Yield a message to each person whose step ends tomorrow, today or is late; a late one is also told to who watches."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
    )
    rows = states.order_by("pk").values_list("pk", "task_id", "workflow_state__object_id")
    tasks: dict[int, Any] = {}
    people: dict[tuple[int, str, bool], list[Any]] = {}
    for chunk in _batches(list(rows)):
        tasks |= {
            task.pk: task for task in Task.objects.filter(pk__in={row[1] for row in chunk} - set(tasks)).specific()
        }
        keys = {int(row[2]) for row in chunk}
        pages = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
        near = []
        for state_pk, task_pk, object_id in chunk:
            page, task = pages.get(int(object_id)), tasks[task_pk]
            limit = step_limit(page, task) if page is not None else None
            if limit is not None and days_left(today, limit) <= 1:
                near.append((state_pk, task, page, limit))
        told = watchers([page for _, _, page, limit in near if limit < today])
        for state_pk, task, page, limit in near:
            # Whose turn it is depends on the folder, and on whether somebody may act in the unit's place already.
            place = (task.pk, page.path[: -page.steplen], may_be_substituted(page, today))
            if place not in people:
                people[place] = people_for(task, page)
            yield from _of_step(state_pk, task, page, limit, people[place], told.get(page.pk, []), today)


def _of_step(
    state_pk: int, task: Any, page: Any, limit: date, people: list[Any], told: list[Any], today: date
) -> Iterator[Message]:
    soon, due, late = step_keys(state_pk, today)
    left = days_left(today, limit)
    title, url = title_of(page), edit_url(page.pk)
    if left > 0:
        key, when = soon, f"将于{month_day(limit)}到期"
    elif left == 0:
        key, when = due, f"今天到期（{month_day(limit)}）" if limit == today else f"将于{month_day(limit)}到期"
    else:
        key, when = late, f"已于{month_day(limit)}到期"
    for person in people:
        yield Message(person, NoticeKind.STEP, f"{title}：“{task.name}”{when}", url, page.pk, key)
    if left < 0:
        own = {person.pk for person in people}
        for person in told:
            if person.pk not in own:
                subject = f"{title}：“{task.name}”{when}，尚未办理，请督促"
                yield Message(person, NoticeKind.ESCALATION, subject, url, page.pk, f"up-{late}")


def late_drafts(today: date) -> Iterator[Message]:
    """Yield a message to author and unit head for each draft that nobody reviews and whose legal date is near or past.

    行政许可法 82、行政处罚法 85 and 国办发〔2018〕118号 count 7 and 20 working days; two before the end is the last moment to submit.
    """
    for find in _drafts:
        for chunk in _batches(find(today)):
            yield from _of_drafts(chunk, today)


def _of_drafts(pages: Sequence[Any], today: date) -> Iterator[Message]:
    keys = [str(page.pk) for page in pages]
    in_review = set(
        WorkflowState.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=keys,
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).values_list("object_id", flat=True)
    )
    near = []
    for page in pages:
        limit = None if str(page.pk) in in_review else legal_date(page)
        if limit is not None and days_left(today, limit) <= SUBSTITUTE_DAYS:
            near.append((page, limit))
    revisions = Revision.objects.filter(pk__in=[page.latest_revision_id for page, _ in near])
    editors = dict(revisions.values_list("pk", "user_id"))
    authors = {page.pk: {page.owner_id, editors.get(page.latest_revision_id)} - {None} for page, _ in near}
    people = get_user_model()._default_manager.in_bulk({key for keys in authors.values() for key in keys})
    heads = unit_heads([page for page, _ in near])
    for page, limit in near:
        told = {key: people[key] for key in authors[page.pk] if key in people}
        told.update({head.pk: head for head in heads.get(page.pk, [])})
        subject = f"{title_of(page)}：{until_legal_date(today, limit)}，还没有送审"
        for person in told.values():
            yield Message(
                person, NoticeKind.LEGAL, subject, edit_url(page.pk), page.pk, f"legal-{page.pk}-{today:%Y%m%d}"
            )


def until_legal_date(today: date, limit: date) -> str:
    """Return how near a legal date is, in words."""
    left = days_left(today, limit)
    if left < 0:
        return f"已超过法定公开期限（{month_day(limit)}）"
    if left == 0:
        return f"今天是法定公开期限（{month_day(limit)}）"
    return f"法定公开期限是{month_day(limit)}，还有 {left} 个工作日"
