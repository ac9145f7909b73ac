"""Holds: place, place many, extend, release."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem, problem_document
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
from stockpool.entrypoints.http.wire_types import LineInput, Refusal
from stockpool.inventory.messages import (
    ExtendHold,
    HoldExtended,
    HoldPlaced,
    HoldReleased,
    Line,
    PlaceHold,
    ReleaseHold,
)
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused

PLACING = (
    Reason.UNKNOWN_CHANNEL, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.NODE_OUTSIDE_POOL,
    Reason.INVALID_QUANTITY, Reason.INSUFFICIENT_STOCK,
)  # fmt: skip
CHANGING = (Reason.UNKNOWN_HOLD, Reason.HOLD_EXPIRED, Reason.HOLD_CLOSED)


@dataclass(frozen=True, slots=True)
class HoldCalls:
    """The calls about holds."""

    ledger: Ledger

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
        placed = await self.ledger.submit(self._command(call, call.body, call.idempotency_key))
        if isinstance(placed, Refused):
            return placed
        assert isinstance(placed, HoldPlaced)
        return answer(hold_reply(placed), 201)

    async def place_batch(self, call: Call[HoldBatch, None]) -> Answer:
        """Place each hold by itself; its key is the request's with its place."""
        holds = call.body.holds
        if denied := self._denied(call, [(f"holds[{i}].", hold) for i, hold in enumerate(holds)]):
            return denied
        commands = [self._command(call, hold, f"{call.idempotency_key}[{i}]") for i, hold in enumerate(holds)]
        results = await asyncio.gather(*map(self.ledger.submit, commands))
        return answer(HoldBatchReply(tuple(map(_batch_result, results))))

    async def extend(self, call: Call[ExtendInput, None]) -> Answer | Refused:
        """Let an open hold last so many seconds from now."""
        hold_id = call.path[0]
        if refused := _refused_id(hold_id) or self._ttl_problem(call.body.ttl_seconds, "ttl_seconds"):
            return refused
        extended = await self.ledger.submit(
            ExtendHold(
                **_signature(call, hold_id),
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
        if refused := _refused_id(hold_id):
            return refused
        released = await self.ledger.submit(
            ReleaseHold(**_signature(call, hold_id), hold_id=hold_id, lines=_lines(call.body.lines))
        )
        if isinstance(released, Refused):
            return released
        assert isinstance(released, HoldReleased)
        return answer(ReleaseReply(released.hold_id, released.lines))

    def _denied(self, call: Call[Any, None], holds: Sequence[tuple[str, HoldInput]]) -> Answer | None:
        """Holds that last too long, or name nodes the key is not for; each with the path before its fields."""
        for path, hold in holds:
            if too_long := self._ttl_problem(hold.ttl_seconds, f"{path}ttl_seconds"):
                return too_long
        if call.key.nodes is None:
            return None
        named = [(f"{path}lines[{i}].node", ln.node) for path, hold in holds for i, ln in enumerate(hold.lines)]
        return node_problem(call.key, named)

    def _ttl_problem(self, ttl_seconds: int | None, path: str) -> Answer | None:
        most = self.ledger.hold_ttl_max_s
        return field_problem(path, f"must be at most {most}") if (ttl_seconds or 0) > most else None

    def _command(self, call: Call[Any, None], hold: HoldInput, idempotency_key: str) -> PlaceHold:
        ttl_seconds = hold.ttl_seconds
        return PlaceHold(
            key=key_digest(call.key.id, idempotency_key),
            fingerprint=fingerprint(hold),
            actor=call.key.id,
            hold_id=self.ledger.new_id(),
            channel=hold.channel,
            lines=_lines(hold.lines),
            ttl_seconds=self.ledger.hold_ttl_default_s if ttl_seconds is None else ttl_seconds,
            reference=hold.reference,
            partial=hold.partial,
        )


def _signature(call: Call[Any, None], hold_id: str) -> dict[str, str]:
    """What each command carries; the body's meaning includes the hold that it is about."""
    key = key_digest(call.key.id, call.idempotency_key)
    return {"key": key, "fingerprint": fingerprint((hold_id, call.body)), "actor": call.key.id}


def _lines(lines: tuple[LineInput, ...]) -> tuple[Line, ...]:
    return tuple([Line(line.sku, line.quantity, line.node) for line in lines])


def _refused_id(hold_id: str) -> Refused | None:
    """Holds have UUIDs; nothing else needs to be looked for."""
    return None if is_uuid(hold_id) else Refused(Reason.UNKNOWN_HOLD, f"there is no hold {hold_id!r}")


def _batch_result(result: object) -> HoldReply | Refusal:
    if isinstance(result, Refused):
        return Refusal(problem_document(result))
    assert isinstance(result, HoldPlaced)
    return hold_reply(result)
