"""An order as callers read it: quantities in display units."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from stockpool.kernel.quantities import to_amount
from stockpool.orders.messages import FulfillmentOrder, OrderDetails, OrderStatus, PlacedLine, Repair, SkuQuantity
from stockpool.orders.model import (
    ENDED,
    Counters,
    Fulfillment,
    Line,
    Order,
    Part,
    Repaired,
    counters_of,
    fulfillment_order_id,
)


def shown_lines(order: Order) -> tuple[PlacedLine, ...]:
    """The lines with what of each waits, has left, was cancelled or came back; a kit's by its scarcest component."""
    if order.status is OrderStatus.ALLOCATED and not any(part.cancelled or part.returned for part in order.parts):
        return tuple([_untouched(line) for line in order.lines])
    counters = counters_of(order)
    parts: dict[int, list[tuple[Part, Counters]]] = {}
    for part in order.parts:
        parts.setdefault(part.line, []).append((part, counters[part.line, part.sku]))
    return tuple([_line(line, parts[line.number]) for line in order.lines])


def _untouched(line: Line) -> PlacedLine:
    """Nothing happened to it yet."""
    quantity = line.amount(line.quantity)
    return PlacedLine(line.number, line.sku, quantity, delivery=line.delivery, unit_price=line.unit_price)


def _line(line: Line, parts: Sequence[tuple[Part, Counters]]) -> PlacedLine:
    return PlacedLine(
        line=line.number,
        sku=line.sku,
        quantity=line.amount(line.quantity),
        short=line.amount(max([-(-known.waiting // part.each) for part, known in parts])),
        fulfilled=line.amount(min([known.fulfilled // part.each for part, known in parts])),
        cancelled=line.amount(max([-(-known.cancelled // part.each) for part, known in parts])),
        returned=line.amount(max([-(-part.returned // part.each) for part, _ in parts])),
        delivery=line.delivery,
        unit_price=line.unit_price,
    )


def shown_fulfillment(order_id: str, fulfillment: Fulfillment) -> FulfillmentOrder:
    """A fulfillment order, its pieces of one SKU together; the pickup code is the customer's alone."""
    units: dict[str, tuple[int, int]] = {}
    for piece in fulfillment.pieces:
        before, _ = units.get(piece.sku, (0, 0))
        units[piece.sku] = before + piece.quantity, piece.decimals
    lines = [SkuQuantity(sku, to_amount(count, decimals)) for sku, (count, decimals) in sorted(units.items())]
    return FulfillmentOrder(
        id=fulfillment_order_id(order_id, fulfillment.number),
        node=fulfillment.node,
        status=fulfillment.status,
        lines=tuple(lines),
        delivery=fulfillment.delivery,
        accept_by=fulfillment.accept_by,
        ready_until=fulfillment.ready_until,
        carrier=fulfillment.carrier,
        tracking=fulfillment.tracking,
        cause=fulfillment.cause,
        reason=fulfillment.reason,
    )


def shown_fulfillments(order: Order) -> tuple[FulfillmentOrder, ...]:
    """All fulfillment orders."""
    return tuple([shown_fulfillment(order.order_id, each) for each in order.fulfillments])


def shown_repair(repaired: Repaired) -> Repair:
    """What became of units that a node gave up."""
    wanted = repaired.wanted
    assert wanted.from_node is not None
    assert wanted.cause is not None
    return Repair(
        sku=wanted.sku,
        quantity=to_amount(repaired.units, wanted.decimals),
        from_node=wanted.from_node,
        cause=wanted.cause,
        outcome=repaired.outcome,
        to_node=repaired.to_node,
        promise_moved=repaired.promise_moved,
    )


def shown_order(order: Order) -> OrderDetails:
    """The whole order."""
    assert order.placed_at is not None
    assert order.ordered_at is not None
    return OrderDetails(
        order_id=order.order_id,
        channel=order.channel,
        status=order.status,
        payment=order.payment,
        priority=order.priority,
        ordered_at=order.ordered_at,
        placed_at=order.placed_at,
        deliveries=order.deliveries,
        lines=shown_lines(order),
        fulfillment_orders=shown_fulfillments(order),
        together=order.together,
        reference=order.reference,
        hold_id=order.hold_id,
        sold_at=order.sold_at,
        currency=order.currency,
        payment_due_at=order.payment_due_at,
        cancelled_at=order.cancelled_at,
        cancel_reason=order.cancel_reason,
    )


def part_of(order: OrderDetails, nodes: Collection[str]) -> OrderDetails | None:
    """What these nodes serve of an order: their deliveries with all lines of these; None where they serve nothing.

    What others do for it stays out, and so do the deliveries of what these nodes have given up.
    """
    counters = {each.number for each in order.deliveries if each.pickup_node in nodes}
    theirs = [each for each in order.fulfillment_orders if each.node in nodes or each.delivery in counters]
    served = counters | {each.delivery for each in theirs if each.status not in ENDED}
    if not served:
        return None
    return msgspec.structs.replace(
        order,
        deliveries=tuple([each for each in order.deliveries if each.number in served]),
        lines=tuple([line for line in order.lines if line.delivery in served]),
        fulfillment_orders=tuple([each for each in theirs if each.delivery in served]),
        partial=True,
    )
