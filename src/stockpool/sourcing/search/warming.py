"""Compile the loops of the search ahead of the first order: once for each version, then they come from the cache."""

from __future__ import annotations

from time import perf_counter

from stockpool.kernel.tariffs import Piece
from stockpool.sourcing.search.cheapest import cheapest
from stockpool.sourcing.search.problem import Problem, ProblemLine

_STEPS = (Piece(500, 3_900_000), Piece(2_000, 4_500_000), Piece(31_500, 0, 2_250))


def warm() -> float:
    """Have every loop compiled or read from the cache; the seconds that it took."""
    started = perf_counter()
    for problem in (_small(None), _small(1), _twice(), _large()):
        cheapest(problem, [line.units for line in problem.lines])
    return perf_counter() - started


def _small(nodes_max: int | None) -> Problem:
    """Solved by a table of parts."""
    lines = (ProblemLine(2, (2, 2), (0, 0), None, 300), ProblemLine(1, (1, 1), (0, 0), ((1,), (2,)), 437))
    return Problem(lines, (1_000, 2_000), (_STEPS, None), nodes_max=nodes_max)


def _twice() -> Problem:
    """Two parcels of one node would be cheaper than one, and no plan."""
    line = ProblemLine(2, (2, 1), (0, 9_000), None, 400)
    return Problem((line,), (0, 0), ((Piece(500, 1_000), Piece(1_000, 9_000)),) * 2, nodes_max=2)


def _large() -> Problem:
    """Too large for a table; what is searched for has three nodes and more to choose from."""
    nodes = range(8)
    lines = tuple(
        ProblemLine(
            5,
            tuple([(node + line) % 4 for node in nodes]),
            tuple([line * 1_000 + node for node in nodes]),
            tuple([tuple([each * 100_000] * ((node + line) % 4)) for each, node in enumerate(nodes)])
            if line % 2
            else None,
            (437, 800, 1_500, 0, 4_000, 120, 300)[line],
        )
        for line in range(7)
    )
    return Problem(lines, tuple([500_000 + node for node in nodes]), (_STEPS,) * len(nodes), further=1_500_000)
