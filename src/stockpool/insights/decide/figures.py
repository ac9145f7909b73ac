"""Figures as they follow from counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from stockpool.insights.messages import Measure, Number


class Share(msgspec.Struct, frozen=True):
    """One measure out of all of some."""

    part: str
    of: tuple[str, ...]


class Total(msgspec.Struct, frozen=True):
    """The sum of some measures."""

    of: tuple[str, ...]


FIGURES: Mapping[Measure, tuple[str, Share | Total]] = MappingProxyType(
    {
        Measure.SALES: ("units", Total(("sales_units",))),
        Measure.ORDERS: ("orders", Total(("orders",))),
        Measure.OVERSELL_PREVENTED: ("promises", Total(("promises_refused", "found_elsewhere"))),
        Measure.FILL_RATE: ("share", Share("allocated_units", ("ordered_units",))),
        Measure.SPLIT_SHARE: ("share", Share("orders_split", ("orders_that_could_split",))),
        Measure.ON_TIME: ("share", Share("left_on_time", ("left",))),
        Measure.ORDER_ACCURACY: ("share", Share("picked_units", ("picked_units", "short_units"))),
        Measure.STORE_ACCEPTANCE: ("share", Share("accepted", ("accepted", "rejected"))),
    }
)
"""Those that are counted from events; the others are looked at."""

LOOKED_AT = MappingProxyType({Measure.OPEN_PROMISES: "promises", Measure.ATP_LAG_MS: "ms"})

MONEY = "sales_money"

Counts = Mapping[str, Decimal]
"""What was counted, by measure."""


def unit_of(measure: Measure) -> str:
    """In what a figure is told."""
    return FIGURES[measure][0] if measure in FIGURES else LOOKED_AT[measure]


def measures_of(measure: Measure) -> tuple[str, ...]:
    """What is counted for a figure."""
    if measure not in FIGURES:
        return ()
    rule = FIGURES[measure][1]
    named = rule.of if isinstance(rule, Total) else (rule.part, *rule.of)
    return (*dict.fromkeys(named), *((MONEY,) if measure is Measure.SALES else ()))


def value_of(measure: Measure, counts: Counts) -> Number | None:
    """The figure; None where it is a share of nothing."""
    rule = FIGURES[measure][1]
    if isinstance(rule, Total):
        return as_number(sum((counts.get(each, Decimal(0)) for each in rule.of), Decimal(0)))
    whole = sum((counts.get(each, Decimal(0)) for each in rule.of), Decimal(0))
    return round(float(counts.get(rule.part, Decimal(0)) / whole), 4) if whole else None


def parts_of(measure: Measure, counts: Counts) -> dict[str, Number]:
    """The counts that it is made of."""
    return {each: as_number(counts.get(each, Decimal(0))) for each in measures_of(measure) if each != MONEY}


def as_number(value: Decimal) -> Number:
    """A whole number where it is one."""
    return int(value) if value == value.to_integral_value() else float(value)


def mean(counts: Counts, what: str) -> float | None:
    """The mean of times that were counted as a sum of seconds and their number."""
    timed = counts.get(f"{what}_timed", Decimal(0))
    return round(float(counts.get(f"{what}_seconds", Decimal(0)) / timed), 1) if timed else None


def all_measures() -> Iterable[str]:
    """Everything that tiles read."""
    return dict.fromkeys(each for measure in Measure for each in measures_of(measure))


LAG_PREFIX = "atp_lag_"
LAG_COUNTED = "atp_lag_facts"
LAG_BOUNDS_MS = (5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 2_000, 5_000, 10_000, 30_000)
"""Upper bounds of the classes of lags; the last class has none."""

P99 = Decimal("0.99")


def lag_measure(lag_ms: float) -> str:
    """What a lag is counted as."""
    bound = next((each for each in LAG_BOUNDS_MS if lag_ms <= each), LAG_BOUNDS_MS[-1])
    return f"{LAG_PREFIX}{bound}"


LAG_MEASURES = tuple(f"{LAG_PREFIX}{bound}" for bound in LAG_BOUNDS_MS)


def lag_p99_ms(counts: Counts) -> int | None:
    """The upper bound of the class in which the 99th percentile lies; None where nothing was measured."""
    by_bound = [(bound, counts.get(f"{LAG_PREFIX}{bound}", Decimal(0))) for bound in LAG_BOUNDS_MS]
    facts = sum((count for _, count in by_bound), Decimal(0))
    below = Decimal(0)
    for bound, count in by_bound:
        below += count
        if facts and below >= P99 * facts:
            return bound
    return None
