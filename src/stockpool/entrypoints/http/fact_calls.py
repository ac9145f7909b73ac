"""Facts: what happened to goods, one result a fact."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import problem, problem_document
from stockpool.entrypoints.http.reading_facts import read_each_fact
from stockpool.entrypoints.http.wire_facts import FactBatch, FactInput, FactReply, FactResult, FactsByPlace, fact_result
from stockpool.entrypoints.http.wire_types import Refusal, moment_problem
from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.feed_lags import FeedMeter, Told

CHUNK = 512
"""Facts of one request that wait in the lanes at a time, so that a large feed leaves room for others.

It also gives way to them before each further part. It is never refused: what it tells has happened.
"""

TILL_KINDS = (FactKind.SELL, FactKind.RETURN)
"""What a key for selling may record; the rest is the stock room's."""

Numbered = Sequence[tuple[int, FactInput]]
"""Facts with their places in the request."""


@dataclass(frozen=True, slots=True)
class FactCalls:
    """The call about facts."""

    ledger: Ledger
    meter: FeedMeter

    def endpoints(self) -> list[Endpoint]:
        """Its declaration."""
        return [
            Endpoint(
                method="POST", path="/v1/facts", summary="Record what happened to goods, one result a fact",
                scopes=(Scope.STOCK, Scope.SELL), respond=self.record, body=FactBatch,
                read_parts=read_each_fact, reply=FactReply, refusals=(Reason.KEY_MISSING,),
            )
        ]  # fmt: skip

    async def record(self, call: Call[FactBatch | FactsByPlace, None]) -> Answer:
        """Record each fact by itself; a refused one leaves the others alone."""
        facts = call.body.by_place() if isinstance(call.body, FactBatch) else call.body
        numbered = facts.numbered
        if denied := _denied(call.caller, numbered) or _unnamed(call.headers, numbered) or _untimely(numbered):
            return denied
        commands = [_command(call, i, fact) for i, fact in numbered]
        results: list[object] = []
        for start in range(0, len(commands), CHUNK):
            if start:
                await self.ledger.give_way()
            results += await asyncio.gather(*map(self.ledger.submit, commands[start : start + CHUNK]))
        self.meter.note(_told(numbered, results), datetime.now(UTC))
        return answer(FactReply(_in_their_places(results, facts.refused)))


def _told(facts: Numbered, results: Sequence[object]) -> Iterator[Told]:
    """What was recorded of sources that name themselves."""
    for (_, fact), result in zip(facts, results, strict=True):
        if fact.source is not None and isinstance(result, FactRecorded):
            yield fact.source, fact.node, fact.occurred_at, result.movement


def _denied(caller: Caller, facts: Numbered) -> Answer | None:
    """Facts of other kinds or nodes than the caller may record."""
    if not caller.allows(Scope.STOCK):
        bad = tuple(
            Problem(f"facts[{i}].kind", f"{fact.kind} needs the scope stock")
            for i, fact in facts
            if fact.kind not in TILL_KINDS
        )
        if bad:
            return problem(Reason.FORBIDDEN, "this caller may only record sales and returns", errors=bad)
    if caller.nodes is None:
        return None
    named = [(f"facts[{i}].node", fact.node) for i, fact in facts]
    others = [(f"facts[{i}].to_node", fact.to_node) for i, fact in facts if fact.to_node is not None]
    return node_problem(caller, [*named, *others])


def _unnamed(headers: dict[bytes, bytes], facts: Numbered) -> Answer | None:
    """Facts without a name of their own are named by the request's key; without either a retry would double them."""
    if headers.get(b"idempotency-key"):
        return None
    bad = tuple(
        Problem(f"facts[{i}].source_id", "is needed where there is no Idempotency-Key header")
        for i, fact in facts
        if fact.source is None or fact.source_id is None
    )
    return problem(Reason.KEY_MISSING, "facts without source and source_id", errors=bad) if bad else None


def _untimely(facts: Numbered) -> Answer | None:
    """The first fact at an impossible time."""
    moments = ((f"facts[{i}].occurred_at", fact.occurred_at) for i, fact in facts)
    return next((bad for path, moment in moments if (bad := moment_problem(path, moment))), None)


def _command(call: Call[FactBatch | FactsByPlace, None], place: int, fact: FactInput) -> RecordFact:
    if fact.source is not None and fact.source_id is not None:
        key = key_digest(f"source {fact.source}", fact.source_id)
    else:
        header = call.headers[b"idempotency-key"].decode("latin-1")
        key = key_digest(call.caller.id, f"{header}[{place}]")
    return RecordFact(
        key=key,
        fingerprint=fingerprint(fact),
        actor=call.caller.id,
        kind=fact.kind,
        sku=fact.sku,
        node=fact.node,
        quantity=fact.quantity,
        occurred_at=fact.occurred_at,
        to_node=fact.to_node,
        reason=fact.reason,
        reference=fact.reference,
        escrow=fact.escrow,
    )


def _in_their_places(results: list[object], refused: dict[int, Refusal]) -> tuple[FactResult | Refusal, ...]:
    """The results of the facts that could be read, between the refusals of those that could not."""
    if not refused:
        return tuple(map(_result, results))
    read = map(_result, results)
    return tuple(refused[i] if i in refused else next(read) for i in range(len(results) + len(refused)))


def _result(result: object) -> FactResult | Refusal:
    if isinstance(result, Refused):
        return Refusal(problem_document(result))
    assert isinstance(result, FactRecorded)
    return fact_result(result)
