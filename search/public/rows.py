"""What every engine answers with, and the conditions that the two databases share."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection

from ..grams import Needle
from ..planner import Plan
from ..registry import FACETS, SEVERAL

SCORED_TEXT = 1500
CAP = 1000
_COMBINATIONS = "search-facets"


class SearchUnavailable(Exception):
    """The engine does not answer, or not in time."""


class Row(NamedTuple):
    """An entry without its page; ``text`` is the beginning of its text, enough to rank by."""

    key: int
    page_id: int
    content_type_id: int
    weight: int
    facets: tuple[str, ...]
    text: str


COLUMNS = ("key", "page_id", "content_type_id", "weight", *FACETS)


def selected(alias: str) -> str:
    """Return the columns of a :class:`Row` as SQL."""
    names = ", ".join(f"{alias}.{name}" for name in COLUMNS)
    beginning = f"substr({alias}.text, 1, {SCORED_TEXT})"
    if connection.vendor == "postgresql":  # it counts characters slowly: only where there is much to leave out
        beginning = f"CASE WHEN octet_length({alias}.text) <= {SCORED_TEXT * 4} THEN {alias}.text ELSE {beginning} END"
    return f"{names}, {beginning}"


def row(values: Sequence[Any]) -> Row:
    """Return a row of the database as a :class:`Row`."""
    key, page_id, content_type_id, weight, *facets, text = values
    return Row(key, page_id, content_type_id, weight, tuple(facets), text[:SCORED_TEXT])


def rows_of(keys: Sequence[int]) -> list[Row]:
    """Return the rows of keys, in the order of the keys; keys without an entry are left out."""
    if not keys:
        return []
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {selected('e')} FROM search_entry e WHERE e.key IN ({marks})", list(keys))
        found = {values[0]: row(values) for values in cursor.fetchall()}
    return [found[key] for key in keys if key in found]


def stands(needles: Sequence[Needle], text: str, holds: str) -> tuple[str, list[str]]:
    """Return the condition that one of ``needles`` stands in ``text``; ``holds`` is the engine's function for it."""
    return "(" + " OR ".join([f"{holds}({text}, %s) > 0"] * len(needles)) + ")", [found.text for found in needles]


def conditions(plan: Plan, text: str, holds: str, *, all_groups: bool = False) -> tuple[list[str], list[str]]:
    """Return the conditions on an entry's text that grams do not decide, and their parameters."""
    tests: list[str] = []
    parameters: list[str] = []
    for group in plan.groups:
        if all_groups or not all(found.exact for found in group.needles):
            test, values = stands(group.needles, text, holds)
            tests.append(test)
            parameters += values
    for found in plan.without:
        tests.append(f"{holds}({text}, %s) = 0")
        parameters.append(found.text)
    return tests, parameters


def filter_conditions(plan: Plan, alias: str) -> tuple[list[str], list[Any]]:
    """Return PostgreSQL's conditions on facet columns; a category is one of several values."""
    tests: list[str] = [f"{alias}.weight > 0"] if plan.weighted else []
    parameters: list[Any] = []
    for name, value in plan.filters.items():
        if name == "category" and SEVERAL in value:
            tests.append("1 = 0")
        elif name == "category":
            tests.append(f"strpos('{SEVERAL}' || {alias}.category || '{SEVERAL}', %s) > 0")
            parameters.append(f"{SEVERAL}{value}{SEVERAL}")
        else:
            tests.append(f"{alias}.{name} = %s")
            parameters.append(value)
    return tests, parameters


def facet_values(name: str) -> list[str]:
    """Return the values that a facet's column has: read from the index over the facets, then kept for a minute."""
    place = list(FACETS).index(name)
    combinations: list[tuple[str, ...]] | None = cache.get(_COMBINATIONS)
    if combinations is None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT {', '.join(FACETS)} FROM search_entry LIMIT 5000")
            combinations = cursor.fetchall()
        cache.set(_COMBINATIONS, combinations, 60)
    return sorted({values[place] for values in combinations if values[place]})
