"""Find the header row of a sheet and match its columns to one of the forms, never by position."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from publication.text import find_id_numbers

from .cells import EMPTY, Cell, as_cell
from .columns import Column, Template
from .labels import header_codes, header_keys, header_text, is_in_yuan, keys_of
from .legacy_templates import LEGACY
from .problems import ERROR, HIDDEN_VALUE, WARNING, Problem, shown_value
from .templates import CURRENT

TEMPLATES = (*CURRENT, *LEGACY)
TEMPLATES_BY_KEY = {template.key: template for template in TEMPLATES}
SEARCHED_ROWS = 10
_ENOUGH = 3
_LONGEST_HEADER = 80
_SILENT = frozenset({"序号", "编号", "NO", "行号", "问题", ""})
_NOTE_STARTS = (
    "说明",
    "填表说明",
    "填写说明",
    "填报说明",
    "注:",
    "注：",
    "备注:",
    "备注：",
    "示例:",
    "示例：",
    "填报要求",
    "格式",
)
_CODES = frozenset({"credit_code", "business_registration", "organisation_code", "tax_registration"})
_NOTE_WORDS = frozenset(word.rstrip(":：") for word in _NOTE_STARTS)
_NOTE = re.compile(rf"\s*[*(（【]?(?:{'|'.join(sorted(_NOTE_WORDS, key=len, reverse=True))})[)）】]?\s*[:：]")
_FOOTER_STARTS = (*_NOTE_STARTS, "合计", "填表人", "填报人", "审核人", "填报单位", "制表")


@dataclass(slots=True)
class HeaderMatch:
    """A sheet's form: which column of the sheet (0-based) holds which national column, and what is wrong with the header."""

    template: Template
    row: int
    columns: list[tuple[int, Column]]
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Tell whether rows can not be read at all (a required column is missing, or one stands there twice)."""
        return any(problem.level == ERROR for problem in self.problems)

    def cells(self, values: Sequence[Any]) -> dict[str, Cell]:
        """One data row by field; ``values`` are cells or bare values in the order of the sheet, missing ones are empty."""
        size = len(values)
        return {column.field: as_cell(values[index]) if index < size else EMPTY for index, column in self.columns}

    def is_repeated_header(self, values: Sequence[Any]) -> bool:
        """Tell whether a row below the header is another header (of codes), or notes on how to fill in; it is no data."""
        filled = _filled(values, 4)
        if not filled:
            return False
        first = header_text(filled[0][:_LONGEST_HEADER])
        if first.startswith(_NOTE_STARTS) and (
            len(filled) <= 2 or first.rstrip(":") in _NOTE_WORDS or _NOTE.match(filled[0])
        ):
            return True
        if sum(1 for text in filled if _field_of(self.template, text)) * 2 < len(filled):
            return False
        everything = _filled(values, len(values))
        known = sum(1 for text in everything if _field_of(self.template, text))
        return known >= _ENOUGH and known * 2 >= len(everything)

    def is_footer(self, values: Sequence[Any]) -> bool:
        """Tell whether a row is a note at the end (合计, 填表人 …) and no decision: one or two cells, known beginning."""
        filled = _filled(values, 3)
        return 0 < len(filled) <= 2 and header_text(filled[0][:_LONGEST_HEADER]).startswith(_FOOTER_STARTS)


def find_header(
    rows: Iterable[tuple[int, Sequence[Any]]], *, sheet: str = "", kind: str | None = None
) -> HeaderMatch | None:
    """Find the header among the first rows (row number as the spreadsheet shows it, cells or values) and match its columns.

    ``kind`` (licence or penalty) forces the form's kind. None when no row among the first ten is a header.
    """
    best: tuple[int, int, list[str]] | None = None
    first = [(number, _texts(values)) for number, values in _first(rows)]
    for number, texts in first:
        score = _best_score(texts)
        if score >= _ENOUGH and (best is None or score > best[0]):
            best = (score, number, texts)
    if best is None:
        return None
    _score, number, texts = best
    below = next((found for found in first if found[0] > number), None)
    if below is not None and (joined := _joined(texts, below[1])):
        number, texts = below[0], joined
    template = guess_template(texts, kind=kind)
    return _match(template, number, texts, sheet) if template else None


def _joined(texts: Sequence[str], below: Sequence[str]) -> list[str]:
    """The header of two levels as one (行政相对人代码 over 统一社会信用代码 …); empty when the row below is none of a header.

    It is one when each of its cells names a column, and one of them stands where the row above names none.
    """
    filled = [place for place, text in enumerate(below) if text]
    above = [*texts, *[""] * (len(below) - len(texts))]
    if len(filled) < 2 or not all(_is_known(below[place]) for place in filled):
        return []
    new = {place for place in filled if not _is_known(above[place])}
    return [below[place] if place in new else text for place, text in enumerate(above)] if new else []


def _is_known(text: str) -> bool:
    return any(_field_of(template, text) for template in TEMPLATES)


def _first(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterable[tuple[int, Sequence[Any]]]:
    for count, row in enumerate(rows):
        if count >= SEARCHED_ROWS:
            return
        yield row


def _texts(values: Sequence[Any]) -> list[str]:
    texts = []
    for value in values:
        inner = value.value if isinstance(value, Cell) else value
        texts.append(inner.strip() if isinstance(inner, str) else "" if inner is None else str(inner))
    return texts


def _filled(values: Sequence[Any], count: int) -> list[str]:
    """The texts of the first ``count`` cells that are not empty."""
    filled: list[str] = []
    for value in values:
        inner = value.value if isinstance(value, Cell) else value
        if inner is None:
            continue
        text = inner.strip() if isinstance(inner, str) else str(inner)
        if text:
            filled.append(text)
            if len(filled) == count:
                break
    return filled


def _best_score(texts: Sequence[str]) -> int:
    return max(len(_known_fields(template, texts)) for template in TEMPLATES)


@lru_cache(maxsize=16)
def _index(key: str) -> dict[str, str]:
    """Every header key of one form → field; official names win over aliases."""
    columns = TEMPLATES_BY_KEY[key].columns
    index: dict[str, str] = {}
    for column in columns:
        for name in (*header_keys(column.label), column.code):
            index.setdefault(name, column.field)
    for column in columns:
        for name in keys_of(column):
            index.setdefault(name, column.field)
    return index


def _field_of(template: Template, text: str) -> str:
    """The field that a header cell names in a form, or ""; a code decides before a name."""
    if not text or len(text) > _LONGEST_HEADER:
        return ""
    index = _index(template.key)
    for code in header_codes(text):
        if code in index:
            return index[code]
    for key in header_keys(text):
        if key in index:
            return index[key]
    return ""


def _known_fields(template: Template, texts: Sequence[str]) -> set[str]:
    return {name for text in texts if (name := _field_of(template, text))}


def guess_template(texts: Sequence[str], *, kind: str | None = None) -> Template | None:
    """The form that a header row belongs to; None when it is none (of the forced ``kind``).

    Kind: the one more of whose columns are there. 2015 edition: at least two columns that only it has, and more of them
    than of those that only the current one has. Persons: no category, code or representative of the party is there, or the number of
    their certificate and no code is.
    """
    kinds = [kind] if kind else ["licence", "penalty"]
    scores = {name: max(_score(form, texts) for form in TEMPLATES if form.kind == name) for name in kinds}
    chosen = max(kinds, key=lambda name: scores[name])
    if scores[chosen] < _ENOUGH:
        return None
    current, legacy = TEMPLATES_BY_KEY[f"{chosen}-organisation"], TEMPLATES_BY_KEY[f"{chosen}-2015"]
    only_old = sum(1 for text in texts if _field_of(legacy, text) and not _field_of(current, text))
    only_new = sum(1 for text in texts if _field_of(current, text) and not _field_of(legacy, text))
    if only_old >= 2 and only_old > only_new:
        return legacy
    person = TEMPLATES_BY_KEY[f"{chosen}-person"]
    fields = _known_fields(current, texts)
    if "party_certificate_number" in fields and not fields & _CODES:
        return person
    is_organisation = any(_field_of(current, text) and not _field_of(person, text) for text in texts)
    return current if is_organisation else person


def _score(template: Template, texts: Sequence[str]) -> int:
    """How many of a form's columns a row names; a code of the form counts twice, since it tells the kind."""
    prefixes = ("XK_",) if template.kind == "licence" else ("CF_",)
    coded = sum(1 for text in texts if any(code.startswith(prefixes) for code in header_codes(text)))
    return len(_known_fields(template, texts)) + coded


def _match(template: Template, row: int, texts: Sequence[str], sheet: str) -> HeaderMatch:
    match = HeaderMatch(template, row, [])
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        if not text:
            continue
        name = _field_of(template, text)
        if not name:
            if header_text(text[:_LONGEST_HEADER]) not in _SILENT:
                match.problems.append(_unknown(sheet, row, text))
            continue
        column = template.column(name)
        if name in seen:
            if not column.never_stored:
                match.problems.append(_duplicate(sheet, row, column, text, seen[name], index))
            continue
        seen[name] = index
        if column.kind == "amount" and is_in_yuan(text):
            match.problems.append(_wrong_unit(sheet, row, column, text))
        match.columns.append((index, column))
    for column in template.columns:
        if column.header_required and column.field not in seen:
            match.problems.append(_missing(sheet, row, column, template))
    return match


def column_letters(index: int) -> str:
    """The letters of a sheet's column, 0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _unknown(sheet: str, row: int, text: str) -> Problem:
    if find_id_numbers(text):
        text = HIDDEN_VALUE
    message = f"不认识表头“{shown_value(text)[:40]}”，这一列不导入。如需导入，请改用模板中的列名。"
    return Problem(sheet, row, shown_value(text)[:80], "unknown_column", WARNING, shown_value(text), message)


def _duplicate(sheet: str, row: int, column: Column, text: str, first: int, index: int) -> Problem:
    message = f"“{column.label}”有两列（{column_letters(first)} 列和 {column_letters(index)} 列），无法确定用哪一列，请删去或改名其中一列。"
    return Problem(sheet, row, column.label, "duplicate_column", ERROR, shown_value(text), message)


def _missing(sheet: str, row: int, column: Column, template: Template) -> Problem:
    message = f"表头中没有必填的列“{column.label}”，请按“{template.title}”模板补上这一列。"
    return Problem(sheet, row, column.label, "missing_column", ERROR, "", message)


def _wrong_unit(sheet: str, row: int, column: Column, text: str) -> Problem:
    message = f"表头“{shown_value(text)}”的单位不是万元。请把金额换算成万元，并把表头改为“{column.label}”。"
    return Problem(sheet, row, column.label, "wrong_unit", ERROR, shown_value(text), message)
