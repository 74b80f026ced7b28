"""The trail as JSON Lines and as XLSX, written as it is read: memory stays the same however long it is."""

import json
import tempfile
from collections.abc import Iterator
from typing import Any

import xlsxwriter
from django.db.models import QuerySet
from django.utils import timezone

from publication.models import TrailEntry
from publication.trail.record import line

from .vanishing import without_content

CHUNK = 2000
#: Rows of one sheet; XLSX ends at 1,048,576.
SHEET_ROWS = 1_000_000
_COLUMNS = (
    ("时间", "at"),
    ("操作人", "actor_name"),
    ("操作人编号", "actor_id"),
    ("当时的角色", "roles"),
    ("来源地址", "ip"),
    ("操作", "act_label"),
    ("操作代码", "act"),
    ("对象类型", "object_type"),
    ("对象", "label"),
    ("页面编号", "page_id"),
    ("单位", "unit_name"),
    ("操作前", "before"),
    ("操作后", "after"),
    ("其他", "data"),
    ("原因", "reason"),
)


def in_order(entries: QuerySet[TrailEntry]) -> Iterator[TrailEntry]:
    """Yield entries by key, chunk by chunk, without holding a cursor open."""
    last = 0
    while True:
        chunk = list(entries.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not chunk:
            return
        yield from without_content(chunk)
        last = chunk[-1].pk


def json_lines(entries: QuerySet[TrailEntry]) -> Iterator[str]:
    """Yield one line of JSON per entry."""
    for entry in in_order(entries):
        yield line(entry) + "\n"


def workbook(entries: QuerySet[TrailEntry]) -> Any:
    """Return an open temporary file with the entries; texts are written as texts, never as formulas."""
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    sheet: Any = None
    row = SHEET_ROWS
    for entry in in_order(entries):
        if row >= SHEET_ROWS:
            sheet, row = book.add_worksheet(), 1
            sheet.write_row(0, 0, [title for title, _ in _COLUMNS], bold)
        for column, (_, name) in enumerate(_COLUMNS):
            sheet.write_string(row, column, _text(getattr(entry, name))[:32000])
        row += 1
    if sheet is None:
        book.add_worksheet().write_row(0, 0, [title for title, _ in _COLUMNS], bold)
    book.close()
    file.seek(0)
    return file


def _text(value: Any) -> str:
    if value is None or value == {}:
        return ""
    if hasattr(value, "tzinfo"):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
