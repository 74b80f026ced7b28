"""Facets of a result: values with counts, exact while every match was read, at least that many beyond."""

from collections import Counter
from typing import Any

from .finding import Found
from .public.rows import facet_values
from .registry import FACETS, SEVERAL, labels_of

MOST_VALUES = 12
ALL_VALUES = 500


def values_of(name: str, value: str) -> list[str]:
    """Return the single values that a facet's column holds."""
    if not value:
        return []
    return [part for part in value.split(SEVERAL) if part] if name == "category" else [value]


def counted(found: Found) -> dict[str, Counter[str]]:
    """Return facet → value → how many of the matches read have it."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for values, times in Counter(row.facets for row in found.complete).items():
        for name, value in zip(FACETS, values, strict=True):
            for single in values_of(name, value):
                counts[name][single] += times
    return counts


def _order(name: str, counts: Counter[str]) -> list[str]:
    if name == "year":
        return sorted(counts, reverse=True)
    return sorted(counts, key=lambda value: (-counts[value], value))


def _indexed(name: str) -> set[str]:
    """Return every single value of a facet that stands in the index."""
    return {single for value in facet_values(name) for single in values_of(name, value)}


def _labels(name: str, values: list[str], counts: Counter[str], indexed: set[str] | None) -> dict[str, str]:
    """Return value → label; what stands on no public page is its own label, whatever it would be called.

    ``indexed`` are the facet's values in the index, where they have been asked for.
    """
    public = {value for value in values if counts[value]}
    if public != set(values):
        public |= _indexed(name) if indexed is None else indexed
    named = labels_of(name, [value for value in values if value in public])
    return {value: named.get(value, value) for value in values}


def facets_of(found: Found, chosen: dict[str, str], address: Any, opened: str = "") -> list[dict[str, Any]]:
    """Return the facets to show: ``{"name", "label", "chosen", "more_url", "values": [{"label", "count", "url", "chosen"}]}``.

    Of each facet the first ``MOST_VALUES`` values, and all of the one that is ``opened``; ``more_url`` opens one that has more.

    ``address(**changes)`` gives the address of the same search with other facets. Of more than what was read, all values are
    listed: those that were not met have no count.
    """
    shown = []
    for name, counts in counted(found).items():
        indexed = _indexed(name) if found.more else None
        for single in indexed or ():
            counts.setdefault(single, 0)
        if chosen.get(name):
            counts.setdefault(chosen[name], 0)
        values = _order(name, counts)
        most = ALL_VALUES if name == opened else MOST_VALUES
        more = len(values) > most
        if chosen.get(name) in values[most:]:
            values.insert(0, chosen[name])
        values = values[:most]
        if len(values) < 2 and not chosen.get(name):
            continue
        labels = _labels(name, values, counts, indexed)
        shown.append(
            {
                "name": name,
                "label": FACETS[name],
                "chosen": bool(chosen.get(name)),
                "clear_url": address(**{name: ""}),
                "opened": name == opened,
                "more_url": address(all=name) if more and name != opened else "",
                "values": [
                    {
                        "label": labels[value],
                        "count": f"{counts[value]}{'+' if found.more else ''}" if counts[value] else "",
                        "chosen": chosen.get(name) == value,
                        "url": address(**{name: value}),
                    }
                    for value in values
                ],
            }
        )
    return shown
