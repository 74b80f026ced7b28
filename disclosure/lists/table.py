"""Rows of a list as the table component takes them: wide enough to read, folded where long, short at first on a phone."""

from collections.abc import Collection, Sequence
from typing import Any

#: Characters (or lines) from which a cell is folded to its beginning; print shows all of it.
_FOLDED, _FOLDED_LINES, _START = 90, 4, 28
#: The longest text of a column that is called short, and of one that is called middling.
_SHORT, _MIDDLING = 8, 30
#: Up to so many columns a card on a phone shows all at once.
_AT_ONCE = 5

Marks = dict[str, Any]


def table_of(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Sequence[str], Marks]],
    *,
    key: Collection[str] = (),
    named: int = 0,
    is_list: bool = False,
) -> dict[str, Any]:
    """Return the table of ``rows``, each its cells and what its name carries (``url``, ``tag``).

    A column without a word in any row is left out. ``named`` is the place of the column with the row's name; ``key`` are the
    columns that a phone shows at once, the others are one tap away.
    """
    shown = [
        place
        for place, _ in enumerate(columns)
        if place == named or any(place < len(cells) and cells[place] for cells, _ in rows)
    ]
    many = len(shown) > _AT_ONCE and any(column in key for column in columns)
    extra = {place for place in shown if many and place != named and columns[place] not in key}

    def cell(cells: Sequence[str], marks: Marks, place: int) -> dict[str, Any]:
        value = cells[place] if place < len(cells) else ""
        found: dict[str, Any] = {"label": columns[place], "value": value, "start": _start(value), "classes": ""}
        if place == named:
            found |= {**marks, "start": "", "classes": "name", "more": len(shown) if extra else 0}
        elif not value:
            found["classes"] = "blank"
        elif place in extra:
            found["classes"] = "extra"
        return found

    return {
        "title": title,
        "is_list": is_list,
        "header": [
            {
                "label": columns[place],
                "classes": _width([cells[place] for cells, _ in rows if place < len(cells)], place == named),
            }
            for place in shown
        ],
        "body": [[cell(cells, marks, place) for place in shown] for cells, marks in rows],
    }


def _start(value: str) -> str:
    """Return the beginning of a text that is folded; empty for one that is shown whole."""
    if len(value) <= _FOLDED and value.count("\n") < _FOLDED_LINES:
        return ""
    return value.split("\n", 1)[0][:_START].rstrip("，。；：、")


def _width(cells: Sequence[str], is_name: bool) -> str:
    """Return the classes of a column's title; ``ample`` is a column of folded texts, to which paper gives the most room."""
    longest = max(map(len, cells), default=0)
    width = "short" if longest <= _SHORT else "middling" if longest <= _MIDDLING else "long"
    if any(map(_start, cells)):
        width = "long ample"
    return f"name {width}" if is_name else width
