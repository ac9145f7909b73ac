"""Promises over HTTP: what a customer could be promised, before there is an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import ENDLESS_AISLE, node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.wire_types import Id, Moment, Quantity, moment_problem
from stockpool.inventory.messages import Line
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.messages import PromiseMethod
from stockpool.orders.messages import ShipTo
from stockpool.workflows.promise import PromiseAnswer, PromiseDesk, PromiseQuestion

LINES_MAX = 500


class PromiseLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity of a SKU, in its display unit."""

    sku: Id
    quantity: Quantity


class PromiseInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a customer looks at; every way that can be asked where no method is named, now where no moment is.

    `sold_at` is the node whose till asks: what it may sell from other nodes too.
    """

    channel: Id
    lines: Annotated[tuple[PromiseLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    methods: Annotated[tuple[PromiseMethod, ...], msgspec.Meta(max_length=len(PromiseMethod))] = ()
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None
    sold_at: Id | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class PromiseCalls:
    """The call about promises."""

    promises: PromiseDesk

    def endpoints(self) -> list[Endpoint]:
        """Its declaration."""
        return [
            Endpoint(
                method="POST", path="/v1/promises", summary="What a customer can be promised, by each way of having it",
                scopes=(Scope.READ, Scope.SELL), respond=self.ask, body=PromiseInput, reply=PromiseAnswer,
                is_bulk=bulk_rows("lines"),
                refusals=(
                    Reason.UNKNOWN_CHANNEL, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.NODE_OUTSIDE_POOL,
                    Reason.INVALID_QUANTITY,
                ),
            )
        ]  # fmt: skip

    async def ask(self, call: Call[PromiseInput, None]) -> Answer | Refused:
        """Answer by each way. A key limited to nodes hears of what is collected there, or what a till of its sells."""
        asked = call.body
        methods = asked.methods
        if call.caller.nodes is not None and asked.sold_at is None:
            methods = methods or (PromiseMethod.PICKUP,)
            named = [("pickup_node", asked.pickup_node)]
            named += [(f"methods[{i}]", None) for i, each in enumerate(methods) if each is not PromiseMethod.PICKUP]
            if denied := node_problem(call.caller, named, ENDLESS_AISLE):
                return denied
        at_till = [(name, getattr(asked, name)) for name in ("sold_at", "pickup_node")]
        if denied := node_problem(call.caller, [each for each in at_till if each[1] is not None]):
            return denied
        if bad := moment_problem("at", asked.at):
            return bad
        found = await self.promises.promises(
            PromiseQuestion(
                channel=asked.channel,
                lines=tuple([Line(line.sku, line.quantity) for line in asked.lines]),
                methods=methods,
                ship_to=asked.ship_to,
                pickup_node=asked.pickup_node,
                sold_at=asked.sold_at,
                at=asked.at,
            )
        )
        return found if isinstance(found, Refused) else answer(found)
