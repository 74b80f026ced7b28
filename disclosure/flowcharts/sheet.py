"""Steps as a spreadsheet: written for editing in Excel or WPS, read back row by row with what is wrong in each."""

import io
import re
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from ..importing.events import RowData, SheetStart
from ..importing.source import Unreadable, events
from .blocks import key_of, with_ids
from .chart import Chart, StepKind, TimeUnit
from .checks import MOST_STEPS

MAX_BYTES = 5 * 1024 * 1024
BRANCHES = 6
_PLAIN = ("步号", "类型", "内容", "由谁办理", "时限", "天数按", "文书", "转到")
_LENGTHS = {"内容": 60, "由谁办理": 40, "文书": 80}
_UNITS = {"工作日": TimeUnit.WORKING, "自然日": TimeUnit.CALENDAR}
_KINDS = {kind.label: kind for kind in StepKind}
_HEADER_ROWS = 10


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row (0: in the file) and a column, and how to mend it."""

    row: int
    column: str
    message: str


def columns() -> list[str]:
    """Return the titles of the columns."""
    return [*_PLAIN, *(f"{name}{number}" for number in range(1, BRANCHES + 1) for name in ("条件", "转到"))]


def workbook_of(chart: Chart) -> bytes:
    """Return an XLSX of the steps, with choices in the columns that have them."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("步骤")
    bold, text = (
        book.add_format({"bold": True, "bg_color": "#E7F0FA", "border": 1}),
        book.add_format({"text_wrap": True}),
    )
    titles = columns()
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, bold)
    sheet.set_column(2, 2, 40, text)
    sheet.set_column(3, 6, 16, text)
    for place, choices in ((1, list(_KINDS)), (5, list(_UNITS))):
        sheet.data_validation(1, place, 500, place, {"validate": "list", "source": choices})
    units = {unit: label for label, unit in _UNITS.items()}
    for place, step in enumerate(chart.steps):
        row = {"步号": place + 1, "类型": StepKind(step.kind).label, "内容": step.text, "由谁办理": step.actor}
        row |= {
            "时限": step.limit or "",
            "天数按": units.get(TimeUnit(step.unit), "") if step.unit else "",
            "文书": step.documents,
        }
        for number, way in enumerate(step.ways, start=1):
            target = chart.target_of(place, way) if way.target else None
            goal = target + 1 if target is not None else ""
            if step.kind == StepKind.DECISION:
                row |= {f"条件{number}": way.condition, f"转到{number}": goal}
            else:
                row["转到"] = goal
        for column, title in enumerate(titles):
            sheet.write(place + 1, column, row.get(title, ""))
    sheet.freeze_panes(1, 0)
    book.close()
    return stream.getvalue()


def read(upload: Any) -> tuple[list[dict[str, Any]], list[RowFault]]:
    """Return the steps as a page stores them and the faults of the rows; with a fault in a row the steps are not to be used."""
    if upload.size > MAX_BYTES:
        return [], [
            RowFault(0, "", f"文件超过 {MAX_BYTES // 1024 // 1024} MB。一张流程图的步骤表很小，请确认选对了文件。")
        ]
    with tempfile.NamedTemporaryFile(suffix=".table") as kept:
        for chunk in upload.chunks():
            kept.write(chunk)
        kept.flush()
        try:
            rows = list(_rows(Path(kept.name)))
        except Unreadable as problem:
            return [], [RowFault(0, "", problem.message)]
    if not rows:
        return [], [
            RowFault(0, "", "没有找到步骤：表头要有“类型”和“内容”两列，下面一行一步。可以先下载步骤表格，照着填。")
        ]
    if len(rows) > MOST_STEPS:
        return [], [RowFault(0, "", f"一张流程图最多{MOST_STEPS}步，表中有{len(rows)}步。请拆成几张。")]
    return _Steps(rows).read()


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).replace("\x00", "").strip()


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number, title → text) of the first sheet that has the header."""
    titles: list[str] = []
    seen = 0
    for event in events(path):
        if isinstance(event, SheetStart):
            if titles:
                return
            seen = 0
            continue
        if not isinstance(event, RowData):
            continue
        values = [_text(cell.value) for cell in event.cells]
        seen += 1
        if not titles:
            names = [re.sub(r"\s|（.*）|\(.*\)", "", value) for value in values]
            if seen <= _HEADER_ROWS and {"类型", "内容"} <= set(names):
                titles = names
            continue
        row = {title: value for title, value in zip(titles, values, strict=False) if title}
        if any(row.values()):
            yield event.number, row


class _Steps:
    """Reads rows into steps, and notes what is wrong."""

    def __init__(self, rows: list[tuple[int, dict[str, str]]]) -> None:
        self.rows = rows
        self.faults: list[RowFault] = []
        self.ids: dict[str, str] = {}

    def read(self) -> tuple[list[dict[str, Any]], list[RowFault]]:
        numbered = []
        for place, (row, values) in enumerate(self.rows, start=1):
            number = self._number(values.get("步号", "")) or str(place)
            if number in self.ids:
                self._fault(row, "步号", f"步号{number}重复，请改为不同的号。")
            self.ids.setdefault(number, str(uuid.uuid4()))
            numbered.append((number, row, values))
        return [self._step(number, row, values) for number, row, values in numbered], self.faults

    def _fault(self, row: int, column: str, message: str) -> None:
        self.faults.append(RowFault(row, column, message))

    def _number(self, text: str) -> str:
        """Return a step's number without 第…步."""
        return text.removeprefix("第").removesuffix("步").strip()

    def _target(self, row: int, column: str, values: dict[str, str]) -> str:
        number = self._number(values.get(column, ""))
        if not number:
            return ""
        if number not in self.ids:
            self._fault(row, column, f"没有步号是“{number[:20]}”的步骤，请填表中“步号”一列里的号，或留空表示下一步。")
            return ""
        return key_of(self.ids[number])

    def _step(self, number: str, row: int, values: dict[str, str]) -> dict[str, Any]:
        kind = _KINDS.get(values.get("类型", ""))
        if kind is None:
            message = f"类型“{values.get('类型', '')[:20]}”不在选项内，请填：{'、'.join(_KINDS)}。"
            self._fault(row, "类型", message)
            kind = StepKind.ACTION
        for column, most in _LENGTHS.items():
            if len(values.get(column, "")) > most:
                self._fault(row, column, f"最多{most}个字，现有{len(values[column])}个字，请改短。")
        value: dict[str, Any] = {"text": values.get("内容", "")}
        if kind in (StepKind.ACTION, StepKind.DECISION, StepKind.DOCUMENT):
            value |= {"actor": values.get("由谁办理", ""), **self._limit(row, values)}
        if kind == StepKind.ACTION:
            value["documents"] = values.get("文书", "")
        if kind == StepKind.DECISION:
            value["branches"] = with_ids(self.ids[number], self._branches(row, values))
        elif kind != StepKind.END:
            value["target"] = self._target(row, "转到", values)
        # In the order in which the editor stores them: the stored text is what is approved.
        return {"type": kind.value, "value": value, "id": self.ids[number]}

    def _limit(self, row: int, values: dict[str, str]) -> dict[str, Any]:
        limit, unit = values.get("时限", ""), values.get("天数按", "")
        if limit and not (limit.isascii() and limit.isdigit() and 1 <= int(limit) <= 3650):
            self._fault(row, "时限", f"“{limit[:20]}”不是天数，请只填整数，例如 5。")
            limit = ""
        if unit and unit not in _UNITS:
            self._fault(row, "天数按", f"“{unit[:20]}”不在选项内，请填“工作日”或“自然日”。")
        return {"limit": int(limit) if limit else None, "unit": _UNITS[unit].value if unit in _UNITS else ""}

    def _branches(self, row: int, values: dict[str, str]) -> list[dict[str, str]]:
        found = []
        for number in range(1, BRANCHES + 1):
            condition = values.get(f"条件{number}", "")
            if len(condition) > 30:
                self._fault(row, f"条件{number}", f"最多30个字，现有{len(condition)}个字，请改短。")
            if condition or values.get(f"转到{number}", ""):
                found.append({"condition": condition, "target": self._target(row, f"转到{number}", values)})
        return found
