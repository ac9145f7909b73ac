"""Orders in smallest units: what was asked, what was allocated, and the rows that a decision leaves."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.kernel.quantities import Amount, to_amount
from stockpool.orders.messages import OrderCancelled, OrderMethod, OrderPlaced, OrderStatus, ShipTo


class Requested(msgspec.Struct, frozen=True, gc=False):
    """A line as the customer wrote it."""

    sku: str
    units: int
    decimals: int


class Part(msgspec.Struct, frozen=True, gc=False):
    """Units of a SKU at a node that are committed to an order."""

    sku: str
    node: str
    units: int
    decimals: int

    @property
    def amount(self) -> Amount:
        """The quantity in the SKU's display unit."""
        return to_amount(self.units, self.decimals)


class Order(msgspec.Struct, frozen=True, gc=False):
    """What a decision about an existing order needs to know of it."""

    order_id: str
    status: OrderStatus
    is_allocated: bool


class LineRow(msgspec.Struct, frozen=True, gc=False):
    """One line to write."""

    line: int
    sku: str
    decimals: int
    units: int
    short: int


class FulfillmentRow(msgspec.Struct, frozen=True, gc=False):
    """One fulfillment order to write."""

    number: int
    node: str
    parts: tuple[Part, ...]


class PlacedRecord(msgspec.Struct, frozen=True, gc=False):
    """The rows of an order that was placed."""

    order_id: str
    channel: str
    method: OrderMethod
    status: OrderStatus
    reference: str | None
    hold_id: str | None
    pickup_node: str | None
    ship_to: ShipTo | None
    ordered_at: datetime | None
    explanation: bytes
    lines: tuple[LineRow, ...]
    fulfillment_orders: tuple[FulfillmentRow, ...]


class CancelledRecord(msgspec.Struct, frozen=True, gc=False):
    """What becomes of the rows of an order that was cancelled, and of the fulfillment orders of these nodes."""

    order_id: str
    status: OrderStatus
    reason: str
    nodes: tuple[str, ...]


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A granted order: the answer and the rows."""

    reply: OrderPlaced
    record: PlacedRecord

    @property
    def order(self) -> Order:
        """The order as later commands find it."""
        return Order(self.record.order_id, self.record.status, bool(self.record.fulfillment_orders))


class Cancelled(msgspec.Struct, frozen=True, gc=False):
    """A granted cancellation: the answer, the rows, and the order as later commands find it."""

    reply: OrderCancelled
    record: CancelledRecord
    order: Order


def fulfillment_order_id(order_id: str, number: int) -> str:
    """How callers name a fulfillment order."""
    return f"{order_id}-{number}"
