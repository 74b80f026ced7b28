"""A query as typed becomes a plan: groups of needles that must stand, needles that must not.

White space parts words, all of which must match; ``"…"`` (also “…”, 「…」) is an exact phrase; a leading minus takes pages with
the word away. Stop characters standing alone beside other words are left out.
"""

import re
from dataclasses import dataclass, field, replace

from .analysis import MAX_QUERY, is_han, normalise, query_runs, runs
from .grams import Needle, needle_of

_QUOTED = re.compile(r"([-−－‐]?)[\"“”「『＂]([^\"“”「」『』＂]*)[\"“”」』＂]")
_MINUS = re.compile(r"^[-−－‐](?=\S)")
_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(r"第?([1-9]\d{0,3})(条)")
_LAW = re.compile(r"(法|条例|办法|规定|细则)(第[一二三四五六七八九十百零]+条)")
_GROUPED = re.compile(r"(?<![a-z0-9])[a-z0-9]+(?:(?:\s+|[‐-―_./·-])[a-z0-9]+)+(?![a-z0-9])")
_SHORTEST_CODE = 8
STOP = frozenset("的了和与及或在是吗呢啊吧把被就也都还要有我你他她它这那哪个们对于为以由")
MOST_WORDS = 16
MOST_WITHOUT = 32


@dataclass(frozen=True, slots=True)
class Group:
    """Needles of which one must stand; the first is the word as typed. ``phrase``: it was quoted; ``place``: where in the query."""

    needles: tuple[Needle, ...]
    phrase: bool = False
    place: tuple[int, int] = (0, 0)

    @property
    def word(self) -> str:
        """Return the word as the analysis sees it."""
        return self.needles[0].plain


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of an engine: every group, and none of ``without``. Without groups nothing is found.

    ``left_out``: how many words were too many.
    """

    groups: tuple[Group, ...] = ()
    without: tuple[Needle, ...] = ()
    query: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    weighted: bool = False
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.groups)

    def only(self, groups: tuple[Group, ...]) -> "Plan":
        """Return the plan with other groups."""
        return replace(self, groups=groups)

    def heavy(self) -> "Plan":
        """Return the plan narrowed to pages that have a weight of their own."""
        return replace(self, weighted=True)

    def filtered(self, filters: dict[str, str]) -> "Plan":
        """Return the plan narrowed to facet values."""
        return replace(self, filters=filters)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word as typed, and where it stands in the query."""

    word: str
    quoted: bool
    negated: bool
    place: tuple[int, int]


def _words(query: str) -> list[_Typed]:
    """Return the words in order."""
    found: list[_Typed] = []
    place = 0
    for match in _QUOTED.finditer(query):
        found += _plain_words(query, place, match.start())
        found.append(_Typed(match[2], True, bool(match[1]), match.span(2)))
        place = match.end()
    return found + _plain_words(query, place, len(query))


def _plain_words(query: str, first: int, last: int) -> list[_Typed]:
    found = []
    for match in _WORD.finditer(query, first, last):
        minus = _MINUS.match(match[0])
        start = match.start() + (minus.end() if minus else 0)
        found.append(_Typed(query[start : match.end()], False, bool(minus), (start, match.end())))
    return found


def plan(query: str) -> Plan:
    """Return the plan for a query, of which the first ``MAX_QUERY`` characters count; any text has one."""
    text = query[:MAX_QUERY]
    groups: dict[str, Group] = {}
    without: dict[str, Needle] = {}
    for typed in _words(text):
        found = needle_of(runs(normalise(typed.word)))
        if found is None:
            continue
        if typed.negated:
            without[found.text] = found
        else:
            others = () if typed.quoted else tuple(other_writings(typed.word))
            needles = tuple(dict.fromkeys([found, *others]))
            groups.setdefault(found.text, Group(needles, phrase=typed.quoted, place=typed.place))
    kept = [group for group in groups.values() if group.phrase or group.word not in STOP]
    chosen = kept or list(groups.values())
    left_out = max(len(chosen) - MOST_WORDS, 0) + max(len(without) - MOST_WITHOUT, 0)
    return Plan(tuple(chosen[:MOST_WORDS]), tuple(without.values())[:MOST_WITHOUT], query=text, left_out=left_out)


def ungrouped(query: str) -> str:
    """Return a query with codes that were typed in groups in one piece (9121 0500 MADE… as 91210500made…); "" where none was."""

    def joined(match: re.Match[str]) -> str:
        code = "".join(re.findall("[a-z0-9]+", match[0]))
        return code if len(code) >= _SHORTEST_CODE and any(map(str.isdigit, code)) else match[0]

    typed = normalise(query[:MAX_QUERY])
    found = _GROUPED.sub(joined, typed)
    return found if found != typed else ""


def other_writings(word: str) -> list[Needle]:
    """Return needles for other ways to write a word: 条例第43条 as 条例第四十三条, and as 《条例》第四十三条."""
    typed = normalise(word)
    written = _ARTICLE.sub(lambda match: f"第{chinese_numeral(int(match[1]))}{match[2]}", typed)
    ways = [written, _LAW.sub(r"\1 \2", written)]
    return [found for way in ways if way != typed and (found := needle_of(runs(way))) is not None]


def chinese_numeral(number: int) -> str:
    """Return 1 to 9999 as laws number their articles: 26 is 二十六, 108 is 一百零八."""
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    text, pending = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if pending else "") + digits[digit] + units[place]
            pending = False
        elif text:
            pending = True
    return text.removeprefix("一") if 10 <= number < 20 else text


def has_words(query: str) -> bool:
    """Tell whether a query has a letter or digit."""
    return bool(query_runs(query))


def is_latin(word: str) -> bool:
    """Tell whether a word is of letters a–z alone, as pinyin is typed."""
    return word.isascii() and word.isalpha() and not is_han(word)
