"""Fulfillment orders over HTTP: each method from its order to its end, repeats, queues and what goes wrong."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest

from stockpool.entrypoints.http.cursors import encode_cursor
from stockpool.entrypoints.http.guesses import PAUSE_MAX_S, PAUSE_S, TRIES_FREE, Guesses
from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.entrypoints.http.test_keys_at_the_door import STEPS

HERE = {"latitude": 52.5, "longitude": 13.4}
AT_N1: dict[str, Any] = {"method": "pickup", "pickup_node": "N1"}
RECEIVED = {"kind": "receive", "sku": "B", "node": "N2", "quantity": 5, "source": "dock", "source_id": "1"}

QUEUE = "/v1/fulfillment-orders?node=N1"

TO_THE_DOOR = ("release", "accept", "start-picking", "pick", "pack", "ship", "deliver")
TO_THE_COUNTER = ("release", "accept", "pick", "ready", "hand-over")
TO_THE_STORE = ("release", "accept", "pick", "pack", "ship", "arrive", "hand-over")


def place_in_queue(**changes: object) -> str:
    """A cursor of the right form."""
    place = {"since": "2026-01-01T00:00:00Z", "order_id": "0190b3a0-0000-7000-8000-000000000000", "number": 1}
    return encode_cursor(place | changes)


async def place(shop: Shop, sku: str = "A", quantity: int = 2, **changes: object) -> dict[str, Any]:
    """What one node has to do for an order."""
    order = {"channel": "web", "lines": [{"sku": sku, "quantity": quantity}]} | changes
    placed = await shop.post("/v1/orders", order)
    assert placed.status_code == 201, placed.text
    return dict(placed.json()["fulfillment_orders"][0])


async def step(shop: Shop, task: dict[str, Any], name: str, body: object = None, **headers: str) -> dict[str, Any]:
    """A step that is granted."""
    taken = await shop.post(f"/v1/fulfillment-orders/{task['id']}/{name}", body, **headers)
    assert taken.status_code == 200, taken.text
    return dict(taken.json())


async def through(shop: Shop, task: dict[str, Any], *names: str) -> dict[str, Any]:
    """One step after the other, with the code that the customer was sent."""
    code, taken = None, dict[str, Any]()
    for name in names:
        taken = await step(shop, task, name, {"code": code} if name == "hand-over" else None)
        code = taken.get("pickup_code", code)
    return taken


async def queue(shop: Shop, *nodes: str, more: str = "") -> list[tuple[str, str]]:
    """Ids and statuses of what nodes have to do."""
    answered = await shop.get(f"/v1/fulfillment-orders?node={','.join(nodes)}{more}")
    assert answered.status_code == 200, answered.text
    return [(each["id"], each["status"]) for each in answered.json()["items"]]


async def elsewhere(shop: Shop) -> dict[str, Any]:
    """Goods that only N2 has, to be collected at N1."""
    await shop.post("/v1/facts", {"facts": [RECEIVED]})
    return await place(shop, "B", method="ship_to_store", pickup_node="N1")


@pytest.mark.parametrize(
    ("order", "steps", "ends"),
    [
        ({"ship_to": HERE}, TO_THE_DOOR, "delivered"),
        ({"method": "same_day", "ship_to": HERE}, TO_THE_DOOR, "delivered"),
        (AT_N1, TO_THE_COUNTER, "handed_over"),
        ({"method": "ship_to_store", "pickup_node": "N1"}, TO_THE_COUNTER, "handed_over"),
    ],
)
async def test_a_fulfillment_order_goes_its_way(
    shop: Shop, order: dict[str, Any], steps: tuple[str, ...], ends: str
) -> None:
    task = await place(shop, **order)
    taken = await through(shop, task, *steps)
    assert (taken["fulfillment_order"]["status"], taken["order_status"]) == (ends, "completed")
    assert (await shop.get(f"/v1/fulfillment-orders/{task['id']}")).json()["status"] == ends
    assert await _on_hand(shop, "A") == 13


async def test_goods_that_another_node_has_are_sent_to_the_store_and_handed_over_there(shop: Shop) -> None:
    task = await elsewhere(shop)
    assert task["node"] == "N2"
    taken = await through(shop, task, *TO_THE_STORE)
    assert (taken["fulfillment_order"]["status"], taken["order_status"]) == ("handed_over", "completed")
    assert await _on_hand(shop, "B") == 3


async def test_goods_that_are_carried_out_need_no_step(shop: Shop) -> None:
    task = await place(shop, method="carry_out", sold_at="N1")
    assert task["status"] == "handed_over"
    refused = await shop.post(f"/v1/fulfillment-orders/{task['id']}/deliver")
    assert (refused.status_code, refused.json()["details"]["possible"]) == (409, [])


async def test_a_queue_and_a_refusal_name_the_steps_that_can_be_called(shop: Shop) -> None:
    task = await place(shop, **AT_N1)
    steps = ["release", "accept", "start-picking", "pick", "pack", "ready"]
    for name, following in pairwise(steps):
        await step(shop, task, name)
        (queued,) = (await shop.get(QUEUE)).json()["items"]
        refused = await shop.post(f"/v1/fulfillment-orders/{task['id']}/{name}")
        assert refused.json()["details"]["possible"] == queued["possible"]
        assert following in queued["possible"]
        answers = [await shop.post(f"/v1/fulfillment-orders/x-1/{each}") for each in queued["possible"]]
        assert {each.json()["type"] for each in answers} == {"/problems/unknown-fulfillment-order"}


async def test_who_sends_goods_reads_where_to_and_by_when(shop: Shop) -> None:
    to = HERE | {"recipient": "Ada", "street": "Am Markt 1"}
    sent, collected = await place(shop, ship_to=to), await place(shop, **AT_N1)
    (delivery,) = (await shop.get(f"/v1/orders/{sent['id'].rpartition('-')[0]}")).json()["deliveries"]
    for task in (sent, collected):
        await step(shop, task, "release")
    queued = {each["id"]: each for each in (await shop.get(f"{QUEUE},N2")).json()["items"]}
    assert queued[sent["id"]]["ship_to"] == to
    dates = ("promised_from", "promised_until")
    assert [queued[sent["id"]][each] for each in dates] == [delivery[each] for each in dates]
    assert "ship_to" not in queued[collected["id"]]
    for task in (sent, collected):
        assert (await shop.get(f"/v1/fulfillment-orders/{task['id']}")).json() == queued[task["id"]]


async def test_a_repeated_step_is_taken_once_and_answered_alike(shop: Shop) -> None:
    task = await place(shop, **AT_N1)
    for name in ("release", "accept", "pick"):
        path = f"/v1/fulfillment-orders/{task['id']}/{name}"
        first = await shop.post(path, idempotency_key=name)
        assert (await shop.post(path, idempotency_key=name)).content == first.content
        twice = await shop.post(path)
        assert (twice.status_code, twice.json()["type"]) == (409, "/problems/order-state")
    ready = await step(shop, task, "ready", idempotency_key="r")
    assert len(ready["pickup_code"]) == 6
    assert await step(shop, task, "ready", idempotency_key="r") == ready
    given = {"code": ready["pickup_code"]}
    done = await step(shop, task, "hand-over", given, idempotency_key="h")
    assert await step(shop, task, "hand-over", given, idempotency_key="h") == done
    assert await step(shop, task, "ready", idempotency_key="r") == ready
    elsewhere = await shop.post(f"/v1/fulfillment-orders/{task['id']}/expire", idempotency_key="r")
    assert (elsewhere.status_code, "another address" in elsewhere.json()["detail"]) == (422, True)
    assert await _on_hand(shop, "A") == 13


async def test_the_code_is_told_to_whoever_makes_goods_ready_and_to_nobody_else(shop: Shop) -> None:
    task = await elsewhere(shop)
    for name in ("release", "accept", "pick", "ship"):
        await step(shop, task, name)
    code = (await step(shop, task, "arrive", idempotency_key="a"))["pickup_code"]
    assert (await step(shop, task, "arrive", idempotency_key="a"))["pickup_code"] == code
    order = await shop.get(f"/v1/orders/{task['id'].rpartition('-')[0]}")
    pages = [order, await shop.get(f"/v1/fulfillment-orders/{task['id']}"), await shop.get(QUEUE)]
    assert not [page for page in pages if f'"{code}"' in page.text or "code" in page.text]


@pytest.mark.parametrize("body", [None, {}, {"code": None}, {"code": "0"}, {"code": "ö"}, {"code": "x" * 200}])
async def test_goods_are_not_handed_over_for_another_code(shop: Shop, body: object) -> None:
    task = await place(shop, **AT_N1)
    await through(shop, task, "release", "accept", "pick", "ready")
    refused = await shop.post(f"/v1/fulfillment-orders/{task['id']}/hand-over", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/wrong-pickup-code")
    assert refused.json()["errors"][0]["path"] == "code"
    missing = not (isinstance(body, dict) and body.get("code"))
    assert ("is missing" in refused.json()["detail"], "is not the pickup code" in refused.json()["detail"]) == (
        missing,
        not missing,
    )
    assert await _on_hand(shop, "A") == 15


async def test_a_code_is_not_found_by_trying(shop: Shop) -> None:
    """Also not by trying many at once; what is said of one fulfillment order stops no other."""
    task, other = await place(shop, quantity=1, **AT_N1), await place(shop, quantity=1, **AT_N1)
    code = (await through(shop, task, "release", "accept", "pick", "ready"))["pickup_code"]
    path = f"/v1/fulfillment-orders/{task['id']}/hand-over"
    tries = await asyncio.gather(*[shop.post(path, {"code": f"no {each}"}) for each in range(8)])
    assert sorted([each.status_code for each in tries]) == [409] * TRIES_FREE + [429] * (8 - TRIES_FREE)
    late = await shop.post(path, {"code": code})
    assert (late.status_code, late.json()["type"]) == (429, "/problems/too-many-codes")
    assert 0 < int(late.headers["retry-after"]) <= PAUSE_S
    await through(shop, other, *TO_THE_COUNTER)


def test_each_wrong_code_makes_the_pause_longer() -> None:
    now_s = [0.0]
    guesses = Guesses(lambda: now_s[0])
    pauses: list[int] = []
    for _ in range(TRIES_FREE + 8):
        assert guesses.begin("a") == 0
        pauses.append(guesses.begin("a") if len(pauses) >= TRIES_FREE - 1 else 0)
        now_s[0] += pauses[-1]
    assert pauses[TRIES_FREE - 1 : TRIES_FREE + 2] == [PAUSE_S + 1, 2 * PAUSE_S + 1, 4 * PAUSE_S + 1]
    assert pauses[-1] == PAUSE_MAX_S + 1


def test_what_was_no_wrong_code_counts_for_nothing() -> None:
    guesses = Guesses(lambda: 0.0)
    for _ in range(2 * TRIES_FREE):
        assert guesses.begin("a") == 0
        guesses.was_none("a")


async def test_nobody_takes_goods_back_before_the_time_to_collect_them_is_over(shop: Shop) -> None:
    task = await place(shop, **AT_N1)
    await through(shop, task, "release", "accept", "pick", "ready")
    refused = await shop.post(f"/v1/fulfillment-orders/{task['id']}/expire")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/order-state")


async def test_what_a_node_rejects_another_one_serves(shop: Shop) -> None:
    task = await place(shop, ship_to=HERE)
    await step(shop, task, "release")
    rejected = await step(shop, task, "reject", {"reason": "no staff"})
    (repair,) = rejected["repairs"]
    assert (repair["outcome"], repair["cause"], repair["from_node"]) == ("moved", "rejected", task["node"])
    assert {repair["to_node"], task["node"]} == {"N1", "N2"}
    assert rejected["fulfillment_order"]["reason"] == "no staff"
    (read,) = [each for each in await queue(shop, "N1", "N2") if each[1] == "released"]
    assert read[0].endswith("-2")


async def test_what_is_not_on_the_shelf_comes_from_elsewhere(shop: Shop) -> None:
    task = await place(shop, quantity=3, ship_to=HERE)
    await through(shop, task, "release", "accept")
    picked = await step(shop, task, "pick", {"picked": [{"sku": "A", "quantity": 1}]})
    assert [(each["quantity"], each["cause"]) for each in picked["repairs"]] == [(2, "short_pick")]
    assert picked["fulfillment_order"]["lines"] == [{"sku": "A", "quantity": 1}]


@pytest.mark.parametrize(
    "name",
    [
        "x",
        "0190b3a0-0000-7000-8000-000000000000",
        "0190b3a0-0000-7000-8000-000000000000-1",
        "0190b3a0-0000-7000-8000-000000000000-9999999",
        "-1",
        "x-1",
    ],
)
async def test_an_unknown_fulfillment_order_is_not_found(standing_shop: Shop, name: str) -> None:
    answers = [await standing_shop.get(f"/v1/fulfillment-orders/{name}")]
    answers += [await standing_shop.post(f"/v1/fulfillment-orders/{name}/{each}") for each in STEPS]
    assert {(a.status_code, a.json()["type"]) for a in answers} == {(404, "/problems/unknown-fulfillment-order")}


async def test_a_fulfillment_order_has_one_name(shop: Shop) -> None:
    task = await place(shop)
    order_id = task["id"].rpartition("-")[0]
    for name in (f"{order_id}-01", f"{order_id}-2", f"{order_id}-0", f"{order_id}-+1", f"{order_id.upper()}-1"):
        assert (await shop.get(f"/v1/fulfillment-orders/{name}")).status_code == 404, name
        assert (await shop.post(f"/v1/fulfillment-orders/{name}/release")).status_code == 404, name


async def test_a_queue_is_read_by_pages_first_come_first(shop: Shop) -> None:
    tasks = [await place(shop, quantity=1, **AT_N1) for _ in range(5)]
    for task in tasks:
        await step(shop, task, "release")
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await shop.get(f"{QUEUE}&limit=2{cursor and f'&cursor={cursor}'}")).json()
        seen += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert seen == [task["id"] for task in tasks]
    assert await queue(shop, "N2", "N9") == []
    assert await queue(shop, "N1", more="&status=accepted,picked") == []
    assert len(await queue(shop, "N1", "N2", more="&status=released&status=accepted")) == 5


async def test_what_was_sent_to_a_store_is_in_its_queue(shop: Shop) -> None:
    task = await elsewhere(shop)
    for name in ("release", "accept", "pick"):
        await step(shop, task, name)
    assert (await queue(shop, "N1"), await queue(shop, "N2")) == ([], [(task["id"], "picked")])
    await step(shop, task, "ship")
    assert (await queue(shop, "N1"), await queue(shop, "N2")) == ([(task["id"], "shipped")], [])
    assert await queue(shop, "N1", more="&status=ready_for_pickup") == []
    await step(shop, task, "arrive")
    assert (await queue(shop, "N1"), await queue(shop, "N2")) == ([(task["id"], "ready_for_pickup")], [])


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("", "node"),
        ("node=N1&status=lost", "status"),
        ("node=N1&limit=0", "limit"),
        ("node=N1&limit=501", "limit"),
        ("node=N1%00", "node"),
        ("node=N1&cursor=IngI", "cursor"),
        ("node=N1&cursor=%00", "cursor"),
        (f"node=N1&cursor={place_in_queue(order_id='x')}", "cursor"),
        (f"node=N1&cursor={place_in_queue(number=10**14)}", "cursor"),
        (f"node=N1&cursor={place_in_queue(number=-1)}", "cursor"),
        (f"node=N1&cursor={place_in_queue(since='0001-01-01T00:00:00Z')}", "cursor"),
        (f"node=N1&cursor={place_in_queue(since='2026-01-01T00:00:00')}", "cursor"),
    ],
)
async def test_a_bad_queue_is_refused_by_parameter(standing_shop: Shop, query: str, path: str) -> None:
    answered = await standing_shop.get(f"/v1/fulfillment-orders?{query}")
    assert (answered.status_code, [each["path"] for each in answered.json()["errors"]]) == (400, [path]), answered.text


class TestAKeyLimitedToAStore:
    """It works on what its store has to do, whoever sends the goods that are collected there."""

    async def test_it_sees_and_works_its_own_queue_only(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("stock", nodes=("N1",)))
        mine, other = await place(shop, **AT_N1), await place(shop, method="pickup", pickup_node="N2")
        assert (await caller.get("/v1/fulfillment-orders?node=N1,N2")).status_code == 403
        assert (await caller.get("/v1/fulfillment-orders?node=N2")).status_code == 403
        assert (await caller.get(f"/v1/fulfillment-orders/{other['id']}")).status_code == 403
        answers = [await caller.post(f"/v1/fulfillment-orders/{other['id']}/{name}") for name in STEPS]
        assert {answer.status_code for answer in answers} == {403}
        assert (await shop.get(f"/v1/fulfillment-orders/{other['id']}")).json()["status"] == "open"
        assert (await through(caller, mine, *TO_THE_COUNTER))["order_status"] == "completed"

    async def test_it_takes_over_and_hands_out_what_others_send(self, shop: Shop, make_key: MakeKey) -> None:
        store = Shop(shop.client, await make_key("stock", nodes=("N1",)))
        sender = Shop(shop.client, await make_key("stock", nodes=("N2",)))
        task = await elsewhere(shop)
        for name in TO_THE_STORE[:5]:
            assert (await store.post(f"/v1/fulfillment-orders/{task['id']}/{name}")).status_code == 403, name
            await step(sender, task, name)
        assert await queue(store, "N1") == [(task["id"], "shipped")]
        assert (await store.get(f"/v1/fulfillment-orders/{task['id']}")).status_code == 200
        for name in ("arrive", "hand-over", "expire"):
            refused = await sender.post(f"/v1/fulfillment-orders/{task['id']}/{name}")
            assert (refused.status_code, refused.json()["errors"][0]["path"]) == (403, "pickup_node")
        assert (await through(store, task, "arrive", "hand-over"))["order_status"] == "completed"


async def _on_hand(shop: Shop, sku: str) -> float:
    positions = (await shop.get(f"/v1/positions?sku={sku}")).json()["positions"]
    return sum(float(each["on_hand"]) for each in positions)


async def test_a_fact_names_no_fulfillment_order_and_the_others_of_its_batch_are_booked(shop: Shop) -> None:
    task = await elsewhere(shop)
    arrived = {"kind": "arrive", "sku": "B", "node": "N1", "quantity": 1, "reference": task["id"]}
    answered = await shop.post("/v1/facts", {"facts": [arrived, arrived | {"reference": "T-1"}]})
    refused, booked = answered.json()["results"]
    assert (answered.status_code, [each["path"] for each in refused["problem"]["errors"]]) == (200, ["reference"])
    assert "its own steps" in refused["problem"]["detail"]
    assert booked["levels"][0]["available"] == 1
