"""The narrow drawing: all steps in one column, in order, for a phone. What jumps runs beside it: on to the right, back to the left.

A column may hold a part of the steps: a way out of it is then a short arrow that names the step it leads to.
"""

from collections.abc import Iterable

from .chart import Chart, Edge
from .measure import balanced, text_width
from .shapes import LABEL_LINE, SMALL, Box, Drawing, Line, box_of

WIDTH = 350.0
_LEAST_BOX = 190.0
_EDGE, _TRUNK, _LANE = 5.0, 13.0, 9.0
_GAP = 30.0
#: How far a way out of the column goes sideways, and how far down below its words.
_OUT, _DOWN = 14.0, 16.0


def _lanes(edges: Iterable[Edge]) -> dict[int, int]:
    """Return target → lane: ways to one step share one, ways that run side by side have different ones, short ones inside."""
    spans: dict[int, tuple[float, float]] = {}
    for edge in edges:
        ends = sorted((edge.source + 0.5, float(edge.target)))
        low, high = spans.get(edge.target, (ends[0], ends[1]))
        spans[edge.target] = (min(low, ends[0]), max(high, ends[1]))
    taken: list[list[tuple[float, float]]] = []
    found: dict[int, int] = {}
    for target, (low, high) in sorted(spans.items(), key=lambda item: (item[1][1] - item[1][0], item[0])):
        free = (lane for lane, spots in enumerate(taken) if all(high < a or low > b for a, b in spots))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found[target] = lane
    return found


def _margin(lanes: dict[int, int], leaves: bool) -> float:
    most = _TRUNK + _LANE * (max(lanes.values()) + 1) if lanes else 0.0
    return _EDGE + max(most, _OUT if leaves else 0.0)


def _goal(edge: Edge) -> str:
    return f"转第{edge.target + 1}步"


def _named(edge: Edge, room: float) -> list[str]:
    """Return a jump's condition in lines, and where it leads: a long line is hard to follow on a phone."""
    goal = _goal(edge)
    lines = balanced(edge.label, SMALL, room) if edge.label else []
    if lines and text_width(f"{lines[-1]} {goal}", SMALL) <= room:
        return [*lines[:-1], f"{lines[-1]} {goal}"]
    return [*lines, goal]


class _Column:
    """Lays out the steps of one chart at ``places``."""

    def __init__(self, chart: Chart, places: range) -> None:
        self.chart, self.places = chart, places
        self.edges = [edge for edge in chart.edges if edge.source in places]
        inside = [edge for edge in self.edges if edge.target in places]
        out = [edge for edge in self.edges if edge.target not in places]
        self.onward = _lanes(edge for edge in inside if edge.target > edge.source + 1)
        self.back = _lanes(edge for edge in inside if edge.target <= edge.source)
        self.left = _margin(self.back, any(edge.target < edge.source for edge in out))
        right = _margin(self.onward, any(edge.target > edge.source + 1 for edge in out))
        self.box_width = max(WIDTH - self.left - right, _LEAST_BOX)
        self.width = self.left + self.box_width + right
        self.boxes = [box_of(chart, place, self.box_width) for place in places]
        self.middle = self.left + self.box_width / 2
        self.rows: dict[tuple[int, int], float] = {}
        self.labels: dict[tuple[int, int], list[str]] = {}

    def draw(self) -> Drawing:
        y = _EDGE
        for box in self.boxes:
            box.x, box.y = self.left, y
            y = box.bottom + self._rows_below(box)
        lines = [self._line(edge) for edge in self.edges]
        height = (max((box.bottom for box in self.boxes), default=40.0)) + self._last_rows() + _EDGE
        height = max([height, *(line.points[-1][1] + _EDGE for line in lines)])
        return Drawing(self.width, height, self.boxes, lines)

    def _rows_below(self, box: Box) -> float:
        """Give each way of the step a row below its box; return the distance to the next box."""
        mine = [edge for edge in self.edges if edge.source == box.place]
        straight = [edge for edge in mine if edge.target == box.place + 1]
        room = self.box_width / 2 - 14 if len(mine) > 1 else self.box_width - 20
        used = []
        for jumps in ([e for e in mine if e.target > e.source + 1], [e for e in mine if e.target <= e.source]):
            at = box.bottom + 4
            for edge in jumps:
                label = _named(edge, room)
                self.labels[edge.source, edge.way] = label
                at += LABEL_LINE * len(label) + 2
                self.rows[edge.source, edge.way] = at
                at += 6
            used.append(at - box.bottom if jumps else 0.0)
        rows = max(used)
        for edge in straight[:1]:
            text = "／".join(dict.fromkeys(e.label for e in straight if e.label))
            label = balanced(text, SMALL, self.box_width / 2 - 14)
            if edge.target not in self.places:
                label = [*label, _goal(edge)]
            self.labels[edge.source, edge.way] = label
            self.rows[edge.source, edge.way] = box.bottom + rows + 6 + LABEL_LINE / 2
            rows += LABEL_LINE * len(label)
        return rows + _GAP

    def _last_rows(self) -> float:
        if not self.boxes:
            return 0.0
        last = self.boxes[-1]
        below = [y for (place, _), y in self.rows.items() if place == last.place]
        return max(0.0, max(below, default=0.0) - last.bottom) + 4

    def _line(self, edge: Edge) -> Line:
        source = self.boxes[edge.source - self.places.start]
        target = self.boxes[edge.target - self.places.start] if edge.target in self.places else None
        key = (edge.source, edge.way)
        label = self.labels.get(key, [])
        if edge.target == edge.source + 1:
            # Of several ways to the next step the first carries the words of all; the others lie under it.
            worded = next(e for e in self.edges if (e.source, e.target) == (edge.source, edge.target))
            x, first = self.middle, self.rows.get((worded.source, worded.way), 0.0)
            words = self.labels.get((worded.source, worded.way), [])
            low = target.above(x) if target else max(first + LABEL_LINE * len(words), source.bottom) + _DOWN
            return Line(edge, [(x, source.below(x)), (x, low)], label, x + 8, first, "start")
        y, sign = self.rows[key], 1 if edge.target > edge.source else -1
        side = self.left + (self.box_width if sign > 0 else 0.0)
        start = source.y + source.height / 2
        points = [
            (side - sign * source.side_inset(start), start),
            (side + sign * 4, start),
            (side + sign * 4, y),
        ]
        if target is None:
            points.append((side + sign * _OUT, y))
        else:
            beside = side + sign * (_TRUNK + _LANE * (self.onward if sign > 0 else self.back)[edge.target])
            entry = target.y + target.height * 0.3
            points += [(beside, y), (beside, entry), (side - sign * target.side_inset(entry), entry)]
        first = y - LABEL_LINE * len(label) + LABEL_LINE / 2 - 2
        return Line(edge, points, label, side - sign * 2, first, "end" if sign > 0 else "start")


def column(chart: Chart, places: range | None = None) -> Drawing:
    """Return the narrow drawing of the steps at ``places`` (all): at most ``WIDTH`` pixels wide unless very many ways run side by side."""
    return _Column(chart, range(len(chart.steps)) if places is None else places).draw()
