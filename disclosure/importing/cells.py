"""One cell as the reader hands it over."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Cell:
    """A cell's value and what the checks must know about it.

    ``value`` is None, str, int, float, bool, ``datetime.date`` or ``datetime.datetime``. ``is_formula``: the value was
    computed by the spreadsheet. ``is_merged``: the cell lies in a merged range (its first cell included). ``is_error``: it shows an
    error (#REF!), which the reader hands over as nothing.
    """

    value: Any = None
    is_formula: bool = False
    is_merged: bool = False
    is_error: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing stands in the cell."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


EMPTY = Cell()


def as_cell(value: Any) -> Cell:
    """Wrap a bare value; a cell stays what it is."""
    return value if isinstance(value, Cell) else Cell(value)
