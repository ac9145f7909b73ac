"""Shelves, pick lists and scans over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

SHELVES = "/v1/warehouse/shelves"


async def put(shop: Shop, *rows: tuple[str, str, list[str]]) -> list[str]:
    body = {"shelves": [{"node": node, "sku": sku, "shelves": shelves} for node, sku, shelves in rows]}
    answered = await shop.send("PUT", SHELVES, body)
    assert answered.status_code == 200, answered.text
    return [row["outcome"] for row in answered.json()["results"]]


async def ordered(shop: Shop, *skus: str, quantity: float = 1) -> str:
    """A released fulfillment order of N1."""
    lines = [{"sku": sku, "quantity": quantity} for sku in skus]
    body = {"channel": "web", "method": "pickup", "pickup_node": "N1", "lines": lines}
    placed = await shop.post("/v1/orders", body)
    assert placed.status_code == 201, placed.text
    name = str(placed.json()["fulfillment_orders"][0]["id"])
    assert (await shop.post(f"/v1/fulfillment-orders/{name}/release")).status_code == 200
    return name


async def scan(shop: Shop, code: str, node: str = "N1") -> dict[str, Any]:
    return dict(
        (await shop.client.get("/v1/warehouse/scan", params={"node": node, "code": code}, headers=shop.headers)).json()
    )


async def test_shelves_are_set_read_and_forgotten(shop: Shop) -> None:
    assert await put(shop, ("N1", "A", ["B-2", "A-1"]), ("N1", "moon", ["A"])) == ["created", "refused"]
    assert await put(shop, ("N1", "A", ["B-2", "A-1"]), ("N2", "A", [])) == ["unchanged", "unchanged"]
    page = (await shop.get(f"{SHELVES}?node=N1")).json()
    assert page == {"shelves": [{"node": "N1", "sku": "A", "shelves": ["B-2", "A-1"]}], "next": None}
    assert await put(shop, ("N1", "A", [])) == ["updated"]
    assert (await shop.get(SHELVES)).json()["shelves"] == []


async def test_a_walk_passes_the_shelves_in_their_order_and_serves_several_orders(shop: Shop) -> None:
    await put(shop, ("N1", "A", ["A-10"]), ("N1", "C", ["A-2", "Z-9"]))
    first, second = await ordered(shop, "A", "C"), await ordered(shop, "A", quantity=2)
    walk = (await shop.get(f"/v1/warehouse/pick-list?fulfillment_order={first},{second}")).json()
    assert [(line["shelf"], line["sku"], line["quantity"]) for line in walk["lines"]] == [
        ("A-2", "C", 1),
        ("A-10", "A", 3),
    ]
    assert walk["lines"][0]["other_shelves"] == ["Z-9"]
    assert walk["lines"][1]["orders"] == [
        {"fulfillment_order": first, "quantity": 1}, {"fulfillment_order": second, "quantity": 2},
    ]  # fmt: skip
    await shop.post(f"/v1/fulfillment-orders/{second}/accept")
    await shop.post(f"/v1/fulfillment-orders/{second}/pick")
    walk = (await shop.get(f"/v1/warehouse/pick-list?fulfillment_order={first},{second}")).json()
    assert (walk["done"], [line["quantity"] for line in walk["lines"]]) == ([second], [1, 1])


async def test_a_pick_list_of_two_nodes_or_of_what_is_not_there_is_refused(shop: Shop, make_key: MakeKey) -> None:
    here = await ordered(shop, "A")
    there = await shop.post(
        "/v1/orders",
        {"channel": "web", "method": "pickup", "pickup_node": "N2", "lines": [{"sku": "A", "quantity": 1}]},
    )
    other = there.json()["fulfillment_orders"][0]["id"]
    path = "/v1/warehouse/pick-list?fulfillment_order="
    assert (await shop.get(f"{path}{here},{other}")).status_code == 400
    assert (await shop.get(f"{path}{here[:-1]}7")).status_code == 404
    worker = Shop(shop.client, await make_key("work", nodes=("N1",)))
    assert (await worker.get(f"{path}{here}")).status_code == 200
    assert (await worker.get(f"{path}{other}")).status_code == 403


@pytest.mark.parametrize(
    "code",
    ["4006381333931", "04006381333931", "0104006381333931", "]C1010400638133393110L1", "(01)04006381333931(10)L1"],
)
async def test_a_barcode_means_its_sku_however_it_is_written(shop: Shop, code: str) -> None:
    await shop.post("/v1/catalog/skus", {"skus": [{"id": "A", "name": "Apron", "gtins": ["4006381333931"]}]})
    found = await scan(shop, code)
    assert (found["kind"], found["sku"]["id"]) == ("sku", "A")
    assert found.get("gs1", {}).get("10") == ("L1" if "L1" in code else None)


async def test_scans_tell_skus_shelves_orders_and_returns_of_the_node(shop: Shop) -> None:
    await put(shop, ("N1", "A", ["A-1"]))
    name = await ordered(shop, "A")
    assert (await scan(shop, "A"))["sku"]["shelves"] == ["A-1"]
    assert (await scan(shop, "A-1"))["skus"] == ["A"]
    assert (await scan(shop, name.upper()))["fulfillment_order"]["id"] == name
    blind = {"channel": "web", "node": "N1", "received": True, "source": "till-1", "source_id": "77"}
    answered = await shop.post("/v1/returns", blind | {"lines": [{"sku": "B", "quantity": 1}]})
    back = answered.json()["return"]["return_id"]
    assert (await scan(shop, back))["return_id"] == back
    for code, node in [("A-1", "N2"), (name, "N2"), (back, "N2"), ("4006381333931", "N1"), ("nothing", "N1")]:
        found = await scan(shop, code, node)
        assert found["type"] == "/problems/unknown-code", (code, found)
    assert (await scan(shop, "nothing"))["details"] == {"read": {}}
