"""Two ways to serve the same orders, order by order: the differences, and how sure their means are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.simulation.backtest.intervals import Blocks, Estimate, blocks_of, estimate
from stockpool.simulation.backtest.outcomes import Outcome

Value = Callable[[Outcome], float | None]
"""What an order is worth in some measure; None where it is not known."""


class Measure(msgspec.Struct, frozen=True):
    """A measure by its name, and whether it means something only of orders that both ways serve wholly."""

    name: str
    value: Value
    whole: bool = True


class Difference(msgspec.Struct, frozen=True):
    """Means of both ways over the orders that both know, and the second less the first."""

    measure: str
    first: float | None
    second: float | None
    difference: Estimate


class Paired(msgspec.Struct, frozen=True):
    """All measures; `blocks` of `block` were drawn."""

    differences: tuple[Difference, ...]
    block: str
    blocks: int

    def of(self, measure: str) -> Difference:
        """One of them."""
        return next(each for each in self.differences if each.measure == measure)


def _micro(value: int | None) -> float | None:
    return None if value is None else value / MICRO


def priced(place: int, short_cost: float | None) -> Value:
    """What a plan costs under the policy at a place; with a price for it, units that are short cost too."""

    def value(outcome: Outcome) -> float | None:
        price = _micro(outcome.prices[place])
        return price if price is None or short_cost is None else price + short_cost * outcome.short

    return value


SHARED = (
    Measure("freight", lambda outcome: _micro(outcome.freight)),
    Measure("km", lambda outcome: outcome.kms),
    Measure("days", lambda outcome: outcome.days),
    Measure("parcels", lambda outcome: float(len(outcome.parcels))),
    Measure("split share", lambda outcome: float(len(outcome.parcels) > 1)),
    Measure("short units", lambda outcome: float(outcome.short), whole=False),
)
"""What both ways are measured by, whatever they look at themselves."""


def pair(first: Sequence[Outcome], second: Sequence[Outcome], measures: Sequence[Measure], seed: int) -> Paired:
    """Compare outcomes of the same orders in the same order."""
    blocks = blocks_of([each.at for each in first])
    pairs = [_difference(first, second, each, blocks, seed) for each in measures] if first else []
    return Paired(tuple(pairs), blocks.kind, blocks.count)


def _difference(
    first: Sequence[Outcome], second: Sequence[Outcome], measure: Measure, blocks: Blocks, seed: int
) -> Difference:
    import numpy as np

    both = [[_value(measure, each) for each in outcomes] for outcomes in (first, second)]
    one, other = np.array(both[0], dtype=float), np.array(both[1], dtype=float)
    known = ~np.isnan(one) & ~np.isnan(other)
    found = estimate(np.where(known, other - one, 0.0), known, blocks, seed)
    if not found.orders:
        return Difference(measure.name, None, None, found)
    return Difference(measure.name, float(one[known].mean()), float(other[known].mean()), found)


def _value(measure: Measure, outcome: Outcome) -> float:
    value = None if measure.whole and outcome.short else measure.value(outcome)
    return float("nan") if value is None else value


def loads(outcomes: Sequence[Outcome]) -> Mapping[str, tuple[int, int, float]]:
    """By node its parcels, its units, and the days that its parcels waited behind others on average."""
    found: dict[str, list[float]] = {}
    for outcome in outcomes:
        for parcel in outcome.parcels:
            node = found.setdefault(parcel.node, [0, 0, 0.0])
            node[0] += 1
            node[1] += parcel.units
            node[2] += parcel.wait_days
    return {
        node: (int(parcels), int(units), waited / parcels) for node, (parcels, units, waited) in sorted(found.items())
    }
