"""A small retailer, those who steer it, and their screens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, LiteralString

import httpx2
import psycopg
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.browser.conftest import DESKTOP, watched
from tests.entrypoints.http.listening import TLS

PASSWORD = "a long way home"  # noqa: S105 -- of users who live as long as a test
SKUS = {"MUG": "Mug blue", "LAMP": "Desk lamp"}
NODES = {
    "DC": ("Distribution center Unna", "distribution_center", 51.53, 7.69),
    "MITTE": ("Store Mitte", "store", 52.52, 13.40),
    "WEST": ("Store West", "store", 52.50, 13.28),
    "SUED": ("Store Sued", "store", 52.43, 13.33),
    "KOELN": ("Store Cologne", "store", 50.94, 6.96),
}
TIRED = "WEST"
"""A node that does two orders a day: the second that is promised for today is late."""

HOME = {"latitude": 52.53, "longitude": 13.41, "city": "Berlin", "postal_code": "10115", "country": "DE"}
NEAR_TIRED = HOME | {"latitude": 52.49, "longitude": 13.28}
USERS = {
    "otto": ("operator", []),
    "pia": ("planner", []),
    "ada": ("admin", []),
    "max": ("store_manager", ["MITTE"]),
    "anna": ("associate", ["MITTE"]),
}
POLICY = """policy: near-home
about: The nearest node serves.
currency: EUR
rules:
  - name: all year
    costs:
      - distance: {per_km: 0.01}
      - parcel: {further: 3.50}
    otherwise: [split]
"""

_numbers = count(1)


@dataclass
class Retailer:
    """What tests do as the rest of the retailer."""

    url: str
    token: str
    database_url: str = ""

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 -- as it was answered
        """What a call answers that is granted."""
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": f"tower-{next(_numbers)}"}
        answered = httpx2.request(method, f"{self.url}{path}", json=body, headers=headers, timeout=30, verify=TLS)
        assert answered.status_code < 300, answered.text
        assert '"refused"' not in answered.text, answered.text
        return answered.json()

    def open(self, *people: str, units: int = 50) -> Retailer:
        """Nodes with so much of everything, a channel over them, and the people: all, if none is named."""
        self.call("POST", "/v1/catalog/skus", {"skus": [{"id": sku, "name": name} for sku, name in SKUS.items()]})
        nodes = [
            {"id": node, "name": name, "kind": kind, "latitude": latitude, "longitude": longitude}
            | {"daily_capacity": 2 if node == TIRED else 40}
            for node, (name, kind, latitude, longitude) in NODES.items()
        ]
        self.call("POST", "/v1/network/nodes", {"nodes": nodes})
        channel = {"id": "web", "name": "Web shop", "kind": "web", "pool": {"nodes": list(NODES)}}
        self.call("POST", "/v1/network/channels", {"channels": [channel]})
        facts = [
            {"kind": "receive", "sku": sku, "node": node, "quantity": units, "source": "test", "source_id": sku + node}
            for node in NODES
            for sku in SKUS
        ]
        self.call("POST", "/v1/facts", {"facts": facts})
        for name in people or USERS:
            role, at = USERS[name]
            self.call("POST", "/v1/users", {"name": name, "role": role, "nodes": at, "password": PASSWORD})
        return self

    def order(self, reference: str, lines: Mapping[str, int], **changes: object) -> dict[str, Any]:
        """Somebody in Berlin buys in the web shop."""
        order = {
            "channel": "web",
            "reference": reference,
            "currency": "EUR",
            "lines": [{"sku": sku, "quantity": units, "unit_price": 1250} for sku, units in lines.items()],
            "method": "ship",
            "ship_to": HOME,
        }
        return dict(self.call("POST", "/v1/orders", order | changes))

    def taken_back(self, receipt: str) -> str:
        """Somebody brings back to a store what was bought elsewhere; the return's id."""
        line = {"sku": "MUG", "quantity": 2, "reason": "defective"}
        back = {"node": "MITTE", "channel": "web", "receipt": receipt, "lines": [line], "received": True}
        return str(self.call("POST", "/v1/returns", back)["return"]["return_id"])

    def dead_letter(self, webhook: str) -> None:
        """A webhook has given up an event."""
        self.sql(
            "insert into webhook_dead_letters (endpoint_id, position, event_id, type, event, died_at, attempts, error)"
            " values (%s, 1, 1, 'order.placed', '{}', now(), 12, 'nobody listened') returning position",
            webhook,
        )

    def sql(self, statement: LiteralString, *given: object) -> list[tuple[Any, ...]]:
        """What a statement in the server's database tells: for what takes long to come about by itself."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(statement, given).fetchall()


@contextmanager
def screen_of(browser: Browser, url: str, user: str, *, dark: bool = False) -> Iterator[Page]:
    """The screen of somebody who is signed in; what its page asks of others, or complains of, fails the test."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": DESKTOP["width"], "height": DESKTOP["height"]},
        locale="en-US",
        color_scheme="dark" if dark else "light",
    )
    try:
        watch = watched(context, url)
        signed_in = context.request.post("/v1/session", data={"name": user, "password": PASSWORD})
        assert signed_in.status == 201, signed_in.text()
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page
    finally:
        context.close()
    assert watch.outside == []
    assert watch.errors == []


def menu(page: Page, name: str) -> None:
    """A page by the menu."""
    page.get_by_role("navigation", name="Menu").get_by_role("link", name=name, exact=True).click()


def headline(page: Page, name: str) -> Locator:
    """The page's own heading, once it is there."""
    found = page.get_by_role("heading", level=1, name=name)
    expect(found).to_be_visible()
    return found


def find(page: Page, text: str, option: str) -> None:
    """What the search at the top finds is opened."""
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("option", name=option).click()


def streams(page: Page) -> list[Request]:
    """What the page asks of the stream of events, from now on."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/v1/events/stream" in request.url else None)
    return asked
