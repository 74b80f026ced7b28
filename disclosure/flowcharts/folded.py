"""The drawing for paper of a chart that is too long for one column: parts of it side by side, with the ways between them named."""

import itertools

from .chart import Chart
from .column import column
from .shapes import Drawing

_GAP = 30.0


def _beside(parts: list[Drawing]) -> Drawing:
    """Return the parts from left to right on one sheet."""
    left, whole = 0.0, Drawing(0.0, max(part.height for part in parts), [], [])
    for part in parts:
        for box in part.boxes:
            box.x += left
        for line in part.lines:
            line.points = [(x + left, y) for x, y in line.points]
            line.label_x += left
        whole.boxes += part.boxes
        whole.lines += part.lines
        whole.width = left + part.width
        left = whole.width + _GAP
    return whole


def _cuts(long: Drawing, count: int) -> list[int]:
    """Return where ``count`` columns of about equal height begin, by the places in the one long column; the first is 0."""
    ends = [box.bottom / long.height * count for box in long.boxes]
    return [0, *(next(place for place, end in enumerate(ends) if end > number) for number in range(1, count))]


def folded(chart: Chart, long: Drawing, count: int) -> Drawing | None:
    """Return ``chart`` in ``count`` columns, None where it has too few steps. ``long``: its drawing in one column."""
    total, best = len(chart.steps), None
    if total < count:
        return None
    for shift in (0, 1, -1):
        starts = [0, *(place + shift for place in _cuts(long, count)[1:]), total]
        if any(a >= b for a, b in itertools.pairwise(starts)):
            continue
        found = _beside([column(chart, range(a, b)) for a, b in itertools.pairwise(starts)])
        if best is None or found.height < best.height:
            best = found
    return best
