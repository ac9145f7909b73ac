"""Orders and fulfillment orders on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from stockpool.entrypoints.http.wire_types import LINES_MAX, TTL_S_MAX, Id, Moment, Quantity
from stockpool.orders.messages import (
    Delivery,
    FulfillmentAdvanced,
    FulfillmentOrder,
    FulfillmentStatus,
    FulfillmentStep,
    FulfillmentTask,
    HoldUse,
    LineQuantity,
    OrderChanged,
    OrderDetails,
    OrderMethod,
    OrderPlaced,
    OrderStatus,
    Payment,
    PickedQuantity,
    PlacedLine,
    Repair,
    ReturnedStock,
    ShipTo,
    Shortage,
)

MinorUnits = Annotated[int, msgspec.Meta(ge=0, le=10**12, description="Minor units (cents) of the order's currency.")]
Priority = Annotated[int, msgspec.Meta(ge=-1000, le=1000)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
LineNumber = Annotated[int, msgspec.Meta(ge=1, le=LINES_MAX)]


class OrderLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity of a SKU that is ordered, in its display unit; a line with a method of its own comes another way."""

    sku: Id
    quantity: Quantity
    method: OrderMethod | None = None
    pickup_node: Id | None = None
    ship_to: ShipTo | None = None
    unit_price: MinorUnits | None = None


class OrderInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An order to place; `shortage` says what becomes of what no node has.

    Left out, the sourcing policy that acts says it; where that says nothing either, or none acts, it is `refuse`.
    """

    channel: Id
    lines: Annotated[tuple[OrderLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None
    hold_id: str | None = None
    reference: Id | None = None
    ordered_at: Moment | None = None
    shortage: Shortage | None = None
    together: bool = False
    payment: Annotated[Literal["captured", "pending"], msgspec.Meta(description="`pending` until it is confirmed.")] = (
        "captured"
    )
    payment_ttl_seconds: Annotated[int, msgspec.Meta(ge=1, le=TTL_S_MAX)] = 1800
    priority: Priority = 0
    sold_at: Id | None = None
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")] | None = None


class LineQuantityInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So much of a line, by its number."""

    line: LineNumber
    quantity: Quantity


LineQuantities = Annotated[tuple[LineQuantityInput, ...], msgspec.Meta(max_length=LINES_MAX)]


class CancelInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an order is cancelled, in words for people; the whole of it unless lines are named."""

    reason: Text = "cancelled by the caller"
    lines: LineQuantities = ()


class EditInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be otherwise: quantities of lines (0 takes one out), lines to add, how it is had, priority.

    `delivery` is the one that is had otherwise; everything is where it is left out.
    """

    quantities: LineQuantities = ()
    add: Annotated[tuple[OrderLineInput, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    delivery: int | None = None
    method: OrderMethod | None = None
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None
    priority: Priority | None = None


class NothingInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing has to be said."""


class PickedInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a SKU was picked."""

    sku: Id
    quantity: Quantity


class RejectInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a node cannot do its part."""

    reason: Text = "rejected by the node"


class PickInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was picked; everything where it is left out, and nothing of what a given list leaves out."""

    picked: Annotated[tuple[PickedInput, ...], msgspec.Meta(max_length=LINES_MAX)] | None = None


class ShipInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With whom a parcel travels, and its number there."""

    carrier: Text | None = None
    tracking: Text | None = None


class HandOverInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pickup code that the customer shows."""

    code: Text | None = None


class OrderReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order stands and its stock is committed, node by node; `hold` says what became of the hold it named."""

    order_id: str
    channel: str
    status: OrderStatus
    deliveries: tuple[Delivery, ...]
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    hold: HoldUse = HoldUse.NONE
    reference: str | None = None
    payment_due_at: datetime | None = None


class ChangeReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The order as it stands now; of a payment, `hold` says whether the hold still stood."""

    order_id: str
    status: OrderStatus
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    payment: Payment = Payment.CAPTURED
    hold: HoldUse = HoldUse.NONE
    deliveries: tuple[Delivery, ...] = ()


class CancelReply(msgspec.Struct, frozen=True):
    """The order is cancelled; `lines` are available again, what had left stays with the customer."""

    order_id: str
    status: OrderStatus
    reason: str
    lines: tuple[ReturnedStock, ...]


class StepReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fulfillment order as it stands now; `repairs` say what became of units that its node could not serve.

    `pickup_code` is for the customer alone: it is told once, when the goods are ready.
    """

    order_id: str
    order_status: OrderStatus
    fulfillment_order: FulfillmentOrder
    repairs: tuple[Repair, ...] = ()
    pickup_code: str | None = None


class OrderQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which orders: one by its channel and reference, or those of a channel, in statuses, of nodes, placed in a time.

    They come in the order in which they were placed, or the newest first; `placed_until` is the first moment that is
    left out.
    """

    channel: str | None = None
    reference: str | None = None
    status: tuple[OrderStatus, ...] = ()
    node: tuple[str, ...] = ()
    placed_from: Moment | None = None
    placed_until: Moment | None = None
    order: Literal["oldest", "newest"] = "oldest"
    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


class OrdersReply(msgspec.Struct, frozen=True):
    """A page of orders."""

    items: list[OrderDetails]
    next: str | None = None


class TaskQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose queue, and in which statuses; those with something to do where none is named."""

    node: tuple[str, ...]
    status: tuple[FulfillmentStatus, ...] = ()
    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=500)] = 100


class TasksReply(msgspec.Struct, frozen=True):
    """A page of a queue, first come first."""

    items: list[FulfillmentTask]
    next: str | None = None


def order_reply(placed: OrderPlaced) -> OrderReply:
    """What a caller is told of a placed order."""
    return OrderReply(
        placed.order_id,
        placed.channel,
        placed.status,
        placed.deliveries,
        placed.lines,
        placed.fulfillment_orders,
        placed.hold,
        placed.reference,
        placed.payment_due_at,
    )


def change_reply(changed: OrderChanged) -> ChangeReply:
    """What a caller is told of an order that was changed."""
    return ChangeReply(
        changed.order_id,
        changed.status,
        changed.lines,
        changed.fulfillment_orders,
        changed.payment,
        changed.hold,
        changed.deliveries,
    )


def step_reply(advanced: FulfillmentAdvanced, pickup_code: str | None) -> StepReply:
    """What a caller is told of a step."""
    return StepReply(
        advanced.order_id, advanced.order_status, advanced.fulfillment_order, advanced.repairs, pickup_code
    )


def line_quantities(given: LineQuantities) -> tuple[LineQuantity, ...]:
    """Quantities of lines, as commands have them."""
    return tuple([LineQuantity(each.line, each.quantity) for each in given])


def picked_quantities(given: tuple[PickedInput, ...] | None) -> tuple[PickedQuantity, ...] | None:
    """What was picked, as commands have it."""
    return None if given is None else tuple([PickedQuantity(each.sku, each.quantity) for each in given])


STEP_BODIES: dict[FulfillmentStep, type[msgspec.Struct]] = {
    FulfillmentStep.RELEASE: NothingInput,
    FulfillmentStep.ACCEPT: NothingInput,
    FulfillmentStep.REJECT: RejectInput,
    FulfillmentStep.START_PICKING: NothingInput,
    FulfillmentStep.PICK: PickInput,
    FulfillmentStep.PACK: NothingInput,
    FulfillmentStep.SHIP: ShipInput,
    FulfillmentStep.ARRIVE: NothingInput,
    FulfillmentStep.READY: NothingInput,
    FulfillmentStep.HAND_OVER: HandOverInput,
    FulfillmentStep.DELIVER: NothingInput,
    FulfillmentStep.EXPIRE: NothingInput,
}
"""The steps that callers may take, and what is said with each."""
