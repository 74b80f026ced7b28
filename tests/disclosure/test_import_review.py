"""An import is one task at every step of the approval: the head, then the secrecy review, then the public."""

import datetime

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure.imports import review, steps
from disclosure.models import DecisionNoticePage, ImportedRow, ImportJob
from disclosure.models.imports import ImportStatus
from publication.actions.create_many import CreateMany
from publication.models import Approval, TrailEntry
from staff_directory.models import Deputy, RoleGroup
from staff_directory.permissions import group_names
from staff_directory.roles import Role
from tests.conftest import build_penalty, make_user

pytestmark = pytest.mark.django_db


def hand_in(unit, editor, penalties, count, start=1):
    """An import of drafts that was handed in."""
    job = ImportJob.objects.create(
        unit=unit, user=editor, file_name="处罚.xlsx", status=ImportStatus.SUBMITTED, created=count
    )
    made = [build_penalty(penalties, number) for number in range(start, start + count)]
    pages = CreateMany(penalties, made, user=editor).execute()
    ImportedRow.objects.bulk_create(
        ImportedRow(job=job, page=page, revision=page.latest_revision, sheet="行政处罚", row=place)
        for place, page in enumerate(pages, start=2)
    )
    return job


@pytest.fixture
def job(unit, editor, penalties):
    """Four rows."""
    return hand_in(unit, editor, penalties, 4)


@pytest.fixture
def head(unit):
    """The unit's head."""
    return make_user("head", group_names(unit)[1])


@pytest.fixture
def secrecy(portal):
    """The secrecy reviewer."""
    user = make_user("secrecy")
    user.groups.add(RoleGroup.objects.get(role=Role.SECRECY_REVIEWER).group)
    return user


def shown(client, user, job):
    """The import's screen, as text."""
    client.force_login(user)
    answer = client.get(reverse("decision_imports:show", args=[job.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def take(client, user, job, **values):
    """Take one's step by the screen's button, and let the worker do its part."""
    client.force_login(user)
    answer = client.post(reverse("decision_imports:publish", args=[job.pk]), {"agreed": "yes", **values}, follow=True)
    steps.run(job.pk)
    job.refresh_from_db()
    return answer.content.decode()


def test_each_step_has_its_turn_and_the_last_one_publishes(client, job, head, secrecy):
    assert "等待“单位负责人审核”" in shown(client, secrecy, job)
    assert "现在等待“单位负责人审核”" in take(client, secrecy, job)
    assert job.status == ImportStatus.SUBMITTED
    assert "审核通过，转“保密审查与公开审查”" in shown(client, head, job)
    excluded = job.rows.order_by("pk")[1]
    take(client, head, job, shown=[row.pk for row in job.rows.all()], exclude=[excluded.pk])
    assert job.status == ImportStatus.SUBMITTED
    assert not DecisionNoticePage.objects.filter(live=True).exists()
    assert Approval.objects.filter(user=head, step="单位负责人审核").count() == 3
    text = shown(client, secrecy, job)
    assert "审核通过并发布" in text
    assert "单位负责人审核：" in text
    take(client, secrecy, job)
    assert job.status == ImportStatus.PUBLISHED
    assert DecisionNoticePage.objects.filter(live=True).count() == 3
    assert not DecisionNoticePage.objects.get(pk=excluded.page_id).live


def test_each_step_of_an_import_is_in_the_trail(client, job, head):
    take(client, head, job)
    entry = TrailEntry.objects.filter(act="import.move").latest("pk")
    assert (entry.actor_id, entry.object_id) == (head.pk, str(job.pk))
    assert (entry.before, entry.after) == ({"status": "submitted"}, {"status": "signing"})


def test_one_person_with_both_roles_takes_both_steps_at_once(client, job, reviewer):
    assert "审核通过并发布" in shown(client, reviewer, job)
    take(client, reviewer, job)
    assert DecisionNoticePage.objects.filter(live=True).count() == 4
    assert Approval.objects.filter(user=reviewer).count() == 8


def test_whoever_uploaded_takes_no_step(client, job, unit, editor):
    editor.groups.add(RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=unit).group)
    assert "须由上传人以外" in take(client, editor, job)
    assert job.status == ImportStatus.SUBMITTED


def test_a_row_that_missed_a_step_is_not_published_and_says_so(client, job, head, secrecy):
    skipped = job.rows.order_by("pk")[1]
    take(client, head, job, shown=[row.pk for row in job.rows.all()], exclude=[skipped.pk])
    take(client, secrecy, job, shown=[skipped.pk])  # taken in again, which the head never saw
    skipped.refresh_from_db()
    assert "单位负责人审核" in skipped.refusal
    assert DecisionNoticePage.objects.filter(live=True).count() == 3


def test_a_draft_edited_after_the_heads_step_goes_back_to_the_head(client, job, head, secrecy, editor):
    take(client, head, job)
    page = DecisionNoticePage.objects.get(pk=job.rows.first().page_id)
    page.facts = "经查，另一段事实。"
    revision = page.save_revision(user=editor)
    job.rows.filter(page=page).update(revision=revision)
    assert "现在等待“单位负责人审核”" in take(client, secrecy, job)
    assert not DecisionNoticePage.objects.filter(live=True).exists()
    take(client, head, job)
    take(client, secrecy, job)
    assert DecisionNoticePage.objects.filter(live=True).count() == 4


def test_the_step_that_has_its_turn_may_send_back(client, job, head, secrecy):
    client.force_login(secrecy)
    client.post(reverse("decision_imports:return", args=[job.pk]), {"note": "请补充依据。"})
    job.refresh_from_db()
    assert job.status == ImportStatus.SUBMITTED
    client.force_login(head)
    client.post(reverse("decision_imports:return", args=[job.pk]), {"note": "请补充依据。"})
    job.refresh_from_db()
    assert (job.status, job.note) == (ImportStatus.RETURNED, "请补充依据。")


def test_a_deputy_sees_the_import_and_signs_in_the_heads_place(client, job, unit, other_unit):
    colleague = make_user("colleague", group_names(other_unit)[1])
    client.force_login(colleague)
    assert client.get(reverse("decision_imports:show", args=[job.pk])).status_code == 404
    today = datetime.date.today()
    held = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=unit)
    Deputy.objects.create(role_group=held, person=colleague, starts_on=today, ends_on=today)
    colleague = type(colleague).objects.get(pk=colleague.pk)
    take(client, colleague, job)
    assert set(Approval.objects.filter(user=colleague).values_list("acting_for", flat=True)) == {
        f"{held.title}（B角代行）"
    }


def test_signing_is_taken_up_after_a_kill_and_nothing_is_signed_twice(client, job, head, secrecy):
    ImportJob.objects.filter(pk=job.pk).update(status=ImportStatus.SIGNING, approver=head, position=0)
    job.refresh_from_db()
    turn = review.turn_of(head, job)
    from publication.actions.sign_many import SignMany

    first = job.rows.order_by("pk").first()
    SignMany([(first.page, first.revision)], user=head, steps=turn.own).execute()  # killed before the position was kept
    steps.run(job.pk)
    job.refresh_from_db()
    assert job.status == ImportStatus.SUBMITTED
    assert Approval.objects.filter(user=head).count() == 4


def test_the_home_counts_imports_in_the_same_number_of_queries(client, job, unit, editor, penalties, head):
    from django.db import connection

    def queries():
        person = type(head).objects.get(pk=head.pk)
        client.force_login(person)
        client.get(reverse("wagtailadmin_home"))
        with CaptureQueriesContext(connection) as captured:
            text = client.get(reverse("wagtailadmin_home")).content.decode()
        return len(captured), text

    one, text = queries()
    assert "<strong>1</strong> 等我处理" in text
    for number in range(5):
        hand_in(unit, editor, penalties, 2, start=100 + number * 10)
    many, text = queries()
    assert "<strong>6</strong> 等我处理" in text
    assert many <= one


def test_an_outside_reviewer_sees_only_the_imports_whose_step_is_theirs(client, job, unit, head, secrecy, portal):
    from wagtail.models import Workflow, WorkflowTask

    from staff_directory.models import RoleTask

    justice = make_user("justice")
    justice.groups.add(RoleGroup.objects.get(role=Role.OUTSIDE_REVIEWER).group)
    address = reverse("decision_imports:show", args=[job.pk])

    def sees():
        client.force_login(type(justice).objects.get(pk=justice.pk))
        listed = job.file_name in client.get(reverse("decision_imports:index"), follow=True).content.decode()
        assert (client.get(address).status_code == 200) is listed
        return listed

    step = RoleTask.objects.create(name="司法局在线审核", role=Role.OUTSIDE_REVIEWER)
    assert not sees(), "a step in some other approval opens no import"
    WorkflowTask.objects.create(workflow=Workflow.objects.get(name="执法决定审批"), task=step, sort_order=9)
    assert not sees(), "not sent yet"
    take(client, head, job)
    take(client, secrecy, job)
    assert not DecisionNoticePage.objects.filter(live=True).exists()
    assert sees()
    take(client, type(justice).objects.get(pk=justice.pk), job)
    assert job.status == ImportStatus.PUBLISHED
    assert DecisionNoticePage.objects.filter(live=True).count() == 4
    assert sees(), "what they decided stays theirs to look at"
