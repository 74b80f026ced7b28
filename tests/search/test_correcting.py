"""您要找的是不是：a word with a wrong character is corrected, and nothing else of the query changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.finding import did_you_mean, find
from tests.search.counting import reads

pytestmark = pytest.mark.django_db

TITLES = [
    "行政处罚决定",
    "社会保险费用",
    "拖欠工资罚款",
    "加班费计算",
    "工伤认定流程",
    "劳动监察公告",
    "劳务派遣许可",
    "未成年工保护",
    "农民工工资",
    "办理情况",
]


@pytest.fixture
def pages(make_page):
    return [make_page(title, search_description="处罚、监察、派遣、工伤、工资、加班费。") for title in TITLES]


def offered(client, query: str) -> str | None:
    other = client.get("/search/", {"q": query}).context.get("other")
    return other["query"] if other else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("行政处发", "行政处罚"),
        ("社会保俭", "社会保险"),
        ("拖欠功资", "拖欠工资"),
        ("加班废", "加班费"),
        ("托欠工资 罚款", "拖欠工资 罚款"),
        ("工伤人定", "工伤认定"),
        ("行攻处罚", "行政处罚"),
        ("劳动监查", "劳动监察"),
        ("劳务派遗", "劳务派遣"),
        ("派遗", "派遣"),
        ("处发", "处罚"),
        ("农名工", "农民工"),
        ("农名工 -罚款", "农民工 -罚款"),
        ('农名工 "工资"', '农民工 "工资"'),
        ("“工资” 农名工　-许可", "“工资” 农民工　-许可"),
    ],
)
def test_a_wrong_character_is_corrected(client, pages, typed, meant):
    assert offered(client, typed) == meant
    assert client.get("/search/", {"q": meant}).context["results"]


@pytest.mark.parametrize("typed", ["农民工", "工资", '"农名工"', "毫不相干的东西", "农" * 13])
def test_nothing_is_offered_where_nothing_is_wrong_or_known(client, pages, typed):
    assert offered(client, typed) is None


def test_a_correction_costs_the_same_however_long_the_query(pages):
    for query in ("农名工", "农名工 处发 拖欠功资 社会保俭 行攻处罚", "拖欠功资行攻处罚社会保俭", "不" * 12):
        found = find(query, strict=True)
        with CaptureQueriesContext(connection) as captured:
            did_you_mean(found)
        assert len(reads(captured)) <= 20, query
