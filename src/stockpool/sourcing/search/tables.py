"""A problem as arrays, for the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.sourcing.search.problem import Problem, ProblemLine, parcel_cost

Array = np.ndarray[Any, Any]

NEVER = 1 << 60
"""Costs more than any plan, and more units than anyone wants; twice as much still fits."""

WEIGHTLESS = 1e9
"""Units without weight come first where units are put in order by worth a gram: so many to a gram."""


class Tables(NamedTuple):
    """Lines by nodes where there are two axes.

    `fixed` has what a further node costs in it, `light` is a node's parcel of a gram, `slope` about what a gram costs;
    `each_grams` is what a unit of a line weighs before it is rounded up, `each_share` how many units weigh a gram.
    """

    wanted: Array
    free: Array
    costs: Array
    rising: Array
    is_rising: Array
    grams: Array
    unit: Array
    each_grams: Array
    each_share: Array
    fixed: Array
    slope: Array
    light: Array
    first_piece: Array
    pieces: Array
    upto: Array
    base: Array
    per_g: Array
    units_max: int


def tables_of(problem: Problem, served: Sequence[int]) -> Tables:
    """The problem as arrays, for so many units of each line."""
    lines = problem.lines
    grams = sum([line.weight(units) for line, units in zip(lines, served, strict=True)])
    tariffs, of_node = _distinct(problem.tariffs)
    counts = np.array([len(tariff) for tariff in tariffs], dtype=np.int64)
    pieces = np.array([piece for tariff in tariffs for piece in tariff] or [Piece(0, 0)], dtype=np.int64)
    return Tables(
        np.array(served, dtype=np.int64),
        np.array([line.free for line in lines], dtype=np.int64),
        np.array([line.costs for line in lines], dtype=np.int64),
        _rising(lines, len(problem.fixed)),
        np.array([line.rising is not None for line in lines]),
        np.array([line.grams for line in lines], dtype=np.int64),
        np.array([line.unit for line in lines], dtype=np.int64),
        np.array([line.grams / line.unit for line in lines]),
        np.array([line.unit / line.grams if line.grams else WEIGHTLESS for line in lines]),
        np.array(problem.fixed, dtype=np.int64) + problem.further,
        np.array([_slope(tariff, grams) for tariff in tariffs])[of_node],
        np.array([parcel_cost(tariff, 1) if tariff else 0 for tariff in tariffs], dtype=np.int64)[of_node],
        (np.cumsum(counts) - counts)[of_node],
        counts[of_node],
        np.ascontiguousarray(pieces[:, 0]),
        np.ascontiguousarray(pieces[:, 1]),
        np.ascontiguousarray(pieces[:, 2]),
        NEVER if problem.units_max is None else problem.units_max,
    )


def _distinct(tariffs: Sequence[Tariff | None]) -> tuple[list[Tariff], Array]:
    """The tariffs there are, an empty one for none; and the number of each node's."""
    known: dict[int, int] = {}  # by identity: to hash a long tariff for each of many nodes takes a while
    numbers: dict[Tariff, int] = {}
    for tariff in tariffs:
        if id(tariff) not in known:
            known[id(tariff)] = numbers.setdefault(tariff or (), len(numbers))
    return list(numbers), np.array([known[id(tariff)] for tariff in tariffs], dtype=np.int64)


def _rising(lines: Sequence[ProblemLine], nodes: int) -> Array:
    """By line, node and number of the unit; nothing where units of a line cost the same."""
    deepest = max([max(map(len, line.rising), default=0) for line in lines if line.rising is not None], default=0)
    rising = np.zeros((len(lines), nodes if deepest else 1, max(deepest, 1)), dtype=np.int64)
    for number, line in enumerate(lines):
        if line.rising is not None and deepest:
            there = np.arange(deepest) < np.fromiter(map(len, line.rising), dtype=np.int64, count=nodes)[:, None]
            rising[number][there] = np.fromiter(chain.from_iterable(line.rising), dtype=np.int64)
    return rising


def _slope(tariff: Tariff, grams: int) -> float:
    """What a gram costs about, between an eighth of all that is sent and all of it."""
    if not tariff:
        return 0.0
    low, high = max(grams // 8, 1), max(grams, 2)
    return (parcel_cost(tariff, high) - parcel_cost(tariff, low)) / (high - low)
