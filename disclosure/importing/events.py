"""What a reader hands over, in order: a sheet begins, its rows follow."""

from dataclasses import dataclass, field

from .cells import Cell


@dataclass(slots=True)
class SheetStart:
    """A sheet begins. ``hidden``: it is skipped with a warning. ``date1904``: its serial dates count from 1904."""

    name: str
    hidden: bool = False
    date1904: bool = False


@dataclass(slots=True)
class RowData:
    """One row: its number as the spreadsheet shows it, its cells, and whether it is hidden."""

    number: int
    cells: list[Cell] = field(default_factory=list)
    hidden: bool = False


Event = SheetStart | RowData
