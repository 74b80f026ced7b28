"""A flowchart as plain data: steps in order, each with its ways on. It knows neither pages nor pictures."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models


class StepKind(models.TextChoices):
    """What a step is; the value is also the name of its block."""

    START = "start", "开始"
    ACTION = "action", "办理环节"
    DECISION = "decision", "判断"
    DOCUMENT = "document", "文书"
    END = "end", "结束"


class TimeUnit(models.TextChoices):
    """How a step's days are counted (行政处罚法第八十五条、行政许可法第八十二条: 期限以工作日计算的)."""

    WORKING = "working", "个工作日"
    CALENDAR = "calendar", "日（自然日）"


#: A step's text as long as this is named whole; of a longer one so much is shown.
_WHOLE, _CUT = 24, 20
_SHORT = {TimeUnit.WORKING: "个工作日", TimeUnit.CALENDAR: "日"}


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a step: under which condition ("" for the only one), and to which step's key ("" for the next in order)."""

    condition: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``limit`` in days of ``unit``, or None; ``documents`` as one line; an end has no ways."""

    key: str
    kind: str
    text: str
    actor: str = ""
    limit: int | None = None
    unit: str = ""
    documents: str = ""
    ways: tuple[Way, ...] = ()

    @property
    def kind_label(self) -> str:
        """Return the kind in words."""
        return StepKind(self.kind).label

    @property
    def limit_text(self) -> str:
        """Return the time limit in words, "" where there is none."""
        if self.limit is None:
            return ""
        return f"{self.limit}{_SHORT.get(TimeUnit(self.unit), '') if self.unit else '日'}"


@dataclass(frozen=True, slots=True)
class Edge:
    """A way that leads somewhere: from and to by the steps' places (0 is the first); ``way`` is its place among the step's ways."""

    source: int
    target: int
    label: str = ""
    way: int = 0


@dataclass(frozen=True)
class Chart:
    """The steps in order under a title."""

    title: str
    steps: tuple[Step, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """Return key → place; of two steps with one key the first."""
        found: dict[str, int] = {}
        for place, step in enumerate(self.steps):
            if step.key:
                found.setdefault(step.key, place)
        return found

    def target_of(self, place: int, way: Way) -> int | None:
        """Return the place that a way of the step at ``place`` leads to, None where there is no such step."""
        if way.target:
            return self.places.get(way.target)
        return place + 1 if place + 1 < len(self.steps) else None

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """Return every way that leads to a step, in the order of steps and ways."""
        found = []
        for place, step in enumerate(self.steps):
            for number, way in enumerate(step.ways):
                target = self.target_of(place, way)
                if target is not None:
                    found.append(Edge(place, target, way.condition.strip(), number))
        return tuple(found)

    def reached_from(self, places: set[int], backwards: bool = False) -> set[int]:
        """Return the places that can be reached from ``places`` (or from which they can be reached), themselves included."""
        follow: dict[int, list[int]] = {}
        for edge in self.edges:
            a, b = (edge.target, edge.source) if backwards else (edge.source, edge.target)
            follow.setdefault(a, []).append(b)
        seen, waiting = set(places), list(places)
        while waiting:
            for place in follow.get(waiting.pop(), ()):
                if place not in seen:
                    seen.add(place)
                    waiting.append(place)
        return seen

    def named(self, place: int) -> str:
        """Return a step as messages and links name it: 第3步“受理审查”."""
        text = self.steps[place].text.strip()
        # Cut only where that saves more than a few characters.
        short = text if len(text) <= _WHOLE else f"{text[:_CUT]}…"
        return f"第{place + 1}步" + (f"“{short}”" if text else "")
