"""One demand under a rule: what nodes offer, what bars them, and the cheapest plans among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stockpool.kernel.tariffs import tariff_cost
from stockpool.sourcing.asked import Asked, AskedLine, Shelves
from stockpool.sourcing.messages import Candidate, Exclusion, PassedOver
from stockpool.sourcing.ranking import NEVER
from stockpool.sourcing.reckoning import Offer, Reckoner, weight
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken
from stockpool.sourcing.strategies import Barred

KEPT = 3
"""Other plans that an explanation tells of."""

Shares = tuple[tuple[Offer, tuple[int, ...]], ...]
"""What nodes of a plan give of each line, those that give most first."""

Plan = tuple[int, Shares]
"""What it costs, and who gives what."""


class Weighing:
    """One demand under a rule: what nodes offer, and what bars them."""

    def __init__(self, reckoner: Reckoner, asked: Asked, shelves: Shelves) -> None:
        self.reckoner, self.asked, self.shelves = reckoner, asked, shelves
        self.grams = reckoner.grams(asked)
        self._weight = weight(asked, asked.wanted, self.grams)
        self.offers: list[Offer] = []
        self.barred: list[tuple[Candidate, Barred]] = []
        self.kept_back: dict[str, list[str]] = {}
        """Nodes that have some of it and may give nothing, by the filter that says so."""
        self.excluded: dict[Exclusion, list[str]] = {}
        limits = reckoner.rule.limits
        self.may_serve_alone = limits.units_per_node_max is None or sum(asked.wanted) <= limits.units_per_node_max

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
            return
        by = self.reckoner.keeping_back(offer.node, self.asked, self.shelves)
        if by is None:
            self.excluded.setdefault(Exclusion.NO_STOCK, []).append(offer.node.node)
        else:
            self.kept_back.setdefault(by, []).append(offer.node.node)

    def plans(self) -> tuple[list[Plan], float]:
        """Plans, the cheapest first, and by what share the first may be above the cheapest there is.

        One node serves wherever it is sure that several would cost more; else the search decides. Where costs are
        equal, nodes with more of it go first, and then those whose names do.
        """
        asked = self.asked
        whole = self.whole()
        if whole and (self.reckoner.rule.nodes_max == 1 or whole[0][0] <= self._several_least()):
            return [(cost, ((self.offers[place], asked.wanted),)) for cost, place in whole[: KEPT + 1]], 0.0
        return self._search()

    def whole(self) -> list[tuple[int, int]]:
        """What it costs to take all from one node, for those that have it, the cheapest first; as places of offers."""
        self.offers.sort(key=lambda each: (-sum(each.stock), each.node.node))
        whole = [
            (self.reckoner.whole_cost(offer, self._weight), place)
            for place, offer in enumerate(self.offers)
            if self.may_serve_alone and offer.has_all(self.asked)
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
        lines = self.asked.lines
        without = [offer.node for offer in self.offers if offer.node.node not in used and not offer.has_all(self.asked)]
        for node, bar in [*self.barred, *[(node, None) for node in without]]:
            lacking = self.reckoner.lacking(node, self.asked, self.shelves)
            if lacking is None or (bar is not None and (any(lacking) or not self._only_bar(node, bar))):
                continue
            alone = self._alone(node)
            if alone is not None and (cost is None or alone < cost):
                more = tuple([(line.sku, units) for line, units in zip(lines, lacking, strict=True) if units])
                if bar is None:
                    yield PassedOver(node.node, alone, lacking=more)
                else:
                    yield PassedOver(node.node, alone, bar.filter, bar.found, bar.limit)

    def _only_bar(self, node: Candidate, bar: Barred) -> bool:
        """Whether a node would serve if that was not; a carrier that does not go there is nothing to be changed."""
        bars = [each for each in self.reckoner.rule.filters if each.bars(node, self.asked) is not None]
        return len(bars) == 1 and bars[0].name == bar.filter

    def _alone(self, node: Candidate) -> int | None:
        """What all of it would cost from a node, with what it lacks put there."""
        stock = self.reckoner.stock(node, self.asked, self.shelves)
        full = tuple([max(there, line.units) for there, line in zip(stock, self.asked.lines, strict=True)])
        offer = self.reckoner.offer(node, self.asked, full)
        return None if isinstance(offer, Barred) else self.reckoner.whole_cost(offer, self._weight)


def _first(cost: int | tuple[int, ...]) -> int:
    return cost if isinstance(cost, int) else cost[0]


def _shares(offers: Sequence[Offer], taken: Taken, lines: int) -> Shares:
    """The nodes of a plan, those that give most first."""
    by_node: dict[int, list[int]] = {}
    for (line, node), units in taken.items():
        by_node.setdefault(node, [0] * lines)[line] = units
    ranked = sorted(by_node.items(), key=lambda each: (-sum(each[1]), each[0]))
    return tuple([(offers[node], tuple(units)) for node, units in ranked])
