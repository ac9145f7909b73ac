"""The smallest sets of nodes that hold what is wanted, the nearest first: branch and bound over bit masks.

Nodes are numbered in the order of their ranks, so the lowest bit of a mask is the best node in it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import or_

import msgspec

from stockpool.sourcing.model import Cost

Nodes = tuple[int, ...]

KEPT = 4
"""The best set and three others for the explanation."""

EFFORT_MAX = 2_000
"""Branches tried before the search stops proving: some 5 ms. Orders of a few lines take a few dozen."""


class Found(msgspec.Struct, frozen=True):
    """Sets of nodes, best first; `proven` says that nothing better exists."""

    sets: tuple[Nodes, ...]
    proven: bool


class _Shelf:
    """One SKU over all nodes: who has how much of what is wanted; more than that is no use."""

    __slots__ = ("_masks", "_values", "holders", "sums", "units")

    def __init__(self, units: Sequence[int], wanted: int) -> None:
        self.units = [min(there, wanted) for there in units]
        exactly: dict[int, int] = {}
        for node, there in enumerate(self.units):
            if there:
                exactly[there] = exactly.get(there, 0) | (1 << node)
        best_first = sorted(exactly, reverse=True)
        self._values = [-there for there in best_first]
        self._masks = list(accumulate((exactly[there] for there in best_first), or_, initial=0))
        self.sums = list(accumulate(sorted(self.units, reverse=True), initial=0))
        self.holders = self._masks[-1]

    def at_least(self, units: int) -> int:
        """The nodes that have so many or more, of 1 to all that is wanted."""
        return self._masks[bisect_left(self._values, 1 - units)]

    def nodes_min(self, units: int) -> int:
        """How many nodes it takes at least."""
        return bisect_left(self.sums, units)


def find_sets(costs: Sequence[Cost], stock: Sequence[Sequence[int]], wanted: Sequence[int]) -> Found:
    """The smallest sets of nodes whose stock, one row a SKU, covers what is wanted; together the nodes must cover it.

    A node without which it cannot be done is in every set; the others are searched for the rest.
    """
    forced = _forced(stock, wanted)
    left = [units - sum(row[node] for node in forced) for row, units in zip(stock, wanted, strict=True)]
    open_rows = [(row, units) for row, units in zip(stock, left, strict=True) if units > 0]
    if not open_rows:
        return Found((forced,), proven=True)
    allowed = (1 << len(costs)) - 1
    for node in forced:
        allowed ^= 1 << node
    search = _Search(costs, [row for row, _ in open_rows], [units for _, units in open_rows])
    found = search.run(allowed)
    return Found(tuple(tuple(sorted((*forced, *nodes))) for nodes in found.sets), found.proven)


def _forced(stock: Sequence[Sequence[int]], wanted: Sequence[int]) -> Nodes:
    forced: set[int] = set()
    for row, units in zip(stock, wanted, strict=True):
        spare = sum(row) - units
        forced.update(node for node, there in enumerate(row) if there > spare)
    return tuple(sorted(forced))


class _Search:
    """Sets of one size after the other, until one size has a set."""

    def __init__(self, costs: Sequence[Cost], stock: Sequence[Sequence[int]], wanted: list[int]) -> None:
        self._costs = costs
        self._wanted = wanted
        self._shelves = [_Shelf(row, units) for row, units in zip(stock, wanted, strict=True)]
        self._best: list[tuple[Cost, Nodes]] = []
        self._effort = 0

    def run(self, allowed: int) -> Found:
        size = max(shelf.nodes_min(units) for shelf, units in zip(self._shelves, self._wanted, strict=True))
        while not self._best and not self._is_spent():
            candidates = self._worth_trying(allowed, size) if size > 2 else allowed
            self._branch(self._wanted, size, candidates, (), (0, 0, 0))
            size += 1
        if not self._best:
            return Found((self._greedy(allowed),), proven=False)
        return Found(tuple(nodes for _, nodes in self._best), proven=not self._is_spent())

    def _is_spent(self) -> bool:
        return self._effort >= EFFORT_MAX

    def _worth_trying(self, allowed: int, size: int) -> int:
        """Without nodes that enough others outdo: each of those in its place would make a better set."""
        kept = allowed
        for node in _bits(allowed):
            better = allowed & ((1 << node) - 1)
            for shelf in self._shelves:
                if shelf.units[node]:
                    better &= shelf.at_least(shelf.units[node])
            if better.bit_count() >= size - 1 + KEPT:
                kept ^= 1 << node
        return kept

    def _branch(self, left: Sequence[int], picks: int, allowed: int, chosen: Nodes, cost: Cost) -> None:
        """Choose `picks` more nodes among the allowed that together have what is left."""
        self._effort += 1
        if picks == 1:
            self._finish(left, allowed, chosen, cost)
            return
        holders = self._scarcest(left, picks, allowed)
        for node in _bits(holders):
            with_node = _plus(cost, self._costs[node])
            if self._is_spent() or self._is_worse(_plus(with_node, self._least(allowed, picks - 1))):
                return
            allowed ^= 1 << node
            rest = [units - shelf.units[node] for units, shelf in zip(left, self._shelves, strict=True)]
            self._branch(rest, picks - 1, allowed, (*chosen, node), with_node)

    def _scarcest(self, left: Sequence[int], picks: int, allowed: int) -> int:
        """Who has the SKU that fewest have, since one of them must be in the set; nobody where it cannot be done."""
        holders = allowed
        for units, shelf in zip(left, self._shelves, strict=True):
            if units <= 0:
                continue
            if units > shelf.sums[min(picks, len(shelf.sums) - 1)]:
                return 0
            here = shelf.holders & allowed
            if here.bit_count() < holders.bit_count():
                holders = here
        return holders

    def _least(self, allowed: int, picks: int) -> Cost:
        """No set of so many allowed nodes costs less."""
        unknown, meters, free = self._costs[(allowed & -allowed).bit_length() - 1]
        return unknown * picks, meters * picks, free * picks

    def _finish(self, left: Sequence[int], allowed: int, chosen: Nodes, cost: Cost) -> None:
        """Complete the set with each of the best nodes that have all that is left."""
        for units, shelf in zip(left, self._shelves, strict=True):
            if units > 0:
                allowed &= shelf.at_least(units)
        for node in _bits(allowed):
            found = (_plus(cost, self._costs[node]), tuple(sorted((*chosen, node))))
            if len(self._best) == KEPT and found > self._best[-1]:
                return
            insort(self._best, found)
            del self._best[KEPT:]

    def _is_worse(self, cost: Cost) -> bool:
        return len(self._best) == KEPT and cost > self._best[-1][0]

    def _greedy(self, allowed: int) -> Nodes:
        """Always the node that has most of what is left; then without those that became needless."""
        left, chosen = list(self._wanted), []
        while any(units > 0 for units in left):
            node = max(_bits(allowed), key=lambda each: (self._share(each, left), -each))
            chosen.append(node)
            allowed ^= 1 << node
            left = [units - shelf.units[node] for units, shelf in zip(left, self._shelves, strict=True)]
        for node in sorted(chosen, reverse=True):
            without = [units + shelf.units[node] for units, shelf in zip(left, self._shelves, strict=True)]
            if all(units <= 0 for units in without):
                chosen.remove(node)
                left = without
        return tuple(sorted(chosen))

    def _share(self, node: int, left: Sequence[int]) -> float:
        shares = zip(left, self._shelves, self._wanted, strict=True)
        return sum(min(shelf.units[node], units) / wanted for units, shelf, wanted in shares if units > 0)


def _bits(mask: int) -> Iterator[int]:
    """The nodes of a mask, best first."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _plus(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]
