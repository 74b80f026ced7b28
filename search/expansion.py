"""Other words for the words of a query: the editors' synonyms, what pinyin may stand for, and corrections."""

from django.core.cache import cache
from django.db import connection
from django.db.models import Q

from .analysis import is_han, runs
from .grams import Needle, needle
from .models import IndexState, Synonym, Term
from .models.words import split_words
from .planner import Group, Plan, is_latin
from .terms import pinyin_of, segments

_SYNONYMS_KEY = "search-synonyms"
_VERSION_KEY = "search-synonyms-version"
_MOST_ALTERNATIVES = 8
_SHORTEST_PINYIN = 2
_SHORTEST_BEGINNING = 3


def synonym_table() -> dict[str, list[str]]:
    """Return everyday word (normalised) → legal terms, kept in the cache until an editor changes the list."""
    table: dict[str, list[str]] | None = cache.get(_SYNONYMS_KEY)
    if table is None:
        table = {}
        for words, terms in Synonym.objects.filter(is_active=True).values_list("words", "terms"):
            for word in split_words(words):
                known = table.setdefault(" ".join(runs(word)), [])
                known.extend(term for term in split_words(terms) if term not in known)
        cache.set(_SYNONYMS_KEY, table, 300)
    return table


def check_synonyms() -> None:
    """Read the list anew where another process changed it: its version stands in the database, one row."""
    version = IndexState.objects.filter(pk=IndexState.SYNONYMS).values_list("version", flat=True).first() or 0
    if cache.get(_VERSION_KEY, 0) != version:
        cache.set(_VERSION_KEY, version, None)
        cache.delete(_SYNONYMS_KEY)


def forget_synonyms(**kwargs: object) -> None:
    """Read the list anew at the next query, in every process."""
    cache.delete(_SYNONYMS_KEY)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_indexstate (name, version) VALUES (%s, 1)"
            " ON CONFLICT (name) DO UPDATE SET version = search_indexstate.version + 1",
            [IndexState.SYNONYMS],
        )


def of_pinyin(word: str) -> list[str]:
    """Return names whose pinyin or initials are ``word``, or begin with it when it is long."""
    if len(word) < _SHORTEST_PINYIN:
        return []
    test = Q(pinyin=word) | Q(initials=word)
    if len(word) >= _SHORTEST_BEGINNING:
        test |= Q(pinyin__gte=word, pinyin__lt=word + "{") | Q(initials__gte=word, initials__lt=word + "{")
    names = list(Term.objects.filter(test, is_name=True).order_by("length", "word").values_list("word", flat=True)[:6])
    everyday = [key for key in synonym_table() if is_han(key[0]) and _sounds(word, pinyin_of(key))]
    return list(dict.fromkeys([*names, *everyday]))[:_MOST_ALTERNATIVES]


def _sounds(word: str, sounds: tuple[str, str]) -> bool:
    """Tell whether ``word`` is a pinyin or initials, or the beginning of one when it is long enough."""
    return word in sounds or (len(word) >= _SHORTEST_BEGINNING and any(sound.startswith(word) for sound in sounds))


def alternatives(group: Group) -> list[str]:
    """Return other words for one word of a query, best first; none for a quoted phrase."""
    if group.phrase:
        return []
    table = synonym_table()
    found = list(table.get(group.word, ()))
    if is_latin(group.word):
        for word in of_pinyin(group.word):
            found += [word, *table.get(word, ())]
    elif not found and is_han(group.word[0]) and len(group.word) > 2:
        for key, terms in table.items():
            if len(key) > 1 and key in group.word and " " not in key:
                rest = group.word.replace(key, "")
                if not rest:
                    found += terms
                else:
                    found += [group.word.replace(key, term) for term in terms]
    return list(dict.fromkeys(found))[:_MOST_ALTERNATIVES]


def widened(plan: Plan) -> tuple[Plan, list[tuple[int, str, Needle]]]:
    """Return the plan with other words beside those typed, and these as (number of the group, word, needle)."""
    added: list[tuple[int, str, Needle]] = []
    groups: list[Group] = []
    for place, group in enumerate(plan.groups):
        others = [(word, found) for word in alternatives(group) if (found := needle(word)) is not None]
        added += [(place, word, found) for word, found in others]
        needles = tuple(dict.fromkeys([*group.needles, *(found for _, found in others)]))
        groups.append(Group(needles, group.phrase, group.place))
    return plan.only(tuple(groups)), added


def parted(group: Group) -> list[Group]:
    """Return the words of one long word of a query, stop characters left out, each with its synonyms."""
    from .planner import STOP

    if group.phrase:
        return [group]
    table = synonym_table()
    found: list[Group] = []
    for run in group.needles[-1].plain.split(" "):
        pieces = _pieces(run, table) if is_han(run) else [run]
        for piece in pieces:
            first = needle(piece)
            if first is None or piece in STOP:
                continue
            others = [other for word in table.get(piece, ()) if (other := needle(word)) is not None]
            found.append(Group((first, *others)))
    return found


def _pieces(run: str, table: dict[str, list[str]]) -> list[str]:
    """Return the words of a run, those of the synonyms' list kept whole."""
    for key in sorted(table, key=len, reverse=True):
        if len(key) > 1 and key in run:
            before, _, after = run.partition(key)
            return [
                *(_pieces(before, table) if before else []),
                key,
                *(_pieces(after, table) if after else []),
            ]
    return list(segments(run))


def needles_of(plan: Plan) -> list[Needle]:
    """Return every needle of a plan, for marking words in excerpts."""
    return [found for group in plan.groups for found in group.needles]
