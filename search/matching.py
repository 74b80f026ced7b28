"""Restricting a list to what matches a keyword, at a cost that does not grow with the collection."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet
from modelsearch.utils import get_descendants_content_types_pks

from .analysis import Word, query_words

COMMON = 1000


def _table() -> str:
    from wagtail.search.models import IndexEntry

    return str(IndexEntry._meta.db_table)


def fts_query(words: list[Word]) -> str:
    """Return words as the text of an FTS5 query over title and body."""
    parts = [f'"{" ".join(word.tokens)}"{"*" if word.prefix else ""}' for word in words]
    return "{title body} : (" + " AND ".join(parts) + ")"


def _condition(words: list[Word], types: list[int]) -> tuple[str, list[Any]]:
    """Return the SQL (over entry ``e``) that an index entry matches, and its parameters."""
    marks = ", ".join(["%s"] * len(types))
    if connection.vendor == "postgresql":
        from .backends.postgresql import tsquery

        return f"e.content_type_id IN ({marks}) AND (e.title || e.body) @@ %s::tsquery", [*types, tsquery(words)]
    fts = f"{_table()}_fts"
    return f"{fts} MATCH %s AND e.content_type_id IN ({marks})", [fts_query(words), *types]


def restrict(queryset: QuerySet[Any], keyword: str) -> QuerySet[Any]:
    """Return the rows of ``queryset`` (pages) whose indexed text has every word of ``keyword``.

    A rare word is looked up first and the rows are taken by key; a common one is tested row by row in the queryset's
    own order, so that the first page of results costs the same however many rows match. A keyword without a letter or
    digit matches nothing.
    """
    words = query_words(keyword)
    if not words:
        return queryset.none()
    types = list(get_descendants_content_types_pks(queryset.model))
    condition, parameters = _condition(words, types)
    table = _table()
    join = "" if connection.vendor == "postgresql" else f" JOIN {table}_fts ON {table}_fts.rowid = e.id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT e.object_id FROM {table} e{join} WHERE {condition} LIMIT {COMMON}", parameters)
        found = [int(row[0]) for row in cursor.fetchall()]
    if len(found) < COMMON:
        return queryset.filter(pk__in=found)
    key = f'"{queryset.model._meta.db_table}"."{queryset.model._meta.pk.column}"'
    return queryset.extra(  # noqa: S610 - no user text in the statement, only parameters
        where=[
            f"EXISTS (SELECT 1 FROM {table} e{join} WHERE e.object_id = CAST({key} AS varchar(50)) AND {condition})"
        ],
        params=parameters,
    )
