"""Counts over HTTP: asked for, counted blind, cancelled, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from stockpool.access.api import NameBook
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import ProblemDocument, field_problem, problem_document
from stockpool.entrypoints.http.shelf_calls import READS, WORK, Shelf
from stockpool.entrypoints.http.wire_types import Id, Moment, Quantity, moment_problem
from stockpool.kernel.idempotency import key_digest
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.warehouse.api import NOTE_LENGTH_MAX, CountPlace, id_from
from stockpool.warehouse.messages import Count, CountReason, CountStatus
from stockpool.workflows.count_desk import CountDesk, Counted, CountOrder, LineJudged, unknown_count

PATH = "/v1/warehouse/counts"
ONE = f"{PATH}/{{count_id}}"

SKUS_MAX = 500

Note = Annotated[str, msgspec.Meta(min_length=1, max_length=NOTE_LENGTH_MAX)]


class CountInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be counted: SKUs, or all that lies on a shelf."""

    node: Id
    skus: Annotated[tuple[Id, ...], msgspec.Meta(max_length=SKUS_MAX)] = ()
    shelf: Shelf | None = None
    reason: CountReason = CountReason.MANAGER
    note: Note | None = None


class CountedInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So much was there at `counted_at`, which is now where it is left out."""

    sku: Id
    quantity: Quantity
    counted_at: Moment | None = None


class CountedBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was counted."""

    lines: Annotated[tuple[CountedInput, ...], msgspec.Meta(min_length=1, max_length=SKUS_MAX)]


class CountedRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a counting led to: recorded, recount, or refused with the problem."""

    sku: str
    outcome: str
    problem: ProblemDocument | None = None


class CountedReply(msgspec.Struct, frozen=True):
    """One result for each line, in their order."""

    results: tuple[CountedRow, ...]


class CancelCountInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a count is not needed."""

    reason: Note


class CountQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which nodes, and in which statuses; open ones where none is named."""

    node: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=200)]
    status: tuple[CountStatus, ...] = ()
    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 50


class CountReply(Count, frozen=True, kw_only=True):
    """A count; `names` say what those are called who asked for it and counted."""

    names: dict[str, str]


class CountPage(msgspec.Struct, frozen=True):
    """Counts, the first asked for first; `next` is the cursor of the following page, `names` as of one count."""

    counts: tuple[Count, ...]
    next: str | None
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class CountCalls:
    """The calls about counts."""

    counts: CountDesk
    names: NameBook

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="POST", path=PATH, summary="Ask for a count", scopes=WORK, keyed=True, respond=self.request,
                body=CountInput, reply=CountReply, status=201,
                refusals=(Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE),
            ),
            Endpoint(
                method="GET", path=PATH, summary="List counts, the first asked for first", scopes=READS,
                respond=self.list, query=CountQuery, reply=CountPage,
            ),
            Endpoint(
                method="GET", path=ONE, summary="Read a count", scopes=READS, respond=self.get, reply=CountReply,
                refusals=(Reason.UNKNOWN_COUNT,),
            ),
            Endpoint(
                method="POST", path=f"{ONE}/lines", summary="Tell what was counted, one result a line", scopes=WORK,
                keyed=True, respond=self.count, body=CountedBatch, reply=CountedReply,
                refusals=(Reason.UNKNOWN_COUNT, Reason.COUNT_STATE),
            ),
            Endpoint(
                method="POST", path=f"{ONE}/cancel", summary="A count is not needed", scopes=WORK, keyed=True,
                respond=self.cancel, body=CancelCountInput, reply=CountReply,
                refusals=(Reason.UNKNOWN_COUNT, Reason.COUNT_STATE),
            ),
        ]  # fmt: skip

    async def request(self, call: Call[CountInput, None]) -> Answer | Refused:
        """Ask once, however often the request is repeated."""
        body = call.body
        if denied := node_problem(call.caller, [("node", body.node)]):
            return denied
        if bool(body.skus) is (body.shelf is not None):
            return field_problem("skus", "name either SKUs or a shelf")
        made = await self.counts.request(
            CountOrder(
                count_id=id_from(f"count {call.caller.id}", call.idempotency_key),
                node=body.node,
                skus=body.skus,
                shelf=body.shelf,
                reason=body.reason,
                note=body.note,
                requested_by=call.caller.id,
            )
        )
        return await self._told(made, 201)

    async def list(self, call: Call[None, CountQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = decode_cursor(asked.cursor, CountPlace) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        if after is not None and not _is_place(after):
            return not_a_cursor()
        found = await self.counts.list(asked.node, asked.status or (CountStatus.OPEN,), after, asked.limit)
        full = len(found) == asked.limit
        following = encode_cursor(CountPlace(found[-1].requested_at, found[-1].id)) if full else None
        return answer(CountPage(tuple(found), following, await self.names.of(_people(found))))

    async def get(self, call: Call[None, None]) -> Answer | Refused:
        """A count; one of another node does not exist for a caller who is limited."""
        return await self._told(await self._find(call))

    async def count(self, call: Call[CountedBatch, None]) -> Answer | Refused:
        """Take what was counted; what differs is to be counted again, and how it differs is not said."""
        lines = call.body.lines
        for place, line in enumerate(lines):
            if untimely := moment_problem(f"lines[{place}].counted_at", line.counted_at):
                return untimely
        found = await self._find(call)
        if isinstance(found, Refused):
            return found
        given = [
            Counted(
                key=key_digest(f"{call.caller.id} {found.id}", f"{call.idempotency_key}[{line.sku}]"),
                sku=line.sku,
                quantity=line.quantity,
                counted_at=line.counted_at,
            )
            for line in lines
        ]
        judged = await self.counts.count(found.id, given, call.caller.id)
        return judged if isinstance(judged, Refused) else answer(CountedReply(_rows(lines, judged)))

    async def cancel(self, call: Call[CancelCountInput, None]) -> Answer | Refused:
        """Close a count that nobody is to finish."""
        found = await self._find(call)
        if isinstance(found, Refused):
            return found
        cancelled = await self.counts.cancel(found.id, call.body.reason)
        return await self._told(cancelled)

    async def _told(self, count: Count | Refused, status: int = 200) -> Answer | Refused:
        if isinstance(count, Refused):
            return count
        names = await self.names.of(_people([count]))
        return answer(CountReply(**msgspec.structs.asdict(count), names=names), status)

    async def _find(self, call: Call[Any, None]) -> Count | Refused:
        count_id = call.path[0]
        found = await self.counts.get(count_id) if is_uuid(count_id) else None
        return found if found is not None and call.caller.may_act_on(found.node) else unknown_count(count_id)


def _people(counts: Sequence[Count]) -> list[str | None]:
    return [who for count in counts for who in (count.requested_by, *[line.counted_by for line in count.lines])]


def _rows(lines: Sequence[CountedInput], judged: Sequence[LineJudged | Refused]) -> tuple[CountedRow, ...]:
    return tuple(
        [
            CountedRow(line.sku, "refused", problem_document(each))
            if isinstance(each, Refused)
            else CountedRow(line.sku, each.outcome)
            for line, each in zip(lines, judged, strict=True)
        ]
    )


def _is_place(place: CountPlace) -> bool:
    """Whether a cursor of the right form can be one of ours."""
    return (
        place.requested_at.tzinfo is not None and not moment_problem("", place.requested_at) and is_uuid(place.count_id)
    )
