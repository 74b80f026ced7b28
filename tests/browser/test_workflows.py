"""Each role plays its part in a real browser: a decision, a unit's content, a list with the justice bureau's letter."""

import re
from datetime import date, timedelta

from .test_public_pages import violations

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
#: A page in the place of a list, whose approval is the lists'.
_LIST = """
from home.models import SectionPage, StandardPage
from staff_directory.steps import shipped
section = SectionPage.objects.get(slug="before")
page = section.add_child(instance=StandardPage(secrecy="clear", title="示例执法事项清单", slug="play-list", live=False, introduction="示例说明。"))
page.save_revision()
shipped.attach(page, shipped.LISTS)
print("made", page.pk)
"""
_KEYS = """
from disclosure.models import DecisionIndexPage
from staff_directory.models import UnitPage
print("made", DecisionIndexPage.objects.get(kind="licence", unit__code="xzsp").pk, UnitPage.objects.get(unit__code="xzsp").pk)
"""


def made(served, code):
    """Run code in the portal and return the keys that it prints."""
    text = served.manage("shell", "-v0", "-c", code)
    return re.search(r"made ([\d ]+)", text)[1].split()


def choose(visitor, name):
    """Open the actions beside the editor's first button and choose one."""
    page = visitor.page
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    visitor.follow(page.get_by_role("button", name=name).last)


def opened(visitor, title):
    """Open what waits for one, or came back, from the home."""
    page = visitor.go("/admin/")
    assert violations(page) == []
    visitor.follow(page.locator(".gs-desk").get_by_role("link", name=title).first)
    return page


def approve(visitor):
    """Take one's step in the editor."""
    page = visitor.page
    button = page.locator("footer").get_by_role("button", name="通过", exact=True)
    if not button.first.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    visitor.follow(button.first)
    page.wait_for_url(lambda address: "/edit/" not in address)  # the editor's own changes of its address are no answer


def send_back(visitor, comment):
    """Send the page back with a comment."""
    page = visitor.page
    button = page.locator("footer").get_by_role("button", name="退回修改", exact=True)
    if not button.first.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    button.first.click()
    dialog = page.locator(".modal-content, [role=dialog]").last
    dialog.get_by_role("textbox").fill(comment)
    visitor.follow(dialog.locator("[type=submit]"))


def fill_licence(page, number):
    """Fill the form of a licence, all but what it is about."""
    page.select_option("#id_secrecy", "clear")
    page.fill("#id_party_name", "示例市流程演示有限公司")
    page.select_option("#id_party_kind", "organisation")
    page.fill("#id_credit_code", "91210500MA0DEM0132")
    page.fill("#id_legal_representative", "王示例")
    page.fill("#id_document_name", "准予行政许可决定书")
    page.fill("#id_document_number", number)
    page.select_option("#id_licence_category", index=1)
    page.select_option("#id_licence_state", index=1)
    for name in ("decided_on", "valid_from"):
        page.fill(f"#id_{name}", date.today().isoformat())
    page.fill("#id_valid_until", (date.today() + timedelta(days=365)).isoformat())
    page.fill("#id_organ_name", "示例市人力资源和社会保障局")
    page.keyboard.press("Escape")


def test_a_decision_is_sent_back_mended_reviewed_twice_and_read(visit, served):
    number = "示例流程许〔2026〕1号"
    index, _unit = made(served, _KEYS)
    editor = visit()
    page = editor.sign_in("editor-xzsp")
    editor.go(f"/admin/pages/add/disclosure/decisionnoticepage/{index}/")
    fill_licence(page, number)
    editor.follow(page.get_by_role("button", name="保存草稿"))
    choose(editor, "提交执法决定审批")

    head = visit()
    head.sign_in("reviewer-xzsp")
    page = opened(head, number)
    send_back(head, "请填写许可内容。")

    page = opened(editor, number)
    assert "请填写许可内容。" in page.locator("body").inner_text()
    page.fill("#id_licence_content", "劳务派遣经营许可")
    choose(editor, re.compile("重新提交"))

    page = opened(head, number)
    assert page.locator("#id_licence_content").input_value() == "劳务派遣经营许可"
    approve(head)
    visitor = visit()
    visitor.go(f"/search/?q={number}")
    assert visitor.page.locator(".result", has_text=number).count() == 0
    secrecy = visit()
    secrecy.sign_in("secrecy")
    opened(secrecy, number)
    approve(secrecy)
    visitor.go(f"/search/?q={number}")
    visitor.follow(visitor.page.locator(".result__title a").first)
    assert "劳务派遣经营许可" in visitor.page.locator("article").inner_text()


def test_a_units_content_goes_to_its_head(visit, served):
    _index, unit = made(served, _KEYS)
    editor = visit()
    page = editor.sign_in("editor-xzsp")
    editor.go(f"/admin/pages/{unit}/edit/")
    assert page.get_by_role("button", name="发布", exact=True).count() == 0
    page.fill("#id_title", "行政审批科（示例，流程演示）")
    page.fill("#id_correction_note", "单位名称加注了演示。")
    choose(editor, "提交单位内容审批")
    head = visit()
    head.sign_in("reviewer-xzsp")
    opened(head, "行政审批科（示例，流程演示）")
    approve(head)
    page = visit().go("/before/units/xzsp/")
    assert "流程演示" in page.locator("h1").inner_text()


def test_a_list_needs_the_letter_of_the_justice_bureau_and_two_people(visit, served, tmp_path):
    (key,) = made(served, _LIST)
    (tmp_path / "函.pdf").write_bytes(PDF)
    author = visit()
    page = author.sign_in("admin")
    author.go(f"/admin/pages/{key}/edit/")
    choose(author, "提交清单审批")

    officer = visit()
    officer.sign_in("disclosure")
    opened(officer, "示例执法事项清单")
    approve(officer)
    page = officer.go("/admin/letters/")
    assert violations(page) == []
    officer.follow(page.get_by_role("link", name="示例执法事项清单"))
    page.get_by_label("来函文号").fill("示例司函〔2026〕9号")
    page.get_by_label("来函日期").fill(date.today().isoformat())
    page.get_by_label("扫描件").set_input_files(tmp_path / "函.pdf")
    officer.follow(page.get_by_role("button", name="登记"))
    assert page.get_by_role("button", name="核对无误，确认").count() == 0, "who recorded the letter confirms it"
    assert violations(page) == []

    visitor = visit()
    visitor.go("/before/play-list/")
    assert visitor.page.title().startswith("没有找到") or "404" in visitor.page.content()
    second = visit()
    page = second.sign_in("legal")
    second.go("/admin/letters/")
    second.follow(page.get_by_role("link", name="示例执法事项清单").first)
    second.follow(page.get_by_role("button", name="核对无误，确认"))
    page = visitor.go("/before/play-list/")
    assert "示例执法事项清单" in page.locator("h1").inner_text()
