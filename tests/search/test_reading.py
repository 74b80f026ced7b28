"""What a reader meets around the results: more values of a facet, recommended pages, what took too long, what is too long."""

import pytest
from config.web_worker import too_long
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home.models import SectionPage
from publication.actions.change_shown import ChangeShown
from publication.actions.create_many import CreateMany
from publication.actions.publish import publish_page
from search import matching
from search.public.rows import SearchUnavailable
from tests.conftest import build_penalty, make_user

pytestmark = pytest.mark.django_db


def test_every_value_of_a_facet_can_be_reached(client, penalties):
    names = [f"处罚种类{number:02d}" for number in range(15)]
    CreateMany(
        penalties,
        [build_penalty(penalties, number + 1, penalty_kinds=[name]) for number, name in enumerate(names)],
        publish=True,
    ).execute()
    facet = next(f for f in client.get("/search/", {"q": "工资"}).context["facets"] if f["name"] == "category")
    assert len(facet["values"]) == 12
    answer = client.get("/search/" + facet["more_url"])
    facet = next(f for f in answer.context["facets"] if f["name"] == "category")
    assert sorted(value["label"] for value in facet["values"]) == names
    assert facet["more_url"] == ""
    narrowed = client.get("/search/" + facet["values"][-1]["url"]).context
    assert len(narrowed["results"]) == 1


@pytest.mark.parametrize("typed", ["工傷 rsj", "工伤 ＲＳＪ", " 工伤　rsj ", "工伤 RSJ"])
def test_a_recommendation_is_met_in_any_writing(client, make_page, typed):
    page = make_page("工伤认定怎么办")
    ChangeShown(SearchPromotion(query=Query.get("工伤 rsj"), page_id=page.pk)).execute()
    assert [item["title"] for item in client.get("/search/", {"q": typed}).context["promoted"]] == [page.title]
    assert client.get("/search/", {"q": "工伤"}).context["promoted"] == []


def test_the_admin_promises_no_list_of_searches_that_stays_empty(client):
    client.force_login(make_user("admin", is_superuser=True, is_staff=True))
    text = client.get(reverse("wagtailsearchpromotions:add")).content.decode()
    assert "公众检索" in text
    assert "id_query_string-chooser" not in text
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailsearchpromotions:search_terms") not in menu


def test_a_list_says_that_looking_took_too_long(client, live_penalty, monkeypatch):
    def slow(*args, **options):
        raise SearchUnavailable("检索超时")

    monkeypatch.setattr(matching, "matching_page_ids", slow)
    address = live_penalty.get_parent().specific.get_url()
    assert "已停止" in client.get(address, {"q": "工资"}).content.decode()


def test_result_pages_may_be_crawled_and_are_not_indexed(client, live_penalty):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /search/" not in lines
    assert "Disallow: /search/suggestions/" in lines
    answer = client.get("/search/", {"q": "工资"})
    assert answer["X-Robots-Tag"] == "noindex"
    assert 'rel="nofollow"' in answer.content.decode()


def test_an_address_that_is_too_long_gets_a_chinese_page():
    answer = too_long()
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 414 ")
    assert f"Content-Length: {len(body)}".encode() in head
    assert "网址太长" in body.decode()


@pytest.mark.parametrize(
    "typed", ["示例监罚决字〔202", "示例监罚决字〔2026", "示例监罚决字〔2026〕第0", "示例监罚决字〔2026〕第000", "示例监罚决字〔2026〕第0001", "9121050", "91210500MA0", "建筑有限公司"]
)  # fmt: skip
def test_suggestions_go_on_with_what_is_typed(client, live_penalty, typed):
    found = client.get("/search/suggestions/", {"q": typed}).json()["suggestions"]
    assert [suggestion["text"] for suggestion in found] == [live_penalty.title], typed


def test_a_number_that_breaks_off_in_its_serial_goes_on_with_it(client, make_page):
    for serial in ("924号", "92466号", "81号（92466）"):
        make_page(f"示例人社监罚决字〔2026〕第{serial}")
    for serial, wanted in (
        ("924", {"924号", "92466号"}),
        ("9246", {"92466号"}),
        ("92466", {"92466号"}),
        ("92467", set()),
    ):
        found = client.get("/search/suggestions/", {"q": f"示例人社监罚决字〔2026〕第{serial}"}).json()["suggestions"]
        assert {one["text"].partition("第")[2] for one in found} == wanted, serial


@pytest.mark.parametrize("typed", ["示例监罚决字〔203", "9121051", "91"])
def test_suggestions_do_not_go_on_with_something_else(client, live_penalty, typed):
    assert client.get("/search/suggestions/", {"q": typed}).json()["suggestions"] == []


@pytest.mark.parametrize("query", ["gong zi", "lao dong jian cha", "r s j", "rsj工资", "renshe", "gon", "gzz"])
def test_pinyin_in_parts_beside_chinese_and_beginnings(client, make_page, query):
    make_page("工资支付办法", search_description="人社局公布。人社局工资管理。劳动监察。")
    make_page("劳动监察须知")
    make_page("人社局")
    assert client.get("/search/", {"q": query}).context["results"], query


def test_a_hidden_section_is_named_again_when_it_is_public(client, portal):
    from wagtail.models import Site

    section = SectionPage(secrecy="clear", title="新栏目", slug="new-section", live=False, summary="示例说明")
    Site.objects.get().root_page.add_child(instance=section)
    publish_page(section)
    assert "新栏目" in client.get("/search/", {"q": "新栏目"}).content.decode()
