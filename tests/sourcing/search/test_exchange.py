"""Sets of nodes that are grown, and the neighbors of a set."""

from __future__ import annotations

from itertools import chain, combinations

import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.sourcing.search.kernels.exchange import cover, grown, neighbors
from stockpool.sourcing.search.problem import Problem, ProblemLine
from stockpool.sourcing.search.tables import Array, Tables, tables_of
from tests.sourcing.search.problems import problems, wanted

quick = settings(max_examples=60, deadline=None)


def has_all(tables: Tables, nodes: Array) -> bool:
    """Whether these nodes have everything, and room to give it."""
    enough = tables.free[:, nodes].sum(axis=1) >= tables.wanted
    return bool(enough.all() and tables.room[nodes].sum() >= tables.together)


def neighbors_by_trial(
    tables: Tables, nodes: Array, losses: Array, outside: Array, most: int, limit: float
) -> list[float]:
    """The bounds of all sets with everything that differ by two nodes left out and two taken in at most."""
    inside = nodes.tolist()
    bounds = []
    for gone in chain.from_iterable(combinations(inside, count) for count in range(3)):
        for new in chain.from_iterable(combinations(outside.tolist(), count) for count in range(3)):
            made = [node for node in inside if node not in gone] + list(new)
            bound = losses[made].sum()
            changed = bool(gone or new)
            if changed and made and len(made) <= most and bound < limit and has_all(tables, np.array(made)):
                bounds.append(bound)
    return sorted(bounds)


@quick
@given(problems(), st.integers(1, 5), st.integers(1, 40), st.data())
def test_neighbors_are_the_sets_of_the_lowest_bounds(
    problem: Problem, most: int, width: int, data: st.DataObject
) -> None:
    problem = msgspec.structs.replace(problem, units_max=data.draw(st.one_of(st.none(), st.integers(1, 9))))
    tables = tables_of(problem, wanted(problem))
    count = len(problem.fixed)
    lost = np.array([float(data.draw(st.integers(-9, 9))) for _ in range(count)])
    inside = np.array(sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=min(most, count)))))
    outside = np.array([node for node in np.argsort(lost, kind="stable") if node not in inside], dtype=np.int64)
    limit = float(data.draw(st.integers(-20, 30)))
    sets, sizes, bounds = neighbors(tables, inside, 0.0, lost, outside, most, limit, width)
    assert bounds.tolist() == neighbors_by_trial(tables, inside, lost, outside, most, limit)[:width]
    for made, size, bound in zip(sets, sizes, bounds, strict=True):
        assert has_all(tables, made[:size])
        assert lost[made[:size]].sum() == bound
        assert len(set(made[:size].tolist())) == size <= most


@quick
@given(problems(), st.sampled_from([0.0, 0.8, 1.0, 1.25]), st.integers(1, 6), st.data())
def test_a_grown_set_has_everything_or_is_none(problem: Problem, power: float, most: int, data: st.DataObject) -> None:
    tables = tables_of(problem, wanted(problem))
    nodes, prices = np.arange(len(problem.fixed)), np.full(len(problem.lines), 3_000_000.0)
    lost = np.array([float(data.draw(st.integers(-9, 9))) for _ in nodes])
    made = grown(tables, nodes, lost, prices, power, most)
    assert len(made) <= most
    assert not len(made) or has_all(tables, made)
    assert len(made) or most < len(nodes)


def test_a_node_that_gains_is_among_the_first() -> None:
    """Whatever its gain counts against what it has: there is no root of less than nothing."""
    line = ProblemLine(2, (2, 2), (0, 0))
    tables = tables_of(Problem((line,), (1_000_000, -5_000_000), (None, None)), [2])
    assert [cover(tables, penalty, 2).tolist() for penalty in (1.0, 0.5, 2.0)] == [[1]] * 3
