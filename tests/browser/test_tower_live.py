"""What happens is on the screen without a reload, also what happened while there was no connection."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.tower import Retailer, headline, screen_of, streams
from tests.entrypoints.http.server_process import new_key, serving


def test_no_update_is_lost_while_the_server_is_away(browser: Browser, database_url: str) -> None:
    with serving(database_url) as server:
        retailer = Retailer(server.url, new_key(database_url, "admin")).open("otto")
        port = str(server.address[1])
        with screen_of(browser, server.url, "otto") as page:
            asked = streams(page)
            page.goto("/tower/orders")
            headline(page, "Orders")
            expect(page.get_by_text("Live", exact=True)).to_be_visible()
            retailer.order("W-BEFORE", {"MUG": 1})
            expect(page.get_by_role("link", name="W-BEFORE")).to_be_visible()
            assert len(asked) == 1
            server.process.kill()
            server.process.wait()
            expect(page.get_by_text("Connection lost, trying again")).to_be_visible()
            page.context.set_offline(True)
            with serving(database_url, "--port", port):
                retailer.order("W-MEANWHILE", {"MUG": 1})
                expect(page.get_by_role("link", name="W-MEANWHILE")).to_have_count(0)
                page.context.set_offline(False)
                expect(page.get_by_text("Live", exact=True)).to_be_visible()
                expect(page.get_by_role("link", name="W-MEANWHILE")).to_be_visible()
                retailer.order("W-AFTER", {"MUG": 1})
                expect(page.get_by_role("link", name="W-AFTER")).to_be_visible()
