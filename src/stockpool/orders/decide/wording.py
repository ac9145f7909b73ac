"""What is wrong with a request by itself, whatever the stock is."""

from __future__ import annotations

from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import CancelOrder, OrderMethod, PlaceOrder, ShipTo

TEXT_LENGTH_MAX = 200


def check_place(command: PlaceOrder) -> Refused | None:
    """All that is wrong with the words of an order, or None."""
    findings = Findings()
    if command.reference is not None:
        findings.check("reference", id_problem(command.reference))
    if command.hold_id is not None and not is_uuid(command.hold_id):
        findings.add("hold_id", f"there is no hold {command.hold_id!r}", Reason.UNKNOWN_HOLD)
    if command.ordered_at is not None and command.ordered_at.tzinfo is None:
        findings.add("ordered_at", "must have a time zone")
    _check_method(command, findings)
    if command.ship_to is not None:
        _check_ship_to(command.ship_to, findings)
    return findings.refusal()


def _check_method(command: PlaceOrder, findings: Findings) -> None:
    if command.method is OrderMethod.SHIP:
        if command.pickup_node is not None:
            findings.add("pickup_node", "must be left out for method ship")
        return
    if command.pickup_node is None:
        findings.add("pickup_node", "is missing for method pickup")
    if command.ship_to is not None:
        findings.add("ship_to", "must be left out for method pickup")


def _check_ship_to(ship_to: ShipTo, findings: Findings) -> None:
    for field in ("recipient", "street", "city", "region", "postal_code"):
        text = getattr(ship_to, field)
        if text is not None:
            findings.check(f"ship_to.{field}", text_problem(text, TEXT_LENGTH_MAX))
    country = ship_to.country
    if country is not None and not (
        len(country) == 2 and country.isascii() and country.isupper() and country.isalpha()
    ):
        findings.add("ship_to.country", f"must be a two letter ISO 3166 code, is {country!r}")
    _check_place_on_globe(ship_to, findings)


def _check_place_on_globe(ship_to: ShipTo, findings: Findings) -> None:
    if (ship_to.latitude is None) != (ship_to.longitude is None):
        missing = "latitude" if ship_to.latitude is None else "longitude"
        findings.add(f"ship_to.{missing}", "latitude and longitude must both be there or both be left out")
    for field, bound in (("latitude", 90.0), ("longitude", 180.0)):
        degrees = getattr(ship_to, field)
        if degrees is not None:
            findings.check(f"ship_to.{field}", range_problem(degrees, -bound, bound))


def check_cancel(command: CancelOrder) -> Refused | None:
    """All that is wrong with the words of a cancellation, or None."""
    findings = Findings()
    if not is_uuid(command.order_id):
        findings.add("order_id", f"there is no order {command.order_id!r}", Reason.UNKNOWN_ORDER)
    findings.check("reason", text_problem(command.reason, TEXT_LENGTH_MAX))
    return findings.refusal()
