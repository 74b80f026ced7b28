"""What upper layers show beside the officers of a category: a registry, for the matters are theirs."""

from collections.abc import Callable
from typing import Any

from ..models.units import Unit

#: ``provider(request, unit, category)`` → ``{"title", "url"}`` of what officers of the category do; ``unit`` None: of all units.
Provider = Callable[[Any, Unit | None, str], list[dict[str, str]]]

_providers: list[tuple[str, Provider]] = []


def register_work(heading: str, provider: Provider) -> None:
    """Register what a category's officers do, under a heading."""
    _providers[:] = [found for found in _providers if found[0] != heading] + [(heading, provider)]


def work_of(request: Any, unit: Unit | None, category: str) -> list[dict[str, Any]]:
    """Return ``{"heading", "items"}`` of every provider that has something to show."""
    found = [{"heading": heading, "items": provider(request, unit, category)} for heading, provider in _providers]
    return [block for block in found if block["items"]]
