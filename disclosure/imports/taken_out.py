"""Rows that a reviewer takes out of an import: who, when and why, what they say, and what is to be done with them now."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page as PageModel
from wagtail.models import WorkflowState

from publication.money import fen_to_display
from publication.trail.record import record
from publication.trail.scrub import scrub

from ..models import DecisionNoticePage, ImportJob
from ..models.imports import ImportStatus

_SHOWN = 20
_LONGEST_REASON = 300
#: What a taken-out row shows of its decision, where it is filled.
_VALUES = (
    "document_number", "party_name", "decided_on", "licence_content", "violation_type", "facts", "basis", "penalty_content",
    "fine_fen", "confiscated_fen", "subject", "conclusion", "remarks",
)  # fmt: skip


def mark(job: ImportJob, user: Any, *, ticked: set[int], shown: set[int], reason: str) -> int:
    """Take out the ``ticked`` rows of those ``shown`` on the page and put back the others; return how many were taken out now.

    A row that is out already keeps who took it out, when and why. Which rows, and why, is in the trail.
    """
    waiting = job.rows.filter(published=False)
    reason = scrub(reason.strip())[:_LONGEST_REASON]
    with transaction.atomic():
        out = list(waiting.filter(pk__in=ticked, excluded=False).values_list("pk", "row"))
        back = list(waiting.filter(pk__in=shown - ticked, excluded=True).values_list("pk", "row"))
        waiting.filter(pk__in=[key for key, _ in back]).update(
            excluded=False, excluded_by=None, excluded_at=None, excluded_reason=""
        )
        waiting.filter(pk__in=[key for key, _ in out]).update(
            excluded=True, excluded_by=user, excluded_at=timezone.now(), excluded_reason=reason
        )
        for act, rows, said in (("import.take_out", out, reason), ("import.put_back", back, "")):
            if rows:
                record(act, job, user=user, reason=said, data={"rows": sorted(row for _, row in rows)})
    return len(out)


def keys(values: Iterable[str]) -> set[int]:
    """Return the primary keys among what a form sent."""
    return {int(value) for value in values if value.isascii() and value.isdecimal() and len(value) < 18}


def page_of(job: ImportJob, number: Any, *, is_mine: bool, may_review: bool) -> Page:
    """Return a page of the rows taken out, each with ``advice``: what to do now."""
    rows = job.rows.filter(excluded=True).select_related("page", "revision", "excluded_by").order_by("pk")
    page = Paginator(rows, _SHOWN).get_page(number)
    open_ones = set(
        WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS,
            base_content_type=ContentType.objects.get_for_model(PageModel),
            object_id__in=[str(row.page_id) for row in page],
        ).values_list("object_id", flat=True)
    )
    for row in page:
        row.in_progress = str(row.page_id) in open_ones
        row.advice = _advice(row, job, is_mine=is_mine, may_review=may_review)
    return page


def values_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a revision says in the columns worth reading, as (label, text)."""
    found = []
    for name in _VALUES:
        value = content.get(name)
        if value in (None, "", []):
            continue
        field = DecisionNoticePage._meta.get_field(name)
        label = str(field.verbose_name).removesuffix("（分）")
        found.append((label, fen_to_display(value) if name.endswith("_fen") else str(value)))
    return found


def _advice(row: Any, job: ImportJob, *, is_mine: bool, may_review: bool) -> str:
    if row.page.live:
        return "后来已经单独公开，不用再处理。"
    if may_review and job.status in (ImportStatus.SUBMITTED, ImportStatus.IMPORTED):
        return "剔除有误的，在上面的表中取消勾选，再保存本页的剔除。"
    if row.in_progress:
        return "已经单独提交审核。"
    if is_mine:
        return "打开页面，改正后单独提交审核；不应公开的，删除这份草稿。它不随这次导入公开，公开期限照常计算。"
    return "由上传人改正后单独提交审核，或者删除草稿。它不随这次导入公开。"
