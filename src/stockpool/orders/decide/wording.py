"""What is wrong with a request by itself, whatever the stock is."""

from __future__ import annotations

from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import COLLECTED, CancelOrder, EditOrder, OrderMethod, Payment, PlaceOrder, ShipTo

TEXT_LENGTH_MAX = 200
PRIORITY_MOST = 1_000
PAYMENT_TTL_MAX_S = 30 * 86_400
PRICE_MAX = 10**12


def check_place(command: PlaceOrder) -> Refused | None:
    """All that is wrong with the words of an order, or None."""
    findings = Findings()
    if command.reference is not None:
        findings.check("reference", id_problem(command.reference))
    if command.hold_id is not None and not is_uuid(command.hold_id):
        findings.add("hold_id", f"there is no hold {command.hold_id!r}", Reason.UNKNOWN_HOLD)
    if command.ordered_at is not None and command.ordered_at.tzinfo is None:
        findings.add("ordered_at", "must have a time zone")
    if not -PRIORITY_MOST <= command.priority <= PRIORITY_MOST:
        findings.add("priority", f"must be from -{PRIORITY_MOST} to {PRIORITY_MOST}, is {command.priority}")
    if not 1 <= command.payment_ttl_seconds <= PAYMENT_TTL_MAX_S:
        findings.add("payment_ttl_seconds", f"must be from 1 to {PAYMENT_TTL_MAX_S}")
    if command.payment is not Payment.CAPTURED and command.payment is not Payment.PENDING:
        findings.add("payment", f"must be captured or pending, is {command.payment}: what fails is told later")
    _check_prices(command, findings)
    _check_ways(command, findings)
    return findings.refusal()


def _check_prices(command: PlaceOrder, findings: Findings) -> None:
    if command.currency is not None and not is_code(command.currency, 3):
        findings.add("currency", f"must be a three letter ISO 4217 code, is {command.currency!r}")
    priced = [(place, line) for place, line in enumerate(command.lines) if line.unit_price is not None]
    if priced and command.currency is None:
        findings.add("currency", "is missing: lines have prices")
    for place, line in priced:
        assert line.unit_price is not None
        if not 0 <= line.unit_price <= PRICE_MAX:
            findings.add(f"lines[{place}].unit_price", f"must be from 0 to {PRICE_MAX} minor units")


def _check_ways(command: PlaceOrder, findings: Findings) -> None:
    """How the order, and each line that says so itself, reaches the customer."""
    _check_way(command.method, command.pickup_node or _till_of(command, command.method), command.ship_to, "", findings)
    if command.payment is Payment.PENDING and _is_carried_out(command):
        findings.add("payment", "goods that are carried out are paid for: leave it out")
    for place, line in enumerate(command.lines):
        if line.method is None and line.pickup_node is None and line.ship_to is None:
            continue
        path = f"lines[{place}]."
        if line.method is None:
            for name in ("pickup_node", "ship_to"):
                if getattr(line, name) is not None:
                    findings.add(f"{path}{name}", "needs a method of the line's own")
            continue
        collected = line.method in COLLECTED
        node = line.pickup_node or (command.pickup_node if collected else None) or _till_of(command, line.method)
        _check_way(line.method, node, line.ship_to or (None if collected else command.ship_to), path, findings)


def _till_of(command: PlaceOrder, method: OrderMethod) -> str | None:
    """Goods are carried out where they are sold, if nothing else is said."""
    return command.sold_at if method is OrderMethod.CARRY_OUT else None


def _is_carried_out(command: PlaceOrder) -> bool:
    methods = {line.method or command.method for line in command.lines}
    return OrderMethod.CARRY_OUT in methods


def _check_way(
    method: OrderMethod, pickup_node: str | None, ship_to: ShipTo | None, path: str, findings: Findings
) -> None:
    if method in COLLECTED:
        if pickup_node is None:
            findings.add(f"{path}pickup_node", f"is missing for method {method}")
        if ship_to is not None:
            findings.add(f"{path}ship_to", f"must be left out for method {method}")
        return
    if pickup_node is not None:
        findings.add(f"{path}pickup_node", f"must be left out for method {method}")
    if ship_to is not None:
        _check_ship_to(ship_to, findings, path)
    if method is OrderMethod.SAME_DAY and (ship_to is None or ship_to.latitude is None):
        findings.add(f"{path}ship_to.latitude", "is needed for method same_day, which goes to places nearby")


def is_code(text: str, length: int) -> bool:
    """Whether a text is a code of so many capital letters."""
    return len(text) == length and text.isascii() and text.isupper() and text.isalpha()


def _check_ship_to(ship_to: ShipTo, findings: Findings, path: str = "") -> None:
    for field in ("recipient", "street", "city", "region", "postal_code"):
        text = getattr(ship_to, field)
        if text is not None:
            findings.check(f"{path}ship_to.{field}", text_problem(text, TEXT_LENGTH_MAX))
    country = ship_to.country
    if country is not None and not is_code(country, 2):
        findings.add(f"{path}ship_to.country", f"must be a two letter ISO 3166 code, is {country!r}")
    _check_place_on_globe(ship_to, findings, path)


def _check_place_on_globe(ship_to: ShipTo, findings: Findings, path: str) -> None:
    if (ship_to.latitude is None) != (ship_to.longitude is None):
        missing = "latitude" if ship_to.latitude is None else "longitude"
        findings.add(f"{path}ship_to.{missing}", "latitude and longitude must both be there or both be left out")
    for field, bound in (("latitude", 90.0), ("longitude", 180.0)):
        degrees = getattr(ship_to, field)
        if degrees is not None and (problem := range_problem(degrees, -bound, bound)) is not None:
            findings.add(f"{path}ship_to.{field}", problem)


def check_cancel(command: CancelOrder) -> Refused | None:
    """All that is wrong with the words of a cancellation, or None."""
    findings = Findings()
    if not is_uuid(command.order_id):
        findings.add("order_id", f"there is no order {command.order_id!r}", Reason.UNKNOWN_ORDER)
    findings.check("reason", text_problem(command.reason, TEXT_LENGTH_MAX))
    return findings.refusal()


def is_another_way(command: EditOrder) -> bool:
    """Whether an edit says how or where something is had."""
    return command.method is not None or command.ship_to is not None or command.pickup_node is not None


def check_edit(command: EditOrder) -> Refused | None:
    """All that is wrong with the words of an edit, or None."""
    findings = Findings()
    if not is_uuid(command.order_id):
        findings.add("order_id", f"there is no order {command.order_id!r}", Reason.UNKNOWN_ORDER)
    if command.priority is not None and not -PRIORITY_MOST <= command.priority <= PRIORITY_MOST:
        findings.add("priority", f"must be from -{PRIORITY_MOST} to {PRIORITY_MOST}, is {command.priority}")
    if command.ship_to is not None:
        _check_ship_to(command.ship_to, findings)
    if command.delivery is not None and not is_another_way(command):
        findings.add(
            "delivery", "says which one comes another way: name method, ship_to or pickup_node, or leave it out"
        )
    lines = [each.line for each in command.quantities]
    if len(lines) != len(set(lines)):
        findings.add("quantities", "name each line once")
    return findings.refusal()
