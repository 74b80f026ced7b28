"""What a query finds, in which order, and what is offered when it finds little."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.expansion import forget_synonyms
from search.finding import DATE, did_you_mean, find
from search.models import Entry, Synonym

pytestmark = pytest.mark.django_db


def titles(query, **options):
    from wagtail.models import Page

    found = find(query, **options)
    names = dict(Page.objects.filter(pk__in=[row.page_id for row in found.rows]).values_list("pk", "title"))
    return [names[row.page_id] for row in found.rows]


@pytest.fixture
def pages(make_page):
    return [
        make_page("办事须知", search_description="附带提到工资支付。"),
        make_page("工资支付办法"),
        make_page("农民工工资支付"),
        make_page("职工资料管理"),
    ]


def test_title_before_text_and_whole_words_before_accidents(pages):
    found = titles("工资")
    assert set(found) == {page.title for page in pages}
    assert found[0] == "工资支付办法"
    assert found.index("农民工工资支付") < found.index("办事须知")
    assert found.index("农民工工资支付") < found.index("职工资料管理")


def test_phrase_several_words_and_minus(pages):
    assert titles("工资 农民工") == ["农民工工资支付"]
    assert titles('"支付办法"') == ["工资支付办法"]
    assert set(titles("工资 -农民工 -资料")) == {"工资支付办法", "办事须知"}


def test_newest_first_by_date(pages):
    keys = [row.key for row in find("工资", sort=DATE).rows]
    assert keys == sorted(keys, reverse=True)


def test_synonyms_help_where_little_is_found_and_say_so(pages):
    assert titles("薪水") == []
    Synonym.objects.create(words="薪水、薪金", terms="工资")
    forget_synonyms()
    found = find("薪水")
    assert found.added == ["工资"]
    assert found.total == 4
    assert find('"薪水"').total == 0
    Synonym.objects.update(is_active=False)
    forget_synonyms()
    assert find("薪水").total == 0


def test_pinyin_and_initials_find_titles(pages):
    assert titles("gongzizhifubanfa") == ["工资支付办法"]
    assert titles("gzzfbf") == ["工资支付办法"]


def test_a_wrong_character_is_corrected(pages):
    assert did_you_mean(find("农名工", strict=True)) == "农民工"
    assert did_you_mean(find("公资支付", strict=True)) == "工资支付"
    assert did_you_mean(find("毫不相干", strict=True)) == ""


def test_a_correction_is_only_offered_while_a_public_page_has_it(pages):
    Entry.objects.all().delete()
    assert did_you_mean(find("农名工", strict=True)) == ""


def test_a_question_is_answered_by_its_words(pages):
    found = find("怎么支付农民工的工资呢")
    assert found.parted
    assert titles("怎么支付农民工的工资呢")[0] == "农民工工资支付"


def test_traditional_characters_find_simplified_ones(pages):
    assert titles("農民工") == ["农民工工资支付"]


def test_the_doctor_answers_as_the_search_page_does(pages, client):
    out = StringIO()
    call_command("search_doctor", "query", "工资", "--limit", "3", "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert set(answer) == {"total", "took_ms", "engine", "results"}
    assert answer["total"] == 4
    assert set(answer["results"][0]) == {"id", "type", "title", "url", "score"}
    page = client.get("/search/", {"q": "工资"}).context["results"]
    assert [result["title"] for result in answer["results"]] == [result["title"] for result in page[:3]]
    assert [result["url"] for result in answer["results"]] == [result["url"] for result in page[:3]]
    assert answer["results"][0]["score"] >= answer["results"][1]["score"]


def test_the_doctor_compares_repairs_and_explains(pages):
    Entry.objects.filter(page_id=pages[0].pk).delete()
    Entry.objects.filter(page_id=pages[1].pk).update(text=" 旧文 \x1e\x1e")
    with pytest.raises(CommandError):
        call_command("search_doctor", "--deep", stdout=StringIO())
    call_command("search_doctor", "--repair", stdout=StringIO())
    call_command("search_doctor", "--deep", stdout=StringIO())
    assert find("工资").total == 4
    out = StringIO()
    call_command("search_doctor", "explain", "工资", "--page", str(pages[1].pk), "--json", stdout=out)
    answer = json.loads(out.getvalue())
    assert answer["place"] == 1
    assert answer["reasons"]["title"] > 0


def test_a_code_typed_in_groups_is_found(pages, make_page):
    make_page("示例单位", search_description="统一社会信用代码 91210500MADEF0001X")
    for typed in (
        "91210500MADEF0001X",
        "9121 0500 made f000 1x",
        "91210500-MADEF0001X",
        "９１２１０５００ MADEF0001X 示例",
    ):
        assert titles(typed) == ["示例单位"], typed
    assert titles("91210500 MADEF0002X") == []
