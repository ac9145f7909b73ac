"""Goods that are not ordered yet, as the order for them would say it: so that they are sourced as that will be."""

from __future__ import annotations

from collections.abc import Iterable

from stockpool.inventory.messages import Line
from stockpool.orders.messages import OrderLine, OrderMethod, PlaceOrder, ShipTo, Shortage


def as_ordered(
    channel: str,
    lines: Iterable[Line],
    method: OrderMethod,
    ship_to: ShipTo | None,
    pickup_node: str | None,
    sold_at: str | None = None,
) -> PlaceOrder:
    """An order that nobody has placed."""
    return PlaceOrder(
        key="",
        fingerprint="",
        actor="",
        order_id="",
        channel=channel,
        lines=tuple([OrderLine(line.sku, line.quantity) for line in lines]),
        method=method,
        ship_to=ship_to,
        pickup_node=pickup_node,
        sold_at=sold_at,
        shortage=Shortage.BACKORDER,
    )
