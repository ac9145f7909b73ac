"""Pick lists and scans over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.shelf_calls import READS
from stockpool.entrypoints.http.wire_types import Id
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import FulfillmentTask
from stockpool.workflows.picking_desk import PickingDesk, PickList, Scanned

TOGETHER_MAX = 30
"""So many fulfillment orders are picked in one walk; a cart has no more boxes."""

CODE_LENGTH_MAX = 512

Names = Annotated[
    tuple[Annotated[str, msgspec.Meta(max_length=64)], ...], msgspec.Meta(min_length=1, max_length=TOGETHER_MAX)
]


class PickListQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For which fulfillment orders; all of one node."""

    fulfillment_order: Names


class ScanQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where, and what a scanner has read."""

    node: Id
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=CODE_LENGTH_MAX)]


@dataclass(frozen=True, slots=True)
class PickingCalls:
    """The calls of whoever walks past the shelves."""

    picking: PickingDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="GET", path="/v1/warehouse/pick-list", summary="One walk for fulfillment orders",
                scopes=READS, respond=self.pick_list, query=PickListQuery, reply=PickList,
                refusals=(Reason.UNKNOWN_FULFILLMENT_ORDER,),
            ),
            Endpoint(
                method="GET", path="/v1/warehouse/scan", summary="Tell what a scanned code is", scopes=READS,
                respond=self.scan, query=ScanQuery, reply=Scanned, refusals=(Reason.UNKNOWN_CODE,),
            ),
        ]  # fmt: skip

    async def pick_list(self, call: Call[None, PickListQuery]) -> Answer | Refused:
        """What is still to pick, in the order of shelves."""
        tasks = await tasks_of(self.picking, call, call.query.fulfillment_order)
        if not isinstance(tasks, list):
            return tasks
        found = await self.picking.pick_list(tasks)
        return found if isinstance(found, Refused) else answer(found)

    async def scan(self, call: Call[None, ScanQuery]) -> Answer | Refused:
        """What a code is at a node that the caller may see."""
        if denied := node_problem(call.caller, [("node", call.query.node)]):
            return denied
        found = await self.picking.scan(call.query.node, call.query.code)
        return found if isinstance(found, Refused) else answer(found)


async def tasks_of(
    picking: PickingDesk, call: Call[Any, Any], names: tuple[str, ...]
) -> list[FulfillmentTask] | Answer | Refused:
    """Fulfillment orders that the caller may work on."""
    tasks = await picking.tasks(names)
    if isinstance(tasks, Refused):
        return tasks
    denied = node_problem(call.caller, [(f"fulfillment_order[{place}]", task.node) for place, task in enumerate(tasks)])
    return denied or tasks
