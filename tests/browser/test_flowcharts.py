"""Flowcharts in a browser: an editor builds one and sees it drawn; a visitor reads it on a phone and on paper."""

import re

import pytest

from .test_public_pages import violations

CHART = "/before/units/ldjc/flowcharts/cf-pt/"


def shown(page):
    """Width and size of text of each drawing that is shown, in CSS pixels."""
    return page.evaluate(
        """() => [...document.querySelectorAll('svg.flow__drawing')].map((svg) => [svg, svg.getBoundingClientRect()])
          .filter(([, place]) => place.width).map(([svg, place]) => [place.width, 15 * place.width / svg.viewBox.baseVal.width])"""
    )


@pytest.mark.parametrize(("width", "least"), [(390, 14), (768, 14), (1280, 14), (1920, 14)])
def test_one_drawing_is_shown_and_readable_without_scrolling_sideways(visit, width, least):
    visitor = visit(viewport={"width": width, "height": 900})
    page = visitor.go(CHART)
    drawings = shown(page)
    assert len(drawings) == 1
    assert drawings[0][1] >= least
    assert visitor.width_needed() <= width


def test_every_text_stands_within_its_box(visit):
    page = visit().go(CHART)
    outside = page.evaluate(
        """() => [...document.querySelectorAll('.flow__wide g[data-step]')].flatMap((group) => {
          const box = group.firstElementChild.getBBox();
          return [...group.querySelectorAll('text')].filter((text) => {
            const place = text.getBBox();
            return place.x < box.x || place.x + place.width > box.x + box.width || place.y + place.height > box.y + box.height + 1;
          }).map((text) => text.textContent);
        })"""
    )
    assert outside == []


def test_links_between_branches_lead_to_their_steps_without_scripts(visit):
    page = visit(java_script_enabled=False).go(CHART)
    page.locator(".steps__ways a", has_text="第15步").first.click()
    assert page.url.endswith("#step-15")
    assert page.locator("#step-15").is_visible()


def test_the_drawing_prints_on_one_sheet(visit):
    page = visit().go(CHART)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 987})  # A4 less the margins of print.css, at 96 dots to the inch
    drawings = page.locator("svg.flow__drawing").all()
    seen = [drawing.bounding_box() for drawing in drawings if drawing.is_visible()]
    assert len(seen) == 1
    assert seen[0]["y"] + seen[0]["height"] <= 987
    assert seen[0]["width"] <= 673


def add(page, kind, place=-1):
    """Put a step in and wait until it stands there: the last “+” is otherwise still the one before it."""
    before = int(page.locator("[name=steps-count]").input_value())
    page.locator(".c-sf-add-button").nth(place).click()
    page.get_by_role("option", name=kind, exact=True).click()
    page.wait_for_function("n => document.querySelector('[name=steps-count]').value === String(n)", arg=before + 1)
    page.locator(".w-combobox__option").first.wait_for(state="detached")


def test_an_editor_builds_a_chart_and_chooses_where_a_branch_leads(visit):
    visitor = visit()
    page = visitor.sign_in("editor")
    known = re.search(r"/flowcharts/(\d+)\.svg", visitor.go(CHART).content())[1]
    about = page.request.get(f"{visitor.portal.url}/admin/api/main/pages/{known}/").json()
    folder = about["meta"]["parent"]["id"]
    visitor.go(f"/admin/pages/add/disclosure/flowchartpage/{folder}/")
    page.locator("[name=title]").fill("浏览器里画的流程图")
    for kind in ("开始", "判断", "结束", "结束"):
        add(page, kind)
    for place, text in enumerate(("收到申请", "材料是否齐全", "办结", "不予受理")):
        page.locator(f'[name="steps-{place}-value-text"]').fill(text)
    branch = page.locator('select[name="steps-1-value-branches-1-value-target"]')
    branch.wait_for()
    branch.get_by_role("option", name="第4步 不予受理", exact=True).wait_for(state="attached")
    branch.select_option(label="第4步 不予受理")
    drawing = page.locator("[data-flow-drawing]")
    drawing.get_by_text("步骤完整").wait_for()
    assert drawing.get_by_text("否 转第4步").is_visible()
    assert drawing.locator("script").count() == 0
    # A step between them: the branch still leads to the same step, which has a new number now.
    add(page, "办理环节", place=1)
    drawing.get_by_text("第2步（办理环节）还没有写内容").wait_for()
    assert branch.locator("option:checked").inner_text() == "第5步 不予受理"
    page.locator('[name="steps-4-value-text"]').fill("审查")
    drawing.get_by_text("步骤完整").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="保存草稿").first.click()
    page.get_by_text("能否公开：还不能").first.wait_for()
    assert page.locator("select[name$='-branches-1-value-target'] option:checked").inner_text() == "第5步 不予受理"


def test_a_long_chart_is_printed_in_columns_on_the_first_sheet(visit):
    page = visit().go("/before/units/ldjc/flowcharts/cf-pt/")
    assert page.locator(".flow__wide").is_visible()
    assert not page.locator(".flow__folded").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".flow__folded").is_visible()
    assert not page.locator(".flow__wide").is_visible()
    assert not page.locator(".flow__narrow").is_visible()
