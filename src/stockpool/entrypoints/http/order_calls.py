"""Orders: place, read, cancel, and why they are served as they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.hold_calls import PLACING
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_orders import (
    CancelInput,
    CancelReply,
    Explanation,
    OrderInput,
    OrderReply,
    order_reply,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import CancelOrder, OrderCancelled, OrderDetails, OrderLine, OrderPlaced, PlaceOrder
from stockpool.runtime.database import Database


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
                refusals=(Reason.UNKNOWN_ORDER, Reason.ORDER_STATE),
            ),
        ]  # fmt: skip

    async def place(self, call: Call[OrderInput, None]) -> Answer | Refused:
        """Commit stock to a new order. A key limited to nodes may only have goods picked up there."""
        order = call.body
        if denied := node_problem(call.key, [("pickup_node", order.pickup_node)]):
            return denied
        if bad := moment_problem("ordered_at", order.ordered_at):
            return bad
        placed = await self.ledger.submit(
            PlaceOrder(
                **sign(call, order),
                order_id=self.ledger.new_id(),
                channel=order.channel,
                lines=tuple([OrderLine(line.sku, line.quantity) for line in order.lines]),
                method=order.method,
                ship_to=order.ship_to,
                pickup_node=order.pickup_node,
                hold_id=order.hold_id,
                reference=order.reference,
                ordered_at=order.ordered_at,
                allow_short=order.allow_short,
            )
        )
        if isinstance(placed, Refused):
            return placed
        assert isinstance(placed, OrderPlaced)
        return answer(order_reply(placed), 201)

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
            explanation = await orders.get_explanation(connection, call.path[0])
        return Answer(200, explanation or b"{}")

    async def cancel(self, call: Call[CancelInput, None]) -> Answer | Refused:
        """Give the order's stock back."""
        order_id = call.path[0]
        if call.key.nodes is not None and isinstance(found := await self._find(call), Answer | Refused):
            return found
        if not is_uuid(order_id):
            return unknown_order(order_id)
        cancelled = await self.ledger.submit(
            CancelOrder(**sign(call, (order_id, call.body)), order_id=order_id, reason=call.body.reason)
        )
        if isinstance(cancelled, Refused):
            return cancelled
        assert isinstance(cancelled, OrderCancelled)
        return answer(CancelReply(cancelled.order_id, cancelled.status, cancelled.reason, cancelled.lines))

    async def _find(self, call: Call[Any, None]) -> OrderDetails | Answer | Refused:
        """The order of the path, if the key may see the nodes that serve it."""
        async with self.database.read() as connection:
            order = await orders.get_order(connection, call.path[0])
        if order is None:
            return unknown_order(call.path[0])
        nodes = [(f"fulfillment_orders[{i}].node", part.node) for i, part in enumerate(order.fulfillment_orders)]
        return node_problem(call.key, nodes) or order


def unknown_order(order_id: str) -> Refused:
    """The refusal of an id that no order has."""
    return Refused(Reason.UNKNOWN_ORDER, f"there is no order {order_id!r}")
