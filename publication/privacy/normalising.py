"""A text as the detectors read it, with the way back to where each character stood.

Seen through: full width and other digits of Unicode, zero-width characters, HTML entities and tags. Spaces, hyphens and
line breaks inside numbers are left to the detectors, which know each number's own grouping.
"""

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

_MARKUP = re.compile(
    r"<!--.*?-->|</?[A-Za-z][^<>]{0,2000}>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?", re.S
)
_BLOCK = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|table|tbody|thead|section|article|blockquote|dt|dd|dl|pre|hr|title|option|caption)\b",
    re.I,
)
#: A paragraph's end or a line break, where another line end follows or stands before: both together are one.
_PARAGRAPH = re.compile(r"</?(?:p|br|div)\b", re.I)
_LINE_FOLLOWS = re.compile(r"[ \t]*(?:[\r\n]|</?(?:p|br|div)\b)", re.I)
_EMPTY = re.compile(r"<(?:br|wbr|hr|img|input|col)\b|<!--", re.I)
_CELL = re.compile(r"</?(?:td|th)\b", re.I)
_DELETED = "\x00"
_EXTRA = {
    0x00AD: _DELETED, 0x034F: _DELETED, 0x115F: _DELETED, 0x1160: _DELETED, 0x3164: _DELETED, 0xFFA0: _DELETED,
    0x20E3: _DELETED, ord("﹒"): ".", ord("…"): "…",
}  # fmt: skip
_DASHES = frozenset("‐‑‒–—―−﹘﹣－⁃")
#: Full-width signs that are folded; other Chinese punctuation stays as it is, for it ends sentences and parts columns.
_FOLDED_SIGNS = frozenset("@-+._%=/#&|~")

#: Characters met before that are read as they are written.
_AS_WRITTEN: set[str] = set()
_MOST_REMEMBERED = 20_000
#: Shorter texts are translated whole: making a pattern would take longer.
_WORTH_A_PATTERN = 20_000


@lru_cache(maxsize=4096)
def _plain(char: str) -> str | None:
    """What ``char`` is read as: another character, the mark of a deleted one, or None for itself."""
    code = ord(char)
    if code in _EXTRA:
        return _EXTRA[code] if _EXTRA[code] != char else None
    if 0x3400 <= code <= 0x9FFF or code < 0x80:
        return _DELETED if code == 0x7F or (code < 0x20 and char not in "\t\n\r") else None
    if char in _DASHES:
        return "-"
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me", "Cs"):
        return _DELETED
    if category in ("Zl", "Zp") or code == 0x85:
        return "\n"
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) == 1 and folded != char and (folded.isalnum() or folded in _FOLDED_SIGNS):
        return folded
    return None


@lru_cache(maxsize=4096)
def _tag_reads_as(tag: str) -> str:
    """A line end for a block, a tab before a cell, nothing for a tag within a line."""
    return "\n" if _BLOCK.match(tag) else "\t" if _CELL.match(tag) and tag[1] != "/" else ""


class Normalised:
    """``text`` is what the detectors read; :meth:`span` leads a range of it back to the text as written."""

    __slots__ = ("_lengths", "_normal", "_original", "_source", "tags", "text")

    def __init__(self, source: str) -> None:
        self._source = source
        pieces: list[tuple[int, int, str]] = []  # (start, end, replacement) in the source
        #: Ranges of tags, whose attributes may hold words of their own: (start, end).
        self.tags: list[tuple[int, int]] = []
        if "<" in source or "&" in source:
            pieces = self._markup(source)
        table = {}
        for char in set(source) - _AS_WRITTEN:
            plain = _plain(char)
            if plain is not None:
                table[ord(char)] = plain
            elif len(_AS_WRITTEN) < _MOST_REMEMBERED:
                _AS_WRITTEN.add(char)
        if "\r" in source:
            table[ord("\r")] = " " if "\n" in source else "\n"
        if table:
            source_plain = _replaced(source, table)
            if _DELETED in table.values():
                pieces = _merge(pieces, source_plain)
        else:
            source_plain = source
        self._normal: list[int] = []
        self._original: list[int] = []
        self._lengths: list[int] = []
        if not pieces:
            self.text = source_plain
            return
        out: list[str] = []
        position = length = 0
        for start, end, replacement in pieces:
            if start > position:
                self._segment(length, position, start - position)
                out.append(source_plain[position:start])
                length += start - position
            if replacement:
                self._segment(length, start, -(end - start))
                out.append(replacement)
                length += len(replacement)
            position = end
        if position < len(source_plain):
            self._segment(length, position, len(source_plain) - position)
            out.append(source_plain[position:])
        self.text = "".join(out)

    def seams(self, start: int, end: int) -> list[int]:
        """Return the places within ``text[start:end]`` where something was taken out (a tag, a character without width)."""
        if not self._normal:
            return []
        first, last = bisect_right(self._normal, start), bisect_left(self._normal, end)
        return self._normal[first:last]

    def _segment(self, normal: int, original: int, length: int) -> None:
        """Note where a piece begins in both texts; a negative length marks a piece that stands for one replacement."""
        self._normal.append(normal)
        self._original.append(original)
        self._lengths.append(length)

    def _markup(self, source: str) -> list[tuple[int, int, str]]:
        pieces = []
        for match in _MARKUP.finditer(source):
            found = match[0]
            if found[0] == "&":
                text = html.unescape(found)
                if text == found:
                    continue
                replacement = "".join(plain for plain in ((_plain(char) or char) for char in text) if plain != _DELETED)
                replacement = replacement.replace("\r", " ")
                replacement = replacement.replace("\n", " ") if found.lower().startswith("&nbsp") else replacement
            else:
                self.tags.append(match.span())
                replacement = "" if self._is_doubled(match) else _tag_reads_as(found)
            pieces.append((match.start(), match.end(), replacement))
        return pieces

    def _is_doubled(self, match: re.Match[str]) -> bool:
        """Tell whether the line end that a tag makes stands beside another one."""
        if not _PARAGRAPH.match(match[0]):
            return False
        before = self._source[max(0, match.start() - 40) : match.start()].rstrip(" \t")
        return before.endswith("\n") or _LINE_FOLLOWS.match(self._source, match.end()) is not None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the source that ``text[start:end]`` stands for, with the tags that it would tear apart."""
        begin, stop = self._plain_span(start, end)
        return self._with_tags(begin, stop) if self.tags else (begin, stop)

    def _with_tags(self, begin: int, stop: int) -> tuple[int, int]:
        """Widen a range so that no inline tag loses its partner, and over tags that wrap it whole."""
        open_within: list[str] = []
        closed_within: list[str] = []
        index = bisect_left(self.tags, (begin, begin))
        while index < len(self.tags) and self.tags[index][1] <= stop:
            if not self._closes(index):
                open_within += [] if self._is_empty(index) else [self._name(index)]
            elif open_within:
                open_within.pop()
            else:
                closed_within.append(self._name(index))
            index += 1
        if closed_within and closed_within == open_within[::-1]:  # as between two paragraphs: neither is missed
            return begin, stop
        opened, closed = len(open_within), len(closed_within)
        left = bisect_left(self.tags, (begin, begin)) - 1
        while left >= 0 and self.tags[left][1] == begin and not self._closes(left) and self._is_inline(left):
            wraps = index < len(self.tags) and self.tags[index][0] == stop and self._closes(index)
            if closed:
                closed -= 1
            elif wraps and not opened:
                stop, index = self.tags[index][1], index + 1
            else:
                break
            begin, left = self.tags[left][0], left - 1
        while opened and index < len(self.tags) and self.tags[index][0] == stop and self._closes(index):
            stop, index, opened = self.tags[index][1], index + 1, opened - 1
        return begin, stop

    def _tag(self, index: int) -> str:
        start, end = self.tags[index]
        return self._source[start:end]

    def _name(self, index: int) -> str:
        return re.split(r"[\s/>]", self._tag(index).lstrip("</"), maxsplit=1)[0].lower()

    def _closes(self, index: int) -> bool:
        return self._tag(index).startswith("</")

    def _is_empty(self, index: int) -> bool:
        return self._tag(index).endswith("/>") or _EMPTY.match(self._tag(index)) is not None

    def _is_inline(self, index: int) -> bool:
        tag = self._tag(index)
        return not (_BLOCK.match(tag) or _CELL.match(tag) or self._is_empty(index))

    def _plain_span(self, start: int, end: int) -> tuple[int, int]:
        if not self._normal:
            return start, end
        first = bisect_right(self._normal, start) - 1
        last = bisect_right(self._normal, end - 1) - 1
        begin = self._original[first]
        if self._lengths[first] >= 0:
            begin += start - self._normal[first]
        stop = self._original[last]
        stop += end - self._normal[last] if self._lengths[last] >= 0 else -self._lengths[last]
        return begin, stop


def _replaced(source: str, table: dict[int, str]) -> str:
    """``source.translate(table)``; where few characters change, a regular expression passes over the others faster."""
    if len(source) < _WORTH_A_PATTERN:
        return source.translate(table)
    pattern = re.compile(f"[{''.join(re.escape(chr(code)) for code in table)}]")
    if len(pattern.findall(source[:20_000])) > 0.1 * min(len(source), 20_000):
        return source.translate(table)
    return pattern.sub(lambda match: table[ord(match[0])], source)


def _merge(pieces: list[tuple[int, int, str]], plain: str) -> list[tuple[int, int, str]]:
    """Add the deleted characters outside the markup to ``pieces``."""
    deleted = [(match.start(), match.end(), "") for match in re.finditer(f"{_DELETED}+", plain)]
    if not pieces:
        return deleted
    merged: list[tuple[int, int, str]] = []
    for piece in sorted(pieces + deleted):
        if merged and piece[0] < merged[-1][1]:
            continue
        merged.append(piece)
    return merged
