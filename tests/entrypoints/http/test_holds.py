"""Holds over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.entrypoints.http.conftest import MakeKey, Shop


def lines(*wanted: tuple[str, float, str | None]) -> list[dict[str, object]]:
    return [{"sku": sku, "quantity": quantity, "node": node} for sku, quantity, node in wanted]


async def place(shop: Shop, *wanted: tuple[str, float, str | None], **more: object) -> dict[str, object]:
    answered = await shop.post("/v1/holds", {"channel": "web", "lines": lines(*wanted)} | more)
    assert answered.status_code == 201, answered.text
    placed: dict[str, object] = answered.json()
    return placed


async def test_a_hold_answers_where_and_until_when(shop: Shop) -> None:
    placed = await place(shop, ("A", 2, "N2"), ("C", 1.25, None), ttl_seconds=60, reference="cart-7")
    assert placed["lines"] == lines(("A", 2, "N2"), ("C", 1.25, "N1"))
    assert placed["reference"] == "cart-7"
    left = datetime.fromisoformat(str(placed["expires_at"])) - datetime.now(UTC)
    assert timedelta(seconds=50) < left <= timedelta(seconds=60)


async def test_quantities_come_back_digit_by_digit(shop: Shop) -> None:
    body = (
        b'{"channel":"web","lines":[{"sku":"C","quantity":0.10,"node":"N1"},{"sku":"C","quantity":"0.20","node":"N1"}]}'
    )
    answered = await shop.post("/v1/holds", body)
    assert b'"quantity":0.30' in answered.content


async def test_released_units_can_be_held_again(shop: Shop) -> None:
    placed = await place(shop, ("A", 5, "N2"))
    path = f"/v1/holds/{placed['hold_id']}"
    released = await shop.post(f"{path}/release")
    assert released.json() == {"hold_id": placed["hold_id"], "lines": lines(("A", 5, "N2"))}
    await place(shop, ("A", 5, "N2"))


async def test_a_part_can_be_released(shop: Shop) -> None:
    placed = await place(shop, ("A", 5, "N2"))
    released = await shop.post(f"/v1/holds/{placed['hold_id']}/release", {"lines": lines(("A", 2, "N2"))})
    assert released.json()["lines"] == lines(("A", 2, "N2"))
    await place(shop, ("A", 2, "N2"))
    refused = await shop.post("/v1/holds", {"channel": "web", "lines": lines(("A", 1, "N2"))})
    assert refused.status_code == 409


async def test_a_hold_can_be_extended(shop: Shop) -> None:
    placed = await place(shop, ("A", 1, None), ttl_seconds=10)
    extended = await shop.post(f"/v1/holds/{placed['hold_id']}/extend", {"ttl_seconds": 1_000})
    assert extended.json()["expires_at"] > str(placed["expires_at"])


async def test_a_batch_has_one_result_a_hold(shop: Shop) -> None:
    holds = [{"channel": "web", "lines": lines(("A", quantity, "N2"))} for quantity in (4, 4, 1)]
    answered = await shop.post("/v1/holds/batch", {"holds": holds}, idempotency_key="b")
    results = answered.json()["results"]
    assert [result["outcome"] for result in results] == ["placed", "refused", "placed"]
    assert results[1]["problem"]["type"] == "/problems/insufficient-stock"
    again = await shop.post("/v1/holds/batch", {"holds": holds}, idempotency_key="b")
    assert again.content == answered.content


async def test_a_key_limited_to_nodes_leaves_the_holds_of_others_alone(shop: Shop, make_key: MakeKey) -> None:
    caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    here, there = await place(shop, ("A", 1, "N1")), await place(shop, ("A", 1, "N2"))
    for call in ("extend", "release"):
        assert (await caller.post(f"/v1/holds/{there['hold_id']}/{call}")).status_code == 403
        assert (await caller.post(f"/v1/holds/{here['hold_id']}/{call}")).status_code == 200


async def test_a_hold_for_an_order_is_where_that_is_served(shop: Shop, make_key: MakeKey) -> None:
    body = {"channel": "web", "lines": [{"sku": "A", "quantity": 1}], "method": "pickup", "pickup_node": "N2"}
    assert (await shop.post("/v1/holds", body)).json()["lines"] == lines(("A", 1, "N2"))
    batch = await shop.post("/v1/holds/batch", {"holds": [body, body | {"method": "carry_out"}]})
    assert batch.status_code == 400  # a sale at a till holds nothing
    theirs = Shop(shop.client, await make_key("sell", nodes=("N2",)))
    assert (await theirs.post("/v1/holds", body)).status_code == 201
    others = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    refused = await others.post("/v1/holds", body)
    assert (refused.status_code, "pickup_node" in refused.text) == (403, True)
    sent = body | {"method": "ship_to_store"}
    assert (await theirs.post("/v1/holds", sent)).status_code == 403  # another node may send it
