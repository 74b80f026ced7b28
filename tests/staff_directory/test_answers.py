"""What the editor of pages answers to a reviewer's act and to a submission."""

import pytest
from django.urls import reverse

from disclosure.models import DecisionNoticePage
from publication.actions.create_many import CreateMany
from staff_directory.models import RoleGroup
from staff_directory.permissions import group_names
from tests.conftest import build_penalty, make_user
from tests.publication.test_publish import form_data

pytestmark = pytest.mark.django_db


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def draft(penalties, editor, **values):
    page = CreateMany(penalties, [build_penalty(penalties, 1, **values)], user=editor).execute()[0]
    return DecisionNoticePage.objects.get(pk=page.pk)


def submit(client, editor, page):
    client.force_login(editor)
    data = {**form_data(client, edit_url(page)), "action-submit": "1"}
    return client.post(edit_url(page), data, follow=True).content.decode()


def approve(client, user, page):
    client.force_login(user)
    data = form_data(client, edit_url(page))
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    return client.post(edit_url(page), data, follow=True)


def test_a_submission_says_what_will_keep_the_page_back(client, penalties, editor):
    page = draft(penalties, editor, violation_type="", credit_code="123")
    text = submit(client, editor, page)
    assert "改正之前不能公开" in text
    assert "“违法行为类型”还没有填写" in text
    assert "统一社会信用代码校验不通过" in text
    assert "没有通过“单位负责人审核”" not in text, "what the steps will give is not the submitter's to mend"


def test_a_step_says_who_is_next_and_leads_the_secrecy_reviewer_home(client, penalties, editor, unit):
    page = draft(penalties, editor)
    assert "改正之前不能公开" not in submit(client, editor, page)
    head = make_user("head", group_names(unit)[1])
    assert "已通过，转“保密审查与公开审查”" in approve(client, head, page).content.decode()
    secrecy = make_user("secrecy")
    secrecy.groups.add(RoleGroup.objects.get(role="secrecy_reviewer").group)
    answer = approve(client, secrecy, page)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    text = answer.content.decode()
    assert "已通过并公开" in text
    assert "没有访问此处的权限" not in text
    page.refresh_from_db()
    assert page.live


def test_who_reviews_is_not_offered_publication_beside_the_step(client, penalties, editor, unit):
    page = draft(penalties, editor)
    head = make_user("head", group_names(unit)[1])
    client.force_login(head)
    assert 'name="action-publish"' in client.get(edit_url(page)).content.decode()
    submit(client, editor, page)
    client.force_login(head)
    assert 'name="action-publish"' not in client.get(edit_url(page)).content.decode()


def test_an_editor_cannot_turn_a_folder_to_another_kind(client, penalties, editor):
    client.force_login(editor)
    text = client.get(edit_url(penalties)).content.decode()
    assert 'name="kind"' not in text
    assert 'name="unit"' not in text
    client.post(edit_url(penalties), {**form_data(client, edit_url(penalties)), "kind": "licence"})
    assert penalties.get_latest_revision_as_object().kind == "penalty"


def test_who_works_on_no_page_has_no_search_of_pages_on_the_home(client, portal, editor):
    secrecy = make_user("secrecy")
    secrecy.groups.add(RoleGroup.objects.get(role="secrecy_reviewer").group)
    for user, shown in ((secrecy, False), (editor, True)):
        client.force_login(user)
        text = client.get(reverse("wagtailadmin_home")).content.decode()
        assert ('role="search"' in text.split("<main")[1]) is shown


def test_a_password_is_changed_without_an_address(client, editor):
    type(editor).objects.filter(pk=editor.pk).update(email="")
    client.force_login(editor)
    text = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "name_email-email" in text
    field = text.split('name="name_email-email"')[1].split(">")[0]
    assert "required" not in field


def send_back(client, user, page):
    client.force_login(user)
    data = form_data(client, edit_url(page))
    data |= {"action-workflow-action": "true", "workflow-action-name": "reject"}
    data["workflow-action-extra-data"] = '{"comment": "请补充事实。"}'
    client.post(edit_url(page), data, follow=True)
    page.refresh_from_db()
    assert page.current_workflow_state.status == "needs_changes"


def test_a_page_returned_at_a_later_step_starts_again_at_the_first_and_says_so(client, penalties, editor, unit):
    page = draft(penalties, editor)
    submit(client, editor, page)
    head = make_user("head", group_names(unit)[1])
    approve(client, head, page)
    secrecy = make_user("secrecy")
    secrecy.groups.add(RoleGroup.objects.get(role="secrecy_reviewer").group)
    send_back(client, secrecy, page)
    client.force_login(editor)
    text = client.get(edit_url(page)).content.decode()
    assert "重新提交，从“单位负责人审核”开始" in text
    assert "改好后重新提交，从第一步重新审批：单位负责人审核 → 保密审查与公开审查。" in text
    text = submit(client, editor, page)
    note = "退回后重新提交，从第一步重新审批：单位负责人审核 → 保密审查与公开审查。"
    assert note in text, "in the message"
    assert note in client.get(edit_url(page)).content.decode(), "in the workflow's panel"
    page.refresh_from_db()
    assert page.current_workflow_state.current_task_state.task.name == "单位负责人审核"
    assert "已通过，转“保密审查与公开审查”" in approve(client, head, page).content.decode()
    approve(client, secrecy, page)
    page.refresh_from_db()
    assert page.live


def test_a_page_returned_at_the_first_step_goes_there_without_a_word(client, penalties, editor, unit):
    page = draft(penalties, editor)
    submit(client, editor, page)
    send_back(client, make_user("head", group_names(unit)[1]), page)
    assert "从第一步重新审批" not in submit(client, editor, page)
    page.refresh_from_db()
    assert page.current_workflow_state.current_task_state.task.name == "单位负责人审核"
