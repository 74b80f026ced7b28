"""The user's own file to download, with a column that says what is wrong in each row."""

import io
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from ..importing.events import Event, RowData, SheetStart
from ..importing.headers import SEARCHED_ROWS, find_header
from ..importing.problems import ProblemList
from ..importing.session import OWN_SHEETS, Session
from ..importing.source import events
from ..models import ImportJob
from . import files
from .existing import ExistingNotices
from .steps import session_for

COLUMN = "问题"
SUMMARY = "问题汇总"
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_000
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_Texts = dict[tuple[str, int], list[str]]


def workbook_of(job: ImportJob) -> Any:
    """Return the error report of a job as a stream. Where more was found than the job keeps, the file is checked again on the way."""
    path, report = files.path_of(job), job.report
    problems = report.get("problems", [])
    if report.get("errors", 0) + report.get("warnings", 0) <= len(problems):
        return problem_workbook(path, problems)
    return problem_workbook(path, recheck=job)


def problem_workbook(path: Path, problems: Iterable[dict[str, Any]] = (), *, recheck: ImportJob | None = None) -> Any:
    """Return the file's rows with a last column “问题”; faulty rows are coloured. ``recheck``: the job whose check is made anew."""
    texts: _Texts = defaultdict(list)
    for problem in problems:
        _tell(texts, **{name: problem[name] for name in ("sheet", "row", "column", "level", "message")})
    source = _checked_again(recheck, path, texts) if recheck is not None else iter(events(path))
    return _Writer(texts).write(source)


def _tell(texts: _Texts, *, sheet: str, row: int, column: str, level: str, message: str) -> None:
    word = "错误" if level == "error" else "提醒"
    texts[sheet, row].append(f"【{word}】{column}：{message}" if column else f"【{word}】{message}")


class _Telling(ProblemList):
    """Keeps the words of every problem by row instead of the first ones; rows are taken out as they are written."""

    def __init__(self, texts: _Texts) -> None:
        super().__init__(cap=0)
        self.texts = texts

    def add(self, problem: Any) -> None:
        """Keep the words."""
        _tell(
            self.texts,
            sheet=problem.sheet,
            row=problem.row,
            column=problem.column,
            level=problem.level,
            message=problem.message,
        )


def _checked_again(job: ImportJob, path: Path, texts: _Texts) -> Iterator[Event]:
    """Yield the file's events, each once what is wrong with it is in ``texts``."""
    waiting: deque[Event] = deque()

    def noted() -> Iterator[Event]:
        for event in events(path):
            waiting.append(event)
            yield event

    session: Session = session_for(job.unit, path, job.kind, ExistingNotices(job.unit))
    session.events = noted()
    session.report.problems = _Telling(texts)
    at = ""
    for sheet, _, checked in session.rows():
        done = (sheet, checked.row)
        while waiting:
            event = waiting.popleft()
            yield event
            if isinstance(event, SheetStart):
                at = event.name
            elif (at, event.number) == done:
                break
    yield from waiting


class _Names:
    """Names of sheets as a workbook may hold them: 31 characters, some marks forbidden, no two alike but for case."""

    def __init__(self) -> None:
        self._taken = {SUMMARY.casefold(), "history"}

    def fit(self, name: str) -> str:
        """Return the name under which the next sheet is written."""
        plain = _FORBIDDEN.sub("_", name).strip("' ")[:_LONGEST_NAME] or "Sheet"
        found, count = plain, 1
        while found.casefold() in self._taken:
            count += 1
            tail = f"({count})"
            found = plain[: _LONGEST_NAME - len(tail)] + tail
        self._taken.add(found.casefold())
        return found


class _Writer:
    """Writes events row by row in constant memory."""

    def __init__(self, texts: _Texts) -> None:
        self.texts = texts
        self.names = _Names()
        self.sheet: Any = None
        self.name = ""
        self.first: list[RowData] = []
        self.searching = False
        self.header = 0
        self.place: int | None = None
        self.again = False
        self.width = 0

    def write(self, source: Iterator[Event]) -> Any:
        """Return the workbook as a stream."""
        start = next(source, None)
        stream = io.BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        options["date_1904"] = isinstance(start, SheetStart) and start.date1904
        self.book = xlsxwriter.Workbook(stream, options)
        self.formats = {
            "day": self.book.add_format({"num_format": "yyyy/mm/dd"}),
            "faulty": self.book.add_format({"bg_color": "#FFF2B3"}),
            "faulty_day": self.book.add_format({"bg_color": "#FFF2B3", "num_format": "yyyy/mm/dd"}),
            "note": self.book.add_format({"text_wrap": True, "bg_color": "#FFF2B3", "font_color": "#B3261E"}),
            "head": self.book.add_format({"bold": True, "font_color": "#B3261E"}),
        }
        if start is not None:
            self._take(start)
        for event in source:
            self._take(event)
        self._open()
        general = [line for (_, row), lines in self.texts.items() if row == 0 for line in lines]
        if general or not self.book.worksheets():
            notes = self.book.add_worksheet(SUMMARY)
            for place, line in enumerate(dict.fromkeys(general)):
                notes.write_string(place, 0, line[:_LONGEST_TEXT])
        self.book.close()
        stream.seek(0)
        return stream

    def _take(self, event: Event) -> None:
        if isinstance(event, SheetStart):
            self._open()
            self.name, self.first, self.place, self.header, self.width = event.name, [], None, 0, 0
            self.again = False
            self.sheet = None if event.name == SUMMARY else self.book.add_worksheet(self.names.fit(event.name))
            self.searching = self.sheet is not None and not event.hidden and event.name not in OWN_SHEETS
            if self.sheet is not None and event.hidden:
                self.sheet.hide()
        elif self.sheet is None:
            return
        elif self.searching:
            self.first.append(event)
            if sum(1 for row in self.first if any(not cell.is_empty for cell in row.cells)) >= SEARCHED_ROWS:
                self._open()
        else:
            self._row(event)

    def _open(self) -> None:
        """Find the header among the first rows, whose problem column is used again if it has one, and write them."""
        rows = [row for row in self.first if any(not cell.is_empty for cell in row.cells)][:SEARCHED_ROWS]
        match = find_header([(row.number, row.cells) for row in rows]) if self.searching else None
        if match is not None:
            self.header = match.row
            cells = next(row.cells for row in rows if row.number == match.row)
            named = [place for place, cell in enumerate(cells) if cell.value == COLUMN]
            self.again = bool(named)
            self.place = named[-1] if named else max(len(row.cells) for row in self.first)
        first, self.first, self.searching = self.first, [], False
        for row in first:
            self._row(row)

    def _row(self, row: RowData) -> None:
        found = self.texts.pop((self.name, row.number), [])
        self.width = max(self.width, len(row.cells))
        place = self.width if self.place is None else self.place
        if not self.again:
            place = max(place, len(row.cells))
        for column, cell in enumerate(row.cells):
            if not (self.again and column == place):
                self._cell(row.number - 1, column, cell.value, bool(found))
        if row.number == self.header:
            self.texts[self.name, 0] += found
            self.sheet.write_string(row.number - 1, place, COLUMN, self.formats["head"])
        elif found:
            self.sheet.write_string(row.number - 1, place, "\n".join(found)[:_LONGEST_TEXT], self.formats["note"])

    def _cell(self, row: int, column: int, value: Any, faulty: bool) -> None:
        """Write one value as it was: text stays text, also when it begins like a formula."""
        shade = self.formats["faulty"] if faulty else None
        if value is None:
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, shade)
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value, shade)
        elif hasattr(value, "year"):
            self.sheet.write_datetime(row, column, value, self.formats["faulty_day" if faulty else "day"])
        else:
            self.sheet.write_string(row, column, str(value)[:_LONGEST_TEXT], shade)
