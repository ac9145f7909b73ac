"""Between orders and their rows: one statement reads an order whole, in one moment, as one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from stockpool.orders.model import Order

SELECT_ORDERS = """
select o.order_id::text, row_to_json(r)::text
from orders o
cross join lateral (
    select
        o.order_id, o.channel, o.status, o.payment, o.payment_due_at, o.priority, o.together, o.reference, o.hold_id,
        o.sold_at, o.currency, o.deliveries, o.lines, o.ordered_at, o.placed_at, o.cancelled_at, o.cancel_reason,
        (select json_agg(p order by p.line, p.sku)
         from (select line, sku, decimals, quantity, each, pending, waiting, cancelled, returned
               from order_parts where order_id = o.order_id) as p) as parts,
        coalesce((
            select json_agg(f order by f.number)
            from (select number, delivery, node, status, since, release_at, accept_by, ready_until, code, carrier,
                         tracking, cause, reason,
                         coalesce((
                             select json_agg(l order by l.line, l.sku)
                             from (select line, sku, decimals, asked, quantity, short from fulfillment_order_lines
                                   where order_id = o.order_id and number = g.number) as l
                         ), '[]') as pieces
                  from fulfillment_orders g where g.order_id = o.order_id) as f
        ), '[]') as fulfillments,
        coalesce((
            select json_agg(c order by c.expected_at, c.supply_id, c.line, c.sku)
            from (select line, sku, supply_id, node, units, expected_at
                  from supply_claims where order_id = o.order_id) as c
        ), '[]') as claims
) as r
"""
"""Its id and the whole of it. The columns have the names that the model gives them, so that it is read as it stands."""

_read = msgspec.json.Decoder(Order).decode


def order_from(row: Sequence[Any]) -> Order:
    """An order from a row of SELECT_ORDERS."""
    return _read(row[1])
