"""A measured figure beside its target, and the table of them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

AT_LEAST, AT_MOST = "≥", "≤"


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` of ``name`` as measured on ``engine``; ``target`` None: for information, no promise.

    ``relation`` says on which side of the target a value is good (``≥`` or ``≤``); ``note`` is shown beside it.
    """

    engine: str
    name: str
    value: float
    unit: str = ""
    target: float | None = None
    relation: str = AT_MOST
    note: str = ""

    @property
    def met(self) -> bool:
        """Tell whether the value stands on the right side of the target."""
        if self.target is None:
            return True
        return self.value >= self.target if self.relation == AT_LEAST else self.value <= self.target

    @property
    def verdict(self) -> str:
        """Return ``met``, ``missed``, or a dash where nothing was promised."""
        return "—" if self.target is None else "met" if self.met else "missed"


def shown(value: float) -> str:
    """Return a number with as many digits as it deserves."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table, aligned for reading in a terminal too."""
    rows = [("database", "figure", "target", "measured", "", "note")]
    for figure in figures:
        target = "" if figure.target is None else f"{figure.relation} {shown(figure.target)} {figure.unit}".strip()
        measured = f"{shown(figure.value)} {figure.unit}".strip()
        rows.append((figure.engine, figure.name, target, measured, figure.verdict, figure.note))
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def middle(runs: Iterable[dict], key: str) -> float:
    """Return the median of ``key`` over repeated runs."""
    return float(median(run[key] for run in runs))


def deliver(figures: Sequence[Figure]) -> None:
    """Print the table."""
    print(table(figures), flush=True)
