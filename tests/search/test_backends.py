"""Wagtail's own searches, on the database that the suite runs on."""

import time

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from home.models import StandardPage
from publication.models import StoredImage
from search.backends.common import index_columns

pytestmark = pytest.mark.django_db


def titles(results) -> list[str]:
    return [page.title for page in results]


@pytest.fixture(autouse=True)
def only_what_a_test_makes(db):
    """Leave the pages that every test begins with out of the index."""
    IndexEntry.objects.all().delete()


@pytest.fixture
def pages(make_page):
    return [
        make_page("行政处罚决定书"),
        make_page("行政许可决定书（2026年）"),
        make_page("拖欠工资行政处罚案件通报与说明"),
        make_page("Annual Report of 2026"),
    ]


def test_search_finds_words_within_titles(pages):
    assert set(titles(Page.objects.search("行政处罚"))) == {pages[0].title, pages[2].title}
    assert titles(Page.objects.search("处罚 工资")) == [pages[2].title]
    assert titles(Page.objects.search("许")) == [pages[1].title]
    assert titles(Page.objects.search("REPORT ２０２６")) == [pages[3].title]
    assert titles(Page.objects.search("行政处分")) == []


def test_the_shorter_title_comes_first(pages):
    assert titles(Page.objects.search("行政处罚"))[0] == pages[0].title or connection.vendor == "postgresql"


def test_a_word_in_the_title_comes_before_one_in_the_text(live_penalty, make_page):
    named = make_page("拖欠劳动报酬案件的处理办法和投诉举报的方式")
    found = titles(Page.objects.search("拖欠劳动报酬"))
    assert set(found) == {named.title, live_penalty.title}
    if connection.vendor == "sqlite":
        assert found[0] == named.title


@pytest.mark.parametrize(
    "query",
    ['"', '"行政', "行政\"处罚'", "'", "\\", "%", "%s", "*", "a OR", "NOT", "(", "行政 AND", "\x00", "😀", "\ud800", "!", "-", ":*", "x" * 10_000],
)  # fmt: skip
def test_no_query_is_an_error(pages, query):
    for search in (Page.objects.search, Page.objects.autocomplete):
        for operator in ("and", "or"):
            list(search(query, operator=operator))
            search(query, operator=operator).count()
    list(Page.objects.search(Phrase(query)))
    list(Page.objects.search(And([PlainText(query), Not(PlainText(query))])))


def test_nothing_is_found_without_a_letter_or_digit(pages):
    assert not list(Page.objects.search("，。"))
    assert not list(Page.objects.search('"'))


def test_autocomplete_finds_beginnings(pages):
    assert titles(Page.objects.autocomplete("Ann")) == [pages[3].title]
    assert titles(Page.objects.autocomplete("annual rep", order_by_relevance=False)) == [pages[3].title]
    assert set(titles(Page.objects.autocomplete("行政处"))) == {pages[0].title, pages[2].title}
    assert set(titles(Page.objects.autocomplete("处"))) == {pages[0].title, pages[2].title}
    assert titles(Page.objects.search("Ann")) == []


def test_composed_queries(pages):
    first, second, third, _ = titles(pages)
    search = Page.objects.search
    assert set(titles(search(PlainText("许可 工资", operator="or")))) == {second, third}
    assert set(titles(search(PlainText("许可") | PlainText("工资")))) == {second, third}
    assert titles(search(And([PlainText("处罚"), Not(PlainText("工资"))]))) == [first]
    assert set(titles(search(Or([Phrase("决定书"), Phrase("工资行政")])))) == {first, second, third}
    assert first not in titles(search(Not(PlainText("处罚"))))
    assert titles(search(Phrase("Report of"))) == [pages[3].title]
    assert titles(search(Phrase("of Report"))) == []
    assert len(search(MATCH_ALL)) == Page.objects.count()


@pytest.mark.filterwarnings("ignore:The Boost query is not supported:RuntimeWarning")
def test_boost_does_not_change_what_is_found(pages):
    assert titles(Page.objects.search(Boost(PlainText("许可"), 2))) == [pages[1].title]
    assert titles(Page.objects.search(And([Boost(PlainText("处罚"), 2), PlainText("工资")]))) == [pages[2].title]


def test_filters_orders_slices_counts_and_scores(pages):
    found = Page.objects.filter(live=True).order_by("title").search("行政", order_by_relevance=False)
    assert titles(found) == sorted(titles(pages[:3]))
    assert titles(found[1:2]) == [sorted(titles(pages[:3]))[1]]
    assert found.count() == 3
    newest = Page.objects.order_by("-path").search("行政", order_by_relevance=False)
    assert [page.pk for page in newest] == sorted((page.pk for page in pages[:3]), reverse=True)
    assert len(Page.objects.search("行政", order_by="title")) == 3
    scored = list(Page.objects.search("行政").annotate_score("score"))
    assert all(isinstance(page.score, float) for page in scored)
    facets = Page.objects.search("行政").facet("content_type_id")
    assert facets == {ContentType.objects.get_for_model(Page).pk: 3}


def test_fields_narrow_the_search(live_penalty):
    model = type(live_penalty)
    assert list(model.objects.search("第1建筑", fields=["party_name"])) == [live_penalty]
    assert not list(model.objects.search("拖欠劳动者工资", fields=["title"]))
    assert list(model.objects.autocomplete(live_penalty.title[:6], fields=["title"])) == [live_penalty]
    assert index_columns(["party_name", "title", "facts"]) == ["title", "body"]


def test_images_are_found_by_title():
    image = StoredImage(title="办事大厅示意图", width=1, height=1, file="示例.png")
    StoredImage.objects.bulk_create([image])
    stored = StoredImage.objects.get()
    get_search_backend().add(stored)
    assert list(StoredImage.objects.search("大厅")) == [stored]
    assert list(StoredImage.objects.autocomplete("办事")) == [stored]


def test_saving_again_replaces_the_entry_and_deleting_removes_it(make_page):
    page = make_page("旧名称", live=False)
    page.title = "新名称"
    page.save()
    assert not list(Page.objects.search("旧名"))
    assert list(Page.objects.search("新名")) == [page]
    assert IndexEntry.objects.filter(object_id=str(page.pk)).count() == 1
    pk = page.pk
    page.delete()
    assert not IndexEntry.objects.filter(object_id=str(pk)).exists()
    assert not list(Page.objects.search("新名"))


def test_the_text_of_a_draft_is_not_indexed_for_a_live_page(make_page):
    page = make_page("已经公开的名称")
    page.title = "还没公开的名称"
    page.save_revision()
    assert not list(Page.objects.search("还没公开"))
    assert list(Page.objects.search("已经公开")) == [Page.objects.get(pk=page.pk)]


def test_one_save_writes_one_entry_whatever_the_size_of_the_index(pages):
    backend = get_search_backend()
    with CaptureQueriesContext(connection) as captured:
        backend.add(pages[0])
    statements = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 1
    assert "AVG" not in statements[0].upper()


def test_adding_many_is_quick():
    pages = [
        StandardPage(secrecy="clear", pk=10**6 + number, title=f"行政处罚决定书第{number}号") for number in range(3000)
    ]
    backend = get_search_backend()
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        backend.add_bulk(StandardPage, pages)
    assert time.perf_counter() - started < 5
    assert len(captured) < 3000 / 50 + 10  # SQLite is told of fifty at a time
    backend.add_bulk(StandardPage, pages[:10])
    assert IndexEntry.objects.filter(object_id__startswith="100").count() >= 3000


def test_a_very_long_text_is_indexed_as_far_as_the_engine_can():
    page = StandardPage(
        secrecy="clear", pk=10**6, title="".join(chr(0x4E00 + number * 7919 % 20000) for number in range(300_000))
    )
    get_search_backend().add_bulk(StandardPage, [page])
    assert IndexEntry.objects.filter(object_id=str(page.pk)).exists()


def test_a_word_at_the_end_of_a_very_long_text_is_found(make_page):
    page, other = make_page("说明"), make_page("例单，示例，单位")
    filling = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(100))
    page.title = f"{filling * 1000}末尾才提到示例单位"
    get_search_backend().add(page)
    assert [found.pk for found in Page.objects.search("示例单位")] == [page.pk]
    assert {found.pk for found in Page.objects.search("示例")} == {page.pk, other.pk}


def test_the_index_can_be_rebuilt(pages):
    IndexEntry.objects.all().delete()
    call_command("update_index", verbosity=0)
    assert {pages[0].title, pages[2].title} <= set(titles(Page.objects.search("行政处罚")))
    assert pages[1].title not in titles(Page.objects.search("行政处罚"))


def test_the_explorer_and_the_choosers_search(pages, admin, client):
    client.force_login(admin)
    for address in ("/admin/pages/search/", "/admin/pages/search/results/", "/admin/choose-page/search/"):
        answer = client.get(address, {"q": "行政处罚"})
        assert answer.status_code == 200
        assert pages[0].title in answer.content.decode()
        assert pages[1].title not in answer.content.decode()
        assert client.get(address, {"q": "\"'%"}).status_code == 200
    root = pages[0].get_parent()
    answer = client.get(f"/admin/pages/{root.pk}/", {"q": "工资"})
    assert pages[2].title in answer.content.decode()
    assert client.get("/admin/images/", {"q": "大厅"}).status_code == 200
