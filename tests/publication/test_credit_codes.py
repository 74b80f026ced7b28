"""Unified social credit codes and organisation codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from publication.credit_codes import InvalidCreditCode, is_credit_code, is_organisation_code, read_credit_code

CODES = [
    "11210500TE5T000161",
    "12210500TE5T00024Q",
    "91210500MA0DEM0132",
    "91210502MA0DEM021R",
    "92210503MA0DEM03XW",
    "52210500MJ0DEM040D",
]


@pytest.mark.parametrize("code", CODES)
def test_valid(code):
    assert is_credit_code(code)
    assert read_credit_code(code) == (code, ())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("11210500TE5T000162", "check_digit"),
        ("0" * 18, "zeros"),
        ("9121", "length"),
        ("91210500MAODEM0132", "characters"),
        ("", "length"),
    ],
)
def test_invalid(raw, reason):
    with pytest.raises(InvalidCreditCode) as caught:
        read_credit_code(raw)
    assert caught.value.reason == reason


def test_letter_o_for_zero_is_suggested_not_guessed():
    with pytest.raises(InvalidCreditCode, match="91210500MA0DEM0132"):
        read_credit_code("912105OOMA0DEM0132")


def test_lower_case_and_spaces_are_read_with_warnings():
    code, warnings = read_credit_code(" 91210500 ma0dem0132 ")
    assert code == CODES[2]
    assert len(warnings) == 2
    assert read_credit_code("９１２１０５００ＭＡ０ＤＥＭ０１３２") == (CODES[2], ())


@given(st.sampled_from(CODES), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_a_changed_character_is_noticed(code, place, char):
    changed = code[:place] + char + code[place + 1 :]
    assert is_credit_code(changed) == (changed == code) == (uscc.is_valid(changed) and changed == code)


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("MA0DEM013", True),
        ("MA0DEM01-3", True),
        ("ma0dem013", True),
        ("MA0DEM014", False),
        ("000000000", False),
        ("1", False),
    ],
)
def test_organisation_codes(code, valid):
    assert is_organisation_code(code) is valid
