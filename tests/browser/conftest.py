"""A real browser in front of a real server process; whatever a page asks of another host fails its test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.conftest import TEMPLATE, fresh_database
from tests.entrypoints.http.server_process import ServerProcess, serving

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, without a window; ended with its file: Playwright keeps the loop of its thread."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found is not None, "the tests of the apps need Chromium: run `make browser`"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--use-fake-ui-for-media-stream"],
        )
        yield opened
        opened.close()


@pytest.fixture
def database_url(server_url: str) -> Iterator[str]:
    """A database of the test's own."""
    yield from fresh_database(server_url, TEMPLATE)


@pytest.fixture
def server(database_url: str) -> Iterator[ServerProcess]:
    """A server on it."""
    with serving(database_url) as started:
        yield started


@dataclass
class Watch:
    """What pages did beside what they show."""

    url: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def asked(self, request: Request) -> None:
        """Note a request to anybody else."""
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.outside.append(request.url)

    def said(self, message: ConsoleMessage) -> None:
        """Note what the console holds against a page; refused calls are the test's own business."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.errors.append(message.text)


def watched(context: BrowserContext, url: str) -> Watch:
    """Watch all pages of a context."""
    watch = Watch(url)
    context.on("request", watch.asked)
    context.on("console", watch.said)
    context.on("weberror", lambda error: watch.errors.append(str(error.error)))
    return watch


@pytest.fixture
def desktop(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """A page on a large screen."""
    yield from _page(browser, server, DESKTOP)


@pytest.fixture
def phone(browser: Browser, server: ServerProcess) -> Iterator[Page]:
    """A page on a phone."""
    yield from _page(browser, server, PHONE)


def _page(browser: Browser, server: ServerProcess, size: dict[str, int]) -> Iterator[Page]:
    mobile = size["width"] < 600
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": size["width"], "height": size["height"]},
        has_touch=mobile,
        is_mobile=mobile,
        locale="en-US",
    )
    watch = watched(context, server.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert watch.outside == []
    assert watch.errors == []


def serious_violations(page: Page) -> list[str]:
    """What axe-core finds wrong with a page, from serious on."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {each['help']} {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
