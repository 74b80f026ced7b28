"""Whose a new page is: the unit that manages the folder now, not the one that the folder was made for."""

from typing import Any

from staff_directory.access.sight import remember_units, unit_of_page
from staff_directory.models import Unit


def unit_for_new(folder: Any) -> Unit:
    """Return the unit of a page that is made below ``folder`` today; two queries for each folder object, however many pages.

    A folder that a split handed over is its receiver's; the duties of a unit that is no more are its successor's. What was published before
    keeps the name that it was published under.
    """
    remember_units([folder])
    unit: Unit = unit_of_page(folder) or folder.unit
    seen = {unit.pk}
    while not unit.is_current and unit.successor is not None and unit.successor.pk not in seen:
        unit = unit.successor
        seen.add(unit.pk)
    return unit
