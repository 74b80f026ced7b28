"""The public index on SQLite: an FTS5 table of grams without content, walked from the newest entry down."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.db import OperationalError, connection

from ..grams import HEAD_MARK, Needle, facet_gram
from ..planner import Plan
from .functions import HEAVY, fts_token
from .growth import has_grown, note_size
from .rows import Row, SearchUnavailable, conditions, row, selected
from .tables import FACET_COLUMNS, wanted

TIMEOUT_SECONDS = 3.0
_STEPS = 20_000
NAME = "sqlite"
_GROWN = 1.1
_WORTH_BLOCKS = 128
_JOINED_AT_ONCE = 500
_MOST_JOINS = 500
_HASH_BYTES = 1 << 20
_BULK_HASH_BYTES = 64 << 20


together = nullcontext


@contextmanager
def limited() -> Iterator[Any]:
    """Give a cursor whose statements end after ``TIMEOUT_SECONDS``.

    Raises:
        SearchUnavailable: when one did not finish in time.
    """
    connection.ensure_connection()
    deadline = time.monotonic() + TIMEOUT_SECONDS
    raw = connection.connection
    raw.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        with connection.cursor() as cursor:
            yield cursor
    except OperationalError as error:
        if "interrupted" in str(error):
            raise SearchUnavailable("检索超时") from error
        raise
    finally:
        raw.set_progress_handler(None, 0)


def _match(needles: tuple[Needle, ...], mark: str) -> str:
    parts = [
        " AND ".join(f'"{fts_token(mark + gram if len(gram) > 1 else gram)}"' for gram in found.grams)
        for found in needles
    ]
    return "(" + " OR ".join(f"({part})" for part in parts) + ")"


def match_text(plan: Plan, *, head: bool = False) -> str:
    """Return the FTS5 expression for a plan; with ``head``, every word stands in title or names."""
    mark = HEAD_MARK if head else ""
    parts = [_match(group.needles, mark) for group in plan.groups]
    parts += [f'"{fts_token(facet_gram(name, value))}"' for name, value in plan.filters.items()]
    if plan.weighted:
        parts.append(f'"{fts_token(HEAVY)}"')
    return " AND ".join(parts)


def _statement(columns: str, plan: Plan, head: bool, limit: int, join: str = "") -> tuple[str, list[Any]]:
    tests, parameters = conditions(plan, "e.text", "instr")
    where = " AND ".join(["search_fts MATCH %s", *tests])
    return (
        f"SELECT {columns} FROM search_fts CROSS JOIN search_entry e ON e.key = search_fts.rowid{join}"
        f" WHERE {where} ORDER BY search_fts.rowid DESC LIMIT {limit:d}",
        [match_text(plan, head=head), *parameters],
    )


def rows(plan: Plan, limit: int, *, head: bool = False) -> list[Row]:
    """Return at most ``limit`` entries with every word, newest first.

    Raises:
        SearchUnavailable: when the answer took too long.
    """
    statement, parameters = _statement(selected("e"), plan, head, limit)
    with limited() as cursor:
        cursor.execute(statement, parameters)
        return [row(values) for values in cursor.fetchall()]


def page_ids(plan: Plan, types: list[int], limit: int) -> list[int]:
    """Return the pages of at most ``limit`` entries of the content types with every word, newest first."""
    statement, parameters = _statement("e.page_id", plan, False, limit)
    kinds = f" AND e.content_type_id IN ({', '.join(map(str, map(int, types)))})"
    statement = statement.replace(" ORDER BY", kinds + " ORDER BY")
    with limited() as cursor:
        cursor.execute(statement, parameters)
        return [values[0] for values in cursor.fetchall()]


def clear() -> None:
    """Empty the index at once, without taking each entry's grams out one by one."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS search_entry_out")
        cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('delete-all')")
        cursor.execute("DELETE FROM search_entry")
        cursor.execute(wanted("sqlite")["search_entry_out"])


def keep_only(page_ids: list[int]) -> None:
    """Nothing else is there: the index was emptied before."""


def _blocks() -> int:
    """Return of how many blocks (about a page of the file each) the full-text index is made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_fts_data")
        return int(cursor.fetchone()[0])


def is_untidy() -> bool:
    """Tell whether the full-text index grew much since its segments were last joined to one: each repeats the grams of the others."""
    return has_grown(_blocks(), times=_GROWN, at_least=_WORTH_BLOCKS)


def tidy() -> None:
    """Join the segments to one, step by step: between two steps others write. Only outside a transaction; inside one nothing is done."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        blocks = -_JOINED_AT_ONCE  # less than none: all segments, however few
        for _ in range(_MOST_JOINS):
            before = connection.connection.total_changes
            cursor.execute("INSERT INTO search_fts (search_fts, rank) VALUES ('merge', %s)", [blocks])
            if connection.connection.total_changes - before < 2:  # as SQLite's manual says: nothing was left to join
                break
            blocks = _JOINED_AT_ONCE
    note_size(_blocks())


def begin_bulk() -> None:
    """Let entries come without their grams: a trigger would have the full-text index write a segment for each of them."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS search_entry_in")


def end_bulk() -> None:
    """Write the grams of all entries in one statement, in large segments that are then joined, and let the trigger stand again."""
    columns = ", ".join(("text", *FACET_COLUMNS, "weight"))
    _hash_size(_BULK_HASH_BYTES)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('delete-all')")
        cursor.execute(
            f"INSERT INTO search_fts (rowid, grams) SELECT key, search_grams({columns}) FROM search_entry ORDER BY key"
        )
        cursor.execute("INSERT INTO search_fts (search_fts) VALUES ('optimize')")
        cursor.execute(wanted("sqlite")["search_entry_in"])
    _hash_size(_HASH_BYTES)


def rebuild() -> None:
    """Make the grams anew from the entries."""
    begin_bulk()
    end_bulk()


def all_keys() -> set[int]:
    """Return the keys that the full-text index has: it has no list of rows, but every entry has a year."""
    found: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT year FROM search_entry")
        years = [str(values[0]) for values in cursor.fetchall()]
        for year in years:
            token = f'"{fts_token(facet_gram("year", year))}"'
            cursor.execute("SELECT rowid FROM search_fts WHERE search_fts MATCH %s", [token])
            found.update(values[0] for values in cursor.fetchall())
    return found


def _hash_size(size: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO search_fts (search_fts, rank) VALUES ('hashsize', {size:d})")


def size() -> dict[str, int]:
    """Return the bytes of the searchable text and of what is kept to find it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(length(CAST(text AS BLOB))), 0), count(*) FROM search_entry")
        text, count = cursor.fetchone()
        try:
            cursor.execute("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE 'search\\_%%' ESCAPE '\\'", [])
            total = cursor.fetchone()[0]
        except OperationalError:
            cursor.execute("SELECT coalesce(sum(length(block)), 0) FROM search_fts_data")
            total = cursor.fetchone()[0] + text
    return {"entries": count, "text_bytes": text, "index_bytes": total}
