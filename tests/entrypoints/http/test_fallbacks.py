"""What a policy lets happen where no node has everything, for orders that do not say it themselves."""

from __future__ import annotations

from typing import Any

import pytest

from stockpool.bootstrap import Application
from stockpool.workflows.verify import verify
from tests.entrypoints.http.conftest import Shop
from tests.entrypoints.http.test_fulfillment_orders import TO_THE_COUNTER, TO_THE_STORE

RULE = "  - name: {name}\n{when}    costs:\n      - parcel: {{further: 1}}\n    otherwise: [{otherwise}]\n"

Reply = dict[str, Any]


def rule(otherwise: str, name: str = "all", when: str = "") -> str:
    """A rule, for everything unless `when` is given."""
    return RULE.format(name=name, otherwise=otherwise, when=f"    when: {when}\n" if when else "")


async def act(shop: Shop, *rules: str) -> None:
    """Let a policy with these rules act."""
    text = f"policy: falls-back\ncurrency: EUR\nrules:\n{''.join(rules)}"
    stored = await shop.post("/v1/sourcing/policies", {"text": text})
    assert stored.status_code == 201, stored.text
    acts = await shop.post("/v1/sourcing/policies/falls-back/activate")
    assert acts.status_code == 200, acts.text


async def place(shop: Shop, quantity: float, status: int = 201, **more: object) -> Reply:
    """Order aprons, of which there are 10 at N1 and 5 at N2."""
    answered = await shop.post("/v1/orders", {"channel": "web", "lines": [{"sku": "A", "quantity": quantity}]} | more)
    assert answered.status_code == status, answered.text
    reply: Reply = answered.json()
    return reply


def served(order: Reply) -> dict[str, float]:
    """Units by node."""
    return {each["node"]: sum(line["quantity"] for line in each["lines"]) for each in order["fulfillment_orders"]}


async def test_what_nobody_has_waits_or_is_not_sold_as_the_rule_says(shop: Shop) -> None:
    assert (await place(shop, 20, 409))["type"] == "/problems/insufficient-stock", "without a policy it is refused"
    await act(shop, rule("split"))
    assert (await place(shop, 20, 409))["type"] == "/problems/insufficient-stock", "where it says nothing too"
    await act(shop, rule("split, backorder"))
    waits = await place(shop, 16)
    assert (waits["status"], served(waits)) == ("partly_backordered", {"N1": 10, "N2": 5})
    await shop.post(f"/v1/orders/{waits['order_id']}/cancel")
    await act(shop, rule("split, cancel"))
    cut = await place(shop, 16)
    assert (cut["status"], cut["lines"][0]["cancelled"], served(cut)) == ("allocated", 1, {"N1": 10, "N2": 5})
    assert (await place(shop, 1, 409))["type"] == "/problems/insufficient-stock", "an order of nothing is none"


async def test_what_the_order_says_goes_before_the_rule(shop: Shop) -> None:
    await act(shop, rule("split, backorder"))
    assert (await place(shop, 16, 409, shortage="refuse"))["type"] == "/problems/insufficient-stock"
    assert (await place(shop, 16, shortage="cancel"))["lines"][0]["cancelled"] == 1


async def test_a_single_node_serves_and_the_rest_waits_without_split(shop: Shop) -> None:
    await act(shop, rule("backorder"))
    waits = await place(shop, 12)
    assert (served(waits), waits["lines"][0]["short"]) == ({"N1": 10}, 2)


async def test_kits_are_not_cut_down_by_a_rule(shop: Shop) -> None:
    kit = {"id": "K", "name": "Kit", "components": [{"sku": "A", "quantity": 2}]}
    assert (await shop.post("/v1/catalog/skus", {"skus": [kit]})).json()["results"][0]["outcome"] == "created"
    await act(shop, rule("split, cancel"))
    assert (await place(shop, 1, lines=[{"sku": "K", "quantity": 1}]))["status"] == "allocated"
    refused = await place(shop, 1, 409, lines=[{"sku": "K", "quantity": 50}])
    assert refused["type"] == "/problems/insufficient-stock"


@pytest.mark.parametrize(("pickup", "status"), [("backorder", 201), ("cancel", 409), ("split", 409)])
async def test_deliveries_whose_rules_disagree_leave_it_to_the_settings(shop: Shop, pickup: str, status: int) -> None:
    await act(shop, rule(pickup, "collected", "{methods: [pickup]}"), rule("split, backorder"))
    lines = [{"sku": "A", "quantity": 5, "method": "pickup", "pickup_node": "N2"}, {"sku": "A", "quantity": 11}]
    await place(shop, 1, status, lines=lines)


async def test_another_node_sends_to_the_store_what_it_has_not(shop: Shop, application: Application) -> None:
    collected: dict[str, Any] = {"method": "pickup", "pickup_node": "N2"}
    await act(shop, rule("split"))
    assert (await place(shop, 7, 409, **collected))["type"] == "/problems/insufficient-stock"
    await act(shop, rule("split, ship_to_store"))
    placed = await place(shop, 7, **collected)
    assert served(placed) == {"N2": 5, "N1": 2}, "what the store has lies ready there, the rest is sent"
    explained = (await shop.get(f"/v1/orders/{placed['order_id']}/explanation")).json()
    assert [each["chosen"][0]["node"] for each in (explained["sourced"], *explained["further"])] == ["N2", "N1"]
    assert explained["sourced"]["cost"] == "0.00"
    await walk(shop, placed)
    read = (await shop.get(f"/v1/orders/{placed['order_id']}")).json()
    assert read["status"] == "completed"
    connection = await application.database.connect()
    async with connection:
        assert not list((await verify(connection)).drifts)


async def walk(shop: Shop, placed: Reply) -> None:
    """Let the nodes do their parts, until the customer has everything."""
    for each in placed["fulfillment_orders"]:
        code = None
        for step in TO_THE_COUNTER if each["node"] == "N2" else TO_THE_STORE:
            body = {"code": code} if step == "hand-over" else None
            answered = await shop.post(f"/v1/fulfillment-orders/{each['id']}/{step}", body)
            assert answered.status_code == 200, (step, answered.text)
            code = answered.json().get("pickup_code", code)
