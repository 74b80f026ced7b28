"""The part of a text where the words of a query stand, with the words marked."""

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .analysis import is_han, normalise, query_runs
from .grams import Needle

LENGTH = 120
_BEFORE = 30
_LONGEST_TEXT = 20_000


def _pattern(query: str | Sequence[Needle]) -> re.Pattern[str] | None:
    """Return the pattern of any word of ``query`` (or of any needle) in normalised text; None when there is none."""
    words = []
    asked = query_runs(query) if isinstance(query, str) else [found.plain.split(" ") for found in query]
    for found in asked:
        parts = []
        for place, run in enumerate(found):
            if is_han(run):
                parts.append(re.escape(run))
            else:
                number = run.isdecimal()
                ordinal = r"(?:第[\W_]{0,2})?" if number and place else ""
                parts.append(rf"{ordinal}(?<![a-z0-9]){'0*' if number else ''}{re.escape(run)}(?![a-z0-9])")
        words.append(r"[\W_]{0,5}".join(parts))
    words.sort(key=len, reverse=True)
    return re.compile("|".join(words)) if words else None


class _Normal(dict[int, str]):
    """Character → how the analysis sees it, each found out once; ``longer``: those that it sees as none or several."""

    def __init__(self) -> None:
        self.longer: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = seen = normalise(char)
        if len(seen) != 1:
            self.longer.add(char)
        return seen


_normal = _Normal()


def _spans(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where in ``text`` (as written) the pattern is found, in order and apart from one another."""
    seen = text.translate(_normal)
    if _normal.longer.isdisjoint(text):  # character by character: the places are those of the text
        return [match.span() for match in pattern.finditer(seen) if match.end() > match.start()]
    normal: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for piece in _normal[ord(char)]:
            normal.append(piece)
            origin.append(place)
    found = []
    for match in pattern.finditer("".join(normal)):
        if match.end() > match.start():
            found.append((origin[match.start()], origin[match.end() - 1] + 1))
    return found


def _part_with(text: str, pattern: re.Pattern[str] | None) -> str:
    """Return the text, or of a long one the first part in which the pattern stands."""
    if len(text) > _LONGEST_TEXT and pattern is not None:
        for start in range(0, len(text), _LONGEST_TEXT - 200):
            part = text[start : start + _LONGEST_TEXT]
            if pattern.search(normalise(part)):
                return part
    return text[:_LONGEST_TEXT]


def excerpt(text: str, query: "str | Sequence[Needle]", *, length: int = LENGTH) -> SafeString:
    """Return about ``length`` characters of ``text`` (plain) around the first word found, escaped, words in ``<mark>``."""
    pattern = _pattern(query)
    text = " ".join(_part_with(text, pattern).split())
    spans = _spans(text, pattern) if pattern and text else []
    start = max(spans[0][0] - _BEFORE, 0) if spans and spans[0][1] > length else 0
    end = min(start + length, len(text))
    return mark_safe(  # noqa: S308 - every part of the text is escaped
        ("…" if start else "") + _with_marks(text, spans, start, end) + ("…" if end < len(text) else "")
    )


def marked(text: str, query: "str | Sequence[Needle]") -> SafeString:
    """Return the whole of a short ``text`` (a title, a number), escaped, words in ``<mark>``."""
    pattern = _pattern(query)
    spans = _spans(text, pattern) if pattern and text else []
    return mark_safe(_with_marks(text, spans, 0, len(text)))  # noqa: S308 - every part of the text is escaped


def _with_marks(text: str, spans: list[tuple[int, int]], start: int, end: int) -> str:
    pieces, place = [], start
    for first, last in spans:
        first, last = max(first, place), min(last, end)
        if first < last:
            pieces += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    return "".join([*pieces, escape(text[place:end])])
