"""Two plans for one demand, reckoned by the costs of both policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stockpool.sourcing.asked import Asked, Shelves
from stockpool.sourcing.messages import Allocation, Exclusion, SourcingDemand, SourcingPlan
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import Near, PolicyPlanner
from stockpool.sourcing.shadow.messages import PlanFigures
from stockpool.sourcing.strategies import Barred


class Question(msgspec.Struct, frozen=True):
    """What was asked, and all that the answer was made from."""

    demand: SourcingDemand
    asked: Asked
    shelves: Shelves
    pool: CandidatePool
    barred: Mapping[Exclusion, frozenset[str]]


class Compared(msgspec.Struct, frozen=True):
    """One demand: whether both serve the same units from the same nodes, and what each does."""

    same: bool
    units: int
    shadow: PlanFigures
    active: PlanFigures


def compare(
    question: Question,
    plan: SourcingPlan,
    shadow: PolicyPlanner,
    active: PolicyPlanner | None,
    near: Near | None = None,
) -> Compared | None:
    """Let the shadow plan the same demand on the same stock, beside the plan that acts.

    `near` is what it made of the stock of some nodes; None is answered where others of the group took that meanwhile.
    """
    if near is not None:
        other = near.plan(question.demand, question.shelves)
    else:
        other = shadow.plan(question.demand, question.asked, question.shelves, question.pool, question.barred)
    if other is None:
        return None
    return Compared(
        _units(plan.allocations) == _units(other.allocations),
        sum([line.units for line in question.demand.lines]),
        _figures(question, other, shadow, active),
        _figures(question, plan, shadow, active),
    )


def summed(parts: Sequence[Compared]) -> Compared:
    """All demands of an order together; what is not known of one is not known of all."""
    if len(parts) == 1:
        return parts[0]
    return Compared(
        all(part.same for part in parts),
        sum([part.units for part in parts]),
        _added([part.shadow for part in parts]),
        _added([part.active for part in parts]),
    )


def plan_cost(policy: PolicyPlanner, question: Question, allocations: Iterable[Allocation]) -> int | None:
    """What a plan costs by a policy, whoever made it and whatever its filters say of the nodes.

    None where the policy's carrier does not go from one of them.
    """
    asked, reckoner = question.asked, policy.planner(question.asked).reckoner
    grams = reckoner.grams(asked)
    by_node: dict[str, dict[str, int]] = {}
    for (sku, node), units in _units(allocations).items():
        by_node.setdefault(node, {})[sku] = units
    total = 0
    for place, (node, given) in enumerate(by_node.items()):
        candidate = question.pool.by_node[node]
        offer = reckoner.offer(candidate, asked, reckoner.stock(candidate, asked, question.shelves))
        if isinstance(offer, Barred):
            return None
        taken = tuple([given.get(line.sku, 0) for line in asked.lines])
        total += sum(reckoner.parts(offer, taken, asked, grams, first=place == 0))
    return total


def _figures(
    question: Question, plan: SourcingPlan, shadow: PolicyPlanner, active: PolicyPlanner | None
) -> PlanFigures:
    parts = plan.allocations
    km = {part.node: part.km for part in parts}
    known = [each for each in km.values() if each is not None]
    return PlanFigures(
        plan.explanation.rule,
        tuple(sorted(km)),
        sum([short.units for short in plan.short]),
        sum(known) if len(known) == len(km) else None,
        plan_cost(shadow, question, parts),
        plan_cost(active, question, parts) if active is not None else None,
    )


def _added(parts: Sequence[PlanFigures]) -> PlanFigures:
    km, cost, by_active = [
        None if any(each is None for each in values) else sum([each for each in values if each is not None])
        for values in (
            [part.km for part in parts],
            [part.cost for part in parts],
            [part.cost_by_active for part in parts],
        )
    ]
    return PlanFigures(
        parts[0].rule,
        tuple(sorted({node for part in parts for node in part.nodes})),
        sum([part.short for part in parts]),
        km,
        None if cost is None else int(cost),
        None if by_active is None else int(by_active),
    )


def _units(allocations: Iterable[Allocation]) -> dict[tuple[str, str], int]:
    units: dict[tuple[str, str], int] = {}
    for part in allocations:
        units[part.sku, part.node] = units.get((part.sku, part.node), 0) + part.units
    return units
