"""People sign in by the form, are told when they mistyped, and are out when they leave or are put out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import DESKTOP
from tests.browser.tower import PASSWORD, Retailer
from tests.conftest import TEMPLATE, fresh_database
from tests.entrypoints.http.server_process import new_key, serving

INSIDE = {"tower": "Overview", "store": "My queue"}
CALM_MS = 1_500
ASKED_MOST = 12
"""So often a page may ask who is there when that changes; it must not go on."""


@pytest.fixture(scope="module")
def retailer(server_url: str) -> Iterator[Retailer]:
    """One retailer for the whole file."""
    for database_url in fresh_database(server_url, TEMPLATE):
        with serving(database_url) as server:
            yield Retailer(server.url, new_key(database_url, "admin"), database_url).open("ada", "anna", "max", "otto")


@pytest.fixture
def page(browser: Browser, retailer: Retailer) -> Iterator[Page]:
    """A browser that nobody has signed in to."""
    context = browser.new_context(base_url=retailer.url, viewport=DESKTOP, locale="en-US")
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Fill in the form and send it."""
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def asks_who_is_there(page: Page) -> list[Request]:
    """The times that the page asks for the session, from now on."""
    asked: list[Request] = []
    page.on("request", lambda each: asked.append(each) if each.url.endswith("/v1/session") else None)
    return asked


def is_asked(page: Page) -> None:
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(("app", "name"), [("tower", "otto"), ("store", "anna")])
def test_the_form_opens_the_app_also_after_a_wrong_password_and_leaving_closes_it(
    page: Page, app: str, name: str
) -> None:
    page.goto(f"/{app}/")
    asked = asks_who_is_there(page)
    sign_in(page, name, "not the password")
    expect(page.get_by_role("alert")).to_be_visible()
    sign_in(page, name)
    expect(page.get_by_role("heading", level=1, name=INSIDE[app])).to_be_visible()
    if app == "tower":
        page.get_by_role("button", name=name, exact=True).click()
        page.get_by_role("menuitem", name="Sign out").click()
    else:
        page.goto("/store/me")
        page.get_by_role("button", name="Sign out").click()
    is_asked(page)
    page.wait_for_timeout(CALM_MS)
    assert len([each for each in asked if each.method == "GET"]) <= ASKED_MOST


def test_another_person_sees_nothing_of_the_one_before(page: Page) -> None:
    page.goto("/tower/")
    sign_in(page, "ada")
    expect(page.get_by_role("link", name="Users", exact=True)).to_be_visible()
    page.get_by_role("button", name="ada", exact=True).click()
    page.get_by_role("menuitem", name="Sign out").click()
    is_asked(page)
    sign_in(page, "max")
    expect(page.get_by_role("button", name="max", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Users", exact=True)).to_have_count(0)


def test_whoever_is_put_out_is_asked_to_sign_in_and_the_page_is_calm(page: Page, retailer: Retailer) -> None:
    page.goto("/tower/")
    sign_in(page, "max")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    asked = asks_who_is_there(page)
    retailer.sql("update users set disabled_at = now() where name = 'max' returning name")
    retailer.sql("delete from sessions where user_id = (select id from users where name = 'max') returning 1")
    is_asked(page)
    page.wait_for_timeout(CALM_MS)
    assert len(asked) <= ASKED_MOST
