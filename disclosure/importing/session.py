"""One pass over a file: every sheet matched to its template, every row checked, in constant memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from .checked import DIFFERENT, EQUAL, CheckedRow
from .columns import Template
from .context import CheckContext
from .events import Event, RowData, SheetStart
from .headers import HeaderMatch, find_header
from .problems import WARNING, Problem
from .refusals import RESAVE
from .report import Refusal, Report, SheetSummary
from .rows import check_row
from .sniffing import SAMPLE_ROWS, sniff_columns

SEARCHED = 10
#: Sheets that blank templates and error reports bring along: no table of decisions, and nothing to warn of.
OWN_SHEETS = frozenset({"填写说明", "问题汇总"})
_NO_TEMPLATE = "没有找到可以识别的表头。请使用“下载空白模板”中的列名，表头放在前十行之内。如果文件不是电子表格，"
ExistingFor = Callable[[str], Callable[[str, str], Any]]


@dataclass(slots=True)
class Session:
    """A pass over ``events``; ``kind`` forces the template's kind; ``existing_for(kind)`` looks up notices already there.

    Iterate :meth:`rows` to the end; ``report`` then holds sheets, counts and problems.
    """

    events: Iterable[Event]
    context: CheckContext
    kind: str | None = None
    existing_for: ExistingFor | None = None
    report: Report = field(default_factory=Report)
    _seen: bool = False

    def rows(self) -> Iterator[tuple[str, Template, CheckedRow]]:
        """Yield (sheet, template, checked row) for every data row, in order."""
        sheet: SheetStart | None = None
        pending: list[RowData] = []
        reader: _SheetReader | None = None
        for event in self.events:
            if isinstance(event, SheetStart):
                if event.name in OWN_SHEETS:
                    event = replace(event, hidden=True)
                yield from self._finish(sheet, pending, reader)
                sheet, pending, reader = event, [], None
                if event.hidden and event.name not in OWN_SHEETS:
                    self._say(
                        event.name, 0, "hidden_sheet", WARNING, "隐藏的工作表没有读取；如需导入，请取消隐藏后重新上传。"
                    )
                continue
            if sheet is None or sheet.hidden or all(cell.is_empty for cell in event.cells):
                continue
            if reader is not None:
                yield from reader.read(event)
                continue
            pending.append(event)
            if len(pending) >= SEARCHED + SAMPLE_ROWS:
                reader = self._open(sheet, pending)
                if reader is None:
                    sheet = replace(sheet, hidden=True)
                else:
                    yield from chain.from_iterable(reader.read(row) for row in pending)
                pending = []
        yield from self._finish(sheet, pending, reader)
        if not self.report.sheets and self.report.refused is None:
            self.report.refused = Refusal("no_template", f"{_NO_TEMPLATE}{RESAVE}")
        elif self.report.refused is None and not self._seen and not self.report.problems.errors:
            self.report.refused = Refusal("no_rows", "表头下面没有一行数据。请填写后重新上传；数据应紧接在表头之下。")

    def _finish(
        self, sheet: SheetStart | None, pending: list[RowData], reader: "_SheetReader | None"
    ) -> Iterator[tuple[str, Template, CheckedRow]]:
        """Open a sheet that was too short to be opened on the way."""
        if sheet is None or sheet.hidden or reader is not None or not pending:
            return
        opened = self._open(sheet, pending)
        if opened is not None:
            yield from chain.from_iterable(opened.read(row) for row in pending)

    def _open(self, sheet: SheetStart, first: list[RowData]) -> "_SheetReader | None":
        """Match the sheet's header; None (and a warning) when it is no table of decisions."""
        match = find_header([(row.number, row.cells) for row in first[:SEARCHED]], sheet=sheet.name, kind=self.kind)
        if match is None:
            self._say(sheet.name, 0, "unknown_sheet", WARNING, "没有在前十行找到可以识别的表头，这张工作表没有读取。")
            return None
        summary = SheetSummary(sheet.name, match.template.key)
        self.report.sheets.append(summary)
        self.report.problems.extend(match.problems)
        data = [row.cells for row in first if row.number > match.row and not match.is_repeated_header(row.cells)]
        sniffed = sniff_columns(match, data[:SAMPLE_ROWS], sheet=sheet.name, date1904=sheet.date1904)
        self.report.problems.extend(sniffed.problems)
        context = self.context.for_sheet(sheet.name, date1904=sheet.date1904, bad_fields=sniffed.bad_fields)
        if self.existing_for is not None:
            known = self.existing_for(match.template.kind)
            context = replace(context, existing=known, similar=getattr(known, "similar", None))
        return _SheetReader(self, summary, match, context)

    def _say(self, sheet: str, row: int, code: str, level: str, message: str) -> None:
        self.report.problems.add(Problem(sheet, row, "", code, level, "", message))


@dataclass(slots=True)
class _SheetReader:
    """Checks the rows of one sheet."""

    session: Session
    summary: SheetSummary
    match: HeaderMatch
    context: CheckContext

    def read(self, row: RowData) -> Iterator[tuple[str, Template, CheckedRow]]:
        """Check one row below the header; notes and repeated headers are no data."""
        match, report = self.match, self.session.report
        if row.number <= match.row or match.has_errors:
            return
        if match.is_repeated_header(row.cells) or match.is_footer(row.cells):
            message = "这一行是表头、填写说明或合计，没有导入。如果是一件决定，请核对第一格的内容。"
            self.session._say(self.summary.name, row.number, "skipped_row", WARNING, message)
            return
        self.summary.rows += 1
        self.session._seen = True
        checked = check_row(match.template, match.cells(row.cells), row=row.number, context=self.context)
        if row.hidden:
            self.session._say(
                self.summary.name, row.number, "hidden_row", WARNING, "这一行在表中是隐藏的，已照常读取，请确认。"
            )
        report.problems.extend(checked.problems)
        if checked.is_good:
            report.good_rows += 1
            report.skipped += checked.existing == EQUAL
            report.changed += checked.existing == DIFFERENT
            report.late += checked.is_late and checked.existing not in (EQUAL, DIFFERENT)
        yield self.summary.name, match.template, checked


def has_errors(report: Report) -> bool:
    """Tell whether the file may not be imported whole."""
    return report.refused is not None or bool(report.problems.errors)
