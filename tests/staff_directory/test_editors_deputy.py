"""An editor's B角 works in the editor's place for the days of the deputyship, with an editor's rights and no others."""

import datetime
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publication.models import StoredDocument, TrailEntry
from staff_directory.models import Deputy, RoleGroup
from staff_directory.roles.membership import roles_of
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


def client_of(user):
    """A new session of the account, with nothing remembered of its rights."""
    client = Client()
    client.force_login(type(user).objects.get(pk=user.pk))
    return client


@pytest.fixture
def deputy(unit, other_unit):
    """A colleague of another unit."""
    return make_person("colleague", "unit_legal_reviewer", other_unit)


@pytest.fixture
def named(unit, editor, deputy):
    """The editor names the colleague, for today and tomorrow."""
    group, today = RoleGroup.objects.get(role="unit_editor", unit=unit), timezone.localdate()
    values = {
        "role_group": group.pk, "person": deputy.pk, "starts_on": today, "ends_on": today + datetime.timedelta(days=1), "reason": "休假",
    }  # fmt: skip
    client_of(editor).post(reverse("deputies:new"), values)
    return Deputy.objects.get()


def addresses(unit, penalties, page):
    document = StoredDocument.objects.create(
        title="附件", file=ContentFile(b"text", name="a.txt"), collection=unit.collection
    )
    add = reverse("wagtailadmin_pages:add", args=["disclosure", "decisionnoticepage", penalties.pk])
    return [
        reverse("wagtailadmin_pages:edit", args=[page.pk]), add, reverse("wagtaildocs:edit", args=[document.pk]), document.url,
        reverse("decision_imports:upload"), reverse("wagtaildocs:index"), reverse("life:batch_new"), reverse("reading:page", args=[page.pk]),
    ]  # fmt: skip


def answers(user, found):
    client = client_of(user)
    return [client.get(address).status_code for address in found]


def test_for_its_days_and_not_a_day_longer(unit, penalties, draft_penalty, editor, deputy, named):
    found = addresses(unit, penalties, draft_penalty)
    assert answers(deputy, found) == [200] * len(found)
    assert client_of(deputy).get(reverse("wagtailadmin_pages:unpublish", args=[draft_penalty.pk])).status_code != 200
    with mock.patch("django.utils.timezone.localdate", return_value=named.ends_on + datetime.timedelta(days=1)):
        assert 200 not in answers(deputy, found)
    with mock.patch("django.utils.timezone.localdate", return_value=named.starts_on - datetime.timedelta(days=1)):
        assert 200 not in answers(deputy, found)
    client_of(editor).post(reverse("deputies:end", args=[named.pk]))
    assert 200 not in answers(deputy, found)
    assert deputy.groups.count() == 1, "no membership was given, and none is left behind"


def test_what_a_deputy_wrote_is_on_the_record_and_another_approves_it(unit, draft_penalty, deputy, named):
    page = type(draft_penalty).objects.get(pk=draft_penalty.pk)
    client = client_of(deputy)
    assert client.post(reverse("wagtailadmin_pages:lock", args=[page.pk])).status_code in (302, 403)
    page.remarks = "B角补充"
    page.save_revision(user=type(deputy).objects.get(pk=deputy.pk), log_action=True)
    said = TrailEntry.objects.filter(act="wagtail.edit", page_id=page.pk).latest("pk").roles
    assert "单位编辑（B角）" in said
    assert "单位法制审核员" in said
    assert not page.permissions_for_user(type(deputy).objects.get(pk=deputy.pk)).can_publish()


def test_whoever_became_an_administrator_stands_in_for_nobody(unit, penalties, draft_penalty, deputy, named):
    """GB/T 22239-2019: no account both acts and keeps the record."""
    found = addresses(unit, penalties, draft_penalty)
    assert 200 in answers(deputy, found)
    deputy.groups.set([RoleGroup.objects.get(role="audit_admin").group])
    assert 200 not in answers(deputy, found)


def test_a_deputy_names_no_deputy(unit, deputy, named):
    lent = RoleGroup.objects.get(role="unit_editor", unit=unit)
    client = client_of(deputy)
    choices = client.get(reverse("deputies:new")).context["form"].fields["role_group"].queryset
    assert lent not in choices
    assert lent in roles_of(type(deputy).objects.get(pk=deputy.pk))


def test_rights_cost_one_more_query_at_most(deputy, named, django_assert_max_num_queries):
    user = type(deputy).objects.get(pk=deputy.pk)
    with django_assert_max_num_queries(1):
        roles_of(user)
        roles_of(user)
    with django_assert_max_num_queries(4):
        for _ in range(5):
            user.has_perm("publication.request_ending")
            user.has_perm("publication.approve_ending")
