"""What the checks of one file know beside the row at hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from publication.calendar import YearNotMaintained, due_date
from publication.money import FEN_PER_WAN

from ..organs import comparable_name

#: In the stored values of a notice that was withdrawn: when and why, in words.
SEALED = "sealed"
#: In what is told of a notice that another unit keeps: nothing else is.
FOREIGN = "foreign"

Similar = Callable[[str, str], str]
Existing = Callable[[str, str], Mapping[str, Any] | None]


@dataclass(slots=True)
class CheckContext:
    """Shared by all rows of a file; :meth:`for_sheet` makes the one of a sheet.

    ``organs``: (official name, credit code or "") of the unit and its parents; empty: not compared. ``limits``: field → characters, over the
    template's own. ``similar(organ_name, number_key)``: a 文号 already there that differs by the writing of its serial only, or "".
    ``existing(organ_name, number_key)``: stored field values of a notice already there, or None.
    ``seen`` and ``serials`` remember the numbers of the file. ``bad_fields``: columns whose values are of the wrong kind
    throughout, told once and not per row. ``large_amount_fen``: from here on an amount is asked back (None: never).
    """

    today: date
    sheet: str = ""
    organs: tuple[tuple[str, str], ...] = ()
    warn_other_organ: bool = True
    limits: Mapping[str, int] = field(default_factory=dict)
    existing: Existing | None = None
    similar: Similar | None = None
    date1904: bool = False
    bad_fields: frozenset[str] = frozenset()
    large_amount_fen: int | None = 1000 * FEN_PER_WAN
    seen: dict[tuple[str, str, str], tuple[str, int]] = field(default_factory=dict)
    serials: dict[tuple[str, str, str], tuple[str, str, int]] = field(default_factory=dict)
    _due: dict[tuple[str, date], date | int] = field(default_factory=dict)

    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {comparable_name(name): name for name, _ in self.organs if name}

    def official_name(self, name: str) -> str:
        """The official writing of an organ's name (width, spaces and brackets do not count); "" for another organ."""
        return self._names.get(comparable_name(name), "")

    def is_known_code(self, code: str) -> bool:
        """Tell whether ``code`` is the unit's or one of its parents', or none of them has a code to compare with."""
        known = {known for _, known in self.organs if known}
        return not known or code in known

    def for_sheet(
        self, sheet: str, *, date1904: bool = False, bad_fields: frozenset[str] = frozenset()
    ) -> "CheckContext":
        """The context of one sheet: numbers seen stay shared over the whole file."""
        return replace(self, sheet=sheet, date1904=date1904, bad_fields=bad_fields)

    def due(self, kind: str, decided_on: date) -> date | int:
        """The last day in time, or the year whose holidays are not maintained."""
        key = (kind, decided_on)
        answer = self._due.get(key)
        if answer is None:
            try:
                answer = due_date(kind, decided_on)
            except YearNotMaintained as error:
                answer = error.year
            self._due[key] = answer
        return answer
