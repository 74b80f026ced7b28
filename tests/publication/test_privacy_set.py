"""The labelled set for personal data: its format, offsets, check digits and shares. It tests the set, not a detector."""

from collections import Counter
from itertools import pairwise

import pytest

from benchmarks.privacy_set import check_set
from benchmarks.privacy_set.disguises import FULL_WIDTH
from benchmarks.privacy_set.make_set import HERE, as_lines, make_rows, read_frames
from benchmarks.privacy_set.numbers import credit_check, id_check, is_credit_code, is_id18, luhn

HALVES = {half: check_set.read(half) for half in check_set.HALVES}


@pytest.mark.parametrize("half", HALVES)
def test_every_row_is_well_formed_and_nothing_is_left_unlabelled(half):
    assert check_set.problems(HALVES[half]) == []


def test_the_files_are_what_the_script_writes():
    for half, rows in make_rows().items():
        assert (HERE / f"{half}.jsonl").read_text(encoding="utf-8") == as_lines(rows)


def test_there_are_enough_positives_and_hard_negatives():
    texts = sum((check_set.counts(rows)["texts"] for rows in HALVES.values()), Counter())
    assert texts["positives"] >= 420
    assert texts["negatives"] >= 420
    assert texts["long"] >= 20


def test_ids_and_texts_are_unique_over_both_halves():
    rows = HALVES["tuning"] + HALVES["holdout"]
    assert len({row["id"] for row in rows}) == len(rows)
    assert len({row["text"] for row in rows}) == len(rows)


def test_the_halves_are_about_equal():
    assert 0.9 < len(HALVES["tuning"]) / len(HALVES["holdout"]) < 1.1


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_every_kind_and_every_disguise(half):
    counts = check_set.counts(HALVES[half])
    kinds = Counter(kind for kind, severity in counts["kinds"].elements())
    assert set(kinds) == set(check_set.KINDS)
    assert min(kinds.values()) >= 5
    assert 0.4 < sum(kinds[k] for k in ("id", "phone", "bank")) / kinds.total() < 0.65
    for kind in ("id", "phone", "bank"):
        for name in ("plain", "full", "zero", "entity", "tag", "break", "space", "hyphen"):
            assert counts["disguises"][kind, name] >= 3, (kind, name)


@pytest.mark.parametrize("half", HALVES)
def test_each_half_has_two_numbers_side_by_side_and_country_codes(half):
    side_by_side = country = 0
    for row in HALVES[half]:
        numbers = [f for f in row["findings"] if f["kind"] in ("id", "phone", "bank")]
        side_by_side += any(0 < b["start"] - a["end"] <= 1 for a, b in pairwise(numbers))
        country += any(row["text"][: f["start"]].rstrip(" -").endswith("86") for f in numbers if f["kind"] == "phone")
    assert side_by_side >= 5
    assert country >= 3


def test_there_are_more_than_240_frames_and_none_twice():
    frames = [frame.text for path in HERE.glob("frames/*tive_*.txt") for frame in read_frames(path)]
    assert len(frames) == len(set(frames)) > 240


def test_check_digits_agree_with_known_numbers():
    for number in ("210502199001010017", "210503198512311024", "210522197911150031", "210504200002290020"):
        assert is_id18(number)
        assert id_check(number[:17]) == number[17]
    assert not is_id18("210502199001010018")
    assert not is_id18("210502199002300017")
    for code in ("11210500TE5T000161", "12210500TE5T00024Q", "91210500MA0DEM0132", "91210502MA0DEM021R"):
        assert is_credit_code(code)
        assert credit_check(code[:17]) == code[17]
    assert not is_credit_code("11210500TE5T000162")
    assert luhn("6222021000123456781")
    assert luhn("6217000010012345677")
    assert not luhn("6217000010012345678")


def test_the_check_finds_a_missing_label_and_a_wrong_digit():
    row = {"id": "n001", "text": "身份证号210502199001010017。", "findings": []}
    assert any("unlabelled ID" in problem for problem in check_set.problems([row]))
    row["text"] = row["text"].translate(FULL_WIDTH)
    assert any("unlabelled ID" in problem for problem in check_set.problems([row]))
    finding = {"start": 4, "end": 22, "kind": "id", "severity": "certain"}
    row = {"id": "p001", "text": "身份证号210502199001010018。", "findings": [finding]}
    assert any("not what it should be" in problem for problem in check_set.problems([row]))
