"""Normalising, storing, keys of document numbers, identity numbers in free text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.credit_codes import is_credit_code
from publication.id_numbers import check_digit, is_id_number
from publication.text import (
    chinese_number,
    clean_text,
    document_number_key,
    find_id_numbers,
    normalise,
    serial_variant_key,
)

IDS = ["210502199001010017", "210503198512311024", "210522197911150031", "210504200002290020"]
NUMBER = "本人社监罚决字〔2026〕第001号"


def levels(text, **options):
    return [(finding.level, finding.number) for finding in find_id_numbers(text, **options)]


def test_normalise():
    assert normalise(" Ａ\u200b　１２\n３ ") == "A 12 3"


def test_clean_text_keeps_chinese_punctuation_and_paragraphs():
    assert clean_text("  甲（一），\r\n 乙\x00\u200b  丙　丁 \ud800") == "甲（一），\n乙 丙 丁"


@given(st.text())
def test_clean_text_is_idempotent_and_storable(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    "written",
    [
        "本人社监罚决字[2026]第001号",
        "本人社监罚决字【2026】第001号",
        "本人社监罚决字﹝2026﹞第001号",
        "本人社监罚决字［２０２６］第００１号",
        "本人社监罚决字（2026）第001号",
        "本人社监罚决字〔2026) 第 001 号",
        "\u200b本人社监罚决字〔二〇二六〕第001号",
        "本人社监罚决字〔二○二六〕第001号",
    ],
)
def test_writings_of_one_number_are_equal(written):
    assert document_number_key(written) == document_number_key(NUMBER)


def test_leading_zeros_make_another_number_but_a_look_alike():
    other = "本人社监罚决字〔2026〕第1号"
    assert document_number_key(other) != document_number_key(NUMBER)
    assert serial_variant_key(other) == serial_variant_key(NUMBER)
    assert serial_variant_key("本人社监罚决字〔2026〕第10号") != serial_variant_key(NUMBER)


def test_chinese_serial():
    assert document_number_key("甲字〔2026〕第十二号") == document_number_key("甲字[2026]第12号")
    assert [chinese_number(text) for text in ("十", "三十一", "一百零三", "二〇二六", "甲", "")] == [
        10,
        31,
        103,
        2026,
        None,
        None,
    ]


@given(st.text(max_size=40))
def test_number_key_is_idempotent_on_any_text(text):
    key = document_number_key(text)
    assert serial_variant_key(key) == serial_variant_key(text)


@pytest.mark.parametrize("number", IDS)
def test_valid_ids_are_certain(number):
    assert is_id_number(number)
    assert levels(f"当事人身份证号{number}，已核实") == [("certain", number)]


@pytest.mark.parametrize(
    "disguised",
    [
        "２１０５０２１９９００１０１００１７",
        "2105021990\u200b01010017",
        "210502 19900101 0017",
        "210502-19900101-0017",
        "2105 0219 9001 0100 17",
        "21050219900\n1010017\n2026年",
        "2&#49;0502199001010017",
        "210502<b>19900101</b>0017",
        "身份证编号：210502199001010017",
        "ID210502199001010017",
    ],
)
def test_disguises(disguised):
    assert levels(disguised) == [("certain", IDS[0])]


@pytest.mark.parametrize("between", [" ", "-", "\n", "、", "</td><td>", "\u200b", ""])
def test_two_numbers_side_by_side_stay_two(between):
    found = {number for level, number in levels(f"<p>{IDS[0]}{between}{IDS[1]}</p>") if level == "certain"}
    assert found == set(IDS[:2])


def test_wrong_check_digit_is_suspected_and_impossible_date_is_none():
    assert levels("身份证210502199001010018") == [("suspected", "210502199001010018")]
    assert levels("身份证210502199002300017") == []
    assert levels("990502199001010017") == []


def test_labelled_serial_is_at_most_suspected():
    assert levels("流水号：210502199001010017") == [("suspected", IDS[0])]


def test_masked_numbers_and_common_figures_are_no_findings():
    for text in (
        "51222319********",
        "372929####",
        "电话024-41234567，罚款20000.00元，2026年3月5日至2026年4月6日",
        "张某华",
    ):
        assert levels(text) == []


def test_credit_codes_are_not_ids():
    for code in ("11210500TE5T000161", "91210500MA0DEM0132", "92210503MA0DEM03XW"):
        assert levels(f"代码{code}") == []


def both_id_and_credit_code():
    for serial in range(1, 1000):
        first = f"21050219900101{serial:03d}"
        number = first + check_digit(first)
        if is_credit_code(number):
            return number
    raise AssertionError


def test_a_number_that_is_both_is_an_id_except_in_a_code_place():
    number = both_id_and_credit_code()
    assert levels(f"当事人{number}") == [("certain", number)]
    assert levels(f"统一社会信用代码：{number}") == []
    assert levels(number, credit_field=True) == []


@given(
    st.sampled_from(IDS),
    st.text(alphabet="甲乙丙，。；（）", max_size=5),
    st.integers(0, 17),
    st.sampled_from(["", "\u200b", "\n"]),
)
def test_found_wherever_it_stands(number, around, cut, gap):
    assert ("certain", number) in levels(around + number[:cut] + (gap if cut else "") + number[cut:] + around)


def test_findings_do_not_spell_the_number():
    assert IDS[0] not in repr(find_id_numbers(IDS[0]))
