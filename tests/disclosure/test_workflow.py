"""A notice made by hand: submitted by the editor, published by the unit's reviewer through the workflow's end."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Workflow

from staff_directory.permissions import group_names
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def test_the_shipped_workflows_are_there_once(unit, other_unit):
    names = ["单位内容审批", "执法决定审批", "本局清单审批", "清单审批"]
    assert sorted(workflow.name for workflow in Workflow.objects.all()) == sorted(names)
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_last_approval_publishes_through_the_verb(client, draft_penalty, editor, reviewer, other_unit):
    page = Page.objects.get(pk=draft_penalty.pk).specific
    page.get_workflow().start(page, editor)
    client.force_login(reviewer)
    desk = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page.title in desk
    stranger = make_user("stranger", group_names(other_unit)[1])
    client.force_login(stranger)
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    client.post(url, {"comment": ""})
    assert not Page.objects.get(pk=page.pk).live
    client.force_login(reviewer)
    client.post(url, {"comment": ""})
    assert not Page.objects.get(pk=page.pk).live
    second = Page.objects.get(pk=page.pk).current_workflow_state.current_task_state
    client.post(url.replace(f"/{state.pk}/", f"/{second.pk}/"), {"comment": ""})
    assert Page.objects.get(pk=page.pk).live


def test_refused_approval_says_why_and_publishes_nothing(client, draft_penalty, editor, reviewer):
    page = Page.objects.get(pk=draft_penalty.pk).specific
    page.publicity, page.publicity_reason = "withheld", "涉及个人隐私"
    page.save()
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    client.force_login(reviewer)
    state = page.current_workflow_state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = client.post(url, {"comment": ""}, follow=True)
    assert "不能发布" in answer.content.decode()
    assert not Page.objects.get(pk=page.pk).live
