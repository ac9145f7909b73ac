"""Ways to route an order in a world: by a policy, by the built-in rule, or from whoever has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from stockpool.simulation.backtest.world import World
from stockpool.sourcing.api import Asked, CandidatePool, plan_sourcing
from stockpool.sourcing.messages import Allocation, Exclusion, Explanation, SourcingDemand, SourcingPlan, Wanted

Shelves = Mapping[str, Mapping[str, int]]


class Router(Protocol):
    """Plans a demand; a `PolicyPlanner` is one."""

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """Which node serves what."""
        ...


class BuiltIn:
    """The routing where no policy acts: the fewest nodes, the nearest of them."""

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,  # noqa: ARG002 -- of the role
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """Which node serves what."""
        return plan_sourcing(demand, shelves, pool, barred)


class WhoeverHasIt:
    """Where each SKU is at one node only there is nothing to choose."""

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,  # noqa: ARG002 -- of the role
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},  # noqa: ARG002 -- of the role
    ) -> SourcingPlan:
        """Line by line from the nodes that have it, by name."""
        allocations, short = [], []
        for line in demand.lines:
            left = line.units
            for node, units in sorted(shelves.get(line.sku, {}).items()):
                taken = min(left, units)
                if taken > 0:
                    allocations.append(Allocation(line.sku, node, taken))
                    left -= taken
            if left:
                short.append(Wanted(line.sku, left))
        return SourcingPlan(tuple(allocations), tuple(short), Explanation("whoever has it", demand, len(pool)))


def pools_of(world: World) -> dict[str, CandidatePool]:
    """The candidates of each channel; all nodes for a channel that the world does not know."""
    everyone = CandidatePool([node.candidate for node in world.nodes.values()])
    return {"": everyone} | {
        name: CandidatePool([world.nodes[node].candidate for node in sorted(channel.nodes)])
        for name, channel in world.channels.items()
    }
