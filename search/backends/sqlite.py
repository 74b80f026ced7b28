"""Search on SQLite's FTS5 with the project's own analysis."""

from functools import reduce
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat, Length, StrIndex
from django.db.models.lookups import GreaterThan
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.backends.database.sqlite.sqlite import (
    IndexEntry,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from ..analysis import Word
from ..indexing import analysed
from .common import index_columns, wanted_words, words_of

_TITLE_WEIGHT = 10.0
#: The full-text index writes a segment for each statement, and joins segments the more often the more there are.
_ROWS_OF_STATEMENT = 50


class Index(SQLiteIndex):
    """Writes analysed text in few statements and never scans the table at a save."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leave the norms alone: the stock method reads and rewrites the whole table, and our ranking needs none."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Insert or replace the entries of ``objs``."""
        if not model.get_search_fields():
            return
        content_type = get_content_type_pk(model)
        rows = ((content_type, str(obj.pk), *analysed(obj)) for obj in objs)
        table = self.entries.model._meta.db_table
        with transaction.atomic(using=self.write_connection.alias), self.write_connection.cursor() as cursor:
            while chunk := list(islice(rows, _ROWS_OF_STATEMENT)):
                marks = ", ".join(["(%s, %s, %s, %s, %s, 1.0)"] * len(chunk))
                cursor.execute(
                    f"INSERT INTO {table} (content_type_id, object_id, title, body, autocomplete, title_norm)"
                    f" VALUES {marks} ON CONFLICT (content_type_id, object_id) DO UPDATE SET"
                    " title = excluded.title, body = excluded.body, autocomplete = excluded.autocomplete",
                    [value for row in chunk for value in row],
                )


def _score(words: list[Word], columns: list[str]) -> Combinable:
    """Return the rank of an index entry: lower is better; words in the title count most, then how short the title is."""
    total: Combinable = Value(1.0) / (Length("title") + 1.0)
    for column in columns:
        text = Concat(Value(" "), F(column), Value(" "), output_field=TextField())
        weight = _TITLE_WEIGHT if column == "title" else 1.0
        for word in words:
            phrase = " " + " ".join(word.tokens) + ("" if word.prefix else " ")
            stands = GreaterThan(StrIndex(text, Value(phrase)), 0)
            total += Case(When(stands, then=Value(weight)), default=Value(0.0), output_field=FloatField())
    return ExpressionWrapper(Value(-1.0) * total, output_field=FloatField())


def _types_of(model: Any) -> dict[str, Any]:
    """Return the condition on the type of a row's index entry: a page says its own, so that the index is asked once and not for each type."""
    if hasattr(model, "cached_content_type"):  # Wagtail's mark of a model that names what each row is
        return {"content_type": OuterRef("content_type_id")}
    return {"content_type__in": get_descendants_content_types_pks(model)}


def _without_boosts(query: Any) -> Any:
    """Return ``query`` with what stands inside its boosts in their place: the stock compiler knows no boosts."""
    if isinstance(query, Boost):
        return _without_boosts(query.subquery)
    if isinstance(query, And | Or):
        return type(query)([_without_boosts(part) for part in query.subqueries])
    return Not(_without_boosts(query.subquery)) if isinstance(query, Not) else query


class _Analysed:
    """Compiles plain text and phrases as phrases of tokens, and ranks in one pass."""

    LAST_TERM_IS_PREFIX = False

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        """Turn a text query into an FTS5 expression; other queries as in the stock compiler."""
        if not isinstance(query, PlainText | Phrase):
            return super().build_search_query_content(query, config=config)  # type: ignore[misc]
        lexemes = [
            Lexeme(" ".join(word.tokens), prefix=word.prefix)
            for word in words_of(query, prefix_last=self.LAST_TERM_IS_PREFIX)
        ]
        either = getattr(query, "operator", "and").lower() == "or"
        return SearchQueryExpression(
            reduce((lambda a, b: a | b) if either else (lambda a, b: a & b), lexemes), config=config
        )

    def search(self: Any, config: Any, start: Any, stop: Any, score_field: str | None = None) -> Any:
        """Return the matching rows, ranked when asked.

        The stock compiler ranks by asking the full-text index again for every row found, which takes time in the square
        of the matches; here the rank is read from the row's own index entry.
        """
        self.query = _without_boosts(self.query)
        words = wanted_words(self.query, prefix_last=self.LAST_TERM_IS_PREFIX)
        by_relevance, fields = self.order_by_relevance, self.fields
        columns = self.FTS_TABLE_FIELDS
        if fields and columns != ["autocomplete"]:
            columns = index_columns(fields)
        self.order_by_relevance = by_relevance and not words
        self.fields = columns
        try:
            if not words:
                return super().search(config, start, stop, score_field=score_field)  # type: ignore[misc]
            queryset = super().search(config, None, None)  # type: ignore[misc]
        finally:
            self.order_by_relevance, self.fields = by_relevance, fields
        if by_relevance or score_field:
            name = score_field or "_score"
            entry = IndexEntry.objects.filter(
                object_id=Cast(OuterRef("pk"), CharField(max_length=50)), **_types_of(self.queryset.model)
            )
            score = entry.annotate(found_score=_score(words, columns)).values("found_score")[:1]
            queryset = queryset.annotate(**{name: Subquery(score, output_field=FloatField())})
            if by_relevance:
                queryset = queryset.order_by(name, "-pk")
        return queryset[start:stop]


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
