"""What every engine matches: an entry's searchable text, and needles that are looked for in it.

Text is kept as its runs (see :mod:`search.analysis`) between single spaces; fields are parted by ``FIELD_END``, the three
levels title, names and body by ``LEVEL_END``. A word of a query becomes a needle that stands in the text as a
substring, exactly when its pairs of characters stand there as a phrase. Engines find candidates by *grams* (single Han
characters, pairs of them, whole words of letters or digits) and test the needle where grams alone do not decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import add

from .analysis import is_han, runs

FIELD_END = "\n"
LEVEL_END = "\x1e"
HEAD_MARK = "\ue001"
FACET_MARK = "\ue002"
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Needle:
    """One word to be found: ``text`` as a substring; ``grams`` that an entry with it must have.

    ``exact``: the grams alone decide.
    """

    text: str
    grams: tuple[str, ...]
    exact: bool

    @property
    def plain(self) -> str:
        """Return the needle without the spaces that bound it."""
        return self.text.strip()


def _level(fields: Iterable[str]) -> str:
    return FIELD_END.join(f" {' '.join(found)} " for field in fields if (found := runs(field)))


def entry_text(title: str, names: Iterable[str] = (), body: Iterable[str] = ()) -> str:
    """Return the searchable text of an entry; beyond ``LONGEST_TEXT`` characters it is cut."""
    return LEVEL_END.join((_level([title]), _level(names), _level(body)))[:LONGEST_TEXT]


def levels(text: str) -> tuple[str, str, str]:
    """Return (title, names, body) of an entry's text; missing ones are empty."""
    title, _, rest = text.partition(LEVEL_END)
    names, _, body = rest.partition(LEVEL_END)
    return title, names, body


def run_grams(run: str) -> list[str]:
    """Return the grams of one run."""
    if not is_han(run):
        return [run]
    return [*run, *(run[place : place + 2] for place in range(len(run) - 1))]


@lru_cache(maxsize=8192)
def _han_grams(run: str) -> frozenset[str]:
    """Return the grams of a run of Han characters; the clauses of laws come again and again."""
    return frozenset(run).union(map(add, run, run[1:]))


def text_grams(text: str) -> set[str]:
    """Return the grams of a text, each once."""
    found: set[str] = set()
    for run in set(text.split()):
        if is_han(run):
            found.update(_han_grams(run))
        else:
            found.add(run)
    return found


def entry_grams(text: str) -> set[str]:
    """Return the grams of an entry's text, and those of title and names a second time, marked; single characters once."""
    title, names, _ = levels(text)
    found = text_grams(text)
    found.update(HEAD_MARK + gram for gram in text_grams(f"{title} {names}") if len(gram) > 1)
    return found


def facet_gram(name: str, value: str) -> str:
    """Return the gram of a facet's value: letters, digits and Han only, so that every engine keeps it whole."""
    return f"{FACET_MARK}{name[:1]}" + (value if value.isalnum() else "0x" + value.encode().hex())


def needle_of(found: list[str]) -> Needle | None:
    """Return the needle for runs that follow one another; None for no runs."""
    if not found:
        return None
    left = "" if is_han(found[0]) else " "
    right = "" if is_han(found[-1]) else " "
    grams: list[str] = []
    for run in found:
        if is_han(run) and len(run) > 1:
            grams.extend(run[place : place + 2] for place in range(len(run) - 1))
        else:
            grams.append(run)
    exact = len(found) == 1 and len(grams) == 1
    return Needle(left + " ".join(found) + right, tuple(dict.fromkeys(grams)), exact)


def needle(word: str) -> Needle | None:
    """Return the needle for a word as it is written."""
    return needle_of(runs(word))
