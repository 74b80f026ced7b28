"""Days are counted back from the legal date in working days (国办发〔2018〕118号; 行政许可法 82, 行政处罚法 85)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.calendar import add_working_days, is_working_day, working_days_before
from publication.deadlines import legal_date, may_be_substituted, step_limit
from tests.conftest import build_penalty

DAYS = st.dates(date(2024, 1, 15), date(2026, 11, 30))


@given(DAYS, st.integers(0, 30))
def test_counting_back_undoes_counting_on(day, n):
    later = add_working_days(day, n)
    back = working_days_before(later, n)
    assert back == day or not is_working_day(day)
    assert add_working_days(back, n) == later


def test_counting_back_over_a_holiday():
    assert working_days_before(date(2026, 10, 9), 2) == date(2026, 9, 30)  # 国庆假期 10月1日至7日；8日上班
    assert working_days_before(date(2026, 3, 5), 0) == date(2026, 3, 5)
    with pytest.raises(ValueError, match="negative"):
        working_days_before(date(2026, 3, 5), -1)


@pytest.mark.django_db
def test_a_penalty_is_due_seven_working_days_after_and_its_steps_before_that(penalties):
    notice = build_penalty(penalties, 1)
    notice.decided_on = date(2026, 3, 5)
    assert legal_date(notice) == date(2026, 3, 16)

    class Step:
        days_before = 2

    assert step_limit(notice, Step()) == date(2026, 3, 12)
    assert step_limit(notice, object()) == date(2026, 3, 16)
    assert not may_be_substituted(notice, date(2026, 3, 11))
    assert may_be_substituted(notice, date(2026, 3, 12))
    assert may_be_substituted(notice, date(2026, 4, 1))


@pytest.mark.django_db
def test_what_is_public_or_withheld_has_no_legal_date(penalties, live_penalty):
    assert legal_date(live_penalty) is None
    notice = build_penalty(penalties, 2)
    notice.publicity, notice.publicity_reason = "withheld", "涉及个人隐私"
    assert legal_date(notice) is None
    assert legal_date(penalties) is None
