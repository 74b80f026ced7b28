"""The words that public texts use, with their pinyin: written when pages enter, read for corrections and pinyin."""

import re
from collections.abc import Iterable
from functools import lru_cache

import rjieba
from django.db import connection, transaction
from pypinyin import Style, lazy_pinyin

from .analysis import is_han, runs
from .registry import Description

_LONGEST = 20
_SYLLABLE = re.compile(r"[a-zü]+")
_known: set[tuple[str, bool]] = set()
_MOST_KNOWN = 300_000
_TEXT = 20_000


def forget_known() -> None:
    """Forget which words this process has written (another database, or another test)."""
    _known.clear()


@lru_cache(maxsize=4096)
def segments(run: str) -> tuple[str, ...]:
    """Return the words of a run of Han characters."""
    return tuple(rjieba.cut(run))


@lru_cache(maxsize=20_000)
def pinyin_of(word: str) -> tuple[str, str]:
    """Return (pinyin without tones, initials) of a word of Han characters."""
    syllables = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
    return "".join(syllables), "".join(syllable[0] for syllable in syllables if syllable)


def _words(description: Description, text: str) -> Iterable[tuple[str, bool]]:
    for name in description.terms:
        for run in runs(name):
            if is_han(run):
                words = segments(run)
                for word in (*words, *("".join(words[place:]) for place in range(len(words)))):
                    if 2 <= len(word) <= _LONGEST:
                        yield word, True
    for word in rjieba.cut(text[:_TEXT]):
        if 2 <= len(word) <= _LONGEST and is_han(word) and is_han(word[-1]):
            yield word, False


def remember(described: Iterable[tuple[Description, str]]) -> None:
    """Write the words of descriptions and their entries' texts that are not there yet."""
    fresh: dict[str, bool] = {}
    for description, text in described:
        for word, is_name in _words(description, text):
            if (word, True) not in _known and (word, is_name) not in _known:
                fresh[word] = fresh.get(word, False) or is_name
    if not fresh:
        return
    rows = [(word, *pinyin_of(word), len(word), is_name) for word, is_name in sorted(fresh.items())]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_term (word, pinyin, initials, length, is_name) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (word) DO UPDATE SET is_name = true WHERE excluded.is_name AND NOT search_term.is_name",
            rows,
        )
    written = set(fresh.items())

    def keep() -> None:
        if len(_known) > _MOST_KNOWN:
            _known.clear()
        _known.update(written)

    transaction.on_commit(keep)
