"""One analysis for indexing and for querying, on every engine.

A run of Han characters becomes its overlapping pairs followed by its last character alone: 行政处罚 → 行政 政处 处罚 罚. A word
is then a phrase of pairs, and a single character is found as the beginning of a pair. Latin letters and digits are
words, without accents; a number stands without leading zeros, and without 第 before it. Everything else separates. A document
number reads the same with any brackets, any digits (also Chinese ones), and with or without 第; how else a visitor may write one is
the planner's business (:func:`search.planner.other_writings`).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from django.conf import settings

from publication.text import chinese_number

#: First and last character of each range of Han characters.
HAN_RANGES = (
    ("〇", "〇"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003134f"),
)
HAN = "".join(f"{first}-{last}" for first, last in HAN_RANGES)
_RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+", re.UNICODE)
_IS_HAN = re.compile(rf"[{HAN}]")
_DROPPED = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
#: Raise it whenever the same text gives other runs: the timer then makes every index anew.
VERSION = 2
#: Chinese digits as :func:`normalise` leaves them, the formal ones among them.
ZH_DIGITS = "零一二三四五六七八九壹贰叁肆伍陆柒捌玖"
ZH_NUMERALS = ZH_DIGITS + "十百千拾佰仟"
_PLAIN_NUMERALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟o", "一二三四五六七八九十百千零")
#: Circles and the like that stand for zero (〇, U+25CB, U+25EF, U+2B55).
_ZEROS = dict.fromkeys(map(ord, "〇\u25cb\u25ef\u2b55"), "零")
BRACKET = r"[^\w\s]"
_NUMBERED = re.compile(
    rf"({BRACKET})(\d{{4}}|[{ZH_DIGITS}]{{4}})({BRACKET})(\s*)(?:第\s*)?(\d{{1,9}}|[{ZH_NUMERALS}]{{1,9}})(\s*号)"
)
_YEAR_IN_BRACKETS = re.compile(rf"(?<={BRACKET})[{ZH_DIGITS}]{{4}}(?={BRACKET})")
#: The letter O within Chinese digits (二O二六).
_LETTER_FOR_ZERO = re.compile(
    rf"(?<=[{ZH_DIGITS}])o(?=[{ZH_DIGITS}o])|(?<=[{ZH_DIGITS}]o)o(?![a-z0-9])|(?<=[{ZH_DIGITS}])o(?![a-z0-9])"
)
_ORDINAL = re.compile(r"第(?=\d)")
#: Runs of a text whose beginning may be the end of a document number that began in the text before.
_ENDS_A_NUMBER = re.compile(rf"(?:第? ?[\d{ZH_NUMERALS}]+ ?)?号")
_LONGEST_TOKEN = 100
_SHORT = 200
MAX_QUERY = 200


def _plain_latin() -> dict[int, str]:
    """Return the table from accented Latin letters to plain ones (the engines differ in what they fold: we do it)."""
    table = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        decomposed = unicodedata.normalize("NFD", chr(code))
        if len(decomposed) > 1 and decomposed[0].isascii():
            table[code] = decomposed[0]
    return table | {ord(char): plain for char, plain in zip("øłđħıŧɨ", "oldhiti", strict=True)}


_PLAIN_LATIN = _plain_latin()


def storable(text: str) -> str:
    """Return ``text`` without NUL and unpaired surrogates, which no database takes."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")


@cache
def _characters() -> list[tuple[str, list[str]]]:
    """Return OpenCC's traditional characters with the simplified ones that each may be, likeliest first."""
    lines = (resources.files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if "\t" in line)
    return [(old, new.split(" ")) for old, new in pairs if len(old) == 1]


@cache
def variants() -> dict[str, list[str]]:
    """Return character → others that a text may have in its place, where one traditional character is several simplified ones.

    著 is 著 and 着: 着手 is also looked for as 著手, and 着名 as 著名. Characters as typed, others as :func:`normalise` leaves them.
    """
    table = _simplified()
    found: dict[str, list[str]] = {"著": ["着"], "着": ["著"]} if table else {}
    for old, new in _characters() if table else ():
        kept = [char for char in new if ord(char) not in table and ord(char) < 0x10000]
        for char in kept if old in kept else ():
            found.setdefault(char, []).extend(other for other in kept if other != char)
        if old not in kept and len(kept) > 1:
            found.setdefault(old, []).extend(kept[1:])
    return found


@cache
def _simplified() -> dict[int, str]:
    """Return the table from traditional characters to simplified ones (OpenCC's, one to one), or none by setting."""
    if not getattr(settings, "SEARCH_FOLDS_TRADITIONAL", True):
        return {}
    return {ord(old): new[0] for old, new in _characters() if new[0] != old}


@cache
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return what finds a character to be folded, and what each becomes: without its accent, then simplified, then a zero.

    A regular expression passes over the many that stay faster than ``str.translate`` looks each of them up.
    """
    steps = (_PLAIN_LATIN, _simplified(), _ZEROS)
    table = {}
    for code in set().union(*steps):
        char = chr(code)
        for step in steps:
            char = char.translate(step)
        table[chr(code)] = char
    return re.compile(f"[{''.join(map(re.escape, sorted(table)))}]"), table


def normalise(text: str) -> str:
    """Return ``text`` in NFKC, folded, without accents on Latin letters, zero-width characters, NUL or lone surrogates.

    Traditional characters become simplified ones, unless ``SEARCH_FOLDS_TRADITIONAL`` is off.
    """
    folded = _DROPPED.sub("", unicodedata.normalize("NFKC", storable(text))).casefold()
    if folded.isascii():
        return folded
    changed, table = _folding()
    return changed.sub(lambda match: table[match[0]], unicodedata.normalize("NFKC", folded))


def number_in(text: str) -> int | None:
    """Return a number written in digits or in Chinese (十二, 二零二六, 贰零贰陆); None when it is none."""
    return int(text) if text.isdecimal() else chinese_number(text.translate(_PLAIN_NUMERALS))


def _numbered(match: re.Match[str]) -> str:
    """Return a document number's year and serial in one writing: 〔2026〕1号."""
    opening, year, closing, gap, serial, end = match.groups()
    values = [number_in(part) for part in (year, serial)]
    if None in values:
        return match[0]
    return f"{opening}{values[0]:04d}{closing}{gap}{values[1]}{end}"


def in_digits(text: str) -> str:
    """Return normalised text with document numbers in Arabic digits and numbers without 第."""
    text = _LETTER_FOR_ZERO.sub("零", text)
    text = _YEAR_IN_BRACKETS.sub(lambda match: f"{number_in(match[0]):04d}", _NUMBERED.sub(_numbered, text))
    return _ORDINAL.sub(" ", text)


def runs(text: str) -> list[str]:
    """Return the runs of Han characters and the Latin or digit words of ``text``, normalised, in order."""
    return list(_runs_of_short(text)) if len(text) <= _SHORT else _runs(text)


@lru_cache(maxsize=20_000)
def _runs_of_short(text: str) -> tuple[str, ...]:
    """Return the runs of a text that comes again and again (organs, bases, matters)."""
    return tuple(_runs(text))


def _runs(text: str) -> list[str]:
    found = []
    for run in _RUNS.findall(in_digits(normalise(text))):
        if run.isdecimal():
            run = run.lstrip("0") or "0"
        found.append(run if is_han(run) else run[:_LONGEST_TOKEN])
    return found


def is_han(run: str) -> bool:
    """Return whether a run is one of Han characters."""
    return "\u4e00" <= run[:1] <= "\u9fff" or _IS_HAN.match(run) is not None


def tokens_of(found: list[str]) -> list[str]:
    """Return the index tokens of runs, in order."""
    tokens: list[str] = []
    for run in found:
        if is_han(run):
            tokens.extend(run[place : place + 2] for place in range(len(run) - 1))
            tokens.append(run[-1])
        else:
            tokens.append(run)
    return tokens


def indexed(text: str) -> str:
    """Return ``text`` as space-separated tokens, ready for an engine that splits at white space."""
    return " ".join(tokens_of(runs(text)))


def indexed_lines(texts: Sequence[str]) -> str:
    """Return ``indexed("\\n".join(texts))``; each text is analysed by itself, so that one analysed already is not analysed again."""
    found: list[str] = []
    for place, text in enumerate(texts):
        own = runs(text)
        if place and _ENDS_A_NUMBER.match(" ".join(own[:3])):
            return indexed("\n".join(texts))
        found.extend(own)
    return " ".join(tokens_of(found))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: its tokens as a phrase; ``prefix``: the last token is the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool


def query_runs(query: str) -> list[list[str]]:
    """Return the runs of each word of a query (split at white space); beyond ``MAX_QUERY`` characters it is cut."""
    words = [found for part in normalise(query[:MAX_QUERY]).split() if (found := runs(part))]
    # 第 that a space parts from its number is not in the index.
    return [found for word in words if (found := word[:-1] if word[-1] == "第" and len(word) > 1 else word)]


def _word(found: list[str]) -> Word:
    """Return the word that stands for runs which follow one another."""
    tokens = tokens_of(found)
    if not is_han(found[-1]):
        return Word(tuple(tokens), prefix=False)
    single = len(found[-1]) == 1
    return Word(tuple(tokens if single else tokens[:-1]), prefix=single)


def query_phrase(query: str) -> list[Word]:
    """Return the whole query as one word (white space only separates), or nothing when it has no letter or digit."""
    found = [run for part in query_runs(query) for run in part]
    return [_word(found)] if found else []


def query_words(query: str, *, prefix_last: bool = False) -> list[Word]:
    """Return the words of a query, each of which must match as a phrase.

    ``prefix_last``: the last word may be the beginning of one (autocomplete).
    """
    words = [_word(found) for found in query_runs(query)]
    if prefix_last and words:
        words[-1] = Word(words[-1].tokens, prefix=True)
    return words
