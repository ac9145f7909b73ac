"""Looking at the nearest nodes first finds the nodes that looking at all of them finds."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.sourcing.api import CandidatePool, plan_nearby, plan_sourcing
from stockpool.sourcing.messages import Candidate, Destination, Exclusion, SourcingDemand, Wanted
from stockpool.sourcing.model import km_between, kms_between

DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
TOWNS = st.tuples(st.integers(50, 52), st.integers(12, 14)).map(lambda at: (at[0] + 0.1, at[1] + 0.1))
PLACES = st.lists(st.one_of(DEGREES, TOWNS, st.just((None, None))), min_size=1, max_size=30)


def pool_of(places: list[tuple[float | None, float | None]]) -> CandidatePool:
    return CandidatePool([Candidate(f"n{i:02}", *place, can_ship=i % 7 != 3) for i, place in enumerate(places)])


def nearness(candidate: Candidate, to: Destination) -> float:
    """The cosine of the angle between the two; less than any for a place that is not known."""
    if candidate.latitude is None or candidate.longitude is None:
        return -2.0
    one, other = radians(candidate.latitude), radians(to.latitude)
    return sin(one) * sin(other) + cos(one) * cos(other) * cos(radians(candidate.longitude - to.longitude))


@settings(max_examples=200, deadline=None)
@given(PLACES, st.one_of(DEGREES, TOWNS), st.integers(1, 8))
def test_no_node_that_ships_is_nearer_than_the_nearest(
    places: list[tuple[float | None, float | None]], at: tuple[float, float], count: int
) -> None:
    pool, to = pool_of(places), Destination(*at)
    found = {node for _, node in pool.nearest(to, count)}
    assert found <= pool.can_ship
    assert len(found) >= min(count, len(pool.can_ship))
    others = [nearness(each, to) for each in pool if each.can_ship and each.node not in found]
    chosen = sorted([nearness(pool.by_node[node], to) for node in found], reverse=True)[:count]
    assert not others or max(others) <= min(chosen) + 1e-9


@settings(max_examples=200, deadline=None)
@given(PLACES, TOWNS, st.integers(1, 8), st.data())
def test_what_is_chosen_nearby_is_what_is_chosen_of_all(
    places: list[tuple[float | None, float | None]], at: tuple[float, float], count: int, data: st.DataObject
) -> None:
    pool, to = pool_of(places), Destination(*at)
    units = st.integers(-1, 3)
    stock = {sku: {each.node: data.draw(units) for each in pool if data.draw(st.booleans())} for sku in "ab"}
    demand = SourcingDemand((Wanted("a", 1), Wanted("b", 2)), destination=to)
    nearest = pool.nearest(to, count)
    nearby = {node for _, node in nearest}
    plan, whole = plan_nearby(demand, stock, pool, nearest), plan_sourcing(demand, stock, pool)
    if plan is not None:
        assert plan.allocations == whole.allocations
        assert plan.explanation.chosen == whole.explanation.chosen
        assert plan.explanation.candidates == len(pool)
    else:
        assert (
            whole.short
            or len({part.node for part in whole.allocations}) > 1
            or ({part.node for part in whole.allocations}.isdisjoint(nearby))
        )


def test_nodes_that_were_not_looked_at_are_counted_as_farther() -> None:
    pool = CandidatePool([Candidate(f"n{i}", 50.0, 10.0 + i) for i in range(9)])
    to = Destination(50.0, 10.0)
    plan = plan_nearby(SourcingDemand((Wanted("a", 1),), destination=to), {"a": {"n1": 1}}, pool, pool.nearest(to, 3))
    assert plan is not None
    left_out = {each.reason: (each.count, each.nodes) for each in plan.explanation.excluded}
    assert left_out == {Exclusion.NO_STOCK: (2, ("n0", "n2")), Exclusion.FARTHER: (6, ())}


@settings(max_examples=150, deadline=None)
@given(PLACES, DEGREES)
def test_distances_of_several_nodes_are_those_of_each(
    places: list[tuple[float | None, float | None]], at: tuple[float, float]
) -> None:
    pool, to = pool_of(places), Destination(*at)
    nodes = [each.node for each in pool]
    for node, km in zip(nodes, kms_between(pool, to, nodes), strict=True):
        known = km_between(pool, to, node)
        assert (km is None) == (known is None)
        assert known is None or km == pytest.approx(known, abs=0.002, rel=1e-9)
    assert set(kms_between(pool, None, nodes)) == {None}
