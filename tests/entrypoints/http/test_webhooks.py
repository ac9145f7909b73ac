"""Webhooks as administrators look after them over HTTP, and as a server delivers them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from prometheus_client import generate_latest

from stockpool.bootstrap import Application
from stockpool.runtime.settings import Settings
from stockpool.runtime.telemetry import REGISTRY
from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.webhooks.receiver import Got, Receiver, receiving, verified

pytestmark = pytest.mark.anyio


@pytest.fixture
async def application(database_url: str) -> AsyncIterator[Application]:
    """May call receivers on this machine."""
    settings = Settings(pool_size=2, sweep_interval_s=60, webhook_allow_networks="127.0.0.0/8")
    started = Application(settings, database_url)
    await started.start()
    yield started
    await started.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


async def sell(shop: Shop, number: int) -> None:
    fact = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": f"{number}"}
    assert (await shop.post("/v1/facts", {"facts": [fact]})).status_code == 200


async def make(shop: Shop, receiver: Receiver, **more: object) -> dict[str, Any]:
    made = await shop.post("/v1/webhooks", {"url": receiver.url, **more})
    assert made.status_code == 201, made.text
    body: dict[str, Any] = made.json()
    return body


async def state_of(shop: Shop, path: str) -> dict[str, Any]:
    state: dict[str, Any] = (await shop.get(path)).json()
    return state


@asynccontextmanager
async def soon() -> AsyncIterator[None]:
    async with asyncio.timeout(10):
        yield


async def test_a_sale_reaches_an_endpoint_that_was_made_a_moment_ago(shop: Shop, receiver: Receiver) -> None:
    made = await make(shop, receiver, types=["stock.sell"], after=0)
    await sell(shop, 1)
    await receiver.until(1)
    event = verified(receiver.got[0], made["secret"])
    assert (event["type"], event["subject"]) == ("stockpool.stock.sell.v1", "A@N1")


async def test_the_secret_is_told_once_and_nowhere_else(shop: Shop, receiver: Receiver) -> None:
    made = await make(shop, receiver)
    path = f"/v1/webhooks/{made['endpoint']['id']}"
    rotated = (await shop.post(f"{path}/rotate-secret", {"overlap_hours": 1})).json()
    for told in [await shop.get(path), await shop.get("/v1/webhooks"), await shop.post(f"{path}/pause")]:
        assert "whsec_" not in told.text
        assert made["secret"] not in told.text
    assert rotated["secret"].startswith("whsec_")
    assert len((await state_of(shop, path))["secrets"]) == 2


async def test_it_is_edited_by_whoever_saw_its_last_revision(shop: Shop, receiver: Receiver) -> None:
    made = await make(shop, receiver)
    path = f"/v1/webhooks/{made['endpoint']['id']}"
    read = await shop.get(path)
    edited = await shop.send("PUT", path, {"url": receiver.url, "batch_max": 7}, if_match=read.headers["etag"])
    assert (edited.status_code, edited.json()["batch_max"], edited.headers["etag"]) == (200, 7, '"2"')
    stale = await shop.send("PUT", path, {"url": receiver.url}, if_match=read.headers["etag"])
    assert stale.status_code == 412
    assert (await state_of(shop, path))["batch_max"] == 7


async def test_dead_letters_are_listed_sent_once_more_and_gone(shop: Shop, receiver: Receiver) -> None:
    async def refuse(_got: Got, _writer: asyncio.StreamWriter) -> int:
        return 422

    receiver.behave = refuse
    made = await make(shop, receiver, types=["stock.sell"])
    path = f"/v1/webhooks/{made['endpoint']['id']}"
    for number in range(3):
        await sell(shop, number)
    async with soon():
        while (await state_of(shop, path))["dead_letters"] < 3:  # noqa: ASYNC110 -- over HTTP
            await asyncio.sleep(0.05)
    page = (await shop.get(f"{path}/dead-letters?limit=2")).json()
    rest = (await shop.get(f"{path}/dead-letters?cursor={page['next']}")).json()
    letters = page["dead_letters"] + rest["dead_letters"]
    assert [each["type"] for each in letters] == ["stock.sell"] * 3
    assert letters[0]["event"]["data"]["kind"] == "sell" or letters[0]["event"]["subject"] == "A@N1"
    receiver.behave = Receiver().behave
    asked = await shop.post(f"{path}/dead-letters/replay", {"event_ids": [letters[1]["event_id"]]})
    assert (asked.status_code, asked.json()) == (202, {"asked": 1})
    await receiver.until(1)
    async with soon():
        while (await state_of(shop, path))["dead_letters"] > 2:  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.05)
    assert (await shop.post(f"{path}/dead-letters/replay")).json() == {"asked": 2}
    assert await receiver.until(3) == [letters[1]["position"], letters[0]["position"], letters[2]["position"]]
    async with soon():
        while (await state_of(shop, path))["dead_letters"]:  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.05)


async def test_it_is_tried_looked_at_paused_replayed_and_deleted(shop: Shop, receiver: Receiver) -> None:
    made = await make(shop, receiver)
    path = f"/v1/webhooks/{made['endpoint']['id']}"
    tried = (await shop.post(f"{path}/test")).json()
    assert (tried["delivered"], tried["status"]) == (True, 204)
    await sell(shop, 1)
    await receiver.until(1)
    async with soon():
        while not (await shop.get(f"{path}/attempts")).json()["attempts"]:  # noqa: ASYNC110 -- as above
            await asyncio.sleep(0.05)
    paused = (await shop.post(f"{path}/pause")).json()
    assert paused["status"] == "paused"
    assert (await shop.post(f"{path}/resume")).json()["status"] == "active"
    latest = paused["position"]
    assert (await shop.post(f"{path}/replay", {"after": latest + 1_000})).status_code == 400
    assert (await shop.post(f"{path}/replay", {"after": latest - 1})).status_code == 200
    await receiver.until(2)
    lag = f'stockpool_webhook_lag_events{{endpoint="{made["endpoint"]["id"]}"}} 0.0'
    async with soon():
        while lag not in (metrics := generate_latest(REGISTRY).decode()):  # noqa: ASYNC110 -- measured twice a second
            await asyncio.sleep(0.1)
    assert 'stockpool_webhook_deliveries_total{outcome="delivered"}' in metrics
    assert (await shop.send("DELETE", path)).status_code == 200
    assert (await shop.get(path)).status_code == 404
    assert (await shop.send("DELETE", path)).status_code == 404


@pytest.mark.parametrize("url", ["http://10.0.0.1/x", "https://169.254.169.254/", "ftp://127.0.0.1/", "nonsense"])
async def test_an_address_that_is_not_called_is_refused_at_its_field(shop: Shop, url: str) -> None:
    refused = await shop.post("/v1/webhooks", {"url": url})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "url")


async def test_types_that_no_event_has_are_refused(shop: Shop) -> None:
    for wanted, meant in (
        ("stockpool.stock.sell.v1", "stock.sell"),
        ("stock.sel", "stock.sell"),
        ("ordr.*", "order.*"),
    ):
        refused = await shop.post("/v1/webhooks", {"url": "https://8.8.8.8/", "types": [wanted]})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "types")
        assert f"did you mean '{meant}'?" in refused.text
        assert (await shop.get(f"/v1/events?type={wanted}")).json()["errors"][0]["path"] == "type"
    for wanted in ("*", "stock.*", "stock.sell"):
        assert (await shop.get(f"/v1/events?type={wanted}")).status_code == 200


async def test_only_administrators_without_limits_have_events_sent_away(
    make_key: MakeKey, client: httpx2.AsyncClient
) -> None:
    for key in (await make_key("read", "sell", "stock"), await make_key("admin", nodes=("N1",))):
        assert (await Shop(client, key).post("/v1/webhooks", {"url": "https://8.8.8.8/"})).status_code == 403
        assert (await Shop(client, key).get("/v1/webhooks")).status_code == 403


async def test_positions_that_are_no_longer_kept_cannot_be_replayed(
    shop: Shop, receiver: Receiver, application: Application
) -> None:
    made = await make(shop, receiver)
    async with application.database.transaction() as connection:
        await connection.execute("update feed_state set oldest = 3")
    path = f"/v1/webhooks/{made['endpoint']['id']}"
    assert (await shop.post(f"{path}/replay", {"after": 1})).status_code == 410
