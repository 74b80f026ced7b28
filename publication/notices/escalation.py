"""To whom a delay is told: an upper layer that knows units and roles registers who answers for a page.

``finder(pages) -> {primary key: people}`` is asked once for many pages and needs a fixed number of queries.
"""

from collections.abc import Callable, Sequence
from typing import Any

Finder = Callable[[Sequence[Any]], dict[int, list[Any]]]

_unit: list[Finder] = []
_bureau: list[Finder] = []


def register_escalation(finder: Finder, *, of_unit: bool = False) -> Finder:
    """Register who is told when a step is late: with ``of_unit`` the page's own unit's head, else whoever watches over all units."""
    found = _unit if of_unit else _bureau
    if finder not in found:
        found.append(finder)
    return finder


def unit_heads(pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Return the heads of the unit of each page, by the page's primary key."""
    return _asked(_unit, pages)


def watchers(pages: Sequence[Any]) -> dict[int, list[Any]]:
    """Return whoever a late step of each page is told to: the unit's head and those who watch over all units."""
    return _asked([*_unit, *_bureau], pages)


def _asked(finders: Sequence[Finder], pages: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, dict[int, Any]] = {page.pk: {} for page in pages}
    for finder in finders if pages else ():
        for key, people in finder(pages).items():
            found[key].update({person.pk: person for person in people})
    return {key: list(people.values()) for key, people in found.items()}
