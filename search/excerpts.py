"""The part of a text where the words of a query stand, with the words marked."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .analysis import is_han, normalise, query_runs

LENGTH = 120
_BEFORE = 30
_LONGEST_TEXT = 20_000


def _pattern(query: str) -> re.Pattern[str] | None:
    """Return the pattern of any word of ``query`` in normalised text; None when it has no letter or digit."""
    words = []
    for found in query_runs(query):
        parts = []
        for run in found:
            if is_han(run):
                parts.append("第?" if run == "第" and len(found) > 1 else re.escape(run))
            else:
                zeros = "0*" if run.isdecimal() else ""
                parts.append(rf"(?<![a-z0-9]){zeros}{re.escape(run)}(?![a-z0-9])")
        words.append(r"[\W_]{0,5}".join(parts))
    words.sort(key=len, reverse=True)
    return re.compile("|".join(words)) if words else None


def _spans(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where in ``text`` (as written) the pattern is found, in order and apart from one another."""
    normal: list[str] = []
    origin: list[int] = []
    for place, char in enumerate(text):
        for piece in normalise(char):
            normal.append(piece)
            origin.append(place)
    found = []
    for match in pattern.finditer("".join(normal)):
        if match.end() > match.start():
            found.append((origin[match.start()], origin[match.end() - 1] + 1))
    return found


def excerpt(text: str, query: str, *, length: int = LENGTH) -> SafeString:
    """Return about ``length`` characters of ``text`` (plain) around the first word found, escaped, words in ``<mark>``."""
    text = " ".join(text[:_LONGEST_TEXT].split())
    pattern = _pattern(query)
    spans = _spans(text, pattern) if pattern and text else []
    start = max(spans[0][0] - _BEFORE, 0) if spans and spans[0][1] > length else 0
    end = min(start + length, len(text))
    pieces, place = ["…" if start else ""], start
    for first, last in spans:
        first, last = max(first, place), min(last, end)
        if first < last:
            pieces += [escape(text[place:first]), "<mark>", escape(text[first:last]), "</mark>"]
            place = last
    pieces += [escape(text[place:end]), "…" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 - every part of the text is escaped above
