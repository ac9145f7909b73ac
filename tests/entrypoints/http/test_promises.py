"""Promises over HTTP: what a customer could be promised, and questions that are not understood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

PATH = "/v1/promises"
LANES = "/v1/network/shipping-lanes"
HOME = {"country": "DE", "postal_code": "10115", "latitude": 52.53, "longitude": 13.38}
ASKED: dict[str, Any] = {"channel": "web", "lines": [{"sku": "A", "quantity": 2}], "at": "2026-06-03T10:00:00Z"}
LANE = {
    "from_node": "N1", "to_country": "DE", "carrier": "Vans", "transit_days_min": 1, "transit_days_max": 3,
    "cost": {"amount": "4.90", "currency": "EUR"},
}  # fmt: skip


async def test_dates_nodes_and_cost_are_told(shop: Shop) -> None:
    await shop.post(LANES, {"shipping_lanes": [LANE, LANE | {"from_node": "N2"}]})
    answered = await shop.post(PATH, ASKED | {"ship_to": HOME, "methods": ["ship"]})
    assert answered.status_code == 200, answered.text
    (promise,) = answered.json()["promises"]
    (node,) = promise.pop("nodes")
    assert promise == {
        "method": "ship",
        "available": True,
        "in_stock": True,
        "promised_from": "2026-06-04T00:00:00Z",
        "promised_until": "2026-06-06T23:59:59Z",
        "from_date": "2026-06-04",
        "until_date": "2026-06-06",
        "cost": {"amount": "4.90", "currency": "EUR"},
    }
    assert node["lines"] == [{"sku": "A", "quantity": 2}]
    assert node["ship_by"] == "2026-06-03T10:10:00Z", "when it can no longer be edited"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"ship_to": HOME | {"latitude": -33.9}, "methods": ["same_day"]}, "no node within 30 km has all of it"),
        ({"pickup_node": "N2", "methods": ["pickup"]}, "N2 does not have all of it"),
        ({"methods": ["ship"]}, "the pool does not have all of it"),
    ],
)
async def test_what_cannot_be_had_says_who_lacks_it(standing_shop: Shop, words: dict[str, Any], said: str) -> None:
    lines = [{"sku": "A", "quantity": 17}]
    (promise,) = (await standing_shop.post(PATH, ASKED | {"lines": lines} | words)).json()["promises"]
    assert promise["reason"] == f"{said}, and no supply of it is to come"


async def test_what_lacks_is_told_with_the_supply_that_it_comes_from(shop: Shop) -> None:
    row = {"id": "PO-1", "sku": "A", "node": "N2", "quantity": 4, "expected_at": "2026-06-20T10:00:00Z"}
    await shop.post("/v1/supplies", {"supplies": [row]})
    lines = [{"sku": "A", "quantity": 17}]
    (promise,) = (await shop.post(PATH, ASKED | {"lines": lines})).json()["promises"]
    assert (promise["available"], promise["in_stock"]) == (True, False)
    assert promise["promised_from"] > "2026-06-20"
    coming = {"supply_id": "PO-1", "node": "N2", "quantity": 2, "expected_at": "2026-06-20T10:00:00Z"}
    assert promise["short"] == [{"sku": "A", "quantity": 2, "supply": [coming]}]
    lines = [{"sku": "A", "quantity": 20}]
    (promise,) = (await shop.post(PATH, ASKED | {"lines": lines})).json()["promises"]
    assert not promise["available"]
    assert "promised_until" not in promise
    assert promise["reason"]


async def test_a_question_changes_nothing(shop: Shop, count_rows: Callable[[], Awaitable[dict[str, int]]]) -> None:
    before = await count_rows()
    await shop.post(PATH, ASKED | {"ship_to": HOME, "pickup_node": "N1"})
    assert await count_rows() == before


async def test_an_order_is_promised_what_was_answered(shop: Shop) -> None:
    question = {"channel": "web", "lines": ASKED["lines"], "pickup_node": "N1", "methods": ["ship_to_store"]}
    (promise,) = (await shop.post(PATH, question)).json()["promises"]
    placed = await shop.post("/v1/orders", question | {"method": "ship_to_store"} | {"methods": None})
    assert placed.status_code == 400
    body = {"channel": "web", "lines": ASKED["lines"], "pickup_node": "N1", "method": "ship_to_store"}
    (delivery,) = (await shop.post("/v1/orders", body)).json()["deliveries"]
    assert delivery["promised_until"][:16] >= promise["promised_until"][:16]


@pytest.mark.parametrize(
    ("change", "status", "path"),
    [
        ({"channel": "moon"}, 404, "channel"),
        ({"channel": ""}, 400, "channel"),
        ({"lines": []}, 400, "lines"),
        ({"lines": [{"sku": "moon", "quantity": 1}]}, 404, "lines[0].sku"),
        ({"lines": [{"sku": "A", "quantity": 0}]}, 400, "lines[0].quantity"),
        ({"lines": [{"sku": "A", "quantity": 0.5}]}, 400, "lines[0].quantity"),
        ({"lines": [{"sku": "A", "quantity": 1, "node": "N1"}]}, 400, "lines[0].node"),
        ({"methods": ["carry_out"]}, 400, "methods[0]"),
        ({"methods": ["pickup"]}, 400, "pickup_node"),
        ({"methods": ["same_day"]}, 400, "ship_to.latitude"),
        ({"pickup_node": "moon"}, 404, "pickup_node"),
        ({"ship_to": {"latitude": 91, "longitude": 0}}, 400, "ship_to.latitude"),
        ({"ship_to": {"country": "Germany"}}, 400, "ship_to.country"),
        ({"at": "2026-06-03T10:00:00"}, 400, "at"),
        ({"at": "1912-06-03T10:00:00Z"}, 400, "at"),
        ({"when": "now"}, 400, "when"),
    ],
)
async def test_a_question_that_is_not_understood_is_refused_by_its_field(
    standing_shop: Shop, change: dict[str, Any], status: int, path: str
) -> None:
    answered = await standing_shop.post(PATH, ASKED | change)
    problem = answered.json()
    assert (answered.status_code, [each["path"] for each in problem["errors"]]) in [(status, [path]), (422, [path])], (
        problem
    )


async def test_who_may_read_or_sell_may_ask(shop: Shop, make_key: MakeKey) -> None:
    for scope, status in (("read", 200), ("sell", 200), ("stock", 403)):
        asker = Shop(shop.client, await make_key(scope))
        assert (await asker.post(PATH, ASKED)).status_code == status


async def test_a_key_of_a_node_hears_of_what_is_collected_there_only(shop: Shop, make_key: MakeKey) -> None:
    store = Shop(shop.client, await make_key("sell", nodes=("N1",)))
    (promise,) = (await store.post(PATH, ASKED | {"pickup_node": "N1"})).json()["promises"]
    assert (promise["method"], [each["node"] for each in promise["nodes"]]) == ("pickup", ["N1"])
    assert (await store.post(PATH, ASKED | {"pickup_node": "N2"})).status_code == 403
    refused = await store.post(PATH, ASKED)
    assert (refused.status_code, "as sold_at" in refused.json()["errors"][0]["message"]) == (403, True)
    assert (await store.post(PATH, ASKED | {"pickup_node": "N1", "methods": ["ship"]})).status_code == 403


async def test_a_till_hears_of_what_it_may_sell_from_other_nodes(shop: Shop, make_key: MakeKey) -> None:
    store = Shop(shop.client, await make_key("sell", nodes=("N2",)))
    asked = {"channel": "web", "lines": [{"sku": "C", "quantity": 1}], "ship_to": HOME}
    till = {"sold_at": "N2"}
    (ship, *_) = (await store.post(PATH, asked | till)).json()["promises"]
    assert (ship["method"], [each["node"] for each in ship["nodes"]]) == ("ship", ["N1"])
    available = "/v1/availability?channel=web&sku=C"
    found = [(await store.get(path)).json()["items"][0]["available"] for path in (available, f"{available}&sold_at=N2")]
    body = {"channel": "web", "skus": ["C"]}
    found += [
        (await store.post("/v1/availability", body | more)).json()["items"][0]["available"] for more in ({}, till)
    ]
    assert found == [0, 2.5, 0, 2.5]
    order = asked | {"lines": [{"sku": "C", "quantity": 1}]}
    refused = await store.post("/v1/orders", order)
    assert (refused.status_code, "as sold_at" in refused.json()["errors"][0]["message"]) == (403, True)
    assert (await store.post("/v1/orders", order | till)).status_code == 201
    elsewhere = {"sold_at": "N1"}
    answers = [await store.get(f"{available}&sold_at=N1"), await store.post("/v1/availability", body | elsewhere)]
    answers += [await store.post(path, asked | elsewhere) for path in (PATH, "/v1/orders")]
    answers.append(await store.post(PATH, asked | till | {"pickup_node": "N1"}))
    assert [each.status_code for each in answers] == [403] * 5
    assert (await shop.post(PATH, asked | {"sold_at": "moon"})).status_code == 422
