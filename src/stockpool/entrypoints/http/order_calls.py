"""Orders: place, read, cancel, and why they are served as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from stockpool.access.api import ApiKey, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.hold_calls import PLACING
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_orders import (
    CancelInput,
    CancelReply,
    ChangeReply,
    EditInput,
    Explanation,
    NothingInput,
    OrderInput,
    OrderLineInput,
    OrderQuery,
    OrderReply,
    OrdersReply,
    change_reply,
    line_quantities,
    order_reply,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import (
    COLLECTED,
    CancelOrder,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    OrderCancelled,
    OrderChanged,
    OrderDetails,
    OrderLine,
    OrderPlaced,
    Payment,
    PlaceOrder,
)
from stockpool.runtime.database import Database
from stockpool.workflows.explaining import explain_order

Named = Sequence[tuple[str, str | None]]
"""Nodes that a request is about, each with its path; None where it names none."""


@dataclass(frozen=True, slots=True)
class OrderCalls:
    """The calls about orders."""

    ledger: Ledger
    database: Database

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        sell, read, one = (Scope.SELL,), (Scope.READ, Scope.SELL), "/v1/orders/{order_id}"
        return [
            Endpoint(
                method="POST", path="/v1/orders", summary="Place an order and commit its stock", scopes=sell,
                keyed=True, respond=self.place, body=OrderInput, reply=OrderReply, status=201,
                refusals=(
                    *PLACING, Reason.UNKNOWN_HOLD, Reason.HOLD_EXPIRED, Reason.HOLD_CLOSED, Reason.DUPLICATE_REFERENCE,
                ),
            ),
            Endpoint(
                method="GET", path="/v1/orders", summary="List orders, or find one by its reference", scopes=read,
                respond=self.list, query=OrderQuery, reply=OrdersReply,
            ),
            Endpoint(
                method="GET", path=one, summary="Read an order", scopes=read, respond=self.get, reply=OrderDetails,
                refusals=(Reason.UNKNOWN_ORDER,),
            ),
            Endpoint(
                method="GET", path=f"{one}/explanation", summary="Why an order is served by its nodes", scopes=read,
                respond=self.explain, reply=Explanation, refusals=(Reason.UNKNOWN_ORDER,),
            ),
            Endpoint(
                method="POST", path=f"{one}/cancel", summary="Cancel what of an order has not left yet", scopes=sell,
                keyed=True, respond=self.cancel, body=CancelInput, body_optional=True, reply=CancelReply,
                refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE, Reason.INVALID_QUANTITY),
            ),
            Endpoint(
                method="POST", path=f"{one}/edit", summary="Change an order that no node was told of", scopes=sell,
                keyed=True, respond=self.edit, body=EditInput, reply=ChangeReply,
                refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE, *PLACING),
            ),
            Endpoint(
                method="POST", path=f"{one}/payment/confirm", summary="The order is paid: its hold becomes its stock",
                scopes=sell, keyed=True, respond=self.confirm_payment, body=NothingInput, body_optional=True,
                reply=ChangeReply, refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE),
            ),
            Endpoint(
                method="POST", path=f"{one}/payment/fail", summary="The order will not be paid: its hold ends",
                scopes=sell, keyed=True, respond=self.fail_payment, body=NothingInput, body_optional=True,
                reply=ChangeReply, refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE),
            ),
        ]  # fmt: skip

    async def place(self, call: Call[OrderInput, None]) -> Answer | Refused:
        """Commit stock to a new order. A key limited to nodes may only have goods picked up there."""
        order = call.body
        if denied := node_problem(call.key, _nodes_named(order)):
            return denied
        if bad := moment_problem("ordered_at", order.ordered_at):
            return bad
        placed = await self.ledger.submit(
            PlaceOrder(
                **sign(call, order),
                order_id=self.ledger.new_id(),
                channel=order.channel,
                lines=_lines(order.lines),
                method=order.method,
                ship_to=order.ship_to,
                pickup_node=order.pickup_node,
                hold_id=order.hold_id,
                reference=order.reference,
                ordered_at=order.ordered_at,
                shortage=order.shortage,
                together=order.together,
                payment=Payment(order.payment),
                payment_ttl_seconds=order.payment_ttl_seconds,
                payment_hold_id=self.ledger.new_id() if order.payment == "pending" else None,
                priority=order.priority,
                sold_at=order.sold_at,
                currency=order.currency,
            )
        )
        if isinstance(placed, Refused):
            return placed
        assert isinstance(placed, OrderPlaced)
        return answer(order_reply(placed), 201)

    async def list(self, call: Call[None, OrderQuery]) -> Answer | Refused:
        """A page of orders, or the one with a reference; a key limited to nodes finds its own by their references."""
        asked = call.query
        if (asked.reference is None) != (asked.channel is None):
            return field_problem("channel" if asked.channel is None else "reference", "name both or none of them")
        if asked.reference is not None and asked.channel is not None:
            return await self._find_by_reference(call, asked.channel, asked.reference)
        if denied := node_problem(call.key, [("reference", None)]):
            return denied
        after = decode_cursor(asked.cursor, str) if asked.cursor is not None else None
        if after is not None and (isinstance(after, Answer) or not is_uuid(after)):
            return after if isinstance(after, Answer) else not_a_cursor()
        async with self.database.read() as connection:
            found = await orders.list_orders(connection, after, asked.limit + 1)
        page = found[: asked.limit]
        following = encode_cursor(page[-1].order_id) if len(found) > asked.limit else None
        return answer(OrdersReply(page, following))

    async def _find_by_reference(self, call: Call[None, OrderQuery], channel: str, reference: str) -> Answer:
        async with self.database.read() as connection:
            order = await orders.find_order(connection, channel, reference)
        found = [] if order is None else [order]
        denied = node_problem(call.key, _nodes_of(order, call.key)) if order is not None else None
        return denied or answer(OrdersReply(found, None))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """An order as it stands now."""
        found = await self._find(call)
        return found if isinstance(found, Answer | Refused) else answer(found)

    async def explain(self, call: Call[None, None]) -> Answer | Refused:
        """What sourcing weighed for an order."""
        found = await self._find(call)
        if isinstance(found, Answer | Refused):
            return found
        async with self.database.read() as connection:
            return answer(await explain_order(connection, call.path[0]))

    async def cancel(self, call: Call[CancelInput, None]) -> Answer | Refused:
        """Give the order's stock back."""
        order_id, lines = call.path[0], line_quantities(call.body.lines)
        command = CancelOrder(
            **sign(call, (order_id, call.body)), order_id=order_id, reason=call.body.reason, lines=lines
        )
        cancelled = await self._submit(call, command)
        if isinstance(cancelled, Answer | Refused):
            return cancelled
        assert isinstance(cancelled, OrderCancelled)
        return answer(CancelReply(cancelled.order_id, cancelled.status, cancelled.reason, cancelled.lines))

    async def edit(self, call: Call[EditInput, None]) -> Answer | Refused:
        """Change what no node was told of."""
        order_id, edit = call.path[0], call.body
        command = EditOrder(
            **sign(call, (order_id, edit)),
            order_id=order_id,
            quantities=line_quantities(edit.quantities),
            add=_lines(edit.add),
            delivery=edit.delivery,
            method=edit.method,
            ship_to=edit.ship_to,
            pickup_node=edit.pickup_node,
            priority=edit.priority,
        )
        return await self._change(call, command, _nodes_edited(edit))

    async def confirm_payment(self, call: Call[NothingInput, None]) -> Answer | Refused:
        """Make the order's hold its allocation."""
        order_id = call.path[0]
        return await self._change(call, ConfirmPayment(**sign(call, (order_id, "confirm")), order_id=order_id))

    async def fail_payment(self, call: Call[NothingInput, None]) -> Answer | Refused:
        """End the order's hold, and the order."""
        order_id = call.path[0]
        return await self._change(call, FailPayment(**sign(call, (order_id, "fail")), order_id=order_id))

    async def _change(self, call: Call[Any, None], command: Command, named: Named = ()) -> Answer | Refused:
        changed = await self._submit(call, command, named)
        if isinstance(changed, Answer | Refused):
            return changed
        assert isinstance(changed, OrderChanged)
        return answer(change_reply(changed))

    async def _submit(self, call: Call[Any, None], command: Command, named: Named = ()) -> msgspec.Struct | Answer:
        """Have a command about the order of the path decided, if the key may touch that order and what is named."""
        if not is_uuid(call.path[0]):
            return unknown_order(call.path[0])
        if call.key.nodes is not None:
            found = await self._find(call)
            if isinstance(found, Answer | Refused):
                return found
            if not _was_sold_by(call.key, found) and (denied := node_problem(call.key, named)):
                return denied
        return await self.ledger.submit(command)

    async def _find(self, call: Call[Any, None]) -> OrderDetails | Answer | Refused:
        """The order of the path, if it is the key's to see."""
        async with self.database.read() as connection:
            order = await orders.get_order(connection, call.path[0])
        if order is None:
            return unknown_order(call.path[0])
        return node_problem(call.key, _nodes_of(order, call.key)) or order


def _nodes_named(order: OrderInput) -> Named:
    """The nodes that a new order is about: where its goods are collected, and where it is sold.

    What a store sells at its till may be sent to the customer from any node; else nothing may.
    """
    named: list[tuple[str, str | None]] = [
        (f"lines[{i}].pickup_node", line.pickup_node) for i, line in enumerate(order.lines) if line.pickup_node
    ]
    if order.sold_at is not None:
        named.append(("sold_at", order.sold_at))
        return [*named, ("pickup_node", order.pickup_node)] if order.pickup_node is not None else named
    sent = [i for i, line in enumerate(order.lines) if line.method is not None and line.method not in COLLECTED]
    return [("pickup_node", order.pickup_node), *named, *[(f"lines[{i}].method", None) for i in sent]]


def _nodes_edited(edit: EditInput) -> Named:
    """The nodes that an edit is about."""
    if edit.pickup_node is not None:
        return [("pickup_node", edit.pickup_node)]
    return [] if edit.method is None or edit.method in COLLECTED else [("method", None)]


def _was_sold_by(key: ApiKey, order: OrderDetails) -> bool:
    return order.sold_at is not None and key.may_act_on(order.sold_at)


def _nodes_of(order: OrderDetails, key: ApiKey) -> Named:
    """The nodes whose order it is: the one that sold it, those where it is collected, those that send it.

    An order that no node serves yet and that is not collected is the order of none.
    """
    if _was_sold_by(key, order):
        return []
    collected = {each.number for each in order.deliveries if each.pickup_node is not None}
    at_counters = [
        (f"deliveries[{i}].pickup_node", each.pickup_node)
        for i, each in enumerate(order.deliveries)
        if each.number in collected
    ]
    senders = [
        (f"fulfillment_orders[{i}].node", each.node)
        for i, each in enumerate(order.fulfillment_orders)
        if each.delivery not in collected
    ]
    return [*at_counters, *senders] or [("fulfillment_orders", None)]


def unknown_order(order_id: str) -> Refused:
    """The refusal of an id that no order has."""
    return Refused(Reason.UNKNOWN_ORDER, f"there is no order {order_id!r}")


def _lines(given: tuple[OrderLineInput, ...]) -> tuple[OrderLine, ...]:
    """Lines as commands have them."""
    return tuple(
        [
            OrderLine(line.sku, line.quantity, line.method, line.pickup_node, line.ship_to, line.unit_price)
            for line in given
        ]
    )
