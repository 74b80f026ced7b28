"""A query as typed becomes a plan: groups of needles that must stand, needles that must not.

White space parts words, all of which must match; ``"…"`` (also “…”, 「…」) is an exact phrase; a leading minus takes pages with
the word away. Stop characters standing alone beside other words are left out.
"""

import re
from dataclasses import dataclass, field, replace

from .analysis import (
    BRACKET,
    HAN,
    MAX_QUERY,
    ZH_DIGITS,
    ZH_NUMERALS,
    is_han,
    normalise,
    number_in,
    query_runs,
    runs,
    variants,
)
from .grams import Needle, needle_of

_QUOTED = re.compile(r"([-−－‐]?)[\"“”「『＂]([^\"“”「」『』＂]*)[\"“”」』＂]")
_MINUS = re.compile(r"^[-−－‐](?=\S)")
_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(r"第?([1-9]\d{0,3})(条)")
_LAW = re.compile(r"(法|条例|办法|规定|细则)(第[一二三四五六七八九十百零]+条)")
_GROUPED = re.compile(r"(?<![a-z0-9])[a-z0-9]+(?:(?:\s+|[‐-―_./·-])[a-z0-9]+)+(?![a-z0-9])")
_SHORTEST_CODE = 8
_SYLLABLES = re.compile(r"(?<!\S)[a-z]+(?:\s+[a-z]+)+(?!\S)")
_SEAM = re.compile(rf"(?<=[a-z])(?=[{HAN}])|(?<=[{HAN}])(?=[a-z])")
#: Around a document number: what it is called before it, what it belongs to after it.
_BEFORE_NUMBER = re.compile(rf"^[{HAN}]{{0,8}}?(?:文|编|字)号\s*[为是]?\s*[:]?\s*(?=[{HAN}]*\W*[\d{ZH_DIGITS}])")
_AFTER_NUMBER = re.compile(rf"(?<=\d号)[{HAN}]{{0,6}}(?:书|文|函|文件)$")
_YEAR = re.compile(rf"(?<![{ZH_NUMERALS}])(?:[二贰][零o]|[一壹][九玖])[{ZH_DIGITS}o]{{2}}(?=年?(?:{BRACKET}|[第_]|$))")
_SERIAL = re.compile(rf"(?:第|(?<=[\d\W_]))\s*([{ZH_NUMERALS}]{{1,9}})\s*号")
_YEARS_WORD = re.compile(rf"(?<=\d{{4}})\s*年(?=\s*(?:{BRACKET}\s*)?(?:第|\d{{1,9}}\s*(?:号|$))|\s*{BRACKET})")
_OPEN_ORDINAL = re.compile(r"(?<=.)第\s*$")
_MOST_VARIANTS = 4
STOP = frozenset("的了和与及或在是吗呢啊吧把被就也都还要有我你他她它这那哪个们对于为以由第")
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
    """Return needles for other ways to write a word.

    条例第43条 is 条例第四十三条, and 《条例》第四十三条; a document number may have 年 in its year, Chinese digits in a part of it,
    文号： before it and 书 after it; a traditional character may be several simplified ones.
    """
    typed = normalise(word)
    written = _ARTICLE.sub(lambda match: f"第{chinese_numeral(int(match[1]))}{match[2]}", typed)
    ways = [written, _LAW.sub(r"\1 \2", written), _as_number(typed), *_with_variants(word)]
    return [found for way in ways if way != typed and (found := needle_of(runs(way))) is not None]


def _as_number(typed: str) -> str:
    """Return a normalised word as a document number is kept, where it is a part of one."""
    text = _BEFORE_NUMBER.sub("", typed)
    text = _YEAR.sub(lambda match: f"{number_in(match[0]):04d}", text)
    text = _SERIAL.sub(lambda match: f" {found}号" if (found := number_in(match[1])) is not None else match[0], text)
    text = _AFTER_NUMBER.sub("", _YEARS_WORD.sub(" ", text))
    return _OPEN_ORDINAL.sub("", text)


def _with_variants(word: str) -> list[str]:
    """Return the word with each of its characters that has variants in another one."""
    table = variants()
    ways = [
        word[:place] + other + word[place + 1 :] for place, char in enumerate(word) for other in table.get(char, ())
    ]
    return [normalise(way) for way in ways[:_MOST_VARIANTS]]


def regrouped(query: str) -> str:
    """Return a query with pinyin that was typed in parts in one piece (gong zi), and parted from Chinese (rsj工资); "" where none was."""
    typed = normalise(query[:MAX_QUERY])
    if _QUOTED.search(typed):
        return ""
    found = _SYLLABLES.sub(lambda match: "".join(match[0].split()), typed)
    found = _SEAM.sub(" ", found)
    return found if found != typed else ""


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
