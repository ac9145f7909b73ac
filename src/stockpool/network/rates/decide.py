"""Which rate tables are taken: every problem of every row is named, and a table goes in as a whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from stockpool.kernel.editing import Stored, refused_if_stale, upserted
from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem
from stockpool.kernel.money import parse_money
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.network.decide.addresses import TEXT_LENGTH_MAX, country_problem
from stockpool.network.rates.amounts import parse_micro
from stockpool.network.rates.curves import Curve, cheapest_declared, falls_below
from stockpool.network.rates.messages import (
    RateRow,
    RateRowInput,
    Rates,
    RatesInput,
    RateSource,
    RatesResult,
    SurchargeKind,
    SurchargeRow,
    SurchargeRowInput,
    ZoneRow,
)
from stockpool.network.rates.model import RateTable
from stockpool.network.rates.zones import area_from, area_to

ZONE_LENGTH_MAX = 64
NOTE_LENGTH_MAX = 2_000
PREFIX_LENGTH_MAX = 20
KM_MAX = 40_000
WEIGHT_G_MAX = 1_000_000_000
DAYS_MAX = 365
PERCENT_MAX = 1_000
DIVISOR_MAX = 1_000_000


def decide_put(
    row: RatesInput,
    existing: Stored[Rates] | None,
    nodes: Collection[str],
    if_revision: Mapping[str, int],
    source: RateSource = RateSource.GIVEN,
) -> RatesResult:
    """The table over what is stored under its name, or why not; `nodes` are the ids that exist."""
    decided = (
        refused_if_stale(row.name, existing, if_revision)
        or _refused_if_given(existing, source)
        or _refused_if_other_currency(row, existing)
        or decide_rates(row, nodes, source)
    )
    return decided if isinstance(decided, Refused) else upserted(decided, existing)


def _refused_if_given(existing: Stored[Rates] | None, source: RateSource) -> Refused | None:
    """A carrier's price list is never lost to a guess at it."""
    if source is RateSource.GIVEN or existing is None or existing.value.source is source:
        return None
    return refused_field(Reason.IN_USE, "name", f"{existing.value.name!r} is a price list; fit under another name")


def _refused_if_other_currency(row: RatesInput, existing: Stored[Rates] | None) -> Refused | None:
    """Policies that name a table add its amounts to others of their currency."""
    if existing is None or existing.value.currency == row.currency:
        return None
    said = f"{row.name!r} is in {existing.value.currency}; store rates in {row.currency} under another name"
    return refused_field(Reason.IN_USE, "currency", said)


def decide_rates(row: RatesInput, nodes: Collection[str], source: RateSource = RateSource.GIVEN) -> Rates | Refused:
    """The table as it is to be stored, or all that is wrong with it."""
    findings = Findings()
    _check_head(row, findings)
    _check_zones(row.zones, nodes, findings)
    zones = {each.zone for each in row.zones}
    rates = _rates(row.rates, zones, findings)
    _check_coverage(row, findings)
    surcharges = [_surcharge(place, each, zones, findings) for place, each in enumerate(row.surcharges)]
    refusal = findings.refusal()
    if refusal is not None:
        return refusal
    decided = Rates(
        name=row.name,
        carrier=row.carrier,
        service=row.service,
        currency=row.currency,
        volume_cc_per_kg=row.volume_cc_per_kg,
        note=row.note,
        source=source,
        zones=row.zones,
        rates=tuple(sorted(rates, key=lambda each: (each.zone, each.weight_upto_g))),
        surcharges=tuple(surcharges),
    )
    _check_distances(decided, findings)
    return findings.refusal() or decided


def _check_head(row: RatesInput, findings: Findings) -> None:
    findings.check("name", id_problem(row.name))
    findings.check("carrier", text_problem(row.carrier, TEXT_LENGTH_MAX))
    findings.check("service", text_problem(row.service, TEXT_LENGTH_MAX))
    money = parse_money("0", row.currency)
    findings.check("currency", money if isinstance(money, str) else None)
    if row.volume_cc_per_kg is not None:
        findings.check("volume_cc_per_kg", range_problem(row.volume_cc_per_kg, 1, DIVISOR_MAX))
    if row.note is not None:
        findings.check("note", text_problem(row.note, NOTE_LENGTH_MAX))
    for part in ("zones", "rates"):
        if not getattr(row, part):
            findings.add(part, "must have a row")


def _check_zones(rows: Sequence[ZoneRow], nodes: Collection[str], findings: Findings) -> None:
    by_km = [row.km_upto is not None for row in rows]
    first_places: dict[object, int] = {}
    for place, row in enumerate(rows):
        path = f"zones[{place}]"
        findings.check(f"{path}.zone", text_problem(row.zone, ZONE_LENGTH_MAX))
        for side in ("from", "to"):
            _check_place(row, side, path, nodes, findings)
        if row.km_upto is not None:
            findings.check(f"{path}.km_upto", range_problem(row.km_upto, 1, KM_MAX))
        if by_km[place] != by_km[0]:
            findings.add(f"{path}.km_upto", "a table has zones by distance or by places, not both")
        elif row.km_upto is not None and (area_from(row), area_to(row)) != (None, None):
            findings.add(f"{path}.km_upto", "names a distance beside a place; leave one of them out")
        key = (area_from(row), area_to(row), row.km_upto)
        if (first := first_places.setdefault(key, place)) != place:
            findings.add(f"{path}.zone", f"the same way is in zone {rows[first].zone!r} already; leave one row out")


def _check_place(row: ZoneRow, side: str, path: str, nodes: Collection[str], findings: Findings) -> None:
    node, country, prefix = (getattr(row, f"{side}_{part}") for part in ("node", "country", "postal_prefix"))
    if node is not None and node not in nodes:
        findings.add(f"{path}.{side}_node", f"there is no node {node!r}", Reason.UNKNOWN_NODE)
    if node is not None and country is not None:
        findings.add(f"{path}.{side}_node", f"stands beside {side}_country; leave one of them out")
    if country is not None:
        findings.check(f"{path}.{side}_country", country_problem(country))
    if prefix is not None:
        findings.check(f"{path}.{side}_postal_prefix", text_problem(prefix, PREFIX_LENGTH_MAX))
        if country is None:
            findings.add(f"{path}.{side}_postal_prefix", f"needs {side}_country beside it")


def _rates(rows: Sequence[RateRowInput], zones: Collection[str], findings: Findings) -> list[RateRow]:
    decided = [_rate(place, row, zones, findings) for place, row in enumerate(rows)]
    by_zone: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_zone.setdefault(row.zone, []).append(place)
    for places in by_zone.values():
        _check_bands(rows, sorted(places, key=lambda place: rows[place].weight_upto_g), findings)
    return decided


def _rate(place: int, row: RateRowInput, zones: Collection[str], findings: Findings) -> RateRow:
    path = f"rates[{place}]"
    if row.zone not in zones:
        findings.add(f"{path}.zone", f"no zone row names zone {row.zone!r}; add one or leave this row out")
    findings.check(f"{path}.weight_upto_g", range_problem(row.weight_upto_g, 1, WEIGHT_G_MAX))
    if (row.days_min is None) != (row.days_max is None):
        findings.add(f"{path}.days_min", "days_min and days_max are given both or not at all")
    for field in ("days_min", "days_max"):
        if (days := getattr(row, field)) is not None:
            findings.check(f"{path}.{field}", range_problem(days, 0, DAYS_MAX))
    if row.days_min is not None and row.days_max is not None and row.days_max < row.days_min:
        findings.add(f"{path}.days_max", f"is below days_min, {row.days_min}")
    amounts = {name: _amount(f"{path}.{name}", getattr(row, name), findings) for name in ("base", "per_kg", "minimum")}
    return RateRow(
        zone=row.zone, weight_upto_g=row.weight_upto_g, days_min=row.days_min, days_max=row.days_max, **amounts
    )


def _check_bands(rows: Sequence[RateRowInput], places: Sequence[int], findings: Findings) -> None:
    """One zone's rows by weight: each begins where the lighter one ends, and all take the same days."""
    ended, first = 0, rows[places[0]]
    for before, place in zip([None, *places], places, strict=False):
        row, path = rows[place], f"rates[{place}]"
        if before is not None and row.weight_upto_g == ended:
            findings.add(f"{path}.weight_upto_g", f"rates[{before}] ends at {ended} g too; leave one row out")
        elif row.weight_over_g is not None and row.weight_over_g != ended:
            wrong = f"leaves a gap from {ended} g on" if row.weight_over_g > ended else f"overlaps rates[{before}]"
            findings.add(f"{path}.weight_over_g", f"{wrong}; make it {ended} or leave it out")
        if (row.days_min, row.days_max) != (first.days_min, first.days_max):
            findings.add(f"{path}.days_min", f"the days of zone {row.zone!r} differ from those of rates[{places[0]}]")
        ended = row.weight_upto_g


def _check_coverage(row: RatesInput, findings: Findings) -> None:
    priced = {rate.zone for rate in row.rates}
    for place, zone in enumerate(row.zones):
        if zone.zone not in priced:
            findings.add(f"zones[{place}].zone", f"there are no rates for zone {zone.zone!r}")


def _surcharge(place: int, row: SurchargeRowInput, zones: Collection[str], findings: Findings) -> SurchargeRow:
    path = f"surcharges[{place}]"
    findings.check(f"{path}.name", text_problem(row.name, TEXT_LENGTH_MAX))
    amount = _amount(f"{path}.amount", row.amount, findings)
    if row.kind is SurchargeKind.PERCENT:
        findings.check(f"{path}.amount", range_problem(amount / 1_000_000, 0, PERCENT_MAX))
    if row.zone is not None and row.zone not in zones:
        findings.add(f"{path}.zone", f"no zone row names zone {row.zone!r}")
    above_g = row.above_g or 0
    findings.check(f"{path}.above_g", range_problem(above_g, 0, WEIGHT_G_MAX))
    return SurchargeRow(name=row.name, kind=row.kind, amount=amount, zone=row.zone, above_g=above_g)


def _amount(path: str, text: str, findings: Findings) -> int:
    amount = parse_micro(text)
    if isinstance(amount, str):
        findings.add(path, amount)
        return 0
    return amount


def _check_distances(rates: Rates, findings: Findings) -> None:
    """A farther band is never cheaper and takes nothing heavier, surcharges included."""
    bands = sorted((row.km_upto, place) for place, row in enumerate(rates.zones) if row.km_upto is not None)
    table = RateTable(rates)
    curves: dict[str, Curve] = {}
    for _, place in bands:
        zone = rates.zones[place].zone
        curves.setdefault(zone, cheapest_declared(table.curve(zone)))
    for (_, near), (_, far) in pairwise(bands):
        ours, nearer = rates.zones[far].zone, rates.zones[near].zone
        grams = falls_below(curves[nearer], curves[ours])
        if grams is not None:
            words = f"zone {ours!r} takes a parcel of {grams} g for less than the nearer zone {nearer!r}, or alone"
            findings.add(f"zones[{far}].km_upto", f"{words}; give both one zone, or change its rates")
