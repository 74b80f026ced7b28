"""Working days: the vectors of 2026, overrides, unmaintained years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication import calendar
from publication.calendar import (
    YearNotMaintained,
    add_working_days,
    due_date,
    is_working_day,
    register_overrides,
    unregister_overrides,
    working_days_between,
)

VECTORS = [
    ("2026-01-29", "2026-02-03", "2026-02-09", "2026-03-04"),
    ("2026-02-10", "2026-02-13", "2026-02-26", "2026-03-16"),
    ("2026-02-14", "2026-02-26", "2026-03-03", "2026-03-20"),
    ("2026-04-02", "2026-04-08", "2026-04-14", "2026-05-06"),
    ("2026-04-30", "2026-05-08", "2026-05-13", "2026-06-01"),
    ("2026-06-17", "2026-06-23", "2026-06-29", "2026-07-16"),
    ("2026-09-18", "2026-09-22", "2026-09-29", "2026-10-22"),
    ("2026-09-24", "2026-09-30", "2026-10-12", "2026-10-29"),
    ("2026-09-30", "2026-10-10", "2026-10-15", "2026-11-03"),
    ("2026-11-20", "2026-11-25", "2026-12-01", "2026-12-18"),
]
DAYS_2026 = st.dates(date(2026, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(("decided", "three", "seven", "twenty"), VECTORS)
def test_vectors(decided, three, seven, twenty):
    start = date.fromisoformat(decided)
    assert [add_working_days(start, n).isoformat() for n in (3, 7, 20)] == [three, seven, twenty]
    assert due_date("licence", start).isoformat() == due_date("penalty", start).isoformat() == seven
    assert due_date("inspection", start).isoformat() == twenty


def test_shifted_days():
    assert is_working_day(date(2026, 2, 14))
    assert not is_working_day(date(2026, 2, 16))
    assert is_working_day(date(2026, 10, 10))


def test_count_first_takes_the_starting_day_only_when_it_works():
    assert add_working_days(date(2026, 3, 2), 1, count_first=True) == date(2026, 3, 2)
    assert add_working_days(date(2026, 3, 1), 1, count_first=True) == date(2026, 3, 2)


def test_zero_and_negative():
    assert add_working_days(date(2026, 3, 1), 0) == date(2026, 3, 1)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 3, 1), -1)


def test_unmaintained_year_raises_and_names_it():
    with pytest.raises(YearNotMaintained) as caught:
        add_working_days(date(2026, 12, 28), 7)
    assert caught.value.year == 2027
    assert "2027" in str(caught.value)


def test_overrides_cover_a_year():
    entered = {date(2027, 1, 1): False, date(2027, 1, 2): True}
    assert add_working_days(date(2026, 12, 31), 2, overrides=entered) == date(2027, 1, 4)


def test_overrides_win_over_the_library():
    assert add_working_days(date(2026, 3, 2), 1, overrides={date(2026, 3, 3): False}) == date(2026, 3, 4)


def test_registered_provider_is_asked():
    def provider():
        return {date(2027, 1, 1): False}

    register_overrides(provider)
    try:
        assert due_date("penalty", date(2026, 12, 31)) == date(2027, 1, 12)
    finally:
        unregister_overrides(provider)
    assert provider not in calendar._providers


@given(DAYS_2026, st.integers(1, 25))
def test_adding_and_counting_agree(day, n):
    end = add_working_days(day, n)
    assert working_days_between(day, end) == n
    assert working_days_between(end, day) == -n
    assert is_working_day(end)


@given(DAYS_2026, st.integers(0, 25))
def test_a_later_start_is_never_due_earlier(day, n):
    assert add_working_days(day, n) <= add_working_days(day + timedelta(days=1), n)
