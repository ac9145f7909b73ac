"""Safety stock over HTTP: what planners set is what no channel is promised."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

PATH = "/v1/positions/safety-stock"
ROW: dict[str, Any] = {"sku": "A", "node": "N1", "safety_stock": 4}


async def outcomes(shop: Shop, *rows: dict[str, Any], method: str = "POST") -> list[str]:
    answered = await shop.send(method, PATH, {"positions": rows})
    assert answered.status_code == 200, answered.text
    return [row["outcome"] for row in answered.json()["results"]]


async def available(shop: Shop, sku: str) -> float:
    (item,) = (await shop.get(f"/v1/availability?channel=web&sku={sku}")).json()["items"]
    return float(item["available"])


async def test_what_is_kept_back_is_promised_to_nobody(shop: Shop) -> None:
    assert await outcomes(shop, ROW, {"sku": "C", "node": "N1", "safety_stock": 0.75}) == ["updated", "updated"]
    assert (await available(shop, "A"), await available(shop, "C")) == (11, 1.75)
    lines = [{"sku": "A", "node": "N1", "quantity": quantity} for quantity in (7, 6)]
    held = [await shop.post("/v1/holds", {"channel": "web", "lines": [line]}) for line in lines]
    assert [each.status_code for each in held] == [409, 201]
    (position,) = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"]
    assert (position["safety_stock"], position["available"], position["on_hand"]) == (4, 4, 10)


async def test_a_row_says_whether_it_changed_anything(shop: Shop) -> None:
    assert await outcomes(shop, ROW, ROW | {"node": "N2", "safety_stock": 0}) == ["updated", "unchanged"]
    assert await outcomes(shop, ROW, ROW | {"node": "N2", "safety_stock": 1}, method="PUT") == ["unchanged", "updated"]
    assert await outcomes(shop, ROW | {"safety_stock": 0}, method="PUT") == ["updated"]
    assert await available(shop, "A") == 14


async def test_a_position_keeps_back_before_anything_comes_there(shop: Shop) -> None:
    assert await outcomes(shop, {"sku": "B", "node": "N2", "safety_stock": 2}) == ["updated"]
    fact = {"kind": "receive", "sku": "B", "node": "N2", "quantity": 3, "source": "test", "source_id": "1"}
    await shop.post("/v1/facts", {"facts": [fact]})
    assert await available(shop, "B") == 1


@pytest.mark.parametrize(
    ("change", "path", "reason"),
    [
        ({"safety_stock": -1}, "safety_stock", "invalid-quantity"),
        ({"safety_stock": 0.5}, "safety_stock", "invalid-quantity"),
        ({"safety_stock": 10**13}, "safety_stock", "invalid-quantity"),
        ({"sku": "moon"}, "sku", "unknown-sku"),
        ({"sku": "KIT"}, "sku", "invalid-input"),
        ({"node": "moon"}, "node", "unknown-node"),
        ({"node": "N1"}, "sku", "invalid-input"),
    ],
)
async def test_a_bad_row_is_refused_by_its_field_and_stops_no_other(
    shop: Shop, change: dict[str, Any], path: str, reason: str
) -> None:
    kit = {"id": "KIT", "name": "Two aprons", "components": [{"sku": "A", "quantity": 2}]}
    await shop.post("/v1/catalog/skus", {"skus": [kit]})
    answered = await shop.post(PATH, {"positions": [ROW, ROW | {"node": "N2"} | change]})
    good, bad = answered.json()["results"]
    assert (good["outcome"], bad["outcome"]) == ("updated", "refused")
    assert [each["path"] for each in bad["problem"]["errors"]] == [path]
    assert bad["problem"]["type"].endswith(reason)


async def test_the_stock_room_sets_it_each_store_its_own(shop: Shop, make_key: MakeKey) -> None:
    for scope, status in (("stock", 200), ("read", 403), ("sell", 403)):
        asker = Shop(shop.client, await make_key(scope))
        assert (await asker.post(PATH, {"positions": [ROW]})).status_code == status
    store = Shop(shop.client, await make_key("stock", nodes=("N1",)))
    assert (await store.post(PATH, {"positions": [ROW]})).status_code == 200
    assert (await store.post(PATH, {"positions": [ROW, ROW | {"node": "N2"}]})).status_code == 403


async def test_an_order_that_waits_is_served_when_less_is_kept_back(shop: Shop) -> None:
    await outcomes(shop, ROW)
    order = {"channel": "web", "lines": [{"sku": "A", "quantity": 14}], "shortage": "backorder"}
    placed = (await shop.post("/v1/orders", order)).json()
    assert placed["status"] == "partly_backordered"
    await outcomes(shop, ROW | {"safety_stock": 1})
    statuses: list[str] = []
    while "allocated" not in statuses and len(statuses) < 400:
        await asyncio.sleep(0.05)
        statuses.append((await shop.get(f"/v1/orders/{placed['order_id']}")).json()["status"])
    assert statuses[-1] == "allocated"
