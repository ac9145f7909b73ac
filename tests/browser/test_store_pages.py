"""Each page of the store app, by way of practice: fit for everybody, in both colors, and asking no server."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EXPECT_MS_MAX, PHONE, serious_violations, watched
from tests.browser.store import small_targets
from tests.entrypoints.http.server_process import ServerProcess

FIRST_LOAD_KB_MAX = 250
PLACES = ("Orders", "Receive", "Count", "Returns", "Stock")


def is_fit(page: Page) -> None:
    """Nothing is too small for a thumb, or bars anybody out."""
    assert small_targets(page) == []
    assert serious_violations(page) == []


def press(page: Page, *names: str) -> None:
    """One button after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).last.click()


def test_practice_goes_through_all_pages_and_counts_mistakes(browser: Browser, server: ServerProcess) -> None:
    context = browser.new_context(base_url=server.url, viewport=PHONE, locale="en-US")
    watch = watched(context, server.url)
    page = context.new_page()
    page.set_default_timeout(EXPECT_MS_MAX)
    page.goto("/store/")
    page.get_by_role("link", name="Practice with made-up orders").click()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    is_fit(page)
    an_order(page)
    for place in PLACES:
        page.get_by_role("link", name=place, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        is_fit(page)
    a_count_and_a_delivery(page)
    page.get_by_role("link", name="Me and this device").click()
    is_fit(page)
    page.get_by_role("link", name="Practice: nothing here is real").click()
    expect(page.get_by_text("Mistakes").locator("..")).to_contain_text("1")
    in_the_dark(page)
    context.close()
    assert [url for url in asked if "/v1/" in url] == []
    assert (watch.outside, watch.errors) == ([], [])


def an_order(page: Page) -> None:
    """From the queue to the customer, with a wrong scan."""
    page.get_by_role("link", name="To the orders").click()
    page.get_by_role("link", name="P-1001").click()
    is_fit(page)
    press(page, "Accept", "Start picking")
    press(page, "Scan Desk lamp")
    expect(page.get_by_role("alert")).to_contain_text("Desk lamp")
    is_fit(page)
    press(page, "Scan Mug blue", "Scan Mug blue", "Scan Towel large", "All found")
    is_fit(page)
    press(page, "Finish picking", "Ready for pickup", "Hand over")
    page.get_by_label("The customer's code").fill("482913")
    page.get_by_label("I have seen who it is").check()
    is_fit(page)
    press(page, "Hand over")
    expect(page.get_by_text("Handed over")).to_be_visible()


def a_count_and_a_delivery(page: Page) -> None:
    """Counted twice, and received with a difference."""
    page.get_by_role("link", name="Count", exact=True).click()
    page.get_by_role("link", name="Shelf A-2").click()
    for _ in range(2):
        page.get_by_label("How many of Mug blue", exact=True).fill("6")
        is_fit(page)
        press(page, "Done with 1 item")
    expect(page.get_by_text("This count is done.")).to_be_visible()
    page.get_by_role("link", name="Receive", exact=True).click()
    page.get_by_role("link", name="Delivery").click()
    page.get_by_label("Came: Desk lamp", exact=True).fill("3")
    page.get_by_label("Damaged: Desk lamp", exact=True).fill("1")
    expect(page.get_by_text("Desk lamp too few")).to_be_visible()
    is_fit(page)
    press(page, "Receive with differences")


def in_the_dark(page: Page) -> None:
    """The same pages in dark colors."""
    page.emulate_media(color_scheme="dark")
    is_fit(page)
    for place in PLACES:
        page.get_by_role("link", name=place, exact=True).click()
        is_fit(page)
    page.get_by_role("link", name="Orders", exact=True).click()
    page.get_by_role("link", name="P-1002").click()
    press(page, "Accept", "Start picking", "Scan Mug blue")
    expect(page.get_by_role("alert")).to_be_visible()
    is_fit(page)


def test_the_first_load_is_small() -> None:
    static = files("stockpool.entrypoints.ui") / "static/store"
    page = (static / "index.html").read_text()
    loaded = set(re.findall(r'(?:src|href)="/store/(assets/[^"]+)"', page))
    assert loaded
    assert sum(len(gzip.compress((static / name).read_bytes(), 9)) for name in loaded) < FIRST_LOAD_KB_MAX * 1000
