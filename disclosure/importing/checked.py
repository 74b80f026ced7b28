"""The outcome of one row."""

from dataclasses import dataclass, field
from typing import Any

from .problems import ERROR, Problem

NEW = "new"
EQUAL = "equal"
DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Difference:
    """One column in which a row differs from the notice already there (both as stored)."""

    field: str
    label: str
    stored: Any
    given: Any


@dataclass(slots=True)
class CheckedRow:
    """A row's values by the notice's fields, ready to store, and its problems.

    ``blocked``: a whole column is of the wrong kind, which was told once for the sheet. ``draft_only``: a 2015 row that waits
    for ``missing`` fields. ``is_late``: its legal date has passed. ``existing``: ``new``, ``equal`` (to be skipped) or ``different`` (see ``differences``).
    ``number_key``: the comparable 文号.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    number_key: str = ""
    blocked: bool = False
    is_late: bool = False
    draft_only: bool = False
    missing: list[str] = field(default_factory=list)
    existing: str = NEW
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Tell whether the row may be imported."""
        return not self.blocked and not any(problem.level == ERROR for problem in self.problems)
