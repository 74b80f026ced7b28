"""One analysis for indexing and for querying, on every engine.

A run of Han characters becomes its overlapping pairs followed by its last character alone: 行政处罚 → 行政 政处 处罚 罚. A word
is then a phrase of pairs, and a single character is found as the beginning of a pair. Latin letters and digits are
words. Everything else separates.
"""

import re
import unicodedata
from dataclasses import dataclass

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_RUNS = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+", re.UNICODE)
_IS_HAN = re.compile(rf"[{_HAN}]")
_DROPPED = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD])
MAX_QUERY = 200


def normalise(text: str) -> str:
    """Return ``text`` in NFKC and lower case, without zero-width characters, NUL or unpaired surrogates."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", " ")
    return unicodedata.normalize("NFKC", text).translate(_DROPPED).casefold()


def tokens(text: str) -> list[str]:
    """Return the index tokens of ``text``, in order."""
    found: list[str] = []
    for match in _RUNS.finditer(normalise(text)):
        run = match.group()
        if _IS_HAN.match(run):
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
            found.append(run[-1])
        else:
            found.append(run[:100])
    return found


def indexed(text: str) -> str:
    """Return ``text`` as space-separated tokens, ready for an engine that splits at white space."""
    return " ".join(tokens(text))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: its tokens as a phrase; ``prefix``: the last token is the beginning of one."""

    tokens: tuple[str, ...]
    prefix: bool


def query_words(query: str, *, prefix_last: bool = False) -> list[Word]:
    """Return the words of a query (split at white space), each of which must match as a phrase."""
    words = []
    for part in normalise(query[:MAX_QUERY]).split():
        found = tokens(part)
        if not found:
            continue
        runs = _RUNS.findall(part)
        last_is_han = bool(_IS_HAN.match(runs[-1]))
        if last_is_han and len(runs[-1]) > 1:
            found = found[:-1]
        words.append(Word(tuple(found), prefix=last_is_han and len(runs[-1]) == 1))
    if prefix_last and words:
        words[-1] = Word(words[-1].tokens, prefix=True)
    return words
