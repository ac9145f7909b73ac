"""What a rule makes of one node for one demand: why it may not serve, or what it offers at which cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import msgspec

from stockpool.kernel.tariffs import Tariff
from stockpool.sourcing.asked import Asked, AskedLine, Shelves, micro
from stockpool.sourcing.costs.parcel import Parcel
from stockpool.sourcing.costs.shipping import Shipping
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.policy.document import Rule
from stockpool.sourcing.search.problem import parcel_cost
from stockpool.sourcing.strategies import Barred, Cost, Filter

NOT_SHIPPED_THERE = Barred("shipping")
"""The carrier does not go from the node to the destination."""

UNITS_MAX = 5_000
"""Units of a line that are reckoned one by one; of a longer one each costs what the first so many do on average."""

UnitCosts = int | tuple[int, ...]
"""What each unit of a line costs, or its first, second, … where they differ, never falling."""


class Offer(msgspec.Struct, frozen=True, gc=False):
    """What a node has of each line, and what it costs: its use by cost, its parcel, and the units of each line.

    `stock` is what is there after what stays there; `free` what of it may be taken, no more than is wanted.
    """

    node: Candidate
    stock: tuple[int, ...]
    free: tuple[int, ...]
    uses: tuple[int, ...]
    tariff: Tariff | None
    units: tuple[UnitCosts, ...]
    use: int
    all_units: tuple[int, ...]
    """What all that is wanted costs by the costs of units."""

    def has_all(self, asked: Asked) -> bool:
        """Whether the node has every line wholly."""
        return self.free == asked.wanted


class _Known(msgspec.Struct, gc=False):
    """What bars a node, and what using it costs: by cost, None where that depends on the demand or cannot be done."""

    bar: Barred | None
    uses: list[int | None]


class Reckoner:
    """A rule made ready for demands: pure, and kept as long as the rule is active."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.names = tuple([cost.name for cost in rule.costs])
        self.further = sum([micro(cost.further) for cost in rule.costs if isinstance(cost, Parcel)])
        self.shipping = next((cost for cost in rule.costs if isinstance(cost, Shipping)), None)
        self._shipping_place = next((place for place, cost in enumerate(rule.costs) if cost is self.shipping), 0)
        self._parcels = [
            (place, micro(cost.further)) for place, cost in enumerate(rule.costs) if isinstance(cost, Parcel)
        ]
        self._by_units = [(place, cost) for place, cost in enumerate(rule.costs) if cost.by_units]
        self._unit_costs = [cost.unit_costs for _, cost in self._by_units]
        self._average_costs = [partial(_average_costs, cost) for _, cost in self._by_units]
        changing = [(cost.by_place or cost.by_lines) and _says(cost, Cost.node_cost) for cost in rule.costs]
        self._node_costs = [(place, cost.node_cost) for place, cost in enumerate(rule.costs) if changing[place]]
        self._steady_costs = [
            None if changes else cost.node_cost for cost, changes in zip(rule.costs, changing, strict=True)
        ]
        self._steady_filters = [each for each in rule.filters if not (each.by_place or each.by_lines)]
        self._changing_bars = [
            each.bars for each in rule.filters if (each.by_place or each.by_lines) and _says(each, Filter.bars)
        ]
        self._of_lines = [each for each in rule.filters if each.by_lines]
        self._barring_lines = [each.bars_line for each in self._of_lines if _says(each, Filter.bars_line)]
        self._keeping = [each.keeps for each in self._of_lines if _says(each, Filter.keeps)]

    def barred(self, node: Candidate, asked: Asked) -> Barred | None:
        """The first filter that bars a node from the demand."""
        bar = self._known(node, asked).bar
        if bar is not None:
            return bar
        for bars in self._changing_bars:
            found = bars(node, asked)
            if found is not None:
                return found
        return None

    def _known(self, node: Candidate, asked: Asked) -> _Known:
        """What holds of a node whatever is ordered and wherever it goes."""
        key = (self, node.node, asked.method, asked.channel)
        known = asked.shared.get(key)
        if known is None:
            bars = [each.bars(node, asked) for each in self._steady_filters]
            uses = [None if of is None else of(node, asked) for of in self._steady_costs]
            known = asked.shared[key] = _Known(next((bar for bar in bars if bar is not None), None), uses)
        assert isinstance(known, _Known)
        return known

    def stock(self, node: Candidate, asked: Asked, shelves: Shelves) -> tuple[int, ...]:
        """What is there of each line for this demand: nothing where the node may not serve it."""
        found: list[int] = []
        for line in asked.lines:
            there = shelves[line.sku].get(node.node, 0) if line.sku in shelves else 0
            if there > 0 and self._of_lines:
                keeps = self._keeps(node, line, asked)
                there = 0 if keeps is None else there - keeps
            found.append(max(there, 0))
        return tuple(found)

    def _keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int | None:
        """Units of a line that stay at a node; None where it may not serve the line whatever it has."""
        for bars_line in self._barring_lines:
            if bars_line(node, line):
                return None
        most = 0
        for keeps in self._keeping:
            most = max(most, keeps(node, line, asked))
        return most

    def keeping_back(self, node: Candidate, asked: Asked, shelves: Shelves) -> str | None:
        """The first filter that leaves a node some of what is asked but does not let it be taken; None if none does."""
        there = [line for line in asked.lines if shelves.get(line.sku, {}).get(node.node, 0) > 0]
        for each in self._of_lines if there else ():
            if any(each.bars_line(node, line) or each.keeps(node, line, asked) > 0 for line in there):
                return each.name
        return None

    def lacking(self, node: Candidate, asked: Asked, shelves: Shelves) -> tuple[int, ...] | None:
        """Units of each line that a node must have more to serve all; None where it may not serve some line at all."""
        found: list[int] = []
        for line in asked.lines:
            keeps = self._keeps(node, line, asked)
            if keeps is None:
                return None
            found.append(max(line.units + keeps - shelves.get(line.sku, {}).get(node.node, 0), 0))
        return tuple(found)

    def offer(self, node: Candidate, asked: Asked, stock: tuple[int, ...]) -> Offer | Barred:
        """What a node with so much stock offers."""
        tariff = None
        if self.shipping is not None:
            tariff = asked.tariff(self.shipping.rates, node.node)
            if tariff is None:
                return NOT_SHIPPED_THERE
        uses = list(self._known(node, asked).uses)
        for place, node_cost in self._node_costs:
            uses[place] = node_cost(node, asked)
        if None in uses:
            return Barred(self.names[uses.index(None)])
        free = tuple([min(pair) for pair in zip(stock, asked.wanted, strict=True)])
        known = cast("tuple[int, ...]", tuple(uses))
        pairs = list(zip(asked.lines, stock, strict=True))
        each = self._unit_costs if max(asked.wanted, default=0) <= UNITS_MAX else self._average_costs
        by_cost = [[unit_costs(node, line, there, asked) for line, there in pairs] for unit_costs in each]
        units = tuple(map(_summed, zip(*by_cost, strict=True))) if by_cost else (0,) * len(pairs)
        whole = [sum(map(_first, of, asked.wanted)) for of in by_cost]
        return Offer(node, stock, free, known, tariff, units, sum(known), tuple(whole))

    def grams(self, asked: Asked) -> list[int]:
        """What a catalog unit of each line weighs for the carrier."""
        if self.shipping is None:
            return [0] * len(asked.lines)
        unknown, rates = self.shipping.grams_unknown, self.shipping.rates
        return [
            asked.chargeable(rates, unknown if line.grams is None else line.grams, line.volume_cc or 0)
            for line in asked.lines
        ]

    def whole_grams(self, asked: Asked) -> int:
        """What all that is wanted weighs for the carrier, at least."""
        return sum([line.units * each // line.unit for line, each in zip(asked.lines, self.grams(asked), strict=True)])

    def least(self, node: Candidate, km: float | None, grams: int, asked: Asked) -> tuple[int, int] | None:
        """What so many grams and what the lightest parcel cost at least from a node so far away or farther.

        But for the units; None if they cannot be sent from there.
        """
        total = sum([cost.least(node, km, asked) for cost in self.rule.costs])
        if self.shipping is None:
            return total, total
        tariff = asked.tariff_from(self.shipping.rates, node.node, km)
        return None if tariff is None else (total + parcel_cost(tariff, max(grams, 1)), total + parcel_cost(tariff, 1))

    def units_least(self, asked: Asked) -> int:
        """What all units cost at least, wherever they come from."""
        return sum([cost.unit_least(line) * line.units for _, cost in self._by_units for line in asked.lines])

    @staticmethod
    def whole_cost(offer: Offer, grams: int) -> int:
        """What it costs to take all of the demand, which weighs so much, from one node, as if it had it."""
        total = offer.use + sum(offer.all_units)
        return total if offer.tariff is None else total + parcel_cost(offer.tariff, grams)

    def parts(
        self, offer: Offer, taken: tuple[int, ...], asked: Asked, grams: Sequence[int], *, first: bool
    ) -> tuple[int, ...]:
        """What a node's share of a plan costs, by cost; a node after the first takes a further parcel."""
        parts = list(offer.uses)
        if taken == asked.wanted:
            for (place, _), cost in zip(self._by_units, offer.all_units, strict=True):
                parts[place] += cost
        else:
            for place, each in self._by_units:
                for line, units, there in zip(asked.lines, taken, offer.stock, strict=True):
                    parts[place] += _first(_average_costs(each, offer.node, line, there, asked), units)
        if offer.tariff is not None:
            parts[self._shipping_place] += parcel_cost(offer.tariff, weight(asked, taken, grams))
        if not first:
            for place, further in self._parcels:
                parts[place] += further
        return tuple(parts)


def weight(asked: Asked, units: Sequence[int], grams: Sequence[int]) -> int:
    """What so many units of each line weigh for the carrier, in whole grams, rounded up line by line."""
    return sum([-(-count * each // line.unit) for line, count, each in zip(asked.lines, units, grams, strict=True)])


def _says(strategy: Filter | Cost, role: Callable[..., object]) -> bool:
    """Whether a strategy says something of its own in a role, or leaves it as it is."""
    return getattr(type(strategy), role.__name__) is not role


def _average_costs(cost: Cost, node: Candidate, line: AskedLine, free: int, asked: Asked) -> UnitCosts:
    """What each unit of a line costs by one cost; a quantity that nobody can mean must not fill the memory."""
    if line.units <= UNITS_MAX:
        return cost.unit_costs(node, line, free, asked)
    first = cost.unit_costs(node, msgspec.structs.replace(line, units=UNITS_MAX), free, asked)
    return sum(first) // UNITS_MAX


def _first(cost: UnitCosts, units: int) -> int:
    """What the first so many units of a line cost."""
    return cost * units if isinstance(cost, int) else sum(cost[:units])


def _summed(of_costs: tuple[UnitCosts, ...]) -> UnitCosts:
    """What each unit of a line costs by all costs together: one by one by all of them, or on average by all."""
    each = [cost for cost in of_costs if not isinstance(cost, int)]
    if not each:
        return sum(cast("tuple[int, ...]", of_costs))
    summed = each[0] if len(each) == 1 else tuple(map(sum, zip(*each, strict=True)))
    return summed[0] if summed[0] == summed[-1] else summed
