"""The cheapest plan under a rule: who may serve, at which cost, the search among them, and why it ended so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stockpool.sourcing.asked import Asked, Shelves
from stockpool.sourcing.messages import (
    Allocation,
    Alternative,
    Candidate,
    ChosenNode,
    Excluded,
    Exclusion,
    Explanation,
    PassedOver,
    SourcingDemand,
    SourcingPlan,
    Wanted,
)
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.reckoning import Offer, Reckoner
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken
from stockpool.sourcing.strategies import Barred

KEPT = 3
"""Other plans that an explanation tells of."""

PASSED_OVER_MAX = 5
"""Cheaper nodes that an explanation tells of: why they do not serve."""

Shares = tuple[tuple[Offer, tuple[int, ...]], ...]
"""What nodes of a plan give of each line."""


class Weighed(msgspec.Struct, gc=False):
    """All candidates of a demand: what they offer, what bars them."""

    offers: list[Offer] = []
    barred: list[tuple[Candidate, Barred]] = []
    excluded: dict[Exclusion, list[str]] = {}


class Planner:
    """Plans demands by one rule of a policy."""

    def __init__(self, reckoner: Reckoner, policy: str, currency: str) -> None:
        """`policy` is its name with its version, for explanations."""
        self._reckoner, self._policy, self._currency = reckoner, policy, currency
        self._rule = reckoner.rule

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """The cheapest plan; never more than is free, and what nobody may serve is short.

        `asked` is the demand with its lines summed by SKU; `barred` are nodes that may not serve whatever the rule says.
        """
        grams = self._reckoner.grams(asked)
        weighed = self._weigh(demand, asked, shelves, pool, barred)
        offers = sorted(weighed.offers, key=lambda each: (-sum(each.free), each.node.node))
        whole = [
            (self._reckoner.whole_cost(each, asked, grams), place)
            for place, each in enumerate(offers)
            if self._may_serve_alone(each, asked)
        ]
        whole.sort()
        wanted = tuple([line.units for line in asked.lines])
        if whole and (self._rule.nodes_max == 1 or whole[0][0] <= self._several_least(offers, asked)):
            plans = [(cost, ((offers[place], wanted),)) for cost, place in whole[: KEPT + 1]]
            gap = 0.0
        else:
            plans, gap = self._search(offers, asked, grams)
        return self._answer(demand, asked, grams, weighed, plans, gap, len(pool), shelves)

    def _weigh(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]],
    ) -> Weighed:
        weighed = Weighed([], [], {})
        for candidate in pool:
            reason = _unable(candidate, demand, barred)
            if reason is not None:
                weighed.excluded.setdefault(reason, []).append(candidate.node)
                continue
            stock = self._reckoner.stock(candidate, asked, shelves)
            bar = self._reckoner.barred(candidate, asked)
            if bar is None:
                offer = self._reckoner.offer(candidate, asked, stock)
                if isinstance(offer, Barred):
                    bar = offer
                elif any(offer.free):
                    weighed.offers.append(offer)
                else:
                    weighed.excluded.setdefault(Exclusion.NO_STOCK, []).append(candidate.node)
            if bar is not None:
                weighed.barred.append((candidate, bar))
        return weighed

    def _may_serve_alone(self, offer: Offer, asked: Asked) -> bool:
        most = self._rule.limits.units_per_node_max
        return offer.has_all(asked.lines) and (most is None or sum([line.units for line in asked.lines]) <= most)

    def _several_least(self, offers: Sequence[Offer], asked: Asked) -> int:
        """No plan of several nodes costs less: two of the cheapest to use, with the lightest parcels and units."""
        if len(offers) < 2:
            return 1 << 62
        uses = sorted([offer.use + (offer.tariff[0].base if offer.tariff is not None else 0) for offer in offers])
        units = 0
        for number, line in enumerate(asked.lines):
            units += line.units * min(
                [_first(offer.units[number]) for offer in offers if offer.free[number]], default=0
            )
        return uses[0] + uses[1] + self._reckoner.further + units

    def _search(
        self, offers: Sequence[Offer], asked: Asked, grams: Sequence[int]
    ) -> tuple[list[tuple[int, Shares]], float]:
        """Plans of several nodes, the cheapest first; and how far the first may be from the cheapest there is."""
        from stockpool.sourcing.search.cheapest import cheapest, most_served

        if not offers:
            return [], 0.0
        problem = self._problem(offers, asked, grams)
        found = cheapest(problem, most_served(problem))
        plans = [(found.cost, found.taken), *found.others]
        return [(cost, _shares(offers, taken, len(asked.lines))) for cost, taken in plans], found.gap

    def _problem(self, offers: Sequence[Offer], asked: Asked, grams: Sequence[int]) -> Problem:
        lines: list[ProblemLine] = []
        for number, line in enumerate(asked.lines):
            costs = [offer.units[number] for offer in offers]
            rising = None
            if not all([isinstance(cost, int) for cost in costs]):
                rising = tuple(
                    [
                        (cost,) * offer.free[number] if isinstance(cost, int) else cost[: offer.free[number]]
                        for cost, offer in zip(costs, offers, strict=True)
                    ]
                )
            lines.append(
                ProblemLine(
                    line.units,
                    tuple([offer.free[number] for offer in offers]),
                    tuple([_first(cost) for cost in costs]),
                    rising,
                    grams[number],
                    line.unit,
                )
            )
        return Problem(
            tuple(lines),
            tuple([offer.use for offer in offers]),
            tuple([offer.tariff for offer in offers]),
            self._reckoner.further,
            self._rule.nodes_max,
            self._rule.limits.units_per_node_max,
        )

    def _answer(
        self,
        demand: SourcingDemand,
        asked: Asked,
        grams: Sequence[int],
        weighed: Weighed,
        plans: Sequence[tuple[int, Shares]],
        gap: float,
        candidates: int,
        shelves: Shelves,
    ) -> SourcingPlan:
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
        chosen = tuple(
            [
                ChosenNode(
                    offer.node.node,
                    _km(asked, offer),
                    tuple([shelves.get(line.sku, {}).get(offer.node.node, 0) for line in asked.lines]),
                    self._reckoner.parts(offer, taken, asked, grams, first=place == 0),
                )
                for place, (offer, taken) in enumerate(shares)
            ]
        )
        explanation = Explanation(
            "policy",
            demand,
            candidates,
            chosen,
            tuple([self._alternative(others, asked, grams) for _, others in plans[1 : KEPT + 1]]),
            _excluded(weighed, asked, shares),
            short,
            policy=self._policy,
            rule=self._rule.name,
            currency=self._currency,
            costs=self._reckoner.names,
            passed_over=self._passed_over(weighed, asked, grams, shares, None if short else cost, shelves),
            gap=round(gap, 6),
        )
        return SourcingPlan(allocations, short, explanation)

    def _alternative(self, shares: Shares, asked: Asked, grams: Sequence[int]) -> Alternative:
        known = [km for offer, _ in shares if (km := _km(asked, offer)) is not None]
        parts = [
            self._reckoner.parts(offer, taken, asked, grams, first=place == 0)
            for place, (offer, taken) in enumerate(shares)
        ]
        km = round(sum(known), 3) if len(known) == len(shares) else None
        return Alternative(tuple([offer.node.node for offer, _ in shares]), km, tuple(parts))

    def _passed_over(
        self,
        weighed: Weighed,
        asked: Asked,
        grams: Sequence[int],
        shares: Shares,
        cost: int | None,
        shelves: Shelves,
    ) -> tuple[PassedOver, ...]:
        """Nodes that would serve instead, alone, but for one thing: what bars them, or what they lack."""
        used = {offer.node.node for offer, _ in shares}
        most = self._rule.limits.units_per_node_max
        if most is not None and sum([line.units for line in asked.lines]) > most:
            return ()
        found: list[PassedOver] = []
        nodes = [(node, bar) for node, bar in weighed.barred if bar.filter]
        nodes += [(offer.node, None) for offer in weighed.offers if not offer.has_all(asked.lines)]
        for node, bar in nodes:
            if node.node in used:
                continue
            stock = self._reckoner.stock(node, asked, shelves)
            lacking = tuple(
                [
                    (line.sku, line.units - there)
                    for line, there in zip(asked.lines, stock, strict=True)
                    if there < line.units
                ]
            )
            if bar is not None and lacking:
                continue
            full = tuple([max(there, line.units) for line, there in zip(asked.lines, stock, strict=True)])
            offer = self._reckoner.offer(node, asked, full)
            if isinstance(offer, Barred):
                continue
            alone = self._reckoner.whole_cost(offer, asked, grams)
            if cost is None or alone < cost:
                what = bar or Barred("")
                found.append(PassedOver(node.node, alone, what.filter or None, what.found, what.limit, lacking))
        found.sort(key=lambda each: (each.cost, each.node))
        return tuple(found[:PASSED_OVER_MAX])


def _unable(
    candidate: Candidate, demand: SourcingDemand, barred: Mapping[Exclusion, frozenset[str]]
) -> Exclusion | None:
    """What keeps a node from serving whatever the rule says."""
    if demand.pickup_node is None:
        if not candidate.can_ship:
            return Exclusion.CANNOT_SHIP
    elif candidate.node != demand.pickup_node:
        return Exclusion.OTHER_NODE_NAMED
    elif not candidate.can_pickup:
        return Exclusion.CANNOT_PICKUP
    return next((reason for reason, nodes in barred.items() if candidate.node in nodes), None)


def _first(cost: int | tuple[int, ...]) -> int:
    return cost if isinstance(cost, int) else cost[0]


def _km(asked: Asked, offer: Offer) -> float | None:
    km = asked.km(offer.node)
    return None if km is None else round(km, 3)


def _shares(offers: Sequence[Offer], taken: Taken, lines: int) -> Shares:
    """The nodes of a plan, those that give most first."""
    by_node: dict[int, list[int]] = {}
    for (line, node), units in taken.items():
        by_node.setdefault(node, [0] * lines)[line] = units
    ranked = sorted(by_node.items(), key=lambda each: (-sum(each[1]), each[0]))
    return tuple([(offers[node], tuple(units)) for node, units in ranked])


def _excluded(weighed: Weighed, asked: Asked, shares: Shares) -> tuple[Excluded, ...]:
    """Every candidate that was not chosen, once, by what kept it out first."""
    used = {offer.node.node for offer, _ in shares}
    left = [offer for offer in weighed.offers if offer.node.node not in used]
    groups: list[tuple[Exclusion, Iterable[str]]] = [
        (Exclusion.COSTLIER, [offer.node.node for offer in left if offer.has_all(asked.lines)]),
        (Exclusion.PART_OF_THE_STOCK, [offer.node.node for offer in left if not offer.has_all(asked.lines)]),
        (Exclusion.FILTERED, [node.node for node, _ in weighed.barred]),
        *weighed.excluded.items(),
    ]
    named = [(reason, sorted(nodes)) for reason, nodes in groups]
    named = [(reason, nodes) for reason, nodes in named if nodes]
    largest = max(named, key=lambda each: len(each[1]), default=None)
    return tuple(
        [
            Excluded(reason, len(nodes), () if (reason, nodes) == largest and len(nodes) > 1 else tuple(nodes))
            for reason, nodes in named
        ]
    )
