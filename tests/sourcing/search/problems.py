"""Demands for the tests of the search."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec
import numpy as np
from hypothesis import strategies as st

from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.sourcing.search.kernels.sharing import share_best
from stockpool.sourcing.search.limits import most_served
from stockpool.sourcing.search.problem import Problem, ProblemLine
from stockpool.sourcing.search.tables import Array, Tables

STEPS: Tariff = (Piece(500, 3_900_000), Piece(2_000, 4_500_000), Piece(31_500, 8_000_000))
BY_WEIGHT: Tariff = (Piece(2_000, 4_500_000), Piece(31_500, 0, 2_250))
WHOLE_WEIGHTS = ((437, 1), (800, 1), (2_500, 1))
WEIGHTS = ((0, 1), *WHOLE_WEIGHTS, (999, 10))
"""So many grams are what so many units of a line weigh."""


PLENTY = 10**12
"""More steps than any of these demands takes."""


def plenty() -> Array:
    """So many steps that are left."""
    return np.array([PLENTY])


def all_of(units: Array) -> Array:
    """All nodes of a plan, as those that have moved."""
    return np.ones(len(units), np.bool_)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """Of one to three pieces; what is heavier never costs less."""
    upto, least, pieces = 0, 0, []
    for _ in range(draw(st.integers(1, 3))):
        start = upto + 1
        upto += draw(st.integers(1, 4_000))
        per_g = draw(st.integers(0, 1_000))
        base = max(least - per_g * start, 0) + draw(st.integers(0, 3_000_000))
        pieces.append(Piece(upto, base, per_g))
        least = base + per_g * upto
    return tuple(pieces)


@st.composite
def problems(
    draw: st.DrawFn,
    nodes_max: int = 6,
    lines_max: int = 5,
    units_max: int = 5,
    nodes_min: int = 1,
    weights: Sequence[tuple[int, int]] = WEIGHTS,
) -> Problem:
    """Demands that can be served wholly, of lines with and without weight, and units that cost more and more."""
    nodes = draw(st.integers(nodes_min, nodes_max))
    lines = []
    for _ in range(draw(st.integers(1, lines_max))):
        units = draw(st.integers(1, units_max))
        free = draw(st.lists(st.integers(0, units), min_size=nodes, max_size=nodes))
        free[draw(st.integers(0, nodes - 1))] = units
        costs = draw(st.lists(st.integers(0, 2_000_000), min_size=nodes, max_size=nodes))
        rising = [draw(st.lists(st.integers(0, 4_000_000), min_size=each, max_size=each).map(sorted)) for each in free]
        grams, unit = draw(st.sampled_from(weights))
        lines.append(
            ProblemLine(
                units,
                tuple(free),
                tuple(costs),
                tuple(map(tuple, rising)) if draw(st.booleans()) else None,
                grams,
                unit,
            )
        )
    fixed = draw(st.lists(st.integers(0, 5_000_000), min_size=nodes, max_size=nodes))
    rates = draw(st.lists(st.one_of(st.none(), tariffs()), min_size=nodes, max_size=nodes))
    return Problem(tuple(lines), tuple(fixed), tuple(rates), draw(st.sampled_from([0, 1_500_000])))


def wanted(problem: Problem) -> list[int]:
    """All of it."""
    return [line.units for line in problem.lines]


def shared_out(tables: Tables) -> tuple[Array, Array, int]:
    """All nodes, what each gives at first, and what that costs."""
    nodes = np.arange(len(tables.fixed))
    units = np.zeros((len(nodes), len(tables.wanted)), dtype=np.int64)
    return nodes, units, share_best(tables, nodes, units, units.copy())


def few_units(seed: int) -> tuple[Problem, list[int]]:
    """A random demand of few units, some with a line that nobody has, some with nodes that may give so many only."""
    chance = random.Random(seed)
    nodes, lines = chance.randint(2, 5), []
    for line in range(3):
        units = chance.randint(1, 2)
        free = [0 if line == seed % 5 else min(units, chance.choice((0, 1, 2))) for _ in range(nodes)]
        rising = tuple([tuple(sorted([chance.randint(0, 2_000_000) for _ in range(there)])) for there in free])
        costs = tuple([chance.randint(0, 900_000) for _ in range(nodes)])
        weight = chance.choice(WHOLE_WEIGHTS)
        lines.append(ProblemLine(units, tuple(free), costs, rising if line % 2 or seed % 5 == line else None, *weight))
    fixed = tuple([chance.randint(0, 3_000_000) for _ in range(nodes)])
    problem = Problem(tuple(lines), fixed, (STEPS, BY_WEIGHT, None, STEPS, BY_WEIGHT)[:nodes], 1_500_000)
    if seed % 2:
        problem = msgspec.structs.replace(problem, units_max=2)
    return problem, most_served(problem)


def with_a_dear_node(chance: random.Random) -> Problem:
    """A demand that a table can solve, and more nodes than prices are found with; a dear one has everything."""
    nodes, lines, density = chance.randint(66, 75), [], chance.choice((0.3, 0.5, 0.8))
    for _ in range(chance.randint(2, 4)):
        units = chance.randint(1, 2)
        free = [min(units, chance.choice((1, 2))) if chance.random() < density else 0 for _ in range(nodes - 1)]
        costs = tuple([chance.randint(0, 900_000) for _ in range(nodes)])
        lines.append(ProblemLine(units, (*free, units), costs, None, chance.choice((300, 400, 700, 900))))
    fixed = [chance.randint(0, 3_000_000) for _ in range(nodes - 1)]
    dear = chance.choice((4, 6, 10, 30)) * 1_000_000
    return Problem(tuple(lines), (*fixed, dear), (STEPS,) * nodes, chance.choice((0, 1_500_000)))


def with_gains(chance: random.Random) -> Problem:
    """A demand too large for a table, of lines whose first units cost less than nothing, as slow sellers do."""
    nodes, lines = chance.randint(4, 8), []
    for _ in range(chance.randint(6, 9)):
        units = chance.randint(2, 5)
        free = [min(units, chance.choice((0, 0, 1, 2, 3, 5))) for _ in range(nodes)]
        gains = [chance.randint(0, there) for there in free]
        costs = tuple([(-30_000_000,) * slow + (0,) * (there - slow) for slow, there in zip(gains, free, strict=True)])
        lines.append(ProblemLine(units, tuple(free), (0,) * nodes, costs, chance.choice((300, 400, 700, 900))))
    units_max = chance.choice((None, chance.randint(8, 14)))
    return Problem(tuple(lines), (1_000_000,) * nodes, (STEPS,) * nodes, 2_000_000, None, units_max)
