"""The walk through the store app: a store of its own, with an order for each thing that is shown."""

# ruff: noqa: INP001 -- a part of a script, not a package

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from time import time

from playwright.sync_api import Browser, Page

HERE = Path(__file__).parent
PHONE = {"width": 390, "height": 844}
BYTES_MAX = 60_000
PERSON = "anna-guide"
STORE = "st-guide"
NOW = int(time())
GTINS = {"guide-mug": "4006381333931", "guide-towel": "4006381333948", "guide-lamp": "4006381333955"}
SKUS = [
    {"id": "guide-mug", "name": "Mug blue", "category": "Kitchen", "gtins": [GTINS["guide-mug"]]},
    {"id": "guide-towel", "name": "Towel large", "category": "Bath", "gtins": [GTINS["guide-towel"]]},
    {"id": "guide-lamp", "name": "Desk lamp", "category": "Light", "gtins": [GTINS["guide-lamp"]]},
]
SHELVES = {"guide-mug": "A-2", "guide-towel": "A-10", "guide-lamp": "B-1"}
READY = ("accept", "pick", "ready")
COLLECT = {"method": "pickup", "pickup_node": STORE}
SHIP = {
    "method": "ship",
    "ship_to": {
        "recipient": "Ada Byron", "street": "Am Markt 1", "city": "Hamburg", "postal_code": "20095", "country": "DE",
        "latitude": 53.55, "longitude": 10.0,
    },
}  # fmt: skip


class Retailer:
    """Everybody but the person with the phone, as an admin of the session that the page has."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Mapping[str, object]:
        """Something that is granted."""
        self.count += 1
        headers = {"Idempotency-Key": f"guide-{NOW}-{self.count}"}
        answered = self.page.context.request.fetch(path, method=method, data=dict(body or {}), headers=headers)
        assert answered.ok, answered.text()
        return dict(answered.json())

    def order(self, reference: str, units: Mapping[str, int], how: Mapping[str, object], *steps: str) -> str:
        """An order that this store serves, and how far it is."""
        lines = [{"sku": sku, "quantity": quantity} for sku, quantity in units.items()]
        order = {"channel": STORE, "reference": f"{reference}-{NOW % 1000:03}", "lines": lines} | dict(how)
        tasks = self.call("POST", "/v1/orders", order)["fulfillment_orders"]
        assert isinstance(tasks, Sequence)
        task, code = tasks[0]["id"], ""
        for step in ("release", *steps):
            told = self.call("POST", f"/v1/fulfillment-orders/{task}/{step}", {"code": code} if "hand" in step else {})
            code = str(told.get("pickup_code", code))
        return code


def prepared(page: Page, password: str) -> None:
    """The store, its goods, its person and its work."""
    retailer = Retailer(page)
    call = retailer.call
    call("POST", "/v1/catalog/skus", {"skus": SKUS})
    node = {"id": STORE, "name": "Linden Street", "kind": "store", "latitude": 52.5, "longitude": 13.4}
    call("POST", "/v1/network/nodes", {"nodes": [node]})
    channel = {"id": STORE, "name": "Web shop", "kind": "web", "pool": {"nodes": [STORE]}}
    call("POST", "/v1/network/channels", {"channels": [channel]})
    facts = [
        {"kind": "receive", "sku": sku, "node": STORE, "quantity": 20, "source": "guide", "source_id": f"{NOW}-{sku}"}
        for sku in GTINS
    ]
    call("POST", "/v1/facts", {"facts": facts})
    rows = [{"node": STORE, "sku": sku, "shelves": [shelf]} for sku, shelf in SHELVES.items()]
    call("PUT", "/v1/warehouse/shelves", {"shelves": rows})
    call("POST", "/v1/warehouse/counts", {"node": STORE, "shelf": "A-2", "reason": "cycle"})
    supply = {"sku": "guide-lamp", "node": STORE, "quantity": 4, "expected_at": "2030-01-01T09:00:00Z"}
    call("POST", "/v1/supplies", {"supplies": [supply | {"id": f"PO-{NOW}"}]})
    users = page.context.request.get("/v1/users").text()
    if f'"{PERSON}"' not in users:
        call("POST", "/v1/users", {"name": PERSON, "role": "associate", "nodes": [STORE], "password": password})
    retailer.order("W-1001", {"guide-towel": 1}, COLLECT, *READY, "hand-over")
    retailer.order("W-1002", {"guide-lamp": 1}, COLLECT, *READY)
    retailer.order("W-1003", {"guide-mug": 1, "guide-lamp": 1}, SHIP, "accept", "pick")
    retailer.order("W-1004", {"guide-mug": 2, "guide-towel": 1}, COLLECT, "accept")
    retailer.order("W-1005", {"guide-mug": 1}, SHIP, "accept")
    retailer.order("W-1006", {"guide-towel": 2}, SHIP)
    retailer.order("W-1007", {"guide-lamp": 1, "guide-mug": 1}, COLLECT)


def phone_of(browser: Browser, url: str, password: str) -> Page:
    """The person's phone."""
    context = browser.new_context(base_url=url, viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US")
    answered = context.request.post("/v1/session", data={"name": PERSON, "password": password})
    assert answered.status == 201, answered.text()
    return context.new_page()


def take(page: Page, name: str, *appears: str) -> None:
    """One picture, once these words are there and nothing moves any more."""
    for text in appears:
        page.get_by_text(text).first.wait_for()
    page.wait_for_timeout(600)
    file = HERE / f"store-{name}.png"
    page.screenshot(path=file)
    assert file.stat().st_size < BYTES_MAX, f"{file} has {file.stat().st_size} bytes"


def scan(page: Page, *skus: str) -> None:
    """A hand scanner, whose keys have their times, however busy the machine is."""
    for sku in skus:
        devtools, begun = page.context.new_cdp_session(page), time()
        for place, key in enumerate([*GTINS.get(sku, sku), "Enter"]):
            at = {"key": key, "timestamp": begun + place * 0.003}
            devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": "\r" if key == "Enter" else key, **at})
            devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **at})
        devtools.detach()
        page.wait_for_timeout(300)


def press(page: Page, *names: str) -> None:
    """Buttons, one after the other; in a dialog where there is one."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).last.click()


def go(page: Page, place: str) -> None:
    """One of the places at the bottom."""
    page.get_by_role("link", name=place, exact=True).click()
    page.wait_for_timeout(400)


def serves(page: Page) -> None:
    """Orders, from the queue to the customer."""
    page.goto("/store/")
    take(page, "queue", "New: accept or reject", "W-1007")
    page.get_by_role("link", name="W-1007").click()
    take(page, "accept", "Reject")
    press(page, "Accept")
    go(page, "Orders")
    page.get_by_role("link", name="W-1004").click()
    press(page, "Start picking")
    page.get_by_text("Go to the shelf").wait_for()
    scan(page, "guide-mug")
    take(page, "pick", "1/2")
    scan(page, "guide-lamp")
    take(page, "wrong", "This is Desk lamp")
    scan(page, "guide-mug")
    press(page, "I cannot find it")
    take(page, "short", "Yes, not there")
    press(page, "Look again")
    go(page, "Orders")
    page.get_by_role("link", name="W-1003").click()
    take(page, "pack", "Packing slip", "Am Markt 1")
    go(page, "Orders")
    page.get_by_role("link", name="W-1002").click()
    press(page, "Hand over")
    page.get_by_label("I have seen who it is").check()
    take(page, "hand-over", "The customer's code")
    press(page, "Close")


def does_the_rest(page: Page) -> None:
    """What comes, what is counted, what comes back, and work without a network."""
    go(page, "Receive")
    page.get_by_role("link", name="Delivery").click()
    page.get_by_text("Desk lamp").first.wait_for()
    scan(page, "guide-lamp", "guide-lamp", "guide-lamp")
    press(page, "More: Damaged: Desk lamp")
    take(page, "receive", "too few")
    go(page, "Count")
    page.get_by_role("link", name="Shelf A-2").first.click()
    page.get_by_text("Mug blue").first.wait_for()
    scan(page, "guide-mug", "guide-mug")
    take(page, "count", "Mug blue")
    go(page, "Returns")
    scan(page, f"W-1001-{NOW % 1000:03}")
    page.get_by_text("Towel large").first.wait_for()
    scan(page, "guide-towel")
    page.get_by_label("Why").select_option("Too small")
    take(page, "return", "Take back 1 unit")
    go(page, "Orders")
    page.get_by_role("link", name="W-1006").click()
    page.context.set_offline(True)
    press(page, "Accept")
    page.get_by_role("status").filter(has_text="No connection").click()
    take(page, "waiting", "Send now")
    page.context.set_offline(False)


def practices(page: Page) -> None:
    """The made-up store."""
    page.get_by_role("link", name="Me and this device").click()
    page.get_by_text("Practice").first.click()
    take(page, "practice", "Score")


def walk_through_the_store(admin: Page, browser: Browser, url: str, password: str) -> None:
    """All pictures of the store app."""
    prepared(admin, password)
    page = phone_of(browser, url, password)
    serves(page)
    does_the_rest(page)
    practices(page)
    page.context.close()
