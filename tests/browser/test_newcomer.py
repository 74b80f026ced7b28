"""A newcomer's run: the sample spreadsheet becomes public decisions, and a visitor finds them."""

import re

import openpyxl

from docs.samples.make_samples import HEADER_ROW, PENALTY_FILE, PLANTED
from tests.served import ROOT

from .test_public_pages import violations

SAMPLE = ROOT / "docs" / "samples" / PENALTY_FILE


def mend(report) -> None:
    """Put the right values in the user's own file with its problem column, as the report asks."""
    book = openpyxl.load_workbook(report)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    for row, column, _wrong, right in PLANTED:
        assert "【错误】" in sheet.cell(row, sheet.max_column).value
        sheet.cell(row, columns[column]).value = right
    book.save(report)


def test_from_the_sample_spreadsheet_to_public_decisions(visit, tmp_path):
    editor = visit(accept_downloads=True)
    page = editor.sign_in("editor")
    assert violations(page) == []
    editor.follow(page.get_by_role("link", name="导入决定表格"))
    assert violations(page) == []
    page.get_by_label("表格文件").set_input_files(SAMPLE)
    page.get_by_role("button", name="上传并检查").click()

    page.get_by_role("heading", name="表格中有 2 处错误").wait_for()
    editor.follow(page.get_by_role("link", name=re.compile("^错误")))
    problems = page.locator(".gs-problems > li")
    assert problems.count() == len(PLANTED)
    for (row, column, wrong, _right), shown in zip(PLANTED, problems.all_inner_texts(), strict=True):
        assert f"第 {row} 行" in shown
        assert column in shown
        assert wrong in shown
    assert "请改填 5" in problems.nth(0).inner_text()
    assert "不存在" in problems.nth(1).inner_text()
    assert violations(page) == []

    with page.expect_download() as download:
        page.get_by_role("link", name="下载标注了问题的原表").click()
    report = tmp_path / "改好的表.xlsx"
    download.value.save_as(report)
    mend(report)
    editor.follow(page.get_by_role("link", name="改好后重新上传"))
    page.get_by_label("表格文件").set_input_files(report)
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("heading", name="检查通过").wait_for()
    assert violations(page) == []
    page.get_by_label("已对照《政府信息公开条例》").check()
    page.get_by_role("button", name="确认导入 12 行").click()
    page.get_by_role("heading", name="已提交，等待“单位负责人审核”").wait_for()
    assert page.get_by_role("button", name="审核通过并发布").count() == 0

    visitor = visit()
    visitor.go("/after/penalties/?q=示例人社监罚字")
    assert visitor.page.locator(".result").count() == 0

    reviewer = visit()
    page = reviewer.sign_in("reviewer")
    assert violations(page) == []
    reviewer.follow(page.get_by_role("link", name="改好的表.xlsx"))
    assert page.locator("[name=exclude]").count() == 12
    assert violations(page) == []
    page.get_by_role("button", name="审核通过并发布").click()
    assert page.get_by_role("heading", name="等您审核").is_visible(), "published without the reviewer's word"
    page.get_by_label("我已核对，同意公开").check()
    page.get_by_role("button", name="审核通过并发布").click()
    page.get_by_role("heading", name="已发布").wait_for()
    assert "12 件决定已经公开" in page.locator("#main").inner_text()
    assert violations(page) == []

    page = visitor.go("/after/penalties/?q=示例人社监罚字")
    assert page.locator(".result").count() == 12
    page.fill("#site-search", "示例人社监罚字〔2026〕第105号")
    visitor.follow(page.locator(".masthead button"))
    visitor.follow(page.get_by_role("link", name="示例市锦程劳务有限公司"))
    text = page.locator("article").inner_text()
    for shown in ("示例人社监罚字〔2026〕第105号", "50,000.00 元", "《保障农民工工资支付条例》第五十六条", "六十日内"):
        assert shown in text
    page = visitor.go("/search/?q=示例人社监罚字〔2026〕第110号")
    assert "赵示例" not in page.content()
    visitor.follow(page.locator(".result__title a").first)
    assert "赵某某" in page.locator("article").inner_text()
    assert "赵示例" not in page.content()
