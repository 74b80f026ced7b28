"""Public pages in a real browser: accessible, within the screen, quiet in the console, complete without scripts."""

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from .addresses import public_addresses

MODES = ("", "large", "contrast", "large-contrast")
#: Axe's rules whose answer hangs on colours and sizes.
OF_LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
WIDTHS = ((320, ""), (320, "large-contrast"), (390, ""), (640, "large"), (1280, ""), (1920, ""))
SCREEN = {"width": 1280, "height": 900}


def written(address: str) -> str:
    return quote(address, safe="/?=&")


def violations(page, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe finds on the page once nothing fades in any more (half of a message's colour is no colour), one line a finding.

    ``rules``: only these.
    """
    page.evaluate(
        """() => Promise.all(document.getAnimations()
          .filter((found) => found.effect && found.effect.getComputedTiming().iterations !== Infinity)
          .map((found) => found.finished.catch(() => null)))"""
    )
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url}: {rule['id']} {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def dressed(page, mode: str) -> None:
    """Give the page the class that the server gives it in a display mode (``test_display_modes_stay…`` and the style guide ask it)."""
    page.evaluate("mode => { document.documentElement.className = mode }", mode.replace("-", " "))


@pytest.mark.on_sqlite
def test_every_public_page_is_accessible_and_within_the_screen(visit):
    """Each page is opened once: axe with all its rules, with those of colour and size in the other modes, then the widths."""
    visitor = visit()
    found = []
    for address in public_addresses(visitor.portal.url):
        page = visitor.go(written(address))
        found += violations(page)
        for mode in ("large", "contrast"):
            dressed(page, mode)
            found += [f"{mode} {line}" for line in violations(page, OF_LOOKS)]
        for width, mode in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            dressed(page, mode)
            if visitor.width_needed() > width:
                found.append(f"{address}: wider than {width} {mode}")
        page.set_viewport_size(SCREEN)
    assert found == []


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_no_violation_on_the_style_guide(visit, mode):
    visitor = visit()
    visitor.sign_in("editor")
    visitor.display(mode)
    assert violations(visitor.go("/styleguide/")) == []


def test_display_modes_stay_across_pages_and_keep_the_search(visit):
    visitor = visit()
    page = visitor.go("/search/?q=%E5%B7%A5%E8%B5%84")
    visitor.follow(page.get_by_role("link", name="大字版"))
    assert page.locator("#query").input_value() == "工资"
    visitor.follow(page.get_by_role("link", name="高对比"))
    assert page.locator("html.large.contrast").count() == 1
    visitor.follow(page.get_by_role("link", name="事后公开").first)
    assert page.locator("html.large.contrast").count() == 1
    visitor.follow(page.get_by_role("link", name="标准字号"))
    assert page.locator("html.large").count() == 0
    assert page.locator("html.contrast").count() == 1
    visitor.follow(page.get_by_role("link", name="标准配色"))
    assert page.locator("html.contrast").count() == 0


def test_keyboard_reaches_the_content_first(visit):
    page = visit().go("/after/decisions/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("element => element === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_decision_prints_its_facts_and_not_the_navigation(visit):
    visitor = visit()
    visitor.go("/after/penalties/")
    page = visitor.page
    visitor.follow(page.locator(".result__title a").first)
    assert page.get_by_role("button", name="打印本页").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("行政处罚决定书文号").is_visible()
    for hidden in (".sections", ".search", ".strip", ".crumbs", "[data-print]"):
        assert not page.locator(hidden).first.is_visible(), hidden


def test_search_filters_and_pages_without_scripts(visit):
    visitor = visit(java_script_enabled=False)
    page = visitor.go("/")
    page.fill("#home-search", "工资")
    visitor.follow(page.locator(".hero button"))
    assert page.locator(".result").count() > 0
    visitor.go("/after/decisions/")
    first = page.locator(".result__title").first.inner_text()
    visitor.follow(page.get_by_role("link", name="下一页"))
    assert page.locator(".result").count() > 0
    assert page.locator(".result__title").first.inner_text() != first
    visitor.follow(page.get_by_role("link", name="上一页"))
    assert page.locator(".result__title").first.inner_text() == first
    page.select_option("[name=kind]", "penalty")
    page.select_option("[name=unit]", "ldjc")
    visitor.follow(page.get_by_role("button", name="查询"))
    kinds = set(page.locator(".result__facts div:first-child dd").all_inner_texts())
    assert kinds == {"行政处罚"}
    visitor.follow(page.get_by_role("link", name="类别：行政处罚"))
    assert "kind=" not in page.url
    assert "unit=ldjc" in page.url


def test_a_decision_leads_to_its_unit_and_back_to_its_list(visit):
    visitor = visit()
    page = visitor.go("/after/penalties/")
    visitor.follow(page.locator(".result__title a").first)
    visitor.follow(page.locator(".aside a").first)
    assert page.url == f"{visitor.portal.url}/before/units/ldjc/"
    page.go_back()
    visitor.follow(page.locator(".crumbs a").last)
    assert page.url == f"{visitor.portal.url}/after/penalties/"
