"""Holds: place, place many, extend, release."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import field_problem, problem_document
from stockpool.entrypoints.http.signing import sign
from stockpool.entrypoints.http.wire_holds import (
    ExtendInput,
    ExtendReply,
    HoldBatch,
    HoldBatchReply,
    HoldInput,
    HoldReply,
    ReleaseInput,
    ReleaseReply,
    hold_reply,
)
from stockpool.entrypoints.http.wire_types import Refusal
from stockpool.inventory import api as inventory
from stockpool.inventory.messages import (
    ExtendHold,
    HoldExtended,
    HoldPlaced,
    HoldReleased,
    PlaceHold,
    ReleaseHold,
)
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.messages import PromiseMethod
from stockpool.runtime.database import Database

PLACING = (
    Reason.UNKNOWN_CHANNEL, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.NODE_OUTSIDE_POOL,
    Reason.INVALID_QUANTITY, Reason.INSUFFICIENT_STOCK,
)  # fmt: skip
CHANGING = (Reason.UNKNOWN_HOLD, Reason.HOLD_EXPIRED, Reason.HOLD_CLOSED)


@dataclass(frozen=True, slots=True)
class HoldCalls:
    """The calls about holds."""

    ledger: Ledger
    database: Database

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        sell = (Scope.SELL,)
        return [
            Endpoint(
                method="POST", path="/v1/holds", summary="Hold units for a while", scopes=sell, keyed=True,
                respond=self.place, body=HoldInput, reply=HoldReply, status=201, refusals=PLACING,
            ),
            Endpoint(
                method="POST", path="/v1/holds/batch", summary="Place many holds, one result a hold", scopes=sell,
                keyed=True, respond=self.place_batch, body=HoldBatch, reply=HoldBatchReply,
                is_bulk=bulk_rows("holds"),
            ),
            Endpoint(
                method="POST", path="/v1/holds/{hold_id}/extend", summary="Let a hold last longer", scopes=sell,
                keyed=True, respond=self.extend, body=ExtendInput, body_optional=True, reply=ExtendReply,
                refusals=CHANGING,
            ),
            Endpoint(
                method="POST", path="/v1/holds/{hold_id}/release", summary="Give back a hold or a part of it",
                scopes=sell, keyed=True, respond=self.release, body=ReleaseInput, body_optional=True,
                reply=ReleaseReply, refusals=(*CHANGING, Reason.INVALID_QUANTITY),
            ),
        ]  # fmt: skip

    async def place(self, call: Call[HoldInput, None]) -> Answer | Refused:
        """Hold units."""
        if denied := self._denied(call, [("", call.body)]):
            return denied
        placed = await self.ledger.submit(self._command(call, call.body))
        if isinstance(placed, Refused):
            return placed
        assert isinstance(placed, HoldPlaced)
        return answer(hold_reply(placed), 201)

    async def place_batch(self, call: Call[HoldBatch, None]) -> Answer:
        """Place each hold by itself; its key is the request's with its place."""
        holds = call.body.holds
        if denied := self._denied(call, [(f"holds[{i}].", hold) for i, hold in enumerate(holds)]):
            return denied
        commands = [self._command(call, hold, i) for i, hold in enumerate(holds)]
        results = await asyncio.gather(*map(self.ledger.submit, commands))
        return answer(HoldBatchReply(tuple(map(_batch_result, results))))

    async def extend(self, call: Call[ExtendInput, None]) -> Answer | Refused:
        """Let an open hold last so many seconds from now."""
        hold_id = call.path[0]
        if bad := self._ttl_problem(call.body.ttl_seconds, "ttl_seconds") or await self._out_of_reach(call):
            return bad
        extended = await self.ledger.submit(
            ExtendHold(
                **sign(call, (hold_id, call.body)),
                hold_id=hold_id,
                ttl_seconds=call.body.ttl_seconds or self.ledger.hold_ttl_default_s,
            )
        )
        if isinstance(extended, Refused):
            return extended
        assert isinstance(extended, HoldExtended)
        return answer(ExtendReply(extended.hold_id, extended.expires_at))

    async def release(self, call: Call[ReleaseInput, None]) -> Answer | Refused:
        """Give back all of a hold, or the named lines."""
        hold_id = call.path[0]
        if bad := await self._out_of_reach(call):
            return bad
        released = await self.ledger.submit(
            ReleaseHold(**sign(call, (hold_id, call.body)), hold_id=hold_id, lines=call.body.lines)
        )
        if isinstance(released, Refused):
            return released
        assert isinstance(released, HoldReleased)
        return answer(ReleaseReply(released.hold_id, released.lines))

    def _denied(self, call: Call[Any, None], holds: Sequence[tuple[str, HoldInput]]) -> Answer | None:
        """Holds that last too long, or name nodes the key is not for; each with the path before its fields."""
        for path, hold in holds:
            if hold.ttl_seconds and (too_long := self._ttl_problem(hold.ttl_seconds, f"{path}ttl_seconds")):
                return too_long
        if call.caller.nodes is None:
            return None
        return node_problem(call.caller, [each for path, hold in holds for each in _nodes_named(path, hold)])

    async def _out_of_reach(self, call: Call[Any, None]) -> Answer | Refused | None:
        """A hold that cannot be, or one at nodes that the key is not for."""
        hold_id = call.path[0]
        if not is_uuid(hold_id):
            return Refused(Reason.UNKNOWN_HOLD, f"there is no hold {hold_id!r}")
        if call.caller.nodes is None:
            return None
        async with self.database.read() as connection:
            shards = await inventory.read_shard_count(connection)
            lines = (await inventory.open_holds(connection, [hold_id], shards)).get(hold_id, ())
        return node_problem(call.caller, [(f"lines[{i}].node", line.node) for i, line in enumerate(lines)])

    def _ttl_problem(self, ttl_seconds: int | None, path: str) -> Answer | None:
        most = self.ledger.hold_ttl_max_s
        return field_problem(path, f"must be at most {most}") if (ttl_seconds or 0) > most else None

    def _command(self, call: Call[Any, None], hold: HoldInput, place: int | None = None) -> PlaceHold:
        ttl_seconds = hold.ttl_seconds
        return PlaceHold(
            **sign(call, hold, place),
            hold_id=self.ledger.new_id(),
            channel=hold.channel,
            lines=hold.lines,
            ttl_seconds=self.ledger.hold_ttl_default_s if ttl_seconds is None else ttl_seconds,
            reference=hold.reference,
            partial=hold.partial,
            held_for=hold.held_for(),
        )


def _nodes_named(path: str, hold: HoldInput) -> Iterator[tuple[str, str | None]]:
    """The nodes that a hold is at: what is collected from the shelf is there, if its line names no other."""
    counter = hold.pickup_node if hold.method is PromiseMethod.PICKUP else None
    for place, line in enumerate(hold.lines):
        if line.node is None and counter is not None:
            yield f"{path}pickup_node", counter
        else:
            yield f"{path}lines[{place}].node", line.node


def _batch_result(result: object) -> HoldReply | Refusal:
    if isinstance(result, Refused):
        return Refusal(problem_document(result))
    assert isinstance(result, HoldPlaced)
    return hold_reply(result)
