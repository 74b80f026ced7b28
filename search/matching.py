"""Finding the pages that match a keyword, at a cost that does not grow with the collection."""

from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from modelsearch.utils import get_descendants_content_types_pks

from .analysis import Word, query_words

FEW = 5000
CAP = 1000


def _table() -> str:
    from wagtail.search.models import IndexEntry

    return str(IndexEntry._meta.db_table)


def fts_query(words: list[Word]) -> str:
    """Return words as the text of an FTS5 query over title and body."""
    parts = [f'"{" ".join(word.tokens)}"{"*" if word.prefix else ""}' for word in words]
    return "{title body} : (" + " AND ".join(parts) + ")"


def _look_up(words: list[Word], types: list[int], limit: int, order: str) -> list[int]:
    """Return the keys of at most ``limit`` objects of ``types`` that match, read from the full-text index."""
    table = _table()
    marks = ", ".join(["%s"] * len(types))
    if connection.vendor == "postgresql":
        from .backends.postgresql import tsquery

        source, match, parameter = f"{table} e", "(e.title || e.body) @@ %s::tsquery", tsquery(words)
    else:
        fts = f"{table}_fts"
        source, match, parameter = (
            f"{fts} CROSS JOIN {table} e ON e.id = {fts}.rowid",
            f"{fts} MATCH %s",
            fts_query(words),
        )
        order = order.replace("e.id", f"{fts}.rowid")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT e.object_id FROM {source} WHERE {match} AND e.content_type_id IN ({marks}) {order} LIMIT {limit:d}",
            [parameter, *types],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _row_test(words: list[Word]) -> tuple[str, list[Any]]:
    """Return the SQL (over index entry ``e``) that one entry matches, and its parameters.

    SQLite's FTS5 is dear to ask about one row at a time; the entry keeps the same tokens as text, where a phrase is a
    part of the text between spaces.
    """
    if connection.vendor == "postgresql":
        from .backends.postgresql import tsquery

        return "(e.title || e.body) @@ %s::tsquery", [tsquery(words)]
    tests, parameters = [], []
    for word in words:
        phrase = " " + " ".join(word.tokens) + ("" if word.prefix else " ")
        tests.append("(instr(' ' || e.title || ' ', %s) > 0 OR instr(' ' || e.body || ' ', %s) > 0)")
        parameters += [phrase, phrase]
    return " AND ".join(tests), parameters


def matching_page_ids(query: str, *, model: type[Model], limit: int = CAP) -> list[int]:
    """Return the keys of at most ``limit`` objects of ``model`` in which every word of ``query`` stands.

    Those indexed last come first. Drafts are among them: filter by what the reader may see.
    """
    words = query_words(query)
    if not words:
        return []
    return _look_up(words, list(get_descendants_content_types_pks(model)), limit, "ORDER BY e.id DESC")


def restrict(queryset: QuerySet[Any], keyword: str) -> QuerySet[Any]:
    """Return the rows of ``queryset`` (of an indexed model) whose indexed text has every word of ``keyword``.

    A word of up to ``FEW`` objects is looked up first and the rows are taken by key; a common one is tested row by row
    in the queryset's own order, so that a page of results costs the same however many rows match. A keyword without a
    letter or digit matches nothing.
    """
    words = query_words(keyword)
    if not words:
        return queryset.none()
    types = list(get_descendants_content_types_pks(queryset.model))
    found = _look_up(words, types, FEW + 1, "")
    if len(found) <= FEW:
        return queryset.filter(pk__in=found)
    test, parameters = _row_test(words)
    key = f'"{queryset.model._meta.db_table}"."{queryset.model._meta.pk.column}"'
    marks = ", ".join(["%s"] * len(types))
    return queryset.extra(  # noqa: S610 - no user text in the statement, only parameters
        where=[
            f"EXISTS (SELECT 1 FROM {_table()} e WHERE e.object_id = CAST({key} AS varchar(50))"
            f" AND e.content_type_id IN ({marks}) AND {test})"
        ],
        params=[*types, *parameters],
    )
