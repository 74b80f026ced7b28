"""What both database backends share."""

from typing import Any

from modelsearch.query import And, Boost, Or, Phrase, PlainText

from ..analysis import Word, query_phrase, query_words

_NOTHING = Word(("\u0001",), False)


def words_of(query: Any, *, prefix_last: bool = False) -> list[Word]:
    """Return the words of a plain-text or phrase query.

    Without a letter or digit it asks for one word that no index holds.
    """
    if isinstance(query, Phrase):
        return query_phrase(query.query_string) or [_NOTHING]
    return query_words(query.query_string, prefix_last=prefix_last) or [_NOTHING]


def wanted_words(query: Any, *, prefix_last: bool = False) -> list[Word]:
    """Return the words that a match should hold, for ranking: those of every part that is not negated."""
    if isinstance(query, PlainText | Phrase):
        return words_of(query, prefix_last=prefix_last)
    if isinstance(query, Boost):
        return wanted_words(query.subquery, prefix_last=prefix_last)
    if isinstance(query, And | Or):
        return [word for part in query.subqueries for word in wanted_words(part, prefix_last=prefix_last)]
    return []


def index_columns(fields: Any) -> list[str]:
    """Return the index columns that hold the given model fields: the title has its own, all others share one."""
    return sorted({"title" if field == "title" else "body" for field in fields}, reverse=True)
