"""One row at work: every cell read by its column, what was found, and how names are masked.

Certificate numbers are dropped unread; identity numbers in any other column are errors and appear nowhere; a natural person's
name leaves this module only masked.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from publication.credit_codes import InvalidCreditCode, is_organisation_code, read_credit_code
from publication.id_numbers import find_id_numbers, may_hold_id_number
from publication.masking import NameMasker, clean_name, mask_names_in_text, mask_person_name
from publication.money import AmbiguousAmount, InvalidAmount, wan_to_fen

from .cells import EMPTY, Cell
from .checked import CheckedRow
from .columns import Column, Template
from .context import CheckContext
from .enumerations import UnknownChoice, read_choice, read_penalty_kinds
from .id_in_cell import id_in_cell
from .names import looks_like_organisation, looks_like_person, split_names
from .problems import ERROR, HIDDEN_VALUE, WARNING, Problem, shown_value
from .unnamed import certificate_digits, without_numbers
from .values import BadValue, is_nothing, read_date, read_text

_EMPTY_VALUES: dict[str, Any] = {"date": None, "amount": None}
_SHORT_KINDS = frozenset({"date", "amount", "enum", "kinds", "credit"})
_LONGEST_SHORT_VALUE = 400
_CODES = ("credit_code", "organisation_code", "business_registration", "tax_registration")
_PARTY_COLUMNS = frozenset({"party_name", "legal_representative"})


class RowCheck:
    """One row at work: the cells, what was read from them, and what was found."""

    __slots__ = (
        "cells",
        "checked",
        "context",
        "faulty",
        "notes",
        "party",
        "row",
        "template",
        "tokens",
        "values",
    )

    def __init__(self, template: Template, cells: Mapping[str, Cell], row: int, context: CheckContext) -> None:
        self.template = template
        self.cells = cells
        self.row = row
        self.context = context
        self.checked = CheckedRow(row)
        self.values = self.checked.values
        self.values["kind"] = template.kind
        self.faulty: set[str] = set()
        self.notes: list[str] = []
        self.party = self._party()
        self.tokens: dict[str, str] = self._tokens()

    # -- problems

    def report(self, column: Column | None, code: str, level: str, message: str, value: Any = None) -> None:
        """Record a problem of this row; names of persons and numbers of certificates in ``value`` and ``message`` are hidden."""
        if column is not None and level == ERROR:
            self.faulty.add(column.field)
        label = column.label if column else ""
        shown = self._shown(column, value)
        if self.tokens:
            message = mask_names_in_text(message, self.tokens)
        message = without_numbers(message)
        self.checked.problems.append(Problem(self.context.sheet, self.row, label, code, level, shown, message))

    def _shown(self, column: Column | None, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column is not None and column.never_stored:
            return HIDDEN_VALUE
        text = str(value)
        if certificate_digits(value) or (
            may_hold_id_number(text)
            and find_id_numbers(text, credit_field=column is not None and column.kind == "credit")
        ):
            return HIDDEN_VALUE
        if column is not None and column.field in _PARTY_COLUMNS and self.is_person:
            return shown_value(mask_person_name(text))
        return shown_value(mask_names_in_text(text, self.tokens) if self.tokens else text)

    # -- the party

    @property
    def is_person(self) -> bool:
        """Tell whether the party is a natural person (an unreadable category with a person's name counts as one)."""
        return self.party == "person"

    def _party(self) -> str:
        """The party's category, before anything is shown or stored."""
        if self.template.party == "person":
            return "person"
        name = self._raw("party_name")
        kind_cell = self._raw("party_kind")
        if kind_cell:
            try:
                return read_choice("party_kind", kind_cell[:_LONGEST_SHORT_VALUE])[0]
            except UnknownChoice:
                return "person" if self._may_be_person(name) else ""
        if self.template.is_legacy and self._is_coded():
            return "organisation"
        if not is_nothing(self._raw("party_certificate_number")) or self._may_be_person(name):
            return "person"
        return "organisation" if self.template.is_legacy else ""

    def _is_coded(self) -> bool:
        return any(not is_nothing(self._raw(field)) for field in _CODES)

    def _may_be_person(self, name: str) -> bool:
        """Tell whether nothing says that the name is an organisation's: surnames are too many to be listed."""
        return looks_like_person(name) or not (is_nothing(name) or self._is_coded() or looks_like_organisation(name))

    def guessed_person(self, name: str) -> bool:
        """Tell whether only the lack of everything else makes the party of a 2015 row a person."""
        certificate = self._raw("party_certificate_number")
        return self.template.is_legacy and is_nothing(certificate) and not looks_like_person(name)

    def _raw(self, field: str) -> str:
        cell = self.cells.get(field, EMPTY)
        return cell.value.strip() if isinstance(cell.value, str) else "" if cell.value is None else str(cell.value)

    def _tokens(self) -> dict[str, str]:
        """Full names of the persons of this row with their masks."""
        if not self.is_person:
            return {}
        names = split_names(self._raw("party_name"))
        representative = self._raw("legal_representative")
        return NameMasker([*names, *split_names(representative)]).tokens()

    # -- cells

    def read(self) -> None:
        """Read every column of the form that the file has; note what is missing."""
        bad = self.context.bad_fields
        for column in self.template.columns:
            name = column.field
            if column.never_stored or name.startswith("ignored_"):
                continue
            cell = self.cells.get(name)
            if cell is None:
                if self.template.is_legacy and column.required:
                    self.checked.missing.append(name)
                continue
            if name in bad:
                self.checked.blocked = True
                self.faulty.add(name)
                continue
            self.values[name] = self._read_cell(column, cell)

    def _read_cell(self, column: Column, cell: Cell) -> Any:
        empty: Any = [] if column.kind == "kinds" else _EMPTY_VALUES.get(column.kind, "")
        value = cell.value
        if cell.is_formula:
            self.report(
                column, "formula", ERROR, "单元格是公式。请复制后用“选择性粘贴—数值”粘贴为值，再重新上传。", value
            )
            return empty
        if cell.is_error:
            message = "单元格是错误值（如 #REF!、#N/A）。请改正或清空这一格，再重新上传。"
            self.report(column, "error_value", ERROR, message)
            return empty
        if cell.is_merged:
            self.report(
                column, "merged", ERROR, "数据区有合并单元格。请取消合并，把内容填到每一行，再重新上传。", value
            )
            return empty
        if (
            value is None
            or value == ""
            or (is_nothing(value) and (column.kind != "text" or self._is_required(column)))
            or (isinstance(value, str) and not value.strip())
        ):
            self._check_required(column)
            return empty
        held = id_in_cell(column, value)
        if held is not None:
            level, code, message = held
            self.report(column, code, level, message, HIDDEN_VALUE)
            if level == ERROR:
                return empty
        try:
            return self._read_value(column, value)
        except (BadValue, UnknownChoice, InvalidAmount, InvalidCreditCode) as error:
            shown = HIDDEN_VALUE if getattr(error, "code", "") == "number_precision" else value
            self.report(column, _code_of(error), ERROR, str(error), shown)
            return empty

    def _is_required(self, column: Column) -> bool:
        return column.required or bool(column.required_for and column.required_for == self.party)

    def _check_required(self, column: Column) -> None:
        if not self._is_required(column):
            return
        if self.template.party == "person" and column.field == "party_kind":
            return
        if self.template.is_legacy and not column.header_required:
            self.checked.missing.append(column.field)
            return
        self.report(column, "missing", ERROR, f"“{column.label}”必须填写，请补上后重新上传。")

    def _read_value(self, column: Column, value: Any) -> Any:
        kind = column.kind
        if kind in _SHORT_KINDS and isinstance(value, str) and len(value) > _LONGEST_SHORT_VALUE:
            raise BadValue("too_long", f"“{column.label}”的内容过长（{len(value)} 个字），请核对是否填错了列。")
        if kind == "date":
            return read_date(value, forever=column.forever, date1904=self.context.date1904)
        if kind == "amount":
            return wan_to_fen(value if isinstance(value, int | float | str) else str(value))
        text = read_text(value)
        if kind == "enum":
            choice, note = read_choice(column.enum, text)
            if note:
                self.notes.append(f"{column.label}：其他（{note}）")
            return choice
        if kind == "kinds":
            kinds, note = read_penalty_kinds(text)
            if note:
                self.notes.append(f"{column.label}：其他（{note}）")
            return list(kinds)
        if kind == "credit":
            code, warnings = read_credit_code(text)
            for warning in warnings:
                self.report(column, "code_mended", WARNING, f"{warning}请确认读作 {code}。", value)
            return code
        self._check_length(column, text)
        if column.field == "organisation_code" and not is_organisation_code(text):
            self.report(column, "organisation_code", WARNING, "组织机构代码的位数或校验码不符，请核对证照。", value)
        return text

    def _check_length(self, column: Column, text: str) -> None:
        limit = self.context.limits.get(column.field, column.max_length)
        if limit is not None and len(text) > limit:
            self.report(
                column, "too_long", ERROR, f"“{column.label}”最多 {limit} 个字，现有 {len(text)} 个字，请缩短。", text
            )

    # -- for the rules

    def column(self, field: str) -> Column:
        """The form's column of ``field``."""
        return self.template.column(field)

    def day(self, field: str) -> date | None:
        """A date that was read without error, or None."""
        value = self.values.get(field)
        return value if isinstance(value, date) and field not in self.faulty else None

    def has(self, field: str) -> bool:
        """Tell whether the form has ``field`` and the file has its column, readable in this row."""
        return field in self.values and field not in self.faulty

    def finish(self) -> CheckedRow:
        """Make sure that names are masked and notes are added, and hand the row over."""
        self.mask()
        return self.checked

    def mask(self) -> None:
        """Put the values into the form in which they are stored; asked twice it does nothing more."""
        values = self.values
        if self.notes:
            values["remarks"] = "；".join(filter(None, [values.get("remarks", ""), *self.notes]))
            self.notes = []
        if self.is_person:
            if "party_name" in values:
                values["party_name"] = "、".join(
                    self.tokens.get(clean_name(name), mask_person_name(name))
                    for name in split_names(values["party_name"])
                )
            for column in self.template.columns:
                text = values.get(column.field)
                if (
                    column.kind == "text"
                    and column.field != "party_name"
                    and isinstance(text, str)
                    and text
                    and self.tokens
                ):
                    values[column.field] = mask_names_in_text(text, self.tokens)


def _code_of(error: Exception) -> str:
    if isinstance(error, BadValue):
        return error.code
    if isinstance(error, AmbiguousAmount):
        return "ambiguous_amount"
    if isinstance(error, InvalidAmount):
        return "bad_amount"
    if isinstance(error, InvalidCreditCode):
        return "bad_credit_code"
    return "bad_choice"
