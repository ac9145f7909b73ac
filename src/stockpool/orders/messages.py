"""Commands orders take, and what they answer; quantities in the display unit of each SKU."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount


class OrderMethod(StrEnum):
    """How an order reaches its customer."""

    SHIP = "ship"
    PICKUP = "pickup"


class OrderStatus(StrEnum):
    """Where an order stands."""

    PLACED = "placed"
    PARTLY_ALLOCATED = "partly_allocated"
    CANCELLED = "cancelled"


class FulfillmentStatus(StrEnum):
    """Where a fulfillment order stands."""

    OPEN = "open"
    CANCELLED = "cancelled"


class HoldUse(StrEnum):
    """What became of the hold that an order named."""

    NONE = "none"
    USED = "used"
    REHELD = "reheld"


class ShipTo(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """Where an order is sent; the place in degrees is what nearness is measured to."""

    recipient: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class OrderLine(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A quantity of a SKU that is ordered."""

    sku: str
    quantity: Amount


class PlaceOrder(Command, frozen=True, kw_only=True, gc=False):
    """Sell from the pool: all lines in full, or as far as there is stock where `allow_short`."""

    order_id: str
    channel: str
    lines: tuple[OrderLine, ...]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: str | None = None
    hold_id: str | None = None
    reference: str | None = None
    ordered_at: datetime | None = None
    allow_short: bool = False


class CancelOrder(Command, frozen=True, kw_only=True, gc=False):
    """Give back what of an order has not left yet."""

    order_id: str
    reason: str


class PlacedLine(msgspec.Struct, frozen=True, gc=False):
    """A line as it was placed; `short` is what no node had."""

    line: int
    sku: str
    quantity: Amount
    short: Amount = 0


class SkuQuantity(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU that has stock: a kit's components, not the kit."""

    sku: str
    quantity: Amount


class FulfillmentOrder(msgspec.Struct, frozen=True, gc=False):
    """What one node must do for an order."""

    id: str
    node: str
    status: FulfillmentStatus
    lines: tuple[SkuQuantity, ...]


class OrderPlaced(msgspec.Struct, frozen=True, gc=False, tag="order.placed", tag_field="type"):
    """An order stands and its stock is committed, node by node."""

    order_id: str
    channel: str
    method: OrderMethod
    status: OrderStatus
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    hold: HoldUse = HoldUse.NONE
    reference: str | None = None


class ReturnedStock(msgspec.Struct, frozen=True, gc=False):
    """Units that were committed and are available again."""

    sku: str
    node: str
    quantity: Amount


class OrderCancelled(msgspec.Struct, frozen=True, gc=False, tag="order.cancelled", tag_field="type"):
    """An order was cancelled; `lines` are available again, what had left stays with the customer."""

    order_id: str
    status: OrderStatus
    reason: str
    lines: tuple[ReturnedStock, ...]


OrderReply = OrderPlaced | OrderCancelled
"""What a granted command answers; each is also the body of an event."""


class OrderDetails(msgspec.Struct, frozen=True, gc=False):
    """An order as it stands now."""

    order_id: str
    channel: str
    method: OrderMethod
    status: OrderStatus
    ordered_at: datetime
    placed_at: datetime
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    reference: str | None = None
    hold_id: str | None = None
    pickup_node: str | None = None
    ship_to: ShipTo | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
