"""Dates in notices, and how near they are in working days."""

from datetime import date

from ..calendar import YearNotMaintained, is_working_day, working_days_between


def month_day(day: date) -> str:
    """Return 3月5日."""
    return f"{day.month}月{day.day}日"


def works(day: date) -> bool:
    """Tell whether people are at work; in a year that the calendar does not know, Monday to Friday."""
    try:
        return is_working_day(day)
    except YearNotMaintained:
        return day.weekday() < 5


def days_left(today: date, limit: date) -> int:
    """Return the working days after ``today`` until ``limit``: 0 on the day itself, negative when it is past."""
    if limit < today:
        return -max(1, _between(limit, today))
    return _between(today, limit)


def _between(first: date, last: date) -> int:
    try:
        return working_days_between(first, last)
    except YearNotMaintained:
        return (last - first).days
