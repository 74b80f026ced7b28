"""Splitting the pasted text of a regulation into headings and articles; whatever is typed is in the result, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .numerals import CHARACTERS, from_chinese
from .outline import LEVELS, Row

MOST_CHARACTERS = 200_000
MOST_ROWS = 1500
_KIND = {word: kind for kind, (word, _) in LEVELS.items()}
_SPACE = r"[ \t\u3000\u00a0]"
_HEADING = re.compile(
    rf"{_SPACE}*(?P<label>第{_SPACE}*(?P<number>[{CHARACTERS}]+){_SPACE}*(?P<word>[编章节条])(?:之(?P<sub>[{CHARACTERS}]+))?)(?P<rest>.*)",
    re.DOTALL,
)
#: An article in the middle of a line: after the end of a sentence, and set off by a space.
_INLINE = re.compile(
    rf"(?<=[。；！？]){_SPACE}*(?=第{_SPACE}*[{CHARACTERS}]+{_SPACE}*条(?:之[{CHARACTERS}]+)?{_SPACE})"
)
_CONTENTS = re.compile(rf"{_SPACE}*目{_SPACE}*[录次]{_SPACE}*")
_SET_OFF = (" ", "\t", "\u3000", "\u00a0", "【", "[")
#: What follows a number that is only mentioned: 第三条第二款, 第三条规定的.
_MENTION = "第规的所、和或至中及之以与款项"
_LONGEST_TITLE = 40


class TooLong(ValueError):
    """The text, or the number of its articles, is beyond what one regulation has; its text says so in Chinese."""


@dataclass(slots=True)
class Split:
    """A text taken apart: what stands before the first heading, then headings and articles; ``notes`` are for the person."""

    preamble: str = ""
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rebuilt(self) -> str:
        """Return the text put together again, for comparing with what was pasted."""
        return self.preamble + "".join(row.label + row.text for row in self.rows)


def essence(text: str) -> str:
    """Return a text without white space: what must not get lost."""
    return "".join(text.split())


def split(text: str) -> Split:
    """Take a regulation's text apart.

    Raises:
        TooLong: more than :data:`MOST_CHARACTERS` characters or :data:`MOST_ROWS` headings and articles.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooLong(f"文字超过 {MOST_CHARACTERS // 10000} 万字，请确认粘贴的是一件制度文件。")
    state = _Splitter()
    for line in _lines(text):
        state.take(line)
        if len(state.found.rows) > MOST_ROWS:
            raise TooLong(f"章、节、条超过 {MOST_ROWS} 个，请确认粘贴的是一件制度文件。")
    return state.finish()


def _lines(text: str) -> Iterator[str]:
    """Yield lines; one that holds several articles is parted before each."""
    for line in text.splitlines():
        yield from (piece for piece in _INLINE.split(line) if piece or not line)


class _Splitter:
    """Takes one line after another."""

    def __init__(self) -> None:
        self.found = Split()
        self.before: list[str] = []
        self.texts: dict[int, list[str]] = {}
        self.article = 0
        self.listed: set[str] = set()
        self.in_contents = False

    def take(self, line: str) -> None:
        """Add a line where it belongs."""
        if not self.found.rows and _CONTENTS.fullmatch(line):
            self.in_contents = True
            self.before.append(line)
            return
        row, rest = self._heading(line)
        if row is None:
            self._go_on(line)
            return
        if self.in_contents and not row.is_article:
            if essence(row.label) not in self.listed:
                self.listed.add(essence(row.label))
                self.before.append(line)
                return
        self.in_contents = False
        self.found.rows.append(row)
        self.texts[id(row)] = [rest.strip()] if rest.strip() else []

    def _heading(self, line: str) -> tuple[Row | None, str]:
        match = _HEADING.match(line)
        if match is None:
            return None, ""
        number, kind = from_chinese(match["number"]), _KIND[match["word"]]
        sub = from_chinese(match["sub"]) if match["sub"] else 0
        rest = match["rest"]
        if number is None or sub is None or (sub and kind != "article"):
            return None, ""
        if kind == "article":
            if not self._begins_article(number, sub, rest):
                return None, ""
            self.article = number
        elif len(rest.strip()) > _LONGEST_TITLE or "。" in rest or rest[:1] in tuple(_MENTION):
            return None, ""
        return Row(kind, number, sub, label=match["label"]), rest

    def _begins_article(self, number: int, sub: int, rest: str) -> bool:
        """An article's number is set off by a space or stands alone, or is the next one and not merely mentioned."""
        if not rest or rest.startswith(_SET_OFF):
            return True
        expected = number == self.article + 1 or (sub and number == self.article)
        return bool(expected) and rest[0] not in _MENTION

    def _go_on(self, line: str) -> None:
        """A line that begins nothing: a heading's title on a line of its own, more of an article, or of what stands before."""
        if not self.found.rows:
            self.before.append(line)
            return
        row = self.found.rows[-1]
        lines = self.texts[id(row)]
        lines.append(line.strip())

    def finish(self) -> Split:
        """Join the lines and note what a person should look at."""
        found = self.found
        found.preamble = "\n".join(self.before).strip()
        for row in found.rows:
            row.text = "\n".join(self.texts[id(row)]).strip()
            if not row.is_article and "\n" in row.text:
                found.notes.append(f"“{row.label}”的标题后面还有文字，都放在了标题里，请核对。")
        if self.listed:
            found.notes.append("文字中有目录。网页会自动生成目录，原来的目录保留在“前言”里，不需要的请删去。")
        if not any(row.is_article for row in found.rows):
            found.notes.append("没有找到“第一条”这样的条文，全部文字都在“前言”或标题里。")
        return found
