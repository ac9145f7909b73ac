"""Returns on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from stockpool.entrypoints.http.wire_orders import LineNumber, MinorUnits, OrderLineInput, Text
from stockpool.entrypoints.http.wire_types import LINES_MAX, Id, Quantity
from stockpool.orders.api import (
    Condition,
    Disposition,
    InspectedLine,
    ReceivedLine,
    RefundDue,
    ReturnChanged,
    ReturnDetails,
    ReturnedLine,
    ReturnReason,
    ReturnStatus,
    WantedInstead,
)
from stockpool.orders.messages import OrderLine, OrderMethod, ShipTo


class ReturnedLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to come back: a line of the order by its number, or a SKU; both for a component of a kit.

    A disposition is for goods that are here (`received`) and were looked at; `to_node` is for `send`.
    """

    quantity: Quantity
    line: LineNumber | None = None
    sku: Id | None = None
    reason: ReturnReason = ReturnReason.UNKNOWN
    condition: Condition | None = None
    note: Text | None = None
    disposition: Disposition | None = None
    to_node: Id | None = None
    refund: bool = True
    unit_price: MinorUnits | None = None


class ExchangeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order that is wanted instead; with `carry_out` the customer takes the goods along at `node`."""

    lines: Annotated[tuple[OrderLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] | None = None


class ReturnInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods that are to come back, or are at `node` (`received`).

    They are of an order by `order_id`, or by its reference as the `receipt` of a `channel`; else of no order.
    """

    lines: Annotated[tuple[ReturnedLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    order_id: str | None = None
    channel: Id | None = None
    receipt: Id | None = None
    node: Id | None = None
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] | None = None
    received: bool = False
    override: bool = False
    exchange: ExchangeInput | None = None
    source: Id | None = None
    source_id: Annotated[str, msgspec.Meta(min_length=1, max_length=255)] | None = None


class ReceivedLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came: of a line of the return, of a line of its order, or of a SKU, expected or not."""

    quantity: Quantity
    line: LineNumber | None = None
    order_line: LineNumber | None = None
    sku: Id | None = None
    condition: Condition | None = None
    note: Text | None = None


class ReceiveInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came where: without lines everything that was expected, without a node where it was expected."""

    node: Id | None = None
    lines: Annotated[tuple[ReceivedLineInput, ...], msgspec.Meta(max_length=LINES_MAX)] | None = None
    more_expected: bool = False


class InspectedLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of so much of a line of the return, or of its order; with a SKU, of that component of a kit."""

    quantity: Quantity
    disposition: Disposition
    line: LineNumber | None = None
    order_line: LineNumber | None = None
    sku: Id | None = None
    to_node: Id | None = None
    condition: Condition | None = None
    note: Text | None = None
    refund: bool = True


class InspectInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods that were looked at."""

    lines: Annotated[tuple[InspectedLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]


class CancelReturnInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why nothing comes back, in words for people."""

    reason: Text = "cancelled by the caller"


class ReturnReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The return as it stands now, and the refund that this call made due; a repeated call is told the same."""

    details: ReturnDetails = msgspec.field(name="return")
    refund: RefundDue | None = None


class ReturnQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which returns: of an order, at nodes, in statuses; all where nothing is named.

    They come in the order of asking, or the newest first.
    """

    node: tuple[str, ...] = ()
    status: tuple[ReturnStatus, ...] = ()
    order_id: str | None = None
    order: Literal["oldest", "newest"] = "oldest"
    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


class SoldQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which order, as the customer shows it: by its id, or by its reference in a channel."""

    order_id: str | None = None
    channel: str | None = None
    reference: str | None = None


class ReturnsReply(msgspec.Struct, frozen=True):
    """A page of returns."""

    items: list[ReturnDetails]
    next: str | None = None


def return_reply(changed: ReturnChanged) -> ReturnReply:
    """What a caller is told of a return that was changed."""
    return ReturnReply(changed.details, changed.refund)


def returned_lines(given: tuple[ReturnedLineInput, ...]) -> tuple[ReturnedLine, ...]:
    """Lines to come back, as commands have them."""
    return tuple([msgspec.convert(each, ReturnedLine, from_attributes=True) for each in given])


def received_lines(given: tuple[ReceivedLineInput, ...] | None) -> tuple[ReceivedLine, ...] | None:
    """What came, as commands have it."""
    if given is None:
        return None
    return tuple([msgspec.convert(each, ReceivedLine, from_attributes=True) for each in given])


def inspected_lines(given: tuple[InspectedLineInput, ...]) -> tuple[InspectedLine, ...]:
    """What was looked at, as commands have it."""
    return tuple([msgspec.convert(each, InspectedLine, from_attributes=True) for each in given])


def wanted_instead(given: ExchangeInput | None) -> WantedInstead | None:
    """The exchange, as commands have it."""
    if given is None:
        return None
    lines = [
        OrderLine(line.sku, line.quantity, line.method, line.pickup_node, line.ship_to, line.unit_price)
        for line in given.lines
    ]
    return WantedInstead(tuple(lines), given.method, given.ship_to, given.pickup_node, given.currency)
