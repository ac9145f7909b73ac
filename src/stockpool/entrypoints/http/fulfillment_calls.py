"""Fulfillment orders: the queues of nodes, and the steps that are taken there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.guesses import Guesses
from stockpool.entrypoints.http.problems import problem
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_orders import (
    STEP_BODIES,
    HandOverInput,
    PickInput,
    RejectInput,
    ShipInput,
    StepReply,
    TaskQuery,
    TasksReply,
    picked_quantities,
    step_reply,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import (
    AdvanceFulfillment,
    FulfillmentAdvanced,
    FulfillmentStep,
    FulfillmentTask,
)
from stockpool.runtime.database import Database

NUMBER_END = 10**6

SUMMARIES = {
    FulfillmentStep.RELEASE: "Tell the node now, though the order may still be edited",
    FulfillmentStep.ACCEPT: "The node will do it",
    FulfillmentStep.REJECT: "The node cannot do it: another one is found",
    FulfillmentStep.START_PICKING: "Somebody is picking it",
    FulfillmentStep.PICK: "It is picked, in full or short: what lacks is found elsewhere",
    FulfillmentStep.PACK: "It is packed",
    FulfillmentStep.SHIP: "It has left the node",
    FulfillmentStep.ARRIVE: "It has arrived where it is collected",
    FulfillmentStep.READY: "It waits for the customer",
    FulfillmentStep.HAND_OVER: "The customer has it",
    FulfillmentStep.DELIVER: "It was delivered",
    FulfillmentStep.EXPIRE: "The customer did not come in time: it goes back to stock",
}

MAKES_READY = (FulfillmentStep.READY, FulfillmentStep.ARRIVE)

AT_THE_COUNTER = (FulfillmentStep.ARRIVE, FulfillmentStep.READY, FulfillmentStep.HAND_OVER, FulfillmentStep.EXPIRE)
"""Steps of the node where goods are collected; all others are of the node that sends them."""


@dataclass(frozen=True, slots=True)
class FulfillmentCalls:
    """The calls about fulfillment orders. A key limited to nodes works on theirs only."""

    ledger: Ledger
    database: Database
    guesses: Guesses = field(default_factory=Guesses)

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        work, one = (Scope.STOCK, Scope.SELL, Scope.WORK), "/v1/fulfillment-orders/{fulfillment_order_id}"
        steps = [
            Endpoint(
                method="POST", path=f"{one}/{step.value}", summary=SUMMARIES[step], scopes=work,
                keyed=True, respond=self._taker(step), body=body, body_optional=True, reply=StepReply,
                refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER, Reason.ORDER_STATE, *_more_refusals(step)),
            )
            for step, body in STEP_BODIES.items()
        ]  # fmt: skip
        return [
            Endpoint(
                method="GET", path="/v1/fulfillment-orders", summary="What nodes have to do, first come first",
                scopes=(*work, Scope.READ), respond=self.queue, query=TaskQuery, reply=TasksReply,
            ),
            Endpoint(
                method="GET", path=one, summary="Read a fulfillment order", scopes=(*work, Scope.READ),
                respond=self.get, reply=FulfillmentTask, refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER,),
            ),
            *steps,
        ]  # fmt: skip

    async def queue(self, call: Call[None, TaskQuery]) -> Answer | Refused:
        """A page of the queues of nodes."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = decode_cursor(asked.cursor, orders.QueuePlace) if asked.cursor is not None else None
        if after is not None and (isinstance(after, Answer) or not _is_place(after)):
            return after if isinstance(after, Answer) else not_a_cursor()
        async with self.database.read() as connection:
            found = await orders.list_tasks(connection, list(asked.node), asked.status, after, asked.limit + 1)
        page = found[: asked.limit]
        last = page[-1] if len(found) > asked.limit else None
        following = encode_cursor(orders.QueuePlace(last.since, last.order_id, last.number)) if last else None
        return answer(TasksReply(page, following))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """A fulfillment order as it stands now."""
        found = await self._find(call, None)
        return found if isinstance(found, Answer | Refused) else answer(found)

    def _taker(self, step: FulfillmentStep) -> Callable[[Call[Any, None]], Awaitable[Answer | Refused]]:
        async def take(call: Call[Any, None]) -> Answer | Refused:
            return await self._take(step, call)

        return take

    async def _take(self, step: FulfillmentStep, call: Call[Any, None]) -> Answer | Refused:
        """Have a step decided, if the key may act where it is taken."""
        name, body = call.path[0], call.body
        named = orders.parse_fulfillment_order_id(name)
        if named is None or not is_uuid(named[0]):
            return unknown_fulfillment_order(name)
        if call.caller.nodes is not None and isinstance(found := await self._find(call, step), Answer | Refused):
            return found
        if step is FulfillmentStep.HAND_OVER and (wait_s := self.guesses.begin(name)):
            said = f"too many wrong codes were said for {name}"
            return problem(Reason.TOO_MANY_CODES, said, (b"retry-after", str(wait_s).encode()))
        order_id, number = named
        new_code = orders.new_pickup_code() if step in MAKES_READY else None
        advanced = await self.ledger.submit(
            AdvanceFulfillment(
                **sign(call, (name, step, body)),
                order_id=order_id,
                number=number,
                step=step,
                picked=picked_quantities(body.picked) if isinstance(body, PickInput) else None,
                reason=body.reason if isinstance(body, RejectInput) else None,
                carrier=body.carrier if isinstance(body, ShipInput) else None,
                tracking=body.tracking if isinstance(body, ShipInput) else None,
                code=body.code if isinstance(body, HandOverInput) else None,
                new_code=new_code,
            )
        )
        is_wrong = isinstance(advanced, Refused) and advanced.reason is Reason.WRONG_CODE
        if step is FulfillmentStep.HAND_OVER and not is_wrong:
            self.guesses.was_none(name)
        if isinstance(advanced, Refused):
            return advanced
        assert isinstance(advanced, FulfillmentAdvanced)
        code = await self._code_of(order_id, number) if new_code else None
        return answer(step_reply(advanced, code))

    async def _code_of(self, order_id: str, number: int) -> str | None:
        """The code that stands: a repeated request is told the same."""
        async with self.database.read() as connection:
            return await orders.get_code(connection, order_id, number)

    async def _find(self, call: Call[Any, None], step: FulfillmentStep | None) -> FulfillmentTask | Answer | Refused:
        """The fulfillment order of the path, if the key may act on the node that takes the step there.

        Without a step it is read: by its node, and by the one where it is collected.
        """
        name = call.path[0]
        named = orders.parse_fulfillment_order_id(name)
        found = None
        if named is not None and is_uuid(named[0]):
            async with self.database.read() as connection:
                found = await orders.get_task(connection, *named)
        if found is None:
            return unknown_fulfillment_order(name)
        collected_at = found.pickup_node
        if collected_at is not None and step in AT_THE_COUNTER:
            return node_problem(call.caller, [("pickup_node", collected_at)]) or found
        if step is None and collected_at is not None and call.caller.may_act_on(collected_at):
            return found
        return node_problem(call.caller, [("node", found.node)]) or found


def _is_place(place: orders.QueuePlace) -> bool:
    """Whether a cursor of the right form can be one of ours."""
    if place.since.tzinfo is None or moment_problem("", place.since) is not None:
        return False
    return is_uuid(place.order_id) and 0 < place.number < NUMBER_END


def _more_refusals(step: FulfillmentStep) -> tuple[Reason, ...]:
    if step is FulfillmentStep.PICK:
        return (Reason.INVALID_QUANTITY,)
    return (Reason.WRONG_CODE, Reason.TOO_MANY_CODES) if step is FulfillmentStep.HAND_OVER else ()


def unknown_fulfillment_order(name: str) -> Refused:
    """The refusal of an id that no fulfillment order has."""
    return Refused(Reason.UNKNOWN_FULFILLMENT_ORDER, f"there is no fulfillment order {name!r}")
