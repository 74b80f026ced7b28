"""Search on SQLite's FTS5 with the project's own analysis."""

from functools import reduce
from typing import Any

from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from ..analysis import query_words
from ..indexing import analysed


class Index(SQLiteIndex):
    """Writes analysed text in few statements and never scans the table at a save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave the norms alone: the stock method reads and rewrites the whole table."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Replace the entries of ``objs``."""
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        texts = {str(obj.pk): analysed(obj) for obj in objs}
        known = set(
            self.entries.filter(content_type_id=content_type, object_id__in=list(texts)).values_list(
                "object_id", flat=True
            )
        )
        table = self.entries.model._meta.db_table
        inserted = [(content_type, pk, *text, 1.0) for pk, text in texts.items() if pk not in known]
        updated = [(*texts[pk], content_type, pk) for pk in known]
        with self.write_connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} (content_type_id, object_id, title, body, autocomplete, title_norm)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                inserted,
            )
            cursor.executemany(
                f"UPDATE {table} SET title = %s, body = %s, autocomplete = %s WHERE content_type_id = %s AND object_id = %s",
                updated,
            )


class _Analysed:
    """Compiles plain text and phrases as phrases of tokens."""

    LAST_TERM_IS_PREFIX = False

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        """Turn a text query into an FTS5 expression; other queries as in the stock compiler."""
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)  # type: ignore[misc]
        words = query_words(query.query_string, prefix_last=self.LAST_TERM_IS_PREFIX)
        if not words:
            return SearchQueryExpression(Lexeme("\u0001"), config=config)
        lexemes = [Lexeme(" ".join(word.tokens), prefix=word.prefix) for word in words]
        either = getattr(query, "operator", "and").lower() == "or"
        return SearchQueryExpression(
            reduce((lambda a, b: a | b) if either else (lambda a, b: a & b), lexemes), config=config
        )


class QueryCompiler(_Analysed, SQLiteSearchQueryCompiler):
    """Search."""


class AutocompleteQueryCompiler(_Analysed, SQLiteAutocompleteQueryCompiler):
    """Autocomplete: the last word may be a beginning."""

    LAST_TERM_IS_PREFIX = True


class SearchBackend(SQLiteSearchBackend):
    """modelsearch's SQLite backend with Chinese analysis."""

    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
