"""What a matter has and its workbook does no longer say: offered to be taken out, never taken out in silence."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .layout import SHEETS, Sheet


@dataclass(frozen=True, slots=True)
class Absent:
    """A sheet without a row for a matter that the sheet “事项” still has; ``what``: in words, what the matter has there."""

    sheet: Sheet
    code: str
    name: str
    what: str

    @property
    def key(self) -> str:
        """Return what a form sends for it."""
        return f"{self.sheet.key}/{self.code}"

    def take_out(self, matter: Any) -> None:
        """Take the rows out of the draft, or the matter out of the list."""
        if self.sheet.relation:
            setattr(matter, self.sheet.relation, [])
        for name in _switches(self.sheet):
            setattr(matter, name, False)


def _switches(sheet: Sheet) -> list[str]:
    return [column.field for column in sheet.columns if column.field.endswith("_on")]


def _what(sheet: Sheet, matter: Any) -> str:
    if sheet.relation:
        count = len(getattr(matter, sheet.relation).all())
        return f"现有{count}行" if count else ""
    return "现在列入清单" if any(getattr(matter, name) for name in _switches(sheet)) else ""


def absent(rows: Mapping[str, Any], present: Mapping[str, Any], listed: Collection[str]) -> Iterator[Absent]:
    """Yield what the sheets that were read leave out of the matters in ``listed``; ``rows`` as read, by the sheet's key."""
    for sheet in SHEETS[1:]:
        if sheet.key not in rows:
            continue
        named = {code for _, code, _ in rows[sheet.key]}
        for code, matter in present.items():
            if code in listed and code not in named and (what := _what(sheet, matter)):
                yield Absent(sheet, code, matter.title, what)
