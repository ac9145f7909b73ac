"""Counts over HTTP: blind, counted again where they differ, told to the ledger once."""

from __future__ import annotations

from typing import Any

import msgspec

from stockpool.bootstrap import Application
from stockpool.kernel.commands import Command
from tests.entrypoints.http.conftest import MakeKey, Shop, told_events

PATH = "/v1/warehouse/counts"


async def asked(shop: Shop, **change: object) -> dict[str, Any]:
    answered = await shop.post(PATH, {"node": "N1", "skus": ["A"], "reason": "cycle"} | change)
    assert answered.status_code == 201, answered.text
    return dict(answered.json())


async def counted(shop: Shop, count: str, quantity: float, sku: str = "A", **more: object) -> str:
    answered = await shop.post(f"{PATH}/{count}/lines", {"lines": [{"sku": sku, "quantity": quantity} | more]})
    assert answered.status_code == 200, answered.text
    (row,) = answered.json()["results"]
    assert set(row) <= {"sku", "outcome", "problem"}, "nothing is said of what was expected"
    return str(row["outcome"])


async def on_hand(shop: Shop, sku: str = "A") -> float:
    (position,) = (await shop.get(f"/v1/positions?sku={sku}&node=N1")).json()["positions"]
    return float(position["on_hand"])


async def test_what_agrees_with_the_book_is_recorded_at_once(shop: Shop) -> None:
    count = (await asked(shop))["id"]
    assert await counted(shop, count, 10) == "recorded"
    read = (await shop.get(f"{PATH}/{count}")).json()
    assert (read["status"], read["lines"][0]["quantity"], read["lines"][0]["difference"]) == ("counted", 10, 0)
    (position,) = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"]
    assert position["counted_at"] is not None


async def test_what_differs_is_counted_again_and_recorded_when_two_agree(shop: Shop) -> None:
    count = (await asked(shop))["id"]
    assert (await counted(shop, count, 8), await on_hand(shop)) == ("recount", 10)
    open_one = (await shop.get(f"{PATH}?node=N1")).json()["counts"][0]
    assert open_one["lines"] == [{"sku": "A", "status": "recount", "countings": 1}]
    assert (await counted(shop, count, 8), await on_hand(shop)) == ("recorded", 8)


async def test_a_short_pick_asks_once_for_a_count_that_sets_free_what_was_set_aside(shop: Shop) -> None:
    order = {"channel": "web", "method": "pickup", "pickup_node": "N1", "lines": [{"sku": "A", "quantity": 4}]}
    name = (await shop.post("/v1/orders", order)).json()["fulfillment_orders"][0]["id"]
    for step in ("release", "accept"):
        await shop.post(f"/v1/fulfillment-orders/{name}/{step}")
    picked = {"picked": [{"sku": "A", "quantity": 1}]}
    for _ in range(2):
        answered = await shop.post(f"/v1/fulfillment-orders/{name}/pick", picked, idempotency_key="pick")
        assert answered.status_code == 200, answered.text
    (count,) = (await shop.get(f"{PATH}?node=N1")).json()["counts"]
    assert (count["reason"], count["reference"], [line["sku"] for line in count["lines"]]) == (
        "short_pick",
        name,
        ["A"],
    )
    told = await told_events(shop, "count.requested")
    assert [each["count_id"] for each in told] == [count["id"]]
    assert [await counted(shop, count["id"], 7) for _ in range(2)] == ["recount", "recorded"]
    (position,) = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"]
    assert (position["on_hand"], position["other"]) == (7, 0)


async def test_a_full_pick_asks_for_no_count(shop: Shop) -> None:
    order = {"channel": "web", "method": "pickup", "pickup_node": "N1", "lines": [{"sku": "A", "quantity": 4}]}
    name = (await shop.post("/v1/orders", order)).json()["fulfillment_orders"][0]["id"]
    for step in ("release", "accept", "pick"):
        await shop.post(f"/v1/fulfillment-orders/{name}/{step}")
    assert (await shop.get(f"{PATH}?node=N1")).json()["counts"] == []


async def test_a_count_whose_process_was_killed_is_finished_once(shop: Shop, application: Application) -> None:
    count = (await asked(shop))["id"]
    await counted(shop, count, 8)
    submit = application.counts.submit

    async def dies(command: Command) -> msgspec.Struct:
        raise ConnectionAbortedError(f"killed before {command.key}")

    application.counts.submit = dies
    body = {"lines": [{"sku": "A", "quantity": 8}]}
    assert (await shop.post(f"{PATH}/{count}/lines", body, idempotency_key="once")).status_code == 500
    application.counts.submit = submit
    assert (await on_hand(shop), await application.counts.finish_left(older_than_s=0)) == (10, 1)
    assert (await on_hand(shop), await application.counts.finish_left(older_than_s=0)) == (8, 0)
    again = await shop.post(f"{PATH}/{count}/lines", body, idempotency_key="once")
    assert again.json()["results"] == [{"sku": "A", "outcome": "recorded"}]
    other = await shop.post(f"{PATH}/{count}/lines", {"lines": [{"sku": "A", "quantity": 9}]}, idempotency_key="once")
    assert other.json()["results"][0]["problem"]["type"] == "/problems/idempotency-key-reused"
    assert len(await told_events(shop, "count.recorded")) == 1


async def test_counts_of_other_nodes_do_not_exist_for_who_is_limited(shop: Shop, make_key: MakeKey) -> None:
    count = (await asked(shop))["id"]
    worker = Shop(shop.client, await make_key("work", nodes=("N2",)))
    assert (await worker.get(f"{PATH}/{count}")).status_code == 404
    assert (await worker.get(f"{PATH}?node=N1")).status_code == 403
    assert (await worker.post(PATH, {"node": "N1", "skus": ["A"]})).status_code == 403
    for call, body in [("lines", {"lines": [{"sku": "A", "quantity": 1}]}), ("cancel", {"reason": "no"})]:
        assert (await worker.post(f"{PATH}/{count}/{call}", body)).status_code == 404
    reader = Shop(shop.client, await make_key("read"))
    assert (await reader.post(PATH, {"node": "N1", "skus": ["A"]})).status_code == 403


async def test_a_shelf_is_counted_as_a_whole_and_what_is_cancelled_is_counted_no_more(shop: Shop) -> None:
    assert (await shop.post(PATH, {"node": "N1", "shelf": "A-1"})).status_code == 400
    rows = [{"node": "N1", "sku": sku, "shelves": ["A-1"]} for sku in ("C", "A")]
    await shop.send("PUT", "/v1/warehouse/shelves", {"shelves": rows})
    count = await asked(shop, skus=[], shelf="A-1")
    assert [line["sku"] for line in count["lines"]] == ["A", "C"]
    assert (await shop.post(f"{PATH}/{count['id']}/cancel", {"reason": "twice"})).json()["status"] == "cancelled"
    assert await counted(shop, count["id"], 10) == "refused"
    assert (await shop.post(PATH, {"node": "N1", "skus": ["A"], "shelf": "A-1"})).status_code == 400


async def test_sales_between_two_countings_do_not_part_them(shop: Shop) -> None:
    count = (await asked(shop))["id"]
    assert await counted(shop, count, 8) == "recount"
    sale = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": "1"}
    await shop.post("/v1/facts", {"facts": [sale]})
    assert (await counted(shop, count, 7), await on_hand(shop)) == ("recorded", 7)
