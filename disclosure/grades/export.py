"""The list of grades as CSV and as XLSX, written as it is read: memory stays the same however long it is."""

import csv
import tempfile
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone

from publication.money import fen_to_display

from ..board_export import Echo, as_text
from .lists import Line, after, lines_of

CHUNK = 500
#: Rows of one workbook; more are for CSV.
SHEET_ROWS = 100_000
COLUMNS = (
    "单位", "文号", "决定", "决定日期", "处罚类别", "罚款金额", "是否公开", "建议等级", "状态", "核定等级", "核定结果", "公示截止期", "适用规则",
    "理由", "核定人", "核定时间",
)  # fmt: skip


def rows_of(found: QuerySet[Any]) -> Iterator[list[str]]:
    """Yield the rows, a chunk at a time, without holding a cursor open."""
    mark = ""
    while chunk := list(after(found, mark)[:CHUNK]):
        for line in lines_of(chunk):
            yield [as_text(value) for value in _row(line)]
        mark = f"{chunk[-1].decided_on.isoformat()}_{chunk[-1].pk}"


def _row(line: Line) -> tuple[Any, ...]:
    notice, row = line.notice, line.row
    told: tuple[Any, ...] = ("", "", notice.publicity_until, "", "", "", "")
    if row is not None:
        who = (row.user.get_full_name() or row.user.get_username()) if row.user is not None else ""
        at = timezone.localtime(row.created_at).strftime("%Y-%m-%d %H:%M")
        told = (row.get_grade_display(), row.outcome, row.until, row.rule, row.reason, who, at)
    fine = "" if notice.fine_fen is None else fen_to_display(notice.fine_fen)
    return (
        notice.unit.name, notice.document_number, notice.get_admin_display_title(), notice.decided_on,
        "、".join(notice.penalty_kinds or []), fine, "已公开" if notice.live else "未公开",
        line.proposed.label if line.proposed is not None else "", line.state, *told,
    )  # fmt: skip


def csv_lines(found: QuerySet[Any]) -> Iterator[str]:
    """Yield the lines of the file, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows_of(found):
        yield writer.writerow(row)


def workbook(found: QuerySet[Any]) -> Any:
    """Return an open temporary file with the list; texts are written as texts, never as formulas."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("失信等级")
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
    for place, row in enumerate(rows_of(found), start=1):
        if place > SHEET_ROWS:
            sheet.write_string(place, 0, f"超过 {SHEET_ROWS} 件，其余请下载 CSV，或用筛选分几次下载。")
            break
        for column, value in enumerate(row):
            sheet.write_string(place, column, value[:32000])
    book.close()
    file.seek(0)
    return file
