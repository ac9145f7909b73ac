"""What one parcel costs by a rate table, reckoned row by row so that a person can do it again by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from stockpool.network.rates.amounts import decimal_text, rounded_text
from stockpool.network.rates.curves import cost_at
from stockpool.network.rates.messages import (
    Quote,
    RateRow,
    RateRowInput,
    Rates,
    RatesAnswer,
    Reckoned,
    SurchargeRowInput,
)
from stockpool.network.rates.model import RateTable
from stockpool.network.rates.reckoning import charged_as, freight_curve, with_surcharges
from stockpool.network.transit import Destination


def quote_parcel(
    table: RateTable, origin: Destination, destination: Destination, km: float | None, *, grams: int, volume_cc: int = 0
) -> Quote:
    """The exact cost of one parcel, or why the carrier does not take it."""
    weight = max(1, table.chargeable_g(grams, volume_cc))
    zone = table.zone(origin, destination, km)
    if zone is None:
        return _quote(table, km, weight, why_not="zone")
    charged = charged_as(table.curve(zone), weight)
    if charged is None:
        return _quote(table, km, weight, zone=zone, why_not="weight")
    row = next(row for row in table.rows(zone) if charged <= row.weight_upto_g)
    costs = _running_costs(table, zone, charged)
    return _quote(
        table,
        km,
        weight,
        zone=zone,
        cost=rounded_text(costs[-1][1]),
        days_min=row.days_min,
        days_max=row.days_max,
        charged_g=charged,
        rate=wired_rate(row),
        freight=rounded_text(costs[0][1]),
        surcharges=tuple(
            [Reckoned(name, rounded_text(cost - before)) for (_, before), (name, cost) in pairwise(costs)]
        ),
    )


def wired_rate(row: RateRow) -> RateRowInput:
    """A row of rates in its wire form."""
    return RateRowInput(
        zone=row.zone,
        weight_upto_g=row.weight_upto_g,
        base=decimal_text(row.base),
        per_kg=decimal_text(row.per_kg),
        minimum=decimal_text(row.minimum),
        days_min=row.days_min,
        days_max=row.days_max,
    )


def wired_rates(rates: Rates) -> RatesAnswer:
    """A rate table in its wire form."""
    return RatesAnswer(
        name=rates.name,
        carrier=rates.carrier,
        service=rates.service,
        currency=rates.currency,
        volume_cc_per_kg=rates.volume_cc_per_kg,
        note=rates.note,
        source=rates.source,
        zones=rates.zones,
        rates=tuple([wired_rate(row) for row in rates.rates]),
        surcharges=tuple(
            [
                SurchargeRowInput(
                    name=row.name,
                    kind=row.kind,
                    amount=decimal_text(row.amount),
                    zone=row.zone,
                    above_g=row.above_g or None,
                )
                for row in rates.surcharges
            ]
        ),
    )


def _running_costs(table: RateTable, zone: str, grams: int) -> list[tuple[str, Fraction]]:
    """The freight, and the cost after each surcharge that holds for the parcel."""
    curve = freight_curve(table.rows(zone))
    costs = [("freight", _known(cost_at(curve, grams)))]
    for surcharge in table.rates.surcharges:
        if surcharge.zone in (None, zone) and grams > surcharge.above_g:
            curve = with_surcharges(curve, [surcharge], zone)
            costs.append((surcharge.name, _known(cost_at(curve, grams))))
    return costs


def _known(cost: Fraction | None) -> Fraction:
    assert cost is not None, "the weight was found on the curve"
    return cost


def _quote(table: RateTable, km: float | None, weight: int, **known: object) -> Quote:
    return Quote(rates=table.name, currency=table.currency, km=km, chargeable_g=weight, **known)  # type: ignore[arg-type]
