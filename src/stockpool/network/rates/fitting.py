"""A rate table fitted to past shipments: freight and days by distance and weight, with the error on later ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from math import ceil, floor, isqrt

import msgspec

from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.kernel.tariffs import MICRO, tariff_cost
from stockpool.network.messages import STANDARD_SERVICE
from stockpool.network.rates.decide import DAYS_MAX, KM_MAX, WEIGHT_G_MAX, decide_rates
from stockpool.network.rates.messages import RateRowInput, Rates, RatesInput, RateSource, ZoneRow
from stockpool.network.rates.model import RateTable
from stockpool.network.rates.pooling import Grid, pooled_grid

BANDS_MAX = 12
CELL_MIN = 30
"""Shipments that a cell must have to speak for itself."""

FITTED_SHARE = 0.8
DAYS_LOW, DAYS_HIGH = 0.1, 0.9


class Shipment(msgspec.Struct, frozen=True, gc=False):
    """A parcel of the past; freight in the currency's unit, days where they are known."""

    shipped_at: datetime
    km: float
    grams: int
    freight: float
    days: float | None = None


class FitError(msgspec.Struct, frozen=True):
    """How far later shipments were off, in the currency's unit; percent of what was paid; shares of 1, None of none."""

    shipments: int
    mean_paid: float
    mae: float
    mape: float
    bias: float
    days_within: float | None


class BandError(msgspec.Struct, frozen=True):
    """The same for one band of distance."""

    km_over: int
    km_upto: int
    error: FitError


class FittedRates(msgspec.Struct, frozen=True, kw_only=True):
    """The table, to how many shipments it was fitted, how many cells were too thin, and its error on later ones."""

    rates: RatesInput
    fitted_to: int
    before: datetime
    cells: int
    thin_cells: int
    error: FitError
    bands: tuple[BandError, ...]

    @property
    def table(self) -> RateTable:
        """Ready to be asked."""
        return RateTable(_accepted(self.rates))


def fit_rates(
    shipments: Sequence[Shipment],
    *,
    name: str = "fitted",
    currency: str = "EUR",
    carrier: str = "past shipments",
    service: str = STANDARD_SERVICE,
    before: datetime | None = None,
) -> FittedRates | Refused:
    """Fit to the shipments before a moment, by default to the first four fifths, and tell the error on the others."""
    ordered = sorted(shipments, key=lambda each: each.shipped_at)
    split = ordered[int(len(ordered) * FITTED_SHARE)].shipped_at if before is None and ordered else before
    known = [each for each in ordered if split is not None and each.shipped_at < split]
    later = ordered[len(known) :]
    if split is None or len(known) < CELL_MIN or not later:
        words = f"{len(known)} are there to fit to and {len(later)} to tell the error; needed are {CELL_MIN} and 1"
        return refused_field(Reason.INVALID_INPUT, "shipments", words)
    bands = min(BANDS_MAX, max(1, isqrt(len(known) // CELL_MIN)))
    kms = _ends([each.km for each in known], bands, KM_MAX)
    weights = _ends([each.grams for each in known], bands, WEIGHT_G_MAX)
    costs, thin = _costs(known, kms, weights)
    plain = RatesInput(
        name=name,
        carrier=carrier,
        service=service,
        currency=currency,
        zones=tuple([ZoneRow(zone=_zone(end), km_upto=end) for end in kms]),
        rates=_rows(costs, _days(known, kms), kms, weights),
    )
    decided = decide_rates(plain, (), RateSource.FITTED)
    if isinstance(decided, Refused):
        return decided
    fitted = FittedRates(
        rates=plain,
        fitted_to=len(known),
        before=split,
        cells=len(kms) * len(weights),
        thin_cells=thin,
        error=_error(RateTable(decided), later),
        bands=_band_errors(RateTable(decided), later, kms),
    )
    return msgspec.structs.replace(fitted, rates=msgspec.structs.replace(plain, note=note_of(fitted)))


def note_of(fitted: FittedRates) -> str:
    """What a stored table tells of its fit and its error."""
    error, currency = fitted.error, fitted.rates.currency
    days = "" if error.days_within is None else f" The days of {error.days_within:.0%} lie within the table's."
    return (
        f"Fitted to {fitted.fitted_to} shipments before {fitted.before.date()}; {fitted.thin_cells} of {fitted.cells}"
        f" cells had fewer than {CELL_MIN} and were joined with their neighbors. On {error.shipments} later shipments"
        f" the mean absolute error is {error.mae:.2f} {currency}, {error.mape:.0%} of a shipment's freight on average,"
        f" and the bias {error.bias:+.2f} {currency}, where {error.mean_paid:.2f} {currency} was paid on average.{days}"
    )


def _ends(values: Sequence[float], bands: int, last: int) -> list[int]:
    """Where bands with the same number of shipments each end, as whole numbers; the last holds all that is beyond."""
    ordered = sorted(values)
    inner = {max(1, ceil(ordered[len(ordered) * band // bands - 1])) for band in range(1, bands)}
    return [*sorted(end for end in inner if end < last and end < ordered[-1]), last]


def _zone(end: int) -> str:
    return "farther" if end == KM_MAX else f"up to {end} km"


def _costs(known: Sequence[Shipment], kms: Sequence[int], weights: Sequence[int]) -> tuple[Grid, int]:
    """The cost of each cell, growing both ways, and how many cells were too thin."""
    cells: list[list[list[float]]] = [[[] for _ in weights] for _ in kms]
    for each in known:
        cells[_band(kms, each.km)][_band(weights, each.grams)].append(each.freight)
    thin = sum(len(cell) < CELL_MIN for row in cells for cell in row)
    joined = _joined_bands(cells)
    means = [_joined_means(row) for row in joined]
    counts = [[max(1.0, float(len(cell))) for cell in row] for row in cells]
    return pooled_grid(means, counts), thin


def _joined_bands(cells: list[list[list[float]]]) -> list[list[list[float]]]:
    """Bands with too few shipments in all share those of the next, the last ones those of the band before."""
    shared: list[list[list[float]]] = []
    begun = 0
    for end in range(1, len(cells) + 1):
        together = [[paid for row in cells[begun:end] for paid in row[place]] for place in range(len(cells[0]))]
        if sum(map(len, together)) >= CELL_MIN:
            shared += [together] * (end - begun)
            begun = end
    return shared + [shared[-1]] * (len(cells) - begun)


def _joined_means(row: list[list[float]]) -> list[float]:
    """The mean of each cell; one that is too thin has that of itself and as many neighbors as it needs."""
    means: list[float] = []
    waiting: list[float] = []
    cells = 0
    for place, cell in enumerate(row):
        waiting, cells = waiting + cell, cells + 1
        rest = sum(map(len, row[place + 1 :]))
        if len(waiting) >= CELL_MIN and (rest >= CELL_MIN or rest == 0 or place == len(row) - 1):
            means += [sum(waiting) / len(waiting)] * cells
            waiting, cells = [], 0
    return means + [means[-1] if not waiting else sum(waiting) / len(waiting)] * cells


def _days(known: Sequence[Shipment], kms: Sequence[int]) -> list[tuple[int, int] | None]:
    """The percentiles of each band, growing with the distance; a thin band has those of the nearer one."""
    taken: list[list[float]] = [[] for _ in kms]
    for each in known:
        if each.days is not None:
            taken[_band(kms, each.km)].append(each.days)
    if sum(map(len, taken)) < CELL_MIN:
        return [None] * len(kms)
    low, high, found = 0, 0, []
    for days in taken:
        if len(days) >= CELL_MIN:
            low = max(low, floor(_quantile(days, DAYS_LOW)))
            high = max(high, ceil(_quantile(days, DAYS_HIGH)))
        found.append((min(low, DAYS_MAX), min(high, DAYS_MAX)))
    return list(found)


def _quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values lies below, without interpolation."""
    return sorted(values)[min(len(values) - 1, floor(len(values) * share))]


def _rows(
    costs: Grid, days: Sequence[tuple[int, int] | None], kms: Sequence[int], weights: Sequence[int]
) -> tuple[RateRowInput, ...]:
    """A row for each weight at which the cost changes, to the hundredth."""
    rows: list[RateRowInput] = []
    for end, band, known in zip(kms, costs, days, strict=True):
        amounts = [f"{cost:.2f}" for cost in band]
        low, high = known or (None, None)
        rows += [
            RateRowInput(zone=_zone(end), weight_upto_g=weight, base=amount, days_min=low, days_max=high)
            for place, (weight, amount) in enumerate(zip(weights, amounts, strict=True))
            if place == len(amounts) - 1 or amounts[place + 1] != amount
        ]
    return tuple(rows)


def _band(ends: Sequence[int], value: float) -> int:
    return min(bisect_left(ends, value), len(ends) - 1)


def _band_errors(table: RateTable, later: Sequence[Shipment], kms: Sequence[int]) -> tuple[BandError, ...]:
    """The error of each band that has later shipments."""
    grouped: list[list[Shipment]] = [[] for _ in kms]
    for each in later:
        grouped[_band(kms, each.km)].append(each)
    starts = [0, *kms]
    return tuple(
        [BandError(starts[place], kms[place], _error(table, group)) for place, group in enumerate(grouped) if group]
    )


def _error(table: RateTable, later: Sequence[Shipment]) -> FitError:
    off = [_fitted_cost(table, each) - each.freight for each in later]
    shares = [abs(wrong) / each.freight for wrong, each in zip(off, later, strict=True) if each.freight > 0]
    timed = [within for each in later if (within := _days_within(table, each)) is not None]
    return FitError(
        shipments=len(later),
        mean_paid=_mean([each.freight for each in later]),
        mae=_mean([abs(wrong) for wrong in off]),
        mape=_mean(shares) if shares else 0.0,
        bias=_mean(off),
        days_within=_mean([float(within) for within in timed]) if timed else None,
    )


def _fitted_cost(table: RateTable, shipment: Shipment) -> float:
    tariff = table.tariff_at(min(shipment.km, KM_MAX))
    assert tariff is not None, "the last band has no end"
    cost = tariff_cost(tariff, max(1, min(shipment.grams, WEIGHT_G_MAX)))
    assert cost is not None, "the last row has no end"
    return cost / MICRO


def _days_within(table: RateTable, shipment: Shipment) -> bool | None:
    zone = table.rates.zones[_band([row.km_upto or 0 for row in table.rates.zones], shipment.km)].zone
    days = table.days(zone)
    return None if days is None or shipment.days is None else days[0] <= shipment.days <= days[1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _accepted(rates: RatesInput) -> Rates:
    decided = decide_rates(rates, (), RateSource.FITTED)
    assert isinstance(decided, Rates), "a fitted table keeps the rules"
    return decided
