"""A run of digits cut into tokens, and what neighbouring tokens may read as when joined."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(r"\d+[Xx]?|[Xx]")
SHORTEST = 11
LONGEST = 19
_MOST_TOKENS = 19


class Token(NamedTuple):
    """Digits at ``start`` … ``end``; ``gap`` is what parts them from the next token: space, hyphen, other, newline."""

    start: int
    end: int
    digits: str
    gap: str


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Cut a run of digits into tokens."""
    found = list(_TOKEN.finditer(text, start, end))
    tokens = []
    for number, match in enumerate(found):
        between = text[match.end() : found[number + 1].start()] if number + 1 < len(found) else ""
        gap = "\n" if "\n" in between else between.strip() or between[:1]
        tokens.append(Token(match.start(), match.end(), match[0].upper(), gap))
    return tokens


#: Groupings of a mobile and of an identity number that are plain even where spaces and hyphens stand in one number.
PLAIN_GROUPS = frozenset(((3, 4, 4), (6, 8, 4), (6, 4, 4, 4)))


class Join(NamedTuple):
    """Tokens first … last read as one number."""

    digits: str
    groups: tuple[int, ...]
    count: int
    natural: bool
    broken: bool


def split_at(tokens: list[Token], seams: list[int]) -> list[Token]:
    """Cut tokens where something invisible stood between two digits; the gap there is empty."""
    pieces: list[Token] = []
    for token in tokens:
        cuts = [seam for seam in seams if token.start < seam < token.end]
        position = token.start
        for cut in cuts:
            pieces.append(Token(position, cut, token.digits[position - token.start : cut - token.start], ""))
            position = cut
        pieces.append(Token(position, token.end, token.digits[position - token.start :], token.gap))
    return pieces


def joins_from(tokens: list[Token], index: int) -> Iterator[Join]:
    """Yield what the tokens from ``index`` on may read as, joined: one kind of gap, line ends apart; a space and a hyphen
    together only in a number's plainest grouping."""
    digits, groups, gap, broken, mixed = tokens[index].digits, [len(tokens[index].digits)], "", False, False
    for last in range(index + 1, min(len(tokens), index + _MOST_TOKENS)):
        before = tokens[last - 1].gap
        if before == "\n":
            broken = True
        elif not before:
            pass
        elif before in (" ", "-", ".", "·", "_") and (not gap or gap == before):
            gap = before
        elif {before, gap} == {" ", "-"}:
            mixed = True
        else:
            return
        digits += tokens[last].digits
        if len(digits) > LONGEST:
            return
        if before in ("\n", ""):
            groups[-1] += len(tokens[last].digits)
        else:
            groups.append(len(tokens[last].digits))
        if len(digits) >= SHORTEST and (not mixed or tuple(groups) in PLAIN_GROUPS):
            yield Join(digits, tuple(groups), last - index + 1, gap in ("", " ", "-"), broken)


def in_column(text: str, tokens: list[Token], index: int, count: int) -> bool:
    """Tell whether the tokens are lines of a column of figures (three or more lines of digits alone), and not one number
    broken in two."""
    lines = 0
    for token in tokens[max(0, index - 2) : index + count + 2]:
        line_start = text.rfind("\n", 0, token.start) + 1
        line_end = text.find("\n", token.end)
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        lines += line.strip(" ") == token.digits
    return lines > count
