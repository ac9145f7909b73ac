"""Orders over HTTP: placed, read, paid, edited, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from stockpool.orders.messages import OrderStatus
from tests.entrypoints.http.conftest import MakeKey, Shop

ORDER: dict[str, Any] = {"channel": "web", "lines": [{"sku": "A", "quantity": 2}], "reference": "R-1"}
HERE = {"latitude": 52.5, "longitude": 13.4}
AT_N2 = {"method": "pickup", "pickup_node": "N2"}


async def place(shop: Shop, **changes: object) -> dict[str, Any]:
    """An order that is granted."""
    placed = await shop.post("/v1/orders", ORDER | {"reference": None} | changes)
    assert placed.status_code == 201, placed.text
    return dict(placed.json())


async def test_an_order_is_placed_read_explained_and_cancelled(shop: Shop) -> None:
    placed = await shop.post("/v1/orders", ORDER)
    assert placed.status_code == 201, placed.text
    order_id = placed.json()["order_id"]
    read = (await shop.get(f"/v1/orders/{order_id}")).json()
    assert (read["status"], read["reference"], read["lines"][0]["quantity"]) == ("allocated", "R-1", 2)
    assert [part["lines"] for part in read["fulfillment_orders"]] == [[{"sku": "A", "quantity": 2}]]
    assert (await shop.get(f"/v1/orders/{order_id}/explanation")).json()
    cancelled = await shop.post(f"/v1/orders/{order_id}/cancel", {"reason": "changed their mind"})
    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert (await shop.get(f"/v1/orders/{order_id}")).json()["cancel_reason"] == "changed their mind"


async def test_a_repeated_order_is_placed_once(shop: Shop) -> None:
    first = await shop.post("/v1/orders", ORDER, idempotency_key="o")
    again = await shop.post("/v1/orders", ORDER, idempotency_key="o")
    assert first.content == again.content
    other = await shop.post("/v1/orders", ORDER | {"priority": 1}, idempotency_key="o")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    twin = await shop.post("/v1/orders", ORDER)
    assert (twin.status_code, twin.json()["type"]) == (409, "/problems/duplicate-reference")
    assert twin.json()["details"] == {"order_id": first.json()["order_id"]}


@pytest.mark.parametrize(
    ("changes", "method", "node"),
    [
        ({"method": "ship", "ship_to": HERE}, "ship", None),
        ({"method": "same_day", "ship_to": HERE}, "same_day", None),
        ({"method": "pickup", "pickup_node": "N2"}, "pickup", "N2"),
        ({"method": "ship_to_store", "pickup_node": "N2"}, "ship_to_store", "N2"),
        ({"method": "carry_out", "sold_at": "N2"}, "carry_out", "N2"),
    ],
)
async def test_goods_reach_the_customer_by_each_method(
    shop: Shop, changes: dict[str, object], method: str, node: str | None
) -> None:
    placed = await place(shop, **changes)
    (delivery,) = placed["deliveries"]
    assert (delivery["method"], delivery.get("pickup_node")) == (method, node)
    assert placed["status"] == ("completed" if method == "carry_out" else "allocated")


async def test_lines_of_one_order_can_come_in_different_ways(shop: Shop) -> None:
    lines = [
        {"sku": "A", "quantity": 1, "unit_price": 1999},
        {"sku": "A", "quantity": 1, "method": "pickup", "pickup_node": "N2"},
        {"sku": "A", "quantity": 1, "method": "carry_out"},
    ]
    placed = await place(shop, lines=lines, sold_at="N1", currency="EUR", ship_to=HERE)
    assert [each["method"] for each in placed["deliveries"]] == ["ship", "pickup", "carry_out"]
    assert [each.get("delivery", 1) for each in placed["lines"]] == [1, 2, 3]
    statuses = {each.get("delivery", 1): each["status"] for each in placed["fulfillment_orders"]}
    assert statuses == {1: "open", 2: "open", 3: "handed_over"}
    read = (await shop.get(f"/v1/orders/{placed['order_id']}")).json()
    assert (read["sold_at"], read["currency"], read["lines"][0]["unit_price"]) == ("N1", "EUR", 1999)


async def test_an_order_for_more_than_there_is_is_refused_or_waits_or_is_cut(shop: Shop) -> None:
    lines = [{"sku": "A", "quantity": 20}]
    refused = await shop.post("/v1/orders", ORDER | {"lines": lines})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/insufficient-stock")
    waits = await place(shop, lines=lines, shortage="backorder")
    assert (waits["status"], waits["lines"][0]["short"]) == ("partly_backordered", 5)
    nothing = await place(shop, lines=lines, shortage="backorder")
    assert (nothing["status"], nothing["fulfillment_orders"]) == ("backordered", [])
    await shop.post(f"/v1/orders/{waits['order_id']}/cancel")
    await shop.post(f"/v1/orders/{nothing['order_id']}/cancel")
    cut = await place(shop, lines=lines, shortage="cancel")
    assert (cut["status"], cut["lines"][0]["cancelled"]) == ("allocated", 5)


async def test_an_order_waits_for_its_payment_and_is_paid_once(shop: Shop) -> None:
    pending = await place(shop, payment="pending", payment_ttl_seconds=60)
    assert (pending["status"], pending["fulfillment_orders"]) == ("payment_pending", [])
    assert pending["payment_due_at"]
    path = f"/v1/orders/{pending['order_id']}/payment/confirm"
    paid = await shop.post(path, idempotency_key="p")
    assert (paid.status_code, paid.json()["status"], paid.json()["hold"]) == (200, "allocated", "used"), paid.text
    assert (await shop.post(path, idempotency_key="p")).content == paid.content
    twice = await shop.post(path)
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/order-state")


async def test_an_order_that_is_not_paid_ends_and_gives_its_stock_back(shop: Shop) -> None:
    pending = await place(shop, payment="pending", lines=[{"sku": "A", "quantity": 15}])
    path = f"/v1/orders/{pending['order_id']}/payment/fail"
    failed = await shop.post(path, idempotency_key="f")
    assert (failed.json()["status"], failed.json()["payment"]) == ("cancelled", "failed")
    assert (await shop.post(path, idempotency_key="f")).content == failed.content
    assert (await shop.post(path)).status_code == 409
    assert await place(shop, lines=[{"sku": "A", "quantity": 15}])


async def test_a_part_of_an_order_is_cancelled(shop: Shop) -> None:
    placed = await place(shop, lines=[{"sku": "A", "quantity": 3}, {"sku": "C", "quantity": 1.5}])
    path = f"/v1/orders/{placed['order_id']}/cancel"
    some = await shop.post(path, {"lines": [{"line": 2, "quantity": 0.5}]}, idempotency_key="c")
    assert (some.status_code, some.json()["status"]) == (200, "allocated"), some.text
    assert some.json()["lines"] == [{"sku": "C", "node": "N1", "quantity": 0.5}]
    again = await shop.post(path, {"lines": [{"line": 2, "quantity": 0.5}]}, idempotency_key="c")
    assert again.content == some.content
    for lines, field in [
        ([{"line": 3, "quantity": 1}], "lines[0].line"),
        ([{"line": 1, "quantity": 1}, {"line": 2, "quantity": 2}], "lines[1].quantity"),
        ([{"line": 1, "quantity": 0.5}], "lines[0].quantity"),
        ([{"line": 1, "quantity": 0}], "lines[0].quantity"),
        ([{"line": 0, "quantity": 1}], "lines[0].line"),
    ]:
        refused = await shop.post(path, {"lines": lines})
        assert (refused.status_code, [each["path"] for each in refused.json()["errors"]]) == (400, [field])


async def test_an_order_is_edited_until_its_nodes_are_told(shop: Shop) -> None:
    placed = await place(shop)
    path = f"/v1/orders/{placed['order_id']}/edit"
    edit = {"quantities": [{"line": 1, "quantity": 4}], "add": [{"sku": "C", "quantity": 0.5}], "priority": 5}
    edited = await shop.post(path, edit, idempotency_key="e")
    assert edited.status_code == 200, edited.text
    assert [(line["sku"], line["quantity"]) for line in edited.json()["lines"]] == [("A", 4), ("C", 0.5)]
    assert (await shop.post(path, edit, idempotency_key="e")).content == edited.content
    moved = await shop.post(path, {"method": "pickup", "pickup_node": "N1"})
    assert {each["node"] for each in moved.json()["fulfillment_orders"] if each["status"] == "open"} == {"N1"}
    (told,) = [each["id"] for each in moved.json()["fulfillment_orders"] if each["status"] == "open"]
    assert (await shop.post(f"/v1/fulfillment-orders/{told}/release")).status_code == 200
    late = await shop.post(path, {"priority": 1})
    assert (late.status_code, late.json()["type"]) == (409, "/problems/order-state")


@pytest.mark.parametrize("order_id", ["x", "0190b3a0-0000-7000-8000-000000000000"])
async def test_an_unknown_order_is_not_found(standing_shop: Shop, order_id: str) -> None:
    answers = [
        await standing_shop.get(f"/v1/orders/{order_id}"),
        await standing_shop.get(f"/v1/orders/{order_id}/explanation"),
        await standing_shop.post(f"/v1/orders/{order_id}/cancel"),
        await standing_shop.post(f"/v1/orders/{order_id}/cancel", {"lines": [{"line": 1, "quantity": 1}]}),
        await standing_shop.post(f"/v1/orders/{order_id}/edit", {"priority": 1}),
        await standing_shop.post(f"/v1/orders/{order_id}/payment/confirm"),
        await standing_shop.post(f"/v1/orders/{order_id}/payment/fail"),
    ]
    assert [(a.status_code, a.json()["type"]) for a in answers] == [(404, "/problems/unknown-order")] * 7


async def test_orders_are_listed_by_pages_and_found_by_reference(shop: Shop) -> None:
    references = [f"R-{number}" for number in range(5)]
    for reference in references:
        await place(shop, reference=reference, lines=[{"sku": "A", "quantity": 1}])
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await shop.get(f"/v1/orders?limit=2{cursor and f'&cursor={cursor}'}")).json()
        assert len(page["items"]) <= 2
        seen += [order["reference"] for order in page["items"]]
        cursor = page["next"]
    assert seen == references
    (found,) = (await shop.get("/v1/orders?channel=web&reference=R-3")).json()["items"]
    assert found["reference"] == "R-3"
    assert (await shop.get("/v1/orders?channel=web&reference=R-9")).json()["items"] == []


async def test_orders_are_listed_by_status_channel_and_time(shop: Shop) -> None:
    """Whatever shortcut a status takes to its orders, it finds those that have it, and no other."""
    await shop.post("/v1/network/channels", {"channels": [{"id": "till", "name": "Till", "kind": "store"}]})
    one, lacking = [{"sku": "A", "quantity": 1}], [{"sku": "B", "quantity": 1}]
    steps = ("release", "accept", "pick", "ship", "deliver")
    places: list[tuple[dict[str, Any], Sequence[str]]] = [
        ({"payment": "pending"}, ()),
        ({"lines": lacking, "shortage": "backorder"}, ()),
        ({"lines": [*one, *lacking], "shortage": "backorder"}, ()),
        ({"lines": [*one, *lacking], "shortage": "backorder"}, steps),
        *[({"lines": one}, steps[:many]) for many in (0, 1, 4, 5)],
        ({"channel": "till", "method": "carry_out", "sold_at": "N1", "lines": one}, ()),
    ]
    for words, taken in places:
        placed = await place(shop, **words)
        for name in taken:
            await shop.post(f"/v1/fulfillment-orders/{placed['fulfillment_orders'][0]['id']}/{name}")
    await shop.post(f"/v1/orders/{(await place(shop, lines=one))['order_id']}/cancel")
    everything = (await shop.get("/v1/orders")).json()["items"]
    assert {each["status"] for each in everything} == set(OrderStatus)

    async def listed(query: str) -> list[str]:
        return [each["order_id"] for each in (await shop.get(f"/v1/orders?{query}")).json()["items"]]

    for statuses in [(each,) for each in OrderStatus] + [("shipped", "backordered"), ("shipped", "completed")]:
        expected = [each["order_id"] for each in everything if each["status"] in statuses]
        assert await listed(f"status={','.join(statuses)}") == expected
    assert await listed("channel=till") == [each["order_id"] for each in everything if each["channel"] == "till"]
    moments = [each["placed_at"] for each in everything]
    between = [each["order_id"] for each in everything if moments[2] <= each["placed_at"] < moments[5]]
    assert await listed(f"placed_from={moments[2]}&placed_until={moments[5]}") == between
    assert await listed(f"placed_from={moments[2]}&placed_until={moments[5]}&status=in_fulfillment&node=N1,N2") == [
        each["order_id"] for each in everything if each["order_id"] in between and each["status"] == "in_fulfillment"
    ]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("reference=R-1", "channel"),
        ("channel=web&reference=R-1&status=shipped", "reference"),
        ("placed_from=2026-01-01T00:00:00", "placed_from"),
        ("placed_until=0001-01-01T00:00:00Z", "placed_until"),
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=x", "limit"),
        ("cursor=IngI", "cursor"),
        ("cursor=%00", "cursor"),
        ("status=open", "status"),
    ],
)
async def test_a_bad_listing_is_refused_by_parameter(standing_shop: Shop, query: str, path: str) -> None:
    answered = await standing_shop.get(f"/v1/orders?{query}")
    assert (answered.status_code, [each["path"] for each in answered.json()["errors"]]) == (400, [path])


class TestAKeyLimitedToANode:
    """It sells, sees and changes the orders of its node."""

    async def test_it_sells_for_pickup_there_and_sees_nothing_else(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        assert (await caller.post("/v1/orders", ORDER)).status_code == 403
        pickup = ORDER | {"method": "pickup", "pickup_node": "N2"}
        assert (await caller.post("/v1/orders", pickup)).status_code == 403
        other = (await shop.post("/v1/orders", pickup)).json()["order_id"]
        assert (await caller.get("/v1/orders?channel=web&reference=R-1")).status_code == 403
        await self._sees_nothing_of(caller, other)
        mine = await caller.post("/v1/orders", pickup | {"pickup_node": "N1", "reference": "R-2"})
        assert mine.status_code == 201, mine.text
        assert len((await caller.get("/v1/orders?channel=web&reference=R-2")).json()["items"]) == 1
        assert (await caller.post(f"/v1/orders/{mine.json()['order_id']}/cancel")).status_code == 200

    async def test_what_no_node_serves_yet_is_not_its_to_see(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        await self._sees_nothing_of(caller, (await place(shop, payment="pending"))["order_id"])
        waits = await place(shop, lines=[{"sku": "B", "quantity": 1}], shortage="backorder")
        await self._sees_nothing_of(caller, waits["order_id"])

    async def test_it_lists_orders_of_its_node_only(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        await shop.post("/v1/facts", {"facts": [RECEIVED]})
        for query in ("", "?node=N2", "?node=N1,N2", "?status=allocated"):
            answered = await caller.get(f"/v1/orders{query}")
            assert (answered.status_code, answered.json()["errors"][0]["path"]) == (403, "node"), query
        shared = await place(shop, lines=[{"sku": "C", "quantity": 1}, {"sku": "B", "quantity": 1}], ship_to=HERE)
        await place(shop, lines=[{"sku": "B", "quantity": 1}], ship_to=HERE)
        sold = await place(shop, lines=[{"sku": "B", "quantity": 1}], ship_to=HERE, sold_at="N1")
        collected = await place(shop, lines=[{"sku": "A", "quantity": 1}], method="pickup", pickup_node="N1")
        listed = (await caller.get("/v1/orders?node=N1")).json()["items"]
        assert [(each["order_id"], each.get("partial", False)) for each in listed] == [
            (shared["order_id"], True),
            (sold["order_id"], False),
            (collected["order_id"], False),
        ]

    async def test_its_till_sells_what_other_nodes_send(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        await shop.post("/v1/facts", {"facts": [RECEIVED]})
        aisle = {"lines": [{"sku": "B", "quantity": 1}], "ship_to": HERE}
        assert (await caller.post("/v1/orders", ORDER | aisle)).status_code == 403
        assert (await caller.post("/v1/orders", ORDER | aisle | {"sold_at": "N2"})).status_code == 403
        sold = await caller.post("/v1/orders", ORDER | aisle | {"sold_at": "N1"})
        assert [each["node"] for each in sold.json()["fulfillment_orders"]] == ["N2"]
        assert (await caller.get(f"/v1/orders/{sold.json()['order_id']}")).status_code == 200

    async def test_it_reads_of_a_shared_order_what_its_node_serves(self, shop: Shop, make_key: MakeKey) -> None:
        caller, other = [Shop(shop.client, await make_key("sell", nodes=(node,))) for node in ("N1", "N2")]
        await shop.post("/v1/facts", {"facts": [RECEIVED]})
        lines = [{"sku": "C", "quantity": 1}, {"sku": "B", "quantity": 1}, {"sku": "A", "quantity": 1, **AT_N2}]
        order = await place(shop, lines=lines, ship_to=HERE, reference="R-7")
        path = f"/v1/orders/{order['order_id']}"
        for read in (await caller.get(path), await caller.get("/v1/orders?channel=web&reference=R-7")):
            body = read.json()
            (part,) = body.get("items", [body])
            assert ([each["node"] for each in part["fulfillment_orders"]], part["partial"]) == (["N1"], True)
            assert [each["sku"] for each in part["lines"]] == ["C", "B"]
            assert [each["ship_to"] for each in part["deliveries"]] == [HERE]
        assert [each["sku"] for each in (await other.get(path)).json()["lines"]] == ["C", "B", "A"]
        for unseen in (f"{path}/explanation", path + "/cancel"):
            answered = await caller.send("GET" if "expl" in unseen else "POST", unseen)
            assert answered.status_code == 403
        assert "partial" not in (await shop.get(path)).json()

    async def test_it_reads_nothing_of_what_its_node_gave_up(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", "stock", nodes=("N1",)))
        order = await place(shop, lines=[{"sku": "A", "quantity": 1}], ship_to=HERE)
        task = f"/v1/fulfillment-orders/{order['fulfillment_orders'][0]['id']}"
        assert [each["node"] for each in order["fulfillment_orders"]] == ["N1"]
        assert (await caller.get(task)).json()["ship_to"] == HERE
        await shop.post(f"{task}/release")
        assert (await caller.post(f"{task}/reject")).json()["repairs"][0]["to_node"] == "N2"
        assert "ship_to" not in (await caller.get(task)).json()
        assert (await caller.get(f"/v1/orders/{order['order_id']}")).status_code == 403

    async def test_no_line_or_edit_takes_goods_elsewhere(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        mine = ORDER | {"method": "pickup", "pickup_node": "N1"}
        for line, path in [({"method": "ship"}, "method"), ({"method": "pickup", "pickup_node": "N2"}, "pickup_node")]:
            refused = await caller.post("/v1/orders", mine | {"lines": [ORDER["lines"][0] | line]})
            assert (refused.status_code, refused.json()["errors"][0]["path"]) == (403, f"lines[0].{path}")
        order_id = (await caller.post("/v1/orders", mine)).json()["order_id"]
        for edit, path in [({"method": "ship"}, "method"), ({"pickup_node": "N2"}, "pickup_node")]:
            refused = await caller.post(f"/v1/orders/{order_id}/edit", edit)
            assert (refused.status_code, refused.json()["errors"][0]["path"]) == (403, path)
        assert (await caller.post(f"/v1/orders/{order_id}/edit", {"priority": 1})).status_code == 200

    async def test_it_uses_up_no_hold_of_other_nodes(self, shop: Shop, make_key: MakeKey) -> None:
        caller = Shop(shop.client, await make_key("sell", nodes=("N1",)))
        mine = ORDER | {"method": "pickup", "pickup_node": "N1"}
        for node, status in [("N2", 403), ("N1", 201)]:
            cart = {"channel": "web", "lines": [{"sku": "A", "quantity": 1, "node": node}]}
            hold_id = (await shop.post("/v1/holds", cart)).json()["hold_id"]
            placed = await caller.post("/v1/orders", mine | {"hold_id": hold_id})
            assert placed.status_code == status, placed.text
            assert (await caller.post(f"/v1/holds/{hold_id}/release")).status_code in {403, 409}

    async def _sees_nothing_of(self, caller: Shop, order_id: str) -> None:
        answers = [
            await caller.get(f"/v1/orders/{order_id}"),
            await caller.get(f"/v1/orders/{order_id}/explanation"),
            await caller.post(f"/v1/orders/{order_id}/cancel"),
            await caller.post(f"/v1/orders/{order_id}/edit", {"priority": 1}),
            await caller.post(f"/v1/orders/{order_id}/payment/confirm"),
            await caller.post(f"/v1/orders/{order_id}/payment/fail"),
        ]
        assert [answer.status_code for answer in answers] == [403] * 6


RECEIVED = {"kind": "receive", "sku": "B", "node": "N2", "quantity": 5, "source": "dock", "source_id": "1"}
