"""Check one row: read every cell by its column, then ask the rules that look at several columns."""

from collections.abc import Mapping

from . import rules
from .cells import Cell
from .checked import CheckedRow
from .columns import Template
from .context import CheckContext
from .row_check import RowCheck

__all__ = ["check_row"]


def check_row(template: Template, cells: Mapping[str, Cell], *, row: int, context: CheckContext) -> CheckedRow:
    """Check one data row of ``template``.

    ``cells``: the row's cells by field, as :meth:`HeaderMatch.cells` gives them (fields of columns that the file lacks are
    absent). ``row``: its number as the spreadsheet shows it. The values hold ``kind``, ``party_kind`` and one entry per
    column of the file, empty ones as ``""``, ``None`` or ``[]``.
    """
    check = RowCheck(template, cells, row, context)
    check.read()
    rules.apply(check)
    return check.finish()
