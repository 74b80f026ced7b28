"""Pages made in bulk are what pages made by hand are."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from publication.models import Permit
from publication.page_content import content_of
from publication.privacy.page_texts import text_names, texts_of
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db

#: Differs from page to page by nature.
_OWN = {
    "id", "pk", "page_ptr", "page_ptr_id", "path", "slug", "url_path", "translation_key", "title", "draft_title", "document_number",
    "document_number_key", "party_name", "decided_on", "publicity_until", "latest_revision", "live_revision",
}  # fmt: skip


def by_hand(index, notice, user, approver):
    """Publish one notice in the framework's own way."""
    notice.live, notice.owner = False, user
    index.add_child(instance=notice)
    notice.save_revision(user=user, log_action=True).publish(user=approver)
    return DecisionNoticePage.objects.get(pk=notice.pk)


def content(page):
    """What a page's stored columns and its revision hold, moments left out."""
    fields = {
        field.name: getattr(page, field.attname)
        for field in page._meta.concrete_fields
        if field.name not in _OWN and not field.name.endswith("_at")
    }
    return fields


def references(page):
    """The page's entries in the reference index that do not lead to its own revision."""
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk), content_type=page.content_type_id)
    return set(rows.values_list("to_content_type", "to_object_id", "model_path", "content_path", "base_content_type"))


def test_bulk_equals_by_hand(penalties, editor, reviewer, unit):
    hand = by_hand(penalties, build_penalty(penalties, 1), editor, reviewer)
    CreateMany(penalties, [build_penalty(penalties, 2)], user=editor, approver=reviewer, publish=True).execute()
    bulk = DecisionNoticePage.objects.exclude(pk=hand.pk).get()
    assert content(bulk) == content(hand)
    assert bulk.latest_revision_id == bulk.live_revision_id
    assert references(bulk) == references(hand)
    assert references(bulk)
    acts = [set(PageLogEntry.objects.filter(page=page).values_list("action", flat=True)) for page in (bulk, hand)]
    assert acts[0] >= acts[1]
    ours, theirs = bulk.latest_revision, hand.latest_revision
    assert set(ours.content) == set(theirs.content)
    same = [name for name in theirs.content if name not in _OWN and not name.endswith("_at")]
    wagtail_sets = {"live", "has_unpublished_changes"}
    for name in set(same) - wagtail_sets:
        assert ours.content[name] == theirs.content[name], name
    assert ours.as_object().facts == bulk.facts
    assert (ours.object_str, ours.user_id, ours.base_content_type_id) == (
        str(bulk),
        editor.pk,
        theirs.base_content_type_id,
    )
    found = get_search_backend().search(bulk.document_number, DecisionNoticePage)
    assert list(found) == [bulk]
    assert not Permit.objects.exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_content_is_what_the_framework_would_keep(penalties, other_unit):
    plain, joint = build_penalty(penalties, 1), build_penalty(penalties, 2, confiscated_fen=None, count_total=3)
    joint.joint_units = [other_unit]
    CreateMany(penalties, [plain, joint], publish=True).execute()
    for page in (plain, joint, DecisionNoticePage.objects.get(pk=plain.pk), penalties, penalties.get_parent().specific):
        assert content_of(page) == page.serializable_data()
        assert list(content_of(page)) == list(page.serializable_data())
        names = text_names(type(page))
        texts = {name: value for name, value in page.serializable_data().items() if name in names}
        assert content_of(page, names).items() >= texts.items()
        assert list(texts_of(type(page), content_of(page, names))) == list(texts_of(type(page), content_of(page)))


def test_no_savepoint_stays_open_while_rows_are_written(penalties, editor, reviewer):
    """With one open SQLite looks through its journal after every row: an import then takes longer with each row."""
    page = build_penalty(penalties, 1)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        CreateMany(penalties, [page], user=editor, approver=reviewer, publish=True).execute()
    written, depth = [], 0
    for sql in (entry["sql"] for entry in captured.captured_queries):
        depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        if sql.startswith("INSERT INTO") and depth:
            written.append(sql.split()[2].strip('"'))
    assert set(written) <= {"search_entry", "search_term", "wagtailsearch_indexentry"}


def test_children_that_a_new_page_carries_are_stored(penalties, other_unit):
    notice = build_penalty(penalties, 3)
    notice.joint_units = [other_unit]
    CreateMany(penalties, [build_penalty(penalties, 2), notice], publish=True).execute()
    fresh = DecisionNoticePage.objects.get(pk=notice.pk)
    assert list(fresh.joint_units.all()) == [other_unit]
    assert fresh.latest_revision.content["joint_units"] == [other_unit.pk]


def test_number_of_statements_does_not_grow_with_the_pages(penalties, editor, reviewer):
    CreateMany(penalties, [build_penalty(penalties, 1)], user=editor, approver=reviewer, publish=True).execute()
    seen = []
    for first, last in ((2, 12), (100, 400)):
        pages = [build_penalty(penalties, n) for n in range(first, last)]
        with CaptureQueriesContext(connection) as captured:
            CreateMany(penalties, pages, user=editor, approver=reviewer, publish=True).execute()
        # An executemany is one entry of the log; permits are written in batches of 400, entries of the index fifty at a time.
        fifty_at_a_time = ("INSERT INTO search_entry ", "INSERT INTO wagtailsearch_indexentry ")
        statements = [entry["sql"] for entry in captured.captured_queries]
        seen.append(sum(not any(words in sql for words in fifty_at_a_time) for sql in statements))
    assert seen[0] == seen[1]


def test_keys_of_deleted_rows_are_not_given_out_again(penalties):
    pages = CreateMany(penalties, [build_penalty(penalties, 1), build_penalty(penalties, 2)]).execute()
    last = pages[-1].pk
    pages[-1].delete()
    again = CreateMany(penalties, [build_penalty(penalties, 3)]).execute()[0]
    assert again.pk > last
    by_the_framework = build_penalty(penalties, 4)
    by_the_framework.live = False
    penalties.refresh_from_db()
    penalties.add_child(instance=by_the_framework)
    assert by_the_framework.pk > again.pk
    assert Revision.objects.filter(object_id=str(again.pk)).count() == 1
