"""Where fulfillment orders can go from where they stand, and what that makes of their order: the state charts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

import msgspec

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import Delivery, FulfillmentStatus, FulfillmentStep, OrderMethod, OrderStatus, Payment
from stockpool.orders.model import ENDED, GONE, Fulfillment, Order, has_left, is_sent_on

Chart = Mapping[tuple[FulfillmentStatus, FulfillmentStep], FulfillmentStatus]

_S, _T = FulfillmentStatus, FulfillmentStep

BEFORE_IT_LEAVES = (_S.OPEN, _S.RELEASED, _S.ACCEPTED, _S.PICKING, _S.PICKED, _S.PACKED)

_IN_THE_NODE: Chart = {
    (_S.OPEN, _T.RELEASE): _S.RELEASED,
    (_S.RELEASED, _T.ACCEPT): _S.ACCEPTED,
    (_S.ACCEPTED, _T.START_PICKING): _S.PICKING,
    (_S.ACCEPTED, _T.PICK): _S.PICKED,
    (_S.PICKING, _T.PICK): _S.PICKED,
    (_S.PICKED, _T.PACK): _S.PACKED,
    **{(status, _T.REJECT): _S.REJECTED for status in (_S.RELEASED, _S.ACCEPTED, _S.PICKING)},
    **{(status, _T.GIVE_UP): _S.REJECTED for status in BEFORE_IT_LEAVES},
}

_SENT: Chart = {(_S.PICKED, _T.SHIP): _S.SHIPPED, (_S.PACKED, _T.SHIP): _S.SHIPPED}

_COLLECTED: Chart = {
    (_S.READY_FOR_PICKUP, _T.HAND_OVER): _S.HANDED_OVER,
    (_S.READY_FOR_PICKUP, _T.EXPIRE): _S.EXPIRED,
}

TO_THE_CUSTOMER: Chart = MappingProxyType({**_IN_THE_NODE, **_SENT, (_S.SHIPPED, _T.DELIVER): _S.DELIVERED})
"""Of `ship` and `same_day`."""

TO_THE_COUNTER: Chart = MappingProxyType(
    {
        **_IN_THE_NODE,
        (_S.PICKED, _T.READY): _S.READY_FOR_PICKUP,
        (_S.PACKED, _T.READY): _S.READY_FOR_PICKUP,
        (_S.READY_FOR_PICKUP, _T.REJECT): _S.REJECTED,
        **_COLLECTED,
    }
)
"""Of `pickup`, and of `ship_to_store` where the goods are at the customer's store already."""

TO_THE_STORE: Chart = MappingProxyType(
    {**_IN_THE_NODE, **_SENT, (_S.SHIPPED, _T.ARRIVE): _S.READY_FOR_PICKUP, **_COLLECTED}
)
"""Of goods that another node sends to the store where they are collected."""

CARRIED_OUT: Chart = MappingProxyType({})
"""Of `carry_out`: the customer has the goods already."""

CHARTS: Mapping[str, Chart] = MappingProxyType(
    {
        "to the customer": TO_THE_CUSTOMER,
        "to the counter": TO_THE_COUNTER,
        "to the store": TO_THE_STORE,
        "carried out": CARRIED_OUT,
    }
)

CANCELLABLE = (*BEFORE_IT_LEAVES, _S.READY_FOR_PICKUP)


def chart_of(fulfillment: Fulfillment, delivery: Delivery) -> Chart:
    """The chart that a fulfillment order follows."""
    if delivery.method is OrderMethod.CARRY_OUT:
        return CARRIED_OUT
    if delivery.pickup_node is None:
        return TO_THE_CUSTOMER
    return TO_THE_STORE if is_sent_on(fulfillment, delivery) else TO_THE_COUNTER


def status_after(fulfillment: Fulfillment, delivery: Delivery, step: FulfillmentStep) -> FulfillmentStatus | Refused:
    """The status that a step leads to, or the refusal of a step that does not exist from where it stands."""
    chart = chart_of(fulfillment, delivery)
    after = chart.get((fulfillment.status, step))
    if after is not None:
        return after
    possible = [each.value for each in possible_steps(fulfillment, delivery)]
    words = f"a fulfillment order that is {fulfillment.status} does not allow the step {step}"
    return Refused(Reason.ORDER_STATE, words, details={"status": fulfillment.status, "possible": possible})


def possible_steps(fulfillment: Fulfillment, delivery: Delivery) -> tuple[FulfillmentStep, ...]:
    """What callers may do with a fulfillment order as it stands; giving up is a step of the system."""
    chart = chart_of(fulfillment, delivery)
    return tuple([step for status, step in chart if status is fulfillment.status and step is not _T.GIVE_UP])


def status_of(order: Order) -> OrderStatus:
    """Where an order stands, from where its parts and fulfillment orders stand."""
    pending = waiting = 0
    for part in order.parts:
        pending += part.pending
        waiting += part.waiting
    served = [each for each in order.fulfillments if each.status not in ENDED and each.units]
    if not (pending or waiting or served):
        return OrderStatus.CANCELLED
    if order.payment is Payment.PENDING:
        return OrderStatus.PAYMENT_PENDING
    if served and all(each.status is _S.OPEN for each in served):
        return OrderStatus.PARTLY_BACKORDERED if waiting else OrderStatus.ALLOCATED
    if not waiting and all(has_left(each, order.delivery(each.delivery)) for each in served):
        return OrderStatus.COMPLETED if all(each.status in GONE for each in served) else OrderStatus.SHIPPED
    return OrderStatus.IN_FULFILLMENT if served else OrderStatus.BACKORDERED


def standing(order: Order, now: datetime, why: str) -> Order:
    """The order with the status that its rows make; where nothing is owed any more, since when and why."""
    status = status_of(order)
    if status is not OrderStatus.CANCELLED:
        return msgspec.structs.replace(order, status=status, cancelled_at=None, cancel_reason=None)
    since, reason = order.cancelled_at or now, order.cancel_reason or why
    return msgspec.structs.replace(order, status=status, cancelled_at=since, cancel_reason=reason)
