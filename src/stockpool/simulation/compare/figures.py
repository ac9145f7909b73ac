"""What each world comes to."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.compare.choosing import Money


class Figures(msgspec.Struct, frozen=True):
    """Days until an order is complete, kilometers of a parcel, freight and money of an order; shares of 1."""

    orders: int
    days_mean: float
    days_p90: float
    km_mean: float
    km_p90: float
    freight_mean: float
    cost_mean: float | None
    split_share: float
    short_units: int
    short_share: float


def figures_of(outcomes: Sequence[Outcome], money: Money) -> Figures:
    """Means over the orders that got anything; short is of all units wanted."""
    import numpy as np

    served = [each for each in outcomes if each.parcels]
    days = np.array([each.days for each in served], dtype=float)
    km = np.array([parcel.km for each in served for parcel in each.parcels], dtype=float)
    short, wanted = sum([each.short for each in outcomes]), sum([each.wanted for each in outcomes])
    return Figures(
        orders=len(outcomes),
        days_mean=float(days.mean()),
        days_p90=float(np.quantile(days, 0.9)),
        km_mean=float(km.mean()),
        km_p90=float(np.quantile(km, 0.9)),
        freight_mean=float(np.mean([(each.freight or 0) / MICRO for each in served])),
        cost_mean=float(np.mean([money.cost(each) for each in served])),
        split_share=float(np.mean([len(each.parcels) > 1 for each in served])),
        short_units=short,
        short_share=short / wanted if wanted else 0.0,
    )
