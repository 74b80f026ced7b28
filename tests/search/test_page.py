"""Facets, sorting, suggestions, promoted results, and counts of what was searched for."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from publication.actions.change_shown import ChangeShown
from search import counting
from search.models import SearchCount, Synonym
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting_counts():
    counting._waiting.clear()
    yield
    counting._waiting.clear()


def ask(client, **values):
    answer = client.get("/search/", values)
    assert answer.status_code == 200
    return answer.context


def test_facets_count_narrow_and_clear(client, live_penalty):
    found = ask(client, q="工资")
    facets = {facet["name"]: facet for facet in found["facets"]}
    assert facets["category"]["label"] == "分类"
    assert {value["label"]: value["count"] for value in facets["category"]["values"]} == {"警告": "1", "罚款": "1"}
    narrowed = client.get("/search/" + facets["category"]["values"][0]["url"]).context
    assert [result["number"] for result in narrowed["results"]] == [live_penalty.document_number]
    assert narrowed["clear_url"] == "?q=%E5%B7%A5%E8%B5%84"
    none = ask(client, q="工资", kind="licence")
    assert none["results"] == []
    assert none["clear_url"]
    assert ask(client, q="工资", kind="penalty", year="2026", unit=str(live_penalty.unit_id))["total_text"] == "共 1 条"


@pytest.mark.parametrize("name", ["section", "kind", "unit", "year", "category"])
@pytest.mark.parametrize("value", ["'", '"', "\x00", "a b", "%", "x" * 500, "警告、罚款", "😀", "\ue0020x"])
def test_no_facet_value_is_an_error(client, make_page, name, value):
    make_page("示范材料")
    assert ask(client, q="材料", **{name: value})["results"] in ([], [*ask(client, q="材料")["results"]])


def test_bookmarkable_addresses_keep_everything(client, make_page):
    make_page("示范材料")
    found = ask(client, q="材料", sort="date", year=str(timezone.localdate().year))
    assert found["sorts"][1]["chosen"]
    assert "sort=date" in found["facets"][-1]["values"][0]["url"] or not found["facets"]
    assert ask(client, q="材料", sort="nonsense")["sort"] == "relevance"


def test_suggestions_are_public_titles(client, make_page):
    page = make_page("工资支付办法")
    make_page("工资草稿", live=False)
    for typed in ("工资", "工", "支付办", "gzzf", "gongzi"):
        answer = client.get("/search/suggestions/", {"q": typed})
        assert [suggestion["text"] for suggestion in answer.json()["suggestions"]] == [page.title], typed
    url = answer.json()["suggestions"][0]["url"]
    assert url.startswith("/")
    for typed in ("", '"', "\x00", "x" * 5000, "不存在的词"):
        assert client.get("/search/suggestions/", {"q": typed}).json() == {"suggestions": []}


def test_suggestions_ask_few_queries(client, make_page):
    for number in range(12):
        make_page(f"工资支付办法{number}")
    client.get("/search/suggestions/", {"q": "工资"})
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/suggestions/", {"q": "工资"})
    assert len(captured) <= 16  # savepoints and time limits among them


def test_promoted_results_come_first_while_public(client, make_page):
    make_page("工资支付办法")
    chosen = make_page("欠薪怎么投诉")
    draft = make_page("草稿", live=False)
    query = Query.get("工资")
    for page in (draft, chosen):
        promotion = SearchPromotion(query=query, page_id=page.pk, description="先看这里")
        ChangeShown(promotion).execute()
    assert [item["title"] for item in ask(client, q=" 工资 ")["promoted"]] == [chosen.title]
    assert ask(client, q="工资 办法")["promoted"] == []


def test_searches_are_counted_without_personal_numbers(client, make_page):
    make_page("工资支付办法")
    for query in (
        "工资",
        "工资",
        "工资",
        *["没有的词"] * 3,
        "210502199001010011",
        "13800000000",
        "张某 21050219900101",
        "x" * 300,
    ):
        ask(client, q=query)
    counting.write()
    assert list(SearchCount.objects.order_by("word").values_list("word", "searches", "empty")) == [
        ("工资", 3, 0),
        ("没有的词", 3, 3),
    ]
    assert counting.countable("示例监罚决字〔2026〕第00012号") == "示例监罚决字 2026 12 号"
    assert counting.top(30)[0]["word"] == "工资"
    assert [row["word"] for row in counting.top(30, empty=True)] == ["没有的词"]


def test_counts_are_kept_ninety_days():
    today = timezone.localdate()
    for days in (0, 89, 91, 400):
        SearchCount.objects.create(day=today - datetime.timedelta(days=days), word="工资", searches=1)
    assert counting.forget_old() == 2
    assert SearchCount.objects.count() == 2


def test_the_report_is_for_those_who_may_see_it(client):
    SearchCount.objects.create(day=timezone.localdate(), word="工资", searches=3, empty=1)
    client.force_login(make_user("admin", is_superuser=True, is_staff=True))
    assert "工资" in client.get("/admin/reports/search/?days=7").content.decode()
    plain = make_user("plain")
    client.force_login(plain)
    assert client.get("/admin/reports/search/").status_code in (302, 403)


def test_editors_keep_synonyms_in_the_admin(client):
    client.force_login(make_user("admin", is_superuser=True, is_staff=True))
    address = "/admin/snippets/search/synonym/add/"
    answer = client.post(address, {"words": "讨薪", "terms": "拖欠工资", "is_active": "on"})
    assert answer.status_code == 302
    assert Synonym.objects.get(words="讨薪").terms == "拖欠工资"
    assert "请至少填写一个词" in client.post(address, {"words": "、", "terms": "工资"}).content.decode()


def test_results_are_plain_to_a_reader_without_scripts(client, make_page):
    make_page("工资支付办法", search_description="说明<script>alert(1)</script>工资")
    text = client.get("/search/", {"q": "工资"}).content.decode()
    assert "<mark>工资</mark>" in text
    assert "<script>alert" not in text
    assert Page.objects.filter(title="工资支付办法").exists()
