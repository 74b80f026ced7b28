"""Reading a workbook of matters: rows by sheet, and every problem with its place and how to mend it."""

import unicodedata
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...importing.events import RowData, SheetStart
from ...importing.source import events
from ...importing.values import read_date
from ...laws.citing import cited_in
from ...models.laws import LegalBasis
from .layout import MATTERS, Column, Layout, Sheet

MOST_ROWS = 5000
_HEADER_ROWS = 5
_LONGEST = 4000
#: What an empty cell says of a field that is never empty: it stays as it is.
_LEFT = object()


@dataclass
class SheetProblem:
    """One thing wrong: sheet, row as the spreadsheet numbers it, column, and what to do; ``error`` keeps the row out."""

    sheet: str
    row: int
    column: str
    message: str
    level: str = "error"

    def as_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)


@dataclass
class Read:
    """Rows of each sheet by key as (row number, code, {field: value}); sheets that were there; problems."""

    rows: dict[str, list[tuple[int, str, dict[str, Any]]]] = field(default_factory=dict)
    problems: list[SheetProblem] = field(default_factory=list)


def read(path: Path, layout: Layout = MATTERS) -> Read:
    """Read a workbook (or one sheet as CSV, taken for the first of the ``layout``).

    Raises:
        Unreadable: no table, damaged, hostile or too large.
    """
    found = Read()
    sheet: Sheet | None = None
    places: dict[int, Column] | None = None
    seen = total = 0
    for event in events(path):
        if isinstance(event, SheetStart):
            name = event.name.strip()
            sheet = layout.sheets[0] if name == "CSV" else layout.sheet(name)
            places, seen = None, 0
            if sheet is None and not event.hidden:
                known = "、".join(known.title for known in layout.sheets)
                found.problems.append(
                    SheetProblem(
                        name[:60], 0, "", f"不认识这张工作表，没有读取。能读取的工作表名称是：{known}。", "warning"
                    )
                )
        elif isinstance(event, RowData) and sheet is not None:
            seen += 1
            if places is None:
                places = _header(layout, sheet, event, found) if seen <= _HEADER_ROWS else None
                continue
            if any(not cell.is_empty for cell in event.cells):
                total += 1
                if total > MOST_ROWS:
                    found.problems.append(
                        SheetProblem(sheet.title, event.number, "", f"超过 {MOST_ROWS} 行，请分几次导入。")
                    )
                    break
                _row(layout, sheet, places, event, found)
    return found


def _header(layout: Layout, sheet: Sheet, row: RowData, found: Read) -> dict[int, Column] | None:
    titles = {place: _plain(cell.value) for place, cell in enumerate(row.cells)}
    if layout.key not in titles.values():
        return None
    known = {_plain(column.label): column for column in sheet.columns}
    for title in titles.values():
        if title and title not in known:
            found.problems.append(SheetProblem(sheet.title, row.number, title[:40], "没有这一栏，已略过。", "warning"))
    found.rows.setdefault(sheet.key, [])
    return {place: known[title] for place, title in titles.items() if title in known}


def _plain(value: Any) -> str:
    return "".join(
        unicodedata.normalize("NFKC", str(value or "")).replace("(", "（").replace(")", "）").split()
    ).lstrip("*")


def _row(layout: Layout, sheet: Sheet, places: dict[int, Column], row: RowData, found: Read) -> None:
    values: dict[str, Any] = {}
    wrong = False
    for place, column in places.items():
        cell = row.cells[place] if place < len(row.cells) else None
        raw = cell.value if cell is not None else None
        text = _text(raw)
        try:
            held = layout.field_of(sheet, column)
            if column.label == layout.key:
                value = layout.tidy(text)
            else:
                value = _value(column, text, held) if text else _empty(sheet, column, held)
            if value is not _LEFT:
                values[column.field] = value
        except ValueError as error:
            found.problems.append(SheetProblem(sheet.title, row.number, column.label, str(error)))
            wrong = True
    code = values.pop("code", "")
    message = layout.problem_of(code) if code else f"{layout.key}没有填写：每一行都要写明属于哪个{layout.noun}。"
    if message:
        found.problems.append(SheetProblem(sheet.title, row.number, layout.key, message))
        wrong = True
    if not wrong:
        found.rows[sheet.key].append((row.number, code, values))


def _empty(sheet: Sheet, column: Column, field: Any) -> Any:
    """Return what an empty cell says: nothing, a row's ordinary value, or :data:`_LEFT` where the matter is never without.

    Raises:
        ValueError: a row of discretion, recording or review cannot do without it.
    """
    if field is None or field.blank or column.kind in ("yes", "number"):
        return _value(column, "", field)
    if not sheet.relation:
        return _LEFT
    if field.has_default():
        return field.get_default()
    raise ValueError("没有填写，这一栏不能空着。")


def _text(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return "" if raw is None else str(raw).replace("\r\n", "\n").replace("_x000D_", "").strip()


def _value(column: Column, text: str, field: Any) -> Any:
    """Return what a cell says.

    Raises:
        ValueError: in Chinese, with what to do.
    """
    longest = _LONGEST if column.kind != "text" else min(getattr(field, "max_length", None) or _LONGEST, _LONGEST)
    if len(text) > longest:
        raise ValueError(f"有 {len(text)} 个字，最多 {longest} 个字，请缩短。")
    if column.kind == "choice":
        if not text:
            return ""
        for value, label in column.choices.choices:
            if text in (value, label):
                return value
        raise ValueError(f"“{text[:30]}”不在选项内，应为：{'、'.join(column.choices.labels)}。")
    if column.kind == "yes":
        if text in ("", "否", "无", "0", "×"):
            return False
        if text in ("是", "有", "1", "√", "✓"):
            return True
        raise ValueError(f"“{text[:30]}”请写“是”或“否”。")
    if column.kind == "number":
        if not text:
            return None
        number = unicodedata.normalize("NFKC", text)
        if not number.isdecimal() or int(number) > 32_767:
            raise ValueError(f"“{text[:30]}”请写整数。")
        return int(number)
    if column.kind == "date":
        return read_date(text) if text else None
    if column.kind == "bases":
        return _bases(text)
    return text


def _bases(text: str) -> list[LegalBasis]:
    lines = [line.strip() for line in text.replace("；", "\n").splitlines() if line.strip()]
    found: list[LegalBasis] = []
    for line in lines:
        cited = cited_in(line)
        if not cited:
            raise ValueError(f"依据库里没有“{line[:60]}”。请按“《名称》第X条”书写，库里没有的先由政策法规科登记。")
        found += [basis for basis in cited if basis not in found]
    return found
