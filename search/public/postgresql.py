"""The public index on PostgreSQL: a GIN index over grams computed from the text, which is stored once.

A common word is met by walking the entries from the newest down and testing their text; a rare one by the GIN index. The first
``WINDOW`` entries tell which is which. Positions are not used, so that tsvector's limits do not exist here.

Walking to ``limit`` matches reads ``limit / share`` entries, the index all ``share * entries``: what an entry costs either way
is about the same, so they meet where the share is the root of ``limit / entries``.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection, transaction

from ..analysis import is_han
from ..grams import HEAD_MARK, LEVEL_END, Needle
from ..planner import Group, Plan
from .growth import has_grown, note_size
from .rows import Row, SearchUnavailable, conditions, filter_conditions, row, selected

TIMEOUT_SECONDS = 3.0
WINDOW = 1000
_WALKED_TO_LOOKED_UP = 1.5
_MOST_WAYS = 16
#: The estimates of a query over grams are high enough to compile it, which takes longer than the query; a walk is never a sort.
_SETTINGS = {"jit": "off", "max_parallel_workers_per_gather": "0", "enable_sort": "off"}
NAME = "postgresql"


_together: ContextVar[Any] = ContextVar("together", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Ask everything below in one transaction, set up once."""
    with limited() as cursor:
        token = _together.set(cursor)
        try:
            yield
        finally:
            _together.reset(token)


@contextmanager
def limited() -> Iterator[Any]:
    """Give a cursor whose statements end after ``TIMEOUT_SECONDS``.

    Raises:
        SearchUnavailable: when one did not finish in time.
    """
    if (cursor := _together.get()) is not None:
        yield cursor
        return
    outermost = not connection.in_atomic_block
    settings = {"statement_timeout": str(int(TIMEOUT_SECONDS * 1000)), **_SETTINGS}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in settings.items()))
            yield cursor
            if not outermost:
                cursor.execute("; ".join(f"SET LOCAL {name} = DEFAULT" for name in settings))
    except OperationalError as error:
        if "statement timeout" in str(error):
            raise SearchUnavailable("检索超时") from error
        raise


def _ways(groups: Iterable[Group], mark: str) -> tuple[list[list[str]], list[Group]]:
    """Return the sets of grams of which an entry must have one, and the groups that they leave out, for there would be too many.

    Each set is looked up by itself. A choice beside other conditions the planner would test in the entries that those find, and
    to make an entry's grams takes milliseconds. Of title and names only the pairs of Han characters are kept a second time, marked.
    """
    ways: list[list[str]] = [[]]
    left: list[Group] = []
    for group in sorted(groups, key=lambda found: len(found.needles)):
        if ways != [[]] and len(ways) * len(group.needles) > _MOST_WAYS:
            left.append(group)
            continue
        ways = [way + _marked(found, mark) for way in ways for found in group.needles]
    return [list(dict.fromkeys(way)) for way in ways], left


def _marked(found: Needle, mark: str) -> list[str]:
    return [mark + gram if len(gram) > 1 and is_han(gram) else gram for gram in found.grams]


_HEAD = f"(split_part(e.text, '{LEVEL_END}', 1) || ' ' || split_part(e.text, '{LEVEL_END}', 2))"


def _walk(plan: Plan, head: bool) -> tuple[str, list[Any]]:
    """Return the condition on text alone."""
    tests, parameters = conditions(plan, "e.text", "strpos", all_groups=True)
    more, values = _in_head(plan.groups) if head else ([], [])
    return " AND ".join([*tests, *more]), [*parameters, *values]


def _in_head(groups: Iterable[Group]) -> tuple[list[str], list[str]]:
    """Return the conditions that the grams of each group stand in title or names, tested in the text."""
    tests: list[str] = []
    parameters: list[str] = []
    for group in groups:
        ways = []
        for found in group.needles:
            grams = [gram for gram in found.grams if len(gram) > 1]
            ways.append(" AND ".join([f"strpos({_HEAD}, %s) > 0"] * len(grams)) or "true")
            parameters += [gram if is_han(gram) else f" {gram} " for gram in grams]
        tests.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    return tests, parameters


def _indexed(plan: Plan, head: bool) -> tuple[str, list[Any]]:
    """Return the condition on grams, and on text where grams do not decide."""
    ways, left = _ways(plan.groups, HEAD_MARK if head else "")
    tests = ["(" + " OR ".join(["search_grams(e.text) @> %s::text[]"] * len(ways)) + ")"]
    more, values = conditions(plan, "e.text", "strpos", all_groups=bool(left))
    parameters: list[Any] = [*ways, *values]
    if head:  # what is not kept marked is tested
        plain = [g for g in plan.groups if g in left or not all(is_han(x) for found in g.needles for x in found.grams)]
        heads, values = _in_head(plain)
        more, parameters = [*more, *heads], [*parameters, *values]
    return " AND ".join([*tests, *more]), parameters


def _find(cursor: Any, columns: str, plan: Plan, limit: int, head: bool, types: list[int] | None) -> list[Any]:
    """Return at most ``limit`` rows of the columns, newest first.

    One statement: how many of the newest ``WINDOW`` entries have the words decides inside it which branch is run. Of the few entries
    with a weight of their own all are walked.
    """
    filters, values = filter_conditions(plan, "e")
    if types is not None:
        filters.append(f"e.content_type_id IN ({', '.join(map(str, map(int, types)))})")
    where = " AND ".join(filters) or "true"
    walk, walked = _walk(plan, head)
    newest = f"SELECT * FROM search_entry e WHERE {where} ORDER BY e.key DESC"
    by_walking = f"SELECT {columns} FROM ({newest} OFFSET 0) e WHERE {walk}"
    if plan.weighted:
        cursor.execute(f"{by_walking} ORDER BY e.key DESC LIMIT {limit:d}", [*values, *walked])
        return list(cursor.fetchall())
    indexed, looked = _indexed(plan, head)
    cursor.execute(
        f"WITH often AS MATERIALIZED (SELECT ({WINDOW:d} * least(0.5, sqrt({_WALKED_TO_LOOKED_UP} * {limit:d}"
        " / greatest(reltuples, 1))))::int AS least FROM pg_class WHERE oid = 'search_entry'::regclass),"
        " seen AS MATERIALIZED (SELECT count(*) > (SELECT least FROM often) AS often FROM"
        f" (SELECT 1 FROM ({newest} LIMIT {WINDOW:d}) e WHERE {walk} LIMIT (SELECT least + 1 FROM often)) first),"
        f" found AS MATERIALIZED (SELECT e.key FROM search_entry e WHERE {indexed} AND {where}),"
        f" last AS (SELECT key FROM found ORDER BY key DESC LIMIT {limit:d})"
        f" ({by_walking} AND (SELECT often FROM seen) ORDER BY e.key DESC LIMIT {limit:d}) UNION ALL"
        f" (SELECT {columns} FROM last JOIN search_entry e ON e.key = last.key WHERE NOT (SELECT often FROM seen)"
        " ORDER BY e.key DESC)",
        [*values, *walked, *looked, *values, *values, *walked],
    )
    return list(cursor.fetchall())


def rows(plan: Plan, limit: int, *, head: bool = False) -> list[Row]:
    """Return at most ``limit`` entries with every word, newest first; with ``head``, every word in title or names.

    Raises:
        SearchUnavailable: when the answer took too long.
    """
    with limited() as cursor:
        return [row(values) for values in _find(cursor, selected("e"), plan, limit, head, None)]


def page_ids(plan: Plan, types: list[int], limit: int) -> list[int]:
    """Return the pages of at most ``limit`` entries of the content types with every word, newest first."""
    with limited() as cursor:
        return [values[0] for values in _find(cursor, "e.page_id", plan, limit, False, types)]


def clear() -> None:
    """Leave the rows: they are written over where they say something else, so that no dead copy of each stays behind."""


def keep_only(page_ids: list[int]) -> None:
    """Delete the entries of all other pages."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry WHERE NOT page_id = ANY(%s)", [page_ids])


def begin_bulk() -> None:
    """Nothing to prepare."""


def end_bulk() -> None:
    """Give the planner fresh figures."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")


def rebuild() -> None:
    """Make the grams anew from the entries."""
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX search_entry_grams")
        cursor.execute("ANALYZE search_entry")


def all_keys() -> set[int]:
    """Return the keys that the index has: PostgreSQL writes an index over rows together with the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM search_entry")
        return {values[0] for values in cursor.fetchall()}


_GROWN = 1.3
_WORTH_BYTES = 4 << 20


def _index_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_indexes_size('search_entry')")
        return int(cursor.fetchone()[0])


def is_untidy() -> bool:
    """Tell whether the indexes grew much since they were last written in one go: entry by entry they take a half more."""
    return has_grown(_index_bytes(), times=_GROWN, at_least=_WORTH_BYTES)


def tidy() -> None:
    """Write the indexes anew beside the old ones, which answer meanwhile, and give back the room of rows that are gone.

    Only outside a transaction; inside one nothing is done.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) search_entry")
        cursor.execute("REINDEX TABLE CONCURRENTLY search_entry")
        # Words are few and all written by a rebuild: putting them together again locks them for less than a second.
        cursor.execute("VACUUM (FULL, ANALYZE) search_term")
    note_size(_index_bytes())


def size() -> dict[str, int]:
    """Return the bytes of the searchable text and of what is kept to find it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(octet_length(text)), 0), count(*), pg_total_relation_size('search_entry'),"
            " pg_total_relation_size('search_term') FROM search_entry"
        )
        text, count, entries, terms = cursor.fetchone()
    return {"entries": count, "text_bytes": text, "index_bytes": entries + terms}
