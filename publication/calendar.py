"""Working days (工作日) and the days by which a decision is due to be public.

Counting starts the day after the decision (民法典 art. 201); "days" of 行政处罚法 art. 85 and 行政许可法 art. 82 are working
days. Public holidays and shifted working days come from ``chinesecalendar``; a year that it does not know yet is entered by
the bureau and offered here through :func:`register_overrides`. A year that nobody maintains raises
:class:`YearNotMaintained`: a wrong date is worse than none.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

Overrides = Mapping[date, bool]

LICENCE_AND_PENALTY_DAYS = 7
OTHER_DAYS = 20
_ONE_DAY = timedelta(days=1)
_providers: list[Callable[[], Overrides]] = []


class YearNotMaintained(LookupError):
    """The holidays of ``year`` are not known: neither to the calendar library nor entered by the bureau."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year} 年的节假日和调休安排尚未维护，请先在后台“工作日历”中录入。")


def register_overrides(provider: Callable[[], Overrides]) -> Callable[[], Overrides]:
    """Register a source of entered days: ``provider()`` maps a day to True (working) or False (off).

    A year counts as maintained as soon as one of its days is entered; its other days then follow the week (Monday to Friday).
    Registering the same provider twice changes nothing. Returns the provider, so that it can be used as a decorator.
    """
    if provider not in _providers:
        _providers.append(provider)
    return provider


def unregister_overrides(provider: Callable[[], Overrides]) -> None:
    """Take a provider away again; unknown providers are ignored."""
    if provider in _providers:
        _providers.remove(provider)


@lru_cache(maxsize=16384)
def _library_answer(day: date) -> bool | None:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def _collected(overrides: Overrides | None) -> Overrides:
    """Merge the registered sources with ``overrides``, which win."""
    if not _providers:
        return overrides or {}
    merged: dict[date, bool] = {}
    for provider in _providers:
        merged.update(provider())
    merged.update(overrides or {})
    return merged


class _Days:
    """Answers about single days against one collected set of overrides; ``counted`` keeps what was counted from a day on."""

    def __init__(self, overrides: Overrides) -> None:
        self.overrides = overrides
        self.counted: dict[tuple[date, int, bool], date] = {}
        self._years: set[int] | None = None

    def works(self, day: date) -> bool:
        entered = self.overrides.get(day) if self.overrides else None
        if entered is not None:
            return entered
        known = _library_answer(day)
        if known is not None:
            return known
        if self._years is None:
            self._years = {entry.year for entry in self.overrides}
        if day.year not in self._years:
            raise YearNotMaintained(day.year)
        return day.weekday() < 5


_MOST_COUNTED = 10_000
_last_days = _Days({})


def _days(overrides: Overrides | None) -> _Days:
    """Return the answers against what is entered now: those given last, as long as nothing else was entered."""
    global _last_days
    collected, last = _collected(overrides), _last_days
    if last.overrides != collected or len(last.counted) > _MOST_COUNTED:
        last = _last_days = _Days(dict(collected))
    return last


def is_working_day(day: date, overrides: Overrides | None = None) -> bool:
    """Tell whether ``day`` is a working day in China; raises :class:`YearNotMaintained`."""
    return _Days(_collected(overrides)).works(day)


def add_working_days(day: date, n: int, *, count_first: bool = False, overrides: Overrides | None = None) -> date:
    """The ``n``-th working day after ``day`` (``n`` ≥ 0; 0 is ``day`` itself).

    With ``count_first`` the starting day counts as the first when it is a working day. Raises
    :class:`YearNotMaintained` when the count runs into a year without data, ``ValueError`` for a negative ``n``.
    """
    if n < 0:
        raise ValueError("n must not be negative")
    if n == 0:
        return day
    days = _days(overrides)
    key = (day, n, count_first)
    if key in days.counted:
        return days.counted[key]
    current, left = day, n
    if count_first and days.works(day):
        left -= 1
    while left:
        current += _ONE_DAY
        if days.works(current):
            left -= 1
    days.counted[key] = current
    return current


def working_days_before(day: date, n: int, overrides: Overrides | None = None) -> date:
    """The working day on which ``n`` working days are left until ``day`` (0: ``day`` itself); raises :class:`YearNotMaintained`."""
    if n < 0:
        raise ValueError("n must not be negative")
    days = _Days(_collected(overrides))
    current, left = day, n
    while left:
        current -= _ONE_DAY
        if days.works(current):
            left -= 1
    return current


def working_days_between(a: date, b: date, overrides: Overrides | None = None) -> int:
    """How many working days lie after ``a`` up to and including ``b``; negative when ``b`` is before ``a``."""
    if b < a:
        return -working_days_between(b, a, overrides)
    days = _Days(_collected(overrides))
    count, current = 0, a
    while current < b:
        current += _ONE_DAY
        count += days.works(current)
    return count


def days_allowed(kind: str) -> int:
    """Working days within which a decision of ``kind`` must be public (国办发〔2018〕118号: 7 for licence and penalty, else 20)."""
    return LICENCE_AND_PENALTY_DAYS if kind in {"licence", "penalty"} else OTHER_DAYS


def due_date(kind: str, decided_on: date, overrides: Overrides | None = None) -> date:
    """The last day on which a decision of ``kind``, made on ``decided_on``, is published in time."""
    return add_working_days(decided_on, days_allowed(kind), overrides=overrides)
