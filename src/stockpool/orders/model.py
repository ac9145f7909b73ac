"""An order in smallest units, as decisions see it and leave it: immutable, whole, with what they ask of the stock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeVar

import msgspec

from stockpool.kernel.quantities import Amount, to_amount
from stockpool.orders.messages import (
    Cause,
    Delivery,
    FulfillmentStatus,
    HoldUse,
    OrderStatus,
    Outcome,
    Payment,
)

Account = Literal[
    "available", "committed", "customer", "damaged", "quality_control", "other", "shrinkage", "in_transit"
]
"""Where an order's units can be in the ledger."""

N = TypeVar("N", Delivery, "Line", "Fulfillment")

PartKey = tuple[int, str]
"""(line, SKU); a kit's line has a part for each component."""

WITH_NODE = frozenset(
    {
        FulfillmentStatus.OPEN,
        FulfillmentStatus.RELEASED,
        FulfillmentStatus.ACCEPTED,
        FulfillmentStatus.PICKING,
        FulfillmentStatus.PICKED,
        FulfillmentStatus.PACKED,
        FulfillmentStatus.READY_FOR_PICKUP,
    }
)
"""Statuses in which a node has the goods, committed to the order."""

GONE = frozenset({FulfillmentStatus.HANDED_OVER, FulfillmentStatus.DELIVERED})
"""Statuses in which the customer has the goods."""

ENDED = frozenset({FulfillmentStatus.REJECTED, FulfillmentStatus.EXPIRED, FulfillmentStatus.CANCELLED})
"""Statuses in which a fulfillment order has nothing to do any more and nothing was done."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line as the customer wrote it."""

    number: int
    sku: str
    decimals: int
    quantity: int
    delivery: int = 1
    unit_price: int | None = None
    withdrawn: int = 0
    """What of it was cancelled before it was paid for: a payment that comes late does not bring it back."""

    def amount(self, units: int) -> Amount:
        """A quantity in the SKU's display unit."""
        return to_amount(units, self.decimals)


class Part(msgspec.Struct, frozen=True, gc=False):
    """What a line asks of one SKU that has stock, and what of it is not with a fulfillment order.

    `each` is how many units of the SKU one unit of the line takes.
    """

    line: int
    sku: str
    decimals: int
    quantity: int
    each: int = 1
    pending: int = 0
    """Held, until the order is paid for."""
    waiting: int = 0
    """Owed, and no node has it."""
    cancelled: int = 0
    returned: int = 0

    @property
    def key(self) -> PartKey:
        """Its line and SKU."""
        return (self.line, self.sku)


class Piece(msgspec.Struct, frozen=True, gc=False):
    """What a fulfillment order has of a part; `asked` is what it was given at first."""

    line: int
    sku: str
    decimals: int
    asked: int
    quantity: int
    short: bool = False
    """Its node did not find all of it."""

    @property
    def key(self) -> PartKey:
        """Its part."""
        return (self.line, self.sku)

    @property
    def amount(self) -> Amount:
        """The quantity in the SKU's display unit."""
        return to_amount(self.quantity, self.decimals)


class Fulfillment(msgspec.Struct, frozen=True, gc=False):
    """What one node must do for an order."""

    number: int
    delivery: int
    node: str
    status: FulfillmentStatus
    pieces: tuple[Piece, ...]
    since: datetime | None = None
    release_at: datetime | None = None
    accept_by: datetime | None = None
    ready_until: datetime | None = None
    code: str | None = None
    carrier: str | None = None
    tracking: str | None = None
    cause: Cause | None = None
    reason: str | None = None

    @property
    def units(self) -> int:
        """What is left of it to do, or was done."""
        return sum([piece.quantity for piece in self.pieces])


class Claim(msgspec.Struct, frozen=True, gc=False):
    """Units of a supply that were promised to a part that waits; `expected_at` is when they were to come then."""

    line: int
    sku: str
    supply_id: str
    node: str
    units: int
    expected_at: datetime

    @property
    def key(self) -> PartKey:
        """Its part."""
        return (self.line, self.sku)


class Order(msgspec.Struct, frozen=True, gc=False):
    """An order with everything that a decision about it needs."""

    order_id: str
    channel: str
    status: OrderStatus
    payment: Payment
    deliveries: tuple[Delivery, ...]
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    fulfillments: tuple[Fulfillment, ...] = ()
    priority: int = 0
    together: bool = False
    placed_at: datetime | None = None
    ordered_at: datetime | None = None
    payment_due_at: datetime | None = None
    reference: str | None = None
    hold_id: str | None = None
    sold_at: str | None = None
    currency: str | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    claims: tuple[Claim, ...] = ()

    def delivery(self, number: int) -> Delivery:
        """A delivery by its number."""
        found = _numbered(self.deliveries, number)
        if found is None:
            raise LookupError(f"order {self.order_id} has no delivery {number}")
        return found

    def line(self, number: int) -> Line:
        """A line by its number."""
        found = _numbered(self.lines, number)
        assert found is not None, f"order {self.order_id} has no line {number}"
        return found

    def fulfillment(self, number: int) -> Fulfillment | None:
        """A fulfillment order by its number, if there is one."""
        return _numbered(self.fulfillments, number)

    def parts_by_line(self) -> Mapping[int, Sequence[Part]]:
        """The parts of each line."""
        found: dict[int, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.line, []).append(part)
        return found

    def units_in(self, statuses: Iterable[FulfillmentStatus]) -> Mapping[PartKey, int]:
        """What fulfillment orders in these statuses have of each part."""
        wanted = frozenset(statuses)
        found: dict[PartKey, int] = {}
        for each in self.fulfillments:
            if each.status in wanted:
                for piece in each.pieces:
                    found[piece.key] = found.get(piece.key, 0) + piece.quantity
        return found

    def fulfilled(self) -> Mapping[PartKey, int]:
        """What has left for the customer, of each part."""
        found: dict[PartKey, int] = {}
        for each in self.fulfillments:
            if has_left(each, self.delivery(each.delivery)):
                for piece in each.pieces:
                    found[piece.key] = found.get(piece.key, 0) + piece.quantity
        return found


def _numbered(rows: Sequence[N], number: int) -> N | None:
    """The row with a number: nearly always at that place, so that orders of thousands of lines are not searched."""
    if 0 < number <= len(rows) and rows[number - 1].number == number:
        return rows[number - 1]
    return next((each for each in rows if each.number == number), None)


class Counters(msgspec.Struct, frozen=True, gc=False):
    """How the quantity of a part is made up; their sum is the quantity."""

    pending: int
    waiting: int
    allocated: int
    fulfilled: int
    cancelled: int


def has_left(fulfillment: Fulfillment, delivery: Delivery) -> bool:
    """Whether the goods are on their way to the customer or with it; those on their way to a store are not."""
    if fulfillment.status in GONE:
        return True
    return fulfillment.status is FulfillmentStatus.SHIPPED and not is_collected(delivery)


def is_collected(delivery: Delivery) -> bool:
    """Whether the customer comes for the goods."""
    return delivery.pickup_node is not None


def is_sent_on(fulfillment: Fulfillment, delivery: Delivery) -> bool:
    """Whether the goods must first travel to the node where the customer collects them."""
    return delivery.pickup_node is not None and fulfillment.node != delivery.pickup_node


def shelf_of(fulfillment: Fulfillment, delivery: Delivery) -> str:
    """The node where the goods of a fulfillment order are, before the customer has them."""
    if fulfillment.status is FulfillmentStatus.READY_FOR_PICKUP:
        return delivery.pickup_node or fulfillment.node
    return fulfillment.node


def counters_of(order: Order) -> dict[PartKey, Counters]:
    """How each part of an order is made up."""
    allocated: dict[PartKey, int] = {}
    fulfilled: dict[PartKey, int] = {}
    for each in order.fulfillments:
        if each.status in ENDED:
            continue
        there = each.status in WITH_NODE or not has_left(each, order.delivery(each.delivery))
        counted = allocated if there else fulfilled
        for piece in each.pieces:
            key = (piece.line, piece.sku)
            counted[key] = counted.get(key, 0) + piece.quantity
    counters: dict[PartKey, Counters] = {}
    for part in order.parts:
        key = (part.line, part.sku)
        owed, left = allocated.get(key, 0), fulfilled.get(key, 0)
        counters[key] = Counters(part.pending, part.waiting, owed, left, part.cancelled)
    return counters


class Wanted(msgspec.Struct, frozen=True, gc=False):
    """Units of a part that a node must be found for; where another gave them up, `from_node` and why."""

    line: int
    sku: str
    decimals: int
    units: int
    delivery: int
    from_node: str | None = None
    cause: Cause | None = None

    @property
    def key(self) -> PartKey:
        """Its part."""
        return (self.line, self.sku)

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from others of its order, however many of its units are left."""
        return (self.line, self.sku, self.delivery, self.from_node, self.cause)


class Found(msgspec.Struct, frozen=True, gc=False):
    """A node for units of what is wanted."""

    wanted: Wanted
    node: str
    units: int


class StockMove(msgspec.Struct, frozen=True, gc=False):
    """Units of an order that change where they are in the ledger."""

    sku: str
    node: str
    units: int
    source: Account
    target: Account
    transfer: str | None = None
    """The fulfillment order under which they are in transit between nodes."""


class Repaired(msgspec.Struct, frozen=True, gc=False):
    """What became of units that a node gave up."""

    wanted: Wanted
    units: int
    outcome: Outcome
    to_node: str | None = None
    promise_moved: bool = False


class Change(msgspec.Struct, frozen=True, gc=False):
    """What a decision makes of an order: how it stands then, what moves, and what a node must still be found for."""

    order: Order
    moves: tuple[StockMove, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    repairs: tuple[Repaired, ...] = ()
    hold: HoldUse = HoldUse.NONE


class Rules(msgspec.Struct, frozen=True):
    """The retailer's times and choices."""

    release_after_s: int = 600
    """How long an order may be edited before its nodes are told."""
    accept_within_s: int = 7200
    pickup_within_s: int = 7 * 86_400
    backorder_when_unserved: bool = True
    """Whether units that no node can serve any more wait for new stock; else they are cancelled."""
    return_within_days: int = 30
    """How long after its delivery something can be returned; 0 for ever."""
    return_expires_after_days: int = 30
    """How long a return that was asked for is waited for; 0 for ever."""

    @property
    def release_after(self) -> timedelta:
        """How long an order may be edited."""
        return _seconds(self.release_after_s)


@lru_cache(maxsize=16)
def _seconds(count: int) -> timedelta:
    """Made once: it is asked for with every order."""
    return timedelta(seconds=count)


class OrderRecord(msgspec.Struct, frozen=True, gc=False):
    """An order to write, and how it stood before; None where it is new."""

    order: Order
    before: Order | None
    explanation: bytes = b"{}"


class SourcingRecord(msgspec.Struct, frozen=True, gc=False):
    """Why nodes were found for an order that stood already, to keep with the movement that gave them its units."""

    order_id: str
    movement_id: int
    explanation: bytes


def fulfillment_order_id(order_id: str, number: int) -> str:
    """How callers name a fulfillment order."""
    return f"{order_id}-{number}"


def parse_fulfillment_order_id(name: str) -> tuple[str, int] | None:
    """The order and the number that a caller's name for a fulfillment order means."""
    order_id, _, number = name.rpartition("-")
    is_number = number.isascii() and number.isdigit() and len(number) <= 6 and number[0] != "0"
    return (order_id, int(number)) if is_number else None


def merged(pieces: Iterable[Piece]) -> list[Piece]:
    """One piece for each part, in the order of the parts."""
    by_key: dict[PartKey, Piece] = {}
    for piece in pieces:
        key = (piece.line, piece.sku)
        known = by_key.get(key)
        by_key[key] = piece if known is None else _together(known, piece)
    return [by_key[key] for key in sorted(by_key)]


def _together(one: Piece, other: Piece) -> Piece:
    asked, quantity = one.asked + other.asked, one.quantity + other.quantity
    return msgspec.structs.replace(one, asked=asked, quantity=quantity)
