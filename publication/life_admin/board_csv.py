"""The board as CSV, written as it is read: endings, then batches and restorations; memory stays the same however many there are."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from . import queries
from .border import border

CHUNK = 500
COLUMNS = (
    "种类", "编号", "页面", "单位", "件数", "方式", "原因", "申请人", "申请时间", "最迟撤下", "时限", "状态", "批准人", "执行时间",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, value: str) -> str:
        """Return the row."""
        return value


def _text(value: Any) -> str:
    """Return a cell's text; one that begins like a formula is given an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _at(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


def _when(due: Any, is_open: bool) -> str:
    """Return how near the last day is, in the words of the board."""
    today = timezone.localdate()
    if not is_open or due is None:
        return ""
    return "已逾期" if due < today else "今天到期" if due == today else ""


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield rows by key, the newest first, without holding a cursor open."""
    rest = rows.order_by("-pk")
    while chunk := list(rest[:CHUNK]):
        yield chunk
        rest = rows.filter(pk__lt=chunk[-1].pk).order_by("-pk")


def csv_lines(endings: Any, restorations: Any, batches: Any) -> Iterator[str]:
    """Yield the lines of the file, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for rows, kind in (
        (endings.select_related("decided_by"), _ending),
        (batches, _batch),
        (restorations, _restoration),
    ):
        for chunk in _chunks(rows):
            pages = [row.page for row in chunk] if kind is not _batch else []
            names = border().unit_names(pages)
            for row in chunk:
                yield writer.writerow([_text(value) for value in kind(row, names)])


def _ending(row: Any, names: dict[int, str]) -> tuple[Any, ...]:
    return (
        "撤下", row.pk, queries.name_of(row.page), names.get(row.page_id, row.unit_name), 1, row.get_verb_display(),
        row.get_kind_display(), queries.person(row.requested_by), _at(row.requested_at), row.due_on,
        _when(row.due_on, row.is_open), row.get_state_display(),
        queries.person(row.decided_by) if row.decided_at else "", _at(row.executed_at),
    )  # fmt: skip


def _batch(row: Any, names: dict[int, str]) -> tuple[Any, ...]:
    return (
        "批量撤下", row.pk, "", "", row.total, row.get_verb_display() if row.verb else "",
        row.get_kind_display() if row.kind else "", queries.person(row.requested_by), _at(row.requested_at), row.due_on,
        _when(row.due_on, row.state in queries.OPEN_BATCHES), row.get_state_display(),
        queries.person(row.decided_by) if row.decided_at else "", _at(row.finished_at) if row.decided_at else "",
    )  # fmt: skip


def _restoration(row: Any, names: dict[int, str]) -> tuple[Any, ...]:
    return (
        "恢复", row.pk, queries.name_of(row.page), names.get(row.page_id, ""), 1, "恢复", "", queries.person(row.requested_by),
        _at(row.requested_at), "", "", row.get_state_display(),
        queries.person(row.decided_by) if row.decided_at else "", _at(row.executed_at),
    )  # fmt: skip
