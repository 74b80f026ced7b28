"""Keyword filters: the same answer for rare and common words, at a bounded cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from search import matching
from search.matching import matching_page_ids, restrict
from tests.conftest import build_penalty
from tests.search.counting import reads

pytestmark = pytest.mark.django_db

KEYWORDS = [
    "建筑", "筑", "示例市第3", "拖欠劳动报酬", "拖欠 建筑", "〔2026〕第3号", "[2026]00003号", "91210500ma0dem0132",
    "没有这个词", "2026", "警", '"', "", "《保障农民工工资支付条例》第五十五条",
]  # fmt: skip


@pytest.fixture
def notices(penalties):
    made = [build_penalty(penalties, number) for number in range(1, 13)]
    return CreateMany(penalties, made, publish=True).execute()


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_rare_and_common_words_have_the_same_answer(notices, keyword, monkeypatch):
    rare = set(restrict(DecisionNoticePage.objects.all(), keyword).values_list("pk", flat=True))
    monkeypatch.setattr(matching, "FEW", 0)
    common = restrict(DecisionNoticePage.objects.all(), keyword)
    assert set(common.values_list("pk", flat=True)) == rare
    assert common.count() == len(rare)
    assert len(common.order_by("-pk")[:5]) == min(len(rare), 5)
    by_title = set(restrict(Page.objects.all(), keyword).values_list("pk", flat=True))
    assert by_title == rare


def test_words_are_found_in_every_field(notices):
    def numbers(keyword):
        return [page.document_number for page in restrict(DecisionNoticePage.objects.order_by("pk"), keyword)]

    assert numbers("〔2026〕3号") == ["示例监罚决字〔2026〕第00003号"]
    assert numbers("示例市第3建筑") == ["示例监罚决字〔2026〕第00003号"]
    assert len(numbers("逾期未支付")) == 12
    assert numbers("。") == []


def test_filters_stay(notices):
    first = DecisionNoticePage.objects.filter(pk=notices[0].pk)
    assert list(restrict(first, "建筑")) == [notices[0]]
    assert list(restrict(first, "示例市第3建筑")) == []


def test_ids_come_newest_first_and_capped(notices):
    found = matching_page_ids("建筑", model=DecisionNoticePage)
    assert found == sorted((page.pk for page in notices), reverse=True)
    assert matching_page_ids("建筑", model=DecisionNoticePage, limit=3) == found[:3]
    assert matching_page_ids("", model=DecisionNoticePage) == []
    assert matching_page_ids("建筑", model=Page) == found


def test_restricting_asks_one_query(notices):
    restrict(DecisionNoticePage.objects.all(), "建筑")  # content types are kept
    with CaptureQueriesContext(connection) as captured:
        restrict(DecisionNoticePage.objects.all(), "建筑 拖欠")
    assert len(reads(captured)) == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the index is PostgreSQL's")
def test_the_look_up_reads_the_index(notices):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT e.id FROM wagtailsearch_indexentry e WHERE (e.title || e.body) @@ %s::tsquery", ["'建筑'"]
        )
        assert "search_entry_text" in str(cursor.fetchall())
