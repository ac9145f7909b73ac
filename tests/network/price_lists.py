"""Rate tables for tests, given and drawn."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import msgspec
from hypothesis import strategies as st

from stockpool.network.api import RateTable, decide_rates
from stockpool.network.rates.messages import (
    RateRow,
    RateRowInput,
    Rates,
    RatesInput,
    SurchargeKind,
    SurchargeRow,
    SurchargeRowInput,
    ZoneRow,
)

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "shipping-rates.md").read_text("utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
NODES = {"dc-east", "dc-west"}

BLUE_VANS = msgspec.json.decode(EXAMPLES[0], type=RatesInput)
"""The page's example."""

BY_DISTANCE = RatesInput(
    name="by-distance", carrier="Vans", currency="EUR",
    zones=(ZoneRow(zone="near", km_upto=100), ZoneRow(zone="far", km_upto=1_000)),
    rates=(
        RateRowInput(zone="near", weight_upto_g=1_000, base="3", days_min=1, days_max=1),
        RateRowInput(zone="near", weight_upto_g=30_000, base="3.50", per_kg="0.1234", days_min=1, days_max=1),
        RateRowInput(zone="far", weight_upto_g=30_000, base="4", per_kg="0.1235"),
    ),
)  # fmt: skip


def accepted(row: RatesInput) -> Rates:
    """A table that is taken."""
    decided = decide_rates(row, NODES)
    assert isinstance(decided, Rates), decided
    return decided


def table(row: RatesInput) -> RateTable:
    """The same, ready to be asked."""
    return RateTable(accepted(row))


def by_hand(rates: Rates, zone: str, grams: int) -> Fraction:
    """What a parcel costs by its own row, without a look at heavier rows; millionths."""
    row = min((each for each in rates.rates if each.zone == zone and grams <= each.weight_upto_g), key=_weight)
    cost = max(Fraction(row.minimum), row.base + Fraction(row.per_kg * grams, 1_000))
    for each in rates.surcharges:
        if each.zone in (None, zone) and grams > each.above_g:
            cost += _share(each, cost, grams)
    return cost


def _weight(row: RateRow) -> int:
    return row.weight_upto_g


def _share(surcharge: SurchargeRow, cost: Fraction, grams: int) -> Fraction:
    if surcharge.kind is SurchargeKind.PERCENT:
        return cost * surcharge.amount / 100_000_000
    return (
        Fraction(surcharge.amount)
        if surcharge.kind is SurchargeKind.FIXED
        else Fraction(surcharge.amount * grams, 1_000)
    )


AMOUNTS = st.integers(0, 20_000_000).map(lambda micro: f"{Decimal(micro).scaleb(-6):f}")


def price_lists(weight_max: int = 40_000) -> st.SearchStrategy[RatesInput]:
    """Price lists of one zone, in which heavier rows may be cheaper."""
    weights = st.integers(1, weight_max)
    rows = st.builds(
        RateRowInput,
        zone=st.just("z"), weight_over_g=st.none(), weight_upto_g=weights,
        base=AMOUNTS, per_kg=AMOUNTS, minimum=AMOUNTS, days_min=st.none(), days_max=st.none(),
    )  # fmt: skip
    surcharges = st.builds(
        SurchargeRowInput,
        name=st.just("s"), kind=st.sampled_from(SurchargeKind), amount=AMOUNTS,
        zone=st.none(), above_g=weights | st.none(),
    )  # fmt: skip
    return st.builds(
        RatesInput,
        name=st.just("drawn"), carrier=st.just("c"), service=st.just("s"), currency=st.just("EUR"),
        volume_cc_per_kg=st.none(), note=st.none(), zones=st.just((ZoneRow(zone="z"),)),
        rates=st.lists(rows, min_size=1, max_size=5, unique_by=_upto).map(tuple),
        surcharges=st.lists(surcharges, max_size=3).map(tuple),
    )  # fmt: skip


def _upto(row: RateRowInput) -> int:
    return row.weight_upto_g
