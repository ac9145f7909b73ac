"""One demand as the search sees it, numbers only; and what a plan costs, the one reckoning that all parts obey.

Money is in millionths of a currency, weights in grams, quantities in smallest units; all of them whole numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

import msgspec

from stockpool.kernel.tariffs import Tariff

Taken = dict[tuple[int, int], int]
"""Units by line and node, both by their numbers."""


class ProblemLine(msgspec.Struct, frozen=True, gc=False):
    """Units wanted of one line, `unit` of which weigh `grams`; and what nodes have of it at which cost.

    `free` is by node, no more than is wanted. `costs` is what each unit costs by node; where units of a node differ,
    `rising` has what its first, second, … unit costs instead, never falling, one for each that is free.
    """

    units: int
    free: tuple[int, ...]
    costs: tuple[int, ...]
    rising: tuple[tuple[int, ...], ...] | None = None
    grams: int = 0
    unit: int = 1

    def weight(self, units: int) -> int:
        """Of so many units, in whole grams, rounded up."""
        return -(-units * self.grams // self.unit)

    def cost(self, node: int, units: int) -> int:
        """What so many units cost from a node."""
        return units * self.costs[node] if self.rising is None else sum(self.rising[node][:units])


class Problem(msgspec.Struct, frozen=True, gc=False):
    """Nodes by their numbers, in the order in which they are preferred where costs are equal.

    Using a node costs `fixed`, and its parcel what its tariff says (nothing without one); each node after the first
    costs `further`. At most `nodes_max` nodes serve, and each at most `units_max` units.
    """

    lines: tuple[ProblemLine, ...]
    fixed: tuple[int, ...]
    tariffs: tuple[Tariff | None, ...]
    further: int = 0
    nodes_max: int | None = None
    units_max: int | None = None

    def cost(self, taken: Taken) -> int:
        """What it costs to take these units."""
        by_node: dict[int, dict[int, int]] = {}
        for (line, node), units in taken.items():
            if units:
                by_node.setdefault(node, {})[line] = units
        total = self.further * max(len(by_node) - 1, 0)
        return total + sum([self.node_cost(node, units_of) for node, units_of in by_node.items()])

    def node_cost(self, node: int, units_of: Mapping[int, int]) -> int:
        """What one node's part costs: its use, its units, and its parcel."""
        total, grams = self.fixed[node], 0
        for line, units in units_of.items():
            total += self.lines[line].cost(node, units)
            grams += self.lines[line].weight(units)
        tariff = self.tariffs[node]
        return total if tariff is None else total + parcel_cost(tariff, grams)


def parcel_cost(tariff: Tariff, grams: int) -> int:
    """What a parcel costs; what is heavier than any parcel may be goes in as many as it takes, all but one full."""
    heaviest = tariff[-1]
    full = max(-(-grams // heaviest.upto_g) - 1, 0)
    rest = grams - full * heaviest.upto_g
    _, base, per_g = tariff[bisect_left(tariff, (rest,))]
    return base + per_g * rest + full * (heaviest.base + heaviest.per_g * heaviest.upto_g)
