"""Each role goes through the control tower: what it looks for it finds, what it may not do is not there."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import AXE
from tests.browser.tower import NEAR_TIRED, POLICY, TIRED, Retailer, find, headline, menu, screen_of
from tests.conftest import TEMPLATE, fresh_database
from tests.entrypoints.http.server_process import new_key, serving

SCHEMES: dict[Literal["light", "dark"], list[str] | None] = {"light": None, "dark": ["color-contrast"]}
"""What is looked for in each: the dark differs in colors alone."""

SERIOUS = """async (rules) => {
    const options = {resultTypes: ["violations"], ...(rules ? {runOnly: rules} : {})};
    await Promise.allSettled(document.getAnimations().map((each) => each.finished));
    const {violations} = await axe.run(document, options);
    const serious = violations.filter((each) => /serious|critical/.test(each.impact));
    return serious.map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 200)}`);
}"""


@pytest.fixture(scope="module")
def retailer(server_url: str) -> Iterator[Retailer]:
    """One retailer for the whole file: each test works on orders of its own."""
    for database_url in fresh_database(server_url, TEMPLATE):
        with serving(database_url) as server:
            retailer = Retailer(server.url, new_key(database_url, "admin"), database_url).open()
            retailer.call("POST", "/v1/catalog/skus", {"skus": [{"id": "VASE", "name": "Vase"}]})
            retailer.order("W-WAITS", {"VASE": 2}, shortage="backorder")
            yield retailer


def test_an_operator_finds_out_why_an_order_went_where_it_went(browser: Browser, retailer: Retailer) -> None:
    retailer.order("W-WHY", {"MUG": 2})
    with screen_of(browser, retailer.url, "otto") as page:
        page.goto("/tower/")
        find(page, "W-WHY", "W-WHY")
        headline(page, "W-WHY")
        why = page.get_by_role("region", name="Why it went there")
        expect(why.get_by_text("MITTE was chosen of 5 candidates")).to_be_visible()
        expect(why.get_by_role("button", name="Store Mitte: chosen")).to_be_visible()
        expect(why.get_by_role("button", name="Store West: would have been next")).to_be_visible()
        expect(page.get_by_text("Placed in web: 2 \u00d7 MUG · served by MITTE")).to_be_visible()
        why.get_by_role("button", name="Store Mitte: chosen").press("Enter")
        headline(page, "Store Mitte")
        expect(page.get_by_role("table", name="What it has to do").get_by_role("link", name="W-WHY")).to_be_visible()


def test_a_figure_leads_to_the_entries_that_were_counted(browser: Browser, retailer: Retailer) -> None:
    retailer.order("W-COUNTED", {"MUG": 1})
    with screen_of(browser, retailer.url, "otto") as page:
        page.goto("/tower/")
        page.get_by_role("link", name="Units sold").click()
        entries = page.get_by_role("table", name="What was counted")
        expect(entries.get_by_text("Placed in web: 1 \u00d7 MUG · served by MITTE").first).to_be_visible()
        page.go_back()
        page.get_by_role("link", name="Open promises").click()
        page.get_by_role("link", name="Show these orders").click()
        expect(page.get_by_role("link", name="W-COUNTED")).to_be_visible()


def test_a_late_order_is_served_by_another_node_at_one_click(browser: Browser, retailer: Retailer) -> None:
    retailer.order("W-BEFORE", {"LAMP": 1}, method="same_day", ship_to=NEAR_TIRED)
    placed = retailer.order("W-LATE", {"LAMP": 1}, method="same_day", ship_to=NEAR_TIRED)
    (task,) = placed["fulfillment_orders"]
    retailer.call("POST", f"/v1/fulfillment-orders/{task['id']}/release")
    with screen_of(browser, retailer.url, "otto") as page:
        page.goto("/tower/exceptions")
        case = page.get_by_role("listitem").filter(has_text="W-LATE")
        case.get_by_role("button", name="Source elsewhere").click()
        expect(page.get_by_text("Done: Source elsewhere")).to_be_visible()
    (moved,) = [
        each
        for each in retailer.call("GET", f"/v1/orders/{placed['order_id']}")["fulfillment_orders"]
        if each["status"] not in ("rejected", "cancelled")
    ]
    assert (task["node"], moved["node"]) == (TIRED, "SUED")


def test_a_planner_writes_a_policy_and_lets_it_act_and_steps_back(browser: Browser, retailer: Retailer) -> None:
    with screen_of(browser, retailer.url, "pia") as page:
        page.goto("/tower/")
        menu(page, "Policies")
        expect(page.get_by_text("The built-in rule")).to_be_visible()
        page.get_by_role("link", name="New policy").click()
        page.get_by_label("The document").fill(POLICY.replace("per_km", "per_mile"))
        expect(page.get_by_text("per_mile").last).to_be_visible()
        expect(page.get_by_role("button", name="Save as a new version")).to_be_disabled()
        page.get_by_label("The document").fill(POLICY)
        page.get_by_role("button", name="Save as a new version").click()
        headline(page, "near-home")
        page.get_by_role("button", name="Activate").click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Why").fill("Parcels cost more by the kilometer")
        asked.get_by_role("button", name="Activate").click()
        expect(page.get_by_text("This version acts now.")).to_be_visible()
        why_by_cost(page, retailer)
        menu(page, "Policies")
        page.get_by_role("button", name="Take the last step back").click()
        back = page.get_by_role("dialog")
        back.get_by_label("Why").fill("Too dear")
        back.get_by_role("button", name="Take the last step back").click()
        expect(page.get_by_text("The built-in rule").first).to_be_visible()
        for what in ("near-home", "Too dear"):
            expect(page.get_by_role("row").filter(has_text=what).first).to_contain_text("pia")


def why_by_cost(page: Page, retailer: Retailer) -> None:
    """Under a policy the costs of each plan are a picture too."""
    retailer.order("W-COST", {"MUG": 1})
    find(page, "W-COST", "W-COST")
    expect(page.get_by_role("img", name="What each plan would have cost EUR")).to_be_visible()
    expect(page.get_by_text("was chosen of 5 candidates by near-home")).to_be_visible()


def test_what_the_shadow_would_have_done_otherwise_leads_to_the_orders(browser: Browser, retailer: Retailer) -> None:
    elsewhere = POLICY.replace("near-home", "not-here").replace(
        "    costs:", "    filters:\n      - nodes: {never: [MITTE]}\n    costs:"
    )
    retailer.call("POST", "/v1/sourcing/policies", {"text": elsewhere})
    retailer.call("PUT", "/v1/sourcing/shadow", {"policy": "not-here"})
    placed = retailer.order("W-SHADOW", {"MUG": 1})
    retailer.call("PUT", "/v1/sourcing/shadow", {"policy": "not-here", "version": 1})
    with screen_of(browser, retailer.url, "pia") as page:
        page.goto("/tower/policies")
        expect(page.get_by_text("In the shadow: not-here 1")).to_be_visible()
        page.get_by_role("table", name="Orders that differ most").get_by_role("link").first.click()
        headline(page, "W-SHADOW")
    retailer.call("PUT", "/v1/sourcing/shadow", {"policy": None})
    assert placed["fulfillment_orders"][0]["node"] == "MITTE"


def test_only_the_version_that_acts_says_so(browser: Browser, retailer: Retailer) -> None:
    for note in ("before", "acts", "after"):
        text = POLICY.replace("near-home", "of-versions") + f"# {note}\n"
        retailer.call("POST", "/v1/sourcing/policies", {"text": text, "note": note})
    retailer.call("POST", "/v1/sourcing/policies/of-versions/activate", {"version": 2, "note": "to be seen"})
    with screen_of(browser, retailer.url, "pia") as page:
        page.goto("/tower/policies")
        row = page.get_by_role("row").filter(has=page.get_by_role("link", name="of-versions"))
        expect(row).to_have_count(3)
        acting = row.filter(has=page.get_by_text("acts", exact=True).and_(page.locator(".mantine-Badge-label")))
        expect(acting).to_have_count(1)
        expect(acting.get_by_role("cell").nth(1)).to_have_text("2")
    retailer.call("POST", "/v1/sourcing/rollback", {"note": "seen"})


def test_a_return_and_a_hold_are_looked_up(browser: Browser, retailer: Retailer) -> None:
    returned = retailer.taken_back("SLIP-1")
    held = retailer.call("POST", "/v1/holds", {"channel": "web", "lines": [{"sku": "MUG", "quantity": 3}]})["hold_id"]
    with screen_of(browser, retailer.url, "otto") as page:
        page.goto("/tower/")
        find(page, "SLIP-1", "SLIP-1 · To be inspected")
        headline(page, f"Return {returned[:13]}")
        expect(page.get_by_role("table", name="What comes back").get_by_text("Defective")).to_be_visible()
        menu(page, "Returns")
        page.get_by_label("Status").select_option("closed")
        expect(page.get_by_role("table", name="Returns").get_by_role("row")).to_have_count(1)
        page.get_by_label("Status").select_option("received")
        page.reload()
        expect(page.get_by_role("row").filter(has_text="SLIP-1")).to_contain_text("MITTE")
        find(page, held, held)
        headline(page, f"Hold {held[:13]}")
        expect(page.get_by_role("table", name="What it keeps").get_by_role("row").nth(1)).to_contain_text("3")


def test_a_case_is_put_aside_and_what_is_shown_is_saved(browser: Browser, retailer: Retailer) -> None:
    (waits,) = retailer.call("GET", "/v1/orders?channel=web&reference=W-WAITS")["items"]
    with screen_of(browser, retailer.url, "otto") as page:
        page.goto("/tower/")
        with page.expect_download() as picture:
            page.get_by_role("button", name="Save as PNG").first.click()
        assert picture.value.path().read_bytes().startswith(b"\x89PNG\r\n")
        menu(page, "Exceptions")
        case = page.get_by_role("listitem").filter(has_text="W-WAITS")
        expect(case).to_be_visible()
        with page.expect_download() as file:
            page.get_by_role("button", name="Save as CSV").click()
        rows = list(csv.DictReader(file.value.path().read_text().splitlines()))
        (row,) = [row for row in rows if row["Order"] == waits["order_id"]]
        assert (row["Kind"], row["What is the case"]) == ("Order waits", "2 units wait, and no node has them")
        case.get_by_role("button", name="Put aside").click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Why").fill("Vases come in spring")
        asked.get_by_role("button", name="Put aside").click()
        expect(case).to_have_count(0)
        page.get_by_role("switch", name="Show those put aside").click()
        expect(case).to_contain_text("by otto: Vases come in spring")
        page.reload()
        expect(case).to_be_visible()


def test_a_webhook_from_its_beginning_to_its_end(browser: Browser, retailer: Retailer) -> None:
    with screen_of(browser, retailer.url, "ada") as page:
        page.goto("/tower/health")
        page.get_by_role("button", name="Add a webhook").click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Address").fill("https://hooks.example.com/stock")
        asked.get_by_label("Events").fill("reconciliation.*")
        asked.get_by_role("button", name="Create").click()
        told = page.get_by_role("alert").filter(has_text="told this once")
        first = told.locator("code").inner_text()
        assert first.startswith("whsec_")
        (made,) = retailer.call("GET", "/v1/webhooks")["webhooks"]
        assert (made["url"], made["types"]) == ("https://hooks.example.com/stock", ["reconciliation.*"])
        retailer.dead_letter(made["id"])
        page.reload()
        expect(page.get_by_role("button", name="Add a webhook")).to_be_visible()
        expect(told).to_have_count(0)
        hook = page.get_by_role("table", name="Webhooks").get_by_role("row").nth(1)
        hook.get_by_role("button", name="Pause").click()
        expect(hook).to_contain_text("paused")
        hook.get_by_role("button", name="1", exact=True).click()
        letters = page.get_by_role("dialog")
        expect(letters.get_by_role("table", name="Dead letters")).to_contain_text("nobody listened")
        letters.get_by_role("button", name="Send all of them again").click()
        expect(page.get_by_text("They are being sent again")).to_be_visible()
        assert retailer.sql("select asked from webhook_dead_letters") == [(True,)]
        hook.get_by_role("button", name="Resume").click()
        expect(hook).to_contain_text("active")
        hook.get_by_role("button", name="New secret").click()
        page.get_by_role("dialog").get_by_role("button", name="New secret").click()
        expect(told).to_contain_text("whsec_")
        assert told.locator("code").inner_text() != first
        hook.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_text("Deleted: https://hooks.example.com/stock")).to_be_visible()
        assert retailer.call("GET", "/v1/webhooks")["webhooks"] == []


def test_a_page_that_nobody_touches_locks_and_opens_by_pin(browser: Browser, retailer: Retailer) -> None:
    def is_read(request: Request) -> bool:
        return "/v1/exceptions" in request.url

    with screen_of(browser, retailer.url, "otto") as page:
        page.clock.install()
        page.goto("/tower/exceptions")
        headline(page, "Exceptions")
        assert refused(page, "PUT", "/v1/session/pin", {"pin": "2468"}) == 200
        page.mouse.move(5, 5)
        for passed, marked in ((10_000, None), (61_000, "1")):
            with page.expect_request(is_read) as read:
                page.clock.fast_forward(passed)
            assert read.value.headers.get("x-background") == marked
        retailer.sql(
            "update sessions set created_at = created_at - interval '301 s', seen_at = seen_at - interval '301 s'"
            " where pin_hash is not null returning id"
        )
        lock = page.get_by_role("heading", name="Locked")
        for _ in range(20):
            page.clock.fast_forward(6_000)
            if lock.is_visible():
                break
            time.sleep(0.2)
        expect(lock).to_be_visible()
        page.get_by_label("PIN 1", exact=True).click()
        page.keyboard.type("2468")
        page.get_by_role("button", name="Unlock").click()
        headline(page, "Exceptions")


def test_a_store_manager_sees_the_own_store_and_no_button_for_more(browser: Browser, retailer: Retailer) -> None:
    retailer.order("W-ELSEWHERE", {"MUG": 1}, ship_to={"latitude": 50.9, "longitude": 6.9, "country": "DE"})
    retailer.order("W-HERE", {"MUG": 1})
    with screen_of(browser, retailer.url, "max") as page:
        page.goto("/tower/nodes")
        expect(page.get_by_role("link", name="Store Mitte")).to_be_visible()
        expect(page.get_by_role("table", name="Nodes").get_by_role("row")).to_have_count(2)
        menu(page, "Orders")
        expect(page.get_by_role("link", name="W-HERE")).to_be_visible()
        expect(page.get_by_role("link", name="W-ELSEWHERE")).to_have_count(0)
        page.get_by_role("link", name="W-HERE").click()
        headline(page, "W-HERE")
        expect(page.get_by_role("button", name="Cancel order")).to_have_count(0)
        menu(page, "Policies")
        expect(page.get_by_text("What routes orders now")).to_be_visible()
        expect(page.get_by_role("link", name="New policy")).to_have_count(0)
        expect(page.get_by_role("link", name="Users")).to_have_count(0)
        assert refused(page, "POST", "/v1/sourcing/rollback", {"note": "no"}) == 403
        assert refused(page, "GET", "/v1/users", None) == 403
        assert refused(page, "GET", "/v1/insights/nodes/KOELN", None) == 403


def refused(page: Page, method: str, path: str, body: object) -> int:
    """The status that the page's own session is answered."""
    return int(
        page.evaluate(
            """async ([method, path, body]) => {
                const session = await (await fetch("/v1/session")).json();
                const headers = {"X-CSRF-Token": session.csrf_token, "Content-Type": "application/json"};
                return (await fetch(path, {method, headers, ...(body ? {body: JSON.stringify(body)} : {})})).status;
            }""",
            [method, path, body],
        )
    )


def test_an_associate_is_shown_the_way_to_the_store_app(browser: Browser, retailer: Retailer) -> None:
    with screen_of(browser, retailer.url, "anna") as page:
        page.goto("/tower/orders")
        expect(page.get_by_role("link", name="Open the other app")).to_have_attribute("href", "/store/")
        expect(page.get_by_role("navigation")).to_have_count(0)


def test_an_administrator_adds_a_user_who_is_told_the_password_once(browser: Browser, retailer: Retailer) -> None:
    with screen_of(browser, retailer.url, "ada") as page:
        page.goto("/tower/users")
        page.get_by_role("button", name="Add a user").click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Name").fill("nora")
        asked.get_by_label("Role").select_option("planner")
        asked.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The password of nora, told this once")).to_be_visible()
        page.get_by_role("button", name="Change nora").click()
        changed = page.get_by_role("dialog")
        changed.get_by_role("switch", name="May not sign in").click()
        changed.get_by_role("button", name="Save").click()
        expect(page.get_by_role("row").filter(has_text="nora").get_by_text("disabled")).to_be_visible()
        menu(page, "Audit")
        expect(page.get_by_role("cell", name="PUT /v1/users/{name}").first).to_be_visible()


def test_no_page_has_a_serious_violation_in_the_light_or_in_the_dark(browser: Browser, retailer: Retailer) -> None:
    retailer.call("POST", "/v1/sourcing/policies", {"text": POLICY, "note": "to be seen"})
    retailer.call("POST", "/v1/sourcing/policies/near-home/activate", {"version": 1, "note": "to be seen"})
    placed = retailer.order("W-SEEN", {"MUG": 1})
    retailer.call("POST", "/v1/sourcing/rollback", {"note": "seen"})
    pages = {
        "/": "Overview", "/exceptions": "Exceptions", "/orders": "Orders", f"/orders/{placed['order_id']}": "W-SEEN",
        "/skus/MUG": "Mug blue", "/nodes": "Nodes", "/nodes/MITTE": "Store Mitte", "/policies": "Policies",
        "/policies/near-home": "near-home", "/policies/new": "New policy", "/health": "Feeds and webhooks",
        "/returns": "Returns", f"/returns/{retailer.taken_back('SLIP-2')}": "Return", "/users": "Users",
        "/audit": "Audit", "/figures/orders": "Orders",
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    with screen_of(browser, retailer.url, "ada") as page:
        page.goto("/tower/")
        page.evaluate(AXE.read_text())
        for path, title in pages.items():
            page.evaluate("path => history.pushState({}, '', path)", f"/tower{path}")
            headline(page, title)
            expect(page.locator(".mantine-Skeleton-root")).to_have_count(0)
            for scheme, rules in SCHEMES.items():
                page.emulate_media(color_scheme=scheme)
                expect(page.locator(f"html[data-mantine-color-scheme={scheme}]")).to_be_attached()
                if wrong := page.evaluate(SERIOUS, rules):
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
        page.reload()
        expect(first).to_contain_text("Store West")
        page.goto("/tower/")
        page.get_by_role("button", name="Store Mitte").press("Enter")
        headline(page, "Store Mitte")
