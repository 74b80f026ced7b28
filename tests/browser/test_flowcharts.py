"""Flowcharts in a browser: an editor builds one and sees it drawn; a visitor reads it on a phone and on paper."""

import pytest

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
