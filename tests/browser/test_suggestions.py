"""The list under the search box: a combobox by arrow keys, Enter and Escape; an address that is too long gets a Chinese page."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest


def _box(visitor):
    page = visitor.go("/search/")
    box = page.locator("#query")
    box.click()
    box.press_sequentially("行政")
    page.wait_for_selector("#query[aria-expanded=true]")
    return page, box


def test_arrow_keys_enter_and_escape(visit):
    page, box = _box(visit())
    options = page.locator(f"#{box.get_attribute('aria-controls')} [role=option]")
    count = options.count()
    assert count >= 1
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    assert options.nth(0).get_attribute("aria-selected") == "true"
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.nth(count - 1).get_attribute("id")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "行政"
    page.wait_for_timeout(500)
    assert box.get_attribute("aria-expanded") == "false"


def test_enter_opens_what_is_chosen(visit):
    page, box = _box(visit())
    box.press("ArrowDown")
    with page.expect_navigation():
        box.press("Enter")
    assert "/search/" not in page.url


def test_escape_before_the_answer_keeps_the_list_closed(visit):
    visitor = visit()
    page = visitor.go("/search/")
    box = page.locator("#query")
    box.click()
    box.press_sequentially("行政")
    box.press("Escape")
    page.wait_for_timeout(1500)
    assert box.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("bytes_long", [5_000, 20_000])
def test_a_long_address_gets_a_page_in_chinese(served, bytes_long):
    address = urlsplit(served.url)
    connection = HTTPConnection(address.hostname, address.port, timeout=60)
    connection.request("GET", f"/search/?q={'%E5%B7%A5' * (bytes_long // 9)}")
    answer = connection.getresponse()
    text = answer.read().decode()
    assert answer.status in (200, 414)
    assert "检索词太长" in text or "网址太长" in text
