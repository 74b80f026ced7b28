"""Steps of approval by role: the unit's own head, deputies, the legal department in time of need (行政处罚法 48; 国办发〔2018〕118号)."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import TaskState, Workflow, WorkflowTask

from publication.actions.create_many import CreateMany
from publication.approvals import people_for
from publication.models import Approval, TrailEntry
from staff_directory.models import Deputy, RoleGroup, RoleTask
from staff_directory.roles import Role
from tests.conftest import build_penalty, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(unit):
    """The head of the unit, and only that."""
    return make_person("head", Role.UNIT_HEAD, unit)


@pytest.fixture
def secrecy(portal):
    """The secrecy reviewer."""
    return make_person("secrecy", Role.SECRECY_REVIEWER)


@pytest.fixture
def officer(portal):
    """政策法规科公示专员."""
    return make_person("officer", Role.DISCLOSURE_OFFICER)


def given():
    """The approvals that people gave."""
    return Approval.objects.exclude(basis="setup")


def act(client, user, page, action="approve", comment=""):
    """Take a step by the editor's button, as a browser would send it."""
    client.force_login(user)
    page.refresh_from_db()
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": comment})


@pytest.fixture
def submitted(penalties, editor):
    """A penalty that its editor has handed in."""
    page = CreateMany(penalties, [build_penalty(penalties, 1)], user=editor).execute()[0]
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, editor)
    return page


def test_a_decision_goes_through_its_head_and_the_secrecy_review(client, submitted, head, secrecy):
    assert [task.name for task in submitted.get_workflow().tasks] == ["单位负责人审核", "保密审查与公开审查"]
    act(client, secrecy, submitted)  # not the secrecy reviewer's turn yet
    assert not given().exists()
    act(client, head, submitted)
    submitted.refresh_from_db()
    assert not submitted.live
    act(client, secrecy, submitted)
    submitted.refresh_from_db()
    assert submitted.live
    assert list(given().order_by("pk").values_list("user__username", "step", "acting_for")) == [
        ("head", "单位负责人审核", ""),
        ("secrecy", "保密审查与公开审查", ""),
    ]


def test_content_of_a_unit_asks_for_its_head_only(unit):
    page = unit.page
    assert [task.name for task in page.get_workflow().tasks] == ["单位负责人审核"]


def test_lists_go_to_the_legal_department_and_the_justice_bureau(portal):
    workflow = Workflow.objects.get(name="清单审批")
    assert [task.name for task in workflow.tasks] == ["政策法规科审核", "司法局审核"]


def test_another_units_head_has_no_turn(client, submitted, other_unit):
    stranger = make_person("stranger", Role.UNIT_HEAD, other_unit)
    answer = act(client, stranger, submitted)
    assert answer.status_code in (302, 403, 404)
    assert not given().exists()
    assert TaskState.objects.reviewable_by(stranger).count() == 0


def test_whoever_may_take_a_step_finds_it_among_the_tasks(submitted, head, secrecy, other_unit):
    assert [state.revision.object_id for state in TaskState.objects.reviewable_by(head)] == [str(submitted.pk)]
    assert TaskState.objects.reviewable_by(secrecy).count() == 0
    assert people_for(submitted.current_workflow_task, submitted) == [head]


def name_deputy(client, user, held, chosen, days=5):
    """Name a deputy by the screen."""
    client.force_login(user)
    today = datetime.date.today()
    return client.post(
        reverse("deputies:new"),
        {
            "role_group": held.pk,
            "person": chosen.pk,
            "starts_on": today.isoformat(),
            "ends_on": (today + datetime.timedelta(days=days)).isoformat(),
            "reason": "出差",
        },
    )


def test_a_deputy_takes_the_step_in_the_heads_place_and_that_is_on_record(client, submitted, head, other_unit):
    colleague = make_person("colleague", Role.UNIT_HEAD, other_unit)
    held = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit__code="ldjc")
    assert name_deputy(client, head, held, colleague).status_code == 302
    assert TrailEntry.objects.filter(act="deputy.name").count() == 1
    assert colleague in people_for(submitted.current_workflow_task, submitted)
    act(client, colleague, submitted)
    approval = given().get()
    assert (approval.user, approval.acting_for) == (colleague, f"{held.title}（B角代行）")


def test_a_deputyship_ends_with_its_last_day_and_when_it_is_ended(client, submitted, head, other_unit):
    colleague = make_person("colleague", Role.UNIT_HEAD, other_unit)
    held = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit__code="ldjc")
    name_deputy(client, head, held, colleague)
    deputy = Deputy.objects.get()
    client.force_login(head)
    client.post(reverse("deputies:end", args=[deputy.pk]))
    assert not Deputy.objects.exists()
    assert TrailEntry.objects.filter(act="deputy.end").count() == 1
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    Deputy.objects.create(role_group=held, person=colleague, starts_on=yesterday, ends_on=yesterday)
    act(client, type(colleague).objects.get(pk=colleague.pk), submitted)
    assert not given().exists()


def test_nobody_names_a_deputy_for_others_roles_or_of_another_duty(client, head, unit, other_unit):
    foreign = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=other_unit)
    colleague = make_person("colleague", Role.UNIT_EDITOR, unit)
    answer = name_deputy(client, head, foreign, colleague)
    assert answer.status_code == 200
    assert not Deputy.objects.exists()
    own = RoleGroup.objects.get(role=Role.UNIT_HEAD, unit=unit)
    auditor = make_person("auditor", Role.AUDIT_ADMIN)
    assert name_deputy(client, head, own, auditor).status_code == 200
    assert not Deputy.objects.exists()
    client.force_login(auditor)
    assert client.get(reverse("deputies:index")).status_code in (302, 403)


def test_two_working_days_before_the_legal_date_the_legal_department_may_act(client, penalties, editor, officer, head):
    late, early = (
        build_penalty(penalties, number, decided_on=day)
        for number, day in ((1, datetime.date.today() - datetime.timedelta(days=30)), (2, datetime.date.today()))
    )
    pages = CreateMany(penalties, [late, early], user=editor).execute()
    for page in pages:
        fresh = type(page).objects.get(pk=page.pk)
        fresh.get_workflow().start(fresh, editor)
    reviewable = {state.revision.object_id for state in TaskState.objects.reviewable_by(officer)}
    assert reviewable == {str(pages[0].pk)}
    for page in pages:
        act(client, officer, type(page).objects.get(pk=page.pk))
    approval = given().get()
    assert approval.page_id == pages[0].pk
    assert approval.acting_for == "劳动保障监察支队（示例）单位负责人（政策法规科代行）"


def test_only_what_happens_inside_a_unit_can_be_substituted(client, admin):
    client.force_login(admin)
    url = reverse("wagtailadmin_workflows:add_task", args=["staff_directory", "roletask"])
    values = {"name": "示例步骤", "role": "deputy_director", "days_before": "1", "may_substitute": "on"}
    answer = client.post(url, values)
    assert answer.status_code == 200
    assert not RoleTask.objects.filter(name="示例步骤").exists()
    assert "只有单位负责人" in answer.content.decode()
    del values["may_substitute"]
    assert client.post(url, values).status_code == 302
    assert RoleTask.objects.get(name="示例步骤").role == "deputy_director"


def test_the_bureau_may_add_the_deputy_director(client, submitted, head, secrecy):
    workflow = submitted.get_workflow()
    step = RoleTask.objects.get(name="分管领导审批")
    WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=5)
    director = make_person("director", Role.DEPUTY_DIRECTOR)
    act(client, head, submitted)
    act(client, secrecy, submitted)
    submitted.refresh_from_db()
    assert not submitted.live
    act(client, director, submitted)
    submitted.refresh_from_db()
    assert submitted.live


def test_a_returned_page_says_what_to_mend(client, submitted, head, editor):
    act(client, head, submitted, "reject", "")
    submitted.refresh_from_db()
    assert submitted.current_workflow_state.status == "in_progress"
    act(client, head, submitted, "reject", "请补充处罚依据的条款。")
    client.force_login(editor)
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[submitted.pk]))
    assert "请补充处罚依据的条款。" in answer.content.decode()
