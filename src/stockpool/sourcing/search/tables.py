"""A problem as arrays, for the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from stockpool.kernel.tariffs import Tariff
from stockpool.sourcing.search.problem import Problem, ProblemLine, parcel_cost

Array = np.ndarray[Any, Any]

NEVER = 1 << 60
"""Costs more than any plan, and more units than anyone wants; twice as much still fits."""

WEIGHTLESS = 1e9
"""Units without weight come first where units are put in order by worth a gram: so many to a gram."""


class Tables(NamedTuple):
    """Lines by nodes where there are two axes. `fixed` has what a further node costs in it, `light` a node's parcel of a
    gram; `slope` is about what a gram costs, `each_grams` what a unit of a line weighs before it is rounded up, `each_share` how many units weigh a gram."""

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
    upto, base, per_g, begins = _pieces(problem.tariffs)
    slopes = {tariff: _slope(tariff, grams) for tariff in begins}
    light = {tariff: parcel_cost(tariff, 1) for tariff in begins}
    tariffs = problem.tariffs
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
        np.array([0.0 if tariff is None else slopes[tariff] for tariff in tariffs]),
        np.array([0 if tariff is None else light[tariff] for tariff in tariffs], dtype=np.int64),
        np.array([0 if tariff is None else begins[tariff] for tariff in tariffs], dtype=np.int64),
        np.array([0 if tariff is None else len(tariff) for tariff in tariffs], dtype=np.int64),
        np.array(upto or [0], dtype=np.int64),
        np.array(base or [0], dtype=np.int64),
        np.array(per_g or [0], dtype=np.int64),
        NEVER if problem.units_max is None else problem.units_max,
    )


def _pieces(tariffs: Sequence[Tariff | None]) -> tuple[list[int], list[int], list[int], dict[Tariff, int]]:
    """The pieces of all tariffs one after the other, and where each tariff's begin."""
    begins: dict[Tariff, int] = {}
    upto: list[int] = []
    base: list[int] = []
    per_g: list[int] = []
    for tariff in tariffs:
        if tariff is not None and tariff not in begins:
            begins[tariff] = len(upto)
            upto += [piece.upto_g for piece in tariff]
            base += [piece.base for piece in tariff]
            per_g += [piece.per_g for piece in tariff]
    return upto, base, per_g, begins


def _rising(lines: Sequence[ProblemLine], nodes: int) -> Array:
    """By line, node and number of the unit; nothing where units of a line cost the same."""
    deepest = max([max(map(len, line.rising), default=0) for line in lines if line.rising is not None], default=0)
    rising = np.zeros((len(lines), nodes if deepest else 1, max(deepest, 1)), dtype=np.int64)
    for number, line in enumerate(lines):
        if line.rising is not None and deepest:
            rising[number] = [each + (0,) * (deepest - len(each)) for each in line.rising]
    return rising


def _slope(tariff: Tariff, grams: int) -> float:
    """What a gram costs about, between an eighth of all that is sent and all of it."""
    low, high = max(grams // 8, 1), max(grams, 2)
    return (parcel_cost(tariff, high) - parcel_cost(tariff, low)) / (high - low)
