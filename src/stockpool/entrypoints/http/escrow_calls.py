"""Escrows over HTTP: open, top up, settle, read."""

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
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_tills import EscrowInput, EscrowLineInput, EscrowPage, EscrowQuery, TopUpInput
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.inventory.api import (
    EscrowChanged,
    EscrowOpened,
    EscrowSettled,
    OpenEscrow,
    SellingTime,
    SettleEscrow,
    TopUpEscrow,
)
from stockpool.inventory.messages import Line
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.till_desk import EscrowReading, TillDesk

KEEPING = (Reason.UNKNOWN_SKU, Reason.INVALID_QUANTITY, Reason.INSUFFICIENT_STOCK)
CHANGING = (Reason.UNKNOWN_ESCROW, Reason.ESCROW_CLOSED)


@dataclass(frozen=True, slots=True)
class EscrowCalls:
    """The calls about escrows."""

    ledger: Ledger
    tills: TillDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        sell, shop = (Scope.SELL,), (Scope.READ, Scope.SELL)
        return [
            Endpoint(
                method="POST", path="/v1/escrows", summary="Let a till sell units while it is cut off", scopes=sell,
                keyed=True, respond=self.open, body=EscrowInput, reply=EscrowOpened, status=201,
                refusals=(Reason.UNKNOWN_NODE, *KEEPING),
            ),
            Endpoint(
                method="GET", path="/v1/escrows", summary="List escrows that keep their units",
                scopes=shop, respond=self.list, query=EscrowQuery, reply=EscrowPage,
            ),
            Endpoint(
                method="GET", path="/v1/escrows/{escrow_id}", summary="Read an escrow", scopes=shop, respond=self.read,
                reply=EscrowReading, refusals=(Reason.UNKNOWN_ESCROW,),
            ),
            Endpoint(
                method="POST", path="/v1/escrows/{escrow_id}/top-up", scopes=sell, keyed=True, respond=self.top_up,
                summary="Add units to an escrow, or let it last until another moment", body=TopUpInput,
                reply=EscrowChanged, refusals=(*CHANGING, *KEEPING),
            ),
            Endpoint(
                method="POST", path="/v1/escrows/{escrow_id}/settle", scopes=sell, keyed=True, respond=self.settle,
                summary="End an escrow whose sales are all recorded", reply=EscrowSettled, refusals=CHANGING,
            ),
        ]  # fmt: skip

    async def open(self, call: Call[EscrowInput, None]) -> Answer | Refused:
        """Keep units for a till."""
        asked = call.body
        if denied := node_problem(call.caller, [("node", asked.node)]) or _time_problem(asked):
            return denied
        opened = await self.ledger.submit(
            OpenEscrow(
                **sign(call, asked),
                escrow_id=self.ledger.new_id(),
                node=asked.node,
                till=asked.till,
                lines=_lines(asked.lines),
                time=self._time(asked),
                partial=asked.partial,
            )
        )
        return opened if isinstance(opened, Refused) else answer(opened, 201)

    async def top_up(self, call: Call[TopUpInput, None]) -> Answer | Refused:
        """Add to an escrow, or let it last."""
        asked, escrow_id = call.body, call.path[0]
        timed = asked.sells_until is not None or asked.ttl_seconds is not None
        if not asked.lines and not timed:
            return field_problem("lines", "name units to add, or until when the till may sell")
        if asked.grace_seconds is not None and not timed:
            return field_problem("grace_seconds", "goes with sells_until or ttl_seconds")
        if bad := _time_problem(asked) or await self._out_of_reach(call):
            return bad
        changed = await self.ledger.submit(
            TopUpEscrow(
                **sign(call, (escrow_id, asked)),
                escrow_id=escrow_id,
                lines=_lines(asked.lines),
                time=self._time(asked) if timed else None,
                partial=asked.partial,
            )
        )
        return changed if isinstance(changed, Refused) else answer(changed)

    async def settle(self, call: Call[None, None]) -> Answer | Refused:
        """Give back what is left."""
        escrow_id = call.path[0]
        if bad := await self._out_of_reach(call):
            return bad
        settled = await self.ledger.submit(SettleEscrow(**sign(call, (escrow_id, "settle")), escrow_id=escrow_id))
        return settled if isinstance(settled, Refused) else answer(settled)

    async def read(self, call: Call[None, None]) -> Answer | Refused:
        """An escrow, however it ended."""
        found = await self.tills.escrow(call.path[0])
        if isinstance(found, Refused):
            return found
        return node_problem(call.caller, [("node", found.node)]) or answer(found)

    async def list(self, call: Call[None, EscrowQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = decode_cursor(asked.cursor, str) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        if after is not None and not is_uuid(after):
            return field_problem("cursor", "is not a cursor of this list")
        found = await self.tills.escrows(asked.node, asked.till, after, asked.limit)
        full = len(found) == asked.limit
        return answer(EscrowPage(tuple(found), encode_cursor(found[-1].escrow_id) if full else None))

    async def _out_of_reach(self, call: Call[Any, None]) -> Answer | Refused | None:
        """An escrow that cannot be, or one at a node that the key is not for."""
        if not is_uuid(call.path[0]):
            return Refused(Reason.UNKNOWN_ESCROW, f"there is no escrow {call.path[0]!r}")
        if call.caller.nodes is None:
            return None
        found = await self.tills.escrow(call.path[0])
        return found if isinstance(found, Refused) else node_problem(call.caller, [("node", found.node)])

    def _time(self, asked: EscrowInput | TopUpInput) -> SellingTime:
        grace = self.ledger.escrow_grace_s if asked.grace_seconds is None else asked.grace_seconds
        if asked.sells_until is not None:
            return SellingTime(grace, asked.sells_until)
        return SellingTime(grace, None, asked.ttl_seconds or self.ledger.escrow_ttl_default_s)


def _time_problem(asked: EscrowInput | TopUpInput) -> Answer | None:
    if asked.sells_until is not None and asked.ttl_seconds is not None:
        return field_problem("ttl_seconds", "name either sells_until or ttl_seconds")
    return moment_problem("sells_until", asked.sells_until)


def _lines(lines: Sequence[EscrowLineInput]) -> tuple[Line, ...]:
    return tuple([Line(line.sku, line.quantity) for line in lines])
