"""Holidays entered in the admin: pasted from the yearly notice, used by every deadline."""

import datetime
from contextlib import suppress

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from publication.calendar import YearNotMaintained, add_working_days, is_working_day
from publication.calendar_admin.entry import UnreadableLine, read_lines
from publication.models import CalendarDay

NOTICE = """2031-01-01 休 元旦
2031年1月22日至2031年1月28日 休 春节

２０３１－０１－１９ 班 春节调休"""


def test_lines_are_read_as_people_write_them():
    days = {entry.day: entry for entry in read_lines(NOTICE)}
    assert len(days) == 9
    assert days[datetime.date(2031, 1, 19)].works
    assert days[datetime.date(2031, 1, 24)].name == "春节"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有读到"),
        ("元旦放假", "第 1 行"),
        ("2031-02-30 休", "不存在"),
        ("2031-01-05至2031-01-01 休", "起止"),
        ("2031-01-01 休\n2031-01-01 班", "第 2 行"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, said):
    with pytest.raises(UnreadableLine, match=said):
        read_lines(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_an_explanation(text):
    with suppress(UnreadableLine):
        assert read_lines(text)


def test_pasting_a_year_makes_its_deadlines_known(client, admin):
    with pytest.raises(YearNotMaintained):
        is_working_day(datetime.date(2031, 1, 2))
    client.force_login(admin)
    assert "待维护" in client.get(reverse("calendar_days:index")).content.decode()
    answer = client.post(reverse("calendar_days:paste"), {"lines": NOTICE}, follow=True)
    assert "已录入 9 天" in answer.content.decode()
    assert CalendarDay.objects.count() == 9
    assert add_working_days(datetime.date(2031, 1, 18), 2) == datetime.date(2031, 1, 20)
    CalendarDay.objects.filter(day="2031-01-19").first().delete()
    assert not is_working_day(datetime.date(2031, 1, 19))


def test_a_wrong_line_enters_nothing_and_keeps_what_was_typed(client, admin):
    client.force_login(admin)
    answer = client.post(reverse("calendar_days:paste"), {"lines": f"{NOTICE}\n看不懂的一行"}).content.decode()
    assert "看不懂的一行" in answer
    assert "第 5 行" in answer
    assert not CalendarDay.objects.exists()


def test_an_editor_may_not_change_the_calendar(client, editor):
    client.force_login(editor)
    for name in ("index", "paste", "add"):
        assert client.get(reverse(f"calendar_days:{name}")).status_code in (302, 403)
    client.post(reverse("calendar_days:paste"), {"lines": NOTICE})
    assert not CalendarDay.objects.exists()
