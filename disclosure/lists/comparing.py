"""Comparing two editions row by row: added, removed, changed, with the changed cells."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One changed cell: its column, and what it said before and says after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that both editions have and that says something else."""

    name: str
    cells: tuple[Cell, ...]
    suspended: bool = False


@dataclass
class Changes:
    """What lies between two editions; ``same`` counts the rows that say the same in both."""

    added: list[Any] = field(default_factory=list)
    removed: list[Any] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: int = 0

    @property
    def words(self) -> str:
        """Return the comparison in one sentence."""
        return f"新增{len(self.added)}项，取消{len(self.removed)}项，修改{len(self.changed)}项，不变{self.same}项。"


Side = tuple[Sequence[str], Iterable[Any]]


def compare(old: Side, new: Side, *, suspended: Callable[[Any], bool] = lambda row: False) -> Changes:
    """Compare (columns, rows) with (columns, rows); a row is found again by its key, a cell by its column's title.

    A column that only one side has counts as empty on the other.
    """
    before = {row.key: row for row in old[1]}
    found = Changes()
    for row in new[1]:
        former = before.pop(row.key, None)
        if former is None:
            found.added.append(row)
            continue
        cells = _cells(old[0], former.cells, new[0], row.cells)
        if cells or former.name != row.name:
            found.changed.append(Changed(row.name, cells, suspended(row)))
        else:
            found.same += 1
    found.removed = list(before.values())
    return found


def _cells(
    old_columns: Sequence[str], old_cells: Sequence[str], new_columns: Sequence[str], new_cells: Sequence[str]
) -> tuple[Cell, ...]:
    before = dict(zip(old_columns, old_cells, strict=False))
    after = dict(zip(new_columns, new_cells, strict=False))
    columns = [*new_columns, *(column for column in old_columns if column not in after)]
    return tuple(
        Cell(column, before.get(column, ""), after.get(column, ""))
        for column in columns
        if before.get(column, "") != after.get(column, "")
    )
