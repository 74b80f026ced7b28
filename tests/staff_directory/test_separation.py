"""What one account alone cannot do, and who may act in another's place."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from disclosure.models import DecisionNoticePage
from home.models import StandardPage
from publication.actions.approve import record_setup
from publication.actions.end_many_run import run_batch
from publication.actions.end_request import RequestEnding
from publication.actions.restore import RequestRestoration
from publication.approvals import STEPS
from publication.models import Ending, EndingBatch, StoredDocument, TrailEntry
from publication.permits import permitted
from staff_directory.kinds import Role
from staff_directory.models import Deputy, RoleGroup, RoleTask, Unit, UnitPage
from staff_directory.roles.sync import sync_roles
from staff_directory.sign_in.middleware import FACTOR, SEEN
from staff_directory.steps import in_use
from staff_directory.steps.shipped import Step
from staff_directory.transfer.verbs import ExecuteTransfer, PrepareTransfer, preview
from tests.conftest import make_person, make_unit, make_user
from tests.publication.one_step import one_step

pytestmark = pytest.mark.django_db


def document(unit, title="附件"):
    return StoredDocument.objects.create(
        title=title, file=ContentFile(b"text", name="s.txt"), collection=unit.collection
    )


# Bulk acts on accounts


@pytest.mark.parametrize("which", ["one", "all"])
def test_accounts_are_not_changed_in_bulk(client, portal, admin, which):
    """网络安全法第二十一条: every change of an account is on the record."""
    sync_roles()
    victim = make_user("victim")
    type(admin).objects.filter(pk=admin.pk).update(is_active=False)
    client.force_login(make_person("sec", "security_admin"))
    for act, data in (("set_active_state", {"mark_as_active": "True"}), ("delete", {}), ("assign_role", {"role": "1"})):
        address = reverse("wagtail_bulk_action", args=["auth", "user", act])
        key = victim.pk if which == "one" else "all"
        assert client.post(f"{address}?id={key}&next=/admin/", data).status_code == 404
    admin.refresh_from_db()
    assert not admin.is_active
    assert "set_active_state" not in client.get(reverse("wagtailusers_users:index")).content.decode()


# Second factor and idle sessions


def test_without_the_code_a_session_reads_no_draft_attachment(client, unit):
    found = document(unit)
    client.force_login(make_person("legal", "legal_reviewer"))
    assert client.get(found.url).status_code == 200
    session = client.session
    session[FACTOR] = True
    session.save()
    assert client.get(found.url).status_code == 404


def test_an_idle_session_reads_no_draft_attachment(client, unit):
    found = document(unit)
    client.force_login(make_person("legal", "legal_reviewer"))
    client.get("/admin/")
    session = client.session
    session[SEEN] = 1
    session.save()
    assert client.get(found.url).status_code == 404


def test_binding_an_authenticator_ends_the_other_sessions(unit, monkeypatch):
    user = make_person("someone", "unit_editor", unit)
    here, elsewhere = Client(), Client()
    for each in (here, elsewhere):
        each.force_login(user)
        assert each.get("/admin/").status_code == 200
    here.get(reverse("sign_in:setup"))
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.TOTPDevice.verify_token", lambda self, token: True)
    assert here.post(reverse("sign_in:setup"), {"token": "123456"}).status_code == 200
    assert elsewhere.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == 200


# Deputies


def test_the_heads_deputy_decides_about_a_takedown(client, unit, other_unit, live_penalty):
    editor = make_person("ed", "unit_editor", unit)
    deputy, stranger = make_person("dep", "unit_legal_reviewer", unit), make_person("other", "unit_head", other_unit)
    head = RoleGroup.objects.get(role="unit_head", unit=unit)
    today = timezone.localdate()
    page = DecisionNoticePage.objects.get(pk=live_penalty.pk)
    asked = RequestEnding(
        page, verb="withdraw", kind="mistake", user=editor, statement="发布有误，现予撤下核对。"
    ).execute()
    send = {"act": "approve", "note": ""}
    decide = reverse("life:decide", args=[asked.pk])
    for person in (deputy, stranger):  # not a deputy yet; of another unit
        client.force_login(person)
        client.post(decide, send)
        assert Ending.objects.get(pk=asked.pk).is_open
    Deputy.objects.create(role_group=head, person=deputy, starts_on=today, ends_on=today)
    client.force_login(type(deputy).objects.get(pk=deputy.pk))
    assert f"/{asked.pk}/" in client.get(reverse("life:board")).content.decode()
    client.post(decide, send)
    assert not Page.objects.get(pk=page.pk).live
    assert "B角代行" in TrailEntry.objects.get(act="ending.stand_in").data["acting_for"]
    back = RequestRestoration(page, user=editor, reason="撤下时认错了页面，内容没有错误。").execute()
    assert (
        client.post(reverse("life:restoration", args=[back.pk]), {**send, "note": "电话13900001234"}).status_code == 400
    )
    client.post(reverse("life:restoration", args=[back.pk]), send)
    assert Page.objects.get(pk=page.pk).live
    assert "B角代行" in TrailEntry.objects.get(act="restoration.stand_in").data["acting_for"]
    client.force_login(editor)
    timeline = client.get(reverse("life:page", args=[page.pk])).content.decode()
    assert "代行恢复审批" in timeline
    assert "B角代行" in timeline


def test_a_deputys_batch_approval_is_on_the_record_as_the_heads(client, unit, live_penalty):
    editor, deputy = make_person("ed", "unit_editor", unit), make_person("dep", "unit_legal_reviewer", unit)
    today = timezone.localdate()
    Deputy.objects.create(
        role_group=RoleGroup.objects.get(role="unit_head", unit=unit), person=deputy, starts_on=today, ends_on=today
    )
    client.force_login(editor)
    client.post(reverse("life:batch_new"), {"numbers": live_penalty.document_number})
    batch = EndingBatch.objects.get()
    client.post(
        reverse("life:batch_submit", args=[batch.pk]),
        {"way": "withdraw:mistake", "statement": "发布有误，现予撤下核对。"},
    )
    client.force_login(type(deputy).objects.get(pk=deputy.pk))
    answer = client.get(reverse("life:batch", args=[batch.pk]))
    decide = reverse("life:batch_decide", args=[batch.pk])
    assert decide in answer.content.decode()
    client.post(decide, {"act": "approve", "note": "", "shown": [batch.items.get().pk]})
    run_batch(batch.pk)  # the worker, where the answer did not wait for it
    assert not Page.objects.get(pk=live_penalty.pk).live
    said = TrailEntry.objects.get(act="ending.stand_in")
    assert "B角代行" in said.data["acting_for"]
    assert said.data["ending"] == Ending.objects.get(page_id=live_penalty.pk).pk


# Chains of transfers


def transfer(kind, source, successor, people, **values):
    prepared = PrepareTransfer(
        kind, Unit.objects.get(pk=source.pk), successor=Unit.objects.get(pk=successor.pk), effective_on=timezone.localdate(),
        reason="示例编办文件", user=people[0], **values,
    ).execute()  # fmt: skip
    ExecuteTransfer(prepared, user=people[1]).execute()
    return prepared


@pytest.fixture
def column(unit, other_unit):
    """A public column of the unit, and the two administrators of transfers."""
    column = StandardPage(secrecy="clear", title="划转栏目", slug="col", live=False, introduction="示例说明。")
    UnitPage.objects.get(unit=unit).add_child(instance=column)
    revision = column.save_revision(user=make_person("e1", "unit_editor", unit))
    record_setup(column, revision, "测试")
    revision.publish()
    return column, (make_person("sys", "system_admin"), make_person("sec", "security_admin"))


def seen(user, column):
    client = Client()
    client.force_login(type(user).objects.get(pk=user.pk))
    names = {"edit": "wagtailadmin_pages:edit", "read": "reading:page", "life": "life:page", "ask": "life:ask"}
    return {name: client.get(reverse(view, args=[column.pk])).status_code for name, view in names.items()}


def test_a_column_passes_on_with_the_unit_that_received_it(unit, other_unit, column):
    column, people = column
    third = make_unit("ccc", "第三单位（示例）")
    head = make_person("hc", "unit_head", third)
    transfer("split", unit, other_unit, people, pages=[column.pk])
    transfer("merge", other_unit, third, people)
    assert set(seen(head, column).values()) == {200}


def test_a_column_that_was_given_away_does_not_come_back_with_its_former_unit(unit, other_unit, column):
    column, people = column
    third = make_unit("ccc", "第三单位（示例）")
    head, owner = make_person("hc", "unit_head", third), make_person("hb", "unit_head", other_unit)
    transfer("split", unit, other_unit, people, pages=[column.pk])
    transfer("merge", unit, third, people)
    assert set(seen(head, column).values()) == {404}
    assert set(seen(owner, column).values()) == {200}


# Files of a column, and of a page at one's step


def test_a_split_takes_along_the_files_that_only_the_column_uses(client, unit, other_unit, column):
    column, people = column
    own, shared = document(unit, "只用于栏目"), document(unit, "两处都用")
    for parent, slug, files in ((column, "a", [own, shared]), (UnitPage.objects.get(unit=unit), "b", [shared])):
        page = StandardPage(
            secrecy="clear", title=slug, slug=slug, live=False, body=[("document", found) for found in files]
        )
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        page.save_revision()
    prepared = PrepareTransfer(
        "split", unit, successor=other_unit, effective_on=timezone.localdate(), reason="示例编办文件", user=people[0],
        pages=[column.pk],
    ).execute()  # fmt: skip
    assert {"附件和图片": 1, "留在原单位的共用附件和图片": 1}.items() <= preview(prepared).items()
    ExecuteTransfer(prepared, user=people[1]).execute()
    own.refresh_from_db()
    shared.refresh_from_db()
    assert (own.collection, shared.collection) == (other_unit.collection, unit.collection)
    client.force_login(make_person("hb", "unit_head", other_unit))
    assert client.get(reverse("wagtaildocs:edit", args=[own.pk])).status_code == 200


def test_the_outside_reviewer_reads_the_attachment_of_what_waits_for_them(client, unit):
    sync_roles()
    task = Step("司法局审核人", Role.OUTSIDE_REVIEWER).task()
    above = UnitPage.objects.get(unit=unit)
    one_step(above, name="旧步骤")
    workflow = WorkflowPage.objects.get(page=above).workflow
    with permitted("test", [STEPS]):
        workflow.workflow_tasks.update(task=task)
    found, other = document(unit), document(unit, "另一件")
    editor, outside = make_person("ed", "unit_editor", unit), make_person("out", "outside_reviewer")
    page = StandardPage(secrecy="clear", title="清单", slug="list", live=False, body=[("document", found)])
    above.add_child(instance=page)
    page.save_revision(user=editor)
    client.force_login(outside)
    assert client.get(found.url).status_code == 404
    workflow.start(page, editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(found.url).status_code == 200
    assert client.get(other.url).status_code == 404


# Steps of approval


@pytest.fixture
def administrator(client, unit):
    """The system administrator, signed in."""
    sync_roles()
    user = make_person("sys", "system_admin")
    client.force_login(user)
    return user


def test_an_administrator_signs_no_content_whatever_step_names_their_group(
    client, administrator, draft_penalty, penalties, editor
):
    """GB/T 22239-2019"""
    step = one_step(penalties, RoleGroup.objects.get(role="system_admin").group)
    assert isinstance(step, GroupApprovalTask)
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    state = DecisionNoticePage.objects.get(pk=page.pk).current_workflow_state.current_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})
    assert not Page.objects.get(pk=page.pk).live


def test_an_administrator_makes_no_step_for_a_group(client, administrator):
    assert (
        client.get(reverse("wagtailadmin_workflows:add_task", args=["wagtailcore", "groupapprovaltask"])).status_code
        == 404
    )
    for address in ("wagtailadmin_workflows:select_task_type", "wagtailadmin_workflows:task_chooser"):
        assert "groupapprovaltask" not in client.get(reverse(address)).content.decode().lower()


def form_of(client, address):
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_one_administrator_alone_weakens_no_steps_in_use(client, administrator, penalties):
    workflow, task = penalties.get_workflow(), RoleTask.objects.get(name="保密审查与公开审查")
    answer = client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]), follow=True)
    assert "由安全管理员在“审批流程启用”中" in str([str(message) for message in answer.context["messages"]])
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    edit = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    client.post(edit, {**form_of(client, edit), "role": "unit_head"})
    task.refresh_from_db()
    workflow.refresh_from_db()
    assert (workflow.active, task.active, task.role) == (True, True, "secrecy_reviewer")
    client.post(edit, {**form_of(client, edit), "days_before": "3"})
    assert TrailEntry.objects.filter(act="record.change", after__days_before=3).exists()


def test_what_the_system_administrator_prepared_the_security_administrator_puts_to_use(
    client, administrator, penalties
):
    prepared = Workflow.objects.create(name="新的审批")
    WorkflowTask.objects.create(workflow=prepared, task=RoleTask.objects.get(name="单位负责人审核"), sort_order=0)
    address, place = reverse("workflows_in_use:index"), WorkflowPage.objects.get(page=penalties)
    sent = {"place": place.pk, "reason": "示例编办文件", "workflow": f"{prepared.pk}:{in_use.seen(prepared)}"}
    client.post(address, sent)
    assert WorkflowPage.objects.get(pk=place.pk).workflow != prepared
    client.force_login(make_person("sec", "security_admin"))
    assert "单位负责人审核（单位负责人）" in client.get(address).content.decode()
    unseen = WorkflowTask.objects.create(
        workflow=prepared, task=RoleTask.objects.get(name="分管领导审批"), sort_order=1
    )
    assert "请重新核对" in client.post(address, sent).content.decode()
    unseen.delete()
    client.post(address, sent)
    assert WorkflowPage.objects.get(pk=place.pk).workflow == prepared
    entry = TrailEntry.objects.get(act="workflow.use")
    assert entry.before["workflow"] == "执法决定审批"
    assert entry.after["steps"] == ["单位负责人审核（单位负责人）"]


def test_a_unit_and_kind_has_steps_of_its_own_and_what_is_in_review_passes_over(
    client, unit, other_unit, draft_penalty, penalties, editor
):
    """Steps are set per kind of page and unit, also where nothing was set before; no page is left at a step that leads nowhere."""
    sync_roles()
    page = DecisionNoticePage.objects.get(pk=draft_penalty.pk)
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    longer = Workflow.objects.create(name="加一道法制审核")
    for place, name in enumerate(("单位法制审核", "单位负责人审核", "保密审查与公开审查")):
        task = RoleTask.objects.filter(name=name).first() or RoleTask.objects.create(
            name=name, role="unit_legal_reviewer"
        )
        WorkflowTask.objects.create(workflow=longer, task=task, sort_order=place)
    client.force_login(make_person("sec", "security_admin"))
    address = reverse("workflows_in_use:index")
    names = [label for _, label in client.get(address).context["form"].fields["place"].choices]
    assert len(names) == len(set(names)), "which unit's is it?"
    matters = Page.objects.get(slug="matters", path__startswith=UnitPage.objects.get(unit=unit).path)
    sent = {"reason": "示例编办文件", "workflow": f"{longer.pk}:{in_use.seen(longer)}"}
    client.post(address, {**sent, "place": matters.pk})
    assert matters.get_workflow() == longer
    theirs = Page.objects.get(slug="matters", path__startswith=UnitPage.objects.get(unit=other_unit).path)
    assert theirs.get_workflow().name == "单位内容审批"
    answer = client.post(address, {**sent, "place": penalties.pk}, follow=True)
    assert "正在审批的 1 件已转入新流程" in answer.content.decode()
    people = [
        make_person(role, role, unit if "unit" in role else None)
        for role in ("unit_legal_reviewer", "unit_head", "secrecy_reviewer")
    ]
    for person in people:
        state = DecisionNoticePage.objects.get(pk=page.pk).current_workflow_state.current_task_state
        assert not Page.objects.get(pk=page.pk).live
        client.force_login(person)
        client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})
    assert Page.objects.get(pk=page.pk).live
