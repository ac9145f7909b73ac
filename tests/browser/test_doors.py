"""Whoever comes to an app and has not signed in is asked who they are, in their language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serious_violations
from tests.entrypoints.http.server_process import ServerProcess


@pytest.mark.parametrize("app", ["tower", "store"])
def test_a_stranger_is_asked_to_sign_in(desktop: Page, app: str) -> None:
    desktop.goto(f"/{app}/")
    expect(desktop.get_by_role("heading", name="Sign in")).to_be_visible()
    assert serious_violations(desktop) == []


def test_words_change_with_the_language_and_stay(desktop: Page) -> None:
    desktop.goto("/tower/")
    desktop.get_by_label("Language").select_option("de")
    expect(desktop.get_by_role("heading", name="Anmelden")).to_be_visible()
    desktop.reload()
    expect(desktop.get_by_role("heading", name="Anmelden")).to_be_visible()


def test_an_inline_script_does_not_run(browser: Browser, server: ServerProcess) -> None:
    page = browser.new_page(base_url=server.url)
    page.goto("/tower/")
    ran = page.evaluate(
        "() => { const made = document.createElement('script'); made.textContent = 'window.ran = true';"
        " document.body.append(made); return window.ran === true }"
    )
    page.close()
    assert not ran
