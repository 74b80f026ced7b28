"""The public index on PostgreSQL: a GIN index over grams computed from the text, which is stored once.

A common word is met by walking the entries from the newest down and testing their text; a rare one by the GIN index. The first
``WINDOW`` entries tell which is which. Positions are not used, so that tsvector's limits do not exist here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

from ..analysis import is_han
from ..grams import HEAD_MARK, LEVEL_END, Needle
from ..planner import Plan
from .rows import Row, SearchUnavailable, conditions, filter_conditions, row, selected

TIMEOUT_SECONDS = 3.0
WINDOW = 2000
_COMMON = 0.06
NAME = "postgresql"


@contextmanager
def _limited() -> Iterator[Any]:
    """Give a cursor whose statements end after ``TIMEOUT_SECONDS``.

    Raises:
        SearchUnavailable: when one did not finish in time.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {int(TIMEOUT_SECONDS * 1000)}")
            yield cursor
            cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    except OperationalError as error:
        if "statement timeout" in str(error):
            raise SearchUnavailable("检索超时") from error
        raise


def _grams(needles: tuple[Needle, ...], mark: str) -> tuple[str, list[Any]]:
    tests = ["search_grams(e.text) @> %s::text[]"] * len(needles)
    return "(" + " OR ".join(tests) + ")", [
        [mark + gram if len(gram) > 1 else gram for gram in found.grams] for found in needles
    ]


_HEAD = f"substr(e.text, 1, strpos(e.text, '{LEVEL_END}') + strpos(substr(e.text, strpos(e.text, '{LEVEL_END}') + 1), '{LEVEL_END}'))"


def _walk(plan: Plan, head: bool) -> tuple[str, list[Any]]:
    """Return the condition on text alone."""
    tests, parameters = conditions(plan, "e.text", "strpos", all_groups=True)
    if head:
        for group in plan.groups:
            ways = []
            for found in group.needles:
                marked = [gram for gram in found.grams if len(gram) > 1]
                ways.append(" AND ".join([f"strpos({_HEAD}, %s) > 0"] * len(marked)) or "true")
                parameters += [gram if is_han(gram) else f" {gram} " for gram in marked]
            tests.append("(" + " OR ".join(f"({way})" for way in ways) + ")")
    return " AND ".join(tests), parameters


def _indexed(plan: Plan, head: bool) -> tuple[str, list[Any]]:
    """Return the condition on grams, and on text where grams do not decide."""
    tests: list[str] = []
    parameters: list[Any] = []
    for group in plan.groups:
        test, values = _grams(group.needles, HEAD_MARK if head else "")
        tests.append(test)
        parameters += values
    more, values = conditions(plan, "e.text", "strpos")
    return " AND ".join([*tests, *more]), [*parameters, *values]


def _find(cursor: Any, columns: str, plan: Plan, limit: int, head: bool, types: list[int] | None) -> list[Any]:
    """Return at most ``limit`` rows of the columns, newest first.

    One statement: whether the newest ``WINDOW`` entries have the words often decides inside it which branch is run.
    """
    filters, values = filter_conditions(plan, "e")
    if types is not None:
        filters.append(f"e.content_type_id IN ({', '.join(map(str, map(int, types)))})")
    where = " AND ".join(filters) or "true"
    walk, walked = _walk(plan, head)
    indexed, looked = _indexed(plan, head)
    often = int(WINDOW * _COMMON)
    newest = f"SELECT * FROM search_entry e WHERE {where} ORDER BY e.key DESC"
    cursor.execute(
        f"WITH seen AS MATERIALIZED (SELECT count(*) > {often:d} AS often FROM"
        f" (SELECT 1 FROM ({newest} LIMIT {WINDOW:d}) e WHERE {walk} LIMIT {often + 1:d}) first),"
        f" found AS MATERIALIZED (SELECT e.key FROM search_entry e WHERE {indexed} AND {where}),"
        f" last AS (SELECT key FROM found ORDER BY key DESC LIMIT {limit:d})"
        f" (SELECT {columns} FROM ({newest} OFFSET 0) e WHERE {walk} AND (SELECT often FROM seen)"
        f" ORDER BY e.key DESC LIMIT {limit:d}) UNION ALL"
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
    with _limited() as cursor:
        return [row(values) for values in _find(cursor, selected("e"), plan, limit, head, None)]


def page_ids(plan: Plan, types: list[int], limit: int) -> list[int]:
    """Return the pages of at most ``limit`` entries of the content types with every word, newest first."""
    with _limited() as cursor:
        return [values[0] for values in _find(cursor, "e.page_id", plan, limit, False, types)]


def clear() -> None:
    """Empty the index; readers see the old rows until the transaction is through."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_entry")


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


def size() -> dict[str, int]:
    """Return the bytes of the searchable text and of what is kept to find it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(octet_length(text)), 0), count(*), pg_total_relation_size('search_entry'),"
            " pg_total_relation_size('search_term') FROM search_entry"
        )
        text, count, entries, terms = cursor.fetchone()
    return {"entries": count, "text_bytes": text, "index_bytes": entries + terms}
