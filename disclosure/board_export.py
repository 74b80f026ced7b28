"""The board of deadlines as CSV, written as it is read: memory stays the same however long it is."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from .board import lines
from .kinds import Kind

CHUNK = 500
COLUMNS = (
    "单位",
    "类别",
    "决定",
    "文号",
    "决定日期",
    "最迟公开",
    "状态",
    "逾期天数",
    "办到哪一步",
    "首次公开",
    "逾期公开原因",
)
_STATES = {"late": "已逾期", "soon": "即将到期"}
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        """Hand it back."""
        return value


def _chunks(found: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the decisions in their order (date of decision, key), a chunk at a time, without holding a cursor open."""
    rest = found
    while chunk := list(rest[:CHUNK]):
        yield chunk
        last = chunk[-1]
        rest = found.filter(Q(decided_on__gt=last.decided_on) | Q(decided_on=last.decided_on, pk__gt=last.pk))


def as_text(value: Any) -> str:
    """Return a cell's text; one that begins like a formula is given an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def csv_lines(found: QuerySet[Any]) -> Iterator[str]:
    """Yield the lines of the file, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for chunk in _chunks(found):
        for line in lines(chunk):
            page = line.page
            state = "逾期公开" if page.first_published_at and line.state == "late" else _STATES.get(line.state, "")
            public = timezone.localdate(page.first_published_at) if page.first_published_at else None
            row = (
                page.unit.name, Kind(page.kind).label, page.get_admin_display_title(), page.document_number, page.decided_on, line.due, state,
                line.days or "", line.step, public, line.reason,
            )  # fmt: skip
            yield writer.writerow([as_text(value) for value in row])
