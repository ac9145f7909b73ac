"""Two stores with a few goods, the people who work there, and their phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import sleep, time
from typing import Any

import httpx2
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import EXPECT_MS_MAX, PHONE, Watch, watched
from tests.entrypoints.http.listening import TLS

PASSWORD = "a long way home"  # noqa: S105 - of people of a test
GTINS = {"MUG": "4006381333931", "TOWEL": "4006381333948", "LAMP": "4006381333955"}
NAMES = {"MUG": "Mug blue", "TOWEL": "Towel large", "LAMP": "Desk lamp"}
BECOMES_S_MAX = 45
"""A phone that found no server looks for it again every 15 seconds."""
LISTENING = Path(__file__).parents[2] / "web/src/store/scan/listening.ts"
(PAUSE_MS,) = re.findall(r"const PAUSE_MS = (\d+);", LISTENING.read_text())
UNHURRIED = f"""
const soon = window.setTimeout;
window.setTimeout = (act, ms, ...more) => soon(act, ms === {PAUSE_MS} ? 60_000 : ms, ...more);
"""
"""No burst has a pause: a busy machine may keep a key back longer than the app waits for the next."""
KEY_S = 0.003
"""Between two keys of a hand scanner."""

_numbers = count(1)


@dataclass
class Shop:
    """What tests do as the rest of the retailer: from opening the stores to placing orders."""

    url: str
    token: str
    here: str = field(default_factory=lambda: f"HERE-{next(_numbers)}")

    @property
    def near(self) -> str:
        """The other store."""
        return f"{self.here}-NEAR"

    def call(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """What a call answers that is granted."""
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": f"k{next(_numbers)}"}
        answered = httpx2.request(method, f"{self.url}{path}", json=body, headers=headers, verify=TLS)
        assert answered.status_code < 300, answered.text
        assert '"refused"' not in answered.text, answered.text
        return dict(answered.json())

    def open(self, **stock: int) -> Shop:
        """Both stores, a channel over them, and so much of each SKU here; there are ten of each near."""
        skus = [{"id": sku, "name": NAMES[sku], "gtins": [gtin], "category": sku} for sku, gtin in GTINS.items()]
        nodes = [
            {"id": node, "name": f"Store {node}", "kind": "store", "latitude": latitude, "longitude": 13.4}
            for node, latitude in ((self.here, 52.5), (self.near, 53.5))
        ]
        self.call("POST", "/v1/catalog/skus", {"skus": skus})
        self.call("POST", "/v1/network/nodes", {"nodes": nodes})
        pool = {"nodes": [self.here, self.near]}
        channel = {"id": self.here, "name": "Web", "kind": "web", "pool": pool}
        self.call("POST", "/v1/network/channels", {"channels": [channel]})
        for sku, units in stock.items():
            self.receive(sku, self.here, units)
            self.receive(sku, self.near, 10)
        return self

    def receive(self, sku: str, node: str, quantity: int) -> None:
        """Goods come in."""
        fact = {"kind": "receive", "sku": sku, "node": node, "quantity": quantity}
        self.call("POST", "/v1/facts", {"facts": [fact | {"source": "test", "source_id": f"{next(_numbers)}"}]})

    def order(self, reference: str, lines: dict[str, int], **changes: object) -> str:
        """Somebody buys in the web shop, and collects it here unless it is said otherwise; the fulfillment order."""
        order = {
            "channel": self.here,
            "reference": reference,
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in lines.items()],
            "method": "pickup",
            "pickup_node": self.here,
        }
        placed = self.call("POST", "/v1/orders", order | changes)
        (task,) = placed["fulfillment_orders"]
        self.call("POST", f"/v1/fulfillment-orders/{task['id']}/release")
        return str(task["id"])

    def task(self, task_id: str) -> dict[str, Any]:
        """A fulfillment order as it stands."""
        return dict(self.call("GET", f"/v1/fulfillment-orders/{task_id}"))

    def becomes(self, task_id: str, status: str) -> bool:
        """Whether a fulfillment order comes to a status: what a phone shows, its server hears a moment later."""
        until = time() + BECOMES_S_MAX
        while self.task(task_id)["status"] != status and time() < until:
            sleep(0.1)
        return bool(self.task(task_id)["status"] == status)

    def steps_told(self, until: str) -> list[str]:
        """The steps that events tell of, once they tell of this one: events follow what they tell a moment later."""
        latest = time() + BECOMES_S_MAX
        while True:
            events = self.call("GET", "/v1/events?type=fulfillment.*&limit=100")["events"]
            steps = [str(event["data"]["step"]) for event in events]
            if until in steps or time() >= latest:
                return steps
            sleep(0.1)

    def on_hand(self, sku: str) -> int:
        """Units here."""
        (position,) = self.call("GET", f"/v1/positions?sku={sku}&node={self.here}")["positions"]
        return int(position["on_hand"])

    def associate(self, name: str) -> str:
        """Somebody who works here."""
        user = {"name": f"{name}-{next(_numbers)}", "role": "associate", "nodes": [self.here], "password": PASSWORD}
        self.call("POST", "/v1/users", user)
        return str(user["name"])


@contextmanager
def phone_of(browser: Browser, shop: Shop, user: str) -> Iterator[Page]:
    """The phone of somebody who is signed in; what its page asks of others, or complains of, fails the test."""
    with _phone(browser, shop.url) as (context, watch):
        signed_in = context.request.post("/v1/session", data={"name": user, "password": PASSWORD})
        assert signed_in.status == 201, signed_in.text()
        page = context.new_page()
        page.set_default_timeout(EXPECT_MS_MAX)
        page.goto("/store/")
        yield page
    assert watch.outside == []
    assert watch.errors == []


@contextmanager
def _phone(browser: Browser, url: str) -> Iterator[tuple[BrowserContext, Watch]]:
    context = browser.new_context(
        base_url=url, viewport=PHONE, has_touch=True, is_mobile=True, locale="en-US", permissions=["camera"]
    )
    context.add_init_script(UNHURRIED)
    try:
        yield context, watched(context, url)
    finally:
        context.close()


def burst(page: Page, code: str) -> None:
    """A hand scanner types a code, wherever the focus is; its keys have their times, however busy the machine is."""
    devtools = page.context.new_cdp_session(page)
    begun = time()
    for place, key in enumerate([*code, "Enter"]):
        text = "\r" if key == "Enter" else key
        at = {"key": key, "timestamp": begun + place * KEY_S}
        devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": text, **at})
        devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", **at})
    devtools.detach()


def small_targets(page: Page) -> list[str]:
    """What can be pressed and is smaller than a thumb."""
    return list(page.evaluate(SMALL_TARGETS))


SMALL_TARGETS = """() => {
  const box = (element) => element.getBoundingClientRect();
  const tooSmall = (element) => {
    const boxes = [element, ...(element.labels ?? [])].map(box);
    const width = Math.max(...boxes.map((each) => each.width));
    const height = Math.max(...boxes.map((each) => each.height));
    return width < 44 || height < 44;
  };
  return [...document.querySelectorAll("button, a, input, select, [role=button]")]
    .filter((each) => each.offsetParent !== null && tooSmall(each))
    .map((each) => each.outerHTML.slice(0, 120));
}"""
