"""No personal number stays in the trail, in whatever disguise: the labelled set, and what people type (STANDARDS 7.1)."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publication.trail.scrub import HIDDEN, scrub, scrub_value

SET = Path(__file__).parents[2] / "benchmarks" / "privacy_set"
KINDS = ("id", "phone", "bank", "passport", "permit", "residence", "im")
ID, PHONE, CARD = "210502199001010017", "13812345678", "6222021000123456781"


@pytest.mark.parametrize("half", ["tuning", "holdout"])
def test_no_labelled_number_is_left(half):
    """Counts only: what the holdout half says is not looked at."""
    left = dict.fromkeys(KINDS, 0)
    for line in (SET / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        cleaned = scrub(row["text"])
        for label in row["findings"]:
            if label["kind"] in left and row["text"][label["start"] : label["end"]] in cleaned:
                left[label["kind"]] += 1
    assert left == dict.fromkeys(KINDS, 0)


@pytest.mark.parametrize(
    "text",
    [
        "护照E12345678",
        "wx13812345678",
        "138–1234–5678",
        "138.1234.5678",
        "账号6222021000123456780",
        "港澳居民来往内地通行证H12345678",
        "微信号zhang_san_01",
        "家庭电话024-43851234",
        "一三八一二三四五六七八",
        "&#49;3812345678",
    ],
)
def test_numbers_in_disguise_are_hidden(text):
    cleaned = scrub(f"某人留下的{text}，请核对")
    assert HIDDEN in cleaned
    assert sum(map(str.isdigit, cleaned)) < 5


def test_a_key_says_what_a_bare_number_is():
    assert scrub_value({"护照号码": "E12345678", "n": ["E12345678"]}) == {"护照号码": HIDDEN, "n": ["E12345678"]}


def test_whole_numbers_are_numbers_too():
    value = {"phone": int(PHONE), "rows": [int(ID), 12, True, None, 3.5, float(PHONE)]}
    assert scrub_value(value) == {"phone": HIDDEN, "rows": [HIDDEN, 12, True, None, 3.5, HIDDEN]}
    assert scrub_value({"amount": 13812345678, "page_id": 7}) == {"amount": 13812345678, "page_id": 7}


@pytest.mark.parametrize("text", ["024-43851234", "监督电话：024-43851234", "示例监罚决字〔2026〕第00001号", "12333"])
def test_the_offices_own_numbers_stay(text):
    assert scrub(text) == text


@given(st.text(max_size=12), st.sampled_from([ID, PHONE, CARD]), st.text(max_size=12), st.sampled_from([1, 3, 4, 6]))
def test_nothing_around_a_number_keeps_it(before, number, after, width):
    """In one piece, at least, whatever stands around that is neither a letter nor a digit of its own."""
    text = f"{before}，{number}。{after}"
    assert number not in scrub(text)
    assert scrub(scrub(text)) == scrub(text)
