"""Orders: place, read, cancel, and why they are served as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import ENDLESS_AISLE, node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.hold_calls import PLACING
from stockpool.entrypoints.http.orders_of_callers import (
    Named,
    nodes_edited,
    nodes_named,
    nodes_of,
    shown_to,
    was_sold_by,
)
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_orders import (
    CancelInput,
    CancelReply,
    ChangeReply,
    EditInput,
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
from stockpool.insights.messages import LifeLine
from stockpool.inventory import api as inventory
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import (
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
    ServeWaiting,
)
from stockpool.runtime.database import Database
from stockpool.workflows.explaining import ToldOrder, tell_order
from stockpool.workflows.network_desk import NetworkDesk


@dataclass(frozen=True, slots=True)
class OrderCalls:
    """The calls about orders."""

    ledger: Ledger
    database: Database
    seen: NetworkDesk

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
                respond=self.explain, reply=ToldOrder, refusals=(Reason.UNKNOWN_ORDER,),
            ),
            Endpoint(
                method="GET", path=f"{one}/events", summary="What happened to an order", scopes=read,
                respond=self.life, reply=LifeLine, refusals=(Reason.UNKNOWN_ORDER,),
            ),
            Endpoint(
                method="POST", path=f"{one}/source-again", summary="Find nodes for what an order waits for",
                scopes=sell, keyed=True, respond=self.source_again, body=NothingInput, body_optional=True,
                reply=ChangeReply, refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE, Reason.INSUFFICIENT_STOCK),
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
        if call.caller.nodes is not None and (denied := await self._elsewhere(call)):
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

    async def _elsewhere(self, call: Call[OrderInput, None]) -> Answer | None:
        """Why a key that is limited to nodes may not place an order."""
        hint = ENDLESS_AISLE if call.body.sold_at is None else ""
        return node_problem(call.caller, nodes_named(call.body), hint) or await self._hold_elsewhere(call)

    async def _hold_elsewhere(self, call: Call[OrderInput, None]) -> Answer | None:
        """Why a key may not use up a hold: it has stock of other nodes, and no till of the key's sells it."""
        order = call.body
        if order.sold_at is not None or order.hold_id is None or not is_uuid(order.hold_id):
            return None
        async with self.database.read() as connection:
            shards = await inventory.read_shard_count(connection)
            lines = (await inventory.open_holds(connection, [order.hold_id], shards)).get(order.hold_id, ())
        return node_problem(call.caller, [("hold_id", line.node) for line in lines])

    async def list(self, call: Call[None, OrderQuery]) -> Answer | Refused:
        """A page of orders, or the one with a reference; a key limited to nodes names some of them, or a reference."""
        asked = call.query
        for name in ("placed_from", "placed_until"):
            if bad := moment_problem(name, getattr(asked, name)):
                return bad
        if asked.reference is not None:
            return await self._find_by_reference(call, asked)
        if denied := node_problem(call.caller, [("node", node) for node in asked.node] or [("node", None)]):
            return denied
        after = decode_cursor(asked.cursor, str) if asked.cursor is not None else None
        if after is not None and (isinstance(after, Answer) or not is_uuid(after)):
            return after if isinstance(after, Answer) else not_a_cursor()
        async with self.database.read() as connection:
            found = await orders.list_orders(connection, after, asked.limit + 1, _filter(asked))
        page = found[: asked.limit]
        following = encode_cursor(page[-1].order_id) if len(found) > asked.limit else None
        shown = [shown_to(call.caller, order) for order in page]
        return answer(OrdersReply([each for each in shown if not isinstance(each, Answer)], following))

    async def _find_by_reference(self, call: Call[None, OrderQuery], asked: OrderQuery) -> Answer:
        channel, reference = asked.channel, asked.reference
        if channel is None or reference is None:
            return field_problem("channel", "is missing: a reference is one of a channel")
        if asked.status or asked.node or asked.placed_from or asked.placed_until:
            return field_problem("reference", "names one order: leave status, node and times out")
        async with self.database.read() as connection:
            order = await orders.find_order(connection, channel, reference)
        shown = None if order is None else shown_to(call.caller, order)
        if isinstance(shown, Answer):
            return shown
        return answer(OrdersReply([] if shown is None else [shown], None))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """An order as it stands now; of one that other nodes serve too, what a key's nodes serve."""
        found = await self._read(call.path[0])
        if isinstance(found, Refused):
            return found
        shown = shown_to(call.caller, found)
        return shown if isinstance(shown, Answer) else answer(shown)

    async def explain(self, call: Call[None, None]) -> Answer | Refused:
        """What sourcing weighed for an order."""
        found = await self._find(call)
        if isinstance(found, Answer | Refused):
            return found
        async with self.database.read() as connection:
            explanation = await tell_order(connection, call.path[0])
        assert explanation is not None
        return answer(explanation)

    async def life(self, call: Call[None, None]) -> Answer | Refused:
        """Its events in their order, in words."""
        found = await self._find(call)
        if isinstance(found, Answer | Refused):
            return found
        return answer(await self.seen.life_of(found.order_id))

    async def source_again(self, call: Call[NothingInput, None]) -> Answer | Refused:
        """Give the order what there is of what it waits for; without any of it, it is refused and waits on."""
        order_id = call.path[0]
        return await self._change(call, ServeWaiting(**sign(call, (order_id, "source-again")), order_id=order_id))

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
        return await self._change(call, command, nodes_edited(edit))

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
        if call.caller.nodes is not None:
            found = await self._find(call)
            if isinstance(found, Answer | Refused):
                return found
            if not was_sold_by(call.caller, found) and (denied := node_problem(call.caller, named)):
                return denied
        return await self.ledger.submit(command)

    async def _find(self, call: Call[Any, None]) -> OrderDetails | Answer | Refused:
        """The order of the path, if all of it is the key's."""
        found = await self._read(call.path[0])
        return found if isinstance(found, Refused) else node_problem(call.caller, nodes_of(found, call.caller)) or found

    async def _read(self, order_id: str) -> OrderDetails | Refused:
        async with self.database.read() as connection:
            return await orders.get_order(connection, order_id) or unknown_order(order_id)


def _filter(asked: OrderQuery) -> orders.OrderFilter:
    return orders.OrderFilter(
        channel=asked.channel,
        statuses=asked.status,
        nodes=asked.node,
        placed_from=asked.placed_from,
        placed_until=asked.placed_until,
    )


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
