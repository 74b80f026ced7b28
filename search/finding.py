"""From a query to its results: the strict plan first, other words only where it finds little, parts only where nothing."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType

from .correcting import candidates
from .expansion import check_synonyms, parted, widened
from .grams import Needle, levels
from .planner import Group, Plan, plan, regrouped, ungrouped
from .public import engines
from .public.rows import CAP, SCORED_TEXT, Row, SearchUnavailable
from .ranking import Scored, rank

WIDEN_BELOW = 10
SCORED_NEWEST = 300
SCORED_HEADS = 300
SCORED_HEAVY = 200
_MOST_PARTS = 8
#: Beyond it a search looks for nothing else: neither parts of words nor corrections.
PATIENCE_SECONDS = 3.0

RELEVANCE, DATE = "relevance", "date"
SORTS = (RELEVANCE, DATE)


@dataclass(slots=True)
class Found:
    """The results of a query ``typed``, found by ``plan``: ``rows`` in order (at most ``CAP``), ``total`` (at most ``CAP``), ``more`` when there are more.

    ``complete`` holds every match unless ``more``; then the newest ``CAP``. ``added``: other words that were searched for;
    ``dropped``: words that no result has; ``stands_in``: the set engine does not answer; ``too_slow``: nothing in time.
    """

    plan: Plan
    rows: list[Row] = field(default_factory=list)
    complete: list[Row] = field(default_factory=list)
    scored: dict[int, Scored] = field(default_factory=dict)
    total: int = 0
    more: bool = False
    added: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    parted: bool = False
    stands_in: bool = False
    too_slow: bool = False
    engine: str = ""
    took_ms: float = 0.0
    typed: Plan = field(default_factory=Plan)
    until: float = 0.0

    @property
    def is_late(self) -> bool:
        """Tell whether the search has taken as long as a visitor may be made to wait."""
        return time.monotonic() > self.until


def _merged(*lists: Sequence[Row]) -> list[Row]:
    seen: dict[int, Row] = {}
    for rows in lists:
        for found in rows:
            seen.setdefault(found.key, found)
    return list(seen.values())


def _ordered(found: Found, engine: ModuleType, sort: str) -> None:
    """Put the matches in the order asked for."""
    rows = found.complete[:CAP]
    if sort == DATE:
        found.rows = rows
        return
    if not found.more:
        scored = rank(rows, found.plan)
        found.rows = [entry.row for entry in scored]
    else:
        heads = engine.rows(found.plan, SCORED_HEADS, head=True)
        heavy = engine.rows(found.plan.heavy(), SCORED_HEAVY)
        scored = rank(_merged(heads, heavy, rows[:SCORED_NEWEST]), found.plan)
        found.rows = _merged([entry.row for entry in scored], rows)[:CAP]
    found.scored = {entry.row.key: entry for entry in scored[: 2 * CAP]}


def _take(found: Found, chosen: Plan, rows: list[Row]) -> None:
    found.plan, found.complete = chosen, rows[:CAP]
    found.more, found.total = len(rows) > CAP, min(len(rows), CAP)


def _strong(found: Found) -> int:
    """Return how many matches have every word as typed in their title or names, and do not only mention it."""
    needles = [group.needles[0].text for group in found.plan.groups]
    heads = ("".join(levels(row.text)[:2]) for row in found.complete)
    return sum(all(needle in head for needle in needles) for head in heads)


def _in_parts(found: Found, engine: ModuleType) -> None:
    """Search for the words of which long words consist, dropping those that stand nowhere, until something is found."""
    groups = [part for group in found.plan.groups for part in parted(group)]
    groups = list({group.word: group for group in groups}.values())[:_MOST_PARTS]
    if not groups or [group.word for group in groups] == [group.word for group in found.plan.groups]:
        return
    dropped: list[str] = []
    standing: list[Group] = []
    for group in groups:
        if found.is_late:
            return
        if engine.rows(found.plan.only((group,)), 1):
            standing.append(group)
        else:
            dropped.append(group.word)
    while standing and not found.is_late and (len(standing) > 1 or len(groups) == 1 or len(standing[0].word) > 1):
        rows = engine.rows(found.plan.only(tuple(standing)), CAP + 1)
        if rows:
            _take(found, found.plan.only(tuple(standing)), rows)
            found.parted, found.dropped = True, dropped
            return
        weakest = min(standing, key=lambda group: (len(group.needles) > 1, len(group.word)))
        dropped.append(weakest.word)
        standing.remove(weakest)


def find(query: str, *, filters: dict[str, str] | None = None, sort: str = RELEVANCE, strict: bool = False) -> Found:
    """Return what a query finds; ``strict``: the words as typed and nothing else. Any text gets an answer."""
    started = time.perf_counter()
    check_synonyms()
    chosen = plan(query).filtered(filters or {})
    engine, stands_in = engines.engine()
    found = Found(plan=chosen, stands_in=stands_in, typed=chosen, until=time.monotonic() + PATIENCE_SECONDS)
    try:
        _search(found, engine, sort, strict)
    except SearchUnavailable:
        found.too_slow = not _again(found, engine, sort, strict)
    found.engine = found.engine or engine.NAME
    found.took_ms = (time.perf_counter() - started) * 1000
    return found


def _again(found: Found, engine: ModuleType, sort: str, strict: bool) -> bool:
    """Ask the database where an engine outside it failed; return whether it answered."""
    other = engines.database_engine()
    if other is engine:
        return False
    found.stands_in, found.engine = True, other.NAME
    try:
        _search(found, other, sort, strict)
    except SearchUnavailable:
        return False
    return True


def _search(found: Found, engine: ModuleType, sort: str, strict: bool) -> None:
    if not found.plan:
        return
    with engine.together():
        _match(found, engine, strict)
        _ordered(found, engine, sort)


def _match(found: Found, engine: ModuleType, strict: bool) -> None:
    """Find what has the words as typed; where that is little, with other words; where nothing, with parts of them."""
    typed = found.plan
    _take(found, typed, engine.rows(typed, CAP + 1))
    if strict:
        return
    if not found.total and (other := regrouped(typed.query)):
        _widen(found, engine, plan(other).filtered(typed.filters))
    if not found.total or found.plan is typed:
        _widen(found, engine, typed)
    if not found.total and (code := ungrouped(typed.query)):
        whole = plan(code).filtered(typed.filters)
        _take(found, whole, engine.rows(whole, CAP + 1))
    if not found.total:
        found.plan = typed
        _in_parts(found, engine)


def _widen(found: Found, engine: ModuleType, chosen: Plan) -> None:
    """Search with other words beside those of ``chosen`` where little was found, and keep what that finds if it is more."""
    wider, added = widened(chosen)
    if (added or chosen is not found.typed) and _strong(found) < WIDEN_BELOW:
        rows = engine.rows(wider, CAP + 1)
        if len(rows) > found.total:
            _take(found, wider, rows)
            found.added = _standing(found, engine, added)


def _standing(found: Found, engine: ModuleType, added: list[tuple[int, str, Needle]]) -> list[str]:
    """Return the added words that stand in what was found: the list of words also holds those of pages that are gone."""
    texts = [row.text for row in found.complete]
    is_whole = all(len(text) < SCORED_TEXT for text in texts)
    shown: list[str] = []
    for place, word, other in added:
        stands = any(other.text in text for text in texts)
        if not stands and not is_whole and not found.is_late:
            groups = list(found.plan.groups)
            groups[place] = Group((other,))
            stands = bool(engine.rows(found.plan.only(tuple(groups)), 1))
        if stands and word not in shown:
            shown.append(word)
    return shown


def did_you_mean(found: Found) -> str:
    """Return the query with one word corrected, where a homophone or a wrong character may be the cause; or nothing.

    Nothing else of what was typed changes (quotation marks, words to leave out), and the corrected query finds something.
    """
    if found.is_late:
        return ""
    engine, _ = engines.engine()
    try:
        for query in candidates(found.typed):
            chosen = plan(query).filtered(found.typed.filters)
            wider, _ = widened(chosen)
            if found.is_late:
                return ""
            if wider and engine.rows(wider, 1):
                return query
    except SearchUnavailable:
        return ""
    return ""
