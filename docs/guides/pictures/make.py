"""Makes the pictures of the guides from a running demo (`make demo`), which it gives a policy, two orders and a store.

python docs/guides/pictures/make.py http://127.0.0.1:8000 PASSWORD [--store st-aachen] [--app tower]
"""

# ruff: noqa: INP001 -- a script, not a package

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import time

from playwright.sync_api import Browser, Page, sync_playwright
from store import walk_through_the_store

HERE = Path(__file__).parent
SIZE = {"width": 1280, "height": 800}
BYTES_MAX = 150_000
POLICY = """policy: near-home
about: The nearest node serves, and another parcel has to be worth it.
currency: EUR
rules:
  - name: all year
    costs:
      - distance: {per_km: 0.01}
      - parcel: {further: 3.50}
      - labor: {per_order: 0.80, of: {store: {per_order: 1.60}}}
    otherwise: [split]
"""
HOME = {"country": "DE", "city": "Hamburg", "postal_code": "20095", "latitude": 53.55, "longitude": 10.0}


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("password")
    parser.add_argument("--store", default="st-aachen")
    parser.add_argument("--app", choices=("tower", "store"), help="make the pictures of one app only")
    asked = parser.parse_args()
    with sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for user, dark, walk in (
            ("pia", False, planner), ("otto", False, operator), ("max", False, manager), ("ada", True, admin),
        ):  # fmt: skip
            if asked.app == "store":
                break
            page = signed_in(browser, asked.url, user, asked.password, dark=dark)
            walk(page, asked.store)
            page.context.close()
        if asked.app != "tower":
            page = signed_in(browser, asked.url, "ada", asked.password, dark=False)
            walk_through_the_store(page, browser, asked.url, asked.password)
            page.context.close()
        browser.close()


def signed_in(browser: Browser, url: str, user: str, password: str, *, dark: bool) -> Page:
    """The screen of a user."""
    context = browser.new_context(
        base_url=url, viewport=SIZE, locale="en-US", color_scheme="dark" if dark else "light"
    )  # fmt: skip
    answered = context.request.post("/v1/session", data={"name": user, "password": password})
    assert answered.status == 201, answered.text()
    headers = {"X-CSRF-Token": answered.json()["csrf_token"]}
    context.set_extra_http_headers(headers)
    return context.new_page()


def call(page: Page, path: str, body: Mapping[str, object], key: str = "") -> Mapping[str, object]:
    """Something that the user does without the screen."""
    answered = page.context.request.post(path, data=dict(body), headers={"Idempotency-Key": key} if key else {})
    assert answered.ok, answered.text()
    return dict(answered.json())


def take(page: Page, name: str, path: str | None, *appears: str) -> None:
    """One picture, once these words are there."""
    if path is not None:
        page.goto(f"/tower{path}")
    for text in appears:
        page.get_by_text(text).first.wait_for()
    page.wait_for_timeout(1_500)
    file = HERE / f"tower-{name}.png"
    page.screenshot(path=file)
    assert file.stat().st_size < BYTES_MAX, f"{file} has {file.stat().st_size} bytes"


def planner(page: Page, _store: str) -> None:
    """Writes a policy and lets it act."""
    call(page, "/v1/sourcing/policies", {"text": POLICY, "note": "Parcels by the kilometer"})
    call(page, "/v1/sourcing/policies/near-home/activate", {"version": 1, "note": "Parcels by the kilometer"})
    take(page, "policy", "/policies/near-home", "This version acts now.")


def operator(page: Page, store: str) -> None:
    """Looks at everything, and at one order."""
    now = int(time())
    positions = page.context.request.get(f"/v1/positions?node={store}&limit=100").json()["positions"]
    sku = max(positions, key=lambda each: each["available"])["sku"]
    order = {"channel": "web", "currency": "EUR", "method": "ship", "ship_to": HOME}
    lines: Sequence[Mapping[str, object]] = [{"sku": sku, "quantity": 1, "unit_price": 1_999}]
    placed = call(page, "/v1/orders", order | {"lines": lines, "reference": f"GUIDE-{now}"}, f"guide-{now}")
    there = page.context.request.get(f"/v1/availability?channel=web&sku={sku}").json()["items"][0]["available"]
    waits = [{"sku": sku, "quantity": int(there) + 8, "unit_price": 1_999}]
    more = {"lines": waits, "shortage": "backorder", "reference": f"GUIDE-{now}-W"}
    call(page, "/v1/orders", order | more, f"guide-waits-{now}")
    page.wait_for_timeout(5_000)
    take(page, "overview", "/", "Nodes and what flows between them", "Order waits")
    take(page, "exceptions", "/exceptions", "Order waits")
    page.goto("/tower/")
    page.get_by_role("searchbox").fill(f"GUIDE-{now}")
    page.get_by_role("option").first.wait_for()
    take(page, "search", None)
    take(page, "order", f"/orders/{placed['order_id']}", "Why it went there", "What each plan would have cost")
    take(page, "sku", f"/skus/{sku}", "What channels can promise")
    take(page, "figure", "/figures/store_acceptance", "What was counted", " accepted it")


def manager(page: Page, store: str) -> None:
    """Looks at the own store."""
    take(page, "node", f"/nodes/{store}", "What it has to do", "Time to pick")


def admin(page: Page, _store: str) -> None:
    """Looks after users, in the dark."""
    take(page, "users", "/users", "Store manager")
    take(page, "audit", "/audit", "POST /v1/orders")


if __name__ == "__main__":
    main()
