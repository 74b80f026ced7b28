"""By when a page must be withdrawn: at once, three working days at the latest (行政处罚法第四十八条、行政机关公开撤回规则)."""

from datetime import date
from typing import Any

from ..calendar import YearNotMaintained, add_working_days
from .kinds import RULES, EndingKind


def due_on(kind: str, arose: date) -> date | None:
    """Return the last day in time for a duty that ``arose`` on a day; None where the calendar of that year is not kept."""
    days = RULES[EndingKind(kind)].days
    try:
        return arose if days is None else add_working_days(arose, days)
    except YearNotMaintained:
        return None


def is_late(ending: Any, today: date) -> bool:
    """Tell whether an ending that is still asked for is past its day."""
    return ending.is_open and ending.due_on is not None and ending.due_on < today
