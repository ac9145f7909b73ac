"""Placing an order: from what was asked and what was allocated to the order, its lines and its fulfillment orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.kernel.quantities import to_amount
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.orders.decide.transitions import Step, status_after
from stockpool.orders.messages import (
    FulfillmentOrder,
    FulfillmentStatus,
    HoldUse,
    OrderPlaced,
    PlacedLine,
    PlaceOrder,
    SkuQuantity,
)
from stockpool.orders.model import (
    FulfillmentRow,
    LineRow,
    Part,
    Placed,
    PlacedRecord,
    Requested,
    fulfillment_order_id,
)


def decide_place(
    command: PlaceOrder,
    requested: Sequence[Requested],
    parts: Sequence[Part],
    short: Mapping[str, int],
    explanation: bytes,
    *,
    hold: HoldUse = HoldUse.NONE,
) -> Placed:
    """The order as its lines and parts make it.

    `parts` are what is committed in smallest units, `short` what is lacking of each SKU.
    """
    status = status_after(None, Step.ALLOCATE_PARTLY if any(short.values()) else Step.ALLOCATE)
    assert not isinstance(status, Refused), "an order can always be placed"
    lines = _line_rows(requested, short)
    fulfillment = _fulfillment_rows(parts)
    reply = OrderPlaced(
        command.order_id,
        command.channel,
        command.method,
        status,
        tuple([_placed_line(line) for line in lines]),
        tuple([_fulfillment_order(command.order_id, row) for row in fulfillment]),
        hold,
        command.reference,
    )
    return Placed(reply, _record(command, reply, lines, fulfillment, explanation))


def check_reference(command: PlaceOrder, taken_by: str | None) -> Refused | None:
    """The refusal of a reference that another order of the channel has already."""
    if taken_by is None:
        return None
    said = f"order {taken_by} of channel {command.channel!r} has the reference {command.reference!r}"
    return Refused(Reason.DUPLICATE_REFERENCE, said, (Problem("reference", said),), {"order_id": taken_by})


def _line_rows(requested: Sequence[Requested], short: Mapping[str, int]) -> tuple[LineRow, ...]:
    """Lines of the same SKU are filled in their order: what is lacking is lacking in the last of them."""
    left = dict(short)
    rows: list[LineRow] = []
    for number in range(len(requested), 0, -1):
        line = requested[number - 1]
        lacking = min(left.get(line.sku, 0), line.units)
        if lacking:
            left[line.sku] -= lacking
        rows.append(LineRow(number, line.sku, line.decimals, line.units, lacking))
    return tuple(reversed(rows))


def _fulfillment_rows(parts: Sequence[Part]) -> tuple[FulfillmentRow, ...]:
    """One for each node, in the order of the nodes' names."""
    by_node: dict[str, list[Part]] = {}
    for part in sorted(parts, key=lambda part: (part.node, part.sku)):
        by_node.setdefault(part.node, []).append(part)
    return tuple(
        [FulfillmentRow(number, node, tuple(each)) for number, (node, each) in enumerate(by_node.items(), start=1)]
    )


def _placed_line(row: LineRow) -> PlacedLine:
    return PlacedLine(row.line, row.sku, to_amount(row.units, row.decimals), to_amount(row.short, row.decimals))


def _fulfillment_order(order_id: str, row: FulfillmentRow) -> FulfillmentOrder:
    lines = tuple([SkuQuantity(part.sku, part.amount) for part in row.parts])
    return FulfillmentOrder(fulfillment_order_id(order_id, row.number), row.node, FulfillmentStatus.OPEN, lines)


def _record(
    command: PlaceOrder,
    reply: OrderPlaced,
    lines: tuple[LineRow, ...],
    fulfillment: tuple[FulfillmentRow, ...],
    explanation: bytes,
) -> PlacedRecord:
    return PlacedRecord(
        order_id=command.order_id,
        channel=command.channel,
        method=command.method,
        status=reply.status,
        reference=command.reference,
        hold_id=command.hold_id,
        pickup_node=command.pickup_node,
        ship_to=command.ship_to,
        ordered_at=command.ordered_at,
        explanation=explanation,
        lines=lines,
        fulfillment_orders=fulfillment,
    )
