"""An import is told of as one thing, however many rows it has."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Page

from disclosure.imports import steps
from disclosure.imports import told as told_by
from disclosure.models import ImportedRow, ImportJob
from disclosure.models.imports import ImportStatus
from publication.actions.create_many import CreateMany
from publication.approvals import steps_of
from publication.guards.signed import signing
from publication.models import Approval, Notice
from publication.notices.reminders import remind
from staff_directory.models import RoleGroup
from staff_directory.roles import Role
from tests.conftest import build_penalty, make_user
from tests.publication.one_step import one_step

pytestmark = pytest.mark.django_db

ROWS = 200
BEFORE, DUE, AFTER = date(2026, 3, 12), date(2026, 3, 16), date(2026, 3, 17)


@pytest.fixture
def job(unit, editor, reviewer, penalties):
    """An import of 200 decisions of 5 March, now drafts."""
    one_step(penalties)
    found = ImportJob.objects.create(unit=unit, user=editor, file_name="处罚.xlsx", status=ImportStatus.IMPORTED)
    pages = [build_penalty(penalties, number, decided_on=date(2026, 3, 5)) for number in range(1, ROWS + 1)]
    made = CreateMany(penalties, pages, user=editor).execute()
    ImportedRow.objects.bulk_create(
        ImportedRow(job=found, page=page, revision=page.latest_revision, sheet="行政处罚", row=place)
        for place, page in enumerate(made, start=2)
    )
    return found


def post(client, user, job, step, **data):
    client.force_login(user)
    return client.post(reverse(f"decision_imports:{step}", args=[job.pk]), data)


def told(user, **values):
    """What somebody was told, but for the daily number of penalties whose grade is to be confirmed."""
    return list(Notice.objects.filter(user=user, **values).exclude(subject__startswith="失信等级待核定"))


def test_submission_and_publication_of_200_rows_are_one_notice_each(client, job, editor, reviewer):
    post(client, editor, job, "submit")
    post(client, editor, job, "submit")
    (waiting,) = told(reviewer)
    assert (waiting.kind, waiting.read_at) == ("waiting", None)
    assert "处罚.xlsx" in waiting.subject
    assert told(editor) == []
    post(client, reviewer, job, "publish", agreed="yes")
    assert told(reviewer, read_at=None) == []
    steps.run(job.pk)
    assert Page.objects.filter(pk__in=job.rows.values("page_id"), live=True).count() == ROWS
    (published,) = told(editor)
    assert published.kind == "published"
    assert f"已公开 {ROWS} 件" in published.subject
    assert published.url == reverse("decision_imports:show", args=[job.pk])
    assert Notice.objects.count() == 2


def test_a_row_that_is_not_public_is_said(client, job, editor, reviewer):
    page = job.rows.order_by("pk").first().page
    page.secrecy = ""
    page.save()
    post(client, editor, job, "submit")
    post(client, reviewer, job, "publish", agreed="yes")
    steps.run(job.pk)
    assert "1 件没有公开" in told(editor)[0].subject


def test_a_return_is_told_with_its_reason_and_submitting_again_is_told_again(client, job, editor, reviewer):
    post(client, editor, job, "submit")
    post(client, reviewer, job, "return", note="第三行文号有误。")
    (back,) = told(editor)
    assert (back.kind, back.detail) == ("returned", "第三行文号有误。")
    assert told(reviewer, read_at=None) == []
    post(client, editor, job, "submit")
    assert len(told(reviewer, read_at=None)) == 1


def test_each_step_is_told_when_its_turn_comes(job, editor, reviewer, penalties):
    from django.contrib.auth.models import Group
    from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

    second = make_user("second")
    group = Group.objects.create(name="第二步")
    second.groups.add(group)
    task = GroupApprovalTask.objects.create(name="复核")
    task.groups.add(group)
    WorkflowTask.objects.create(workflow=Workflow.objects.get(pk=penalties.get_workflow().pk), task=task, sort_order=5)
    told_by.tell(job, ImportStatus.SUBMITTED)
    assert (len(told(reviewer)), len(told(second))) == (1, 0)
    first = steps_of(penalties)[0]
    with signing("test"):
        Approval.objects.bulk_create(
            Approval(page=row.page, revision=row.revision, digest="", user=reviewer, task=first, basis="import")
            for row in job.rows.select_related("page", "revision")
        )
    told_by.tell(job, ImportStatus.SUBMITTED)
    assert told(reviewer, read_at=None) == []
    assert len(told(second, read_at=None)) == 1


def test_a_waiting_import_is_reminded_of_by_the_nearest_legal_date(client, job, editor, reviewer):
    officer = make_user("officer")
    officer.groups.add(RoleGroup.objects.get(role=Role.DISCLOSURE_OFFICER).group)
    post(client, editor, job, "submit")
    Notice.objects.all().delete()
    remind(date(2026, 3, 11))
    assert told(reviewer) == told(officer) == []
    for _ in range(2):
        remind(BEFORE)
    (near,) = told(reviewer)
    assert near.kind == "legal"
    assert "3月16日，还有 2 个工作日" in near.subject
    assert told(officer) == []
    remind(AFTER)
    (late,) = told(officer)
    assert late.kind == "escalation"
    assert "已超过法定公开期限" in late.subject
    assert told(editor) == []


def test_rows_taken_out_have_no_legal_date_for_the_import(client, job, editor, reviewer):
    job.rows.update(excluded=True)
    post(client, editor, job, "submit")
    Notice.objects.all().delete()
    remind(AFTER)
    assert told(reviewer, key__startswith="import") == []


def test_drafts_of_an_import_that_was_never_submitted_are_told_as_one(job, editor, reviewer):
    remind(AFTER)
    for person in (editor, reviewer):
        (notice,) = told(person)
        assert notice.subject == f"法定期限：今天有 {ROWS} 件，请逐件处理"
