"""Who is told of an import: it is one thing, however many rows it has."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Min
from django.urls import reverse

from publication.approvals import people_for
from publication.calendar import YearNotMaintained, due_date
from publication.deadlines import SUBSTITUTE_DAYS
from publication.models import NoticeKind
from publication.notices.dates import days_left
from publication.notices.escalation import watchers
from publication.notices.notify import Message, notify, plain_line, settle
from publication.notices.reminders import until_legal_date
from staff_directory.models import UnitPage

from ..deadlines import awaited
from ..kinds import Publicity
from ..models import DecisionNoticePage, ImportedRow, ImportJob
from ..models.imports import RUNNING, ImportStatus
from .review import turns


def tell(job: ImportJob, status: str) -> None:
    """Tell whom a change of ``status`` concerns: reviewers of a submission, the uploader of its return and of its end."""
    waiting = f"import-{job.pk}"
    if status == ImportStatus.SUBMITTED:
        settle(waiting)
        people = [person for person in reviewers([job]).get(job.pk, []) if person.pk != job.user_id]
        notify(people, NoticeKind.WAITING, f"{name_of(job)}：等待您审核", url_of(job), key=waiting)
        return
    if status not in (ImportStatus.RETURNED, ImportStatus.PUBLISHED, ImportStatus.PUBLISHING):
        return
    settle(waiting)
    if job.user is None:
        return
    if status == ImportStatus.RETURNED:
        notify([job.user], NoticeKind.RETURNED, f"{name_of(job)}：退回修改", url_of(job), detail=job.note)
    elif status == ImportStatus.PUBLISHED:
        left = job.rows.filter(published=False, excluded=False).count()
        more = f"，{left} 件没有公开，请查看原因" if left else ""
        out = job.rows.filter(published=False, excluded=True).count()
        more += f"，{out} 件被审核人剔除，请在草稿中处理" if out else ""
        subject = f"{name_of(job)}：已公开 {job.published} 件{more}"
        notify([job.user], NoticeKind.PUBLISHED, subject, url_of(job), key=f"import-published-{job.pk}")


def name_of(job: ImportJob) -> str:
    """Return what an import is called in notices."""
    return plain_line(f"导入“{job.file_name}”", 100)


def url_of(job: ImportJob) -> str:
    """Return the path of the import's screen."""
    return reverse("decision_imports:show", args=[job.pk])


def reviewers(jobs: Sequence[ImportJob]) -> dict[int, list[Any]]:
    """Return whose turn each import is, by its key; a few queries for each distinct step and folder, however many imports."""
    people: dict[tuple[int, str], list[Any]] = {}
    found: dict[int, list[Any]] = {}
    for key, turn in turns(None, jobs).items():
        step = turn.missing[0] if turn.missing else None
        if step is None:
            continue
        place = (step.pk, turn.page.path[: -turn.page.steplen])
        if place not in people:
            people[place] = people_for(step, turn.page)
        found[key] = people[place]
    return found


def waiting_imports(today: date) -> Iterator[Message]:
    """Yield a message to the reviewers of each submitted import whose nearest legal date is two working days away or past.

    行政许可法 82、行政处罚法 85 and 国办发〔2018〕118号. Past it, those who watch over the unit are told as well.
    """
    jobs = {job.pk: job for job in ImportJob.objects.filter(status=ImportStatus.SUBMITTED).select_related("user")}
    limits = {key: limit for key, limit in nearest(jobs).items() if days_left(today, limit) <= SUBSTITUTE_DAYS}
    if not limits:
        return
    near = [jobs[key] for key in limits]
    people = reviewers(near)
    pages = {page.unit_id: page for page in UnitPage.objects.filter(unit_id__in={job.unit_id for job in near})}
    told = watchers(list(pages.values()))
    for job in near:
        subject = f"{name_of(job)}：{until_legal_date(today, limits[job.pk])}，等待审核"
        key = f"import-legal-{job.pk}-{today:%Y%m%d}"
        turn = people.get(job.pk, [])
        for person in turn:
            if person.pk != job.user_id:
                yield Message(person, NoticeKind.LEGAL, subject, url_of(job), key=key)
        if limits[job.pk] < today and job.unit_id in pages:
            own = {person.pk for person in turn}
            for person in told[pages[job.unit_id].pk]:
                if person.pk not in own:
                    yield Message(person, NoticeKind.ESCALATION, f"{subject}，请督促", url_of(job), key=f"up-{key}")


def nearest(jobs: dict[int, ImportJob]) -> dict[int, date]:
    """Return the earliest legal date among the unpublished rows of each job; one query."""
    rows = ImportedRow.objects.filter(
        job_id__in=jobs, published=False, excluded=False, page__first_published_at=None, page__decided_on__isnull=False
    ).exclude(page__publicity=Publicity.WITHHELD)
    found: dict[int, date] = {}
    for job, kind, first in rows.values_list("job_id", "page__kind").annotate(first=Min("page__decided_on")).order_by():
        try:
            due = due_date(kind, first)
        except YearNotMaintained:
            continue
        found[job] = min(due, found.get(job, due))
    return found


def unsubmitted(today: date) -> Iterator[DecisionNoticePage]:
    """Yield the drafts of decisions that were never public and are in no import under review, made some days ago or longer.

    The shortest period is seven working days, so that none made within the last five days is two days from its end.
    """
    in_review = ImportedRow.objects.filter(job__status__in=(ImportStatus.SUBMITTED, *RUNNING), excluded=False)
    drafts = awaited().filter(decided_on__lte=today - timedelta(days=5))
    drafts = drafts.exclude(pk__in=in_review.values("page_id"))
    yield from drafts.order_by("pk").iterator(chunk_size=2000)
