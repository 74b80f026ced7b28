"""A B角 confirms grades and reviews what was taken down at once, in the place of who holds the right, on the record."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publication.actions.end import End
from publication.actions.end_request import RequestEnding, ReviewEmergency
from publication.errors import Refused
from publication.models import Ending, Notice, TrailEntry
from staff_directory.models import Deputy, RoleGroup
from tests.conftest import make_person
from tests.disclosure.grading import penalty

pytestmark = pytest.mark.django_db


def fresh(user):
    """The account as it signs in anew."""
    return type(user).objects.get(pk=user.pk)


@pytest.fixture
def colleague(other_unit):
    return make_person("colleague", "unit_legal_reviewer", other_unit)


@pytest.fixture
def deputise(colleague):
    """Let the colleague stand in for the holders of a role, today."""

    def name(role):
        today = timezone.localdate()
        group = RoleGroup.objects.get(role=role, unit=None)
        return Deputy.objects.create(role_group=group, person=colleague, starts_on=today, ends_on=today)

    return name


def test_a_deputy_confirms_a_grade_in_the_holders_place(colleague, deputise, penalties):
    """信用修复管理办法: the grade is confirmed by 政策法规科; who acts in its place says so."""
    live_penalty = penalty(penalties, publish=True)
    client = Client()
    client.force_login(colleague)
    address = reverse("grades:show", args=[live_penalty.pk])
    assert client.get(address).status_code in (302, 403)
    named = deputise("legal_reviewer")
    assert client.get(address).status_code == 200
    client.post(address, {"grade": "serious", "reason": "情节严重，影响较大。"})
    entry = TrailEntry.objects.get(act="grade.confirm")
    assert (entry.actor_id, entry.data["acting_for"]) == (colleague.pk, "政策法规科法制审核员（B角代行）")
    Deputy.objects.filter(pk=named.pk).update(
        ends_on=timezone.localdate() - datetime.timedelta(days=1), starts_on="2026-01-01"
    )
    assert client.get(address).status_code in (302, 403)


def test_a_deputy_reviews_an_emergency_and_is_told_of_it(colleague, deputise, live_penalty, reviewer):
    """A second person looks at what was taken down at once; the deputy is told, and never reviews the own act."""
    named = deputise("disclosure_officer")
    asked = RequestEnding(
        live_penalty,
        verb="withdraw",
        kind="mistake",
        user=reviewer,
        emergency=True,
        statement="发布有误，现予撤下核对。",
    ).execute()
    ending = asked if asked.is_executed else End(asked, user=reviewer).execute()
    assert Notice.objects.filter(user=colleague, subject__contains="等待您事后审查").exists()
    client = Client()
    client.force_login(colleague)
    assert "审查" in client.get(reverse("life:ending", args=[ending.pk])).content.decode()
    client.post(reverse("life:review", args=[ending.pk]), {"note": "核对无误"})
    assert Ending.objects.get(pk=ending.pk).reviewed_by == colleague
    assert TrailEntry.objects.get(act="ending.review").data["acting_for"] == "政策法规科公示专员（B角代行）"
    named.delete()
    with pytest.raises(Refused, match="没有事后审查的权限"):
        ReviewEmergency(Ending.objects.get(pk=ending.pk), user=fresh(colleague), note="再看").execute()
