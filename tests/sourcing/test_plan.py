"""Fewest nodes, then nearest: what the rule means, one sentence at a time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stockpool.sourcing.api import CandidatePool, plan_sourcing
from stockpool.sourcing.messages import (
    Allocation,
    Candidate,
    Destination,
    Exclusion,
    Method,
    SourcingDemand,
    SourcingPlan,
    Wanted,
)

BERLIN = Destination(52.52, 13.40)
NODES = (
    Candidate("berlin", 52.50, 13.35),
    Candidate("leipzig", 51.34, 12.37),
    Candidate("hamburg", 53.55, 9.99),
    Candidate("munich", 48.14, 11.58),
    Candidate("nowhere"),
    Candidate("outlet", 52.51, 13.41, can_ship=False, can_pickup=True),
    Candidate("dark", 52.51, 13.42, can_ship=True, can_pickup=False),
)
POOL = CandidatePool(NODES)


def plan(
    wanted: Mapping[str, int],
    stock: Mapping[str, Mapping[str, int]],
    *,
    to: Destination | None = BERLIN,
    method: Method = Method.SHIP,
    pickup_node: str | None = None,
) -> SourcingPlan:
    """A plan over the nodes above."""
    lines = tuple(Wanted(sku, units) for sku, units in wanted.items())
    return plan_sourcing(SourcingDemand(lines, method, to, pickup_node), stock, POOL)


def parts(found: SourcingPlan) -> list[tuple[str, str, int]]:
    """The allocations without their distances."""
    return [(part.sku, part.node, part.units) for part in found.allocations]


def excluded(found: SourcingPlan) -> dict[Exclusion, tuple[int, tuple[str, ...]]]:
    """What was left out, by its reason."""
    return {group.reason: (group.count, group.nodes) for group in found.explanation.excluded}


def test_the_nearest_node_that_has_everything_serves() -> None:
    found = plan({"a": 2}, {"a": {"munich": 9, "leipzig": 2, "berlin": 1}})
    assert parts(found) == [("a", "leipzig", 2)]
    assert found.allocations[0].km == pytest.approx(149, abs=2)
    assert [each.nodes for each in found.explanation.alternatives] == [("munich",)]


def test_one_node_far_away_is_better_than_two_near_ones() -> None:
    found = plan({"a": 1, "b": 1}, {"a": {"berlin": 5, "munich": 1}, "b": {"leipzig": 5, "munich": 1}})
    assert parts(found) == [("a", "munich", 1), ("b", "munich", 1)]


def test_two_nodes_serve_where_no_one_has_everything_and_the_nearer_pair_wins() -> None:
    found = plan({"a": 1, "b": 1}, {"a": {"berlin": 1, "munich": 1}, "b": {"leipzig": 1, "hamburg": 1}})
    assert parts(found) == [("a", "berlin", 1), ("b", "leipzig", 1)]
    assert found.explanation.alternatives[0].nodes == ("berlin", "hamburg")


def test_a_line_is_not_split_where_a_node_of_the_plan_has_all_of_it() -> None:
    found = plan({"a": 3, "b": 1}, {"a": {"berlin": 2, "leipzig": 3}, "b": {"berlin": 1}})
    assert parts(found) == [("a", "leipzig", 3), ("b", "berlin", 1)]


def test_a_line_is_split_from_the_nearest_on_where_no_node_has_all_of_it() -> None:
    found = plan({"a": 7}, {"a": {"berlin": 3, "leipzig": 3, "hamburg": 5}})
    assert parts(found) == [("a", "berlin", 3), ("a", "hamburg", 4)]


def test_what_the_pool_lacks_is_short_and_the_rest_is_allocated() -> None:
    found = plan({"a": 5, "b": 1, "c": 2}, {"a": {"berlin": 1, "munich": 2}, "b": {"munich": 1}})
    assert parts(found) == [("a", "berlin", 1), ("a", "munich", 2), ("b", "munich", 1)]
    assert found.short == (Wanted("a", 2), Wanted("c", 2))
    assert found.explanation.short == found.short


def test_below_zero_at_one_node_takes_nothing_from_another() -> None:
    found = plan({"a": 4}, {"a": {"berlin": -7, "munich": 3, "leipzig": 1}})
    assert parts(found) == [("a", "leipzig", 1), ("a", "munich", 3)]


def test_an_empty_pool_leaves_everything_short() -> None:
    found = plan({"a": 4}, {"a": {"berlin": 0, "munich": -1}, "b": {"berlin": 4}})
    assert found.allocations == ()
    assert found.short == (Wanted("a", 4),)
    assert excluded(found)[Exclusion.NO_STOCK] == (6, ())


def test_lines_of_the_same_sku_are_summed() -> None:
    demand = SourcingDemand((Wanted("a", 2), Wanted("a", 2)), destination=BERLIN)
    found = plan_sourcing(demand, {"a": {"berlin": 3, "munich": 4}}, NODES)
    assert parts(found) == [("a", "munich", 4)]


def test_without_a_destination_the_node_with_most_stock_serves_then_the_first_by_name() -> None:
    stock = {"a": {"munich": 4, "berlin": 3, "hamburg": 4}}
    found = plan({"a": 1}, stock, to=None)
    assert found.allocations == (Allocation("a", "hamburg", 1, None),)
    assert [each.nodes for each in found.explanation.alternatives] == [("munich",), ("berlin",)]


def test_a_node_without_a_place_serves_after_all_that_have_one() -> None:
    stock = {"a": {"nowhere": 9, "munich": 1}}
    assert parts(plan({"a": 1}, stock)) == [("a", "munich", 1)]
    assert plan({"a": 2}, stock).allocations == (Allocation("a", "nowhere", 2, None),)
    pair = plan({"a": 10}, stock)
    assert parts(pair) == [("a", "munich", 1), ("a", "nowhere", 9)]


def test_nodes_at_the_same_place_serve_by_stock_then_by_name() -> None:
    twins = tuple(Candidate(node, 52.5, 13.4) for node in ("c", "b", "a"))
    demand = SourcingDemand((Wanted("x", 1),), destination=BERLIN)
    assert parts(plan_sourcing(demand, {"x": {"a": 1, "b": 2, "c": 2}}, twins)) == [("x", "b", 1)]


def test_a_node_that_does_not_ship_serves_no_shipment() -> None:
    found = plan({"a": 1}, {"a": {"outlet": 9}})
    assert found.short == (Wanted("a", 1),)
    assert excluded(found) == {Exclusion.CANNOT_SHIP: (1, ("outlet",)), Exclusion.NO_STOCK: (6, ())}


def test_a_node_outside_the_candidates_serves_nothing() -> None:
    assert plan({"a": 1}, {"a": {"closed": 9}}).short == (Wanted("a", 1),)


def test_pickup_is_served_by_its_node_alone() -> None:
    stock = {"a": {"berlin": 2, "leipzig": 9}, "b": {"leipzig": 1}}
    found = plan({"a": 3, "b": 1}, stock, method=Method.PICKUP, pickup_node="berlin")
    assert parts(found) == [("a", "berlin", 2)]
    assert found.short == (Wanted("a", 1), Wanted("b", 1))
    assert excluded(found) == {Exclusion.OTHER_NODE_NAMED: (6, ())}


@pytest.mark.parametrize("node", ["dark", "unheard"])
def test_pickup_where_none_is_possible_is_short(node: str) -> None:
    found = plan({"a": 1}, {"a": {"dark": 5, "berlin": 5}}, method=Method.PICKUP, pickup_node=node)
    assert found.short == (Wanted("a", 1),)
    assert (Exclusion.CANNOT_PICKUP in excluded(found)) == (node == "dark")


def test_each_candidate_is_left_out_for_what_kept_it_out() -> None:
    found = plan({"a": 2}, {"a": {"berlin": 2, "munich": 2, "leipzig": 1, "outlet": 2}})
    assert excluded(found) == {
        Exclusion.RANKED_LOWER: (1, ("munich",)),
        Exclusion.PART_OF_THE_STOCK: (1, ("leipzig",)),
        Exclusion.NO_STOCK: (3, ()),
        Exclusion.CANNOT_SHIP: (1, ("outlet",)),
    }
    assert found.explanation.chosen[0].free == (2,)
    assert found.explanation.candidates == 7
    assert found.explanation.strategy == "fewest_nodes_then_nearest/1"
