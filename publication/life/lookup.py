"""From 文号 to page: an upper layer knows how its pages are numbered."""

from collections.abc import Callable, Sequence
from typing import Any

#: ``find(numbers, unit_code)`` → for each number the pages (specific) that carry it within a unit, public or not.
Lookup = Callable[[Sequence[str], str], dict[str, list[Any]]]
_lookups: list[Lookup] = []


def register_lookup(lookup: Lookup) -> None:
    """Register a way to find pages by their number."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def pages_by_number(numbers: Sequence[str], unit_code: str) -> dict[str, list[Any]]:
    """Return number → pages; a number that nobody knows has an empty list. A query or two for all of them."""
    found: dict[str, list[Any]] = {number: [] for number in numbers}
    for lookup in _lookups:
        for number, pages in lookup(numbers, unit_code).items():
            found[number] += pages
    return found
