"""Orders on the wire."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from stockpool.entrypoints.http.wire_types import LINES_MAX, Id, Moment, Quantity
from stockpool.orders.messages import (
    FulfillmentOrder,
    HoldUse,
    OrderMethod,
    OrderPlaced,
    OrderStatus,
    PlacedLine,
    ReturnedStock,
    ShipTo,
)


class OrderLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity of a SKU that is ordered, in its display unit."""

    sku: Id
    quantity: Quantity


class OrderInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order to place: in full, or as far as there is stock where `allow_short`."""

    channel: Id
    lines: Annotated[tuple[OrderLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None
    hold_id: str | None = None
    reference: Id | None = None
    ordered_at: Moment | None = None
    allow_short: bool = False


class CancelInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an order is cancelled, in words for people."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] = "cancelled by the caller"


class OrderReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order stands and its stock is committed, node by node; `hold` says what became of the hold it named."""

    order_id: str
    channel: str
    method: OrderMethod
    status: OrderStatus
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    hold: HoldUse = HoldUse.NONE
    reference: str | None = None


class CancelReply(msgspec.Struct, frozen=True):
    """The order is cancelled; `lines` are available again, what had left stays with the customer."""

    order_id: str
    status: OrderStatus
    reason: str
    lines: tuple[ReturnedStock, ...]


Explanation = dict[str, Any]
"""Why these nodes and not others; its members are the sourcing policy's own and named by its version."""


def order_reply(placed: OrderPlaced) -> OrderReply:
    """What a caller is told of a placed order."""
    return OrderReply(
        placed.order_id,
        placed.channel,
        placed.method,
        placed.status,
        placed.lines,
        placed.fulfillment_orders,
        placed.hold,
        placed.reference,
    )
