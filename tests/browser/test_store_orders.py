"""A phone at the shelf: orders from the web shop to the customer, as associates work them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.barcodes import camera_of, ean13
from tests.browser.conftest import serious_violations
from tests.browser.store import GTINS, NAMES, Shop, burst, phone_of, small_targets
from tests.conftest import TEMPLATE, fresh_database
from tests.entrypoints.http.server_process import ServerProcess, new_key, serving


@pytest.fixture(scope="module")
def database_url(server_url: str) -> Iterator[str]:
    """One database for the file: each test has stores of its own."""
    yield from fresh_database(server_url, TEMPLATE)


@pytest.fixture(scope="module")
def server(database_url: str) -> Iterator[ServerProcess]:
    """One server for the file."""
    with serving(database_url) as started:
        yield started


@pytest.fixture(scope="module")
def token(database_url: str) -> str:
    """A key of the retailer."""
    return new_key(database_url, "admin")


@pytest.fixture
def shop(server: ServerProcess, token: str) -> Shop:
    """Two stores of the test's own."""
    return Shop(server.url, token)


def open_order(page: Page, reference: str) -> None:
    """Open it from the queue."""
    page.get_by_role("link", name=reference).click()


def begin(page: Page, reference: str) -> None:
    """Accept an order and begin to pick it."""
    open_order(page, reference)
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Start picking").click()
    expect(page.get_by_role("heading", name="Pick")).to_be_visible()


def finish(page: Page, done: str = "All found") -> None:
    """End the walk."""
    page.get_by_role("button", name=done).click()
    page.get_by_role("button", name="Finish picking").click()


def is_fit_for_thumbs_and_all(page: Page) -> None:
    """Nothing on the page is too small, or bars anybody out."""
    assert small_targets(page) == []
    assert serious_violations(page) == []


def test_a_pickup_order_goes_from_the_web_to_the_customer(browser: Browser, shop: Shop) -> None:
    shop.open(MUG=5, TOWEL=3)
    task = shop.order("W-1", {"MUG": 2, "TOWEL": 1})
    with phone_of(browser, shop, shop.associate("anna")) as page:
        begin(page, "W-1")
        burst(page, GTINS["LAMP"])
        expect(page.get_by_role("alert")).to_contain_text("Wrong item")
        for _ in range(3):
            burst(page, GTINS["MUG"])
        expect(page.get_by_role("alert")).to_contain_text("Enough of Mug blue")
        page.get_by_label("Code (scan or type)").fill("TOW")
        burst(page, GTINS["TOWEL"])
        expect(page.get_by_label("Code (scan or type)")).to_have_value("TOW")
        is_fit_for_thumbs_and_all(page)
        finish(page)
        with page.expect_response("**/ready") as ready:
            page.get_by_role("button", name="Ready for pickup").click()
        code = ready.value.json()["pickup_code"]
        expect(page.get_by_text("The customer was sent a code")).to_be_visible()
        assert code not in page.content()
        page.get_by_role("button", name="Hand over").click()
        page.get_by_label("I have seen who it is").check()
        burst(page, "000000" if code != "000000" else "111111")
        page.get_by_role("dialog").get_by_role("button", name="Hand over").click()
        expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
        is_fit_for_thumbs_and_all(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        burst(page, code)
        page.get_by_label("I have seen who it is").check()
        page.get_by_role("dialog").get_by_role("button", name="Hand over").click()
        expect(page.get_by_text("Handed over")).to_be_visible()
        assert shop.becomes(task, "handed_over")
    assert (shop.on_hand("MUG"), shop.on_hand("TOWEL")) == (3, 2)


def test_what_is_not_there_is_found_in_another_store(browser: Browser, shop: Shop) -> None:
    shop.open(LAMP=1, MUG=5)
    ada = {"recipient": "Ada", "latitude": 52.5, "longitude": 13.4}
    task = shop.order("W-2", {"MUG": 1}, method="ship", pickup_node=None, ship_to=ada)
    with phone_of(browser, shop, shop.associate("anna")) as page:
        begin(page, "W-2")
        page.get_by_role("button", name="I cannot find it").click()
        page.get_by_role("button", name="Yes, not there").click()
        finish(page)
        expect(page.get_by_text(f"now comes from {shop.near}")).to_be_visible()
    assert shop.becomes(task, "rejected")


def test_of_two_at_one_order_the_second_is_told(browser: Browser, shop: Shop) -> None:
    shop.open(MUG=5)
    task = shop.order("W-3", {"MUG": 1})
    with (
        phone_of(browser, shop, shop.associate("anna")) as annas,
        phone_of(browser, shop, shop.associate("ben")) as bens,
    ):
        open_order(bens, "W-3")
        begin(annas, "W-3")
        expect(bens.get_by_text("Being picked")).to_be_visible()
        bens.get_by_role("button", name="Go on picking").click()
        expect(bens.get_by_role("alert")).to_contain_text("Somebody else is picking this order")
        burst(annas, GTINS["MUG"])
        finish(annas)
        assert shop.becomes(task, "picked")


def test_one_walk_serves_several_orders(browser: Browser, shop: Shop) -> None:
    shop.open(MUG=5, TOWEL=3, LAMP=2)
    shelves = {"TOWEL": "A-10", "MUG": "A-2"}
    rows = [{"node": shop.here, "sku": sku, "shelves": [shelf]} for sku, shelf in shelves.items()]
    shop.call("PUT", "/v1/warehouse/shelves", {"shelves": rows})
    wanted = {"W-5": {"MUG": 1, "TOWEL": 1}, "W-6": {"MUG": 2, "TOWEL": 1}, "W-7": {"LAMP": 1}}
    tasks = {reference: shop.order(reference, lines) for reference, lines in wanted.items()}
    for task in tasks.values():
        shop.call("POST", f"/v1/fulfillment-orders/{task}/accept")
    with phone_of(browser, shop, shop.associate("anna")) as page:
        for reference in ("W-5", "W-6"):
            page.get_by_label(f"Choose {reference} to pick").check()
        page.get_by_role("button", name="Pick 2 orders in one walk").click()
        # No page is waited for: scanners do not wait either.
        for sku in ("MUG", "TOWEL", "MUG", "MUG"):
            burst(page, GTINS[sku])
        stops = page.locator(".card").filter(has=page.locator(".shelf"))
        expect(stops.locator(".card-title")).to_have_text([NAMES["MUG"], NAMES["TOWEL"]])
        expect(stops.locator(".amount")).to_have_text(["3/3", "1/2"])
        expect(page.get_by_text("For W-6. That is all of it.")).to_be_visible()
        burst(page, GTINS["LAMP"])
        expect(page.get_by_role("alert")).to_contain_text("This is Desk lamp")
        expect(stops.locator(".amount")).to_have_text(["3/3", "1/2"])
        is_fit_for_thumbs_and_all(page)
        page.get_by_role("button", name="I cannot find it").click()
        page.get_by_role("button", name="Yes, not there").click()
        finish(page)
        expect(page.get_by_role("heading", name="My queue")).to_be_visible()
        assert all(shop.becomes(tasks[each], "picked") for each in ("W-5", "W-6"))
    picked = [{line["sku"]: line["quantity"] for line in shop.task(tasks[each])["lines"]} for each in ("W-5", "W-6")]
    assert picked == [{"MUG": 1, "TOWEL": 1}, {"MUG": 2, "TOWEL": 0}]
    assert shop.task(tasks["W-7"])["status"] == "accepted"


def test_where_the_camera_is_refused_the_code_is_typed(browser: Browser, shop: Shop) -> None:
    shop.open(MUG=5)
    shop.order("W-8", {"MUG": 1})
    with phone_of(browser, shop, shop.associate("anna")) as page:
        page.add_init_script(REFUSED)
        page.reload()
        begin(page, "W-8")
        page.get_by_role("button", name="Scan with the camera").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("status")).to_contain_text("This page may not use the camera")
        is_fit_for_thumbs_and_all(page)
        dialog.get_by_label("Code (scan or type)").fill(GTINS["MUG"])
        dialog.get_by_role("button", name="OK").click()
        expect(page.get_by_role("button", name="All found")).to_be_visible()


def test_the_browsers_own_reader_is_used_where_there_is_one(browser: Browser, shop: Shop) -> None:
    """The device has a camera and a reader of its own, and none of the app's is fetched."""
    shop.open(MUG=5)
    shop.order("W-9", {"MUG": 1})
    with phone_of(browser, shop, shop.associate("anna")) as page:
        page.add_init_script(OWN_READER % GTINS["MUG"])
        fetched: list[str] = []
        page.on("request", lambda request: fetched.append(request.url))
        page.reload()
        begin(page, "W-9")
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_role("button", name="All found")).to_be_visible()
        assert page.evaluate("window.looked") >= 3
        assert not [each for each in fetched if "zxing" in each]


REFUSED = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
"""

OWN_READER = """
window.looked = 0;
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["ean_13", "qr_code", "code_128"]); }
  detect() { return Promise.resolve((window.looked += 1) < 3 ? [] : [{ rawValue: "%s" }]); }
};
const picture = document.createElement("canvas");
const drawn = setInterval(() => picture.getContext("2d").fillRect(0, 0, 9, 9), 50);
navigator.mediaDevices.getUserMedia = () => Promise.resolve(picture.captureStream());
"""


def test_a_code_in_front_of_the_camera_is_a_scan(playwright: Playwright, shop: Shop) -> None:
    shop.open(MUG=5)
    shop.order("W-4", {"MUG": 1})
    with camera_of(playwright, ean13(GTINS["MUG"])) as browser, phone_of(browser, shop, shop.associate("anna")) as page:
        begin(page, "W-4")
        page.get_by_role("button", name="Scan with the camera").click()
        expect(page.get_by_role("button", name="All found")).to_be_visible()
