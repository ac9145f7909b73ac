"""Between orders and their rows: one statement reads an order whole, in one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from stockpool.orders.model import Claim, Fulfillment, Order, Part, Piece

SELECT_ORDERS = """
select
    o.order_id::text, o.channel, o.status::text, o.payment::text, o.payment_due_at, o.priority, o.together, o.reference,
    o.hold_id::text, o.sold_at, o.currency, o.deliveries, o.lines, o.ordered_at, o.placed_at, o.cancelled_at,
    o.cancel_reason,
    (select json_agg(json_build_array(p.line, p.sku, p.decimals, p.quantity, p.each, p.pending, p.waiting, p.cancelled,
                                      p.returned) order by p.line, p.sku)
     from order_parts p where p.order_id = o.order_id),
    (select json_agg(json_build_array(
         f.number, f.delivery, f.node, f.status,
         (select json_agg(json_build_array(l.line, l.sku, l.decimals, l.asked, l.quantity, l.picked)
                          order by l.line, l.sku)
          from fulfillment_order_lines l where l.order_id = f.order_id and l.number = f.number),
         f.since, f.release_at, f.accept_by, f.ready_until, f.code, f.carrier, f.tracking, f.cause, f.reason
     ) order by f.number)
     from fulfillment_orders f where f.order_id = o.order_id),
    (select json_agg(json_build_array(c.line, c.sku, c.supply_id, c.node, c.units, c.expected_at)
                     order by c.expected_at, c.supply_id, c.line, c.sku)
     from supply_claims c where c.order_id = o.order_id)
from orders o
"""

NAMES = (
    "order_id",
    "channel",
    "status",
    "payment",
    "payment_due_at",
    "priority",
    "together",
    "reference",
    "hold_id",
    "sold_at",
    "currency",
    "deliveries",
    "lines",
    "ordered_at",
    "placed_at",
    "cancelled_at",
    "cancel_reason",
)
"""The columns of SELECT_ORDERS before the parts."""

FULFILLMENT_NAMES = (
    "number",
    "delivery",
    "node",
    "status",
    "pieces",
    "since",
    "release_at",
    "accept_by",
    "ready_until",
    "code",
    "carrier",
    "tracking",
    "cause",
    "reason",
)


def order_from(row: Sequence[Any]) -> Order:
    """An order from a row of SELECT_ORDERS."""
    *own, parts, fulfillments, claims = row
    fields: Mapping[str, Any] = dict(zip(NAMES, own, strict=True))
    return msgspec.convert(
        {
            **fields,
            "parts": [_part(*part) for part in parts],
            "fulfillments": [_fulfillment(each) for each in fulfillments or ()],
            "claims": [dict(zip(Claim.__struct_fields__, each, strict=True)) for each in claims or ()],
        },
        Order,
    )


def _part(  # noqa: PLR0917 -- the columns
    line: int,
    sku: str,
    decimals: int,
    quantity: int,
    each: int,
    pending: int,
    waiting: int,
    cancelled: int,
    returned: int,
) -> Part:
    return Part(line, sku, decimals, quantity, each, pending, waiting, cancelled, returned)


def _fulfillment(row: Sequence[Any]) -> Fulfillment:
    fields = dict(zip(FULFILLMENT_NAMES, row, strict=True))
    fields["pieces"] = [Piece(*piece) for piece in fields["pieces"] or ()]
    return msgspec.convert(fields, Fulfillment)
