"""Rules of shipping lanes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.money import Money, MoneyInput, parse_money
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.network.decide.addresses import TEXT_LENGTH_MAX, country_problem
from stockpool.network.messages import ShippingLane, ShippingLaneInput, ShippingLaneKey, key_of

TRANSIT_DAYS_MAX = 365

NO_MONEY = Money(0, "XXX")
"""Stands, with the code that ISO 4217 has for no currency, in a lane whose cost cannot be read and that is refused."""


def decide_shipping_lanes(rows: Sequence[ShippingLaneInput], nodes: Collection[str]) -> list[ShippingLane | Refused]:
    """Each row as it is to be stored, or why not; `nodes` are the ids that exist. Bad rows do not stop good ones."""
    first_places: dict[ShippingLaneKey, int] = {}
    results: list[ShippingLane | Refused] = []
    for place, row in enumerate(rows):
        decided = decide_shipping_lane(row, nodes)
        if isinstance(decided, ShippingLane) and (first := first_places.setdefault(key_of(decided), place)) != place:
            message = f"the same way, carrier and service were given before in this batch, in row {first + 1}"
            decided = refused_field(Reason.INVALID_INPUT, "from_node", message)
        results.append(decided)
    return results


def decide_shipping_lane(row: ShippingLaneInput, nodes: Collection[str]) -> ShippingLane | Refused:
    """The shipping lane, or every problem of every field."""
    findings = Findings()
    _check_way(row, nodes, findings)
    findings.check("carrier", text_problem(row.carrier, TEXT_LENGTH_MAX))
    findings.check("service", text_problem(row.service, TEXT_LENGTH_MAX))
    for field in ("transit_days_min", "transit_days_max"):
        findings.check(field, range_problem(getattr(row, field), 0, TRANSIT_DAYS_MAX))
    if row.transit_days_max < row.transit_days_min:
        findings.add("transit_days_max", f"is below transit_days_min, {row.transit_days_min}")
    lane = ShippingLane(
        from_node=row.from_node,
        to_node=row.to_node,
        to_country=row.to_country,
        to_postal_prefix=row.to_postal_prefix,
        carrier=row.carrier,
        service=row.service,
        transit_days_min=row.transit_days_min,
        transit_days_max=row.transit_days_max,
        cost=_money(row.cost, findings),
    )
    return findings.refusal() or lane


def _check_way(row: ShippingLaneInput, nodes: Collection[str], findings: Findings) -> None:
    for field in ("from_node", "to_node"):
        node = getattr(row, field)
        if node is not None and node not in nodes:
            findings.add(field, f"there is no node {node!r}", Reason.UNKNOWN_NODE)
    if (row.to_node is None) == (row.to_country is None):
        findings.add("to_node", "exactly one of to_node and to_country must be there")
    if row.to_country is not None:
        findings.check("to_country", country_problem(row.to_country))
    if row.to_postal_prefix is not None:
        findings.check("to_postal_prefix", text_problem(row.to_postal_prefix, TEXT_LENGTH_MAX))
        if row.to_country is None:
            findings.add("to_postal_prefix", "needs to_country beside it")


def _money(wire: MoneyInput, findings: Findings) -> Money:
    money = parse_money(wire.amount, wire.currency)
    if isinstance(money, str):
        findings.add("cost", money)
        return NO_MONEY
    if money.minor < 0:
        findings.add("cost", f"must not be negative, is {money}")
    return money
