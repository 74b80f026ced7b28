"""Who is told what when a step begins, is taken, or comes back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow, WorkflowTask

from disclosure.models import DecisionNoticePage
from publication.models import Notice
from publication.notices.notify import notify
from staff_directory.permissions import group_names
from tests.conftest import make_user

from .one_step import one_step
from .telling import act, notices

pytestmark = pytest.mark.django_db


def test_a_step_that_begins_is_told_to_its_people_and_not_to_the_submitter(submitted, editor, reviewer):
    (told,) = notices(reviewer)
    assert told.kind == "waiting"
    assert submitted.title in told.subject
    assert told.url == reverse("wagtailadmin_pages:edit", args=[submitted.pk])
    assert notices(editor) == []
    assert Notice.objects.exclude(user=reviewer).count() == 0


def test_a_head_who_submits_is_not_told_that_it_waits(draft_penalty, penalties, reviewer):
    one_step(penalties)
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.get_workflow().start(page, reviewer)
    assert notices(reviewer) == []


def test_each_further_step_is_told_to_its_own_people(client, submitted, editor, reviewer, other_unit):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask

    second = make_user("second", group_names(submitted.unit)[0])
    group = Group.objects.create(name="第二步")
    second.groups.add(group)
    task = GroupApprovalTask.objects.create(name="复核")
    task.groups.add(group)
    workflow = Workflow.objects.get(pk=submitted.get_workflow().pk)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=5)
    assert notices(second) == []
    act(client, reviewer, submitted, "approve")
    assert [told.kind for told in notices(second)] == ["waiting"]
    assert "复核" in notices(second)[0].subject


def test_sent_back_is_told_to_submitter_and_last_editor_with_the_comment(client, submitted, editor, reviewer):
    colleague = make_user("colleague", group_names(submitted.unit)[0])
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.facts = "补充后的事实。"
    revision = page.save_revision(user=colleague)
    state = page.current_workflow_state.current_task_state
    state.revision = revision
    state.save()
    act(client, reviewer, submitted, "reject", comment="请补充依据。电话13912345678")
    for person in (editor, colleague):
        (told,) = notices(person)
        assert told.kind == "returned"
        assert "请补充依据" in told.detail
        assert "13912345678" not in told.detail
        assert told.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert notices(reviewer, read_at=None) == []


def test_published_is_told_to_the_submitter(client, submitted, editor, reviewer):
    act(client, reviewer, submitted, "approve")
    assert Page.objects.get(pk=submitted.pk).live
    (told,) = notices(editor)
    assert (told.kind, told.subject) == ("published", f"{submitted.title}：已公开")
    assert notices(reviewer, read_at=None) == []


def test_approved_for_a_later_time_is_told_now_and_published_then(client, submitted, editor, reviewer, monkeypatch):
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision(user=editor)
    state = page.current_workflow_state.current_task_state
    state.revision = revision
    state.save()
    act(client, reviewer, submitted, "approve")
    assert not Page.objects.get(pk=page.pk).live
    (told,) = notices(editor)
    assert told.kind == "published"
    assert "到点自动公开" in told.subject
    in_two_days = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: in_two_days)
    call_command("publish_scheduled")
    assert "已公开" in notices(editor)[0].subject


def test_cancelling_takes_the_waiting_notice_away(submitted, editor, reviewer):
    submitted.current_workflow_state.cancel(user=editor)
    assert notices(reviewer, read_at=None) == []
    call_command("send_digest")
    assert mail.outbox == []
    page = DecisionNoticePage.objects.get(pk=submitted.pk)
    page.get_workflow().start(page, editor)
    assert len(notices(reviewer, read_at=None)) == 1


def test_one_occasion_is_told_once(editor, reviewer):
    for _ in range(3):
        notify([editor, reviewer, editor], "step", "同一件", "/admin/", key="step-1-due")
    assert (len(notices(editor)), len(notices(reviewer))) == (1, 1)
    notify([editor, editor], "step", "没有场合", "/admin/")
    assert len(notices(editor)) == 3


def test_comments_on_a_page_are_told_without_what_they_say(reviewer, draft_penalty):
    from wagtail.admin.views.pages import edit

    edit.send_notification([reviewer], "updated_comments", {"page": draft_penalty, "new_comments": ["秘密"]})
    (told,) = notices(reviewer)
    assert (told.kind, told.detail) == ("comment", "")
    assert "秘密" not in told.subject
    assert mail.outbox == []


def test_telling_many_costs_the_same_as_telling_few(django_assert_num_queries, db):
    people = [make_user(f"person{number}") for number in range(60)]
    with django_assert_num_queries(2):
        notify(people[:2], "step", "少", "/admin/", key="few")
    with django_assert_num_queries(2):
        notify(people, "step", "多", "/admin/", key="many")
    assert Notice.objects.filter(subject="多").count() == 60


def test_masking_a_page_also_cleans_its_notices(draft_penalty, editor):
    from publication.privacy.cleaning import Cleaner, clean_records
    from publication.privacy.masks import Masker

    notify([editor], "returned", "示例", "/admin/", page=draft_penalty, detail="请删去示例路9号3栋502室")
    cleaner = Cleaner(set(), Masker(), {"示例路9号3栋502室": "示例路***"})
    assert clean_records(draft_penalty, cleaner) == 1
    assert Notice.objects.get().detail == "请删去示例路***"
