"""The search page."""

from urllib.parse import quote_from_bytes

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from publication.actions.create_many import CreateMany
from publication.permits import suspended_guards
from search import counting, finding, matching, views
from tests.conftest import build_penalty
from tests.search.counting import reads

pytestmark = pytest.mark.django_db


def ask(client, **values):
    answer = client.get("/search/", values)
    assert answer.status_code == 200
    return answer.context


def test_a_visitor_finds_pages_of_every_kind(client, live_penalty, make_page):
    page = make_page("建筑工地用工须知", search_description="给<建筑>工人看的说明")
    found = ask(client, q="建筑")
    assert [result["title"] for result in found["results"]] == [page.title, live_penalty.title]
    assert found["results"][0]["url"] == page.url_path[len(Site.objects.get().root_page.url_path) - 1 :]
    assert found["results"][0]["excerpt"] == "给&lt;<mark>建筑</mark>&gt;工人看的说明"
    assert found["results"][0]["date"] == page.last_published_at
    assert found["results"][1]["number"] == live_penalty.document_number
    assert found["total_text"] == "共 2 条"
    assert client.get(found["results"][1]["url"]).status_code == 200


def test_a_decision_is_found_by_its_number(client, live_penalty):
    for query in ("示例监罚决字〔2026〕第00001号", "示例监罚决字[2026]1号", "（2026）第1号"):
        assert [result["number"] for result in ask(client, q=query)["results"]] == [live_penalty.document_number]
        assert "2026〕第00001号</mark></dd>" in client.get("/search/", {"q": query}).content.decode()


def test_words_are_marked_in_titles_too_and_titles_stay_text(client, make_page):
    make_page("<b>工资</b>怎么算 & 工资条")
    text = client.get("/search/", {"q": "工资"}).content.decode()
    assert "&lt;b&gt;<mark>工资</mark>&lt;/b&gt;怎么算 &amp; <mark>工资</mark>条</a>" in text
    assert "<mark>" not in client.get("/").content.decode()


def test_drafts_private_pages_and_other_trees_are_not_found(client, draft_penalty, make_page):
    public = make_page("示范材料甲")
    private = make_page("示范材料乙")
    make_page("示范材料丙", under=private)
    make_page("示范材料戊", live=False)
    with suspended_guards("测试"):
        PageViewRestriction.objects.create(page=private, restriction_type="login")
    make_page("示范材料丁", under=Page.objects.get(depth=1))
    assert [result["title"] for result in ask(client, q="示范材料")["results"]] == [public.title]


BAD = [
    "", " ", '"', "'", '"建筑', "建筑\"'", "\\", "%", "%s", "*", "(", "AND", "NOT 建筑", "\x00", "建\x00筑", "😀", "\ud800", "建筑\udfff",
    "x" * 10_000, "建" * 10_000, "建 " * 5_000, "<script>alert(1)</script>", "𠀀𠀀", "\u202e建筑", "〔2026〕第" + "9" * 5000 + "号",
]  # fmt: skip


@pytest.mark.parametrize("query", BAD)
@pytest.mark.parametrize("few", [0, 5000])
def test_no_query_is_an_error(client, live_penalty, query, few, monkeypatch):
    monkeypatch.setattr(matching, "FEW", few)
    written = quote_from_bytes(query.encode("utf-8", "surrogatepass"))
    answer = client.get(f"/search/?q={written}&p={written[:20]}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/search/?q=%FF%FE", "/search/?q=%ED%A0%80", "/search/?q=%00", "/search/?q", "/search/?q=a&q=b&p=1&p=2"])  # fmt: skip
def test_no_address_is_an_error(client, live_penalty, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("page", ["0", "-1", "abc", "", "²", "٣", "1e3", "999999999", "9" * 5000, "1.5", "\x00"])
def test_any_page_number_shows_a_page(client, live_penalty, page):
    assert len(ask(client, q="建筑", p=page)["results"]) == 1


def test_only_reading(client):
    assert client.post("/search/", {"q": "建筑"}).status_code == 405
    assert client.get("/search/")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("few", [0, 5000])
def test_pages_of_results(client, penalties, monkeypatch, few):
    monkeypatch.setattr(matching, "FEW", few)
    monkeypatch.setattr(views, "PAGE_SIZE", 5)
    CreateMany(penalties, [build_penalty(penalties, number) for number in range(1, 13)], publish=True).execute()
    seen, address = [], "?q=建筑"
    while address:
        found = client.get("/search/" + address).context
        assert found["total_text"] == "共 12 条"
        seen += [result["number"] for result in found["results"]]
        address = found["next_url"]
    assert len(seen) == len(set(seen)) == 12
    assert found["previous_url"] == "?q=%E5%BB%BA%E7%AD%91&p=2"
    assert len(ask(client, q="建筑", p="50")["results"]) == 2


def test_many_results_are_capped(client, penalties, monkeypatch):
    monkeypatch.setattr(views, "CAP", 6)
    monkeypatch.setattr(finding, "CAP", 6)
    monkeypatch.setattr(views, "PAGE_SIZE", 5)
    CreateMany(penalties, [build_penalty(penalties, number) for number in range(1, 10)], publish=True).execute()
    found = ask(client, q="建筑", p="2")
    assert found["total_text"] == "共 6 条以上"
    assert len(found["results"]) == 1
    assert found["next_url"] == ""
    assert any("再加一个词" in hint for hint in found["hints"])


def test_hints(client, live_penalty):
    assert any("太长" in hint for hint in ask(client, q="建筑" * 200)["hints"])
    assert any("没有文字" in hint for hint in ask(client, q="。。")["hints"])
    assert ask(client, q="建筑")["hints"] == []
    assert ask(client)["hints"] == []


def queries(client, **values) -> int:
    client.get("/search/", values)
    counting.write()  # now, and not because half a minute is over on a slow machine
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", values)
    return len(reads(captured))


def test_the_number_of_queries_is_small_and_constant(client, penalties, make_page, monkeypatch):
    CreateMany(penalties, [build_penalty(penalties, 1)], publish=True).execute()
    make_page("示例建筑须知")
    one = queries(client, q="建筑")
    CreateMany(penalties, [build_penalty(penalties, number) for number in range(2, 60)], publish=True).execute()
    assert queries(client, q="建筑") <= one <= 12
    assert queries(client, q="建筑", p="2") <= 12
    monkeypatch.setattr(matching, "FEW", 0)
    assert queries(client, q="建筑") <= one
