"""Returns over HTTP."""

from __future__ import annotations

import msgspec
import pytest

from stockpool.bootstrap import Application
from tests.entrypoints.http.conftest import MakeKey, Shop, Standing

SALE = {
    "channel": "web",
    "method": "carry_out",
    "sold_at": "N1",
    "currency": "EUR",
    "reference": "R-1",
    "lines": [{"sku": "A", "quantity": 3, "unit_price": 250}],
}
UNKNOWN = "0190b3a0-0000-7000-8000-000000000000"


async def sold(shop: Shop, reference: str = "R-1") -> str:
    placed = await shop.post("/v1/orders", SALE | {"reference": reference})
    assert placed.status_code == 201, placed.text
    return str(placed.json()["order_id"])


async def asked(shop: Shop, **change: object) -> str:
    order_id = change.get("order_id") or await sold(shop)
    body = {"node": "N1", "lines": [{"line": 1, "quantity": 2}], **change, "order_id": order_id}
    answered = await shop.post("/v1/returns", body)
    assert answered.status_code == 201, answered.text
    return str(answered.json()["return"]["return_id"])


@pytest.fixture(scope="module")
async def an_order(standing: Standing) -> str:
    """An order of which nothing came back."""
    return await sold(standing.shop)


@pytest.fixture(scope="module")
async def a_return(standing: Standing) -> str:
    """A return that is asked for."""
    return await asked(standing.shop, order_id=await sold(standing.shop, "R-2"))


@pytest.fixture(scope="module")
async def a_received_return(standing: Standing) -> str:
    """A return that is there and not looked at."""
    return_id = await asked(standing.shop, order_id=await sold(standing.shop, "R-3"))
    assert (await standing.shop.post(f"/v1/returns/{return_id}/receive")).status_code == 200
    return return_id


async def test_a_return_is_asked_for_received_inspected_and_read(shop: Shop) -> None:
    return_id = await asked(shop)
    received = await shop.post(f"/v1/returns/{return_id}/receive")
    assert (received.status_code, received.json()["return"]["status"]) == (200, "received"), received.text
    verdict = {"lines": [{"line": 1, "quantity": 2, "disposition": "restock", "condition": "new"}]}
    inspected = await shop.post(f"/v1/returns/{return_id}/inspect", verdict)
    assert inspected.json()["refund"]["amount"] == 500, inspected.text
    read = (await shop.get(f"/v1/returns/{return_id}")).json()
    assert read == inspected.json()["return"]
    assert (read["status"], read["refunded_amount"], read["currency"]) == ("closed", 500, "EUR")
    position = (await shop.get("/v1/positions?sku=A&node=N1")).json()["positions"][0]
    assert position["available"] == 9


async def test_a_return_that_will_not_come_is_cancelled(shop: Shop) -> None:
    return_id = await asked(shop)
    cancelled = await shop.post(f"/v1/returns/{return_id}/cancel", {"reason": "kept it"})
    assert (cancelled.json()["return"]["status"], cancelled.json()["return"]["cancel_reason"]) == (
        "cancelled",
        "kept it",
    )
    again = await shop.post(f"/v1/returns/{return_id}/cancel")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/return-state")


async def test_more_than_was_bought_is_refused_with_what_is_left(shop: Shop) -> None:
    order_id = await sold(shop)
    refused = await shop.post("/v1/returns", {"order_id": order_id, "lines": [{"line": 1, "quantity": 4}]})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/exceeds-returnable")
    assert refused.json()["details"] == {"returnable": [{"line": 1, "sku": "A", "quantity": 3}]}
    assert [error["path"] for error in refused.json()["errors"]] == ["lines[0].quantity"]


async def test_what_is_brought_back_too_late_is_taken_where_the_caller_says_so(
    shop: Shop, application: Application
) -> None:
    body = {"order_id": await sold(shop), "node": "N1", "lines": [{"line": 1, "quantity": 1}]}
    async with application.database.transaction() as connection:
        await connection.execute("update fulfillment_orders set since = since - interval '31 days'")
    refused = await shop.post("/v1/returns", body)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/return-too-late")
    assert (await shop.post("/v1/returns", body | {"override": True})).status_code == 201


async def test_what_another_system_tells_twice_is_one_return(shop: Shop) -> None:
    """Whatever idempotency key it is told with."""
    told = {
        "node": "N1",
        "received": True,
        "source": "till-1",
        "source_id": "77",
        "lines": [{"sku": "B", "quantity": 1}],
    }
    first, again = [await shop.post("/v1/returns", told) for _ in range(2)]
    assert first.content == again.content
    other = await shop.post("/v1/returns", told | {"node": "N2"})
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert len((await shop.get("/v1/returns?node=N1")).json()["items"]) == 1


async def test_a_receipt_that_is_an_orders_reference_means_the_order(shop: Shop) -> None:
    order_id = await sold(shop)
    body = {"channel": "web", "receipt": "R-1", "node": "N2", "lines": [{"sku": "A", "quantity": 3}]}
    back = await shop.post("/v1/returns", body)
    assert back.json()["return"]["order_id"] == order_id, back.text
    assert (await shop.post("/v1/returns", body)).status_code == 409


async def test_goods_are_exchanged(shop: Shop) -> None:
    order_id = await sold(shop)
    body = {
        "order_id": order_id,
        "node": "N1",
        "received": True,
        "lines": [{"line": 1, "quantity": 1, "disposition": "restock"}],
        "exchange": {"method": "carry_out", "lines": [{"sku": "C", "quantity": 0.5, "unit_price": 999}]},
    }
    exchange = (await shop.post("/v1/returns", body)).json()["return"]["exchange"]
    assert (exchange["price"], exchange["credit"], exchange["difference"]) == (500, 250, 250)
    assert (await shop.get(f"/v1/orders/{exchange['order_id']}")).json()["lines"][0]["fulfilled"] == 0.5


async def test_returns_are_listed_by_order_node_and_status_in_pages(shop: Shop) -> None:
    order_id = await sold(shop)
    ids = []
    for node in ("N1", "N2", "N2"):
        body = {"order_id": order_id, "node": node, "lines": [{"line": 1, "quantity": 1}]}
        ids.append((await shop.post("/v1/returns", body)).json()["return"]["return_id"])
    await shop.post(f"/v1/returns/{ids[2]}/receive")

    async def listed(query: str) -> list[str]:
        answered = await shop.get(f"/v1/returns?{query}")
        assert answered.status_code == 200, answered.text
        return [each["return_id"] for each in answered.json()["items"]]

    assert await listed(f"order_id={order_id}") == ids
    assert await listed("node=N2") == ids[1:]
    assert await listed("node=N2&status=requested") == ids[1:2]
    assert await listed("order_id=x") == []
    first = (await shop.get("/v1/returns?limit=2")).json()
    assert [each["return_id"] for each in first["items"]] == ids[:2]
    assert await listed(f"cursor={first['next']}") == ids[2:]
    newest = (await shop.get("/v1/returns?limit=2&order=newest")).json()
    assert [each["return_id"] for each in newest["items"]] == ids[:0:-1]
    assert await listed(f"order=newest&cursor={newest['next']}") == ids[:1]
    assert (await shop.get("/v1/returns?status=lost")).status_code == 400
    assert (await shop.get("/v1/returns?cursor=x")).status_code == 400


@pytest.mark.parametrize(
    ("change", "status", "path"),
    [
        ({"lines": []}, 400, "lines"),
        ({"lines": [{"quantity": 1}]}, 400, "lines[0].sku"),
        ({"lines": [{"line": 0, "quantity": 1}]}, 400, "lines[0].line"),
        ({"lines": [{"line": 7, "quantity": 1}]}, 400, "lines[0].line"),
        ({"lines": [{"line": 1, "quantity": -1}]}, 400, "lines[0].quantity"),
        ({"lines": [{"line": 1, "quantity": 10**18}]}, 400, "lines[0].quantity"),
        ({"lines": [{"line": 1, "quantity": 1, "reason": "mood"}]}, 400, "lines[0].reason"),
        ({"lines": [{"line": 1, "quantity": 1, "note": "\n"}]}, 400, "lines[0].note"),
        ({"lines": [{"line": 1, "quantity": 1, "disposition": "restock"}]}, 400, "lines[0].disposition"),
        ({"received": True, "lines": [{"line": 1, "quantity": 1, "disposition": "send"}]}, 400, "lines[0].to_node"),
        ({"order_id": "x"}, 404, "order_id"),
        ({"order_id": UNKNOWN}, 404, "order_id"),
        ({"channel": "web"}, 400, "channel"),
        ({"node": "N9"}, 422, "node"),
        ({"source": "till"}, 400, "source_id"),
        ({"exchange": {"lines": []}}, 400, "exchange.lines"),
        ({"wish": 1}, 400, "wish"),
    ],
)
async def test_a_bad_return_is_refused_by_field(
    standing_shop: Shop, an_order: str, change: dict[str, object], status: int, path: str
) -> None:
    body = {"order_id": an_order, "node": "N1", "lines": [{"line": 1, "quantity": 1}], **change}
    answered = await standing_shop.post("/v1/returns", body)
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


@pytest.mark.parametrize(
    ("step", "body", "path"),
    [
        ("receive", {"lines": [{"quantity": 1}]}, "lines[0].sku"),
        ("receive", {"lines": [{"line": 1, "sku": "A", "quantity": 1}]}, "lines[0].sku"),
        ("receive", {"lines": [{"line": 9, "quantity": 1}]}, "lines[0].line"),
        ("receive", {"lines": [{"order_line": 9, "quantity": 1}]}, "lines[0].order_line"),
        ("inspect", {"lines": [{"quantity": 1, "disposition": "restock"}]}, "lines[0].line"),
        (
            "inspect",
            {"lines": [{"line": 1, "order_line": 1, "quantity": 1, "disposition": "restock"}]},
            "lines[0].line",
        ),
        ("receive", {"lines": []}, "lines"),
        ("receive", {"more_expected": True}, "more_expected"),
        ("inspect", {"lines": [{"line": 1, "quantity": 3, "disposition": "restock"}]}, "lines[0].quantity"),
        ("inspect", {"lines": [{"line": 2, "quantity": 1, "disposition": "restock"}]}, "lines[0].line"),
        (
            "inspect",
            {"lines": [{"line": 1, "quantity": 1, "disposition": "send", "to_node": "N1"}]},
            "lines[0].to_node",
        ),
        ("cancel", {"reason": ""}, "reason"),
    ],
)
async def test_a_bad_step_is_refused_by_field(
    standing_shop: Shop, a_return: str, a_received_return: str, step: str, body: dict[str, object], path: str
) -> None:
    return_id = a_received_return if step == "inspect" else a_return
    answered = await standing_shop.post(f"/v1/returns/{return_id}/{step}", body)
    assert answered.status_code == 400, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


@pytest.mark.parametrize("return_id", ["x", UNKNOWN])
async def test_an_unknown_return_is_not_found(standing_shop: Shop, return_id: str) -> None:
    verdict = {"lines": [{"line": 1, "quantity": 1, "disposition": "restock"}]}
    answers = [
        await standing_shop.get(f"/v1/returns/{return_id}"),
        await standing_shop.post(f"/v1/returns/{return_id}/receive"),
        await standing_shop.post(f"/v1/returns/{return_id}/inspect", verdict),
        await standing_shop.post(f"/v1/returns/{return_id}/cancel"),
    ]
    assert [(a.status_code, a.json()["type"]) for a in answers] == [(404, "/problems/unknown-return")] * 4


async def test_a_key_limited_to_nodes_works_on_returns_there(shop: Shop, make_key: MakeKey) -> None:
    store = Shop(shop.client, await make_key("stock", nodes=("N2",)))
    return_id = await asked(shop)
    assert (await store.get(f"/v1/returns/{return_id}")).status_code == 403
    assert (await store.post(f"/v1/returns/{return_id}/cancel")).status_code == 403
    assert (await store.post(f"/v1/returns/{return_id}/receive")).status_code == 403
    assert (await store.get("/v1/returns")).status_code == 403
    assert (await store.get("/v1/returns?node=N2")).status_code == 200
    blind = {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]}
    assert (await store.post("/v1/returns", blind)).status_code == 403
    assert (await store.post("/v1/returns", blind | {"node": "N2"})).status_code == 201
    assert (await store.post(f"/v1/returns/{return_id}/receive", {"node": "N2"})).status_code == 200
    assert (await store.get(f"/v1/returns/{return_id}")).status_code == 200
    reader = Shop(shop.client, await make_key("read"))
    assert (await reader.get(f"/v1/returns/{return_id}")).status_code == 200
    assert (await reader.post(f"/v1/returns/{return_id}/cancel")).status_code == 403


async def test_no_exchange_of_a_key_limited_to_nodes_takes_goods_elsewhere(shop: Shop, make_key: MakeKey) -> None:
    store = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    back = {"order_id": await sold(shop), "node": "N1", "lines": [{"line": 1, "quantity": 1}]}
    for line, path in [({"method": "ship"}, "method"), ({"method": "pickup", "pickup_node": "N2"}, "pickup_node")]:
        wanted = {"method": "pickup", "pickup_node": "N1", "lines": [{"sku": "A", "quantity": 1} | line]}
        refused = await store.post("/v1/returns", back | {"exchange": wanted})
        assert (refused.status_code, refused.json()["errors"][0]["path"]) == (403, f"exchange.lines[0].{path}")


async def test_a_return_needs_an_idempotency_key(shop: Shop) -> None:
    body = msgspec.json.encode({"node": "N1", "lines": [{"sku": "A", "quantity": 1}]})
    headers = {**shop.headers, "content-type": "application/json"}
    answered = await shop.client.post("/v1/returns", content=body, headers=headers)
    assert (answered.status_code, answered.json()["type"]) == (400, "/problems/idempotency-key-missing")
