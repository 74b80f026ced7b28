"""Between two layers: which horizontal piece runs at which height, so that no two lie on each other."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

_NEAR = 4.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A way between two layers: it comes down at ``high`` and goes on down at ``low`` (x in pixels)."""

    key: Hashable
    high: float
    low: float

    @property
    def ends(self) -> tuple[float, float]:
        """Return left and right."""
        return (min(self.high, self.low), max(self.high, self.low))

    @property
    def is_straight(self) -> bool:
        """Tell whether it needs no horizontal piece."""
        return abs(self.high - self.low) < 0.05


def assign(segments: Sequence[Segment]) -> dict[Hashable, int]:
    """Return key → level (0 is the highest) for the segments that turn.

    A piece whose upper end stands where another's lower end does lies above that one, or their verticals would run into each
    other; where such wishes go round in a circle, the first in order has its way.
    """
    bent = [found for found in segments if not found.is_straight]
    below = {
        number: {
            other for other, found in enumerate(bent) if other != number and abs(bent[number].high - found.low) < _NEAR
        }
        for number in range(len(bent))
    }
    waiting = {number: {other for other, under in below.items() if number in under} for number in range(len(bent))}
    order: list[int] = []
    while waiting:
        free = [number for number, over in waiting.items() if not over] or [min(waiting)]
        number = min(free, key=lambda found: (bent[found].ends[0], found))
        order.append(number)
        del waiting[number]
        for over in waiting.values():
            over.discard(number)
    levels: dict[int, int] = {}
    rows: list[list[tuple[float, float]]] = []
    for number in order:
        left, right = bent[number].ends
        level = max((levels[other] + 1 for other in levels if number in below[other]), default=0)
        while level < len(rows) and any(left < b + _NEAR and right > a - _NEAR for a, b in rows[level]):
            level += 1
        while level >= len(rows):
            rows.append([])
        rows[level].append((left, right))
        levels[number] = level
    return {bent[number].key: level for number, level in levels.items()}
