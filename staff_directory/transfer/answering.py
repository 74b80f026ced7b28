"""Which unit answers for a page now: what was handed over is the receiver's, what a dissolved unit left is its successor's.

Pages keep the unit under which they were published; these are asked where the present matters.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from ..access.sight import units_of_pages
from ..models import HandedOver, Unit
from ..roles.rights import estate_of


def heirs_of(units: Iterable[Unit | None]) -> dict[int, Unit]:
    """Return for each unit, by its key, the one that its duties passed to in the end, itself where they did not; two queries at most."""
    asked = {unit.pk: unit for unit in units if unit is not None}
    if not any(unit.successor_id for unit in asked.values()):
        return asked
    successors = dict(Unit.objects.values_list("pk", "successor_id"))
    last = {}
    for key in asked:
        line, current = [key], successors.get(key)
        while current is not None and current not in line:
            line.append(current)
            current = successors.get(current)
        last[key] = line[-1]
    found = Unit.objects.in_bulk(set(last.values()))
    return {key: found[heir] for key, heir in last.items()}


def answering(pages: Sequence[Any]) -> dict[int, Unit]:
    """Return the unit that answers for each page (by its key), none for a page outside units; four queries at most."""
    units = units_of_pages(pages)
    heirs = heirs_of(units)
    return {page.pk: heirs[unit.pk] for page, unit in zip(pages, units, strict=True) if unit is not None}


def answered_by(unit: Unit) -> Q:
    """Return the condition on pages with a ``unit`` that this unit answers for them: its own and what it took over, less what it
    gave away."""
    estate = estate_of([unit.pk])
    own, given, taken = Q(unit_id__in=estate), Q(), Q()
    for receiver, path in HandedOver.objects.values_list("unit_id", "page__path"):
        if receiver in estate:
            taken |= Q(path__startswith=path)
        else:
            given |= Q(path__startswith=path)
    found = own & ~given if given else own
    return found | taken if taken else found
