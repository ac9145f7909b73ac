"""What is done where no server answers is kept, survives a reload, and is done once when one answers again."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.store import GTINS, Shop, burst, phone_of
from tests.entrypoints.http.server_process import new_key, serving


def test_work_goes_on_while_the_server_is_away(browser: Browser, database_url: str) -> None:
    with serving(database_url) as server:
        shop = Shop(server.url, new_key(database_url, "admin")).open(MUG=5)
        task, port = shop.order("W-1", {"MUG": 2}), str(server.address[1])
        anna = shop.associate("anna")
        with phone_of(browser, shop, anna) as page:
            expect(page.get_by_text("Mug blue")).to_be_visible()
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            page.get_by_role("link", name="W-1").click()
            server.process.kill()
            page.get_by_role("button", name="Accept").click()
            page.get_by_role("button", name="Start picking").click()
            expect(page.get_by_text("0/2")).to_be_visible()
            burst(page, GTINS["MUG"])
            expect(page.get_by_text("1/2")).to_be_visible()
            page.reload()
            expect(page.get_by_text("1/2")).to_be_visible()
            expect(page.get_by_text("No connection. You can go on working. 2 actions wait.")).to_be_visible()
            burst(page, GTINS["LAMP"])
            expect(page.get_by_role("alert")).to_contain_text("Wrong item")
            burst(page, GTINS["MUG"])
            page.get_by_role("button", name="All found").click()
            page.get_by_role("button", name="Finish picking").click()
            page.get_by_role("button", name="Ready for pickup").click()
            expect(page.get_by_text("4 actions wait.")).to_be_visible()  # what the app has said it keeps, it keeps
            page.reload()
            expect(page.get_by_text("4 actions wait.")).to_be_visible()
            with serving(database_url, "--port", port):
                assert shop.becomes(task, "ready_for_pickup")
                expect(page.get_by_text("wait.")).to_be_hidden()
                assert shop.steps_told(until="ready") == ["release", "accept", "start-picking", "pick", "ready"]


def test_what_was_overtaken_is_said_in_plain_words(browser: Browser, database_url: str) -> None:
    with serving(database_url) as server:
        shop = Shop(server.url, new_key(database_url, "admin")).open(MUG=5)
        task = shop.order("W-1", {"MUG": 1})
        with phone_of(browser, shop, shop.associate("anna")) as page:
            page.get_by_role("link", name="W-1").click()
            page.context.set_offline(True)
            page.get_by_role("button", name="Accept").click()
            page.get_by_role("button", name="Start picking").click()
            for step in ("accept", "pick"):
                shop.call("POST", f"/v1/fulfillment-orders/{task}/{step}")
            page.context.set_offline(False)
            page.get_by_text("1 thing was not accepted. Look at it.").click()
            expect(page.get_by_role("article")).to_contain_text("Somebody else has this order")
            expect(page.get_by_role("article")).to_contain_text("What is so now: Picked")
            page.get_by_role("button", name="I have seen it").click()
            expect(page.get_by_text("Everything is sent.")).to_be_visible()
