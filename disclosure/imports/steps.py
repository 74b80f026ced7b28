"""The steps of an import job: check, import, submit, publish. Each can be killed anywhere and taken up again."""

import datetime
import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from publication.actions.publish_many import PublishMany
from publication.actions.sign_many import SignMany
from publication.bulk_rows import lean_cache

from ..importing.checked import CheckedRow
from ..importing.columns import Template
from ..importing.context import CheckContext
from ..importing.problems import WARNING, Problem
from ..importing.report import Refusal, Report
from ..importing.session import Session
from ..importing.source import Unreadable, events
from ..models import DecisionIndexPage, ImportJob, ImportSettings
from ..models.imports import ImportStatus
from . import files, review
from .existing import ExistingNotices
from .rows import RowWriter
from .told import tell

logger = logging.getLogger(__name__)

CHUNK = 500
PROBLEMS_KEPT = 2000
LEASE_SECONDS = settings.IMPORT_LEASE_SECONDS
MAX_FAILURES = 5


class LeaseLost(RuntimeError):
    """Another worker has taken the job."""


def session_for(unit: Any, path: Any, kind: str, existing: ExistingNotices) -> Session:
    """Return a pass over the file at ``path`` for a unit."""
    lineage = unit.lineage()
    chosen = ImportSettings.present()
    context = CheckContext(
        today=timezone.localdate(),
        organs=tuple((found.name, found.credit_code) for found in lineage),
        warn_other_organ=chosen.warn_other_organ,
        limits=chosen.limits(),
    )
    return Session(events(path), context, kind=kind or None, existing_for=existing.for_kind)


def _missing_index(unit: Any, report: Report) -> Refusal | None:
    kinds = {sheet.template.split("-")[0] for sheet in report.sheets}
    have = set(DecisionIndexPage.objects.filter(unit=unit).values_list("kind", flat=True))
    for kind, label in (("licence", "行政许可"), ("penalty", "行政处罚")):
        if kind in kinds and kind not in have:
            return Refusal("no_index", f"单位“{unit.name}”没有“{label}”目录页，请先由管理员建立，或改选正确的单位。")
    return None


@contextmanager
def calm_collector() -> Iterator[None]:
    """Let Python look for cycles less often while rows by the thousand are made: none of them is in one, and a tenth of the time went
    into looking."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@calm_collector()
def check_file(unit: Any, path: Any, kind: str = "", progress: Callable[[int], None] | None = None) -> Report:
    """Check a whole file for a unit and return its report; nothing is changed."""
    session = session_for(unit, path, kind, ExistingNotices(unit))
    try:
        for count, _ in enumerate(session.rows(), start=1):
            if progress is not None and count % CHUNK == 0:
                progress(count)
    except Unreadable as refusal:
        return Report(refused=Refusal(refusal.code, refusal.message))
    refused = _missing_index(unit, session.report)
    if refused is not None:
        session.report.refused = refused
    return session.report


def _save(job: ImportJob, **values: Any) -> None:
    """Write ``values`` if this worker still holds the lease, which is extended.

    Raises:
        LeaseLost: it does not.
    """
    until = timezone.now() + datetime.timedelta(seconds=LEASE_SECONDS)
    changed = ImportJob.objects.filter(pk=job.pk, lease=job.lease).update(lease_until=until, **values)
    if not changed:
        raise LeaseLost(job.pk)
    for name, value in values.items():
        setattr(job, name, value)
    if "status" in values:
        tell(job, values["status"])


def stored_report(report: Report) -> dict[str, Any]:
    """Return the report as JSON with at most 2,000 problems, and how many there were."""
    found = report.as_dict()
    found["problems"] = found["problems"][:PROBLEMS_KEPT]
    found["errors"], found["warnings"] = report.problems.errors, report.problems.warnings
    found["late"] = report.late
    return found


def run_check(job: ImportJob) -> None:
    """Check the job's file and keep the report."""
    report = check_file(job.unit, files.path_of(job), job.kind, progress=lambda count: _save(job, position=count))
    total = sum(sheet.rows for sheet in report.sheets)
    status = ImportStatus.REFUSED if report.refused else ImportStatus.CHECKED
    _save(job, status=status, report=stored_report(report), total=total, position=0, failures=0)
    if report.refused:
        files.forget(job)


def _chunks(rows: Iterator[tuple[str, Template, CheckedRow]]) -> Iterator[list[tuple[str, Template, CheckedRow]]]:
    chunk: list[tuple[str, Template, CheckedRow]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@calm_collector()
@lean_cache()
def run_import(job: ImportJob) -> Report:
    """Write the job's rows, ``CHUNK`` to a transaction together with the position: a kill loses and doubles nothing.

    Rows that were to be public and that a gate refused stay drafts and are told as warnings.
    """
    publish = job.publish_after
    writer = RowWriter(job, publish=publish)
    session = session_for(job.unit, files.path_of(job), job.kind, writer.existing)
    done = job.position
    seen = 0
    for chunk in _chunks(session.rows()):
        start, seen = seen, seen + len(chunk)
        if seen <= done:
            continue
        rows = [row for row in chunk[max(0, done - start) :] if row[2].is_good]
        with transaction.atomic():
            outcome = writer.write(rows)
            _save(
                job,
                position=seen,
                created=job.created + outcome.created,
                skipped=job.skipped + outcome.skipped,
                changed=job.changed + outcome.changed,
                published=job.published + outcome.published,
            )
        for sheet, number in outcome.without_reason:
            session.report.problems.add(
                Problem(
                    sheet,
                    number,
                    "决定日期",
                    "late_reason",
                    WARNING,
                    "",
                    "已超过公开期限，没有写明逾期公开原因；请在页面里补上。",
                )
            )
        for sheet, number in outcome.not_allowed:
            message = "没有修改这个页面的权限，没有存为更正草稿。请由有权限的同事更正。"
            session.report.problems.add(Problem(sheet, number, "", "not_allowed", WARNING, "", message))
        for sheet, number, why in outcome.not_public:
            session.report.problems.add(
                Problem(sheet, number, "", "not_public", WARNING, "", f"已导入为草稿，没有公开：{why}")
            )
    status = ImportStatus.SUBMITTED if job.submit_after else ImportStatus.IMPORTED
    if publish:
        status = ImportStatus.PUBLISHED
    elif not job.rows.exists():
        status = ImportStatus.NOTHING
    report = session.report
    report.created, report.published = job.created, job.published
    report.skipped, report.changed = job.skipped, job.changed
    _save(job, status=status, total=seen, failures=0, finished_at=timezone.now(), report=stored_report(report))
    files.forget(job)
    return report


def run_sign(job: ImportJob) -> None:
    """Record the reviewer's approval of every row that was not taken out; the next step's turn follows."""
    turn = review.turn_of(job.approver, job)
    while turn.own:
        waiting = job.rows.filter(published=False, excluded=False, refusal="").select_related("revision")
        rows = list(waiting.order_by("pk")[job.position : job.position + CHUNK])
        if not rows:
            break
        pages = {page.pk: page for page in Page.objects.filter(pk__in=[row.page_id for row in rows])}
        pairs = [(pages[row.page_id], row.revision) for row in rows if row.page_id in pages and row.revision]
        with transaction.atomic():
            SignMany(pairs, user=job.approver, steps=turn.own).execute()
            _save(job, position=job.position + len(rows))
    _save(job, status=ImportStatus.SUBMITTED, failures=0, position=0)


def run_publish(job: ImportJob) -> None:
    """Publish the rows of a submitted job that were not taken out, each its pinned revision; refusals are noted per row."""
    while True:
        rows = list(
            job.rows.filter(published=False, excluded=False, refusal="")
            .select_related("revision")
            .order_by("pk")[:CHUNK]
        )
        if not rows:
            break
        pages = {page.pk: page for page in Page.objects.filter(pk__in=[row.page_id for row in rows]).specific()}
        pairs = [(pages[row.page_id], row.revision) for row in rows if row.page_id in pages and row.revision]
        with transaction.atomic():
            result = PublishMany(pairs, user=job.approver).execute()
            public = set(result["published"])
            for row in rows:
                row.published = row.page_id in public
                if not row.published:
                    found = result["refused"].get(row.page_id, [])
                    row.refusal = ("；".join(problem.message for problem in found) or "页面或版本已不存在。")[:300]
            type(rows[0]).objects.bulk_update(rows, ["published", "refusal"], batch_size=200)
            _save(job, published=job.published + len(public), position=job.position + len(rows))
    _save(job, status=ImportStatus.PUBLISHED, failures=0, finished_at=timezone.now())


def run(job_id: int) -> bool:
    """Take a job and do its present step; False when another worker has it or nothing is to do."""
    job = ImportJob.objects.select_related("unit").filter(pk=job_id).first()
    if job is None or not job.take(LEASE_SECONDS):
        return False
    try:
        if job.status == ImportStatus.CHECKING:
            run_check(job)
        elif job.status == ImportStatus.IMPORTING:
            run_import(job)
        elif job.status == ImportStatus.SIGNING:
            run_sign(job)
        elif job.status == ImportStatus.PUBLISHING:
            run_publish(job)
    except LeaseLost:
        return False
    except Exception:
        logger.exception("Import %s failed in step %s", job.pk, job.status)
        _fail(job)
        raise
    finally:
        ImportJob.objects.filter(pk=job.pk, lease=job.lease).update(lease=None, lease_until=None)
    return True


def _fail(job: ImportJob) -> None:
    """Count a failure; after five the job stops and says so."""
    job.failures += 1
    values: dict[str, Any] = {"failures": job.failures}
    if job.failures >= MAX_FAILURES:
        values |= {"status": ImportStatus.REFUSED, "note": "处理多次失败，已停止。请联系系统管理员查看日志。"}
    ImportJob.objects.filter(pk=job.pk, lease=job.lease).update(**values)
