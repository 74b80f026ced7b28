"""Time limits of a guide: in words, and compared."""

import math

from .kinds import LimitUnit

#: How days of different kinds are compared (this project's rule): five working days are a week, a month is thirty days.
_CALENDAR_DAYS = {LimitUnit.CALENDAR: 1.0, LimitUnit.WORKING: 7 / 5, LimitUnit.MONTH: 30.0}


def in_words(days: int | None, unit: str) -> str:
    """Return 20个工作日, 60日, 3个月; 当场办结 for 0, "" for none."""
    if days is None:
        return ""
    if days == 0:
        return "当场办结"
    if unit == LimitUnit.WORKING:
        return f"{days}个工作日"
    return f"{days}个月" if unit == LimitUnit.MONTH else f"{days}日" if unit else f"{days}"


def is_longer(days: int, unit: str, than: int, than_unit: str) -> bool:
    """Tell whether one limit is longer than another; of different kinds they are compared as calendar days."""
    if unit == than_unit:
        return days > than
    return math.ceil(days * _CALENDAR_DAYS[LimitUnit(unit)]) > math.ceil(than * _CALENDAR_DAYS[LimitUnit(than_unit)])


def duration(days: int | None, unit: str) -> str:
    """Return an ISO 8601 duration; "" where there is none that says the same (working days)."""
    if days is None or days == 0 or unit not in (LimitUnit.CALENDAR, LimitUnit.MONTH):
        return ""
    return f"P{days}{'D' if unit == LimitUnit.CALENDAR else 'M'}"
