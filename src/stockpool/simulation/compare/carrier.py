"""The model of freight and days that costs all worlds: fitted to parcels before a day, with its error on later ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.refusals import Refused
from stockpool.kernel.tariffs import MICRO
from stockpool.network.api import Destination, FitError, FittedRates, RateTable, Shipment, fit_rates
from stockpool.simulation.backtest.playing import luck_of
from stockpool.simulation.backtest.world import WorldNode
from stockpool.simulation.compare.olist import Record, Sent
from stockpool.sourcing.api import parcel_cost

RATES = "olist"
BANDS = 10
"""Bands of distance with the same number of parcels each."""

STEPS = 40
"""So many shares of a band's parcels are remembered as how long they took."""


class BandedDays(msgspec.Struct, frozen=True):
    """Days on the way by bands of distance: the mean, and the quantiles from the quickest to the slowest.

    Quantiles grow with the distance as the means do, each by itself. What sellers need to hand over is in them.
    """

    km_upto: tuple[float, ...]
    means: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], ...]

    def expected(self, node: WorldNode, to: Destination, km: float | None) -> float | None:  # noqa: ARG002 -- of the role
        """On average; None where the distance is not known."""
        return None if km is None else self.mean(km)

    def drawn(self, node: WorldNode, to: Destination, km: float | None, luck: float) -> float | None:  # noqa: ARG002 -- of the role
        """Between the two quantiles that the luck lies between."""
        return None if km is None else self.at(km, luck)

    def mean(self, km: float) -> float:
        """On average at a distance."""
        return self.means[self._band(km)]

    def at(self, km: float, luck: float) -> float:
        """At a distance with so much luck."""
        steps = self.quantiles[self._band(km)]
        place = luck * (len(steps) - 1)
        low = min(int(place), len(steps) - 2)
        return steps[low] + (place - low) * (steps[low + 1] - steps[low])

    def _band(self, km: float) -> int:
        return min(bisect_left(self.km_upto, km), len(self.means) - 1)


class DaysError(msgspec.Struct, frozen=True):
    """How far the days of later parcels were off; what they took on average, and the 90th percentile of both."""

    parcels: int
    mean_taken: float
    mae: float
    bias: float
    p90_taken: float
    p90_fitted: float


class Carrier(msgspec.Struct, frozen=True):
    """The fitted model with its errors on later parcels."""

    rates: FittedRates
    days: BandedDays
    days_error: DaysError

    @property
    def freight_error(self) -> FitError:
        """Of freight."""
        return self.rates.error

    def freight(self, km: float, grams: int) -> float:
        """What a parcel costs by the model, in the currency's unit."""
        return _freight(self.rates.table, km, grams)


def fit_carrier(record: Record, before: datetime) -> Carrier | Refused:
    """Fit freight and days to the parcels ordered before a moment."""
    shipments = [Shipment(each.at, each.km, record.grams(each), each.freight, each.days) for each in record.sent]
    rates = fit_rates(shipments, name=RATES, currency="BRL", carrier="as recorded", before=before)
    if isinstance(rates, Refused):
        return rates
    known = [each for each in record.sent if each.at < before and each.days is not None]
    days = fit_days(known)
    later = [each for each in record.sent if each.at >= before and each.days is not None]
    return Carrier(rates, days, _days_error(days, later))


def fit_days(known: Sequence[Sent]) -> BandedDays:
    """Days by distance; a band that is quicker than a nearer one is as slow as that."""
    import numpy as np

    km = np.array([each.km for each in known])
    days = np.array([each.days for each in known])
    ends = np.quantile(km, np.arange(1, BANDS) / BANDS)
    bands = np.searchsorted(ends, km)
    shares = np.linspace(0, 1, STEPS + 1)
    steps = np.array([np.quantile(days[bands == band], shares) for band in range(BANDS)])
    means = np.array([days[bands == band].mean() for band in range(BANDS)])
    steps, means = np.maximum.accumulate(steps), np.maximum.accumulate(means)
    return BandedDays(
        tuple([float(end) for end in ends]),
        tuple([float(mean) for mean in means]),
        tuple([tuple([float(step) for step in row]) for row in steps]),
    )


def _freight(table: RateTable, km: float, grams: int) -> float:
    tariff = table.tariff_at(km)
    assert tariff is not None, "the last band has no end"
    return parcel_cost(tariff, grams) / MICRO


def _days_error(days: BandedDays, later: Sequence[Sent]) -> DaysError:
    import numpy as np

    taken = np.array([each.days for each in later])
    fitted = np.array([days.mean(each.km) for each in later])
    drawn = np.array([days.at(each.km, luck_of(each.order_id, 1)) for each in later])
    off = fitted - taken
    return DaysError(
        len(later),
        float(taken.mean()),
        float(np.abs(off).mean()),
        float(off.mean()),
        float(np.quantile(taken, 0.9)),
        float(np.quantile(drawn, 0.9)),
    )
