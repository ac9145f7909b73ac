"""The cheapest plan under a rule: who may serve, at which cost, the search among them, and why it ended so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stockpool.kernel.tariffs import tariff_cost
from stockpool.sourcing.asked import Asked, AskedLine, Shelves
from stockpool.sourcing.messages import (
    Allocation,
    Alternative,
    Candidate,
    ChosenNode,
    Destination,
    Excluded,
    Exclusion,
    Explanation,
    PassedOver,
    SourcingDemand,
    SourcingPlan,
    Wanted,
)
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.policy.document import Policy, Rule
from stockpool.sourcing.ranking import NEVER, Rankings
from stockpool.sourcing.reckoning import Offer, Reckoner
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken
from stockpool.sourcing.strategies import Barred

KEPT = 3
"""Other plans that an explanation tells of."""

PASSED_OVER_MAX = 5
"""Cheaper nodes that an explanation tells of: why they do not serve."""

STRATEGY = "policy/1"

Shares = tuple[tuple[Offer, tuple[int, ...]], ...]
"""What nodes of a plan give of each line, those that give most first."""

Plan = tuple[int, Shares]
"""What it costs, and who gives what."""


def compile_search() -> None:
    """Have the search among several nodes loaded and compiled, which the first demand for it would wait for."""
    from stockpool.sourcing.search.warming import warm

    warm()


class PolicyPlanner:
    """Plans demands by a policy: by the first of its rules that is for them."""

    def __init__(self, policy: Policy, version: int | None = None) -> None:
        """Make its rules ready; a document that is only tried has no version."""
        self.policy = policy
        name = policy.name if version is None else f"{policy.name}@{version}"
        self._planners = [(rule, Planner(Reckoner(rule), name, policy.currency)) for rule in policy.rules]

    def planner(self, asked: Asked) -> Planner:
        """That of the rule for a demand."""
        for rule, planner in self._planners:
            if _is_for(rule, asked, self.policy):
                return planner
        raise AssertionError("the last rule of a policy is for everything")

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """The cheapest plan by the rule for the demand."""
        return self.planner(asked).plan(demand, asked, shelves, pool, barred)


def _is_for(rule: Rule, asked: Asked, policy: Policy) -> bool:
    when = rule.when
    return (
        (not when.channels or asked.channel in when.channels)
        and (not when.methods or asked.method in when.methods)
        and (not when.periods or any(policy.periods[name].holds(asked.on) for name in when.periods))
        and (not when.categories or all(line.category in when.categories for line in asked.lines))
    )


class Planner:
    """Plans demands by one rule of a policy."""

    def __init__(self, reckoner: Reckoner, policy: str, currency: str) -> None:
        """`policy` is its name with its version, for explanations."""
        self.reckoner, self.policy, self.currency = reckoner, policy, currency
        self._rankings = Rankings(reckoner)

    def plan(
        self,
        demand: SourcingDemand,
        asked: Asked,
        shelves: Shelves,
        pool: CandidatePool,
        barred: Mapping[Exclusion, frozenset[str]] = {},
    ) -> SourcingPlan:
        """The cheapest plan; never more than is free, and what nobody may serve is short.

        `asked` is the demand with its lines summed by SKU; `barred` are nodes that may not serve whatever the rule is.
        """
        weighing = _Weighing(self.reckoner, asked, shelves)
        for candidate in pool:
            weighing.look_at(candidate, _unable(candidate, demand, barred))
        plans, gap = weighing.plans()
        return _Telling(self, demand, weighing, len(pool)).answer(plans, gap)

    def near(self, asked: Asked, to: Destination, shelves: Shelves, pool: CandidatePool, count: int) -> Near:
        """The same as far as so many nodes are concerned, those that can cost least; of others no stock is known."""
        weighing = _Weighing(self.reckoner, asked, shelves)
        pairs = zip(asked.lines, weighing.grams, strict=True)
        grams = sum([line.units * each // line.unit for line, each in pairs])
        ranking = self._rankings.of(asked, to, grams, pool)
        for _, candidate in ranking.nodes[:count]:
            weighing.look_at(candidate, None)
        units = self.reckoner.units_least(asked)
        bound = ranking.least_beyond(count)
        if self.reckoner.rule.nodes_max != 1:
            bound = min(bound, ranking.several)
        return Near(self, weighing, bound + units, pool, max(len(ranking.nodes) - count, 0) + ranking.unranked)

    def nearest(self, asked: Asked, to: Destination, pool: CandidatePool, count: int) -> list[str]:
        """The nodes whose stock `near` asks for."""
        pairs = zip(asked.lines, self.reckoner.grams(asked), strict=True)
        grams = sum([line.units * each // line.unit for line, each in pairs])
        return [candidate.node for _, candidate in self._rankings.of(asked, to, grams, pool).nodes[:count]]


class Near:
    """What the nodes that can cost least offer; no plan with another node, or with several, costs less than a bound."""

    def __init__(self, planner: Planner, weighing: _Weighing, bound: int, pool: CandidatePool, others: int) -> None:
        """`others` nodes were not looked at."""
        self._planner, self._weighing, self._pool, self._others = planner, weighing, pool, others
        whole = [(cost, weighing.offers[place]) for cost, place in weighing.whole()]
        self._whole = [each for each in whole if each[0] <= bound]
        self._more = whole[len(self._whole) :]

    @property
    def is_enough(self) -> bool:
        """Whether one of these nodes serves the demand as cheaply as any plan can."""
        return bool(self._whole)

    def plan(self, demand: SourcingDemand, shelves: Shelves) -> SourcingPlan | None:
        """The cheapest plan, of what is still there; None where all must be looked at for it."""
        weighing = self._weighing
        lines = weighing.asked.lines
        for place, (cost, offer) in enumerate(self._whole):
            stock = weighing.reckoner.stock(offer.node, weighing.asked, shelves)
            if all(there >= line.units for there, line in zip(stock, lines, strict=True)):
                wanted = tuple([line.units for line in lines])
                plans = [(cost, ((offer, wanted),))]
                plans += [(more, ((other, wanted),)) for more, other in [*self._whole[place + 1 :], *self._more][:KEPT]]
                telling = _Telling(self._planner, demand, weighing, len(self._pool), farther=self._others)
                return telling.answer(plans, 0.0)
        return None


class _Weighing:
    """One demand under a rule: what nodes offer, and what bars them."""

    def __init__(self, reckoner: Reckoner, asked: Asked, shelves: Shelves) -> None:
        self.reckoner, self.asked, self.shelves = reckoner, asked, shelves
        self.grams = reckoner.grams(asked)
        self.offers: list[Offer] = []
        self.barred: list[tuple[Candidate, Barred]] = []
        self.excluded: dict[Exclusion, list[str]] = {}
        limits = reckoner.rule.limits
        wanted = sum([line.units for line in asked.lines])
        self.may_serve_alone = limits.units_per_node_max is None or wanted <= limits.units_per_node_max

    def look_at(self, candidate: Candidate, unable: Exclusion | None) -> None:
        """Take a candidate into account."""
        if unable is not None:
            self.excluded.setdefault(unable, []).append(candidate.node)
            return
        bar = self.reckoner.barred(candidate, self.asked)
        if bar is None:
            stock = self.reckoner.stock(candidate, self.asked, self.shelves)
            offer = self.reckoner.offer(candidate, self.asked, stock)
            if not isinstance(offer, Barred):
                self._offered(offer)
                return
            bar = offer
        self.barred.append((candidate, bar))

    def _offered(self, offer: Offer) -> None:
        if any(offer.free):
            self.offers.append(offer)
        else:
            self.excluded.setdefault(Exclusion.NO_STOCK, []).append(offer.node.node)

    def plans(self) -> tuple[list[Plan], float]:
        """Plans, the cheapest first, and by what share the first may be above the cheapest there is.

        One node serves wherever it is sure that several would cost more; else the search decides. Where costs are
        equal, nodes with more of it go first, and then those whose names do.
        """
        asked = self.asked
        whole = self.whole()
        if whole and (self.reckoner.rule.nodes_max == 1 or whole[0][0] <= self._several_least()):
            wanted = tuple([line.units for line in asked.lines])
            return [(cost, ((self.offers[place], wanted),)) for cost, place in whole[: KEPT + 1]], 0.0
        return self._search()

    def whole(self) -> list[tuple[int, int]]:
        """What it costs to take all from one node, for those that have it, the cheapest first; as places of offers."""
        self.offers.sort(key=lambda each: (-sum(each.stock), each.node.node))
        whole = [
            (self.reckoner.whole_cost(offer, self.asked, self.grams), place)
            for place, offer in enumerate(self.offers)
            if self.may_serve_alone and offer.has_all(self.asked.lines)
        ]
        whole.sort()
        return whole

    def _several_least(self) -> int:
        """No plan of several nodes costs less: two of the cheapest to use, with the lightest parcels and units."""
        if len(self.offers) < 2:
            return NEVER
        uses = sorted([offer.use + (tariff_cost(offer.tariff, 1) or 0 if offer.tariff else 0) for offer in self.offers])
        units = 0
        for number, line in enumerate(self.asked.lines):
            there = [_first(offer.units[number]) for offer in self.offers if offer.free[number]]
            units += line.units * min(there, default=0)
        return uses[0] + uses[1] + self.reckoner.further + units

    def _search(self) -> tuple[list[Plan], float]:
        if not self.offers:
            return [], 0.0
        from stockpool.sourcing.search.cheapest import cheapest
        from stockpool.sourcing.search.limits import most_served

        problem = self._problem()
        found = cheapest(problem, most_served(problem))
        plans = [(found.cost, found.taken), *[(other.cost, other.taken) for other in found.others]]
        lines = len(self.asked.lines)
        return [(cost, _shares(self.offers, taken, lines)) for cost, taken in plans if taken], found.gap

    def _problem(self) -> Problem:
        lines = [self._line(number, line) for number, line in enumerate(self.asked.lines)]
        rule = self.reckoner.rule
        return Problem(
            tuple(lines),
            tuple([offer.use for offer in self.offers]),
            tuple([offer.tariff for offer in self.offers]),
            self.reckoner.further,
            rule.nodes_max,
            rule.limits.units_per_node_max,
        )

    def _line(self, number: int, line: AskedLine) -> ProblemLine:
        costs = [offer.units[number] for offer in self.offers]
        free = [offer.free[number] for offer in self.offers]
        rising = None
        if any(not isinstance(cost, int) for cost in costs):
            pairs = zip(costs, free, strict=True)
            rising = tuple([(cost,) * there if isinstance(cost, int) else cost[:there] for cost, there in pairs])
        first = tuple([_first(cost) for cost in costs])
        return ProblemLine(line.units, tuple(free), first, rising, self.grams[number], line.unit)

    def passed_over(self, used: frozenset[str], cost: int | None) -> Iterator[PassedOver]:
        """Nodes that alone would serve for less but for one thing: a filter that bars them, or what they lack."""
        if not self.may_serve_alone:
            return
        for node, bar in self.barred:
            if node.node not in used and self._only_bar(node, bar):
                alone = self._alone(node, cost, lacking=False)
                if alone is not None:
                    yield PassedOver(node.node, alone, bar.filter, bar.found, bar.limit)
        for offer in self.offers:
            if offer.node.node not in used and not offer.has_all(self.asked.lines):
                alone = self._alone(offer.node, cost, lacking=True)
                if alone is not None:
                    pairs = zip(self.asked.lines, offer.free, strict=True)
                    lacking = tuple([(line.sku, line.units - free) for line, free in pairs if free < line.units])
                    yield PassedOver(offer.node.node, alone, lacking=lacking)

    def _only_bar(self, node: Candidate, bar: Barred) -> bool:
        """Whether a node would serve if that was not; a carrier that does not go there is nothing to be changed."""
        bars = [each for each in self.reckoner.rule.filters if each.bars(node, self.asked) is not None]
        return len(bars) == 1 and bars[0].name == bar.filter

    def _alone(self, node: Candidate, cost: int | None, *, lacking: bool) -> int | None:
        """What all of it would cost from a node, if that is less; with the units that it lacks put there."""
        stock = self.reckoner.stock(node, self.asked, self.shelves)
        pairs = zip(stock, self.asked.lines, strict=True)
        full = tuple([max(there, line.units) for there, line in pairs])
        if not lacking and full != stock:
            return None
        offer = self.reckoner.offer(node, self.asked, full)
        if isinstance(offer, Barred):
            return None
        alone = self.reckoner.whole_cost(offer, self.asked, self.grams)
        return alone if cost is None or alone < cost else None


class _Telling:
    """The plan of a demand and why it is this one."""

    def __init__(
        self, planner: Planner, demand: SourcingDemand, weighing: _Weighing, candidates: int, *, farther: int = 0
    ) -> None:
        self._planner, self._demand, self._weighing, self._candidates = planner, demand, weighing, candidates
        self._farther = farther

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
            policy=self._planner.policy,
            rule=self._planner.reckoner.rule.name,
            currency=self._planner.currency,
            costs=self._planner.reckoner.names,
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


def _excluded(weighing: _Weighing, used: frozenset[str], unseen: int) -> tuple[Excluded, ...]:
    """Every candidate that was not chosen, once, by what kept it out first; the largest group is only counted."""
    left = [offer for offer in weighing.offers if offer.node.node not in used]
    whole = [offer.node.node for offer in left if offer.has_all(weighing.asked.lines)]
    groups = {
        Exclusion.COSTLIER: whole,
        Exclusion.PART_OF_THE_STOCK: sorted({offer.node.node for offer in left}.difference(whole)),
        Exclusion.FILTERED: [node.node for node, _ in weighing.barred],
        **weighing.excluded,
    }
    largest = None if unseen else max(groups, key=lambda reason: len(groups[reason]))
    found = [
        Excluded(reason, len(nodes), () if reason is largest and len(nodes) > 1 else tuple(sorted(nodes)))
        for reason, nodes in groups.items()
        if nodes
    ]
    return (*found, Excluded(Exclusion.FARTHER, unseen)) if unseen else tuple(found)
