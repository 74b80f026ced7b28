"""Our own admin screens in a real browser."""

import re

import pytest

from tests.served import ROOT

from .test_public_pages import violations

SAMPLES = ROOT / "docs" / "samples"


ADDRESSES = (
    "/admin/", "/admin/matters/", "/admin/imports/", "/admin/imports/upload/", "/admin/guide/", "/admin/notices/choices/",
    "/admin/lapsed/", "/admin/guides/",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("account", ["editor-xzsp", "reviewer-xzsp"])
def test_axe_finds_no_violation(visit, account, address):
    visitor = visit()
    visitor.sign_in(account)
    assert violations(visitor.go(address)) == []


def test_a_refused_file_says_what_to_do(visit, tmp_path):
    visitor = visit()
    page = visitor.sign_in("editor-xzsp")
    visitor.go("/admin/imports/upload/")
    visitor.follow(page.get_by_role("button", name="上传并检查"))
    assert page.get_by_role("alert").is_visible()
    assert violations(page) == []
    broken = tmp_path / "不是表格.xlsx"
    broken.write_bytes(b"%PDF-1.4 not a table")
    page.get_by_label("表格文件").set_input_files(broken)
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("heading", name="文件不能读取").wait_for()
    assert page.get_by_role("link", name="重新上传").is_visible()
    assert violations(page) == []


def test_importing_without_scripts(visit):
    visitor = visit(java_script_enabled=False)
    page = visitor.sign_in("editor-xzsp")
    visitor.go("/admin/imports/upload/")
    page.get_by_label("表格文件").set_input_files(SAMPLES / "licences-sample.xlsx")
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("heading", name="检查通过").wait_for()
    page.get_by_label("已对照《政府信息公开条例》").check()
    page.get_by_role("button", name="确认导入 6 行").click()
    page.get_by_role("heading", name="已提交").wait_for()
    assert page.locator("table.listing tbody tr").count() == 6
    reviewer = visit(java_script_enabled=False)
    page = reviewer.sign_in("reviewer-xzsp")
    reviewer.go("/admin/notices/?kind=waiting")
    page.get_by_role("link", name="导入“licences-sample.xlsx”：等待您审核").click()
    page.locator("[name=exclude]").first.check()
    page.get_by_label("我已核对，同意公开").check()
    page.get_by_role("button", name="审核通过，转“保密审查与公开审查”").click()
    page.get_by_role("heading", name="已提交，等待“保密审查与公开审查”").wait_for()
    secrecy = visit(java_script_enabled=False)
    page = secrecy.sign_in("secrecy")
    page.get_by_role("link", name="licences-sample.xlsx").click()
    page.get_by_label("我已核对，同意公开").check()
    page.get_by_role("button", name="审核通过并发布").click()
    page.get_by_role("heading", name="已发布").wait_for()
    assert "5 件决定已经公开" in page.locator("#main").inner_text()
    author = visit()
    page = author.sign_in("editor-xzsp")
    author.follow(page.get_by_role("link", name=re.compile(r"^通知（\d+）")))
    assert violations(page) == []
    author.follow(page.get_by_role("button", name="标为已读：导入“licences-sample.xlsx”"))
    assert page.get_by_role("button", name="标为已读：导入“licences-sample.xlsx”").count() == 0
    assert "已公开 5 件" in page.locator("#main").inner_text()


def test_guide_is_in_the_help_menu_and_gives_the_sample(visit):
    visitor = visit(accept_downloads=True)
    page = visitor.sign_in("editor-xzsp")
    page.get_by_role("button", name="帮助").click()
    page.get_by_role("link", name="使用手册").last.click()
    page.get_by_role("heading", name="导入表格").wait_for()
    foreign = [
        link
        for link in page.locator("#main a").evaluate_all("all => all.map(a => a.href)")
        if not re.match(re.escape(visitor.portal.url), link)
    ]
    assert foreign == []
    with page.expect_download() as download:
        page.get_by_role("link", name="行政处罚示例表格").click()
    assert download.value.suggested_filename == "penalties-sample.xlsx"


#: How far each table, or the box in which it scrolls, reaches beyond the screen; and what that box says of it.
_TABLES = """() => [...document.querySelectorAll("main table.listing")].map((table) => {
  let box = table;
  while (!["auto", "scroll"].includes(getComputedStyle(box).overflowX) && box.tagName !== "MAIN") box = box.parentElement;
  return [box.tagName, Math.round(box.getBoundingClientRect().right) - innerWidth, getComputedStyle(box, "::before").content];
})"""


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("sysadmin", "/admin/staff_directory/unit/"),
        ("sysadmin", "/admin/workflows/list/"),
        ("secadmin", "/admin/users/"),
        ("auditadmin", "/admin/trail/"),
        ("editor", "/admin/pages/search/?q=检查"),
    ],
)
def test_on_a_narrow_screen_a_table_scrolls_in_its_box_and_says_so(visit, account, address):
    visitor = visit(viewport={"width": 390, "height": 844})
    page = visitor.sign_in(account)
    visitor.go(address)
    found = page.evaluate(_TABLES)
    assert found
    for tag, beyond, said in found:
        assert tag != "MAIN", "the screen's own edge would cut the table off"
        assert beyond <= 0
        assert "左右滑动查看全部" in said


@pytest.mark.parametrize("width", [390, 1280])
def test_the_mark_of_the_sign_in_page_stands_in_the_middle(visit, width):
    page = visit(viewport={"width": width, "height": 844}).go("/admin/login/")
    middle = page.evaluate(
        """() => [".login-logo img", "main"].map((name) => {
          const box = document.querySelector(name).getBoundingClientRect();
          return (box.left + box.right) / 2;
        })"""
    )
    assert abs(middle[0] - middle[1]) <= 1
