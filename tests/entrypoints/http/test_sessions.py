"""People sign in with a cookie, and nobody acts in their name."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from stockpool.access.messages import AddUser
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from stockpool.workflows.user_administration import UserAdded
from tests.entrypoints.http.conftest import Shop, calling

PASSWORD = "stock-is-moving"  # noqa: S105 - of users that live as long as a test


async def add_user(application: Application, name: str, role: str, *nodes: str) -> None:
    """A user with the password of all users."""
    added = await application.people.users.add(AddUser(name=name, role=role, nodes=nodes), PASSWORD)
    assert isinstance(added, UserAdded), added


class Browser:
    """A browser in which somebody has signed in."""

    def __init__(self, http_app: HttpApp) -> None:
        self.client = calling(http_app)
        self.token = ""

    async def sign_in(self, name: str, password: str = PASSWORD) -> httpx2.Response:
        answered = await self.client.post("/v1/session", json={"name": name, "password": password, "device": "till 3"})
        if answered.status_code == 201:
            self.token = answered.json()["csrf_token"]
        return answered

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=headers)

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:  # noqa: ANN401
        given = {"x-csrf-token": self.token, "idempotency-key": "k1"} | headers
        return await self.client.request(method, path, json=body, headers=given)


@pytest.fixture
async def anna(application: Application, http_app: HttpApp, shop: Shop) -> Browser:
    """An operator who has signed in."""
    del shop
    await add_user(application, "anna", "operator")
    browser = Browser(http_app)
    assert (await browser.sign_in("anna")).status_code == 201
    return browser


async def test_who_signs_in_is_told_who_it_is(anna: Browser) -> None:
    told = (await anna.get("/v1/session")).json()
    assert (told["user"], told["role"], told["scopes"], told["nodes"], told["locked"]) == (
        "anna", "operator", ["read", "sell", "stock", "work"], None, False,
    )  # fmt: skip
    assert (await anna.get("/v1/positions?sku=A")).status_code == 200


async def test_what_a_person_does_says_by_whom(anna: Browser, shop: Shop) -> None:
    fact = {"kind": "receive", "sku": "A", "node": "N1", "quantity": 1, "source": "t", "source_id": "1"}
    before = (await shop.get("/v1/events?type=stock.receive&limit=1000")).json()["next"]
    assert (await anna.send("POST", "/v1/facts", {"facts": [fact]})).json()["results"][0]["outcome"] == "recorded"
    me = (await anna.get("/v1/session")).json()["id"]
    events = (await shop.get(f"/v1/events?type=stock.receive&after={before}&wait_seconds=5")).json()["events"]
    assert [each["data"].get("by") for each in events] == [me]
