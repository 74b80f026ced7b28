"""Whose a new page is: the unit that manages the folder now, not the one that the folder was made for."""

from typing import Any

from staff_directory.access.sight import unit_of_page
from staff_directory.models import Unit

_KEPT = "_gongshi_unit_for_new"


def unit_for_new(folder: Any) -> Unit:
    """Return the unit of a page that is made below ``folder`` today; two queries for each folder object, however many pages.

    A folder that a split handed over is its receiver's; the duties of a unit that is no more are its successor's. What was published before
    keeps the name that it was published under.
    """
    kept: Unit | None = folder.__dict__.get(_KEPT)
    if kept is not None:
        return kept
    unit: Unit = unit_of_page(folder) or folder.unit
    if unit.pk == folder.unit_id:
        unit = folder.unit  # the one that may have its parent loaded
    seen = {unit.pk}
    while not unit.is_current and unit.successor is not None and unit.successor.pk not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    folder.__dict__[_KEPT] = unit
    return unit
