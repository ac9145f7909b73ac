"""A bad order is a problem that names the field, and leaves nothing behind; so are bad edits and steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.entrypoints.http.conftest import Shop
from tests.entrypoints.http.test_bad_input import REFUSALS_KEPT, assert_problem

CountRows = Callable[[], Awaitable[dict[str, int]]]

ORDER: dict[str, Any] = {"channel": "web", "lines": [{"sku": "A", "quantity": 2}], "reference": "R-1"}
HERE = {"latitude": 52.5, "longitude": 13.4}


def line(**changes: object) -> dict[str, Any]:
    return {"lines": [{"sku": "A", "quantity": 2} | changes]}


def lines(*changes: dict[str, object]) -> dict[str, Any]:
    return {"lines": [{"sku": "A", "quantity": 1} | each for each in changes]}


BAD_ORDERS: list[tuple[str, dict[str, Any], int, str]] = [
    ("an unknown method", {"method": "teleport"}, 400, "method"),
    ("pickup without a node", {"method": "pickup"}, 400, "pickup_node"),
    ("ship_to_store without a node", {"method": "ship_to_store"}, 400, "pickup_node"),
    ("carry_out without a node", {"method": "carry_out"}, 400, "pickup_node"),
    ("shipping with a node", {"pickup_node": "N1"}, 400, "pickup_node"),
    ("pickup with an address", {"method": "pickup", "pickup_node": "N1", "ship_to": HERE}, 400, "ship_to"),
    ("an unknown node", {"method": "pickup", "pickup_node": "N9"}, 422, "pickup_node"),
    ("a node with a control character", {"method": "pickup", "pickup_node": "N1\x07"}, 422, "pickup_node"),
    ("an unknown till", {"sold_at": "N9"}, 422, "sold_at"),
    ("goods carried out of an unknown store", {"method": "carry_out", "sold_at": "N9"}, 422, "sold_at"),
    ("goods carried out before they are paid",
     {"method": "carry_out", "sold_at": "N1", "payment": "pending"}, 400, "payment"),
    ("same day to nowhere", {"method": "same_day"}, 400, "ship_to.latitude"),
    ("same day to a city", {"method": "same_day", "ship_to": {"city": "Berlin"}}, 400, "ship_to.latitude"),
    ("an unknown field of the address", {"ship_to": {"city": "X", "planet": "Y"}}, 400, "ship_to.planet"),
    ("an address off the globe", {"ship_to": {"latitude": 1000.0, "longitude": 0.0}}, 400, "ship_to.latitude"),
    ("half a place", {"ship_to": {"latitude": 1.0}}, 400, "ship_to.longitude"),
    ("a country in words", {"ship_to": {"country": "Germany"}}, 400, "ship_to.country"),
    ("a city with U+0000", {"ship_to": {"city": "\0"}}, 400, "ship_to.city"),
    ("a city with a control character", {"ship_to": {"city": "Ber\x07lin"}}, 400, "ship_to.city"),
    ("a street of 201 letters", {"ship_to": {"street": "x" * 201}}, 400, "ship_to.street"),
    ("an empty recipient", {"ship_to": {"recipient": " "}}, 400, "ship_to.recipient"),
    ("a reference with a line break", {"reference": "x\n"}, 400, "reference"),
    ("a reference of 65 letters", {"reference": "x" * 65}, 400, "reference"),
    ("an age-old order", {"ordered_at": "1492-01-01T00:00:00Z"}, 400, "ordered_at"),
    ("a time without zone", {"ordered_at": "2026-01-01T00:00:00"}, 400, "ordered_at"),
    ("a hold that is none", {"hold_id": "x"}, 404, "hold_id"),
    ("an unknown hold", {"hold_id": str(uuid4())}, 404, "hold_id"),
    ("an unknown channel", {"channel": "mars"}, 422, "channel"),
    ("no channel", {"channel": None}, 400, "channel"),
    ("no lines", {"lines": []}, 400, "lines"),
    ("lines that are none", {"lines": "A"}, 400, "lines"),
    ("5,001 lines", {"lines": [{"sku": "A", "quantity": 1}] * 5_001}, 400, "lines"),
    ("an unknown SKU", line(sku="Z"), 422, "lines[0].sku"),
    ("a number as SKU", line(sku=7), 400, "lines[0].sku"),
    ("a huge quantity", line(quantity=10**15), 400, "lines[0].quantity"),
    ("a quantity beyond 64 bits", line(quantity=10**19), 400, "lines[0].quantity"),
    ("huge quantities in sum", lines({"quantity": 10**12}, {"quantity": 10**12}), 400, "lines[0].quantity"),
    ("a quantity of zero", line(quantity=0), 400, "lines[0].quantity"),
    ("a negative quantity", line(quantity=-1), 400, "lines[0].quantity"),
    ("half a piece", line(quantity=0.5), 400, "lines[0].quantity"),
    ("a finer fraction than the SKU has", line(sku="C", quantity=0.001), 400, "lines[0].quantity"),
    ("a quantity in words", line(quantity="two"), 400, "lines[0].quantity"),
    ("a quantity that is true", line(quantity=True), 400, "lines[0].quantity"),
    ("an unknown method of a line", lines({}, {"method": "drone"}), 400, "lines[1].method"),
    ("a line's node without a method", lines({}, {"pickup_node": "N1"}), 400, "lines[1].pickup_node"),
    ("a line's address without a method", lines({}, {"ship_to": HERE}), 400, "lines[1].ship_to"),
    ("a line's pickup without a node", lines({}, {"method": "pickup"}), 400, "lines[1].pickup_node"),
    ("a line shipped with a node", lines({"method": "ship", "pickup_node": "N1"}), 400, "lines[0].pickup_node"),
    ("a line's unknown node",
     lines({}, {}, {"method": "pickup", "pickup_node": "N9"}), 422, "lines[2].pickup_node"),
    ("a line's bad address",
     lines({"method": "ship", "ship_to": {"country": "x"}}), 400, "lines[0].ship_to.country"),
    ("a line of the same day to nowhere", lines({}, {"method": "same_day"}), 400, "lines[1].ship_to.latitude"),
    ("a price without currency", line(unit_price=100), 400, "currency"),
    ("two prices without currency", lines({"unit_price": 1}, {"unit_price": 2}), 400, "currency"),
    ("a negative price", line(unit_price=-1) | {"currency": "EUR"}, 400, "lines[0].unit_price"),
    ("a price in fractions", line(unit_price=1.5) | {"currency": "EUR"}, 400, "lines[0].unit_price"),
    ("more money than there is",
     lines({"unit_price": 10**12, "quantity": 10**3}, {"unit_price": 1}) | {"currency": "EUR"}, 400, "lines"),
    ("a currency in words", {"currency": "euro"}, 400, "currency"),
    ("a currency with a line break", {"currency": "EUR\n"}, 400, "currency"),
    ("a priority out of range", {"priority": 1_001}, 400, "priority"),
    ("a priority far out of range", {"priority": -(10**30)}, 400, "priority"),
    ("a payment that failed", {"payment": "failed"}, 400, "payment"),
    ("a payment that expired", {"payment": "expired"}, 400, "payment"),
    ("no time to pay", {"payment": "pending", "payment_ttl_seconds": 0}, 400, "payment_ttl_seconds"),
    ("years to pay", {"payment": "pending", "payment_ttl_seconds": 10**9}, 400, "payment_ttl_seconds"),
    ("an unknown shortage", {"shortage": "panic"}, 400, "shortage"),
    ("a word for together", {"together": "yes"}, 400, "together"),
    ("a field that there is not", {"allow_short": True}, 400, "allow_short"),
]  # fmt: skip


async def test_a_bad_order_is_refused_by_field_and_nothing_of_it_is_placed(shop: Shop, count_rows: CountRows) -> None:
    before = await count_rows()
    for what, change, status, path in BAD_ORDERS:
        answered = await shop.post("/v1/orders", ORDER | change)
        assert (answered.status_code, [each["path"] for each in answered.json().get("errors", [])]) == (
            status,
            [path],
        ), f"{what}: {answered.text}"
        assert_problem(answered)
    after = await count_rows()
    assert {table for table in before if before[table] != after[table]} <= REFUSALS_KEPT
    assert await _stock(shop) == [("A", "N1", 10, 0), ("A", "N2", 5, 0), ("C", "N1", 2.5, 0)]


async def test_the_same_order_in_good_form_is_placed(shop: Shop, count_rows: CountRows) -> None:
    """The control: the counting sees what an order writes."""
    before = await count_rows()
    assert (await shop.post("/v1/orders", ORDER)).status_code == 201
    after = await count_rows()
    assert {table for table in before if before[table] != after[table]} >= {"orders", "order_parts", "reservations"}


BAD_EDITS: list[tuple[dict[str, Any], int, str]] = [
    ({"quantities": [{"line": 2, "quantity": 1}]}, 400, "quantities[0].line"),
    ({"quantities": [{"line": 10**9, "quantity": 1}]}, 400, "quantities[0].line"),
    ({"quantities": [{"line": 1, "quantity": -1}]}, 400, "quantities[0].quantity"),
    ({"quantities": [{"line": 1, "quantity": 0.5}]}, 400, "quantities[0].quantity"),
    ({"quantities": [{"line": 1, "quantity": 10**13}]}, 400, "quantities[0].quantity"),
    ({"quantities": [{"line": 1, "quantity": 1}] * 2}, 400, "quantities"),
    ({"quantities": [{"line": 1, "quantity": 0}]}, 400, "quantities"),
    ({"add": [{"sku": "Z", "quantity": 1}]}, 422, "add[0].sku"),
    ({"add": [{"sku": "A", "quantity": 0}]}, 400, "add[0].quantity"),
    ({"add": [{"sku": "A", "quantity": 1, "method": "ship"}]}, 400, "add[0].method"),
    ({"add": [{"sku": "A", "quantity": 1, "unit_price": 5}]}, 400, "add[0].unit_price"),
    ({"add": [{"sku": "A", "quantity": 1}] * 5_000}, 400, "add"),
    ({"method": "carry_out"}, 400, "method"),
    ({"method": "pickup"}, 400, "pickup_node"),
    ({"method": "pickup", "pickup_node": "N9"}, 422, "pickup_node"),
    ({"method": "same_day"}, 400, "ship_to.latitude"),
    ({"pickup_node": "N1"}, 400, "pickup_node"),
    ({"method": "pickup", "pickup_node": "N1", "ship_to": HERE}, 400, "ship_to"),
    ({"ship_to": {"city": "\x07"}}, 400, "ship_to.city"),
    ({"priority": 10**6}, 400, "priority"),
    ({"reference": "other"}, 400, "reference"),
]


async def test_a_bad_edit_is_refused_by_field_and_changes_nothing(shop: Shop) -> None:
    order_id = (await shop.post("/v1/orders", ORDER)).json()["order_id"]
    before = (await shop.get(f"/v1/orders/{order_id}")).json()
    for edit, status, path in BAD_EDITS:
        answered = await shop.post(f"/v1/orders/{order_id}/edit", edit)
        assert (answered.status_code, [each["path"] for each in answered.json().get("errors", [])]) == (
            status,
            [path],
        ), f"{edit}: {answered.text}"
    more = await shop.post(f"/v1/orders/{order_id}/edit", {"quantities": [{"line": 1, "quantity": 100}]})
    assert (more.status_code, more.json()["type"]) == (409, "/problems/insufficient-stock")
    assert (await shop.get(f"/v1/orders/{order_id}")).json() == before


async def test_no_edit_makes_an_order_worth_more_than_amounts_can_say(shop: Shop) -> None:
    order = ORDER | lines({"unit_price": 10**12}) | {"currency": "EUR"}
    order_id = (await shop.post("/v1/orders", order)).json()["order_id"]
    quantities = {"quantities": [{"line": 1, "quantity": 1_001}]}
    add = {"add": [{"sku": "A", "quantity": 1_000, "unit_price": 10**12}]}
    for edit, path in [(quantities, "quantities"), (add, "add")]:
        answered = await shop.post(f"/v1/orders/{order_id}/edit", edit)
        assert (answered.status_code, [each["path"] for each in answered.json().get("errors", [])]) == (400, [path])


BAD_STEPS: list[tuple[str, dict[str, Any], str]] = [
    ("pick", {"picked": [{"sku": "B", "quantity": 1}]}, "picked[0].sku"),
    ("pick", {"picked": [{"sku": "A", "quantity": 3}]}, "picked[0].quantity"),
    ("pick", {"picked": [{"sku": "A", "quantity": 1}, {"sku": "A", "quantity": 2}]}, "picked[1].quantity"),
    ("pick", {"picked": [{"sku": "A", "quantity": -1}]}, "picked[0].quantity"),
    ("pick", {"picked": [{"sku": "A", "quantity": 0.5}]}, "picked[0].quantity"),
    ("pick", {"picked": [{"sku": "A", "quantity": 10**30}]}, "picked[0].quantity"),
    ("pick", {"picked": "all"}, "picked"),
    ("pick", {"picked": [{"sku": "A", "quantity": 1}] * 5_001}, "picked"),
    ("reject", {"reason": ""}, "reason"),
    ("reject", {"reason": "x" * 201}, "reason"),
    ("reject", {"reason": "\0"}, "reason"),
    ("reject", {"reason": "a\x07b"}, "reason"),
    ("accept", {"reason": "because"}, "reason"),
    ("ship", {"tracking": "\n"}, "tracking"),
    ("ship", {"carrier": 7}, "carrier"),
    ("hand-over", {"code": ""}, "code"),
]


async def test_a_bad_step_is_refused_by_field_and_changes_nothing(shop: Shop) -> None:
    (task,) = (await shop.post("/v1/orders", ORDER)).json()["fulfillment_orders"]
    for step in ("release", "accept"):
        assert (await shop.post(f"/v1/fulfillment-orders/{task['id']}/{step}")).status_code == 200
    before = (await shop.get(f"/v1/fulfillment-orders/{task['id']}")).json()
    for step, body, path in BAD_STEPS:
        answered = await shop.post(f"/v1/fulfillment-orders/{task['id']}/{step}", body)
        assert (answered.status_code, [each["path"] for each in answered.json().get("errors", [])]) == (
            400,
            [path],
        ), f"{step} {body}: {answered.text}"
    assert (await shop.get(f"/v1/fulfillment-orders/{task['id']}")).json() == before


async def _stock(shop: Shop) -> list[tuple[str, str, float, float]]:
    positions = (await shop.get("/v1/positions")).json()["positions"]
    return [(each["sku"], each["node"], each["available"], each["committed"]) for each in positions]
