"""The cheapest way to part a demand among nodes: a table of what each part of it costs, and the best sum of parts.

A part is a vector of pieces of each line; where lines are in single units that is every way to part the demand. For each
part the cheapest node is known at once, so parts and not nodes are added up. A plan that would draw on one node twice is
no plan, only a bound: such nodes are then offered once each, until none is used twice (decremental state space
relaxation, Righini and Salani 2008). What is found is the optimum for these pieces.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from stockpool.sourcing.search.kernels import NEVER, Array, Tables, part_costs, split_part, sum_parts
from stockpool.sourcing.search.problem import Problem, Taken

PAIRS_MAX = 150_000
"""Ways to take a part off a part; ten lines that are not split have 59,049."""

Part = tuple[int, int]
"""A node and the number of a part."""


class Pieces(msgspec.Struct, frozen=True):
    """Each line in so many pieces of so many units."""

    counts: tuple[int, ...]
    units: tuple[int, ...]

    @property
    def single(self) -> bool:
        """Whether every piece is a single unit: then nothing finer exists."""
        return all([units == 1 or not count for count, units in zip(self.counts, self.units, strict=True)])


class Parting(msgspec.Struct, frozen=True):
    """The parts of a plan with their nodes."""

    parts: tuple[Part, ...]
    pieces: Pieces

    def taken(self) -> Taken:
        """The parts as units by line and node."""
        taken: Taken = {}
        for node, number in self.parts:
            left = number
            for line in range(len(self.pieces.counts) - 1, -1, -1):
                left, count = divmod(left, self.pieces.counts[line] + 1)
                if count:
                    taken[line, node] = taken.get((line, node), 0) + count * self.pieces.units[line]
        return taken


def pieces_of(problem: Problem, served: Sequence[int]) -> Pieces | None:
    """Lines as finely as the table has room for, those first that have to be split; None if there are too many lines."""
    pairs = 3 ** sum([1 for units in served if units])
    if pairs > PAIRS_MAX:
        return None
    units = list(served)
    for line in sorted(range(len(served)), key=lambda line: _need(problem, line, served[line])):
        wanted = served[line]
        if wanted > 1 and pairs // 3 * _pairs(wanted) <= PAIRS_MAX:
            units[line], pairs = 1, pairs // 3 * _pairs(wanted)
    counts = [wanted // size if wanted else 0 for wanted, size in zip(served, units, strict=True)]
    return Pieces(tuple(counts), tuple(units))


def _pairs(pieces: int) -> int:
    return (pieces + 1) * (pieces + 2) // 2


def _need(problem: Problem, line: int, wanted: int) -> tuple[int, bool, int]:
    """What is smaller is split sooner: what few nodes have wholly, what is dear to take from one, what is few units."""
    whole = sum([free >= wanted for free in problem.lines[line].free])
    return min(whole, 3), problem.lines[line].rising is None, wanted


def part(problem: Problem, tables: Tables, pieces: Pieces) -> Parting | None:
    """The cheapest plan in these pieces; None where there is none."""
    counts = np.array(pieces.counts, dtype=np.int64)
    costs = part_costs(tables, counts, np.array(pieces.units, dtype=np.int64), problem.units_max or NEVER)
    apart: list[int] = []
    while True:
        found = _Sums(costs, counts, apart, problem.nodes_max).best()
        if found is None:
            return None
        cost, parts = found
        nodes = [node for node, _ in parts]
        twice = sorted({node for node in nodes if nodes.count(node) > 1})
        merged_cost, merged = _merged(costs, parts)
        if merged_cost <= cost:
            return Parting(tuple(sorted(merged)), pieces)
        apart += twice


def _merged(costs: Array, parts: Sequence[Part]) -> tuple[int, list[Part]]:
    """The parts of one node as one, and what they cost then: NEVER or more where it does not have all of them."""
    by_node: dict[int, int] = {}
    for node, number in parts:
        by_node[node] = by_node.get(node, 0) + number
    return sum([int(costs[node, number]) for node, number in by_node.items()]), list(by_node.items())


class _Sums:
    """The best sums of parts: every node as often as one likes, but those `apart` at most once.

    `stages[i][k]` are those of at most k parts; where there is no limit, there is one array for any number of them.
    """

    def __init__(self, costs: Array, counts: Array, apart: Sequence[int], nodes_max: int | None) -> None:
        self._costs, self._counts, self._apart, self._limited = costs, counts, apart, nodes_max is not None
        kept = [node for node in range(len(costs)) if node not in set(apart)]
        self._rest = np.array(kept, dtype=np.int64)
        self._single = costs[kept].min(axis=0) if kept else np.full(costs.shape[1], NEVER)
        self._single[0] = 0
        self._stages = [self._of_rest(nodes_max)]
        for node in apart:
            self._stages.append(self._with_node(self._stages[-1], costs[node]))

    def best(self) -> tuple[int, list[Part]] | None:
        """What the whole costs at least, and the parts that make it up."""
        whole, sums = self._costs.shape[1] - 1, self._stages[-1]
        cost = int(sums[-1][whole])
        return (cost, self._follow(whole, len(sums) - 1)) if cost < NEVER else None

    def _of_rest(self, nodes_max: int | None) -> list[Array]:
        none = np.full(len(self._single), NEVER)
        none[0] = 0
        sums = [none, self._single]
        while nodes_max is None or len(sums) <= nodes_max:
            following = np.minimum(sum_parts(self._single, sums[-1], self._counts), NEVER)
            if nodes_max is None and np.array_equal(following, sums[-1]):
                return sums[-1:]
            sums.append(following)
        return sums

    def _with_node(self, sums: list[Array], costs: Array) -> list[Array]:
        if not self._limited:
            return [np.minimum(sums[0], sum_parts(costs, sums[0], self._counts))]
        pairs = zip(sums, sums[1:], strict=False)
        return [sums[0], *[np.minimum(more, sum_parts(costs, fewer, self._counts)) for fewer, more in pairs]]

    def _follow(self, whole: int, most: int) -> list[Part]:
        parts: list[Part] = []
        step = 1 if self._limited else 0
        for place in range(len(self._apart), 0, -1):
            after, before, node = self._stages[place], self._stages[place - 1], self._apart[place - 1]
            if whole and after[most][whole] < before[most][whole]:
                taken = split_part(self._costs[node], before[most - step], self._counts, whole, int(after[most][whole]))
                parts.append((node, taken))
                whole, most = whole - taken, most - step
        sums = self._stages[0]
        while whole:
            taken = split_part(self._single, sums[most - step], self._counts, whole, int(sums[most][whole]))
            if taken:
                parts.append((int(self._rest[self._costs[self._rest, taken].argmin()]), taken))
            whole, most = whole - taken, most - step
        return parts
