"""Merged ranges of a sheet, asked row by row in order: the cost of a row does not grow with their number."""

import heapq

WIDEST = 200
_MOST = 20_000


class Merges:
    """Ranges as (first row, first column, last row, last column), rows from 1 and columns from 0; beyond column 200 nothing is kept."""

    def __init__(self) -> None:
        self._ranges: set[tuple[int, int, int, int]] = set()
        self._waiting: list[tuple[int, int, int, int]] | None = None
        self._open: list[tuple[int, int, int]] = []
        self._counts = [0] * WIDEST
        self._row = 0

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def add(self, top: int, left: int, bottom: int, right: int) -> None:
        """Take note of a range; one that is told twice counts once."""
        if len(self._ranges) < _MOST and left < WIDEST:
            self._ranges.add((top, left, bottom, min(right, WIDEST - 1)))
            self._waiting = None

    def columns(self, row: int) -> frozenset[int]:
        """Return the columns of ``row`` that lie in a merged range. Quick when the rows asked for ascend."""
        if self._waiting is None or row < self._row:
            self._waiting = sorted(self._ranges, reverse=True)
            self._open, self._counts = [], [0] * WIDEST
        self._row = row
        while self._waiting and self._waiting[-1][0] <= row:
            _, left, bottom, right = self._waiting.pop()
            heapq.heappush(self._open, (bottom, left, right))
            self._count(left, right, 1)
        while self._open and self._open[0][0] < row:
            _, left, right = heapq.heappop(self._open)
            self._count(left, right, -1)
        if not self._open:
            return frozenset()
        return frozenset(column for column, count in enumerate(self._counts) if count)

    def _count(self, left: int, right: int, step: int) -> None:
        for column in range(left, right + 1):
            self._counts[column] += step
