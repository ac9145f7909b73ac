"""What a plan costs under a policy that did not make it: two policies are compared by the money of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.sourcing.asked import Asked, Shelves
from stockpool.sourcing.messages import Allocation
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import PolicyPlanner
from stockpool.sourcing.strategies import Barred


def price_plan(
    planner: PolicyPlanner, asked: Asked, shelves: Shelves, pool: CandidatePool, allocations: Sequence[Allocation]
) -> Mapping[str, int] | None:
    """The cost parts of allocations by the rule for the demand, in millionths, as if no filter barred their nodes.

    None where a cost cannot be said at all: a carrier does not go there, or not with so heavy a parcel.
    """
    reckoner = planner.planner(asked).reckoner
    grams = reckoner.grams(asked)
    places = {line.sku: place for place, line in enumerate(asked.lines)}
    taken: dict[str, list[int]] = {}
    for each in allocations:
        taken.setdefault(each.node, [0] * len(places))[places[each.sku]] += each.units
    ranked = sorted(taken.items(), key=lambda each: (-sum(each[1]), each[0]))
    total = dict.fromkeys(reckoner.names, 0)
    for place, (node, units) in enumerate(ranked):
        there = [shelves.get(line.sku, {}).get(node, 0) for line in asked.lines]
        stock = tuple([max(pair) for pair in zip(there, units, strict=True)])
        offer = reckoner.offer(pool.by_node[node], asked, stock)
        if isinstance(offer, Barred):
            return None
        parts = reckoner.parts(offer, tuple(units), asked, grams, first=place == 0)
        for name, part in zip(reckoner.names, parts, strict=True):
            total[name] += part
    return total
