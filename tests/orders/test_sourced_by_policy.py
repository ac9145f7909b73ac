"""Orders are sourced by the policy that acts, from the next order on, and say so."""

from __future__ import annotations

from datetime import UTC, datetime

from stockpool.orders.messages import OrderPlaced
from stockpool.sourcing.api import Activated, ActivatePolicy, PolicyPut, PutPolicy, RollBack
from stockpool.sourcing.messages import Explanation
from stockpool.workflows.explaining import explain_order, tell_order
from stockpool.workflows.policy_desk import PolicyDesk
from tests.orders.shop import BERLIN, Shop, allocated

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)

WAREHOUSE_FIRST = """
policy: warehouse-first
currency: EUR
rules:
  - name: all
    filters:
      - nodes: {never: [munich]}
    costs:
      - distance: {per_km: 0.01}
      - labor: {per_order: 2, of: {store: {per_order: 9}}}
      - parcel: {further: 3}
    otherwise: [split]
"""


async def act(shop: Shop, text: str) -> None:
    """Let a policy act."""
    desk = PolicyDesk(shop.database)
    stored = await desk.put(PutPolicy(text), NOW, "test")
    assert isinstance(stored, PolicyPut), stored
    activated = await desk.activate(ActivatePolicy(stored.policy.name), NOW, "test")
    assert isinstance(activated, Activated), activated


async def why(shop: Shop, placed: OrderPlaced) -> Explanation:
    """What sourcing says of an order."""
    async with shop.database.read() as connection:
        explanation = await explain_order(connection, placed.order_id)
    assert explanation is not None
    assert explanation.sourced is not None
    return explanation.sourced


async def test_a_policy_acts_on_the_next_order_and_is_taken_back_in_one_step(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 9, "munich": 9}})
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "berlin"): 1}
    await act(shop, WAREHOUSE_FIRST)
    placed = await shop.place({"tea": 1}, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "leipzig"): 1}
    assert isinstance(await PolicyDesk(shop.database).roll_back(RollBack(), NOW, "test"), Activated)
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "berlin"): 1}


async def test_an_order_tells_its_policy_its_costs_and_the_next_best(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 9, "munich": 9}})
    await act(shop, WAREHOUSE_FIRST)
    said = await why(shop, await shop.place({"tea": 1}, ship_to=BERLIN))
    assert (said.policy, said.rule, said.currency) == ("warehouse-first@1", "all", "EUR")
    assert said.costs == ("distance", "labor", "parcel")
    (chosen,) = said.chosen
    assert (chosen.node, chosen.costs[1:]) == ("leipzig", (2_000_000, 0))
    (other,) = said.alternatives
    assert other.nodes == ("berlin",)
    assert sum(other.costs[0]) > sum(chosen.costs)
    assert {(each.reason.value, each.count) for each in said.excluded} == {
        ("costlier", 1),
        ("filtered", 1),
        ("cannot_ship", 1),
    }


async def test_an_order_is_split_where_no_node_that_may_serve_has_all_of_it(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2, "leipzig": 3, "munich": 9}})
    await act(shop, WAREHOUSE_FIRST)
    placed = await shop.place({"tea": 5}, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "berlin"): 2, ("tea", "leipzig"): 3}
    said = await why(shop, placed)
    assert [each.node for each in said.chosen] == ["leipzig", "berlin"]
    assert said.chosen[1].costs[2] == 3_000_000
    (without,) = [each for each in said.passed_over if each.filter]
    assert (without.node, without.filter) == ("munich", "nodes")


async def test_an_order_is_told_what_would_have_changed_its_nodes(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9, "leipzig": 1, "munich": 9}})
    await act(shop, WAREHOUSE_FIRST)
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "berlin"): 2}
    async with shop.database.read() as connection:
        told = await tell_order(connection, placed.order_id)
    assert told is not None
    assert told.sourced is not None
    assert "leipzig would serve if it had 1 more of tea." in [each.sentence for each in told.sourced.would_change]
    await shop.receive({"tea": {"leipzig": 1}})
    assert allocated(await shop.place({"tea": 2}, ship_to=BERLIN)) == {("tea", "leipzig"): 2}
