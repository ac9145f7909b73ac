"""Commands orders take, and what they answer; quantities in the display unit of each SKU."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount


class OrderMethod(StrEnum):
    """How goods reach the customer."""

    SHIP = "ship"
    SAME_DAY = "same_day"
    PICKUP = "pickup"
    SHIP_TO_STORE = "ship_to_store"
    CARRY_OUT = "carry_out"


COLLECTED = (OrderMethod.PICKUP, OrderMethod.SHIP_TO_STORE, OrderMethod.CARRY_OUT)
"""Methods that name the node where the customer is given the goods."""


class OrderStatus(StrEnum):
    """Where an order stands; it follows from where its parts stand."""

    PAYMENT_PENDING = "payment_pending"
    BACKORDERED = "backordered"
    PARTLY_BACKORDERED = "partly_backordered"
    ALLOCATED = "allocated"
    IN_FULFILLMENT = "in_fulfillment"
    SHIPPED = "shipped"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class FulfillmentStatus(StrEnum):
    """Where a fulfillment order stands."""

    OPEN = "open"
    RELEASED = "released"
    ACCEPTED = "accepted"
    PICKING = "picking"
    PICKED = "picked"
    PACKED = "packed"
    SHIPPED = "shipped"
    READY_FOR_PICKUP = "ready_for_pickup"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class FulfillmentStep(StrEnum):
    """What a node, a carrier or a customer does with a fulfillment order; the value is the word of its address."""

    RELEASE = "release"
    ACCEPT = "accept"
    REJECT = "reject"
    START_PICKING = "start-picking"
    PICK = "pick"
    PACK = "pack"
    SHIP = "ship"
    ARRIVE = "arrive"
    READY = "ready"
    HAND_OVER = "hand-over"
    DELIVER = "deliver"
    EXPIRE = "expire"
    GIVE_UP = "give-up"


class Payment(StrEnum):
    """Whether an order is paid for."""

    CAPTURED = "captured"
    PENDING = "pending"
    FAILED = "failed"
    EXPIRED = "expired"


class Shortage(StrEnum):
    """What becomes of what no node has when an order is placed."""

    REFUSE = "refuse"
    BACKORDER = "backorder"
    CANCEL = "cancel"


class HoldUse(StrEnum):
    """What became of the hold that an order named."""

    NONE = "none"
    USED = "used"
    REHELD = "reheld"


class Cause(StrEnum):
    """Why a fulfillment order could not do its part."""

    REJECTED = "rejected"
    SHORT_PICK = "short_pick"
    NOT_ACCEPTED_IN_TIME = "not_accepted_in_time"
    NODE_CLOSED = "node_closed"
    OVER_CAPACITY = "over_capacity"
    SHORTFALL = "shortfall"


class Outcome(StrEnum):
    """What became of units that a node could not serve, best first."""

    MOVED = "moved"
    TRANSFERRED = "transferred"
    BACKORDERED = "backordered"
    CANCELLED = "cancelled"


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
    """A quantity of a SKU that is ordered; what is left out is as the order says.

    `unit_price` is in minor units of the order's currency.
    """

    sku: str
    quantity: Amount
    method: OrderMethod | None = None
    pickup_node: str | None = None
    ship_to: ShipTo | None = None
    unit_price: int | None = None


class PlaceOrder(Command, frozen=True, kw_only=True, gc=False):
    """Sell from the pool: all lines in full, unless `shortage` says that a part may lack.

    Where it says nothing, the sourcing policy that acts may.
    """

    order_id: str
    channel: str
    lines: tuple[OrderLine, ...]
    method: OrderMethod = OrderMethod.SHIP
    ship_to: ShipTo | None = None
    pickup_node: str | None = None
    hold_id: str | None = None
    reference: str | None = None
    ordered_at: datetime | None = None
    shortage: Shortage | None = None
    together: bool = False
    payment: Payment = Payment.CAPTURED
    payment_ttl_seconds: int = 1800
    payment_hold_id: str | None = None
    priority: int = 0
    sold_at: str | None = None
    currency: str | None = None


class ConfirmPayment(Command, frozen=True, kw_only=True, gc=False):
    """The money is there: the order's hold becomes its allocation."""

    order_id: str


class FailPayment(Command, frozen=True, kw_only=True, gc=False):
    """There will be no money: the order's hold ends and the order with it. `expired` where its time was over."""

    order_id: str
    expired: bool = False


class LineQuantity(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """So much of a line of an order, in its SKU's display unit."""

    line: int
    quantity: Amount


class CancelOrder(Command, frozen=True, kw_only=True, gc=False):
    """Give back what of an order, or of the named lines, has not left yet."""

    order_id: str
    reason: str
    lines: tuple[LineQuantity, ...] = ()


class EditOrder(Command, frozen=True, kw_only=True, gc=False):
    """Change what has not been released: quantities of lines (0 takes one out), new lines, address, how it is had.

    `delivery` is the one that comes another way; everything does where it is left out.
    """

    order_id: str
    quantities: tuple[LineQuantity, ...] = ()
    add: tuple[OrderLine, ...] = ()
    delivery: int | None = None
    method: OrderMethod | None = None
    ship_to: ShipTo | None = None
    pickup_node: str | None = None
    priority: int | None = None


class PickedQuantity(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """How much of a SKU was picked for a fulfillment order."""

    sku: str
    quantity: Amount


class AdvanceFulfillment(Command, frozen=True, kw_only=True, gc=False):
    """A step of one fulfillment order.

    `picked` is for `pick` (left out: everything), `code` for `hand-over`, `new_code` for what makes it ready, `cause`
    for `give-up`, `sku` and `units_most` (smallest units) to give up no more than that.
    """

    order_id: str
    number: int
    step: FulfillmentStep
    picked: tuple[PickedQuantity, ...] | None = None
    reason: str | None = None
    carrier: str | None = None
    tracking: str | None = None
    code: str | None = None
    new_code: str | None = None
    cause: Cause | None = None
    sku: str | None = None
    units_most: int | None = None


class ServeWaiting(Command, frozen=True, kw_only=True, gc=False):
    """Find nodes for what an order waits for."""

    order_id: str


class ClaimSupply(Command, frozen=True, kw_only=True, gc=False):
    """Promise an order supply to come for what it waits for; what it was promised and will not come is given up."""

    order_id: str


class PlacedLine(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A line as it stands: `short` is what is owed and no node has, `cancelled` what is not owed any more."""

    line: int
    sku: str
    quantity: Amount
    short: Amount = 0
    fulfilled: Amount = 0
    cancelled: Amount = 0
    returned: Amount = 0
    delivery: int = 1
    unit_price: int | None = None


class SkuQuantity(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU that has stock: a kit's components, not the kit."""

    sku: str
    quantity: Amount


class Delivery(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Lines of an order that reach the customer the same way, and when that was promised.

    `from_date` and `until_date` are the same as days, by the clock of the node, of the store where it is collected.
    """

    number: int
    method: OrderMethod
    pickup_node: str | None = None
    ship_to: ShipTo | None = None
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    from_date: date | None = None
    until_date: date | None = None


class FulfillmentOrder(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one node must do for an order."""

    id: str
    node: str
    status: FulfillmentStatus
    lines: tuple[SkuQuantity, ...]
    delivery: int = 1
    accept_by: datetime | None = None
    ready_until: datetime | None = None
    carrier: str | None = None
    tracking: str | None = None
    cause: Cause | None = None
    reason: str | None = None


class OrderPlaced(msgspec.Struct, frozen=True, gc=False, tag="order.placed", tag_field="type", omit_defaults=True):
    """An order stands and its stock is committed, node by node, or held until it is paid for."""

    order_id: str
    channel: str
    status: OrderStatus
    deliveries: tuple[Delivery, ...]
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    hold: HoldUse = HoldUse.NONE
    reference: str | None = None
    payment_due_at: datetime | None = None


class ReturnedStock(msgspec.Struct, frozen=True, gc=False):
    """Units that were promised and are available again."""

    sku: str
    node: str
    quantity: Amount


class Repair(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What became of units that a node could not serve; `promise_moved` where they come later than promised."""

    sku: str
    quantity: Amount
    from_node: str
    cause: Cause
    outcome: Outcome
    to_node: str | None = None
    promise_moved: bool = False


class OrderChanged(msgspec.Struct, frozen=True, gc=False, tag="order.changed", tag_field="type", omit_defaults=True):
    """An order stands otherwise than before: paid, edited, allocated from new stock."""

    order_id: str
    channel: str
    status: OrderStatus
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    payment: Payment = Payment.CAPTURED
    hold: HoldUse = HoldUse.NONE
    released: tuple[ReturnedStock, ...] = ()
    deliveries: tuple[Delivery, ...] = ()


class OrderCancelled(msgspec.Struct, frozen=True, gc=False, tag="order.cancelled", tag_field="type"):
    """An order, or some of it, was cancelled; `lines` are available again, what had left stays with the customer."""

    order_id: str
    channel: str
    status: OrderStatus
    reason: str
    lines: tuple[ReturnedStock, ...]


class FulfillmentAdvanced(
    msgspec.Struct, frozen=True, gc=False, tag="fulfillment.advanced", tag_field="type", omit_defaults=True
):
    """A fulfillment order took a step; `repairs` say what became of units that its node could not serve.

    `by` is the person who took it, if one did.
    """

    order_id: str
    channel: str
    step: FulfillmentStep
    order_status: OrderStatus
    fulfillment_order: FulfillmentOrder
    repairs: tuple[Repair, ...] = ()
    by: str | None = None


class OrderRepaired(msgspec.Struct, frozen=True, gc=False, tag="order.repaired", tag_field="type"):
    """Units that a node could not serve are served otherwise, wait, or are cancelled."""

    order_id: str
    channel: str
    status: OrderStatus
    repairs: tuple[Repair, ...]


class OrderPromised(msgspec.Struct, frozen=True, gc=False, tag="order.promised", tag_field="type"):
    """Deliveries for which no date was known have one now."""

    order_id: str
    channel: str
    deliveries: tuple[Delivery, ...]


class MovedPromise(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A delivery that comes later than was promised; without a date where none is known any more."""

    delivery: int
    was_until: datetime
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    from_date: date | None = None
    until_date: date | None = None


class PromiseMoved(msgspec.Struct, frozen=True, gc=False, tag="order.promise_moved", tag_field="type"):
    """An order comes later than was promised."""

    order_id: str
    channel: str
    deliveries: tuple[MovedPromise, ...]


OrderReply = OrderPlaced | OrderChanged | OrderCancelled | FulfillmentAdvanced
"""What a granted command answers; each is also the body of an event."""


class OrderDetails(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """An order as it stands now; `partial` where the reader sees only the deliveries that its nodes serve."""

    order_id: str
    channel: str
    status: OrderStatus
    payment: Payment
    priority: int
    ordered_at: datetime
    placed_at: datetime
    deliveries: tuple[Delivery, ...]
    lines: tuple[PlacedLine, ...]
    fulfillment_orders: tuple[FulfillmentOrder, ...]
    together: bool = False
    reference: str | None = None
    hold_id: str | None = None
    sold_at: str | None = None
    currency: str | None = None
    payment_due_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    partial: bool = False


class FulfillmentTask(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A fulfillment order as its node works on it: what it may do now, where the goods go, and what was promised.

    `ship_to` is for the node that sends the goods, not for one that has given them up.
    """

    id: str
    order_id: str
    number: int
    node: str
    status: FulfillmentStatus
    since: datetime
    channel: str
    priority: int
    method: OrderMethod
    placed_at: datetime
    lines: tuple[SkuQuantity, ...]
    delivery: int = 1
    possible: tuple[FulfillmentStep, ...] = ()
    reference: str | None = None
    pickup_node: str | None = None
    ship_to: ShipTo | None = None
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    accept_by: datetime | None = None
    ready_until: datetime | None = None
    carrier: str | None = None
    tracking: str | None = None
    cause: Cause | None = None
    reason: str | None = None
