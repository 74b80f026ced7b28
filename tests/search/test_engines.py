"""The same random questions on every engine that is there, against brute force."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.entries import _write
from search.grams import entry_text
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
    return {row[1]: (row[0], row[-1], row[5], row[3]) for row in rows}


def expected(chosen, entries) -> list[int]:
    found = []
    for key, text, kind, _ in entries.values():
        stands = all(any(needle.text in text for needle in group.needles) for group in chosen.groups)
        if stands and not any(needle.text in text for needle in chosen.without):
            if not chosen.filters or chosen.filters["kind"] == kind:
                found.append(key)
    return sorted(found, reverse=True) if chosen.groups else []


def test_engines_answer_as_brute_force_does(entries):
    asked = {engines.database_engine(), engines.engine()[0]}

    @settings(max_examples=150, deadline=None)
    @given(QUERIES, st.sampled_from([{}, {"kind": "k1"}]))
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


def test_engines_agree_on_titles_and_names(entries):
    asked = [engines.database_engine(), engines.engine()[0]]

    @settings(max_examples=60, deadline=None)
    @given(QUERIES)
    def check(query):
        chosen = plan(query)
        if chosen:
            first, second = ([row.key for row in engine.rows(chosen, 1000, head=True)] for engine in asked)
            assert first == second
            assert set(first) <= {row.key for row in asked[0].rows(chosen, 1000)}

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
