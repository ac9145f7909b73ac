"""What two nodes give together is parted as cheaply as can be, and once only."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

from stockpool.kernel.tariffs import Piece
from stockpool.sourcing.search.kernels.pairs import SPLITS, SPLITS_MAX, lower_to, no_splits, part_between
from stockpool.sourcing.search.kernels.sharing import part_pairs
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.problem import Problem, ProblemLine, parcel_cost
from stockpool.sourcing.search.tables import LARGEST, NEVER, Array, Tables, tables_of
from tests.sourcing.search.problems import PLENTY, STEPS, WHOLE_WEIGHTS, all_of, problems, shared_out, wanted

quick = settings(max_examples=60, deadline=None)


@quick
@given(problems())
def test_what_was_parted_before_is_parted_the_same_again(problem: Problem) -> None:
    tables = tables_of(problem, wanted(problem))
    nodes, units, cost = shared_out(tables)
    splits, again = no_splits(tables, PLENTY), units.copy()
    known = cost
    for _ in range(9):  # each time so often only
        known = part_pairs(tables, nodes, units, known, 3_000, -1, all_of(units), splits)
    assert part_pairs(tables, nodes, units.copy(), known, 3_000, -1, all_of(units), splits) == known
    for _ in range(9):
        cost = part_pairs(tables, nodes, again, cost, 3_000, -1, all_of(units), splits)
    assert cost == known
    assert (again == units).all()


def above_the_cheapest(tables: Tables, steps_max: int) -> int:
    """How much dearer than the cheapest of all ways two nodes part everything in a table of so many steps."""
    free, wanted_units = tables.free.tolist(), tables.wanted.tolist()
    ranges = [range(max(each - there[1], 0), there[0] + 1) for there, each in zip(free, wanted_units, strict=True)]
    ways = [np.array([first, tables.wanted - first]) for first in product(*ranges)]
    taken = ways[0].copy()
    change = part_between(tables, np.arange(2), taken, 0, 1, steps_max, no_splits(tables, PLENTY))
    assert change == cost_of(tables, taken) - cost_of(tables, ways[0]) <= 0
    assert (taken.sum(axis=0) == tables.wanted).all()
    return cost_of(tables, taken) - min([cost_of(tables, way) for way in ways])


@quick
@given(problems(nodes_min=2, nodes_max=2, lines_max=3, units_max=4, weights=WHOLE_WEIGHTS))
def test_two_nodes_are_parted_as_cheaply_as_can_be(problem: Problem) -> None:
    """Unless parcels of everything cost no more than the lightest ones: then nothing is parted."""
    tables, grams = tables_of(problem, wanted(problem)), sum([line.grams * line.units for line in problem.lines])
    if any(tariff and parcel_cost(tariff, grams) > parcel_cost(tariff, 1) for tariff in problem.tariffs):
        assert above_the_cheapest(tables, 100_000) == 0


def test_a_table_of_few_steps_parts_less_finely() -> None:
    """Two of three units fill a parcel to the gram."""
    lines = tuple([ProblemLine(1, (1, 1), (0, 0), None, grams) for grams in (333, 1_001, 999, 501, 166)])
    tariff = (Piece(1_500, 1_000), Piece(31_500, 1_000_000))
    tables = tables_of(Problem(lines, (0, 0), (tariff, tariff)), [1] * 5)
    assert above_the_cheapest(tables, 3_000) == 0
    assert above_the_cheapest(tables, 4) > 0


TWO_LINES = (ProblemLine(1, (1, 1), (0, 900_000), None, 400), ProblemLine(1, (1, 1), (900_000, 0), None, 400))
"""Each is cheapest from a node of its own, and both together are one parcel that is hardly dearer."""


def two_nodes() -> tuple[Tables, Array, Array]:
    """Tables, the nodes, and what each gives of two lines: the one that is cheapest from it."""
    return tables_of(Problem(TWO_LINES, (0, 0), (STEPS, STEPS)), [1, 1]), np.arange(2), np.eye(2, dtype=np.int64)


def test_a_split_that_is_known_is_not_looked_for_again() -> None:
    tables, nodes, units = two_nodes()
    splits, before = no_splits(tables, PLENTY), units.copy()
    assert part_between(tables, nodes, units.copy(), 0, 1, 3_000, splits) == 5_400_000 - 7_800_000
    (row,) = np.flatnonzero(splits.marks)
    assert splits.ways[row].tolist() == [5_400_000, 0, 0]
    splits.ways[row] = 5_000_000, 0, 1
    assert part_between(tables, nodes, units, 0, 1, 3_000, splits) == 5_000_000 - 7_800_000
    assert units.tolist() == [[0, 1], [1, 0]]
    splits.ways[row] = 7_800_000, 1, 1  # it costs as much as before: nothing is moved
    assert part_between(tables, nodes, before, 0, 1, 3_000, splits) == 0
    assert before.tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize("place", range(5))
def test_another_split_in_the_same_row_is_not_taken_for_it(place: int) -> None:
    """Of two nodes, how fine the table is, and two lines, one differs."""
    tables, nodes, units = two_nodes()
    splits = no_splits(tables, PLENTY)
    part_between(tables, nodes, units.copy(), 0, 1, 3_000, splits)
    (row,) = np.flatnonzero(splits.marks)
    assert splits.keys[row].tolist() == [0, 1, 3_000, 1, 1]
    splits.keys[row, place] += 1
    splits.ways[row] = 1, 1, 1
    assert part_between(tables, nodes, units, 0, 1, 3_000, splits) == 5_400_000 - 7_800_000
    assert splits.keys[row].tolist() == [0, 1, 3_000, 1, 1]


def test_a_split_that_needs_the_row_of_another_takes_it() -> None:
    line = ProblemLine(2 * SPLITS, (2 * SPLITS,) * 2, (0, 0), None, 400)
    tables = tables_of(Problem((line,), (0, 0), (STEPS, STEPS)), [2 * SPLITS])
    splits = no_splits(tables, PLENTY)
    for units in range(2, 2 * SPLITS):
        taken = np.array([[units // 2], [units - units // 2]])
        before = cost_of(tables, taken)
        change = part_between(tables, np.arange(2), taken, 0, 1, 3_000, splits)
        assert change == cost_of(tables, taken) - before
        assert taken.sum() == units
    used = splits.keys[splits.marks > 0].tolist()
    assert 2 * len(used) > SPLITS  # of twice as many
    assert len({tuple(key) for key in used}) == len(used)


def cost_of(tables: Tables, taken: Array) -> int:
    """What two nodes cost together."""
    return int(node_cost(tables, 0, taken[0]) + node_cost(tables, 1, taken[1]))


def test_there_is_room_for_all_pairs_of_the_nodes_that_have_to_serve() -> None:
    def room(units: int, there: int, units_max: int | None = None) -> int:
        line = ProblemLine(units, (there,) * 200, (0,) * 200)
        return len(
            no_splits(
                tables_of(Problem((line,), (0,) * 200, (None,) * 200, units_max=units_max), [units]), PLENTY
            ).marks
        )

    assert room(5, 1) == room(16, 1) == room(50, 50, 25) == SPLITS
    assert room(60, 1) == room(240, 4) == room(240, 240, 4) == 8_192 > 60 * 59 // 2
    assert room(200, 1) == SPLITS_MAX


@pytest.mark.parametrize("apart", [0, 1, 2])
def test_a_node_apart_keeps_what_it_gives(apart: int) -> None:
    lines = (ProblemLine(3, (3, 3, 3), (500_000, 0, 900_000), None, 400),)
    tables = tables_of(Problem(lines, (0, 0, 0), (STEPS, STEPS, STEPS)), [3])
    units, others = np.ones((3, 1), dtype=np.int64), [place for place in range(3) if place != apart]
    assert (
        part_pairs(tables, np.arange(3), units, 9_000_000, 3_000, apart, all_of(units), no_splits(tables, PLENTY))
        < 9_000_000
    )
    assert units[apart, 0] == 1
    assert units[others, 0].tolist() != [1, 1]
    part_pairs(tables, np.arange(3), units, 9_000_000, 3_000, -1, all_of(units), no_splits(tables, PLENTY))
    assert units[:, 0].tolist() == [0, 3, 0]


def test_full_nodes_part_anew_by_number_and_by_weight() -> None:
    """All units are cheaper at the first node: of its cheapest parcels by weight alone, all are of more than it may."""
    lines = (ProblemLine(3, (3, 3), (0, 900), None, 100), ProblemLine(3, (3, 3), (0, 100), None, 700))
    tariff = (Piece(500, 1), Piece(31_500, 2))
    nodes = np.arange(2)
    for units_max, cost, by_node in ((3, 303, [[3, 0], [0, 3]]), (6, 2, [[3, 3], [0, 0]])):
        tables = tables_of(Problem(lines, (0, 0), (tariff, tariff), units_max=units_max), [3, 3])
        taken = np.array([[0, 3], [3, 0]])
        assert part_pairs(tables, nodes, taken, 2_703, 3_000, -1, all_of(taken), no_splits(tables, PLENTY)) == cost
        assert taken.tolist() == by_node


def test_what_cannot_be_reached_is_told_apart_however_little_units_cost() -> None:
    least, following = np.array([NEVER, 5]), np.full(2, NEVER)
    lower_to(least, -3, following)
    assert following[0] > LARGEST
    assert following[1] == 2
