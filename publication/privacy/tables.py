"""Tables inside a text (tabs, bars or commas between cells): the first line says what a column holds."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_LONG_NUMBER = re.compile(r"\d{5}")
_ANY = re.compile(r"[\t|,，]")
_PROSE = re.compile(r"[。；：:？！]")
_LONGEST_HEADER = {"\t": 24, "|": 24, ",": 16, "，": 8}


class _Table(NamedTuple):
    """Lines ``start`` … ``end`` with the same delimiter under ``headers``; rows are (start, end)."""

    start: int
    end: int
    delimiter: str
    headers: list[str]
    rows: list[tuple[int, int]]


class Tables:
    """The tables of one text, found once, when first asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _tables(self) -> list[_Table]:
        return list(_find_tables(self._text)) if any(char in self._text for char in _LONGEST_HEADER) else []

    @cached_property
    def _starts(self) -> list[int]:
        return [table.start for table in self._tables]

    def _at(self, position: int) -> _Table | None:
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position <= self._tables[index].end:
            return self._tables[index]
        return None

    def header(self, position: int) -> str:
        """Return the words at the head of the column in which ``position`` stands; empty outside tables."""
        table = self._at(position)
        if table is None:
            return ""
        index = bisect_right(table.rows, (position, len(self._text))) - 1
        if index < 1:
            return ""
        column = self._text.count(table.delimiter, table.rows[index][0], position)
        return table.headers[column] if column < len(table.headers) else ""

    def row_of_headers(self, position: int) -> str:
        """Return the whole header line of the table in which ``position`` stands; empty outside tables."""
        table = self._at(position)
        return " ".join(table.headers) if table else ""

    def cells(self, wanted: re.Pattern[str]) -> Iterator[tuple[int, int, str, str]]:
        """Yield (start, end, header, all headers) of each filled cell below a header that ``wanted`` finds."""
        for table in self._tables:
            columns = {number: header for number, header in enumerate(table.headers) if wanted.search(header)}
            if not columns:
                continue
            every = " ".join(table.headers)
            for row_start, row_end in table.rows[1:]:
                position = row_start
                for number, cell in enumerate(self._text[row_start:row_end].split(table.delimiter)):
                    if number in columns and cell.strip():
                        start = position + len(cell) - len(cell.lstrip())
                        yield start, start + len(cell.strip()), columns[number], every
                    position += len(cell) + 1


def _find_tables(text: str) -> Iterator[_Table]:
    """Yield tables; empty lines and one short line (a cell broken in two) do not end one."""
    current: _Table | None = None
    passed = 0
    for match in _LINE.finditer(text):
        line = match[0]
        if current is not None:
            if _is_row(line, current):
                _add_row(current, match.span(), text)
                passed = 0
                continue
            if not line.strip() or (passed == 0 and len(line) <= 24 and current.delimiter in "\t|"):
                passed += bool(line.strip())
                continue
            yield current._replace(end=current.rows[-1][1])
            current, passed = None, 0
        current = _begin(line, match.span())
    if current is not None:
        yield current._replace(end=current.rows[-1][1])


def _add_row(table: _Table, span: tuple[int, int], text: str) -> None:
    """Add a line; one that goes on where a cell with a line end in it was left is part of the row before."""
    start, end = table.rows[-1]
    cells = len(table.headers)
    if table.delimiter == "\t" and len(table.rows) > 1 and cells:
        before, now = text.count("\t", start, end), text.count("\t", *span)
        if before + 1 < cells and before + now + 1 == cells and not text.startswith("\t", span[0]):
            table.rows[-1] = (start, span[1])
            return
    table.rows.append(span)


def _is_row(line: str, table: _Table) -> bool:
    if table.delimiter in "\t|":
        return table.delimiter in line
    return line.count(table.delimiter) + 1 == len(table.headers)


def _begin(line: str, span: tuple[int, int]) -> _Table | None:
    if _ANY.search(line) is None:
        return None
    for delimiter, longest in _LONGEST_HEADER.items():
        least = 1 if delimiter in "\t|" else 2
        if line.count(delimiter) >= least:
            if delimiter in ",，" and (len(line) > 160 or "。" in line):
                return None
            cells = [cell.strip(" *：:") for cell in line.split(delimiter)]
            good = all(len(cell) <= longest and not _LONG_NUMBER.search(cell) for cell in cells)
            if delimiter in ",，" and (not good or _PROSE.search(line)):
                return None
            headers = cells if good and any(_WORD.search(cell) for cell in cells) else []
            return _Table(span[0], span[1], delimiter, headers, [span])
    return None
