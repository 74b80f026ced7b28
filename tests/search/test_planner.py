"""A query as typed becomes a plan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.planner import chinese_numeral, plan, ungrouped


def words(query):
    return [group.word for group in plan(query).groups]


def test_words_phrases_and_minus():
    found = plan('工资 "农民工 工资" -建筑 －"第五 条"')
    assert [group.word for group in found.groups] == ["工资", "农民工 工资"]
    assert [group.phrase for group in found.groups] == [False, True]
    assert [needle.plain for needle in found.without] == ["建筑", "第五 条"]


@pytest.mark.parametrize(
    "quoted", ['"不定时工作制"', "“不定时工作制”", "「不定时工作制」", "『不定时工作制』", "＂不定时工作制＂"]
)
def test_every_kind_of_quotation_mark(quoted):
    assert plan(quoted).groups[0].phrase


def test_a_minus_within_a_word_is_no_operator():
    assert plan("2026-03-05").without == ()


def test_stop_characters_alone_are_left_out_beside_words():
    assert words("工资 的 支付") == ["工资", "支付"]
    assert words("的") == ["的"]


def test_only_minus_words_find_nothing():
    assert not plan("-工资")


def test_article_numbers_in_arabic_digits_are_those_of_laws():
    needles = [needle.plain for needle in plan("劳动保障监察条例第26条").groups[0].needles]
    assert needles[0] == "劳动保障监察条例 26 条"
    assert "劳动保障监察条例 第二十六条" in needles


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (43, "四十三"),
        (108, "一百零八"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_chinese_numerals(number, written):
    assert chinese_numeral(number) == written


@pytest.mark.parametrize(
    ("typed", "one_piece"),
    [
        ("9121 0500 MADE F000 1X", "91210500madef0001x"),
        ("９１２１０５００－ＭＡＤＥＦ０００１Ｘ", "91210500madef0001x"),
        ("示例 91210500 MADEF0001X 工资", "示例 91210500madef0001x 工资"),
        ("9121 0500 MADE F000 1X示例", "91210500madef0001x示例"),
        ("91210500MADEF0001X", ""),
        ("rsj 2026", ""),
        ("工资 -12345678", ""),
        ("ab -12345678", ""),
        ("hello world", ""),
    ],
)
def test_a_code_typed_in_groups_in_one_piece(typed, one_piece):
    assert ungrouped(typed) == one_piece


@given(st.text(max_size=300))
def test_any_text_has_a_plan(query):
    found = plan(query)
    assert len(found.groups) <= 16
    assert all(needle.grams for group in found.groups for needle in group.needles)


def test_a_minus_before_a_bracket_takes_away():
    found = plan("工资 -〔2026〕 -《办法》")
    assert words("工资 -〔2026〕") == ["工资"]
    assert [needle.plain for needle in found.without] == ["2026", "办法"]


def test_words_to_leave_out_count_wherever_they_stand_and_what_is_left_out_is_said():
    many = " ".join(f"词{chr(0x4E00 + number * 3)}" for number in range(40))
    found = plan(f"{many} -工资")
    assert [needle.plain for needle in found.without] == ["工资"]
    assert len(found.groups) == 16
    assert found.left_out == 24
    assert plan("工资").left_out == 0


@given(st.lists(st.sampled_from(["工资", "-许可", '"农民 工"', "－派遣", "ab", "。"]), max_size=8))
def test_a_group_knows_where_it_was_typed(parts):
    query = "  ".join(parts)
    for group in plan(query).groups:
        first, last = group.place
        assert query[first:last] in parts or f'"{query[first:last]}"' in parts
