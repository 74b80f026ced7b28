"""By which day a page must be public, and by which day each step of its approval has to be done, counted back from it.

This layer knows no domain: an upper one registers how a page type's legal date is found. Days are dates in Asia/Shanghai.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from .calendar import YearNotMaintained, working_days_before, working_days_between

#: Two working days before the legal date the legal department may act in a unit's place.
SUBSTITUTE_DAYS = 2

_legal: dict[type, Callable[[Any], date | None]] = {}


def register_legal_date(model: type, find: Callable[[Any], date | None]) -> None:
    """Say how the last day on which a page of ``model`` is published in time is found; None: no limit."""
    _legal[model] = find


def legal_date(page: Any) -> date | None:
    """Return the last day on which ``page`` is published in time; None without a limit, or where the calendar ends."""
    for model in type(page).__mro__:
        if model in _legal:
            try:
                return _legal[model](page)
            except YearNotMaintained:
                return None
    return None


def step_limit(page: Any, step: Any) -> date | None:
    """Return the day by which ``step`` (a specific task) has to be done for ``page``: so many working days before the legal date."""
    due = legal_date(page)
    if due is None:
        return None
    try:
        return working_days_before(due, int(getattr(step, "days_before", 0)))
    except YearNotMaintained:
        return due


def may_be_substituted(page: Any, today: date | None = None) -> bool:
    """Tell whether so little time is left to the legal date that the legal department may act in the unit's place."""
    due = legal_date(page)
    if due is None:
        return False
    try:
        return working_days_between(today or timezone.localdate(), due) <= SUBSTITUTE_DAYS
    except YearNotMaintained:
        return False
