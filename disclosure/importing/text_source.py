"""A text table (CSV, TSV) as events: its encoding and what separates its cells are found in the content."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from .cells import Cell
from .events import Event, RowData, SheetStart
from .refusals import MAX_COLUMNS, MAX_ROWS, RESAVE, Unreadable


def _encoding(path: Path) -> str:
    """Return the encoding that decodes the whole file: UTF-8 or GB18030."""
    for name in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    if b"\x00" in chunk:
                        raise Unreadable("not_a_table", f"这不是电子表格文件。{RESAVE}")
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise Unreadable("encoding", "无法识别文字编码。请另存为“CSV UTF-8”或 xlsx 再上传。")


def text_events(path: Path) -> Iterator[Event]:
    """Yield the rows of a text table as those of one sheet.

    Raises:
        Unreadable: it is no table, too long, damaged, or in an unknown encoding.
    """
    with path.open(encoding=_encoding(path), newline="") as file:
        sample = file.read(20_000)
        delimiter = _delimiter(sample)
        if sample.count(delimiter) < 3:
            raise Unreadable("not_a_table", f"文件里没有找到表格。{RESAVE}")
        file.seek(0)
        _check_text(file, delimiter)
        file.seek(0)
        yield SheetStart("CSV")
        for number, values in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            yield RowData(number, [Cell(value or None) for value in values])


def _delimiter(sample: str) -> str:
    """Return what separates the cells: what is the most frequent in the first line that has several, hence the header and no text."""
    for line in sample.splitlines()[:10]:
        found = max(",;\t", key=line.count)
        if line.count(found) >= 3:
            return found
    return max(",;\t", key=sample.count)


def _check_text(file: TextIO, delimiter: str) -> None:
    """Read a text table through once, so that what is too long or damaged is refused before any row is checked."""
    try:
        for number, values in enumerate(csv.reader(file, delimiter=delimiter), start=1):
            if number > MAX_ROWS:
                raise Unreadable("too_many_rows", f"超过 {MAX_ROWS} 行，请拆成几个文件分别上传。")
            if len(values) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", f"第 {number} 行超过 {MAX_COLUMNS} 列。{RESAVE}")
    except csv.Error:
        raise Unreadable("truncated", f"文件不完整或已损坏，无法读取。{RESAVE}") from None
