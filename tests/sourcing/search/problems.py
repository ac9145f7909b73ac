"""Demands for the tests of the search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.sourcing.search.kernels.sharing import share_best
from stockpool.sourcing.search.problem import Problem, ProblemLine
from stockpool.sourcing.search.tables import Array, Tables

STEPS: Tariff = (Piece(500, 3_900_000), Piece(2_000, 4_500_000), Piece(31_500, 8_000_000))
BY_WEIGHT: Tariff = (Piece(2_000, 4_500_000), Piece(31_500, 0, 2_250))
WHOLE_WEIGHTS = ((437, 1), (800, 1), (2_500, 1))
WEIGHTS = ((0, 1), *WHOLE_WEIGHTS, (999, 10))
"""So many grams are what so many units of a line weigh."""


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
