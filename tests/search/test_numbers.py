"""A document number is found however it is written, and by every part of it that a visitor may type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grams import entry_text, needle
from search.planner import plan, regrouped

STORED = [
    "示例监罚决字〔2026〕第00012号",
    "示例监罚决字[2026]12号",
    "示例监罚决字（二〇二六）第十二号",
    "示例监罚决字〔贰零贰陆〕第12号",
]


def found(query: str, stored: str) -> bool:
    text = entry_text(stored, [stored], ["说明"])
    groups = plan(query).groups
    return bool(groups) and all(any(one.text in text for one in group.needles) for group in groups)


@pytest.mark.parametrize("stored", STORED)
@pytest.mark.parametrize(
    "query",
    [
        "示例监罚决字〔2026〕第00012号", "示例监罚决字〔2026〕第12", "2026〕12号", "〔2026〕12", "〔2026年〕第012号", "2026年第12号", "2026-012",
        "示例监罚决字_2026_012号", "_2026_012号", "〔二O二六〕", "〔二〇二六〕", "〔二◯二六〕第12号", "〔二零二六〕十二号", "〔贰零贰陆〕第12号", "第十二号",
        "文号：示例监罚决字〔2026〕第12号", "编号:〔2026〕12号", "示例监罚决字〔2026〕第12号书", "〔2026〕12号决定书", "〔二〇二六", "示例监罚决字〔2026〕第",
        "监罚决字2026第12号", "决字（2026）", "12号", "号",
    ],
)  # fmt: skip
def test_every_writing_finds_it(query, stored):
    assert found(query, stored)


@pytest.mark.parametrize(
    "query", ["〔2026〕13号", "〔2025〕12号", "第十三号", "〔二〇二五〕", "2026年第2号", "罚决字〔2026〕第1号"]
)
def test_another_number_is_not_found(query):
    assert not any(found(query, stored) for stored in STORED)


_RUNS = re.compile(r"[\u4e00-\u9fff]+|[0-9]+")
NAMES = st.text(st.sampled_from("示例人社监罚决许可字"), min_size=2, max_size=8)
YEARS = st.integers(1990, 2035)
SERIALS = st.integers(1, 99999)
BRACKETS = st.sampled_from(["〔〕", "[]", "（）", "【】", "()", "〈〉", "［］"])
FORMS = st.sampled_from(
    [
        "{0}{2[0]}{1}{2[1]}第{3:05d}号",
        "{0}{2[0]}{1}{2[1]}{3}号",
        "{0}{2[0]}{1}{2[1]}第{3}号",
        "{0} {2[0]}{1}{2[1]} {3} 号",
    ]
)


@given(NAMES, YEARS, BRACKETS, SERIALS, FORMS, st.data())
def test_every_part_that_ends_where_runs_end_finds_it(name, year, brackets, serial, form, data):
    stored = form.format(name, year, brackets, serial)
    edges = sorted({0, len(stored), *(edge for match in _RUNS.finditer(stored) for edge in match.span())})
    first, last = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True)))
    part = stored[first:last]
    if needle(part) is not None and part.strip("第 〔[（【(〈［〕]）】)〉］"):
        assert found(part, stored), part


@given(NAMES, YEARS, SERIALS)
def test_chinese_digits_in_one_part_only(name, year, serial):
    written = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    stored = f"{name}〔{year}〕第{serial}号"
    for query in (
        f"{name}〔{written}〕",
        f"〔{written}〕第{serial}号",
        f"{name}〔{written}",
        f"{name}〔{written.replace('〇', 'O')}〕",
    ):
        assert found(query, stored), query


def test_years_and_ordinals_in_sentences_stay_words():
    assert found("2026年", "关于2026年度检查的通知（2026年）")
    assert not found("2026年", "示例监罚决字〔2026〕第12号")
    assert found("第一号", "第一号公告")
    assert found("二〇二六年", "二零二六年三月")
    assert found("零工", "零工市场")


@pytest.mark.parametrize(("typed", "other"), [("gong zi", "gongzi"), ("lao dong jian cha", "laodongjiancha"), ("r s j", "rsj"), ("rsj工资", "rsj 工资"), ("工资rsj", "工资 rsj"), ("工资", ""), ('"gong zi"', ""), ("ab 12", "")])  # fmt: skip
def test_pinyin_in_parts(typed, other):
    assert regrouped(typed) == other


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("着手", "著手辦理"),
        ("着名", "著名商标"),
        ("著名", "著名商标"),
        ("显着", "顯著"),
        ("著手", "着手办理"),
        ("借口", "藉口"),
    ],
)
def test_characters_that_are_several(query, text):
    assert found(query, text)
