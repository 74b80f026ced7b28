"""Steps that the bureau adds itself: 分管领导 in the decisions' approval, and the outside reviewer, who sees what was sent and no more."""

import re

from .test_public_pages import violations
from .test_workflows import _KEYS, approve, choose, fill_licence, made, opened, send_back

#: A page in the place of a list, with an approval of its own in which the justice bureau's reviewer has a step.
_OUTSIDE = """
from wagtail.models import Workflow, WorkflowPage, WorkflowTask
from home.models import SectionPage, StandardPage
from publication.approvals import STEPS
from publication.permits import permitted
from staff_directory.models import RoleTask
section = SectionPage.objects.get(slug="before")
workflow = Workflow.objects.create(name="外部审核演示")
task = RoleTask.objects.create(name="司法局在线审核", role="outside_reviewer")
WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
keys = []
for slug, title in (("play-sent", "示例送审清单"), ("play-kept", "示例未送审清单")):
    page = section.add_child(instance=StandardPage(secrecy="clear", title=title, slug=slug, live=False, introduction="示例说明。"))
    page.save_revision()
    with permitted("test", [STEPS]):
        WorkflowPage.objects.create(page=page, workflow=workflow)
    keys.append(page.pk)
print("made", *keys)
"""
_STEP_AWAY = """
from wagtail.models import WorkflowTask
from publication.approvals import STEPS
from publication.permits import permitted
with permitted("test", [STEPS]):
    WorkflowTask.objects.filter(workflow__name="执法决定审批", task__name="分管领导审批").delete()
print("made", 0)
"""


def add_step(visitor, workflow, step):
    """Add a step to an approval in the admin's own screen."""
    page = visitor.go("/admin/workflows/list/")
    visitor.follow(page.get_by_role("link", name=workflow).first)
    page.get_by_role("button", name="添加审批环节").click()
    page.get_by_role("button", name="选择审批环节").last.click()
    dialog = page.locator(".modal-dialog")
    dialog.get_by_role("tab", name="已有").click()
    dialog.get_by_role("link", name=step).click()
    dialog.wait_for(state="detached")
    visitor.follow(page.get_by_role("button", name="保存", exact=True))


def test_the_deputy_director_decides_last_once_the_step_is_added_in_the_admin(visit, served):
    number = "示例流程许〔2026〕7号"
    index, _unit = made(served, _KEYS)
    keeper = visit()
    keeper.sign_in("sysadmin")
    try:
        add_step(keeper, "执法决定审批", "分管领导审批")
        editor = visit()
        page = editor.sign_in("editor-xzsp")
        editor.go(f"/admin/pages/add/disclosure/decisionnoticepage/{index}/")
        fill_licence(page, number)
        page.fill("#id_licence_content", "劳务派遣经营许可")
        editor.follow(page.get_by_role("button", name="保存草稿"))
        choose(editor, "提交执法决定审批")
        deputy = visit()
        page = deputy.sign_in("deputy")
        assert number not in page.locator("body").inner_text(), "the step has not come yet"
        for account in ("reviewer-xzsp", "secrecy"):
            person = visit()
            person.sign_in(account)
            opened(person, number)
            approve(person)
        assert "转“分管领导审批”" in person.page.locator("body").inner_text()

        visitor = visit()
        visitor.go(f"/search/?q={number}")
        assert visitor.page.locator(".result", has_text=number).count() == 0
        opened(deputy, number)
        send_back(deputy, "请核对许可的期限。")
        page = opened(editor, number)
        assert "请核对许可的期限。" in page.locator("body").inner_text()
        choose(editor, re.compile("重新提交，从“单位负责人审核”开始"))
        text = page.locator("body").inner_text()
        assert "从第一步重新审批：单位负责人审核 → 保密审查与公开审查 → 分管领导审批" in text
        for account in ("reviewer-xzsp", "secrecy", "deputy"):
            person = visit()
            person.sign_in(account)
            opened(person, number)
            approve(person)
        visitor.go(f"/search/?q={number}")
        visitor.follow(visitor.page.locator(".result__title a").first)
        assert "劳务派遣经营许可" in visitor.page.locator("article").inner_text()
    finally:
        made(served, _STEP_AWAY)


def test_the_outside_reviewer_sees_only_what_was_sent(visit, served):
    sent, kept = made(served, _OUTSIDE)
    reviewer = visit()
    page = reviewer.sign_in("justice")
    assert "示例送审清单" not in page.locator("body").inner_text(), "nothing was sent yet"

    author = visit()
    author.sign_in("admin")
    author.go(f"/admin/pages/{sent}/edit/")
    choose(author, "提交外部审核演示")

    page = opened(reviewer, "示例送审清单")
    assert page.locator("#id_title").input_value() == "示例送审清单"
    menu = page.locator(".sidebar, nav").first.inner_text()
    assert not {"页面", "图片", "附件", "导入决定", "公开期限", "操作日志"} & set(menu.split())
    for address in (
        f"/admin/pages/{kept}/edit/",
        "/admin/pages/search/?q=示例",
        "/admin/deadlines/",
        "/admin/imports/",
        "/admin/reading/",
    ):
        answer = page.goto(served.url + address)
        assert "示例未送审清单" not in page.locator("body").inner_text()
        assert page.url == f"{served.url}/admin/" or answer.status == 404, address
    assert violations(reviewer.go("/admin/")) == []

    opened(reviewer, "示例送审清单")
    approve(reviewer)
    page = visit().go("/before/play-sent/")
    assert "示例送审清单" in page.locator("h1").inner_text()
    page = reviewer.go(f"/admin/pages/{sent}/edit/")
    assert page.locator("#id_title").count() == 0, "what was decided is no longer the reviewer's"
