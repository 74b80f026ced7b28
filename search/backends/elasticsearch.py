"""Search on Elasticsearch 8 with the project's own analysis: tokens come ready-made, the index only splits at white space.

Needs no plug-in and none of the server's modules: the ``whitespace`` analyzer is in its core. The stock n-gram settings are
left out.
"""

from typing import Any

from modelsearch.backends.elasticsearch8 import (
    Elasticsearch8AutocompleteQueryCompiler,
    Elasticsearch8Index,
    Elasticsearch8Mapping,
    Elasticsearch8SearchBackend,
    Elasticsearch8SearchQueryCompiler,
    Elasticsearch8SearchResults,
)
from modelsearch.backends.elasticsearchbase import Field
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField
from modelsearch.query import Fuzzy, Phrase, PlainText

from ..analysis import Word, indexed
from ..indexing import plain_text
from .common import words_of

_ANALYSED = {"analyzer": "whitespace", "search_analyzer": "whitespace"}
_MOST_EXPANSIONS = 20_000
_NOTHING: dict[str, Any] = {"match_none": {}}


class Mapping(Elasticsearch8Mapping):
    """Every text field holds tokens."""

    edgengram_analyzer_config = _ANALYSED

    def get_mapping(self) -> dict[str, Any]:
        """Return the stock mapping with the white-space analyzer on every text field."""
        mapping: dict[str, Any] = super().get_mapping()

        def split_at_spaces(properties: dict[str, Any]) -> None:
            for settings in properties.values():
                if settings.get("type") == "text":
                    settings.update(_ANALYSED)
                split_at_spaces(settings.get("properties", {}))

        split_at_spaces(mapping["properties"])
        return mapping

    def _get_document_field_data(self, field: Any, obj: Any) -> tuple[str, Any, list[Any]]:
        """Return text as tokens; what is filtered by stays as it is."""
        name, value, partials = super()._get_document_field_data(field, obj)
        if isinstance(field, SearchField) and not isinstance(field, FilterField | RelatedFields):
            if self.type_map.get(field.get_type(self.model), "string") == "string":
                return name, indexed(plain_text(value)), partials
        if isinstance(field, AutocompleteField):
            tokens = indexed(plain_text(value))
            return name, tokens, [tokens]
        return name, value, partials


class Index(Elasticsearch8Index):
    """An index that stores no text of its own."""


def _one_field(word: Word, field: Field, boost: float) -> dict[str, Any]:
    """Return the clause that a word stands in a field."""
    weight = boost * field.boost
    *before, last = word.tokens
    if word.prefix and not before:
        return {"prefix": {field.field_name: {"value": last, "boost": weight}}}
    phrase: dict[str, Any] = {"query": " ".join(word.tokens), "boost": weight}
    if word.prefix:
        return {"match_phrase_prefix": {field.field_name: {**phrase, "max_expansions": _MOST_EXPANSIONS}}}
    return {"match_phrase": {field.field_name: phrase}}


def _word(word: Word, fields: list[Field], boost: float) -> dict[str, Any]:
    clauses = [_one_field(word, field, boost) for field in fields]
    return clauses[0] if len(clauses) == 1 else {"dis_max": {"queries": clauses}}


class _Analysed:
    """Compiles plain text and phrases as phrases of tokens."""

    LAST_TERM_IS_PREFIX = False

    def _compile_plaintext_query(self, query: PlainText, fields: list[Field], boost: float = 1.0) -> dict[str, Any]:
        words = words_of(query, prefix_last=self.LAST_TERM_IS_PREFIX)
        clauses = [_word(word, fields, boost) for word in words]
        if len(clauses) == 1:
            return clauses[0]
        return {"bool": {"should" if query.operator == "or" else "must": clauses}}

    def _compile_phrase_query(self, query: Phrase, fields: list[Field]) -> dict[str, Any]:
        return _word(words_of(query)[0], fields, 1.0)

    def _compile_fuzzy_query(self, query: Fuzzy, fields: list[Field]) -> dict[str, Any]:
        tokens = indexed(query.query_string)
        if not tokens:
            return _NOTHING
        return super()._compile_fuzzy_query(Fuzzy(tokens, operator=query.operator), fields)  # type: ignore[misc]


class QueryCompiler(_Analysed, Elasticsearch8SearchQueryCompiler):
    """Search."""

    mapping_class = Mapping


class AutocompleteQueryCompiler(_Analysed, Elasticsearch8AutocompleteQueryCompiler):
    """Autocomplete: the last word may be a beginning."""

    mapping_class = Mapping
    LAST_TERM_IS_PREFIX = True


class SearchBackend(Elasticsearch8SearchBackend):
    """modelsearch's Elasticsearch 8 backend with Chinese analysis and no n-grams."""

    mapping_class = Mapping
    index_class = Index
    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    results_class = Elasticsearch8SearchResults
    settings = {"settings": {"index": {"number_of_replicas": 0}}}
