"""Corrections: what was typed with one word that sounds the same or differs by one character, from the words of public texts.

However long the query, it costs four statements: which pieces of it are words, which words sound like a piece, and (two) which
differ from one by a character where no known word covers it.
"""

from collections.abc import Iterator
from itertools import islice, zip_longest

from django.db.models import Q

from .analysis import is_han, normalise
from .expansion import synonym_table
from .models import Term
from .planner import Plan
from .public.engines import database_engine
from .terms import pinyin_of

LONGEST_WORD = 12
MOST_TRIES = 8
_LONGEST_PIECE = 8
_MOST_PIECES = 120
_MOST_PATTERNS = 24
_MOST_KNOWN = 200
_LAST = "\U0010ffff"
#: Characters that are taken for one another by their look, beyond those that sound alike.
_ALIKE = (
    "未末", "己已巳", "土士", "日曰", "人入", "遗遣", "栽裁载", "折拆析", "侯候", "末未", "货贷", "免兔", "治冶", "徽微", "洒酒",
    "处外", "贷货", "代伐", "项顷", "役投", "设没", "仲伸", "扰拢", "即既", "辨辩辫", "账帐胀", "竞竟", "密蜜", "赔陪培", "偿尝",
)  # fmt: skip
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"))


def _rough(char: str) -> str:
    """Return a character's sound without what many dialects do not part (zh and z, l and n, ing and in)."""
    sound = pinyin_of(char)[0]
    for fine, plain in _SOUNDS:
        sound = sound.replace(fine, plain)
    return "n" + sound[1:] if sound[:1] == "l" else sound


def _alike(one: str, other: str) -> bool:
    return _rough(one) == _rough(other) or any(one in chars and other in chars for chars in _ALIKE)


def _pieces(word: str) -> list[tuple[int, str]]:
    """Return (place, piece) of a word, longest first."""
    return [
        (place, word[place : place + length])
        for length in range(min(len(word), _LONGEST_PIECE), 1, -1)
        for place in range(len(word) - length + 1)
    ]


def _known(pieces: set[str]) -> set[str]:
    """Return which pieces are words."""
    table = synonym_table()
    return set(Term.objects.filter(word__in=pieces).values_list("word", flat=True)) | {p for p in pieces if p in table}


def _sounding(pieces: set[str]) -> dict[str, list[str]]:
    """Return piece → words that sound like it."""
    sounds = {piece: pinyin_of(piece)[0] for piece in pieces}
    found: dict[tuple[str, int], list[str]] = {}
    rows = Term.objects.filter(pinyin__in=set(sounds.values()) - {""}).order_by("-is_name", "word")[:_MOST_KNOWN]
    for word, sound in rows.values_list("word", "pinyin"):
        found.setdefault((sound, len(word)), []).append(word)
    for word in synonym_table():
        if is_han(word[0]) and (key := (pinyin_of(word)[0], len(word))) and word not in found.get(key, ()):
            found.setdefault(key, []).append(word)
    return {
        piece: [word for word in found.get((sound, len(piece)), ()) if word != piece] for piece, sound in sounds.items()
    }


def _like(before: str, after: str, length: int) -> Q:
    """Return the condition that a word of ``length`` characters begins and ends so; from its beginning the key finds it."""
    test = Q(length=length)
    if before:
        test &= Q(word__gte=before, word__lt=before + _LAST)
    return test & Q(word__endswith=after) if after else test


def _fits(word: str, before: str, after: str, piece: str) -> bool:
    """Tell whether a word is a piece with one other character, alike to the one in its place where the piece has but two."""
    if word == piece or len(word) != len(piece) or not (word.startswith(before) and word.endswith(after)):
        return False
    return len(piece) > 2 or _alike(word[len(before)], piece[len(before)])


def _near(doubtful: list[tuple[str, int]]) -> dict[str, list[str]]:
    """Return piece → words that differ from it by one character, at one of the places given with it."""
    inner: dict[tuple[str, str], str] = {}
    first: dict[tuple[str, str], str] = {}
    for piece, at in doubtful:
        (inner if at else first)[(piece[:at], piece[at + 1 :])] = piece
    found: dict[str, list[str]] = {}
    for patterns in (inner, first):
        chosen = list(islice(patterns.items(), _MOST_PATTERNS))
        test = Q()
        for before, after in (ends for ends, _ in chosen):
            test |= _like(before, after, len(before) + 1 + len(after))
        if not chosen:
            continue
        words = Term.objects.filter(test).order_by("-is_name", "word").values_list("word", flat=True)[:_MOST_KNOWN]
        for word in words:
            for (before, after), piece in chosen:
                if _fits(word, before, after, piece):
                    found.setdefault(piece, []).append(word)
    return found


class _Typed:
    """A word as typed: its pieces, and which of its characters no known word covers."""

    def __init__(self, place: int, run: str, room: int) -> None:
        self.place, self.end, self.word = place, place + len(run), normalise(run)
        self.pieces = _pieces(self.word)[:room]
        self.bare: set[int] = set()

    def look(self, known: set[str]) -> None:
        """Mark what no known word covers."""
        covered = {
            place + at
            for place, piece in self.pieces
            if piece in known and len(piece) < len(self.word)
            for at in range(len(piece))
        }
        self.bare = set(range(len(self.word))) - covered

    def doubtful(self) -> list[tuple[str, int]]:
        """Return (piece, place in it) of the characters that may be wrong."""
        bare = self.bare or set(range(len(self.word)))
        return [(piece, at) for place, piece in self.pieces for at in range(len(piece)) if place + at in bare]

    def corrected(self, sounding: dict[str, list[str]], near: dict[str, list[str]]) -> Iterator[str]:
        """Yield the word with one piece of it corrected, likeliest first.

        A piece with a character that stands in no known word is likelier wrong than one that is made of words.
        """
        touched = [(place, piece) for place, piece in self.pieces if self.bare & set(range(place, place + len(piece)))]
        others = [item for item in self.pieces if item not in touched]
        for pieces, words in ((touched, sounding), (touched or others, near), (others, sounding)):
            for place, piece in pieces:
                for other in words.get(piece, ())[:3]:
                    yield self.word[:place] + other + self.word[place + len(piece) :]


def _typed_words(plan: Plan) -> list[_Typed]:
    """Return the words of a query that may be corrected: of Han characters, not quoted, not long."""
    found: list[_Typed] = []
    room = _MOST_PIECES
    for group in plan.groups:
        first, last = group.place
        run = plan.query[first:last]
        if room and not group.phrase and 2 <= len(run) <= LONGEST_WORD and all(map(is_han, run)):
            found.append(_Typed(first, run, room))
            room -= len(found[-1].pieces)
    return found


def candidates(plan: Plan) -> list[str]:
    """Return the query with one word corrected, likeliest first; at most ``MOST_TRIES``.

    Raises:
        SearchUnavailable: the database did not answer in time.
    """
    words = _typed_words(plan)
    if not words:
        return []
    texts = {piece for word in words for _, piece in word.pieces}
    with database_engine().limited():
        known = _known(texts)
        for word in words:
            word.look(known)
        sounding = _sounding(texts)
        near = _near([item for word in words for item in word.doubtful()])
    found: dict[str, None] = {}
    # Words with a character that is in no known word first; then one correction of each word in turn.
    words.sort(key=lambda word: not word.bare)
    ways = [islice(word.corrected(sounding, near), MOST_TRIES) for word in words]
    for round_of in zip_longest(*ways):
        for word, changed in zip(words, round_of, strict=True):
            if changed:
                found[plan.query[: word.place] + changed + plan.query[word.end :]] = None
    return [query for query in found if query != plan.query][:MOST_TRIES]
