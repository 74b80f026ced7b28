"""One text under the detectors' eyes: its normalised form and what stands around a position."""

import re
from functools import cached_property

from .normalising import Normalised
from .tables import Tables
from .white_lists import WhiteLists

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_WIDEST = 160


class Reading:
    """A normalised text with its context: ``label`` says what the whole text is (a field's or column's name)."""

    def __init__(self, source: str, label: str, lists: WhiteLists) -> None:
        self.view = Normalised(source)
        self.text = self.view.text
        self.label = label
        self.lists = lists

    @cached_property
    def tables(self) -> Tables:
        """Headers of columns."""
        return Tables(self.text)

    def before(self, position: int, width: int) -> str:
        """Return up to ``width`` characters before ``position`` within the line."""
        found = self.text[max(0, position - width) : position]
        return found[found.rfind("\n") + 1 :]

    def near_before(self, position: int, width: int) -> str:
        """Return up to ``width`` characters before ``position``, over line ends."""
        return self.text[max(0, position - width) : position]

    def after(self, position: int, width: int) -> str:
        """Return up to ``width`` characters from ``position``."""
        return self.text[position : position + width]

    def header(self, position: int) -> str:
        """Return the column's header above ``position``, or the label of the whole text."""
        return self.tables.header(position) or self.label

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the sentence around ``start`` … ``end``, at most 160 characters to each side."""
        left = max(0, start - _WIDEST)
        for match in _SENTENCE_END.finditer(self.text, left, start):
            left = match.end()
        match = _SENTENCE_END.search(self.text, end, min(len(self.text), end + _WIDEST))
        return left, match.start() if match else min(len(self.text), end + _WIDEST)

    def sentence_text(self, start: int, end: int) -> str:
        """Return the sentence around ``start`` … ``end``."""
        left, right = self.sentence(start, end)
        return self.text[left:right]
