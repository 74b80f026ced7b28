"""A decision is withdrawn in a real browser: by two people, and at once; axe on every screen of it."""

import re
from datetime import date

import pytest

from .test_public_pages import violations
from .test_workflows import made

REASON = "经行政复议，原决定被依法撤销，不再公开。"
_PUBLIC = """
from disclosure.models import DecisionIndexPage
from publication.actions.create_many import CreateMany
from tests.conftest import build_penalty
index = DecisionIndexPage.objects.get(kind="penalty", unit__code="ldjc")
built = [build_penalty(index, number, document_number=f"示例撤罚〔2026〕{{number}}号") for number in {numbers}]
print("made", *[page.pk for page in CreateMany(index, built, publish=True).execute()])
"""
_URL = """
from wagtail.models import Page
print("url", Page.objects.get(pk={pk}).get_url())
"""
_GONE = """
from django.utils import timezone
from publication.models import Ending, Recipient, SurfaceTask
from publication.receipts.make import make_receipt
ending = Ending.objects.get(page_id={pk})
SurfaceTask.objects.filter(ending=ending).update(state="done", attempts=1, purged_at=timezone.now(), probed_at=timezone.now(),
    answer=dict(visible=False, detail="", asked=[dict(url="/", status=410, digest="")]))
print("made", make_receipt(ending).pk)
"""
NARROW = {"width": 390, "height": 844}


def address_of(served, pk):
    return re.search(r"url (\S+)", served.manage("shell", "-v0", "-c", _URL.format(pk=pk)))[1]


def public_penalties(served, *numbers):
    """New public penalties of this test's own, so that no other test's content is withdrawn."""
    return made(served, _PUBLIC.format(numbers=numbers))


def fill(page):
    page.select_option("#id_way", "withdraw:revoked")
    page.fill("#id_statement", REASON)
    page.fill("#id_instrument_name", "行政复议决定书")
    page.fill("#id_instrument_body", "示例市人民政府")
    page.fill("#id_instrument_date", date.today().isoformat())


def no_wider(visitor, width):
    """The page itself does not scroll sideways: wide tables scroll by themselves."""
    assert visitor.width_needed() <= width


def test_a_unit_asks_its_head_approves_and_a_visitor_finds_the_tombstone(visit, served):
    (pk,) = public_penalties(served, 901)
    public = address_of(served, pk)
    editor = visit()
    page = editor.sign_in("editor")
    editor.go(f"/admin/pages/{pk}/edit/")
    page.get_by_role("button", name="操作").or_(page.locator("header [data-w-dropdown-target=toggle]")).first.click()
    editor.follow(page.get_by_role("link", name="撤下", exact=True).first)
    assert violations(page) == []
    fill(page)
    editor.follow(page.get_by_role("button", name="预览公众看到的说明"))
    assert page.locator("#preview-section").get_by_text(REASON).is_visible()
    assert page.locator("#id_instrument_body").input_value() == "示例市人民政府"
    assert violations(page) == []
    editor.follow(page.get_by_role("button", name="提交申请"))
    assert page.get_by_role("heading", name="待批准").is_visible()
    assert page.get_by_role("button", name="批准并撤下").count() == 0
    page.reload()
    assert violations(page) == []
    assert visit().go(public).locator("article.tombstone").count() == 0

    head = visit()
    page = head.sign_in("reviewer")
    head.follow(page.get_by_role("link", name=re.compile("^撤下与恢复（")))
    assert violations(page) == []
    head.go("/admin/life/?state=mine")
    head.follow(page.locator("table a").first)
    head.follow(page.get_by_role("button", name="批准并撤下"))
    assert page.get_by_role("heading", name="公众还看得到吗").is_visible()
    page.reload()
    assert violations(page) == []

    visitor = visit()
    visitor.go(public)
    assert REASON in visitor.page.locator("article").inner_text()
    assert violations(visitor.page) == []
    visitor.page.set_viewport_size(NARROW)
    no_wider(visitor, 390)

    (receipt,) = made(served, _GONE.format(pk=pk))
    for address in (f"/admin/life/receipts/{receipt}/", f"/admin/life/pages/{pk}/", "/admin/life/"):
        head.go(address)
        assert violations(page) == []
        page.set_viewport_size(NARROW)
        no_wider(head, 390)
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
    head.go(f"/admin/pages/{pk}/edit/")
    assert page.get_by_role("heading", name="已撤下并封存").is_visible()


def test_the_red_button(visit, served):
    (pk,) = public_penalties(served, 902)
    public = address_of(served, pk)
    head = visit()
    page = head.sign_in("reviewer")
    head.go(f"/admin/life/pages/{pk}/end/")
    page.select_option("#id_way", "withdraw:mistake")
    page.fill("#id_statement", "内容发布有误，立即撤下核对。")
    head.follow(page.get_by_role("button", name="立即撤下"))
    assert page.get_by_text("请输入“立即撤下”四个字").is_visible()
    assert page.locator("#id_statement").input_value() == "内容发布有误，立即撤下核对。"
    assert violations(page) == []
    page.get_by_label("输入“立即撤下”四个字").fill("立即撤下")
    head.follow(page.get_by_role("button", name="立即撤下"))
    assert "等待政策法规科事后审查" in page.locator("#main").inner_text()
    assert visit().go(public).locator("article.tombstone").count() == 1
    officer = visit()
    page = officer.sign_in("disclosure")
    officer.go("/admin/life/?state=review")
    officer.follow(page.locator("table a").first)
    page.get_by_label("意见").fill("情况属实，处理得当。")
    officer.follow(page.get_by_role("button", name="记录审查意见"))
    assert "情况属实，处理得当。" in page.locator("#main").inner_text()
    page.reload()  # the message above fades in
    assert violations(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_a_pasted_list_is_withdrawn_as_one(visit, served, script):
    chosen = (903, 904) if script else (905, 906)
    public_penalties(served, *chosen)
    numbers = [f"示例撤罚〔2026〕{number}号" for number in chosen]
    editor = visit(java_script_enabled=script)
    page = editor.sign_in("editor")
    editor.go("/admin/life/batches/new/")
    if script:
        assert violations(page) == []
    page.get_by_label("文号，一行一个").fill("\n".join([*numbers, "没有这个号"]))
    editor.follow(page.get_by_role("button", name="查找并预览"))
    assert "没有找到" in page.locator("table").first.inner_text()
    page.select_option("#id_way", "withdraw:mistake")
    page.fill("#id_statement", "这一批发布有误，撤下核对。")
    editor.follow(page.get_by_role("button", name="申请撤下这 2 件"))
    address = page.url.removeprefix(served.url)
    head = visit(java_script_enabled=script)
    page = head.sign_in("reviewer")
    head.go(address)
    if script:
        assert violations(page) == []
        page.set_viewport_size(NARROW)
        no_wider(head, 390)
    head.follow(page.get_by_role("button", name="批准并撤下"))
    assert "撤下 2 件" in page.locator("#main").inner_text()
