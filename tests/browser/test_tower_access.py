"""Whoever uses a keyboard or a screen reader, in light or in the dark, can use every page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import serious_violations
from tests.browser.tower import POLICY, Retailer, headline, screen_of
from tests.conftest import TEMPLATE, fresh_database
from tests.entrypoints.http.server_process import new_key, serving

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def retailer(server_url: str) -> Iterator[Retailer]:
    """One retailer for the whole file, which only looks."""
    for database_url in fresh_database(server_url, TEMPLATE):
        with serving(database_url) as server:
            opened = Retailer(server.url, new_key(database_url, "admin")).open()
            opened.call("POST", "/v1/sourcing/policies", {"text": POLICY, "note": "first"})
            opened.call("POST", "/v1/sourcing/policies/near-home/activate", {"version": 1, "note": "first"})
            yield opened


def test_no_page_has_a_serious_violation_in_the_light_or_in_the_dark(browser: Browser, retailer: Retailer) -> None:
    placed = retailer.order("W-SEEN", {"MUG": 1})
    pages = {
        "/": "Overview", "/exceptions": "Exceptions", "/orders": "Orders", f"/orders/{placed['order_id']}": "W-SEEN",
        "/skus/MUG": "Mug blue", "/nodes": "Nodes", "/nodes/MITTE": "Store Mitte", "/policies": "Policies",
        "/policies/near-home": "near-home", "/policies/new": "New policy", "/health": "Feeds and webhooks",
        "/figures/orders": "Orders", "/users": "Users", "/audit": "Audit",
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    with screen_of(browser, retailer.url, "ada") as page:
        page.goto("/tower/")
        for path, title in pages.items():
            page.evaluate("path => history.pushState({}, '', path)", f"/tower{path}")
            headline(page, title)
            expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                expect(page.locator(f"html[data-mantine-color-scheme={scheme}]")).to_be_attached()
                if wrong := serious_violations(page):
                    found[f"{path} {scheme}"] = wrong
    assert found == {}


def test_everything_is_reached_by_keyboard(browser: Browser, retailer: Retailer) -> None:
    with screen_of(browser, retailer.url, "ada") as page:
        page.goto("/tower/nodes")
        headline(page, "Nodes")
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to the content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
        heading = page.get_by_role("columnheader", name="Node", exact=True)
        heading.get_by_role("button").press("Enter")
        expect(heading).to_have_attribute("aria-sort", "ascending")
        first = page.get_by_role("row").nth(1)
        expect(first).to_contain_text("Distribution center Unna")
        heading.get_by_role("button").press("Enter")
        expect(first).to_contain_text("Store West")
        page.goto("/tower/")
        page.get_by_role("button", name="Store Mitte").press("Enter")
        headline(page, "Store Mitte")
