"""How the cases of a policy are sourced: by the same planner that serves orders."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.sourcing.asked import Asked, Shelves
from stockpool.sourcing.messages import Candidate, Method, SourcingDemand, Wanted
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import PolicyPlanner
from stockpool.sourcing.policy.document import Policy
from stockpool.sourcing.policy.trying import Decided


def decide_case(policy: Policy, asked: Asked, shelves: Shelves, candidates: Sequence[Candidate]) -> Decided:
    """What a policy does with the order of a case."""
    wanted = tuple([Wanted(line.sku, line.units) for line in asked.lines])
    demand = SourcingDemand(wanted, Method(asked.method), asked.destination)
    plan = PolicyPlanner(policy).plan(demand, asked, shelves, CandidatePool(candidates))
    served: dict[str, dict[str, int]] = {}
    for part in plan.allocations:
        served.setdefault(part.node, {})[part.sku] = part.units
    why = plan.explanation
    costs = dict.fromkeys(why.costs, 0)
    for node in why.chosen:
        for name, cost in zip(why.costs, node.costs, strict=True):
            costs[name] += cost
    return Decided(served, {short.sku: short.units for short in plan.short}, why.rule or "", costs)
