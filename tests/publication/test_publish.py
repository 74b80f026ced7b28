"""Every one of Wagtail's ways to publish leads through the verb and its gates."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from disclosure.models import DecisionNoticePage
from publication.actions import publish_page
from publication.actions.approve import ApproveRevision
from publication.actions.create_many import CreateMany
from publication.actions.publish_many import PublishMany, latest_pairs
from publication.approvals import steps_of
from publication.errors import Refused
from publication.gates import problems_of
from publication.routes import unbound
from tests.conftest import build_penalty

pytestmark = pytest.mark.django_db


def withhold(page):
    """Save a draft that must not become public."""
    page = DecisionNoticePage.objects.get(pk=page.pk)
    page.publicity, page.publicity_reason = "withheld", "涉及个人隐私"
    page.save()
    page.save_revision()
    return page


def test_every_stock_entry_is_bound():
    assert unbound() == []


def test_revision_publish_goes_through_the_gates(draft_penalty):
    page = withhold(draft_penalty)
    with pytest.raises(Refused):
        page.latest_revision.publish()
    assert not Page.objects.get(pk=page.pk).live


def test_revision_publish_needs_a_person_who_may_approve(draft_penalty, editor, reviewer):
    with pytest.raises(Refused, match="还没有通过"):
        draft_penalty.latest_revision.publish()
    with pytest.raises(PublishPagePermissionError):
        draft_penalty.latest_revision.publish(user=editor)
    draft_penalty.latest_revision.publish(user=reviewer)
    assert Page.objects.get(pk=draft_penalty.pk).live


def form_data(client, edit):
    """What the page editor's form would send, unchanged."""
    from bs4 import BeautifulSoup

    form = BeautifulSoup(client.get(edit).content, "html.parser").select_one("form[data-edit-form]")
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.get("type") in ("checkbox", "radio") and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") == "checkbox":
            data.setdefault(field["name"], []).append(field.get("value", "on"))
        else:
            data[field["name"]] = field.get("value", "") if field.name == "input" else field.text.lstrip("\n")
    return data


def test_editor_button_publishes_or_explains(client, reviewer, draft_penalty):
    page = withhold(draft_penalty)
    client.force_login(reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = {**form_data(client, edit), "action-publish": "action-publish"}
    assert "不能发布" in client.post(edit, data, follow=True).content.decode()
    assert not Page.objects.get(pk=page.pk).live
    page.publicity = "public"
    page.save_revision()
    client.post(edit, {**form_data(client, edit), "action-publish": "action-publish"}, follow=True)
    assert Page.objects.get(pk=page.pk).live


def test_nobody_publishes_their_own_last_edit_and_the_draft_is_kept(client, reviewer, draft_penalty):
    client.force_login(reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[draft_penalty.pk])
    data = {**form_data(client, edit), "facts": "审核人自己改过的事实", "action-publish": "action-publish"}
    answer = client.post(edit, data, follow=True)
    assert "须由另一位审核人" in answer.content.decode()
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    assert not page.live
    assert page.get_latest_revision_as_object().facts == "审核人自己改过的事实"


def test_an_edit_after_approval_voids_it(draft_penalty, editor, reviewer):
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    revision = page.latest_revision
    ApproveRevision(page, revision, reviewer, steps=steps_of(page)).execute()
    assert problems_of(revision.as_object(), revision) == []
    page.facts = "审核之后的改动"
    later = page.save_revision(user=editor)
    assert [found.code for found in problems_of(later.as_object(), later)] == ["not_approved"]
    revision.content["facts"] = "悄悄改过的版本"
    revision.save()
    assert [found.code for found in problems_of(revision.as_object(), revision)] == ["not_approved"]


def test_bulk_publish_goes_page_by_page(client, reviewer, draft_penalty, penalties):
    good = CreateMany(penalties, [build_penalty(penalties, 5)]).execute()[0]
    page = withhold(draft_penalty)
    client.force_login(reviewer)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(f"{url}?id={page.pk}&id={good.pk}&next=/admin/", follow=True)
    assert not Page.objects.get(pk=page.pk).live
    assert Page.objects.get(pk=good.pk).live
    assert "未发布 1 个" in answer.content.decode()


def test_timer_publishes_what_is_due_and_skips_what_is_refused(draft_penalty, penalties, reviewer, capsys):
    good = CreateMany(penalties, [build_penalty(penalties, 5)]).execute()[0]
    page = withhold(draft_penalty)
    past = timezone.now() - datetime.timedelta(minutes=1)
    for found in (page, good):
        revision = Page.objects.get(pk=found.pk).latest_revision
        ApproveRevision(found, revision, reviewer, steps=steps_of(found)).execute()
        revision.approved_go_live_at = past
        revision.save()
    call_command("publish_scheduled")
    assert not Page.objects.get(pk=page.pk).live
    assert Page.objects.get(pk=good.pk).live


@pytest.mark.parametrize("name", ["unpublish", "delete"])
def test_public_page_is_not_ended_by_stock_views(client, admin, live_penalty, name):
    client.force_login(admin)
    answer = client.post(reverse(f"wagtailadmin_pages:{name}", args=[live_penalty.pk]), follow=True)
    assert answer.status_code == 200
    assert "已公开" in answer.content.decode()
    assert Page.objects.get(pk=live_penalty.pk).live


def test_bulk_rows_equal_what_is_made_by_hand(penalties, editor, reviewer):
    hand = build_penalty(penalties, 1)
    hand.live = False
    hand.owner = editor
    penalties.add_child(instance=hand)
    publish_page(hand, user=None, revision=hand.save_revision(user=editor, log_action=True))
    bulk = CreateMany(penalties, [build_penalty(penalties, 2)], user=editor, approver=reviewer, publish=True).execute()[
        0
    ]
    hand, bulk = (DecisionNoticePage.objects.get(pk=page.pk) for page in (hand, bulk))
    for name in ("live", "has_unpublished_changes", "depth", "numchild", "owner_id", "content_type_id", "locale_id"):
        assert getattr(hand, name) == getattr(bulk, name), name
    assert bulk.live_revision_id == bulk.latest_revision_id is not None
    assert set(hand.live_revision.content) == set(bulk.live_revision.content)
    assert bulk.live_revision.user == editor
    actions = set(PageLogEntry.objects.filter(page_id=bulk.pk).values_list("action", flat=True))
    assert {"wagtail.create", "wagtail.publish"} <= actions
    assert PageLogEntry.objects.get(page_id=bulk.pk, action="wagtail.publish").user == reviewer

    def references(page):
        rows = ReferenceIndex.objects.filter(object_id=str(page.pk), base_content_type__model="page")
        return set(rows.values_list("to_object_id", "model_path"))

    assert references(hand) == references(bulk)
    found = {page.pk for page in DecisionNoticePage.objects.all().search("劳动报酬")}
    assert found == {hand.pk, bulk.pk}
    assert Page.objects.get(pk=penalties.pk).numchild == 2
    assert not Page.find_problems()[0]


def test_publish_many_pins_each_revision(penalties, editor, reviewer):
    pages = CreateMany(penalties, [build_penalty(penalties, n) for n in range(1, 4)], user=editor).execute()
    pairs = latest_pairs(pages)
    later = DecisionNoticePage.objects.get(pk=pages[0].pk)
    later.facts = "后来的草稿，没有经过审核"
    later.save_revision(user=editor)
    stale = [(DecisionNoticePage.objects.get(pk=page.pk), revision) for page, revision in pairs]
    result = PublishMany(stale, user=reviewer).execute()
    assert len(result["published"]) == 3
    first = DecisionNoticePage.objects.get(pk=pages[0].pk)
    assert first.live
    assert "没有经过审核" not in first.facts
    assert first.live_revision_id == pairs[0][1].pk


def test_person_is_masked_wherever_it_is_saved(penalties, editor):
    page = build_penalty(
        penalties, 1, party_kind="person", party_name="张三丰", credit_code="", legal_representative=""
    )
    page.live = False
    penalties.add_child(instance=page)
    revision = page.save_revision(user=editor)
    assert page.party_name == "张某某"
    assert "三丰" not in str(revision.content)


def test_a_draft_that_was_saved_without_its_row_is_published_as_its_version_says(penalties, editor, reviewer):
    """What was approved becomes public, not what the row held before."""
    page = CreateMany(penalties, [build_penalty(penalties, 1)], user=editor).execute()[0]
    page.facts = "经查，改过的事实。"
    revision = page.save_revision(user=editor)
    stored = DecisionNoticePage.objects.get(pk=page.pk)
    assert stored.facts != page.facts
    result = PublishMany([(stored, revision)], user=reviewer).execute()
    assert result["published"] == [page.pk]
    assert DecisionNoticePage.objects.get(pk=page.pk).facts == "经查，改过的事实。"
    assert DecisionNoticePage.objects.get(pk=page.pk).live


def test_nobody_approves_their_own_last_edit_however_often_others_save_it(draft_penalty, editor, reviewer):
    """职责分离: who saved what somebody else wrote has not written it."""
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.remarks = "负责人改的"
    page.save_revision(user=reviewer)
    for _ in range(60):
        last = page.save_revision(user=editor)
    with pytest.raises(Refused, match="最后由您本人修改"):
        ApproveRevision(page, last, reviewer, steps=steps_of(page)).execute()
