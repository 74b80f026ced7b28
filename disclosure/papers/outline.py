"""The structure of a regulation: parts (编), chapters, sections and articles in order, their numbers, anchors and what is wrong.

Works on plain :class:`Row` objects, which both the page's body and a pasted text give.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .numerals import to_chinese

#: Kinds of rows from the widest to the narrowest: code → the Chinese word after the number, and the word in an anchor.
LEVELS = {"part": ("编", "bian"), "chapter": ("章", "zhang"), "section": ("节", "jie"), "article": ("条", "tiao")}
_ORDER = list(LEVELS)


@dataclass(slots=True)
class Row:
    """One heading or article. ``number`` None: not given yet; ``sub``: the 之几 of an inserted article (第十二条之一), 0 for none.

    ``text`` is a heading's title or an article's text, paragraphs parted by line ends. ``label`` is how a pasted text wrote the
    number; ``anchor`` is filled by :func:`with_anchors`.
    """

    kind: str
    number: int | None = None
    sub: int = 0
    text: str = ""
    label: str = ""
    anchor: str = ""

    @property
    def name(self) -> str:
        """Return 第十二条, 第十二条之一, 第三章."""
        if self.number is None:
            return ""
        return f"第{to_chinese(self.number)}{LEVELS[self.kind][0]}" + (f"之{to_chinese(self.sub)}" if self.sub else "")

    @property
    def is_article(self) -> bool:
        """Tell whether this is an article and no heading."""
        return self.kind == "article"

    @property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the text, empty lines left out."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def number_missing(rows: Iterable[Row]) -> None:
    """Give every row without a number the next one: articles through the whole text, headings within the one above them."""
    last = dict.fromkeys(LEVELS, 0)
    for row in rows:
        if row.number is None:
            row.number, row.sub = last[row.kind] + 1, 0
        last[row.kind] = row.number
        if not row.is_article:
            for narrower in _ORDER[_ORDER.index(row.kind) + 1 : -1]:
                last[narrower] = 0


def number_anew(rows: Iterable[Row]) -> None:
    """Number everything from one on, in order; inserted articles (之几) become articles of their own."""
    rows = list(rows)
    for row in rows:
        row.number, row.sub = None, 0
    number_missing(rows)


def with_anchors(rows: Iterable[Row]) -> list[Row]:
    """Give every row the anchor that stays its own as long as its number does: ``tiao-12``, ``tiao-12-1``, ``zhang-3-jie-1``."""
    found, above = [], {"part": "", "chapter": ""}
    for row in rows:
        own = f"{LEVELS[row.kind][1]}-{row.number or 0}"
        if row.is_article:
            row.anchor = f"{own}-{row.sub}" if row.sub else own
        else:
            row.anchor = "-".join(
                filter(
                    None,
                    [
                        above["part"] if row.kind != "part" else "",
                        above["chapter"] if row.kind == "section" else "",
                        own,
                    ],
                )
            )
            if row.kind == "part":
                above = {"part": own, "chapter": ""}
            elif row.kind == "chapter":
                above["chapter"] = own
        found.append(row)
    return found


@dataclass(slots=True)
class Entry:
    """A heading of the table of contents with what stands below it; ``articles`` are those right below."""

    row: Row
    below: list["Entry"] = field(default_factory=list)
    articles: list[Row] = field(default_factory=list)

    @property
    def span(self) -> str:
        """Return which articles stand right below: 第三条至第八条."""
        if not self.articles:
            return ""
        first, last = self.articles[0].name, self.articles[-1].name
        return first if first == last else f"{first}至{last}"


def contents(rows: Iterable[Row]) -> list[Entry]:
    """Return the headings as a tree."""
    top: list[Entry] = []
    line: list[Entry] = []
    for row in rows:
        if row.is_article:
            if line:
                line[-1].articles.append(row)
            continue
        entry = Entry(row)
        while line and _ORDER.index(line[-1].row.kind) >= _ORDER.index(row.kind):
            line.pop()
        (line[-1].below if line else top).append(entry)
        line.append(entry)
    return top


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with the numbering: ``serious`` keeps the page back (an anchor would lead to two places)."""

    code: str
    message: str
    serious: bool = False


def flaws(rows: Iterable[Row]) -> Iterator[Flaw]:
    """Yield duplicates (serious), gaps and wrong order of numbers, and articles without text (serious)."""
    numbered = with_anchors(list(rows))
    seen: set[str] = set()
    last: dict[str, Row] = {}
    for row in numbered:
        if row.number is None:
            yield Flaw("no_number", "有一处没有编号，请保存一次草稿，系统会自动编号。", serious=True)
            continue
        if row.anchor in seen:
            yield Flaw("duplicate", f"“{row.name}”出现了不止一次，请改正编号，或勾选“重新编号”后保存。", serious=True)
        seen.add(row.anchor)
        yield from _step(row, last.get(row.kind))
        last[row.kind] = row
        if not row.is_article:
            for narrower in _ORDER[_ORDER.index(row.kind) + 1 : -1]:
                last.pop(narrower, None)
        elif not row.text.strip():
            yield Flaw("empty", f"“{row.name}”还没有内容。", serious=True)


def _step(row: Row, before: Row | None) -> Iterator[Flaw]:
    """Compare a number with the one before it."""
    number = row.number or 0
    known = (before.number or 0, before.sub) if before is not None else (0, 0)
    if (number, row.sub) <= known:
        if (number, row.sub) < known:
            yield Flaw("order", f"“{row.name}”排在“{before.name if before else ''}”之后，顺序颠倒了。")
        return
    if row.sub:
        if number != known[0] or row.sub != known[1] + 1:
            yield Flaw("gap", f"“{row.name}”之前应当是“{_before_sub(row)}”，请核对是否有缺漏。")
    elif number > known[0] + 1:
        first = Row(row.kind, known[0] + 1).name
        missing = first if number == known[0] + 2 else f"{first}至{Row(row.kind, number - 1).name}"
        yield Flaw("gap", f"“{row.name}”之前缺“{missing}”，请核对是否有缺漏。")


def _before_sub(row: Row) -> str:
    return Row(row.kind, row.number, row.sub - 1).name


def rows_of_body(body: Any) -> list[Row]:
    """Return the rows of a regulation page's body (a StreamValue)."""
    found = []
    for block in body:
        value = block.value
        found.append(
            Row(
                block.block_type,
                value.get("number"),
                value.get("sub") or 0,
                (value.get("text") if block.block_type == "article" else value.get("title")) or "",
            )
        )
    return found
