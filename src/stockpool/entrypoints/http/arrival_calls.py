"""What arrives at a node, and receipts, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from stockpool.access.api import NameBook
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.count_calls import Note
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.shelf_calls import READS, WORK
from stockpool.entrypoints.http.wire_types import LINES_MAX, Id, Moment, Quantity, moment_problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.warehouse.api import id_from
from stockpool.warehouse.messages import Arrival, ReceiptRecorded
from stockpool.workflows.arrival_desk import ArrivalDesk, CameLine, Delivered


class ArrivalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which node."""

    node: Id


class ArrivalsReply(msgspec.Struct, frozen=True):
    """What is to come, the first expected first."""

    arrivals: tuple[Arrival, ...]


class ReceiptReply(ReceiptRecorded, frozen=True, kw_only=True, tag="receipt.recorded", tag_field="type"):
    """What was recorded, as it is told as an event; `names` say what `received_by` is called."""

    names: dict[str, str]


class CameInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What came of a SKU, of a certain supply where it is named; `damaged` of the quantity are broken."""

    sku: Id
    quantity: Quantity
    damaged: Quantity = 0
    supply_id: Id | None = None


class ReceiptInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What came to a node: of an arrival by its id, or unexpected; without lines all of the arrival came."""

    node: Id
    arrival: Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None = None
    lines: Annotated[tuple[CameInput, ...], msgspec.Meta(max_length=LINES_MAX)] | None = None
    received_at: Moment | None = None
    note: Note | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalCalls:
    """The calls about what arrives."""

    arrivals: ArrivalDesk
    names: NameBook

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="GET", path="/v1/warehouse/arrivals", summary="What is to come to a node",
                scopes=READS, respond=self.list, query=ArrivalQuery, reply=ArrivalsReply,
            ),
            Endpoint(
                method="POST", path="/v1/warehouse/receipts", summary="Record what came, and how it differs",
                scopes=WORK, keyed=True, respond=self.receive, body=ReceiptInput, reply=ReceiptReply, status=201,
                refusals=(Reason.UNKNOWN_ARRIVAL, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.INVALID_QUANTITY),
            ),
        ]  # fmt: skip

    async def list(self, call: Call[None, ArrivalQuery]) -> Answer:
        """Everything that is expected."""
        if denied := node_problem(call.caller, [("node", call.query.node)]):
            return denied
        return answer(ArrivalsReply(tuple(await self.arrivals.arrivals(call.query.node))))

    async def receive(self, call: Call[ReceiptInput, None]) -> Answer | Refused:
        """Record once, however often the request is repeated."""
        body = call.body
        denied = node_problem(call.caller, [("node", body.node)]) or moment_problem("received_at", body.received_at)
        if denied:
            return denied
        if body.lines is None and body.arrival is None:
            return field_problem("lines", "are needed, or an arrival of which all came")
        lines = None if body.lines is None else tuple([CameLine(**msgspec.structs.asdict(line)) for line in body.lines])
        recorded = await self.arrivals.receive(
            Delivered(
                receipt_id=id_from(f"receipt {call.caller.id}", call.idempotency_key),
                node=body.node,
                arrival=body.arrival,
                lines=lines,
                received_at=body.received_at,
                note=body.note,
                final=body.final,
                told_by=call.caller.id,
            )
        )
        if isinstance(recorded, Refused):
            return recorded
        names = await self.names.of([recorded.received_by])
        return answer(ReceiptReply(**msgspec.structs.asdict(recorded), names=names), 201)
