"""Commands about returns, and what they answer; quantities in the display unit of each SKU."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount
from stockpool.orders.messages import OrderLine, OrderMethod, ShipTo


class ReturnStatus(StrEnum):
    """Where a return stands; it follows from what of it is expected, received and inspected."""

    REQUESTED = "requested"
    RECEIVED = "received"
    INSPECTED = "inspected"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class ReturnReason(StrEnum):
    """Why the customer gives goods back."""

    COLOR = "color"
    DEFECTIVE = "defective"
    NOT_AS_DESCRIBED = "not_as_described"
    OTHER = "other"
    SIZE_TOO_LARGE = "size_too_large"
    SIZE_TOO_SMALL = "size_too_small"
    STYLE = "style"
    UNDELIVERABLE = "undeliverable"
    UNKNOWN = "unknown"
    UNWANTED = "unwanted"
    WRONG_ITEM = "wrong_item"


class Condition(StrEnum):
    """How the goods are."""

    NEW = "new"
    OPENED = "opened"
    USED = "used"
    DAMAGED = "damaged"
    DEFECTIVE = "defective"


class Disposition(StrEnum):
    """What becomes of goods that came back."""

    RESTOCK = "restock"
    DAMAGED = "damaged"
    QUALITY_CONTROL = "quality_control"
    OTHER = "other"
    REPAIR = "repair"
    DESTROY = "destroy"
    SEND = "send"


class ReturnedLine(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What is to come back: a line of the order, or a SKU; with both, a component of a kit's line.

    With a `disposition` the goods are here and were looked at; `to_node` is for `send`. `unit_price` is what a
    unit of goods of no order is worth, in minor units, if not what the catalog says.
    """

    quantity: Amount
    line: int | None = None
    sku: str | None = None
    reason: ReturnReason = ReturnReason.UNKNOWN
    condition: Condition | None = None
    note: str | None = None
    disposition: Disposition | None = None
    to_node: str | None = None
    refund: bool = True
    unit_price: int | None = None


class WantedInstead(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The order that the customer wants for what comes back."""

    lines: tuple[OrderLine, ...]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: str | None = None
    currency: str | None = None


class RequestReturn(Command, frozen=True, kw_only=True, gc=False):
    """Goods are to come back, or are here (`received`): of an order, or blind.

    A `receipt` that is the reference of an order of the channel means that order. With `override` it may be too late.
    """

    return_id: str
    lines: tuple[ReturnedLine, ...]
    order_id: str | None = None
    channel: str | None = None
    receipt: str | None = None
    node: str | None = None
    currency: str | None = None
    received: bool = False
    override: bool = False
    exchange: WantedInstead | None = None
    exchange_order_id: str | None = None


class ReceivedLine(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What came: of a line of the return, of a line of its order (`order_line`), or of a SKU, expected or not."""

    quantity: Amount
    line: int | None = None
    sku: str | None = None
    condition: Condition | None = None
    note: str | None = None
    order_line: int | None = None


class ReceiveReturn(Command, frozen=True, kw_only=True, gc=False):
    """Goods are at a node: all that was expected where no lines are named; no more comes unless it is said."""

    return_id: str
    node: str | None = None
    lines: tuple[ReceivedLine, ...] | None = None
    more_expected: bool = False


class InspectedLine(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What becomes of so much of a line of the return, or of its order; with a SKU, of that component of a kit."""

    line: int | None
    quantity: Amount
    disposition: Disposition
    sku: str | None = None
    to_node: str | None = None
    condition: Condition | None = None
    note: str | None = None
    refund: bool = True
    order_line: int | None = None


class InspectReturn(Command, frozen=True, kw_only=True, gc=False):
    """Goods were looked at."""

    return_id: str
    lines: tuple[InspectedLine, ...]


class CancelReturn(Command, frozen=True, kw_only=True, gc=False):
    """Nothing comes back after all."""

    return_id: str
    reason: str


class ExpireReturn(Command, frozen=True, kw_only=True, gc=False):
    """Nothing came in time."""

    return_id: str


class SoldLine(msgspec.Struct, frozen=True, gc=False):
    """A line of an order of which so much reached the customer and is not back."""

    line: int
    sku: str
    returnable: Amount


class SoldOrder(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An order as whoever takes goods back has to know it: not whose it is, what it cost, nor who served it."""

    order_id: str
    channel: str
    ordered_at: datetime
    lines: tuple[SoldLine, ...]
    reference: str | None = None


ReturnCommand = RequestReturn | ReceiveReturn | InspectReturn | CancelReturn | ExpireReturn


class ReturnLineDetails(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A line of a return, a kit's component by component; without `order_line` it is not of the order."""

    line: int
    sku: str
    requested: Amount
    expected: Amount = 0
    received: Amount = 0
    inspected: Amount = 0
    refunded: Amount = 0
    order_line: int | None = None
    unit_price: int | None = None
    reason: ReturnReason = ReturnReason.UNKNOWN
    condition: Condition | None = None
    note: str | None = None


class DisposedDetails(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What became of units; `transfer` is the reference under which sent ones travel and arrive."""

    line: int
    sku: str
    quantity: Amount
    disposition: Disposition
    at: datetime
    refund: bool = True
    to_node: str | None = None
    transfer: str | None = None
    condition: Condition | None = None
    note: str | None = None


class ExchangeDetails(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The order that was placed instead, or why it was not; amounts in minor units, left out where a price is unknown.

    `credit` is what the goods that come back pay of its `price`, `difference` what the customer pays.
    """

    order_id: str | None = None
    price: int | None = None
    credit: int | None = None
    difference: int | None = None
    currency: str | None = None
    refused: str | None = None
    refused_because: str | None = None


class ReturnDetails(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A return as it stands now; `refunded_amount` is what its inspected goods are worth, in minor units."""

    return_id: str
    status: ReturnStatus
    requested_at: datetime
    lines: tuple[ReturnLineDetails, ...]
    order_id: str | None = None
    channel: str | None = None
    receipt: str | None = None
    node: str | None = None
    dispositions: tuple[DisposedDetails, ...] = ()
    refunded_amount: int = 0
    currency: str | None = None
    exchange: ExchangeDetails | None = None
    expires_at: datetime | None = None
    closed_at: datetime | None = None
    cancel_reason: str | None = None


class RefundLine(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What is refunded for units of a line of a return; without `amount` its price is not known here."""

    line: int
    sku: str
    quantity: Amount
    order_line: int | None = None
    amount: int | None = None


class RefundDue(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The customer is to be given money: `amount` minor units, left out where a price is not known here.

    `credited` is what of the lines' amounts an exchange has used up before.
    """

    return_id: str
    lines: tuple[RefundLine, ...]
    amount: int | None = None
    currency: str | None = None
    credited: int = 0
    order_id: str | None = None
    channel: str | None = None
    receipt: str | None = None


class ExchangePlaced(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An order was placed for what comes back; the customer pays the difference."""

    return_id: str
    exchange: ExchangeDetails
    order_id: str | None = None
    channel: str | None = None


class ChargeDue(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What an exchange was credited for did not come back, or is not refunded: the customer owes the amount."""

    return_id: str
    exchange_order_id: str
    amount: int
    currency: str | None = None
    order_id: str | None = None
    channel: str | None = None


class ReturnChanged(msgspec.Struct, frozen=True, gc=False, tag="return.changed", tag_field="type", omit_defaults=True):
    """A return as a command left it, with the refund that became due; `by` is the person who did it, if one did."""

    details: ReturnDetails
    refund: RefundDue | None = None
    by: str | None = None
