"""The judged queries are well formed, and the demo corpus holds something useful for each of them."""

import json
from collections import Counter
from types import SimpleNamespace

import pytest
from wagtail.models import Page

from benchmarks.search_judged import judged
from disclosure.demo.content import indexes_of_demo_units
from disclosure.demo.generator import Generator

HALVES = (judged.TUNING, judged.HOLDOUT)


def queries():
    return [query for half in HALVES for query in judged.load(half)]


def corpus(total, seed=1):
    """The specific pages of the demo and, unsaved, what ``make_decisions`` would add."""
    generator, indexes = Generator(seed, prefix=f"示例{seed}"), indexes_of_demo_units()
    pages = [page.specific for page in Page.objects.live().filter(depth__gt=1)]
    return pages + [generator.notice(generator.random.choice(indexes[kind])) for kind in generator.plan(total)]


def query_of(*rules):
    return judged.Query("q000", "test", "任务", "词", tuple(judged.Rule(worth, where) for worth, where in rules))


def test_there_are_enough_queries_and_none_twice():
    everything = queries()
    assert len(everything) >= 140
    assert len({query.id for query in everything}) == len(everything)
    assert len({query.query for query in everything}) == len(everything)


def test_halves_have_the_same_mix():
    tuning, holdout = (Counter(query.group for query in judged.load(half)) for half in HALVES)
    assert set(tuning) == set(holdout)
    assert all(abs(tuning[group] - holdout[group]) <= 1 for group in tuning)


def test_synonyms_lead_from_everyday_words_to_words_of_law():
    synonyms = judged.load_synonyms()
    assert len(synonyms) >= 20
    for word, terms in synonyms.items():
        assert terms, word
        assert word not in terms


def test_grade_takes_the_best_rule_that_holds():
    query = query_of(
        (1, {"facts": {"contains": "童工"}}), (3, {"violation_type": "使用童工", "fine_fen": {"min": 100}})
    )
    page = SimpleNamespace(violation_type="使用童工", facts="使用童工一名", fine_fen=500)
    assert judged.grade(query, page) == 3
    page.fine_fen = 50
    assert judged.grade(query, page) == 1
    page.facts = ""
    assert judged.grade(query, page) == 0


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("示例市青山公司", True),
        ({"starts": "示例市"}, True),
        ({"any": ["别的", {"contains": "青山"}]}, True),
        ({"all": [{"contains": "青山"}, {"contains": "物流"}]}, False),
        ({"not": {"contains": "物流"}}, True),
        ({"contains": "青山", "not": {"starts": "示例市"}}, False),
    ],
)
def test_conditions(condition, held):
    page = SimpleNamespace(party_name="示例市青山公司")
    assert judged.grade(query_of((2, {"party_name": condition})), page) == (2 if held else 0)


def test_ndcg_is_one_for_the_ideal_order_and_less_for_any_worse():
    query = query_of((3, {"subject": "甲"}), (1, {"subject": "乙"}))
    best, fair, useless = (SimpleNamespace(subject=word) for word in "甲乙丙")
    ideal = judged.ideal(query, [useless, fair, best])
    assert ideal == [3, 1, 0]
    assert judged.ndcg(query, [best, fair, useless], ideal) == 1.0
    assert judged.ndcg(query, [useless, fair, best], ideal) < judged.ndcg(query, [fair, best], ideal) < 1.0
    assert judged.ndcg(query, [], ideal) == 0.0
    with pytest.raises(ValueError, match="q000"):
        judged.ndcg(query, [best], judged.ideal(query, [useless]))


@pytest.mark.parametrize(
    "change",
    [
        {"query": " "},
        {"grades": []},
        {"extra": 1},
        {"grades": [{"grade": 4, "where": {"kind": "penalty"}}]},
        {"grades": [{"grade": 3, "where": {}}]},
        {"grades": [{"grade": 3, "where": {"pk": 1}}]},
        {"grades": [{"grade": 3, "where": {"facts": {"like": "工资"}}}]},
        {"grades": [{"grade": 3, "where": {"facts": {"any": [{"like": "工资"}]}}}]},
    ],
)
def test_a_bad_query_is_refused_by_name(tmp_path, change):
    good = {
        "id": "q001", "group": "page", "task": "任务", "query": "词",
        "grades": [{"grade": 3, "where": {"kind": "penalty"}}],
    }  # fmt: skip
    path = tmp_path / "queries.json"
    path.write_text(json.dumps([good]), encoding="utf-8")
    assert judged.load(path)[0].rules[0].grade == 3
    path.write_text(json.dumps([good | change]), encoding="utf-8")
    with pytest.raises(judged.BadQuery, match="q001"):
        judged.load(path)
