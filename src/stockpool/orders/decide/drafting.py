"""An order as it is before anything was found for it: deliveries, lines, their parts, and all of it wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.messages import (
    COLLECTED,
    Delivery,
    OrderLine,
    OrderMethod,
    OrderStatus,
    Payment,
    PlaceOrder,
    ShipTo,
)
from stockpool.orders.model import Change, Line, Order, Part, Wanted

VALUE_MAX = 10**15
"""Minor units that an order is worth at most: far below overflow of 64 bits, and exact in every reader of JSON."""


class Resolved(msgspec.Struct, frozen=True, gc=False):
    """What the catalog makes of a line: smallest units, and what one of them takes of each SKU that has stock."""

    units: int
    decimals: int
    takes: tuple[tuple[str, int, int], ...]
    """(SKU, its decimals, units for each unit of the line)."""


Way = tuple[OrderMethod, str | None, ShipTo | None]
"""How lines reach the customer: method, node where they are collected, address."""


def draft(command: PlaceOrder, resolved: Sequence[Resolved], now: datetime) -> Change:
    """The order with all that it asks for wanted: it is to be settled."""
    numbers, deliveries = _deliveries(command)
    lines = tuple(
        [
            line_of(number, line, each, delivery)
            for number, (line, each, delivery) in enumerate(zip(command.lines, resolved, numbers, strict=True), start=1)
        ]
    )
    asked = [
        (Part(line.number, sku, decimals, units := line.quantity * each, each), units, line.delivery)
        for line, known in zip(lines, resolved, strict=True)
        for sku, decimals, each in known.takes
    ]
    order = _order(command, deliveries, lines, tuple([part for part, _, _ in asked]), now)
    return Change(order, wanted=_wanted(asked))


def _order(
    command: PlaceOrder,
    deliveries: tuple[Delivery, ...],
    lines: tuple[Line, ...],
    parts: tuple[Part, ...],
    now: datetime,
) -> Order:
    pending = command.payment is Payment.PENDING
    return Order(
        order_id=command.order_id,
        channel=command.channel,
        status=OrderStatus.PAYMENT_PENDING,
        payment=command.payment,
        deliveries=deliveries,
        lines=lines,
        parts=parts,
        priority=command.priority,
        together=command.together,
        placed_at=now,
        ordered_at=min(command.ordered_at, now) if command.ordered_at is not None else None,
        payment_due_at=now + timedelta(seconds=command.payment_ttl_seconds) if pending else None,
        reference=command.reference,
        hold_id=command.payment_hold_id if pending else command.hold_id,
        sold_at=command.sold_at,
        currency=command.currency,
    )


def check_value(order: Order, field: str) -> Refused | None:
    """The refusal of an order that is worth more than amounts can say; `field` has its lines."""
    value = sum([line.quantity * line.unit_price // 10**line.decimals for line in order.lines if line.unit_price])
    if value <= VALUE_MAX:
        return None
    return refused_field(Reason.INVALID_INPUT, field, f"are worth more than {VALUE_MAX} minor units in sum")


def line_of(number: int, line: OrderLine, resolved: Resolved, delivery: int) -> Line:
    """A line in smallest units."""
    return Line(number, line.sku, resolved.decimals, resolved.units, delivery, line.unit_price)


def way_of(line: OrderLine, order: PlaceOrder) -> Way:
    """How a line reaches the customer; what it does not say is as the order says."""
    method = line.method or order.method
    if method in COLLECTED:
        node = line.pickup_node or order.pickup_node or (order.sold_at if method is OrderMethod.CARRY_OUT else None)
        return method, node, None
    return method, None, line.ship_to or order.ship_to


def node_paths(command: PlaceOrder, order: Order) -> dict[int, str]:
    """What the request calls the node where each delivery is collected."""
    of_order = "pickup_node" if command.pickup_node is not None else "sold_at"
    paths: dict[int, str] = {}
    for place, (line, drafted) in enumerate(zip(command.lines, order.lines, strict=True)):
        paths.setdefault(drafted.delivery, f"lines[{place}].pickup_node" if line.pickup_node is not None else of_order)
    return paths


def _deliveries(command: PlaceOrder) -> tuple[Sequence[int], tuple[Delivery, ...]]:
    """The number of each line's delivery, and the deliveries, one for each way; most lines go the order's way."""
    of_order = way_of(command.lines[0], command)
    if not any(line.method or line.pickup_node or line.ship_to for line in command.lines):
        return [1] * len(command.lines), (Delivery(1, *of_order),)
    ways: dict[Way, int] = {}
    numbers = [ways.setdefault(way_of(line, command), len(ways) + 1) for line in command.lines]
    return numbers, tuple([Delivery(number, *way) for way, number in ways.items()])


def parts_of(lines: Sequence[Line], resolved: Sequence[Resolved]) -> tuple[Part, ...]:
    """What the lines ask of SKUs that have stock, all of it pending."""
    return tuple(
        [
            Part(line.number, sku, decimals, line.quantity * each, each, pending=line.quantity * each)
            for line, known in zip(lines, resolved, strict=True)
            for sku, decimals, each in known.takes
        ]
    )


def wanted_pending(order: Order) -> tuple[Wanted, ...]:
    """What is pending."""
    return _wanted_of(order, [(part, part.pending) for part in order.parts])


def wanted_waiting(order: Order) -> tuple[Wanted, ...]:
    """What waits for stock."""
    return _wanted_of(order, [(part, part.waiting) for part in order.parts])


def _wanted_of(order: Order, units: Iterable[tuple[Part, int]]) -> tuple[Wanted, ...]:
    deliveries = {line.number: line.delivery for line in order.lines}
    return _wanted([(part, count, deliveries[part.line]) for part, count in units if count])


def _wanted(asked: Iterable[tuple[Part, int, int]]) -> tuple[Wanted, ...]:
    """So many units of parts, each with its delivery."""
    return tuple([Wanted(part.line, part.sku, part.decimals, count, delivery) for part, count, delivery in asked])
