"""Search on PostgreSQL's tsvector with the project's own analysis."""

from typing import Any

from django.contrib.postgres.search import SearchConfig, SearchQuery
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from ..analysis import Word, query_words
from ..indexing import analysed

_MAX_POSITION = 16383


def vector(text: str) -> str:
    """Return space-separated tokens as the text of a tsvector, positions kept."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(text.split(), start=1):
        places.setdefault(token, []).append(min(place, _MAX_POSITION))
    return " ".join(f"'{token}':{','.join(map(str, found[:255]))}" for token, found in places.items())


def tsquery(words: list[Word], *, either: bool = False, invert: bool = False) -> str:
    """Return words as the text of a tsquery: each a phrase, joined by and (or by or)."""
    parts = []
    for word in words:
        lexemes = [f"'{token}'" for token in word.tokens]
        if word.prefix:
            lexemes[-1] += ":*"
        parts.append("(" + " <-> ".join(lexemes) + ")")
    text = (" | " if either else " & ").join(parts)
    return f"!({text})" if invert else text


class Index(PostgresIndex):
    """Writes analysed text and never scans the table at a save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave the norms alone: the stock method reads and rewrites the whole table."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Insert or replace the entries of ``objs``."""
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        rows = []
        for obj in objs:
            title, body, complete = analysed(obj)
            rows.append((content_type, str(obj.pk), vector(title), vector(body), vector(complete)))
        table = self.entries.model._meta.db_table
        with self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} (content_type_id, object_id, title, body, autocomplete, title_norm, title_text, body_text)"
                " VALUES (%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, '', '')"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body,"
                " autocomplete = EXCLUDED.autocomplete",
                rows,
            )


class _Analysed:
    """Compiles plain text and phrases as phrases of tokens."""

    LAST_TERM_IS_PREFIX = False

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """Turn a text query into a tsquery; other queries as in the stock compiler."""
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        words = query_words(query.query_string, prefix_last=self.LAST_TERM_IS_PREFIX) or [Word(("\u0001",), False)]
        either = getattr(query, "operator", "and").lower() == "or"
        return SearchQuery(
            tsquery(words, either=either, invert=invert), config=SearchConfig("simple"), search_type="raw"
        )


class QueryCompiler(_Analysed, PostgresSearchQueryCompiler):
    """Search."""


class AutocompleteQueryCompiler(_Analysed, PostgresAutocompleteQueryCompiler):
    """Autocomplete: the last word may be a beginning."""

    LAST_TERM_IS_PREFIX = True


class SearchBackend(PostgresSearchBackend):
    """modelsearch's PostgreSQL backend with Chinese analysis."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
