"""Only what is public stands in the index, and it leaves in the transaction by which it ends."""

import contextlib

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from publication.actions.publish import publish_page
from publication.actions.publish_many import PublishMany, latest_pairs
from publication.guards.checks import guards_being_remade
from publication.guards.signed import WITH_PAGE
from publication.models import Approval
from publication.permits import permitted, suspended_guards
from search.finding import find
from search.models import Entry, Term
from search.public import tables
from search.public.engines import database_engine

pytestmark = pytest.mark.django_db


def entered() -> set[int]:
    return set(Entry.objects.values_list("page_id", flat=True))


def withdraw_and_fail(page) -> None:
    with contextlib.suppress(RuntimeError), transaction.atomic(), permitted("withdraw", [page.path]):
        Page.objects.filter(pk=page.pk).update(live=False)
        raise RuntimeError


def ids(query: str) -> set[int]:
    return {row.page_id for row in find(query, strict=True).rows}


def test_a_page_enters_when_it_becomes_public(make_page):
    page = make_page("示范材料甲")
    assert page.pk in entered()
    assert ids("示范材料") == {page.pk}


def test_a_draft_is_not_in_the_index_at_all(make_page):
    page = make_page("还没公开的紫霄暗号", live=False)
    assert page.pk not in entered()
    assert not Entry.objects.filter(text__contains="还没公开").exists()
    assert not Term.objects.filter(word__in=["紫霄", "暗号", "紫霄暗号"]).exists()
    publish_page(page)
    page.refresh_from_db()
    page.title = "改过但没发布的材料"
    page.save_revision()
    assert not Entry.objects.filter(text__contains="没发布").exists()


@pytest.mark.parametrize("statement", ["UPDATE wagtailcore_page SET live = %s WHERE id = %s", "DELETE"])
def test_whatever_ends_a_page_takes_it_out_in_the_same_transaction(make_page, statement):
    page = make_page("将要撤下的材料")
    path = page.path
    with transaction.atomic(), permitted("withdraw", [path, WITH_PAGE]):
        if statement == "DELETE":
            Approval.objects.filter(page=page).delete()
            Page.objects.filter(pk=page.pk)._raw_delete("default")
        else:
            with connection.cursor() as cursor:
                cursor.execute(statement, [False, page.pk])
        assert page.pk not in entered()
    assert ids("撤下") == set()
    assert database_engine().rows(find("材料").plan, 10) == [] or page.pk not in ids("材料")


def test_a_withdrawal_that_fails_leaves_the_entry(make_page):
    page = make_page("撤下未成的材料")
    withdraw_and_fail(page)
    assert ids("撤下未成") == {page.pk}


def test_publishing_again_replaces_the_text(make_page):
    page = make_page("旧的名称")
    page.title, page.correction_note = "新的名称", "更正名称"
    publish_page(page)
    assert ids("旧的") == set()
    assert ids("新的") == {page.pk}
    assert Entry.objects.filter(page_id=page.pk).count() == 1


def test_a_restricted_page_leaves_with_all_below_and_comes_back(make_page):
    parent = make_page("内部栏目材料")
    child = make_page("内部下级材料", under=parent)
    with suspended_guards("测试"):
        restriction = PageViewRestriction.objects.create(page=parent, restriction_type="login")
    assert ids("内部") == set()
    with suspended_guards("测试"):
        restriction.delete()
    assert ids("内部") == {parent.pk, child.pk}


def test_pages_outside_every_site_stay_out(make_page):
    page = make_page("别处的材料", under=Page.objects.get(depth=1))
    assert page.pk not in entered()


def test_many_published_at_once_enter(draft_penalty, reviewer):
    assert draft_penalty.pk not in entered()
    PublishMany(latest_pairs([draft_penalty]), user=reviewer).execute()
    assert draft_penalty.pk in entered()


def test_entering_costs_the_same_whatever_the_index_holds(make_page):
    from search.entries import enter

    page = make_page("第一份材料")

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            enter([page])
        return len(captured)

    before = statements()
    for number in range(12):
        make_page(f"材料{number}")
    assert statements() == before <= 12


def test_a_word_at_the_end_of_a_very_long_text_is_found(make_page):
    filler = "".join(f"第{number}项记录说明情况。" for number in range(9000))
    assert len(filler) > 100_000
    page = make_page("很长的材料", search_description=filler + "终点暗号紫霄")
    assert ids("紫霄") == {page.pk}
    assert ids("终点暗号紫霄") == {page.pk}
    assert ids("第8999项记录") == {page.pk}
    assert ids("霄") == {page.pk}


def test_a_word_that_comes_very_often_in_one_text_is_found_at_its_last_place(make_page):
    page = make_page("重复的材料", search_description="工资。" * 2000 + "工资专户末尾")
    assert ids("工资专户末尾") == {page.pk}


def test_a_missing_trigger_is_an_error_that_migrating_mends(db):
    tables.remove()
    assert any(message.id == "search.E002" for message in run_checks(databases=["default"]))
    with guards_being_remade():  # as manage.py migrate asks
        assert not [message for message in run_checks(databases=["default"]) if str(message.id).startswith("search.")]
    tables.install()
    assert not [message for message in run_checks(databases=["default"]) if str(message.id).startswith("search.")]


def test_the_index_is_made_anew_from_the_pages(make_page):
    page = make_page("重建的材料")
    Entry.objects.all().delete()
    assert ids("重建") == set()
    call_command("search_doctor", "--rebuild", "--json")
    assert ids("重建") == {page.pk}
