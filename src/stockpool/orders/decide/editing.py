"""Editing an order until its nodes are told: quantities, lines, how it is had and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.quantities import to_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.decide.cancelling import cancellable, without
from stockpool.orders.decide.drafting import Resolved, check_value, parts_of, wanted_pending
from stockpool.orders.decide.transitions import status_of
from stockpool.orders.decide.wording import is_another_way
from stockpool.orders.messages import (
    COLLECTED,
    Delivery,
    EditOrder,
    FulfillmentStatus,
    OrderLine,
    OrderMethod,
    OrderStatus,
    Payment,
)
from stockpool.orders.model import ENDED, Change, Line, Order, PartKey, StockMove

replace = msgspec.structs.replace

LINES_MOST = 5_000
"""As many as an order can be placed with."""

CLOSED = (OrderStatus.CANCELLED, OrderStatus.COMPLETED, OrderStatus.SHIPPED, OrderStatus.PAYMENT_PENDING)


def decide_edit(
    order: Order | None, command: EditOrder, resolved: Sequence[Resolved], now: datetime
) -> Change | Refused:
    """The order as it is to be, with what must still be found for it; `resolved` are the added lines.

    Only before any node was told: afterwards an order can be cancelled in part, and what lacks be ordered anew. One
    delivery of it can go elsewhere until a node was told of that one.
    """
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {command.order_id}")
    refused = _not_to_be_edited(order, command)
    if refused is not None:
        return refused
    changed = _with_quantities(order, command, now)
    if isinstance(changed, Refused):
        return changed
    changed = _with_lines(changed, command.add, resolved)
    if isinstance(changed, Refused):
        return changed
    refused = check_value(changed.order, "add" if command.add else "quantities")
    if refused is not None:
        return refused
    changed = _with_way(changed, command, now)
    if isinstance(changed, Refused):
        return changed
    edited = changed.order
    if command.priority is not None:
        edited = replace(edited, priority=command.priority)
    wanted = wanted_pending(edited)
    edited = replace(edited, parts=tuple([replace(part, pending=0) for part in edited.parts]))
    if not any(part.quantity - part.cancelled for part in edited.parts):
        said = "nothing would be left of the order: cancel it instead"
        return refused_field(Reason.INVALID_INPUT, "quantities", said)
    waited = {part.key: part.waiting for part in order.parts}
    wanted = tuple(sorted(wanted, key=lambda each: waited.get(each.key, 0)))  # what must be had gets stock first
    return replace(changed, order=replace(edited, status=status_of(edited)), wanted=wanted)


def waits_for_more(after: Order, before: Order) -> bool:
    """Whether something is to wait that did not wait before: an edit is made as a whole or not at all."""
    waited = {part.key: part.waiting for part in before.parts}
    return any(part.waiting > waited.get(part.key, 0) for part in after.parts)


def _not_to_be_edited(order: Order, command: EditOrder) -> Refused | None:
    if command.delivery is not None and command.delivery not in {each.number for each in order.deliveries}:
        return refused_field(Reason.INVALID_INPUT, "delivery", f"the order has no delivery {command.delivery}")
    told = {each.delivery for each in order.fulfillments if each.status not in {*ENDED, FulfillmentStatus.OPEN}}
    if command.delivery is not None and not command.quantities and not command.add:
        told &= {command.delivery}
    if not told and order.status not in CLOSED and order.payment is not Payment.PENDING:
        return None
    said = f"order {order.order_id} can be edited until its nodes are told"
    return Refused(Reason.ORDER_STATE, said, details={"status": order.status})


def _with_quantities(order: Order, command: EditOrder, now: datetime) -> Change | Refused:
    """Lines that became smaller give back, lines that became larger have more pending."""
    lines = {line.number: line for line in order.lines}
    parts_of_line = order.parts_by_line()
    less: dict[PartKey, int] = {}
    more: dict[PartKey, int] = {}
    for place, each in enumerate(command.quantities):
        path = f"quantities[{place}]"
        line = lines.get(each.line)
        if line is None:
            return refused_field(Reason.INVALID_INPUT, f"{path}.line", f"the order has no line {each.line}")
        units = to_units(each.quantity, line.decimals)
        if isinstance(units, str) or units < 0:
            said = units if isinstance(units, str) else "must not be negative"
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", said)
        cancelled = max([-(-part.cancelled // part.each) for part in parts_of_line[line.number]])
        if units < cancelled:
            said = f"{line.amount(cancelled)} of line {line.number} were cancelled before"
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", said)
        for part in parts_of_line[line.number]:
            difference = units * part.each - part.quantity
            (more if difference > 0 else less)[part.key] = abs(difference)
        lines[each.line] = replace(line, quantity=units)
    change = without(order, less, now)
    parts = [
        replace(
            part,
            quantity=part.quantity - less.get(part.key, 0) + more.get(part.key, 0),
            pending=part.pending + more.get(part.key, 0),
        )
        for part in change.order.parts
    ]
    return replace(change, order=replace(change.order, lines=tuple(lines.values()), parts=tuple(parts)))


def _with_lines(change: Change, added: Sequence[OrderLine], resolved: Sequence[Resolved]) -> Change | Refused:
    """New lines come the way that the first delivery comes."""
    order = change.order
    first = len(order.lines) + 1
    if len(order.lines) + len(added) > LINES_MOST:
        return refused_field(Reason.INVALID_INPUT, "add", f"an order has at most {LINES_MOST} lines")
    for place, line in enumerate(added):
        for name in ("method", "pickup_node", "ship_to"):
            if getattr(line, name) is not None:
                said = "an added line comes as the order comes: leave it out"
                return refused_field(Reason.INVALID_INPUT, f"add[{place}].{name}", said)
        if line.unit_price is not None and order.currency is None:
            return refused_field(Reason.INVALID_INPUT, f"add[{place}].unit_price", "the order has no currency")
    lines = tuple(
        [
            Line(first + place, line.sku, known.decimals, known.units, order.deliveries[0].number, line.unit_price)
            for place, (line, known) in enumerate(zip(added, resolved, strict=True))
        ]
    )
    return replace(
        change,
        order=replace(order, lines=(*order.lines, *lines), parts=(*order.parts, *parts_of(lines, resolved))),
    )


def _with_way(change: Change, command: EditOrder, now: datetime) -> Change | Refused:
    """Everything, or one delivery, comes another way: nodes and supply are sought anew for all of it."""
    if not is_another_way(command):
        return change
    order, number = change.order, command.delivery
    way = _way(order.deliveries[0] if number is None else order.delivery(number), command)
    if isinstance(way, Refused):
        return way
    moving = {line.number for line in order.lines if number in {None, line.delivery}}
    everything = {key: units for key, units in cancellable(order).items() if key[0] in moving}
    given = without(order, everything, now)
    sought = [replace(part, pending=everything.get(part.key, part.pending)) for part in given.order.parts]
    lines = tuple([replace(line, delivery=way.number) if line.number in moving else line for line in order.lines])
    deliveries = tuple([way if each.number == way.number else each for each in order.deliveries])
    claims = tuple([each for each in order.claims if each.line not in moving])
    moved = replace(given.order, deliveries=deliveries, lines=lines, parts=tuple(sought), claims=claims)
    moves: tuple[StockMove, ...] = (*change.moves, *given.moves)
    return replace(given, order=moved, moves=moves)


def _way(first: Delivery, command: EditOrder) -> Delivery | Refused:
    method = command.method or first.method
    if method is OrderMethod.CARRY_OUT:
        return refused_field(Reason.INVALID_INPUT, "method", "goods that were carried out are no order to edit")
    if method in COLLECTED:
        node = command.pickup_node or first.pickup_node
        if node is None:
            return refused_field(Reason.INVALID_INPUT, "pickup_node", f"is missing for method {method}")
        if command.ship_to is not None:
            return refused_field(Reason.INVALID_INPUT, "ship_to", f"must be left out for method {method}")
        return replace(first, method=method, pickup_node=node, ship_to=None)
    if command.pickup_node is not None:
        return refused_field(Reason.INVALID_INPUT, "pickup_node", f"must be left out for method {method}")
    to = command.ship_to or first.ship_to
    if method is OrderMethod.SAME_DAY and (to is None or to.latitude is None):
        said = "is needed for method same_day, which goes to places nearby"
        return refused_field(Reason.INVALID_INPUT, "ship_to.latitude", said)
    return replace(first, method=method, pickup_node=None, ship_to=to)
