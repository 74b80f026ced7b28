"""Amounts in 万元 and 元, as 分."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.money import (
    AmbiguousAmount,
    InvalidAmount,
    capitals_to_fen,
    fen_to_display,
    fen_to_wan,
    fen_to_yuan,
    wan_to_fen,
    yuan_to_fen,
)

FEN = st.integers(0, 10**14)


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("1.234567", 1234567),
        ("0.000001", 1),
        ("2", 2_000_000),
        (" １２．５ ", 12_500_000),
        ("1,234.5", 1_234_500_000),
        ("12，345", 12_345_000_000),
        (2, 2_000_000),
        (0.1 + 0.2, 300_000),
        (Decimal("0.5"), 500_000),
        ("1.5E+2", 150_000_000),
        ("1.2000000", 1_200_000),
        ("0", 0),
    ],
)
def test_reads(value, fen):
    assert wan_to_fen(value) == fen


@pytest.mark.parametrize(
    ("value", "fen"),
    [
        ("2万元", 2_000_000),
        ("25 万", 25_000_000),
        ("20000元", 2_000_000),
        ("￥20000", 2_000_000),
        ("5,078,870.72元", 507_887_072),
        ("贰万元整", 2_000_000),
        ("陆万元整", 6_000_000),
        ("人民币贰仟元伍角整", 200_050),
        ("一万二千元", 1_200_000),
        ("2亿元", 20_000_000_000),
    ],
)
def test_own_unit_or_capitals_are_not_guessed_but_shown(value, fen):
    with pytest.raises(AmbiguousAmount) as caught:
        wan_to_fen(value)
    assert caught.value.fen == fen
    assert fen_to_display(fen) in str(caught.value)


@pytest.mark.parametrize(
    "value", ["-1", "1.2345678", "1,23", "abc", "", True, float("nan"), float("inf"), "9" * 30, "罚款"]
)
def test_refuses(value):
    with pytest.raises(InvalidAmount):
        wan_to_fen(value)


def test_writes():
    assert fen_to_wan(1234567) == "1.234567"
    assert fen_to_wan(5) == "0.000005"
    assert fen_to_yuan(1234567) == "12345.67"
    assert fen_to_display(1234567) == "12,345.67 元"
    assert fen_to_display(-5) == "-0.05 元"


@given(FEN)
def test_round_trips(fen):
    assert wan_to_fen(fen_to_wan(fen)) == fen
    assert yuan_to_fen(fen_to_yuan(fen)) == fen


@given(st.integers(0, 10**12))
def test_numbers_from_spreadsheets_keep_their_cents(fen):
    assert wan_to_fen(float(fen_to_wan(fen))) == fen


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(InvalidAmount):
        assert wan_to_fen(text) >= 0


@pytest.mark.parametrize(
    ("text", "fen"), [("壹佰零叁元", 10300), ("壹亿元", 10**10), ("拾元", 1000), ("柒角", None), ("元", None)]
)
def test_capitals(text, fen):
    assert capitals_to_fen(text) == fen
