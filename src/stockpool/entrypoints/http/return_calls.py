"""Returns: ask for one, receive it, inspect it, cancel it, read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.signing import Signature, sign
from stockpool.entrypoints.http.wire_returns import (
    CancelReturnInput,
    InspectInput,
    ReceiveInput,
    ReturnInput,
    ReturnQuery,
    ReturnReply,
    ReturnsReply,
    SoldQuery,
    inspected_lines,
    received_lines,
    return_reply,
    returned_lines,
    wanted_instead,
)
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import key_digest
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.api import (
    CancelReturn,
    InspectReturn,
    ReceiveReturn,
    RequestReturn,
    ReturnChanged,
    ReturnDetails,
    SoldOrder,
)
from stockpool.orders.messages import COLLECTED
from stockpool.runtime.database import Database

ASKING = (
    Reason.UNKNOWN_ORDER,
    Reason.EXCEEDS_RETURNABLE,
    Reason.RETURN_TOO_LATE,
    Reason.UNKNOWN_SKU,
    Reason.UNKNOWN_NODE,
    Reason.UNKNOWN_CHANNEL,
    Reason.INVALID_QUANTITY,
)
CHANGING = (Reason.UNKNOWN_RETURN, Reason.RETURN_STATE)


@dataclass(frozen=True, slots=True)
class ReturnCalls:
    """The calls about returns. A key limited to nodes works on returns that are at these, or expected there."""

    ledger: Ledger
    database: Database

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        work, one = (Scope.SELL, Scope.STOCK, Scope.WORK), "/v1/returns/{return_id}"
        read = (Scope.READ, *work)
        return [
            Endpoint(
                method="POST", path="/v1/returns", summary="Ask for a return, or take one at a till", scopes=work,
                keyed=True, respond=self.request, body=ReturnInput, reply=ReturnReply, status=201, refusals=ASKING,
            ),
            Endpoint(
                method="GET", path="/v1/returns", summary="List returns by order, node and status", scopes=read,
                respond=self.list, query=ReturnQuery, reply=ReturnsReply,
            ),
            Endpoint(
                method="GET", path="/v1/returns/order", summary="What of an order can come back, at any node",
                scopes=work, respond=self.find_order, query=SoldQuery, reply=SoldOrder,
                refusals=(Reason.UNKNOWN_ORDER,),
            ),
            Endpoint(
                method="GET", path=one, summary="Read a return", scopes=read, respond=self.get, reply=ReturnDetails,
                refusals=(Reason.UNKNOWN_RETURN,),
            ),
            Endpoint(
                method="POST", path=f"{one}/receive", summary="Goods are at a node: they wait to be inspected",
                scopes=work, keyed=True, respond=self.receive, body=ReceiveInput, body_optional=True,
                reply=ReturnReply,
                refusals=(*CHANGING, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.INVALID_QUANTITY),
            ),
            Endpoint(
                method="POST", path=f"{one}/inspect", summary="What becomes of goods; they are refunded", scopes=work,
                keyed=True, respond=self.inspect, body=InspectInput, reply=ReturnReply,
                refusals=(*CHANGING, Reason.UNKNOWN_NODE, Reason.INVALID_QUANTITY, Reason.INSUFFICIENT_STOCK),
            ),
            Endpoint(
                method="POST", path=f"{one}/cancel", summary="Nothing comes back after all", scopes=work,
                keyed=True, respond=self.cancel, body=CancelReturnInput, body_optional=True, reply=ReturnReply,
                refusals=CHANGING,
            ),
        ]  # fmt: skip

    async def request(self, call: Call[ReturnInput, None]) -> Answer | Refused:
        """Ask for a return. A key limited to nodes names the one where the goods come, and takes nothing elsewhere."""
        asked = call.body
        if (asked.source is None) != (asked.source_id is None):
            return field_problem("source" if asked.source is None else "source_id", "name both or none of them")
        if denied := node_problem(call.caller, self._nodes_of(asked)):
            return denied
        command = RequestReturn(
            **_signature(call),
            return_id=self.ledger.new_id(),
            lines=returned_lines(asked.lines),
            order_id=asked.order_id,
            channel=asked.channel,
            receipt=asked.receipt,
            node=asked.node,
            currency=asked.currency,
            received=asked.received,
            override=asked.override,
            exchange=wanted_instead(asked.exchange),
            exchange_order_id=self.ledger.new_id() if asked.exchange is not None else None,
        )
        return await self._change(command, 201)

    def _nodes_of(self, asked: ReturnInput) -> Sequence[tuple[str, str | None]]:
        """What a key limited to nodes must be allowed to: where goods come, and where an exchange is collected."""
        named: list[tuple[str, str | None]] = [("node", asked.node)]
        if asked.exchange is not None:
            wanted = asked.exchange
            here = asked.node if wanted.method.value == "carry_out" else None
            named.append(("exchange.pickup_node", wanted.pickup_node or here))
            named += [
                (f"exchange.lines[{place}].pickup_node", line.pickup_node)
                for place, line in enumerate(wanted.lines)
                if line.pickup_node is not None
            ]
            named += [
                (f"exchange.lines[{place}].method", None)
                for place, line in enumerate(wanted.lines)
                if line.method is not None and line.method not in COLLECTED
            ]
        return named

    async def list(self, call: Call[None, ReturnQuery]) -> Answer | Refused:
        """A page of returns; a key limited to nodes names some of them."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node] or [("node", None)]):
            return denied
        if asked.order_id is not None and not is_uuid(asked.order_id):
            return answer(ReturnsReply([]))
        after = decode_cursor(asked.cursor, str) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        async with self.database.read() as connection:
            found = await orders.list_returns(
                connection,
                order_id=asked.order_id,
                nodes=asked.node,
                statuses=asked.status,
                after=after,
                limit=asked.limit + 1,
                newest_first=asked.order == "newest",
            )
        page = found[: asked.limit]
        following = encode_cursor(page[-1].return_id) if len(found) > asked.limit else None
        return answer(ReturnsReply(page, following))

    async def find_order(self, call: Call[None, SoldQuery]) -> Answer | Refused:
        """An order that was exactly named. It may be of any node: goods are taken back everywhere."""
        order_id, channel, reference = call.query.order_id, call.query.channel, call.query.reference
        if order_id is not None and (channel is not None or reference is not None):
            return field_problem("order_id", "names one order: leave channel and reference out")
        if order_id is None and (channel is None or reference is None):
            return field_problem("order_id", "is missing: name it, or a channel and a reference in it")
        async with self.database.read() as connection:
            if order_id is not None:
                found = await orders.get_order(connection, order_id)
            else:
                found = await orders.find_order(connection, channel or "", reference or "")
        return unknown_order(order_id or reference or "") if found is None else answer(orders.sold_order(found))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """A return as it stands now."""
        found = await self._find(call)
        return found if isinstance(found, Answer | Refused) else answer(found)

    async def receive(self, call: Call[ReceiveInput, None]) -> Answer | Refused:
        """Book what came; where a key is limited to nodes, at one of these."""
        return_id, body = call.path[0], call.body
        if denied := await self._denied(call, body.node):
            return denied
        command = ReceiveReturn(
            **sign(call, (return_id, "receive", body)),
            return_id=return_id,
            node=body.node,
            lines=received_lines(body.lines),
            more_expected=body.more_expected,
        )
        return await self._change(command)

    async def inspect(self, call: Call[InspectInput, None]) -> Answer | Refused:
        """Book what becomes of goods."""
        return_id = call.path[0]
        if denied := await self._denied(call):
            return denied
        lines = inspected_lines(call.body.lines)
        signature = sign(call, (return_id, "inspect", call.body))
        return await self._change(InspectReturn(**signature, return_id=return_id, lines=lines))

    async def cancel(self, call: Call[CancelReturnInput, None]) -> Answer | Refused:
        """Expect nothing any more."""
        return_id, reason = call.path[0], call.body.reason
        if denied := await self._denied(call):
            return denied
        signature = sign(call, (return_id, "cancel", call.body))
        return await self._change(CancelReturn(**signature, return_id=return_id, reason=reason))

    async def _change(self, command: Command, status: int = 200) -> Answer | Refused:
        changed = await self.ledger.submit(command)
        if isinstance(changed, Refused):
            return changed
        assert isinstance(changed, ReturnChanged)
        return answer(return_reply(changed), status)

    async def _denied(self, call: Call[Any, None], node: str | None = None) -> Answer | Refused | None:
        """Why a key may not change the return of the path: it is at another node, and comes to none of its own."""
        if not is_uuid(call.path[0]):
            return unknown_return(call.path[0])
        if call.caller.nodes is None:
            return None
        if node is not None:
            return node_problem(call.caller, [("node", node)])
        found = await self._find(call)
        return found if isinstance(found, Answer | Refused) else None

    async def _find(self, call: Call[Any, None]) -> ReturnDetails | Answer | Refused:
        """The return of the path, if the key may see its node."""
        async with self.database.read() as connection:
            found = await orders.get_return(connection, call.path[0])
        if found is None:
            return unknown_return(call.path[0])
        return node_problem(call.caller, [("node", found.node)]) or found


def _signature(call: Call[ReturnInput, None]) -> Signature:
    """A return that another system has a number for is known by that, whatever key it is sent with."""
    asked = call.body
    signed = sign(call, asked)
    if asked.source is None or asked.source_id is None:
        return signed
    return {**signed, "key": key_digest(f"return source {asked.source}", asked.source_id)}


def unknown_order(named: str) -> Refused:
    """The refusal of what names no order."""
    return Refused(Reason.UNKNOWN_ORDER, f"there is no order {named!r}")


def unknown_return(return_id: str) -> Refused:
    """The refusal of an id that no return has."""
    return Refused(Reason.UNKNOWN_RETURN, f"there is no return {return_id!r}")
