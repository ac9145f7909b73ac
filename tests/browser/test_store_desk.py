"""Beside orders: counting blind, receiving with differences, taking returns, and looking up stock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.store import GTINS, Shop, burst, phone_of
from tests.entrypoints.http.server_process import new_key, serving


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """Stores at a server of the test's own."""
    with serving(database_url) as server:
        yield Shop(server.url, new_key(database_url, "admin"))


def go(page: Page, place: str) -> None:
    """One of the places at the bottom, once it is shown: what is scanned before is heard by the page before."""
    before = page.get_by_role("main").get_by_role("heading", level=1)
    said = before.inner_text()
    page.get_by_role("link", name=place, exact=True).click()
    expect(before).not_to_have_text(said)


def press(page: Page, name: str) -> None:
    """A button."""
    page.get_by_role("button", name=name, exact=True).click()


def test_a_day_at_the_desk(browser: Browser, shop: Shop) -> None:
    shop.open(MUG=5, TOWEL=3)
    shop.call("PUT", "/v1/warehouse/shelves", {"shelves": [{"node": shop.here, "sku": "MUG", "shelves": ["A-2"]}]})
    shop.call("POST", "/v1/warehouse/counts", {"node": shop.here, "skus": ["MUG"], "reason": "cycle"})
    supply = {"id": "PO-1", "sku": "LAMP", "node": shop.here, "quantity": 4, "expected_at": "2030-01-01T00:00:00Z"}
    shop.call("POST", "/v1/supplies", {"supplies": [supply]})
    task = shop.order("W-1001", {"TOWEL": 1})
    code = ""
    for step in ("accept", "pick", "ready"):
        code = shop.call("POST", f"/v1/fulfillment-orders/{task}/{step}").get("pickup_code", code)
    shop.call("POST", f"/v1/fulfillment-orders/{task}/hand-over", {"code": code})
    with phone_of(browser, shop, shop.associate("anna")) as page:
        counts(page, shop)
        receives(page, shop)
        takes_back(page, shop)
        go(page, "Stock")
        burst(page, GTINS["MUG"])
        expect(page.get_by_text("Free here").locator("..")).to_contain_text("4")
        expect(page.get_by_text(f"Store {shop.near}").locator("..").locator("..")).to_contain_text("10")


@contextmanager
def answered_late(page: Page, url: str) -> Iterator[None]:
    """Calls to an address are answered behind what is done meanwhile."""
    held: list[Route] = []
    page.route(url, lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks into what it calls
    yield
    while not held:
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()
    page.unroute(url)


def counts(page: Page, shop: Shop) -> None:
    """The book says 5, and 4 are there: counted twice, without a word about the 5."""
    go(page, "Count")
    page.get_by_role("link", name="1 item").click()
    expect(page.get_by_text("A-2")).to_be_visible()
    for _ in range(4):
        burst(page, GTINS["MUG"])
    press(page, "Done with 1 item")
    expect(page.get_by_text("Count 1 item again")).to_be_visible()
    assert "5" not in page.get_by_role("main").inner_text()
    page.get_by_label("How many of Mug blue", exact=True).fill("4")
    press(page, "Done with 1 item")
    expect(page.get_by_text("This count is done.")).to_be_visible()
    assert shop.on_hand("MUG") == 4


def receives(page: Page, shop: Shop) -> None:
    """Four lamps are announced; three came, one of them broken."""
    go(page, "Receive")
    page.get_by_role("link", name="Delivery").click()
    expect(page.get_by_role("button", name="More: Came: Desk lamp", exact=True)).to_be_visible()
    for _ in range(2):
        burst(page, GTINS["LAMP"])
    press(page, "More: Came: Desk lamp")
    press(page, "More: Damaged: Desk lamp")
    expect(page.get_by_text("Desk lamp too few")).to_be_visible()
    press(page, "Receive with differences")
    expect(page.get_by_text("Nothing is announced.")).to_be_visible()
    assert shop.on_hand("LAMP") == 3


def takes_back(page: Page, shop: Shop) -> None:
    """The towel does not please; goods are scanned before the server has found the order of the receipt."""
    receipt = page.get_by_label("Receipt or order number")
    amount = page.get_by_label("How many of Towel large", exact=True)
    go(page, "Returns")
    page.get_by_role("link", name="Take a return").click()
    burst(page, GTINS["TOWEL"])
    expect(page.get_by_text("That is goods.")).to_be_visible()
    receipt.fill("W-1001")
    with answered_late(page, "**/v1/returns/order?**"):
        press(page, "Find")
        burst(page, GTINS["TOWEL"])
        expect(receipt).to_have_value("W-1001")
    expect(amount).to_have_value("1")
    go(page, "Returns")
    with answered_late(page, "**/v1/returns/order?**"):
        burst(page, "W-1001")
        burst(page, GTINS["TOWEL"])
        expect(receipt).to_have_value("W-1001")
    expect(amount).to_have_value("1")
    page.get_by_label("Why").select_option("Too small")
    press(page, "Take back 1 unit")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    (taken,) = shop.call("GET", f"/v1/returns?node={shop.here}")["items"]
    assert (taken["status"], taken["lines"][0]["reason"]) == ("closed", "size_too_small")
    assert taken["order_id"] is not None
    assert shop.on_hand("TOWEL") == 3
