"""A served portal and a browser that notes every console error and every request to another host."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from scripts.run_tests import BROWSERS
from tests.served import OwnDatabase, Portal

#: Chromium says this of every answer that is no success, also of those that a test asks for on purpose.
_EXPECTED = tuple(f"Failed to load resource: the server responded with a status of {code}" for code in (400, 404, 410))


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Portal]:
    """One portal with the demo content for all browser tests of this process."""
    database = OwnDatabase()
    portal = Portal(tmp_path_factory.mktemp("served") / "var", database)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
        database.drop()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; for one module, since Django refuses its database while Playwright's event loop runs."""
    path = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if path is None:
        message = "浏览器测试需要 Chromium。"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """One person's browser; ``faults`` are console errors, script errors and requests to other hosts."""

    portal: Portal
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        """Open an address of the portal."""
        self.page.goto(self.portal.url + address)
        return self.page

    def follow(self, locator: Locator) -> Page:
        """Click and wait until the next page is there."""
        with self.page.expect_navigation():
            locator.click()
        return self.page

    def sign_in(self, name: str) -> Page:
        """Sign in to the back office with a demo account."""
        page = self.go("/admin/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", self.portal.accounts[name])
        page.click("button[type=submit]")
        page.wait_for_url(f"{self.portal.url}/admin/")
        return page

    def display(self, mode: str) -> None:
        """Choose a display mode as the switch does."""
        self.go(f"/?display={mode or 'standard'}")

    def width_needed(self) -> int:
        """The page's full width in CSS pixels."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.fixture
def visit(served, chromium):
    """A function that opens a browser of its own; when the test ends, no fault may have been noted in any of them."""
    opened: list[Visitor] = []

    def open_browser(**options: Any) -> Visitor:
        context = chromium.new_context(viewport=options.pop("viewport", {"width": 1280, "height": 900}), **options)
        context.set_default_timeout(30_000)
        page = context.new_page()
        visitor = Visitor(served, context, page)

        def heard(message: Any) -> None:
            if message.type == "error" and not message.text.startswith(_EXPECTED):
                visitor.faults.append(f"{page.url}: {message.text}")

        def asked(request: Any) -> None:
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob") and address.netloc != urlsplit(served.url).netloc:
                visitor.faults.append(f"{page.url}: request to {request.url}")

        page.on("console", heard)
        page.on("pageerror", lambda error: visitor.faults.append(f"{page.url}: {error}"))
        page.on("request", asked)
        opened.append(visitor)
        return visitor

    yield open_browser
    faults = [fault for visitor in opened for fault in visitor.faults]
    for visitor in opened:
        visitor.context.close()
    assert faults == []
