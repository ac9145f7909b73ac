"""A problem's numbers as arrays."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings

from stockpool.sourcing.search.kernels.reading import arrays_of, largest_costs
from stockpool.sourcing.search.kernels.units import units_cost
from stockpool.sourcing.search.problem import Problem, ProblemLine
from stockpool.sourcing.search.tables import LARGEST, NEVER, reckonable, tables_of
from tests.sourcing.search.problems import BY_WEIGHT, STEPS, problems, wanted

quick = settings(max_examples=60, deadline=None)


def test_what_arrays_cannot_hold_is_not_reckoned() -> None:
    def problem(count: int, cost: int) -> Problem:
        return Problem((ProblemLine(count, (count,), (cost,), None, 1),), (cost,), (BY_WEIGHT,), cost)

    assert reckonable(problem(5, 1_000), [5]) is not None
    assert reckonable(problem(10**7, 10**7), [10**7]) is not None
    for grams, unit in ((1 << 62, 1 << 40), (NEVER // 4, 1)):
        heavy = ProblemLine(4, (4,), (1,), None, grams, unit)
        assert reckonable(Problem((heavy,), (1,), (BY_WEIGHT,)), [4]) is None
    for count, cost in ((10**6, 10**13), (4, 10**30), (NEVER, 0), (10**30, 1), (1, 2**62)):
        assert reckonable(problem(count, cost), [count]) is None


@quick
@given(problems())
def test_sums_of_costs_are_those_of_the_lines(problem: Problem) -> None:
    tables = tables_of(problem, wanted(problem))
    largest = largest_costs(tables.is_rising, tables.free, tables.sums, tables.costs).tolist()
    for number, line in enumerate(problem.lines):
        for node, there in enumerate(line.free):
            for units in range(there + 1):
                assert units_cost(tables, number, node, units) == line.cost(node, units)
        each = line.costs if line.rising is None else [cost for costs in line.rising for cost in costs]
        assert largest[number] == max(map(abs, each), default=0)


def test_gains_as_large_as_costs_may_be_are_not_reckoned() -> None:
    def problem(cost: int) -> Problem:
        return Problem((ProblemLine(4, (4,), (cost,), None, 1),), (0,), (None,))

    assert reckonable(problem(-(LARGEST // 4) + 1), [4]) is not None
    for cost in (-(LARGEST // 4), -(1 << 62), -(1 << 63), -(1 << 64)):
        assert reckonable(problem(cost), [4]) is None
    rising = ProblemLine(1, (1,), (0,), ((-(1 << 63),),))
    assert reckonable(Problem((rising,), (0,), (None,)), [1]) is None
    assert reckonable(Problem((ProblemLine(1, (1, 1), (0, 0)),), (0, -NEVER), (None, None)), [1]) is None


def test_units_that_differ_in_cost_and_that_nobody_has_cost_nothing() -> None:
    """Beside a line that somebody has: what none costs is asked for all nodes."""
    lines = (ProblemLine(2, (2, 2), (0, 5)), ProblemLine(1, (0, 0), (0, 0), ((), ())))
    tables = tables_of(Problem(lines, (0, 0), (STEPS, None)), [2, 0])
    assert tables.sums[1].tolist() == [[0], [0]]


def test_numbers_that_are_too_many_or_too_few_are_refused() -> None:
    """A loop without checks would read what is not there."""
    rising = ProblemLine(2, (2, 1), (0, 0), ((1, 2), (3,)))
    tables_of(Problem((rising,), (0, 0), (STEPS, None)), [2])
    for wrong in (
        msgspec.structs.replace(rising, free=(2, 2)),
        msgspec.structs.replace(rising, free=(4, -1)),
        msgspec.structs.replace(rising, rising=((1, 2), (3, 4, 5))),
    ):
        with pytest.raises(ValueError, match="not as many numbers"):
            tables_of(Problem((wrong,), (0, 0), (STEPS, None)), [2])
    for wrong in (
        msgspec.structs.replace(rising, free=(2,)),
        msgspec.structs.replace(rising, rising=((1, 2), (3,), ())),
        ProblemLine(2, (2, 1), (0,)),
    ):
        with pytest.raises(ValueError, match="for each node"):
            tables_of(Problem((wrong, wrong), (0, 0), (STEPS, None)), [2, 0])
    with pytest.raises(ValueError, match="for each node"):
        tables_of(Problem((rising,), (0, 0), (STEPS,)), [2])
    with pytest.raises(ValueError, match="not as many numbers"):
        arrays_of(np.zeros(9, dtype=np.int64), 1, 2, 0, 0, 1, 1)
