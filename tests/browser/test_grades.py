"""Grades, what is over its period, restoration, comparison, recipients: axe finds nothing, and the page is no wider than a phone."""

import re

from .test_life import NARROW, no_wider, public_penalties
from .test_public_pages import violations
from .test_workflows import made

_OVER = """
import datetime
from disclosure.models import DecisionNoticePage
from publication.permits import permitted
page = DecisionNoticePage.objects.get(pk={pk})
with permitted("test", [page.path]):
    DecisionNoticePage.objects.filter(pk={pk}).update(publicity_until=datetime.date(2026, 11, 1), fulfilment="open")
print("made", {pk})
"""
_ENDED = """
from django.contrib.auth import get_user_model
from disclosure.models import DecisionNoticePage
from publication.actions.end_request import DecideEnding, RequestEnding
from publication.actions.restore import RequestRestoration
users = get_user_model().objects
editor, head = users.get(username="editor"), users.get(username="reviewer")
page = DecisionNoticePage.objects.get(pk={pk})
page.facts, page.correction_note = "经查，该单位拖欠劳动者工资，已责令改正。", "补充“已责令改正”。"
page.save_revision(user=editor).publish(user=head)
page = DecisionNoticePage.objects.get(pk={pk})
asked = RequestEnding(page, verb="withdraw", kind="mistake", user=editor, statement="经查发布有误，现予撤下。").execute()
DecideEnding(asked, user=head, approve=True).execute()
restoration = RequestRestoration(page, user=editor, reason="撤下时认错了文号，决定仍然有效。").execute()
revisions = list(page.revisions.order_by("pk").values_list("pk", flat=True))
print("made", restoration.pk, revisions[0], revisions[-1])
"""


def look(visitor, address):
    """The screen at an address, wide and narrow."""
    visitor.go(address)
    seen(visitor)


def seen(visitor):
    page = visitor.page
    assert violations(page) == []
    page.set_viewport_size(NARROW)
    no_wider(visitor, 390)
    assert violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})


def test_grades_are_confirmed_one_by_one_and_many_at_once(visit, served):
    first, second, third = public_penalties(served, 911, 912, 913)
    officer = visit()
    page = officer.sign_in("disclosure")
    officer.follow(page.get_by_role("link", name="失信等级", exact=True))
    look(officer, "/admin/grades/?q=示例撤罚")
    officer.follow(page.locator(f"a[href='/admin/grades/{first}/']"))
    page.get_by_role("radio", name="严重").check()
    officer.follow(page.get_by_role("button", name="核定", exact=True))
    assert page.get_by_text("核定的等级与建议的不同").is_visible()
    seen(officer)
    page.get_by_label("理由").fill("情节严重，影响较大。")
    officer.follow(page.get_by_role("button", name="核定", exact=True))
    assert page.get_by_role("heading", name="已核定").is_visible()
    look(officer, f"/admin/grades/{first}/")
    officer.go("/admin/grades/?q=示例撤罚")
    for pk in (second, third):
        page.locator(f"input[name=page][value='{pk}']").check()
    officer.follow(page.get_by_role("button", name="按建议核定勾选的"))
    seen(officer)
    if page.get_by_role("radio", name="不公开").count():
        page.get_by_role("radio", name="确有必要").check()
        page.get_by_label("轻微的，公开几个月").fill("2")
    officer.follow(page.get_by_role("button", name=re.compile("^确认核定这 2 件")))
    look(officer, "/admin/grades/?state=confirmed")
    officer.go(f"/admin/pages/{first}/edit/")
    assert "严重，公示至" in page.locator("#main").inner_text()


def test_what_is_over_is_looked_at_and_extended(visit, served):
    (pk,) = public_penalties(served, 914)
    made(served, _OVER.format(pk=pk))
    officer = visit()
    page = officer.sign_in("disclosure")
    look(officer, "/admin/grades/over/")
    look(officer, f"/admin/grades/over/{pk}/")
    officer.follow(page.get_by_role("button", name="延长公示"))
    assert page.get_by_text("请写明理由").is_visible()
    seen(officer)
    look(officer, "/admin/deadlines/?state=over")
    look(officer, "/admin/deadlines/")


def test_restoration_comparison_recipients_and_board(visit, served):
    (pk,) = public_penalties(served, 915)
    restoration, first, last = made(served, _ENDED.format(pk=pk))
    head = visit()
    head.sign_in("reviewer")
    look(head, f"/admin/life/restorations/{restoration}/")
    look(head, f"/admin/life/pages/{pk}/")
    officer = visit()
    page = officer.sign_in("disclosure")
    for address in ("/admin/recipients/", "/admin/recipients/new/", "/admin/life/?state=late", "/admin/life/"):
        look(officer, address)
    officer.go(f"/admin/life/restorations/{restoration}/")
    page.get_by_label("意见").fill("撤下没有错。")
    officer.follow(page.get_by_role("button", name="不予批准"))
    look(head, f"/admin/life/pages/{pk}/restore/")
    auditor = visit()
    page = auditor.sign_in("discipline")
    auditor.go(f"/admin/reading/{pk}/")
    if page.get_by_label("用途").count():
        page.get_by_label("用途").fill("核查示例线索")
        auditor.follow(page.locator("#main form button[type=submit]").first)
    look(auditor, f"/admin/reading/{pk}/compare/{first}/{last}/")
