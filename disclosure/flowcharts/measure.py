"""How wide a text is, without a font: conservative widths in ems, so that what is wrapped fits whatever font a visitor has."""

import unicodedata
from functools import lru_cache

_NARROW = frozenset("iljtfrI.,'|!:;()[] `-/\\")
_BROAD = frozenset("mwMWQO@%&")
#: What may not begin a line, and what may not end one.
_NOT_FIRST = frozenset("、，。；：！？）》」』】〕〉”’…·,.;:!?)]}%℃")
_NOT_LAST = frozenset("（《「『【〔〈“‘([{")


@lru_cache(maxsize=4096)
def char_width(char: str) -> float:
    """Return a character's width in ems, rather too wide than too narrow."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0.0
    if char < "\x7f":
        if char in _NARROW:
            return 0.42
        if char in _BROAD:
            return 0.98
        return 0.78 if char.isupper() else 0.62
    kind = unicodedata.east_asian_width(char)
    if kind == "H":
        return 0.62
    if unicodedata.category(char) in ("So", "Cn", "Co"):
        return 1.4
    return 1.0 if kind in "WFA" or not char.isalpha() else 1.1


def text_width(text: str, size: float) -> float:
    """Return a text's width in pixels at ``size`` pixels."""
    return sum(map(char_width, text)) * size


def _pieces(text: str) -> list[str]:
    """Return what is not to be broken: Latin words and numbers as one, each other character alone, punctuation with its neighbour."""
    found: list[str] = []
    for char in text:
        joined = bool(found) and (
            (char < "\x7f" and not char.isspace() and found[-1][-1] < "\x7f" and not found[-1][-1].isspace())
            or char in _NOT_FIRST
            or found[-1][-1] in _NOT_LAST
            or unicodedata.combining(char) != 0
        )
        if joined:
            found[-1] += char
        else:
            found.append(char)
    return found


def wrap(text: str, size: float, width: float) -> list[str]:
    """Return ``text`` in lines of at most ``width`` pixels; a piece that is longer than a line is broken."""
    lines, line, used = [], "", 0.0
    for piece in _pieces(" ".join(text.split())):
        need = text_width(piece, size)
        if line and used + need > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
            piece = piece.lstrip()
            need = text_width(piece, size)
        while need > width and len(piece) > 1:
            cut = _fitting(piece, size, width)
            lines.append(piece[:cut])
            piece = piece[cut:]
            need = text_width(piece, size)
        line, used = line + piece, used + need
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _fitting(text: str, size: float, width: float) -> int:
    """Return how many characters fit, at least one."""
    used = 0.0
    for place, char in enumerate(text):
        used += char_width(char) * size
        if used > width:
            return max(place, 1)
    return len(text)


def balanced(text: str, size: float, width: float) -> list[str]:
    """Return what :func:`wrap` returns, in as many lines, of about equal length: no single character on the last one."""
    lines = wrap(text, size, width)
    if len(lines) < 2:
        return lines
    narrow = max(text_width(text, size) / len(lines), size)
    while narrow < width:
        found = wrap(text, size, narrow)
        if len(found) == len(lines):
            return found
        narrow += size / 2
    return lines
