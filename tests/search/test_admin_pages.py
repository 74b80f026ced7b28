"""The admin's search of pages: by number, party and words of the body, within what the user may see."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from disclosure.models import DecisionIndexPage
from home.models import StandardPage
from publication.actions.create_many import CreateMany
from staff_directory.permissions import group_names
from tests.conftest import build_penalty, make_user

pytestmark = pytest.mark.django_db

NUMBER = "示例监罚决字〔2026〕第00031号"


@pytest.fixture
def found(client, unit, other_unit, editor):
    """A function that searches as somebody and returns the titles found; each unit has one decision of the same words."""
    values = {
        "document_number": NUMBER,
        "facts": "经查，该单位超时加班，未支付加班费。",
        "party_name": "示例市蓝鲸机械有限公司",
    }
    for owner in (unit, other_unit):
        index = DecisionIndexPage.objects.get(unit=owner, kind="penalty")
        notice = build_penalty(index, 31, **values, organ_name=owner.name)
        CreateMany(index, [notice], user=editor).execute()

    def search(user, query, view="wagtailadmin_pages:search", *arguments):
        client.force_login(user)
        answer = client.get(reverse(view, args=arguments), {"q": query})
        assert answer.status_code == 200
        return [page.specific for page in answer.context["object_list"]]

    return search


@pytest.mark.parametrize("query", [NUMBER, "〔2026〕第31号", "蓝鲸机械", "超时加班", "加班费 蓝鲸", "行政处罚决定书"])
def test_an_editor_finds_the_own_decision_by_number_party_and_words(found, editor, unit, query):
    (page,) = found(editor, query)
    assert page.unit == unit


def test_another_units_decision_does_not_exist_for_an_editor(found, editor, unit, other_unit):
    stranger = make_user("stranger", group_names(other_unit)[0])
    assert [page.unit for page in found(stranger, "超时加班")] == [other_unit]
    assert [page.unit for page in found(editor, "超时加班")] == [unit]
    assert found(make_user("nobody-yet", group_names(unit)[0]), "没有这样的词") == []


def test_the_officer_of_the_bureau_finds_both(found, admin):
    assert len(found(admin, "超时加班")) == 2


def test_the_search_inside_a_folder_does_the_same(found, editor, penalties):
    (page,) = found(editor, "超时加班", "wagtailadmin_explore", penalties.pk)
    assert page.unit == penalties.unit
    assert found(editor, "没有这样的词", "wagtailadmin_explore", penalties.pk) == []


def test_words_of_plain_pages_and_beginnings_of_titles_are_found(found, admin, portal):
    root = Page.objects.get(pk=portal.pk).specific if hasattr(portal, "pk") else Page.objects.get(depth=2)
    page = root.add_child(
        instance=StandardPage(
            secrecy="clear", title="Guide for visitors", introduction="周末照常办理社保卡", slug="guide", live=False
        )
    )
    assert found(admin, "社保卡") == [page]
    assert found(admin, "visit") == [page]
    assert found(admin, "published:no 社保卡") == [page]
    assert found(admin, "published:yes 社保卡") == []


def test_an_empty_search_lists_what_one_may_see(found, editor):
    assert NUMBER in " ".join(page.title for page in found(editor, ""))


def test_searching_costs_the_same_however_much_is_found(found, editor, penalties, django_assert_max_num_queries):
    CreateMany(penalties, [build_penalty(penalties, number) for number in range(40, 70)], user=editor).execute()
    with django_assert_max_num_queries(120):
        found(editor, "拖欠")
