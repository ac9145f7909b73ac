"""The plan is the best there is, on small networks of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.sourcing.api import plan_sourcing
from stockpool.sourcing.messages import Candidate, Destination, SourcingDemand, SourcingPlan, Wanted
from tests.sourcing.oracle import all_best_sets, fillable, free

PLACES = [(None, None), (52.5, 13.4), (52.5, 13.4), (48.1, 11.6), (51.5, -0.1), (40.4, -3.7), (52.6, 13.5)]


@dataclass(frozen=True)
class World:
    wanted: Mapping[str, int]
    stock: Mapping[str, Mapping[str, int]]
    candidates: tuple[Candidate, ...]
    to: Destination | None

    def plan(self) -> SourcingPlan:
        lines = tuple(Wanted(sku, units) for sku, units in self.wanted.items())
        return plan_sourcing(SourcingDemand(lines, destination=self.to), self.stock, self.candidates)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Few nodes at few places and little stock: ties, dominated nodes and splits come by themselves."""
    nodes = [f"n{number}" for number in range(draw(st.integers(1, 8)))]
    places = st.sampled_from(PLACES)
    candidates = tuple(
        Candidate(node, *draw(places), can_ship=draw(st.sampled_from([True, True, True, False]))) for node in nodes
    )
    skus = ["a", "b", "c"][: draw(st.integers(1, 3))]
    units = st.integers(-3, 6)
    stock = {sku: {node: draw(units) for node in nodes if draw(st.booleans())} for sku in skus}
    wanted = {sku: draw(st.integers(1, 12)) for sku in skus}
    return World(wanted, stock, candidates, draw(st.sampled_from([None, Destination(52.5, 13.4), Destination(0, 0)])))


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_no_set_of_nodes_is_better(world: World) -> None:
    plan = world.plan()
    possible = {sku: units for sku, units in fillable(world.wanted, world.stock, world.candidates).items() if units}
    best = all_best_sets(possible, world.stock, world.candidates, world.to) if possible else []
    ours = [tuple(sorted(each.node for each in plan.explanation.chosen))]
    ours += [tuple(sorted(each.nodes)) for each in plan.explanation.alternatives]
    assert [nodes for nodes in ours if nodes] == [tuple(sorted(nodes)) for _, nodes in best[:4]]


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_what_is_promised_is_there_node_by_node(world: World) -> None:
    """Case 14, and case 5: below zero at one node takes nothing from another."""
    plan = world.plan()
    able = {candidate.node for candidate in world.candidates if candidate.can_ship}
    positions = [(part.sku, part.node) for part in plan.allocations]
    assert len(set(positions)) == len(positions)
    for part in plan.allocations:
        assert part.node in able
        assert 0 < part.units <= free(world.stock, part.sku, part.node)


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_every_unit_is_allocated_or_short(world: World) -> None:
    plan = world.plan()
    possible = fillable(world.wanted, world.stock, world.candidates)
    short = {each.sku: each.units for each in plan.short}
    assert short == {sku: units - possible[sku] for sku, units in world.wanted.items() if units > possible[sku]}
    for sku, units in possible.items():
        assert sum(part.units for part in plan.allocations if part.sku == sku) == units


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_every_candidate_is_explained_once(world: World) -> None:
    plan = world.plan()
    why = plan.explanation
    named = [node for group in why.excluded for node in group.nodes] + [each.node for each in why.chosen]
    assert len(set(named)) == len(named)
    assert sum(group.count for group in why.excluded) + len(why.chosen) == len(world.candidates)
    assert sum(1 for group in why.excluded if group.count > 1 and not group.nodes) <= 1
    assert {part.node for part in plan.allocations} == {each.node for each in why.chosen}


@settings(max_examples=200, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(world: World, random: Random) -> None:
    shuffled = list(world.candidates)
    random.shuffle(shuffled)
    backwards = {sku: dict(sorted(shelf.items(), reverse=True)) for sku, shelf in world.stock.items()}
    again = World(world.wanted, backwards, tuple(shuffled), world.to)
    assert again.plan() == world.plan()


def test_the_oracle_can_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: a plan by another rule is not what the oracle finds."""
    world = World(
        {"a": 1},
        {"a": {"near": 1, "far": 1}},
        (Candidate("near", 52.5, 13.4), Candidate("far", 40.4, -3.7)),
        Destination(52.5, 13.4),
    )
    best = all_best_sets(world.wanted, world.stock, world.candidates, world.to)
    assert [nodes for _, nodes in best] == [("near",), ("far",)]
    monkeypatch.setattr("stockpool.sourcing.fewest_nodes.best_ranks", lambda *_: [(0.0, -1, "far")])
    assert world.plan().explanation.chosen[0].node == "far"
