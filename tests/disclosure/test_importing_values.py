"""Dates, texts and closed lists."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.importing.enumerations import UnknownChoice, labels_of, read_choice, read_penalty_kinds
from disclosure.importing.values import BadValue, read_date, read_text

DATES = st.dates(date(1950, 1, 1), date(2099, 12, 31))
DIGITS = "〇一二三四五六七八九"


def chinese(day, zero):
    def small(number):
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")

    year = "".join(DIGITS[int(char)] for char in str(day.year)).replace("〇", zero)
    return f"{year}年{small(day.month)}月{small(day.day)}日"


@given(DATES, st.sampled_from("〇○零"))
def test_every_way_of_writing_a_day(day, zero):
    serial = (day - date(1899, 12, 30)).days
    ways = [
        day,
        datetime(day.year, day.month, day.day, 10, 30),
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02d}.{day.day:02d}",
        f"{day.year}年{day.month}月{day.day}日",
        f" {day.year} 年 {day.month} 月 {day.day} 日 ",
        f"{day:%Y%m%d}",
        int(f"{day:%Y%m%d}"),
        f"{day.isoformat()} 00:00:00",
        f"{day.isoformat()}T08:00:00.000+08:00",
        chinese(day, zero),
        f"{day:%Y/%m/%d}".translate(str.maketrans("0123456789/", "０１２３４５６７８９／")),
    ]
    if serial >= 20_000:
        ways += [serial, float(serial), f"{serial}.0", str(serial), serial + 0.75]
    for written in ways:
        assert read_date(written) == day, written
    if serial - 1462 >= 20_000:
        assert read_date(serial - 1462, date1904=True) == day


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)))
def test_milliseconds_are_read_in_china(day):
    midnight = (day - date(1970, 1, 1)) / timedelta(milliseconds=1) - 8 * 3_600_000
    assert read_date(int(midnight)) == day
    assert read_date(str(int(midnight))) == day


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30",
        "3/5/2026",
        "26/3/5",
        "2026",
        "2026年3月",
        "abc",
        "",
        True,
        float("nan"),
        float("inf"),
        -1,
        0.5,
        10**20,
        "99999999",
        "1900-01-01",
    ],
)
def test_what_is_no_day(written):
    with pytest.raises(BadValue) as caught:
        read_date(written)
    assert str(caught.value)


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_anything_is_a_day_or_a_bad_value(value):
    with contextlib.suppress(BadValue):
        assert isinstance(read_date(value, forever=True), date)


def test_forever():
    assert read_date("长期有效", forever=True) == date(2099, 12, 31)
    with pytest.raises(BadValue) as caught:
        read_date("长期")
    assert caught.value.code == "forever_not_allowed"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (5.0, "5"),
        (1.5, "1.5"),
        (True, "是"),
        (None, ""),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5), "2026-03-05"),
        (" 甲 ", "甲"),
    ],
)
def test_text(value, text):
    assert read_text(value) == text


def test_a_number_too_long_for_a_spreadsheet():
    with pytest.raises(BadValue) as caught:
        read_text(2.1050219900101e17)
    assert caught.value.code == "number_precision"


@pytest.mark.parametrize(
    ("enum", "raw", "value"),
    [
        ("party_kind", "法人及非法人组织", "organisation"),
        ("party_kind", "法人或非法人组织", "organisation"),
        ("party_kind", " 自 然 人 ", "person"),
        ("party_kind", "个体户", "sole_trader"),
        ("licence_category", "普通许可", "ordinary"),
        ("licence_category", "01普通"[2:], "ordinary"),
        ("licence_category", "核准", "approval"),
        ("licence_state", "1", "valid"),
        ("licence_state", "1.0", "valid"),
        ("licence_state", "2", "invalid"),
        ("licence_state", "注销", "cancelled"),
        ("licence_state", "1-有效", "valid"),
        ("state_2015", "1", "revoked"),
    ],
)
def test_choices(enum, raw, value):
    assert read_choice(enum, raw) == (value, "")


def test_a_choice_outside_the_list_names_the_list():
    with pytest.raises(UnknownChoice, match="普通、特许"):
        read_choice("licence_category", "随便")
    with pytest.raises(UnknownChoice):
        read_choice("licence_state", "0")


@given(
    st.lists(st.sampled_from(labels_of("penalty_kinds")), min_size=1),
    st.sampled_from([";", "；", "、", ",", "，", "; "]),
)
def test_several_kinds(kinds, separator):
    read, note = read_penalty_kinds(separator.join(kinds))
    assert set(read) == set(kinds)
    assert len(read) == len(set(kinds))
    assert note == ""


def test_kinds_in_old_words_and_with_notes():
    assert read_penalty_kinds("罚款；吊销营业执照")[0] == ("罚款", "吊销许可证件")
    assert read_penalty_kinds("其他（责令改正；限期支付）") == (("其他",), "责令改正；限期支付")
    assert read_penalty_kinds("警告;其他-责令改正") == (("警告", "其他"), "责令改正")
    with pytest.raises(UnknownChoice, match="没收"):
        read_penalty_kinds("没收")
