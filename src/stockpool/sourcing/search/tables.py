"""A problem as arrays, for the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from stockpool.sourcing.search.kernels.reading import arrays_of
from stockpool.sourcing.search.problem import Problem

Array = np.ndarray[Any, Any]

NEVER = 1 << 60
"""Costs more than any plan, and more units than anyone wants; twice as much still fits."""

LARGEST = NEVER // 2
"""No sum of costs is as large, nor as far below nothing: so NEVER stays apart, whatever is added to it."""


class Tables(NamedTuple):
    """Lines by nodes where there are two axes.

    `sums` has what the first so many units of a line cost, by their number; it counts where `is_rising`, as units of
    the line differ in cost there, and `costs` counts elsewhere;
    `fixed` has what a further node costs in it, `light` is a node's parcel of a gram, `least` what any
    of its parcels costs at least, `slope` about what a gram costs;
    `each_grams` is what a unit of a line weighs before it is rounded up, `each_share` how many units weigh a gram.
    A node gives no more than `units_max` units; `room` is how many of these it has. What all of a set's nodes have to
    have room for is `together`, 0 where each may give all. No plan costs more than
    `dearest`, with a parcel for each unit.
    """

    wanted: Array
    free: Array
    costs: Array
    sums: Array
    is_rising: Array
    grams: Array
    unit: Array
    each_grams: Array
    each_share: Array
    fixed: Array
    slope: Array
    light: Array
    least: Array
    first_piece: Array
    pieces: Array
    upto: Array
    base: Array
    per_g: Array
    room: Array
    units_max: int
    together: int
    dearest: int


def reckonable(problem: Problem, served: Sequence[int]) -> Tables | None:
    """The problem as arrays; None where a sum of costs might grow beyond what they hold, as amounts may be anything."""
    grams, units, nodes = _grams(problem, served), sum(served), len(problem.fixed)
    dearest = max(map(abs, problem.fixed)) + problem.further
    heaviest = max([line.grams * count for line, count in zip(problem.lines, served, strict=True)])
    if max(grams, heaviest, units * nodes, dearest) >= NEVER:
        return None
    try:
        tables, of_units, of_pieces = _read(problem, served, grams)
    except OverflowError:
        return None
    each = dearest + _dearest_parcel(of_pieces.tolist(), grams)
    all_units = sum([most * count for most, count in zip(of_units.tolist(), served, strict=True)])
    if each * nodes + all_units >= LARGEST:
        return None
    return tables._replace(dearest=min(each * max(nodes, units) + all_units, NEVER))


def tables_of(problem: Problem, served: Sequence[int]) -> Tables:
    """The problem as arrays, for so many units of each line.

    An OverflowError where a number is too large for them, a ValueError where rows are not as long as they should be.
    """
    return _read(problem, served, _grams(problem, served))[0]


def _read(problem: Problem, served: Sequence[int], grams: int) -> tuple[Tables, Array, Array]:
    """The problem as arrays, what a unit of each line costs at most, and what pieces of tariffs are at most."""
    known = dict(zip(map(id, problem.tariffs), problem.tariffs, strict=True))  # to hash long tariffs takes long
    places = dict(zip(known, range(len(known)), strict=True))
    tariffs = [tariff or () for tariff in known.values()]
    lines, rising = problem.lines, [line.rising for line in problem.lines if line.rising is not None]
    costs = [line.costs for line in lines if line.rising is None]
    rows = [problem.tariffs, *[line.free for line in lines], *costs, *rising]
    if any(len(row) != len(problem.fixed) for row in rows):
        raise ValueError("a row has not a number for each node")
    numbers = chain(
        [
            number
            for line, units in zip(lines, served, strict=True)
            for number in (units, line.grams, line.unit, line.rising is not None)
        ],
        problem.fixed,
        map(places.__getitem__, map(id, problem.tariffs)),
        map(len, tariffs),
        chain.from_iterable([line.free for line in lines]),
        chain.from_iterable(costs),
        chain.from_iterable(chain.from_iterable(rising)),
        chain.from_iterable(chain.from_iterable(tariffs)),
    )
    units, most = sum(served), NEVER if problem.units_max is None else min(problem.units_max, NEVER)
    flat = np.fromiter(numbers, dtype=np.int64)
    *arrays, of_units, of_pieces = arrays_of(
        flat, len(lines), len(problem.fixed), len(tariffs), problem.further, most, grams
    )
    return Tables._make([*arrays, most, units if most < units else 0, NEVER]), of_units, of_pieces


def _grams(problem: Problem, served: Sequence[int]) -> int:
    return sum([line.weight(units) for line, units in zip(problem.lines, served, strict=True)])


def _dearest_parcel(of_pieces: Sequence[int], grams: int) -> int:
    """No node's parcels of so many grams cost more; without an end to its size, unlike sums in arrays."""
    base, per_g, heaviest, lightest = of_pieces
    return (base + per_g * min(grams, heaviest)) * max(-(-grams // lightest), 1) if lightest else 0
