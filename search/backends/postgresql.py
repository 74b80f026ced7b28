"""Search on PostgreSQL's tsvector with the project's own analysis."""

from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import F
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from ..analysis import Word
from ..indexing import analysed, as_written
from .common import index_columns, words_of

_LAST_POSITION = 16383
_POSITIONS_OF_TOKEN = 255
_MAX_BYTES = 800_000
#: Stands in the vector of a text of which it cannot keep every position.
_LONG = "\u0002long"


def vector(text: str) -> str:
    """Return space-separated tokens as the text of a tsvector, positions kept.

    Built here and not by ``to_tsvector``, whose parser would cut tokens by its own rules. A text with more positions than it
    can keep is marked: in it the tokens of a phrase are enough. A tsvector holds 1 MB: what a longer text says after that
    is not found here (the public index has no such limit).
    """
    places: dict[str, list[int]] = {}
    size, is_long = 0, False
    for place, token in enumerate(text.split(), start=1):
        found = places.setdefault(token, [])
        size += 2 if found else len(token.encode()) + 6
        if size > _MAX_BYTES:
            break
        is_long = is_long or place > _LAST_POSITION or len(found) >= _POSITIONS_OF_TOKEN
        if len(found) < _POSITIONS_OF_TOKEN:
            found.append(min(place, _LAST_POSITION))
    if is_long:
        places[_LONG] = [1]
    return " ".join(f"'{token}':{','.join(map(str, found))}" for token, found in places.items() if found)


def tsquery(words: list[Word], *, either: bool = False, invert: bool = False) -> str:
    """Return words as the text of a tsquery: each a phrase, joined by and (or by or)."""
    parts = []
    for word in words:
        lexemes = [f"'{token}'" for token in word.tokens]
        if word.prefix:
            lexemes[-1] += ":*"
        phrase = " <-> ".join(lexemes)
        parts.append(f"({phrase} | '{_LONG}' & {' & '.join(lexemes)})" if len(lexemes) > 1 else f"({phrase})")
    text = (" | " if either else " & ").join(parts)
    return f"!({text})" if invert else text


class AnalysedQuery(SearchQuery):
    """A tsquery taken as it is written: ``to_tsquery`` would analyse the tokens a second time, in its own way."""

    def as_sql(
        self, compiler: Any, connection: Any, function: Any = None, template: Any = None
    ) -> tuple[str, list[Any]]:
        """Return the text as a parameter, cast."""
        text = self.get_source_expressions()[-1].value
        return "%s::tsquery", [f"!({text})" if self.invert else text]


class Index(PostgresIndex):
    """Writes analysed text and never scans the table at a save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave the norms alone: the stock method reads and rewrites the whole table."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Insert or replace the entries of ``objs``."""
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        rows = [(content_type, str(obj.pk), *map(vector, analysed(obj)), *as_written(obj)) for obj in objs]
        table = self.entries.model._meta.db_table
        with transaction.atomic(using=self.write_connection.alias), self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} (content_type_id, object_id, title, body, autocomplete, title_norm, title_text,"
                " body_text) VALUES (%s, %s, %s::tsvector, %s::tsvector, %s::tsvector, 1.0, %s, %s)"
                " ON CONFLICT (content_type_id, object_id) DO UPDATE SET title = EXCLUDED.title, body = EXCLUDED.body,"
                " autocomplete = EXCLUDED.autocomplete, title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text",
                rows,
            )


class _Analysed:
    """Compiles plain text and phrases as phrases of tokens."""

    LAST_TERM_IS_PREFIX = False

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """Turn a text query into a tsquery; other queries as in the stock compiler."""
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        words = words_of(query, prefix_last=self.LAST_TERM_IS_PREFIX)
        either = getattr(query, "operator", "and").lower() == "or"
        return AnalysedQuery(tsquery(words, either=either, invert=invert), search_type="raw")

    def get_fields_vectors(self: Any, search_query: Any) -> list[tuple[Any, Any]]:
        """Return the index columns that hold the fields asked for: the model's own columns are not analysed."""
        if isinstance(self, PostgresAutocompleteQueryCompiler):
            return list(self.get_index_vectors(search_query))
        weights = {"title": F("index_entries__title_norm"), "body": 1.0}
        return [(F(f"index_entries__{column}"), weights[column]) for column in index_columns(self.fields)]


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
