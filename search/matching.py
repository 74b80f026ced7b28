"""Narrowing a list of public pages to those with a keyword, at a cost that does not grow with the collection."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet
from modelsearch.utils import get_descendants_content_types_pks

from .planner import plan
from .public.engines import database_engine
from .public.rows import SearchUnavailable, conditions

FEW = 5000
CAP = 1000
TOO_SLOW = "这次查找用时太长，已停止，没有列出结果。请换用更长或更少见的词，或先选择年份、单位等条件。"


def matching_page_ids(query: str, *, model: type[Model], limit: int = CAP) -> list[int]:
    """Return the keys of at most ``limit`` public pages of ``model`` in which every word of ``query`` stands.

    The newest come first. A query without a letter or digit finds none.
    """
    chosen = plan(query)
    if not chosen:
        return []
    return database_engine().page_ids(chosen, list(get_descendants_content_types_pks(model)), limit)


def restrict(queryset: QuerySet[Any], keyword: str) -> QuerySet[Any]:
    """Return :func:`restricted`'s rows; none where the words could not be looked for in time."""
    return restricted(queryset, keyword)[0]


def restricted(queryset: QuerySet[Any], keyword: str) -> tuple[QuerySet[Any], str]:
    """Return the rows of ``queryset`` (of a page type) that are public and whose text has every word of ``keyword``.

    A word of up to ``FEW`` pages is looked up first and the rows are taken by key; a common one is tested row by row
    in the queryset's own order, so that a page of results costs the same however many rows match. A keyword without a
    letter or digit matches nothing.

    Also returns what the reader must be told: that nothing is shown because looking took too long, or nothing ("").
    """
    chosen = plan(keyword)
    if not chosen:
        return queryset.none(), ""
    try:
        found = matching_page_ids(keyword, model=queryset.model, limit=FEW + 1)
    except SearchUnavailable:
        return queryset.none(), TOO_SLOW
    if len(found) <= FEW:
        return queryset.filter(pk__in=found), ""
    holds = "strpos" if connection.vendor == "postgresql" else "instr"
    tests, parameters = conditions(chosen, "e.text", holds, all_groups=True)
    return queryset.filter(_EntryHolds(F("pk"), tests=tests, parameters=parameters)), ""


class _EntryHolds(Func):
    """True where the entry of the page of that key passes every test; the tests hold no user text, only parameters."""

    output_field = BooleanField()

    def __init__(self, key: Any, *, tests: list[str], parameters: list[Any]) -> None:
        super().__init__(key)
        self.tests, self.parameters = tests, parameters

    def as_sql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        """Return the test for the row at hand, whatever its table is called in the statement."""
        key, before = compiler.compile(self.source_expressions[0])
        where = " AND ".join([f"e.page_id = {key}", *self.tests])
        return f"EXISTS (SELECT 1 FROM search_entry e WHERE {where})", [*before, *self.parameters]
