"""Large demands: that a search for them ends, and that nothing is lost by what is left out for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stockpool.simulation.benchmarks.sourcing_problems import large_problem
from stockpool.sourcing.search import cheapest as searching
from stockpool.sourcing.search import limits
from stockpool.sourcing.search.cheapest import cheapest
from stockpool.sourcing.search.found import FoundPlan
from stockpool.sourcing.search.kernels.pairs import no_splits, part_between
from stockpool.sourcing.search.kernels.prices import ITEMS_MAX, ITEMS_MIN, find_losses, offers_of
from stockpool.sourcing.search.kernels.rooms import swap_units, turn_units
from stockpool.sourcing.search.kernels.searching import hold_back
from stockpool.sourcing.search.kernels.sharing import FEW, move_units, part_pairs
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.limits import most_served
from stockpool.sourcing.search.problem import Problem, ProblemLine
from stockpool.sourcing.search.tables import NEVER, Array, Tables, tables_of
from tests.sourcing.search.problems import PLENTY, STEPS, all_of, plenty, problems, shared_out, wanted

quick = settings(max_examples=60, deadline=None)

A_TABLE = 2_000_000
"""No table of the demands here has more steps: so many too many may be made."""


def found_within(problem: Problem, served: list[int]) -> FoundPlan:
    """The plan, which serves everything within what nodes have and may give."""
    found = cheapest(problem, served)
    by_line, by_node = [0] * len(served), [0] * len(problem.fixed)
    for (line, node), count in found.taken.items():
        assert 0 < count <= problem.lines[line].free[node]
        by_line[line] += count
        by_node[node] += count
    assert by_line == served
    assert max(by_node) <= (problem.units_max or sum(served))
    assert problem.cost(found.taken) == found.cost >= found.bound
    return found


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_large_order_is_served_whole_however_few_steps_there_are(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem, served = large_problem(seed)
    whole = found_within(problem, served)
    monkeypatch.setattr(searching, "STEPS", 0)
    none = found_within(problem, served)
    assert max(whole.bound, none.bound) <= min(whole.cost, none.cost)
    assert none.cost <= 1.1 * whole.cost


def test_steps_make_large_orders_cheaper(monkeypatch: pytest.MonkeyPatch) -> None:
    orders = [large_problem(seed) for seed in range(1, 7)]
    whole = sum([cheapest(*order).cost for order in orders])
    monkeypatch.setattr(searching, "STEPS", 0)
    assert sum([cheapest(*order).cost for order in orders]) > whole


def large_set() -> tuple[Tables, Array, Array, int]:
    """Tables of a large order, the nodes of a set, what each gives, and what that costs."""
    problem, served = large_problem(2)
    tables = tables_of(problem, served)
    nodes = np.arange(0, len(problem.fixed), 2)
    units = np.zeros((len(nodes), len(served)), dtype=np.int64)
    for line, row in enumerate(limits.shared(problem, nodes.tolist(), served)):
        units[:, line] = row
    assert units.sum(axis=0).tolist() == served
    return tables, nodes, units, cost_of(tables, nodes, units)


def cost_of(tables: Tables, nodes: Array, units: Array) -> int:
    """What a set's parts cost together."""
    return sum([int(node_cost(tables, node, row)) for node, row in zip(nodes, units, strict=True)])


@pytest.mark.parametrize("steps", [0, 1, 10_000, 1_000_000, 30_000_000])
def test_no_more_steps_are_made_than_there_are(steps: int) -> None:
    tables, nodes, units, before = large_set()
    splits = no_splits(tables, steps)
    cost = part_pairs(tables, nodes, units, before, 3_000, -1, all_of(units), splits)
    assert -A_TABLE < splits.left[0] <= 0
    assert cost == cost_of(tables, nodes, units)
    assert (cost < before) == (steps > 10_000)


def test_steps_that_are_made_are_counted() -> None:
    tables, nodes, units, before = large_set()
    splits = no_splits(tables, PLENTY)
    parted = part_pairs(tables, nodes, units.copy(), before, 3_000, -1, all_of(units), splits)
    assert parted < before
    assert PLENTY - splits.left[0] > 30_000_000
    left = plenty()
    assert swap_units(tables, nodes, units.copy(), before, left) < before
    assert PLENTY - left[0] > 100_000


@pytest.mark.parametrize("improve", [swap_units, turn_units])
def test_without_steps_nothing_goes_round(improve: Callable[[Tables, Array, Array, int, Array], int]) -> None:
    tables, nodes, units, before = large_set()
    at_first = units.copy()
    for left in (0, -5):
        assert improve(tables, nodes, units, before, np.array([left])) == before
        assert (units == at_first).all()
    few = np.array([20_000])
    after = improve(tables, nodes, units, before, few)
    assert after == cost_of(tables, nodes, units) < before
    assert -A_TABLE < few[0] < 20_000


@quick
@given(st.integers(-(10**12), 10**12), st.integers(1, 9), st.integers(0, 10**12))
def test_what_is_held_back_is_there_afterwards(left: int, share: int, made: int) -> None:
    splits = no_splits(tables_of(Problem((ProblemLine(1, (1,), (0,)),), (0,), (None,)), [1]), left)
    held = hold_back(splits, share)
    assert splits.left[0] == left // share
    splits.left[0] -= made
    splits.left[0] += held
    assert splits.left[0] == left - made


def moved_one_by_one(tables: Tables, nodes: Array, units: Array) -> Array:
    """The same as the loop does, each move from all that there are: what each node gives in the end."""
    units = units.copy()
    while True:
        before, best, made = cost_of(tables, nodes, units), 0, None
        for line, one, other in np.ndindex(units.shape[1], len(nodes), len(nodes)):
            free = tables.free[line, nodes[other]] - units[other, line]
            most = min(units[one, line], free, tables.units_max - units[other].sum())
            for count in [*range(1, min(most, FEW) + 1), *([most] if most > FEW else [])] if one != other else []:
                trial = units.copy()
                trial[one, line] -= count
                trial[other, line] += count
                change = cost_of(tables, nodes, trial) - before
                if change < best:
                    best, made = change, trial
        if made is None:
            return units
        units = made


@settings(max_examples=40, deadline=None)
@given(problems(nodes_max=5, lines_max=3, units_max=9), st.one_of(st.none(), st.integers(3, 20)))
def test_always_the_move_is_made_that_saves_most(problem: Problem, units_max: int | None) -> None:
    problem = msgspec.structs.replace(problem, units_max=units_max)
    tables = tables_of(problem, wanted(problem))
    nodes, units, cost = shared_out(tables)
    assume(cost < NEVER)
    expected = moved_one_by_one(tables, nodes, units)
    assert move_units(tables, nodes, units, cost) == cost_of(tables, nodes, expected)
    assert (units == expected).all()


@quick
@given(problems(nodes_min=3))
def test_pairs_are_tried_anew_once_one_of_them_has_moved(problem: Problem) -> None:
    tables = tables_of(problem, wanted(problem))
    nodes, units, cost = shared_out(tables)
    splits = no_splits(tables, PLENTY)
    for _ in range(9):  # each time so often only
        cost = part_pairs(tables, nodes, units, cost, 3_000, -1, all_of(units), splits)
    for one, other in combinations(range(len(nodes)), 2):
        assert part_between(tables, nodes, units, one, other, 3_000, splits) == 0
    changed, moved = units.copy(), np.zeros(len(nodes), np.bool_)
    for line, one, other in np.ndindex(units.shape[1], len(nodes), len(nodes)):
        if one != other and changed[one, line] and tables.free[line, other] > changed[other, line]:
            changed[one, line] -= 1
            changed[other, line] += 1
            moved[one], moved[other] = True, True
            break
    here, again = cost_of(tables, nodes, changed), changed.copy()
    told = part_pairs(tables, nodes, changed, here, 3_000, -1, moved, splits)
    assert told == part_pairs(tables, nodes, again, here, 3_000, -1, all_of(units), splits)
    assert (changed == again).all()


def test_pairs_of_which_none_has_moved_are_not_tried() -> None:
    tables, nodes, units, before = large_set()
    splits, moved = no_splits(tables, PLENTY), np.zeros(len(nodes), np.bool_)
    assert part_pairs(tables, nodes, units, before, 3_000, -1, moved, splits) == before
    assert not moved.any()
    moved[3] = True
    assert part_pairs(tables, nodes, units, before, 3_000, -1, moved, splits) < before


def test_pairs_that_may_be_tried_again_have_moved() -> None:
    """Where rounds or steps end before all pairs are parted as well as can be, it is told, and goes on there."""
    tables, nodes, units, cost = large_set()
    splits, moved = no_splits(tables, PLENTY), all_of(units)
    costs = [cost]
    while moved.any() and len(costs) < 99:
        costs.append(part_pairs(tables, nodes, units, costs[-1], 3_000, -1, moved, splits))
    assert not moved.any()
    assert len(costs) > 2  # four rounds were too few
    assert sorted(costs, reverse=True) == costs
    for one, other in combinations(range(len(nodes)), 2):
        assert part_between(tables, nodes, units, one, other, 3_000, splits) == 0
    tables, nodes, units, cost = large_set()
    moved = all_of(units)
    part_pairs(tables, nodes, units, cost, 3_000, -1, moved, no_splits(tables, 1_000_000))
    assert moved.all()


def test_pairs_of_a_node_apart_are_tried_later() -> None:
    tables, nodes, units, cost = large_set()
    splits, moved = no_splits(tables, PLENTY), all_of(units)
    kept = units[7].copy()
    for _ in range(9):  # each time so often only
        cost = part_pairs(tables, nodes, units, cost, 3_000, 7, moved, splits)
    assert moved.all()  # as each is one of a pair that was not tried
    assert (units[7] == kept).all()
    assert part_pairs(tables, nodes, units, cost, 3_000, -1, moved, splits) < cost
    assert (units[7] != kept).any()


@quick
@given(problems(units_max=9), st.integers(1, 9))
def test_no_two_units_are_left_whose_exchange_would_be_cheaper(problem: Problem, units_max: int) -> None:
    problem = msgspec.structs.replace(problem, units_max=units_max)
    tables = tables_of(problem, wanted(problem))
    nodes, units, cost = shared_out(tables)
    assume(cost < NEVER and tables.together)
    for _ in range(9):  # each time so often only
        cost = swap_units(tables, nodes, units, cost, plenty())
    assert cost == cost_of(tables, nodes, units)
    for one, other in combinations(range(len(nodes)), 2):
        for line, second in np.ndindex(units.shape[1], units.shape[1]):
            if line == second or not units[one, line] or not units[other, second]:
                continue
            if units[other, line] < tables.free[line, other] and units[one, second] < tables.free[second, one]:
                trial = units.copy()
                trial[[one, other], [line, second]] -= 1
                trial[[other, one], [line, second]] += 1
                assert cost_of(tables, nodes, trial) >= cost


@quick
@given(st.integers(1, 900), st.integers(1, 90), st.integers(0, 1_000), st.integers(0, 99))
def test_a_node_of_very_many_units_saves_no_more_than_is_said(units: int, lines: int, price: int, seed: int) -> None:
    """Units without weight are worth what they cost less than their price; some of a line are as the first."""
    rising = tuple(sorted(random.Random(seed).choices(range(901), k=units)))
    line = ProblemLine(units, (units,), (0,), (rising,))
    offers = offers_of(tables_of(Problem((line,) * lines, (5_000,), (None,)), [units] * lines))
    lost = np.zeros(1)
    find_losses(offers, np.arange(1), np.full(lines, float(price)), np.inf, lost, np.zeros((1, lines)))
    least = 5_000 - lines * sum([max(price - cost, 0) for cost in rising])
    items = max(ITEMS_MAX // lines, ITEMS_MIN)
    assert len(offers.items) <= lines * items
    assert lost[0] <= least
    if units <= items:
        assert lost[0] == least
    else:  # what a unit costs too little is no more than what the units of an item differ by
        most = -(-units // items)
        steps = [rising[min(at + most, units) - 1] - rising[at] for at in range(0, units, most)]
        assert lost[0] >= least - lines * most * sum(steps)


def scarce(problem: Problem) -> Problem:
    """The same with about a third of the stock."""
    lines = [msgspec.structs.replace(line, free=tuple([each // 3 for each in line.free])) for line in problem.lines]
    return msgspec.structs.replace(problem, lines=tuple(lines))


@settings(max_examples=150, deadline=None)
@given(
    problems(nodes_max=8, lines_max=4, units_max=12),
    st.integers(1, 4),
    st.one_of(st.none(), st.integers(1, 20)),
)
def test_nodes_are_added_and_exchanged_as_long_as_more_is_served(
    problem: Problem, nodes_max: int, units_max: int | None
) -> None:
    """Of as many sets as there are, the one that is found serves as much as any that differs in one node."""
    problem = msgspec.structs.replace(scarce(problem), nodes_max=nodes_max, units_max=units_max)

    def served(nodes: list[int]) -> int:
        return sum(map(sum, limits.shared(problem, nodes, wanted(problem))))

    nodes = list(range(len(problem.fixed)))
    assume(nodes_max < len(nodes))
    best = max([served(list(each)) for each in combinations(nodes, nodes_max)])
    found = limits._grown(problem, nodes, nodes_max, served(nodes))
    assert len(found) == len(set(found)) <= nodes_max
    assert sum(most_served(problem)) == best >= served(found)
    for place in range(len(found)):
        others = [*found[:place], *found[place + 1 :]]
        assert all(served([*others, node]) <= served(found) for node in nodes if node not in others)


def test_an_exchange_that_serves_more_is_made() -> None:
    """The first node has most, and two others all that is wanted."""
    lines = tuple([ProblemLine(4, free, (0,) * 3) for free in ((3, 4, 0), (3, 0, 4))])
    problem = Problem(lines, (0,) * 3, (STEPS,) * 3, nodes_max=2)
    assert sorted(limits._grown(problem, [0, 1, 2], 2, 8)) == [1, 2]
    assert sorted(limits._grown(problem, [0, 1, 2], 2, 7)) == [0, 1]  # enough
