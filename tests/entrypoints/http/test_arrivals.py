"""What arrives and what came, over HTTP."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from stockpool.bootstrap import Application
from stockpool.kernel.commands import Command
from tests.entrypoints.http.conftest import MakeKey, Shop, told_events

RECEIPTS = "/v1/warehouse/receipts"


async def announce(shop: Shop, **supplies: tuple[str, float]) -> None:
    rows = [
        {
            "id": name.replace("_", "/"),
            "sku": sku,
            "node": "N1",
            "quantity": quantity,
            "expected_at": "2126-06-20T10:00:00Z",
        }
        for name, (sku, quantity) in supplies.items()
    ]
    answered = await shop.send("PUT", "/v1/supplies", {"supplies": rows})
    assert "refused" not in answered.text, answered.text


async def receive(shop: Shop, key: str | None = None, **body: object) -> dict[str, Any]:
    headers = {} if key is None else {"idempotency_key": key}
    answered = await shop.post(RECEIPTS, {"node": "N1"} | body, **headers)
    assert answered.status_code == 201, answered.text
    return dict(answered.json())


async def arrivals(shop: Shop, node: str = "N1") -> list[dict[str, Any]]:
    return list((await shop.get(f"/v1/warehouse/arrivals?node={node}")).json()["arrivals"])


async def position(shop: Shop, sku: str = "A", node: str = "N1") -> dict[str, float]:
    (found,) = (await shop.get(f"/v1/positions?sku={sku}&node={node}")).json()["positions"]
    return dict(found)


async def test_a_delivery_comes_in_full_and_is_expected_no_more(shop: Shop) -> None:
    await announce(shop, PO7_1=("A", 4), PO7_2=("C", 1.5), PO8=("A", 1))
    first, second = await arrivals(shop)
    assert (first["id"], first["kind"], second["id"]) == ("PO7", "purchase_order", "PO8")
    assert [(line["sku"], line["quantity"]) for line in first["lines"]] == [("A", 4), ("C", 1.5)]
    received = await receive(shop, arrival="PO7")
    assert received["differences"] == []
    assert [each["id"] for each in await arrivals(shop)] == ["PO8"]
    assert ((await position(shop))["available"], (await position(shop, "C"))["available"]) == (14, 4.0)


async def test_a_transfer_says_where_it_comes_from(shop: Shop) -> None:
    row = {"node": "N1", "kind": "transfer", "quantity": 1, "expected_at": "2126-06-20T10:00:00Z"}
    rows = [row | {"id": f"TR/{sku}", "sku": sku, "from_node": "N2"} for sku in "AB"]
    rows += [row | {"id": "XX/1", "sku": "A", "from_node": "N2"}, row | {"id": "XX/2", "sku": "B"}]
    assert "refused" not in (await shop.send("PUT", "/v1/supplies", {"supplies": rows})).text
    assert {each["id"]: each.get("from_node") for each in await arrivals(shop)} == {"TR": "N2", "XX": None}
    assert {each["from_node"] for each in (await shop.get("/v1/supplies")).json()["supplies"]} == {"N2", None}
    assert await outcomes(shop, [rows[0], rows[1] | {"from_node": None}]) == ["unchanged", "updated"]


async def outcomes(shop: Shop, rows: list[dict[str, Any]]) -> list[str]:
    answered = await shop.send("PUT", "/v1/supplies", {"supplies": rows})
    return [row["outcome"] for row in answered.json()["results"]]


async def test_differences_are_told_and_broken_goods_are_promised_to_nobody(shop: Shop) -> None:
    await announce(shop, PO7_1=("A", 4), PO7_2=("C", 1))
    lines = [{"sku": "A", "quantity": 5, "damaged": 2}, {"sku": "B", "quantity": 1}]
    received = await receive(shop, arrival="PO7", lines=lines, final=True)
    assert [(each["sku"], each["kind"], each["expected"], each["quantity"]) for each in received["differences"]] == [
        ("A", "over", 4, 5), ("B", "not_expected", 0, 1), ("C", "short", 1, 0),
    ]  # fmt: skip
    assert ((await position(shop))["available"], (await position(shop))["damaged"]) == (13, 2)
    assert (await arrivals(shop), received["closed"]) == ([], ["PO7/1", "PO7/2"])
    supplies = (await shop.get("/v1/supplies?node=N1")).json()["supplies"]
    assert [(each["received"], each["status"]) for each in supplies] == [(4, "closed"), (0, "closed")]


async def test_a_repeated_receipt_has_one_effect_and_another_body_is_refused(shop: Shop) -> None:
    await announce(shop, PO7=("A", 4))
    body: dict[str, Any] = {"arrival": "PO7", "lines": [{"sku": "A", "quantity": 3}]}
    first = await receive(shop, key="once", **body)
    assert await receive(shop, key="once", **body) == first
    assert (await position(shop))["available"] == 13
    other = await shop.post(RECEIPTS, {"node": "N1", "arrival": "PO7"}, idempotency_key="once")
    assert other.status_code == 422
    events = await told_events(shop, "receipt.recorded")
    assert [each["differences"][0]["kind"] for each in events] == ["short"]


@pytest.mark.parametrize("told_before", [0, 1, 2])
async def test_a_receipt_whose_process_was_killed_is_finished_once(
    shop: Shop, application: Application, told_before: int
) -> None:
    await announce(shop, PO7_1=("A", 4), PO7_2=("C", 1))
    submit, told = application.arrivals.submit, 0

    async def dies(command: Command) -> msgspec.Struct:
        nonlocal told
        if told == told_before:
            raise ConnectionAbortedError("killed")
        told += 1
        return await submit(command)

    application.arrivals.submit = dies
    lost = await shop.post(RECEIPTS, {"node": "N1", "arrival": "PO7"}, idempotency_key="once")
    assert (lost.status_code, told) == ((500, told_before) if told_before < 2 else (201, 2))
    application.arrivals.submit = submit
    assert await application.arrivals.finish_left(older_than_s=0) == (1 if told_before < 2 else 0)
    assert await application.arrivals.finish_left(older_than_s=0) == 0
    await receive(shop, arrival="PO7", key="once")
    assert ((await position(shop))["available"], (await position(shop, "C"))["available"]) == (14, 3.5)
    assert len(await told_events(shop, "receipt.recorded")) == 1


async def test_what_another_node_sent_to_be_collected_arrives_by_its_own_step(shop: Shop) -> None:
    lines = [{"sku": "A", "quantity": 13}]
    order = {"channel": "web", "method": "ship_to_store", "pickup_node": "N1", "lines": lines}
    placed = (await shop.post("/v1/orders", order)).json()
    sent = next(each["id"] for each in placed["fulfillment_orders"] if each["node"] == "N2")
    for step in ("release", "accept", "pick", "ship"):
        assert (await shop.post(f"/v1/fulfillment-orders/{sent}/{step}")).status_code == 200
    (arrival,) = await arrivals(shop)
    assert (arrival["id"], arrival["kind"], arrival["from_node"], len(await arrivals(shop, "N2"))) == (
        sent,
        "pickup",
        "N2",
        0,
    )
    lines = [{"sku": "A", "quantity": 2}]
    received = await receive(shop, arrival=sent, key="once", lines=lines)
    assert received == await receive(shop, arrival=sent, key="once", lines=lines)
    assert [(each["kind"], each["expected"], each["quantity"]) for each in received["differences"]] == [("short", 3, 2)]
    task = (await shop.get(f"/v1/fulfillment-orders/{sent}")).json()
    assert (task["status"], (await position(shop))["on_hand"]) == ("ready_for_pickup", 12)
    (told,) = await told_events(shop, "shortfall.found")
    assert (told["node"], told["quantity"]) == ("N1", 1)
    assert await arrivals(shop) == []


async def test_a_receipt_that_makes_no_sense_records_nothing(shop: Shop, make_key: MakeKey) -> None:
    await announce(shop, PO7=("A", 4))
    wrong: list[tuple[dict[str, Any], int]] = [
        ({"arrival": "PO9"}, 404),
        ({}, 400),
        ({"lines": []}, 400),
        ({"lines": [{"sku": "moon", "quantity": 1}]}, 422),
        ({"lines": [{"sku": "A", "quantity": 0}]}, 400),
        ({"lines": [{"sku": "A", "quantity": 1, "damaged": 2}]}, 400),
        ({"lines": [{"sku": "C", "quantity": 1, "supply_id": "PO7"}]}, 400),
    ]
    for body, status in wrong:
        assert (await shop.post(RECEIPTS, {"node": "N1"} | body)).status_code == status, body
    worker = Shop(shop.client, await make_key("work", nodes=("N2",)))
    assert (await worker.post(RECEIPTS, {"node": "N1", "arrival": "PO7"})).status_code == 403
    assert (await worker.get("/v1/warehouse/arrivals?node=N1")).status_code == 403
    assert (await position(shop))["on_hand"] == 10
