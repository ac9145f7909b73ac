"""A problem as arrays, for the compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from stockpool.kernel.tariffs import Tariff
from stockpool.sourcing.search.kernels.parcels import tariff_sums
from stockpool.sourcing.search.kernels.running import dearest_units, running_sums
from stockpool.sourcing.search.problem import Problem, ProblemLine

Array = np.ndarray[Any, Any]

NEVER = 1 << 60
"""Costs more than any plan, and more units than anyone wants; twice as much still fits."""

LARGEST = NEVER // 2
"""No sum of costs is as large, nor as far below nothing: so NEVER stays apart, whatever is added to it."""

WEIGHTLESS = 1e9
"""Units without weight come first where units are put in order by worth a gram: so many to a gram."""


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
    units_max: int
    room: Array
    together: int
    dearest: int


def reckonable(problem: Problem, served: Sequence[int]) -> Tables | None:
    """The problem as arrays; None where a sum of costs might grow beyond what they hold, as amounts may be anything."""
    grams = _grams(problem, served)
    if grams >= NEVER or sum(served) * len(problem.fixed) >= NEVER or max(problem.fixed) + problem.further >= NEVER:
        return None
    try:
        tables = tables_of(problem, served)
    except OverflowError:
        return None
    dearest = dearest_units(tables.is_rising, tables.free, tables.sums, tables.costs).tolist()
    units = sum([each * count for each, count in zip(dearest, served, strict=True)])
    node = int(tables.fixed.max()) + _dearest_parcel(tables, grams)
    if node * len(problem.fixed) + units >= LARGEST:
        return None
    return tables._replace(dearest=min(node * max(len(problem.fixed), sum(served)) + units, NEVER))


def tables_of(problem: Problem, served: Sequence[int]) -> Tables:
    """The problem as arrays, for so many units of each line; an OverflowError where a number is too large for them."""
    lines, nodes = problem.lines, len(problem.fixed)
    tariffs, of_node = _distinct(problem.tariffs)
    counts = np.array([len(tariff) for tariff in tariffs], dtype=np.int64)
    numbers = np.fromiter(chain.from_iterable(chain.from_iterable(tariffs)), dtype=np.int64)
    upto, base, per_g = np.ascontiguousarray(numbers.reshape(-1, 3).T)
    first = np.cumsum(counts) - counts
    is_rising = np.array([line.rising is not None for line in lines])
    free, costs = _by_node([line.free for line in lines], nodes), np.zeros((len(lines), nodes), dtype=np.int64)
    costs[~is_rising] = _by_node([line.costs for line in lines if line.rising is None], nodes)
    wanted, units_max = (
        np.array(served, dtype=np.int64),
        NEVER if problem.units_max is None else min(problem.units_max, NEVER),
    )
    slope, light, least = tariff_sums(first, counts, upto, base, per_g, _grams(problem, served))
    return Tables(
        wanted,
        free,
        costs,
        _sums(lines, is_rising, free),
        is_rising,
        np.array([line.grams for line in lines], dtype=np.int64),
        np.array([line.unit for line in lines], dtype=np.int64),
        np.array([line.grams / line.unit for line in lines]),
        np.array([line.unit / line.grams if line.grams else WEIGHTLESS for line in lines]),
        np.array(problem.fixed, dtype=np.int64) + problem.further,
        slope[of_node],
        light[of_node],
        least[of_node],
        first[of_node],
        counts[of_node],
        upto,
        base,
        per_g,
        units_max,
        np.minimum(free, wanted[:, None]).sum(axis=0).clip(max=units_max),
        sum(served) if units_max < sum(served) else 0,
        NEVER,
    )


def _grams(problem: Problem, served: Sequence[int]) -> int:
    return sum([line.weight(units) for line, units in zip(problem.lines, served, strict=True)])


def _by_node(rows: Sequence[Sequence[int]], nodes: int) -> Array:
    """A row for each line; quicker than to have the shape found out."""
    return np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * nodes).reshape(len(rows), nodes)


def _dearest_parcel(tables: Tables, grams: int) -> int:
    """No node's parcels of so many grams cost more; without an end to its size, unlike sums in arrays."""
    if not len(tables.upto):
        return 0
    last = tables.upto[(tables.first_piece + tables.pieces - 1)[tables.pieces > 0]]
    each = int(tables.base.max()) + int(tables.per_g.max()) * min(grams, int(tables.upto.max()))
    return max(each, 0) * max(-(-grams // int(last.min())), 1)


def _distinct(tariffs: Sequence[Tariff | None]) -> tuple[list[Tariff], Array]:
    """The tariffs there are, an empty one for none; and the number of each node's."""
    known = dict(zip(map(id, tariffs), tariffs, strict=True))  # to hash a long tariff for each of many nodes takes long
    numbers = dict(zip(known, range(len(known)), strict=True))
    of_node = np.fromiter(map(numbers.__getitem__, map(id, tariffs)), dtype=np.int64, count=len(tariffs))
    return [tariff or () for tariff in known.values()], of_node


def _sums(lines: Sequence[ProblemLine], is_rising: Array, free: Array) -> Array:
    """By line, node and number of units; nothing where units of a line cost the same."""
    counts = free[is_rising]
    deepest = int(counts.max(initial=0))
    if not deepest:
        return np.zeros((len(lines), 1, 1), dtype=np.int64)
    costs = chain.from_iterable(chain.from_iterable([line.rising for line in lines if line.rising is not None]))
    return running_sums(is_rising, free, np.fromiter(costs, dtype=np.int64, count=int(counts.sum())), deepest)
