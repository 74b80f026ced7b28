"""The words that public texts use, with their pinyin: written when pages enter, read for corrections and pinyin."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.db import connection, transaction

from .analysis import is_han, runs
from .models import Term
from .registry import Description

_LONGEST = 20
_SYLLABLE = re.compile(r"[a-zü]+")
_known_names: set[str] = set()
_known_words: set[str] = set()
_MOST_KNOWN = 300_000
_TEXT = 20_000
_SHORT = 64
_SHORTEST_CODE = 8


def forget_known() -> None:
    """Forget which words this process has written (another database, or another test)."""
    _known_names.clear()
    _known_words.clear()


def segments(run: str) -> tuple[str, ...]:
    """Return the words of a text or a run of Han characters; those of short runs are kept, whole texts would fill the memory."""
    return _kept_segments(run) if len(run) <= _SHORT else _cut(run)


def _cut(run: str) -> tuple[str, ...]:
    import rjieba  # the dictionaries take 80 MB together: only a process that needs them loads them

    return tuple(rjieba.cut(run))


_kept_segments = lru_cache(maxsize=4096)(_cut)


@lru_cache(maxsize=20_000)
def pinyin_of(word: str) -> tuple[str, str]:
    """Return (pinyin without tones, initials) of a word of Han characters."""
    from pypinyin import Style, lazy_pinyin

    syllables = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
    return "".join(syllables), "".join(syllable[0] for syllable in syllables if syllable)


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> frozenset[str]:
    """Return the words of a name, and what is left of it from each word on."""
    found: set[str] = set()
    for run in runs(name):
        if is_han(run):
            words = segments(run)
            found.update(words)
            found.update("".join(words[place:]) for place in range(len(words)))
    return frozenset(word for word in found if 2 <= len(word) <= _LONGEST)


def codes_of(name: str) -> set[str]:
    """Return the codes in a name (credit codes, licence numbers), which are completed while they are typed."""
    return {
        run
        for run in runs(name)
        if not is_han(run) and _SHORTEST_CODE <= len(run) <= _LONGEST and any(map(str.isdigit, run))
    }


def codes_beginning(text: str, most: int = 8) -> list[str]:
    """Return codes that begin with ``text``; whether a public page still has one is for the index to say."""
    found = Term.objects.filter(word__gte=text, word__lt=text + "{", length__gte=_SHORTEST_CODE, pinyin="")
    return list(found.order_by("word").values_list("word", flat=True)[:most])


def remember(described: Iterable[tuple[Description, str]]) -> None:
    """Write the words of descriptions and their entries' texts that are not there yet."""
    names: set[str] = set()
    words: set[str] = set()
    codes: set[str] = set()
    for description, text in described:
        for name in description.terms:
            names |= _name_words(name)
        words.update(segments(text[:_TEXT]))
        for name in description.names:
            codes |= codes_of(name)
    names -= _known_names
    words -= _known_names | names | _known_words
    fresh = dict.fromkeys(
        (word for word in words if 2 <= len(word) <= _LONGEST and is_han(word) and is_han(word[-1])), False
    )
    fresh.update(dict.fromkeys(codes - _known_words, False))
    fresh.update(dict.fromkeys(names, True))
    if not fresh:
        return
    rows = [
        (word, *(pinyin_of(word) if is_han(word) else ("", "")), len(word), is_name)
        for word, is_name in sorted(fresh.items())
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_term (word, pinyin, initials, length, is_name) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (word) DO UPDATE SET is_name = true WHERE excluded.is_name AND NOT search_term.is_name",
            rows,
        )

    def keep() -> None:
        if len(_known_words) > _MOST_KNOWN:
            forget_known()
        for word, is_name in fresh.items():
            (_known_names if is_name else _known_words).add(word)

    transaction.on_commit(keep)
