"""Whole columns of the wrong kind, told once per sheet: two columns swapped, or a column under the wrong header."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publication.credit_codes import InvalidCreditCode, read_credit_code
from publication.money import AmbiguousAmount, InvalidAmount, wan_to_fen
from publication.text import CHINESE_DIGITS

from .columns import Column
from .enumerations import UnknownChoice, read_choice, read_penalty_kinds
from .headers import HeaderMatch, column_letters
from .problems import ERROR, Problem
from .values import BadValue, is_nothing, read_date, read_text

SAMPLE_ROWS = 50
_LEAST = 3
_DATE = re.compile(r"\d{4}[年/.\-]\d{1,2}[月/.\-]\d{1,2}日?(?: .*)?")


@dataclass(slots=True)
class Sniffed:
    """Fields whose columns are of the wrong kind throughout, and one problem for each finding."""

    bad_fields: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)


def sniff_columns(
    match: HeaderMatch, rows: Sequence[Sequence[Any]], *, sheet: str = "", date1904: bool = False
) -> Sniffed:
    """Look at the first data rows (up to 50, as cells or values): a column none of whose values can be read is told once.

    Give ``bad_fields`` to the context of the sheet: rows are then not blamed for it one by one. Fewer than three values in a
    column prove nothing.
    """
    samples: dict[str, list[Any]] = {column.field: [] for _index, column in match.columns}
    for values in rows[:SAMPLE_ROWS]:
        for name, cell in match.cells(values).items():
            if not is_nothing(cell.value) and not cell.is_formula and not cell.is_merged:
                samples[name].append(cell.value)
    columns = {column.field: (index, column) for index, column in match.columns}
    bad = [name for name, (_index, column) in columns.items() if _all_fail(column, samples[name], date1904)]
    problems = []
    told: set[str] = set()
    for name in bad:
        if name in told:
            continue
        index, column = columns[name]
        partner = _partner(name, bad, columns, samples, date1904)
        told.add(name)
        if partner:
            told.add(partner)
            other_index, other_column = columns[partner]
            message = (
                f"“{column.label}”（{column_letters(index)} 列）和“{other_column.label}”（{column_letters(other_index)} 列）"
                "的内容像是填反了，请对调两列的表头后重新上传。"
            )
        else:
            message = (
                f"“{column.label}”（{column_letters(index)} 列）没有一个值是{_KINDS[column.kind]}，"
                "可能表头写错或整列错位，请核对这一列后重新上传。"
            )
        problems.append(Problem(sheet, match.row, column.label, "wrong_column", ERROR, "", message))
    return Sniffed(frozenset(bad), problems)


def _partner(
    name: str,
    bad: Sequence[str],
    columns: dict[str, tuple[int, Column]],
    samples: dict[str, list[Any]],
    date1904: bool,
) -> str:
    """Return the column with which a bad one was swapped: another bad one first, else a text whose every value is without fault of its kind."""
    column = columns[name][1]
    for other in sorted(columns, key=lambda field: field not in bad):
        there = columns[other][1]
        if other == name or not (other in bad or _is_loose(there)) or not _fits(there, samples[name], date1904):
            continue
        if other in bad and _fits(column, samples[other], date1904):
            return other
        if samples[other] and all(_is_exact(column, value, date1904) for value in samples[other]):
            return other
    return ""


def _is_exact(column: Column, value: Any, date1904: bool) -> bool:
    """Tell whether a value is of the column's kind, without a slip."""
    try:
        _READERS[column.kind](column, value, date1904)
    except ValueError:
        return False
    return True


_KINDS = {
    "date": "日期",
    "amount": "金额",
    "enum": "规定的选项",
    "kinds": "处罚类别",
    "credit": "统一社会信用代码",
    "number_key": "文号",
}


def _is_loose(column: Column) -> bool:
    return column.kind in {"text", "registry"} and not column.never_stored


def _readers() -> dict[str, Callable[[Column, Any, bool], Any]]:
    return {
        "date": lambda column, value, d1904: read_date(value, forever=True, date1904=d1904),
        "amount": lambda column, value, d1904: wan_to_fen(value if isinstance(value, int | float) else str(value)),
        "enum": lambda column, value, d1904: read_choice(column.enum, read_text(value)),
        "kinds": lambda column, value, d1904: read_penalty_kinds(read_text(value)),
        "credit": lambda column, value, d1904: read_credit_code(read_text(value)),
        "number_key": lambda column, value, d1904: _document_number(value),
    }


def _document_number(value: Any) -> str:
    """A 文号 has digits and is no date."""
    text = read_text(value)
    if isinstance(value, date) or _DATE.fullmatch(text) or not any(char.isdigit() for char in text):
        raise BadValue("no_number", "")
    return text


_READERS = _readers()


def _reads(column: Column, value: Any, date1904: bool) -> bool:
    """Tell whether a value is of the column's kind, be it with a slip (a wrong check digit is still a code)."""
    reader = _READERS.get(column.kind)
    if reader is None:
        return True
    if isinstance(value, str) and len(value) > 400:
        return False
    try:
        reader(column, value, date1904)
    except AmbiguousAmount:
        return True
    except InvalidCreditCode as error:
        return error.reason in {"check_digit", "zeros"} or _code_like(value)
    except InvalidAmount:
        return isinstance(value, int | float) or (any(char.isdigit() for char in str(value)) and len(str(value)) < 16)
    except BadValue as error:
        return error.code != "no_number" and _date_like(column, value)
    except UnknownChoice:
        return False
    return True


def _code_like(value: Any) -> bool:
    text = "".join(str(value).split())
    return 15 <= len(text) <= 20 and text.isascii() and text.isalnum()


def _date_like(column: Column, value: Any) -> bool:
    text = str(value)
    if column.kind != "date" or len(text) > 24 or "号" in text:
        return False
    numbered = any(char.isdigit() or char in CHINESE_DIGITS for char in text)
    return "长期" in text or (numbered and any(mark in text for mark in "年月/.-"))


def _all_fail(column: Column, values: Sequence[Any], date1904: bool) -> bool:
    if column.kind not in _READERS or column.never_stored or len(values) < _LEAST:
        return False
    return not any(_reads(column, value, date1904) for value in values)


def _fits(column: Column, values: Sequence[Any], date1904: bool) -> bool:
    return (
        bool(values)
        and all(_reads(column, value, date1904) for value in values)
        and (not _is_loose(column) or any(isinstance(value, str) for value in values))
    )
