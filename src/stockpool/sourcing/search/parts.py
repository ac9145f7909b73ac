"""The cheapest way to part a demand among nodes, where every way to part it fits a table: it is the optimum.

For each part the cheapest node is known at once, so parts and not nodes are added up. A sum that would draw on one
node twice is no plan, only a bound: such nodes are then offered once each, until none is used twice (decremental state
space relaxation, Righini and Salani 2008).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.kernels import sums as kernels
from stockpool.sourcing.search.kernels.sums import PLACES
from stockpool.sourcing.search.problem import Problem, Taken
from stockpool.sourcing.search.tables import NEVER, Array, Tables

PAIRS_MAX = 300_000
"""Ways to take a part off a part; ten lines of one unit have 59,049."""

APART_MAX = 12
"""So many nodes are offered apart; where that is not enough there is a bound and no plan."""

SPLITS = 12
"""So many ways to take a part off the whole are looked at for other plans."""

Part = tuple[int, int]
"""A node and the number of a part."""


class Parted(NamedTuple):
    """The cheapest plan, its cost, and some of the next ones."""

    cost: int
    taken: Taken
    others: list[Taken]


def fits(served: Sequence[int]) -> bool:
    """Whether every way to part so many units fits the table."""
    return prod([(units + 1) * (units + 2) // 2 for units in served]) <= PAIRS_MAX


def part(problem: Problem, tables: Tables) -> Parted | None:
    """The cheapest plan; None where none is found, or where sums of costs might grow beyond what tables hold."""
    if tables.dearest >= NEVER // PLACES:
        return None
    sums = _Sums(tables, problem.nodes_max)
    while True:
        found = sums.best()
        if found is None:
            return None
        cost, parts = found
        nodes = [node for node, _ in parts]
        twice = sorted({node for node in nodes if nodes.count(node) > 1})
        if not twice:
            return Parted(cost - problem.further, sums.taken(parts), [sums.taken(each) for each in sums.others(parts)])
        if len(sums.apart) + len(twice) > APART_MAX:
            return None
        sums = _Sums(tables, problem.nodes_max, [*sums.apart, *twice])


class _Stage(NamedTuple):
    """For each part the cheapest sum, and what is taken off for it: the whole part where it is not a sum."""

    sums: Array
    off: Array


class _Sums:
    """The best sums of parts: every node as often as one likes, but those `apart` at most once.

    `_stages[i][k]` are sums of at most k parts; where there is no limit, there is one for any number of them.
    """

    def __init__(self, tables: Tables, nodes_max: int | None, apart: Sequence[int] = ()) -> None:
        self.apart = apart
        self._most = PLACES if nodes_max is None else nodes_max
        self._wanted, self._strides = tables.wanted, kernels.strides_of(tables.wanted)
        grams = kernels.part_weights(tables, self._strides)
        left_out = np.zeros(len(tables.fixed), dtype=np.bool_)
        left_out[list(apart)] = True
        self._first, self._first_node, self._second, self._second_node = kernels.cheapest_nodes(
            tables, self._strides, grams, left_out
        )
        there = self._first < NEVER
        self._single = np.where(there, np.where(there, self._first, 0) * PLACES + 1, NEVER)
        self._single[0] = 0
        self._rows = [kernels.node_row(tables, node, self._strides, grams) for node in apart]
        self._stages = self._any_number()
        if nodes_max is not None and self._count() > nodes_max:
            self._stages = self._limited(nodes_max)

    def best(self) -> tuple[int, list[Part]] | None:
        """What the whole costs at least, and the parts that make it up."""
        last = self._stages[-1][-1]
        cost = int(last.sums[-1])
        return (cost // PLACES, self._follow(len(last.sums) - 1)) if cost < NEVER else None

    def others(self, parts: Sequence[Part]) -> Iterable[list[Part]]:
        """Plans beside the best: each part of it from the next node, and other parts."""
        for place, (node, number) in enumerate(parts):
            following = self._second_node if self._first_node[number] == node else self._first_node
            following_node = int(following[number])
            if following_node >= 0 and following_node not in {other for other, _ in parts}:
                yield [*parts[:place], (following_node, number), *parts[place + 1 :]]
        if len(self._stages) == len(self._stages[0]) == 1:
            for away in kernels.best_splits(self._single, self._stages[0][0].sums, self._strides, SPLITS):
                if away > 0:
                    whole = len(self._single) - 1
                    split = [(int(self._first_node[away]), int(away)), *self._follow(whole - int(away))]
                    if len({node for node, _ in split}) == len(split) <= self._most:
                        yield split

    def taken(self, parts: Iterable[Part]) -> Taken:
        """The parts as units by line and node."""
        taken: Taken = {}
        for node, number in parts:
            left = number
            for line, stride in enumerate(self._strides[:-1].tolist()):
                units, left = divmod(left, stride)
                if units:
                    taken[line, node] = units
        return taken

    def _count(self) -> int:
        last = int(self._stages[-1][-1].sums[-1])
        return last % PLACES if last < NEVER else PLACES

    def _begun(self, sums: Array) -> _Stage:
        return _Stage(sums.copy(), np.arange(len(sums)))

    def _any_number(self) -> list[list[_Stage]]:
        stage = self._begun(self._single)
        kernels.sum_parts(self._single, stage.sums, self._wanted, self._strides, *stage, any_order=False)
        stages = [[stage]]
        for row in self._rows:
            stages.append([self._with_node(stages[-1][0].sums, stages[-1][0].sums, row)])
        return stages

    def _limited(self, nodes_max: int) -> list[list[_Stage]]:
        nothing = np.full(len(self._single), NEVER)
        nothing[0] = 0
        first = [self._begun(nothing), self._begun(self._single)]
        while len(first) <= nodes_max:
            stage = self._begun(self._single)
            kernels.sum_parts(self._single, first[-1].sums, self._wanted, self._strides, *stage, any_order=False)
            first.append(stage)
        stages = [first[: nodes_max + 1]]
        for row in self._rows:
            pairs = zip(stages[-1], stages[-1][1:], strict=False)
            with_node = [self._with_node(fewer.sums, more.sums, row) for fewer, more in pairs]
            stages.append([stages[-1][0], *with_node])
        return stages

    def _with_node(self, left: Array, sums: Array, row: Array) -> _Stage:
        """Sums with the node's part taken off; nothing is where that is not cheaper."""
        stage = _Stage(sums.copy(), np.zeros(len(sums), dtype=np.int64))
        kernels.sum_parts(row, left, self._wanted, self._strides, *stage, any_order=True)
        return stage

    def _follow(self, whole: int) -> list[Part]:
        parts: list[Part] = []
        most = len(self._stages[0]) - 1
        step = 1 if most else 0
        for place in range(len(self.apart), 0, -1):
            off = int(self._stages[place][most].off[whole])
            if off:
                parts.append((self.apart[place - 1], off))
                whole, most = whole - off, most - step
        while whole:
            off = int(self._stages[0][most].off[whole])
            parts.append((int(self._first_node[off]), off))
            whole, most = whole - off, most - step
        return sorted(parts)
