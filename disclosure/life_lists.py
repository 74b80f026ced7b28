"""Numbers of decisions: how their pages are found, and how a list of them is read from a table."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from publication.life.lookup import ListUnreadable, register_list_reader, register_numbers

from .importing.events import RowData, SheetStart
from .importing.source import MAX_BYTES, Unreadable, events
from .models import DecisionNoticePage

_TOGETHER = 500
_HEADER_ROWS = 10
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")


def find(keys: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield (key, page key) of the decisions whose number has one of the keys, in order of the page; a query for each 500."""
    for start in range(0, len(keys), _TOGETHER):
        rows = DecisionNoticePage.objects.filter(document_number_key__in=keys[start : start + _TOGETHER]).order_by("pk")
        yield from rows.values_list("document_number_key", "pk")


def read(upload: Any) -> list[str]:
    """Return the values of the column whose title holds “文号”, of the first sheet that has one.

    Raises:
        ListUnreadable: too large, damaged or hostile, or without such a column.
    """
    if upload.size > MAX_BYTES:
        raise ListUnreadable(f"文件超过 {MAX_BYTES // 1024 // 1024} MB。")
    upload.seek(0)
    head = upload.read(4)
    upload.seek(0)
    rows = _workbook(upload) if head.startswith(_WORKBOOKS) else _text(upload.read())
    try:
        return _column(rows)
    except Unreadable as problem:
        raise ListUnreadable(problem.message) from None


def _workbook(upload: Any) -> Iterator[list[Any] | None]:
    with tempfile.NamedTemporaryFile(suffix=".table") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        for event in events(Path(kept.name)):
            if isinstance(event, SheetStart):
                yield None
            elif isinstance(event, RowData):
                yield [cell.value for cell in event.cells]


def _text(data: bytes) -> Iterator[list[Any] | None]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        delimiter = max(",;\t", key=text[:20_000].count)
        try:
            yield from csv.reader(io.StringIO(text), delimiter=delimiter)
        except csv.Error:
            break
        return
    raise ListUnreadable("这个文件不是表格，或文字编码无法识别。请另存为 XLSX 或“CSV UTF-8”再上传。")


def _column(rows: Iterable[list[Any] | None]) -> list[str]:
    """Return the column's values; a None row begins a sheet."""
    place, seen = None, 0
    found: list[str] = []
    for row in rows:
        if row is None:
            if found:
                break
            place, seen = None, 0
            continue
        seen += 1
        if place is None:
            titles = [str(value or "") for value in row]
            place = (
                next((at for at, title in enumerate(titles) if "文号" in title), None) if seen <= _HEADER_ROWS else None
            )
            continue
        value = str(row[place] or "").strip() if place < len(row) else ""
        if value:
            found.append(value[:160])
    if not found:
        raise ListUnreadable("没有找到列名含“文号”的一列，或那一列是空的。请在表头写“文号”，一行一个。")
    return found


def register() -> None:
    """Tell the floor below."""
    register_numbers(find)
    register_list_reader(read)
