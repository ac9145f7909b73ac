"""Orders over HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

ORDER = {"channel": "web", "lines": [{"sku": "A", "quantity": 2}], "reference": "R-1"}


async def test_an_order_is_placed_read_explained_and_cancelled(shop: Shop) -> None:
    placed = await shop.post("/v1/orders", ORDER)
    assert placed.status_code == 201, placed.text
    order_id = placed.json()["order_id"]
    read = (await shop.get(f"/v1/orders/{order_id}")).json()
    assert (read["status"], read["reference"], read["lines"][0]["quantity"]) == ("placed", "R-1", 2)
    assert [part["lines"] for part in read["fulfillment_orders"]] == [[{"sku": "A", "quantity": 2}]]
    assert (await shop.get(f"/v1/orders/{order_id}/explanation")).json()
    cancelled = await shop.post(f"/v1/orders/{order_id}/cancel", {"reason": "changed their mind"})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (await shop.get(f"/v1/orders/{order_id}")).json()["cancel_reason"] == "changed their mind"


async def test_a_repeated_order_is_placed_once(shop: Shop) -> None:
    first = await shop.post("/v1/orders", ORDER, idempotency_key="o")
    again = await shop.post("/v1/orders", ORDER, idempotency_key="o")
    assert first.content == again.content
    twin = await shop.post("/v1/orders", ORDER)
    assert (twin.status_code, twin.json()["type"]) == (409, "/problems/duplicate-reference")


async def test_an_order_for_more_than_there_is_is_refused_or_placed_short(shop: Shop) -> None:
    order = ORDER | {"lines": [{"sku": "A", "quantity": 20}]}
    refused = await shop.post("/v1/orders", order)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/insufficient-stock")
    short = await shop.post("/v1/orders", order | {"shortage": "backorder"})
    assert (short.json()["status"], short.json()["lines"][0]["short"]) == ("partly_allocated", 5)


@pytest.mark.parametrize(
    ("change", "status", "path"),
    [
        ({"method": "teleport"}, 400, "method"),
        ({"method": "pickup"}, 400, "pickup_node"),
        ({"pickup_node": "N1"}, 400, "pickup_node"),
        ({"ship_to": {"city": "X", "planet": "Y"}}, 400, "ship_to.planet"),
        ({"ship_to": {"latitude": 1000.0, "longitude": 0.0}}, 400, "ship_to.latitude"),
        ({"ship_to": {"city": "\0"}}, 400, "ship_to.city"),
        ({"reference": "x\n"}, 400, "reference"),
        ({"ordered_at": "1492-01-01T00:00:00Z"}, 400, "ordered_at"),
        ({"hold_id": "x"}, 404, "hold_id"),
        ({"hold_id": str(uuid4())}, 404, "hold_id"),
        ({"lines": [{"sku": "A", "quantity": 10**19}]}, 400, "lines[0].quantity"),
        ({"lines": [{"sku": "A", "quantity": 0}]}, 400, "lines[0].quantity"),
    ],
)
async def test_a_bad_order_is_refused_by_field(shop: Shop, change: dict[str, object], status: int, path: str) -> None:
    answered = await shop.post("/v1/orders", ORDER | change)
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


@pytest.mark.parametrize("order_id", ["x", "0190b3a0-0000-7000-8000-000000000000"])
async def test_an_unknown_order_is_not_found(shop: Shop, order_id: str) -> None:
    answers = [
        await shop.get(f"/v1/orders/{order_id}"),
        await shop.get(f"/v1/orders/{order_id}/explanation"),
        await shop.post(f"/v1/orders/{order_id}/cancel"),
    ]
    assert [(a.status_code, a.json()["type"]) for a in answers] == [(404, "/problems/unknown-order")] * 3


async def test_a_key_limited_to_nodes_sells_for_pickup_there_and_sees_nothing_else(
    shop: Shop, make_key: MakeKey
) -> None:
    caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    assert (await caller.post("/v1/orders", ORDER)).status_code == 403
    pickup = ORDER | {"method": "pickup", "pickup_node": "N2"}
    assert (await caller.post("/v1/orders", pickup)).status_code == 403
    other = (await shop.post("/v1/orders", pickup)).json()["order_id"]
    assert (await caller.get(f"/v1/orders/{other}")).status_code == 403
    assert (await caller.get(f"/v1/orders/{other}/explanation")).status_code == 403
    assert (await caller.post(f"/v1/orders/{other}/cancel")).status_code == 403
    mine = await caller.post("/v1/orders", pickup | {"pickup_node": "N1", "reference": "R-2"})
    assert mine.status_code == 201, mine.text
    assert (await caller.post(f"/v1/orders/{mine.json()['order_id']}/cancel")).status_code == 200
