"""The same random questions on every engine that is there, against brute force."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.entries import _write
from search.grams import entry_text, levels, text_grams
from search.models import Entry
from search.models.entries import key_of
from search.planner import plan
from search.public import engines

pytestmark = pytest.mark.django_db

LETTERS = "行政处罚决定工资支付ab12 ，。〔〕第号"
TEXTS = [
    "行政处罚决定书。工资支付", "工资支付，行政处罚", "罚", "处罚决定", "第12号 ab", "示例〔2026〕第001号", "政 工", "付行政", "ab1 2ab",
    "定工资支付行政处罚决定", "支付号", "〔12〕第1号", "b a", "处 罚", "決定 處罰", "𠀀工資", "ab处罚12", "工资12", "12工资", "号",
]  # fmt: skip
QUERIES = st.text(st.sampled_from(LETTERS + '"-'), max_size=12)
FILTERS = [
    {},
    {"kind": "k1"},
    {"kind": "K1"},
    {"category": "甲"},
    {"category": "甲、乙"},
    {"category": "丙", "kind": "k0"},
    {"category": "%"},
]


@pytest.fixture
def entries(make_page):
    import datetime

    pages = [make_page(f"页{number}") for number in range(len(TEXTS))]
    Entry.objects.all().delete()
    rows = []
    for number, (page, text) in enumerate(zip(pages, TEXTS, strict=True)):
        day = datetime.date(2026, 1, 1) + datetime.timedelta(days=number % 7)
        whole = entry_text(text[:4], [text], [TEXTS[-number]])
        rows.append(
            [
                key_of(day, page.pk),
                page.pk,
                1,
                number % 2,
                "s",
                f"k{number % 3}",
                "1",
                "2026",
                "甲、乙" if number % 2 else "丙",
                whole,
            ]
        )
    _write(rows)
    return {row[1]: (row[0], row[-1], row[5], row[3], row[8]) for row in rows}


def expected(chosen, entries) -> list[int]:
    found = []
    for key, text, kind, _, category in entries.values():
        stands = all(any(needle.text in text for needle in group.needles) for group in chosen.groups)
        if stands and not any(needle.text in text for needle in chosen.without):
            wanted = chosen.filters
            if wanted.get("kind", kind) == kind and (
                "category" not in wanted or wanted["category"] in category.split("、")
            ):
                found.append(key)
    return sorted(found, reverse=True) if chosen.groups else []


def test_engines_answer_as_brute_force_does(entries):
    asked = {engines.database_engine(), engines.engine()[0]}

    @settings(max_examples=150, deadline=None)
    @given(QUERIES, st.sampled_from(FILTERS))
    def check(query, filters):
        chosen = plan(query).filtered(filters)
        if not chosen:
            return
        right = expected(chosen, entries)
        for engine in asked:
            assert [row.key for row in engine.rows(chosen, 1000)] == right, (engine.NAME, query)
            assert [row.key for row in engine.rows(chosen, 2)] == right[:2]
            heavy = [row.key for row in engine.rows(chosen.heavy(), 1000)]
            assert heavy == [key for key in right if next(e for e in entries.values() if e[0] == key)[3]]

    check()


def in_heads(chosen, entries) -> list[int]:
    """The rule itself: a needle stands in the text, and its pairs and words stand in title or names."""
    found = []
    for key, text, *_ in entries.values():
        title, names, _ = levels(text)
        head = text_grams(f"{title} {names}")
        if all(
            any(one.text in text and all(gram in head for gram in one.grams if len(gram) > 1) for one in group.needles)
            for group in chosen.groups
        ) and not any(one.text in text for one in chosen.without):
            found.append(key)
    return sorted(found, reverse=True)


def test_engines_agree_on_titles_and_names(entries):
    asked = {engines.database_engine(), engines.engine()[0]}

    @settings(max_examples=150, deadline=None)
    @given(QUERIES)
    def check(query):
        chosen = plan(query)
        for engine in asked if chosen else ():
            assert [row.key for row in engine.rows(chosen, 1000, head=True)] == in_heads(chosen, entries), engine.NAME

    check()


def test_no_text_is_an_error_on_any_engine():
    asked = {engines.database_engine(), engines.engine()[0]}

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=60))
    def check(query):
        chosen = plan(query)
        if chosen:
            for engine in asked:
                assert engine.rows(chosen, 10) == []

    check()
