"""The wide drawing: in layers, by Sugiyama's method (fast-sugiyama), with lines at right angles that touch no box.

The library is given a simple graph without loops (it ends the process on a step that leads to itself) and gives back layers,
order and places, long ways through dummies; heights, ports, tracks and labels are ours.
"""

import itertools
from collections import defaultdict
from dataclasses import dataclass, field

from fast_sugiyama import from_edges

from .chart import Chart, Edge
from .measure import balanced
from .shapes import LABEL_LINE, SMALL, Box, Drawing, Line, box_of
from .tracks import Segment, assign

#: Widths of a box to try, the widest first, and the widths of the drawing that they may fill: a tablet's, else a desk's.
BOXES = (270.0, 230.0, 190.0)
ROOMS = (690.0, 1010.0)
_GAP = 24.0
_DUMMY = 22.0
_EDGE = 6.0
_TRACK = 11.0
_LEAST = 30.0
_NEAR = 24.0


@dataclass(slots=True, eq=False)
class _Node:
    """A box or a dummy in the layers: its middle, and the ways at its upper and lower side as (edge, the other end's middle)."""

    x: float
    row: int
    box: Box | None = None
    up: list[tuple[Edge, float]] = field(default_factory=list)
    down: list[tuple[Edge, float]] = field(default_factory=list)

    @property
    def half(self) -> float:
        return self.box.width / 2 if self.box is not None else _DUMMY / 2

    def port(self, edge: Edge, lower: bool) -> float:
        """Return the x at which a way leaves the node."""
        if self.box is None:
            return self.x
        ways = sorted(self.down if lower else self.up, key=lambda way: (way[1], way[0].source, way[0].way))
        place = next(number for number, way in enumerate(ways) if way[0] == edge)
        return round(self.x - self.half + self.half * 2 * (place + 0.5) / len(ways), 1)

    def slot(self, lower: bool) -> float:
        return self.half * 2 / max(len(self.down if lower else self.up), 1)


def _turned(chart: Chart) -> set[Edge]:
    """Return the ways that close a loop: found by walking through the chart in the order of its steps."""
    ways: dict[int, list[Edge]] = defaultdict(list)
    for edge in chart.edges:
        if edge.source != edge.target:
            ways[edge.source].append(edge)
    turned, state = set(), [0] * len(chart.steps)
    for root in range(len(chart.steps)):
        if state[root]:
            continue
        state[root], stack = 1, [(root, iter(ways[root]))]
        while stack:
            place, rest = stack[-1]
            edge = next(rest, None)
            if edge is None:
                state[place] = 2
                stack.pop()
            elif state[edge.target] == 1:
                turned.add(edge)
            elif state[edge.target] == 0:
                state[edge.target] = 1
                stack.append((edge.target, iter(ways[edge.target])))
    return turned


class _Layered:
    """Lays out one chart."""

    def __init__(self, chart: Chart, width: float) -> None:
        self.chart, self.box_width = chart, width
        self.turned = _turned(chart)
        self.boxes = [box_of(chart, place, width) for place in range(len(chart.steps))]
        self.nodes: dict[int, _Node] = {}
        self.chains: dict[Edge, list[int]] = {}
        self.selfish = [edge for edge in chart.edges if edge.source == edge.target]
        self._place()
        self._spread()
        self._connect()

    def _place(self) -> None:
        """Ask the library, and read layers and chains out of its answer."""
        pairs: dict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in self.chart.edges:
            if edge.source != edge.target:
                ends = (edge.target, edge.source) if edge in self.turned else (edge.source, edge.target)
                pairs[ends].append(edge)
        total, offset = len(self.boxes), 0.0
        # The library numbers its dummies after the steps that it was told of: these are numbered without gaps.
        told = sorted({place for ends in pairs for place in ends})
        number_of = {place: number for number, place in enumerate(told)}
        edges, column = [(number_of[a], number_of[b]) for a, b in pairs], self.box_width + _GAP
        options = {
            "vertex_spacing": column,
            "dummy_vertices": True,
            "dummy_size": _DUMMY / column,
            "check_layout": False,
        }
        answer = from_edges(edges, **options) if pairs else []
        fresh = total
        for scattered, *_, links in answer:
            spots = sorted(scattered)  # the library's order is another at every call
            tops = sorted({round(y, 2) for _, (_, y) in spots}, reverse=True)
            left = min(x for _, (x, _) in spots)
            names = {}
            for given, (x, y) in spots:
                number = int(given)
                names[number] = told[number] if number < len(told) else (fresh := fresh + 1)
                box = self.boxes[told[number]] if number < len(told) else None
                self.nodes[names[number]] = _Node(offset + x - left, tops.index(round(y, 2)), box)
            offset += max(x for _, (x, _) in spots) - left + column
            self._read_chains({(names[a], names[b]) for a, b in links or ()}, pairs, set(names.values()))
        for place in range(total):
            if place not in number_of:
                self.nodes[place] = _Node(offset, 0, self.boxes[place])
                offset += column

    def _read_chains(
        self, links: set[tuple[int, int]], pairs: dict[tuple[int, int], list[Edge]], names: set[int]
    ) -> None:
        """Follow each pair of ends through its dummies, downwards; a second way between two ends gets dummies of its own."""
        total = len(self.boxes)
        after: dict[int, list[int]] = defaultdict(list)
        for a, b in sorted(links):
            if self.nodes[a].row > self.nodes[b].row:
                a, b = b, a
            after[a].append(b)
        for (high, low), edges in pairs.items():
            if high not in names:
                continue
            chain = self._chain(high, low, after, total)
            for edge in edges:
                self.chains[edge] = chain

    def _chain(self, high: int, low: int, after: dict[int, list[int]], total: int) -> list[int]:
        if low in after[high]:
            return [high, low]
        for first in sorted(number for number in after[high] if number >= total):
            chain = [high, first]
            while chain[-1] >= total and len(after[chain[-1]]) == 1:
                chain.append(after[chain[-1]][0])
            if chain[-1] == low:
                after[high].remove(first)
                return chain
        return [high, low]

    def _spread(self) -> None:
        """See that no two nodes of a layer touch, whatever the library said; a chain that skips layers is made whole."""
        for chain in dict.fromkeys(tuple(found) for found in self.chains.values()):
            a, b = self.nodes[chain[0]], self.nodes[chain[-1]]
            if len(chain) == 2 and b.row - a.row > 1:
                made = [chain[0]]
                for row in range(a.row + 1, b.row):
                    number = max(self.nodes) + 1
                    self.nodes[number] = _Node(max(a.x, b.x) + self.box_width / 2 + _DUMMY, row)
                    made.append(number)
                for edge, found in self.chains.items():
                    if tuple(found) == chain:
                        self.chains[edge] = [*made, chain[-1]]
        self.rows: dict[int, list[_Node]] = defaultdict(list)
        for _, node in sorted(self.nodes.items()):
            self.rows[node.row].append(node)
        for row in self.rows.values():
            row.sort(key=lambda node: node.x)
            for before, node in itertools.pairwise(row):
                both = before.box is not None and node.box is not None
                node.x = max(node.x, before.x + before.half + node.half + (_GAP if both else 4.0))
        left = min((node.x - node.half for node in self.nodes.values()), default=0.0)
        for node in self.nodes.values():
            node.x = float(round(node.x + _EDGE - left))

    def _connect(self) -> None:
        """Tell every node its ways, up and down."""
        for edge, chain in self.chains.items():
            for high, low in itertools.pairwise(chain):
                self.nodes[high].down.append((edge, self.nodes[low].x))
                self.nodes[low].up.append((edge, self.nodes[high].x))
        for edge in self.selfish:
            node = self.nodes[edge.source]
            node.down.append((edge, node.x + node.half * 2))
        for edge, chain in self.chains.items():
            self._straighten(edge, chain)

    def _straighten(self, edge: Edge, chain: list[int]) -> None:
        """Move a straight run of dummies under the port above or over the one below, where that is near: no small kinks."""
        inner = [self.nodes[number] for number in chain[1:-1]]
        if not inner or any(abs(node.x - inner[0].x) > 0.5 for node in inner):
            return
        top, bottom = self.nodes[chain[0]], self.nodes[chain[-1]]
        for port in (top.port(edge, True), bottom.port(edge, False)):
            if abs(port - inner[0].x) <= _NEAR and all(self._is_free(node, port) for node in inner):
                for node in inner:
                    node.x = port
                return

    def _is_free(self, node: _Node, x: float) -> bool:
        """Tell whether a dummy may stand at ``x`` between its neighbours."""
        row = self.rows[node.row]
        place = row.index(node)
        before, after = row[max(place - 1, 0)], row[min(place + 1, len(row) - 1)]
        clear = before is node or x - before.x >= before.half + 5
        return clear and (after is node or after.x - x >= after.half + 5)

    def _label(self, edge: Edge) -> list[str]:
        node = self.nodes[edge.source]
        return balanced(edge.label, SMALL, max(node.slot(edge not in self.turned) - 6, 30.0)) if edge.label else []

    def draw(self) -> Drawing:
        labels = {edge: self._label(edge) for edge in self.chart.edges}
        below: dict[int, float] = defaultdict(float)
        above: dict[int, float] = defaultdict(float)
        for edge, label in labels.items():
            zone, row = (above if edge in self.turned else below), self.nodes[edge.source].row
            zone[row] = max(zone[row], LABEL_LINE * len(label) + (8 if label else 0))
        for edge in self.selfish:
            below[self.nodes[edge.source].row] += 14
        segments = self._segments()
        y, tracks = _EDGE, {}
        tops, bottoms = {}, {}
        for row in sorted(self.rows):
            y += above[row]
            high = max((node.box.height for node in self.rows[row] if node.box is not None), default=0.0)
            for node in self.rows[row]:
                if node.box is not None:
                    node.box.x, node.box.y = node.x - node.half, y + (high - node.box.height) / 2
            tops[row], bottoms[row] = y, y + high
            y += high + below[row]
            levels = assign(segments.get(row, []))
            count = max(levels.values(), default=-1) + 1
            tracks[row] = {key: y + 10 + _TRACK * level for key, level in levels.items()}
            y += max(_LEAST, 24 + _TRACK * count) if row != max(self.rows) else 0.0
        lines = [self._line(edge, labels[edge], tracks, tops, bottoms) for edge in self.chart.edges]
        width = max((node.x + node.half for node in self.nodes.values()), default=self.box_width) + _EDGE
        if self.selfish:
            width += 14
        return Drawing(width, y + _EDGE, self.boxes, lines)

    def _segments(self) -> dict[int, list[Segment]]:
        found: dict[int, list[Segment]] = defaultdict(list)
        for edge, chain in self.chains.items():
            for high, low in itertools.pairwise(chain):
                a, b = self.nodes[high], self.nodes[low]
                found[a.row].append(Segment((edge, high), a.port(edge, True), b.port(edge, False)))
        return found

    def _line(
        self, edge: Edge, label: list[str], tracks: dict[int, dict[object, float]], tops: dict[int, float], bottoms: dict[int, float]
    ) -> Line:  # fmt: skip
        node = self.nodes[edge.source]
        box = self.boxes[edge.source]
        if edge.source == edge.target:
            x, y, side = node.port(edge, True), bottoms[node.row] + LABEL_LINE * len(label) + 14, node.x + node.half + 9
            entry = box.y + box.height * 0.3
            inset = node.x + node.half - box.side_inset(entry)
            points = [(x, box.below(x)), (x, y), (side, y), (side, entry), (inset, entry)]
            return Line(edge, points, label, x, bottoms[node.row] + 4 + LABEL_LINE / 2)
        chain, points = self.chains[edge], []
        for high, low in itertools.pairwise(chain):
            a, b = self.nodes[high], self.nodes[low]
            from_x, to_x = a.port(edge, True), b.port(edge, False)
            points.append((from_x, a.box.below(from_x) if a.box is not None else tops[a.row]))
            track = tracks[a.row].get((edge, high))
            if track is not None:
                points += [(from_x, track), (to_x, track)]
            points.append((to_x, b.box.above(to_x) if b.box is not None else tops[b.row]))
        if edge in self.turned:
            points.reverse()
            at = tops[node.row] - LABEL_LINE * len(label) + LABEL_LINE / 2 - 4
        else:
            at = bottoms[node.row] + 4 + LABEL_LINE / 2
        return Line(edge, points, label, node.port(edge, edge not in self.turned), at)


def layered(chart: Chart) -> Drawing:
    """Return the wide drawing, with the widest boxes that leave it readable on a page of text."""
    tried = []
    for width in BOXES:
        found = _Layered(chart, width).draw()
        if found.width <= ROOMS[0]:
            return found
        tried.append(found)
    return next((found for found in tried if found.width <= ROOMS[1]), tried[-1])
