"""The plan that was found for a demand, and why it is this one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import (
    Allocation,
    Alternative,
    ChosenNode,
    Excluded,
    Exclusion,
    Explanation,
    SourcingDemand,
    SourcingPlan,
    Wanted,
)
from stockpool.sourcing.reckoning import Offer
from stockpool.sourcing.weighing import KEPT, Plan, Shares, Weighing

STRATEGY = "policy/1"

PASSED_OVER_MAX = 5
"""Cheaper nodes that an explanation tells of: why they do not serve."""


class Named(NamedTuple):
    """A policy by its name with its version, and the currency of all its amounts."""

    policy: str
    currency: str


class Telling:
    """The plan of a demand and why it is this one."""

    def __init__(
        self, policy: Named, demand: SourcingDemand, weighing: Weighing, *, candidates: int, farther: int = 0
    ) -> None:
        """Of so many candidates the `farther` ones were not looked at."""
        self._policy, self._demand, self._weighing = policy, demand, weighing
        self._candidates, self._farther = candidates, farther

    def answer(self, plans: Sequence[Plan], gap: float) -> SourcingPlan:
        """The first of the plans is chosen, the others are the next best."""
        weighing, asked = self._weighing, self._weighing.asked
        cost, shares = plans[0] if plans else (0, ())
        allocations = tuple(
            [
                Allocation(line.sku, offer.node.node, units, _km(asked, offer))
                for number, line in enumerate(asked.lines)
                for offer, taken in shares
                if (units := taken[number])
            ]
        )
        served = [sum([taken[number] for _, taken in shares]) for number in range(len(asked.lines))]
        pairs = zip(asked.lines, served, strict=True)
        short = tuple([Wanted(line.sku, line.units - units) for line, units in pairs if units < line.units])
        used = frozenset([offer.node.node for offer, _ in shares])
        cheaper = sorted(weighing.passed_over(used, None if short else cost), key=lambda each: (each.cost, each.node))
        explanation = Explanation(
            STRATEGY,
            self._demand,
            self._candidates,
            self._chosen(shares),
            tuple([self._alternative(others) for _, others in plans[1 : KEPT + 1]]),
            _excluded(weighing, used, self._farther),
            short,
            policy=self._policy.policy,
            rule=weighing.reckoner.rule.name,
            currency=self._policy.currency,
            costs=weighing.reckoner.names,
            passed_over=tuple(cheaper[:PASSED_OVER_MAX]),
            gap=round(gap, 6),
        )
        return SourcingPlan(allocations, short, explanation)

    def _chosen(self, shares: Shares) -> tuple[ChosenNode, ...]:
        asked, shelves = self._weighing.asked, self._weighing.shelves
        return tuple(
            [
                ChosenNode(
                    offer.node.node,
                    _km(asked, offer),
                    tuple([shelves.get(line.sku, {}).get(offer.node.node, 0) for line in asked.lines]),
                    costs,
                )
                for (offer, _), costs in zip(shares, self._costs(shares), strict=True)
            ]
        )

    def _alternative(self, shares: Shares) -> Alternative:
        known = [km for offer, _ in shares if (km := _km(self._weighing.asked, offer)) is not None]
        km = round(sum(known), 3) if len(known) == len(shares) else None
        return Alternative(tuple([offer.node.node for offer, _ in shares]), km, self._costs(shares))

    def _costs(self, shares: Shares) -> tuple[tuple[int, ...], ...]:
        weighing = self._weighing
        return tuple(
            [
                weighing.reckoner.parts(offer, taken, weighing.asked, weighing.grams, first=place == 0)
                for place, (offer, taken) in enumerate(shares)
            ]
        )


def _km(asked: Asked, offer: Offer) -> float | None:
    km = asked.km(offer.node)
    return None if km is None else round(km, 3)


def _excluded(weighing: Weighing, used: frozenset[str], unseen: int) -> tuple[Excluded, ...]:
    """Every candidate that was not chosen, once, by what kept it out first; the largest group is only counted."""
    left = [offer for offer in weighing.offers if offer.node.node not in used]
    whole = [offer.node.node for offer in left if offer.has_all(weighing.asked)]
    filtered = {by: list(nodes) for by, nodes in weighing.kept_back.items()}
    for node, bar in weighing.barred:
        filtered.setdefault(bar.filter, []).append(node.node)
    groups: dict[tuple[Exclusion, str | None], list[str]] = {
        (Exclusion.COSTLIER, None): whole,
        (Exclusion.PART_OF_THE_STOCK, None): sorted({offer.node.node for offer in left}.difference(whole)),
        **{(Exclusion.FILTERED, by): nodes for by, nodes in sorted(filtered.items())},
        **{(reason, None): nodes for reason, nodes in weighing.excluded.items()},
    }
    largest = None if unseen else max(groups, key=lambda group: len(groups[group]))
    found = [
        Excluded(reason, len(nodes), () if (reason, by) == largest and len(nodes) > 1 else tuple(sorted(nodes)), by)
        for (reason, by), nodes in groups.items()
        if nodes
    ]
    return (*found, Excluded(Exclusion.FARTHER, unseen)) if unseen else tuple(found)
