"""Boxes: each step's text measured and wrapped, in the shape of its kind (ISO 5807: terminator, process, decision, document)."""

import math
from dataclasses import dataclass, field

from .chart import Chart, Edge, Step, StepKind
from .measure import balanced, text_width

TEXT, TEXT_LINE = 15, 21
SMALL, SMALL_LINE = 13, 18
LABEL_LINE = 18
_PAD_X, _PAD_Y = 12, 9
_WAVE = 10


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a box: its text, its size in pixels, and its height."""

    text: str
    small: bool = False

    @property
    def size(self) -> int:
        """Return the size in pixels."""
        return SMALL if self.small else TEXT

    @property
    def height(self) -> int:
        """Return the line's height in pixels."""
        return SMALL_LINE if self.small else TEXT_LINE

    @property
    def width(self) -> float:
        """Return the width in pixels, rather too wide."""
        return text_width(self.text, self.size)


@dataclass(slots=True)
class Box:
    """A step as it is drawn: (x, y) is its left upper corner, in pixels."""

    place: int
    kind: str
    lines: list[TextLine]
    width: float
    height: float
    x: float = 0.0
    y: float = 0.0

    @property
    def middle(self) -> float:
        """Return the x of the middle."""
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        """Return the y below."""
        return self.y + self.height

    def below(self, x: float) -> float:
        """Return the y of the outline's lower side at ``x``."""
        if self.kind == StepKind.DECISION:
            return self.y + self.height / 2 + self._reach(x)
        if self.kind == StepKind.DOCUMENT:
            return self.bottom - _WAVE / 2
        return self.bottom

    def above(self, x: float) -> float:
        """Return the y of the outline's upper side at ``x``."""
        if self.kind == StepKind.DECISION:
            return self.y + self.height / 2 - self._reach(x)
        return self.y

    def _reach(self, x: float) -> float:
        share = min(abs(x - self.middle) / (self.width / 2), 1.0)
        return self.height / 2 * (1 - share)

    def side_inset(self, y: float) -> float:
        """Return how far the outline stands inside of the box's left or right edge at ``y``."""
        off = abs(y - (self.y + self.height / 2))
        if self.kind == StepKind.DECISION:
            return self.width / 2 * min(off / (self.height / 2), 1.0)
        if self.kind in (StepKind.START, StepKind.END):
            radius = min(self.height / 2, 22.0)
            straight = max(self.height / 2 - radius, 0.0)
            over = max(off - straight, 0.0)
            return radius - math.sqrt(max(radius * radius - over * over, 0.0))
        return 0.0


@dataclass(slots=True)
class Line:
    """A way as it is drawn: its corners, and its condition in lines set at (label_x, label_y) of the first line's middle."""

    edge: Edge
    points: list[tuple[float, float]]
    label: list[str] = field(default_factory=list)
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "middle"


@dataclass(slots=True)
class Drawing:
    """Boxes and lines on a sheet of the given size in pixels."""

    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]


def _texts(step: Step, place: int, width: float) -> list[TextLine]:
    lines = [TextLine(text) for text in balanced(f"{place + 1}．{step.text.strip() or '（未填写）'}", TEXT, width)]
    about = " · ".join(part for part in (step.actor.strip(), step.limit_text) if part)
    for text in (about, f"文书：{step.documents.strip()}" if step.documents.strip() else ""):
        lines += [TextLine(found, small=True) for found in balanced(text, SMALL, width)]
    return lines


def box_of(chart: Chart, place: int, width: float) -> Box:
    """Return the box of a step, ``width`` pixels wide and as high as its text needs."""
    step = chart.steps[place]
    if step.kind == StepKind.DECISION:
        return _diamond(step, place, width)
    inner = width - 2 * _PAD_X - (8 if step.kind in (StepKind.START, StepKind.END) else 0)
    lines = _texts(step, place, inner)
    height = sum(line.height for line in lines) + 2 * _PAD_Y + (_WAVE if step.kind == StepKind.DOCUMENT else 0)
    return Box(place, step.kind, lines, width, max(height, 40.0))


def _diamond(step: Step, place: int, width: float) -> Box:
    """Return the flattest diamond that the text fits into: w/W + h/H ≤ 1 for the text's w × h."""
    best: Box | None = None
    for share in (0.45, 0.5, 0.55, 0.6, 0.66, 0.72, 0.78):
        lines = _texts(step, place, width * share)
        wide, high = max(line.width for line in lines) + 4, sum(line.height for line in lines) + 2
        if wide >= width * 0.9:
            continue
        box = Box(place, step.kind, lines, width, max(high / (1 - wide / width), 56.0))
        if best is None or box.height < best.height:
            best = box
    assert best is not None
    return best
