"""Tills over HTTP: journals are uploaded, and what a till shows is asked in one call."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.fact_calls import CHUNK, TILL_KINDS
from stockpool.entrypoints.http.problems import field_problem, problem_document
from stockpool.entrypoints.http.reading_journals import read_each_entry, refused_entry
from stockpool.entrypoints.http.wire_tills import (
    EntryInput,
    EntryResult,
    JournalByPlace,
    JournalInput,
    JournalQuery,
    JournalReply,
    JournalStatus,
    NumberRange,
    ViewQuery,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.inventory.api import JournalState
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import ShipTo
from stockpool.workflows.journal import Taken, clock_shift, fact_of, results_of
from stockpool.workflows.till_desk import TillDesk, TillQuestion, TillView


@dataclass(frozen=True, slots=True)
class TillCalls:
    """The calls of tills."""

    ledger: Ledger
    tills: TillDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        shop = (Scope.READ, Scope.SELL, Scope.WORK)
        return [
            Endpoint(
                method="GET", path="/v1/tills/view", summary="What a till shows of a SKU",
                scopes=shop, respond=self.view, query=ViewQuery, reply=TillView,
                refusals=(
                    Reason.UNKNOWN_CHANNEL, Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE, Reason.NODE_OUTSIDE_POOL,
                    Reason.INVALID_QUANTITY,
                ),
            ),
            Endpoint(
                method="POST", path="/v1/tills/{till}/journal", summary="Upload what a till did, one result a line",
                scopes=(Scope.STOCK, Scope.SELL), respond=self.record, body=JournalInput, read_parts=read_each_entry,
                reply=JournalReply,
            ),
            Endpoint(
                method="GET", path="/v1/tills/{till}/journal", summary="What of a till is recorded and missing",
                scopes=(Scope.READ, Scope.STOCK, Scope.SELL), respond=self.journal, query=JournalQuery,
                reply=JournalStatus, refusals=(Reason.INVALID_INPUT,),
            ),
        ]  # fmt: skip

    async def record(self, call: Call[JournalInput | JournalByPlace, None]) -> Answer:
        """Record each line by itself; a bad one leaves the others alone."""
        journal = call.body.by_place() if isinstance(call.body, JournalInput) else call.body
        place = (journal.node, call.path[0])
        if bad := _place_problem(call.caller, place) or moment_problem("clock", journal.clock):
            return bad
        results = dict(journal.refused)
        good: list[tuple[int, EntryInput]] = []
        for at, entry in journal.numbered:
            if (denied := _denied(call.caller, entry)) is not None:
                results[at] = denied
            else:
                good.append((at, entry))
        upload = await self.tills.begin_upload()
        shift = clock_shift(journal.clock, upload.at)
        entries = [entry.entry() for _, entry in good]
        facts = [fact_of(entry, place, call.caller.id, upload, shift) for entry in entries]
        replies: list[msgspec.Struct] = []
        for start in range(0, len(facts), CHUNK):
            replies += await asyncio.gather(*map(self.ledger.submit, facts[start : start + CHUNK]))
        taken = results_of(entries, replies, upload)
        results |= {at: _result(entry, each) for (at, entry), each in zip(good, taken, strict=True)}
        numbers = [each.number for each in taken if isinstance(each, Taken)]
        state = await self.tills.note_upload(place, numbers, shift if journal.clock is not None else None, upload)
        ordered = tuple([results[at] for at in range(len(results))])
        outcomes = Counter([each.outcome for each in ordered])
        return answer(
            JournalReply(
                ordered,
                recorded=outcomes["recorded"],
                repeated=outcomes["repeated"],
                refused=outcomes["refused"],
                clock_shift_s=shift.total_seconds(),
                journal=_status(place, state),
            )
        )

    async def journal(self, call: Call[None, JournalQuery]) -> Answer:
        """What is recorded of a till."""
        place = (call.query.node, call.path[0])
        if bad := _place_problem(call.caller, place):
            return bad
        state = await self.tills.journal(*place)
        if state is None:
            return field_problem("node", f"no till {place[1]!r} of node {place[0]!r} has uploaded a journal")
        return answer(_status(place, state))

    async def view(self, call: Call[None, ViewQuery]) -> Answer | Refused:
        """One SKU as a till shows it; a till may see what it may sell from other nodes too."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", asked.node)]):
            return denied
        if (asked.sku is None) == (asked.barcode is None):
            return field_problem("sku", "name either sku or barcode")
        if (asked.latitude is None) != (asked.longitude is None):
            return field_problem("latitude", "goes with longitude")
        to = None if asked.latitude is None else ShipTo(latitude=asked.latitude, longitude=asked.longitude)
        found = await self.tills.view(
            TillQuestion(
                node=asked.node,
                channel=asked.channel,
                sku=asked.sku,
                barcode=asked.barcode,
                quantity=asked.quantity,
                near=asked.near,
                ship_to=to,
            )
        )
        return found if isinstance(found, Refused) else answer(found)


def _place_problem(caller: Caller, place: tuple[str, str]) -> Answer | None:
    node, till = place
    said = id_problem(till)
    return field_problem("till", said) if said else node_problem(caller, [("node", node)])


def _denied(caller: Caller, entry: EntryInput) -> EntryResult | None:
    """A line that the caller may not record."""
    if entry.kind in TILL_KINDS or caller.allows(Scope.STOCK):
        return None
    return refused_entry(entry.number, "kind", f"{entry.kind} needs the scope stock", Reason.FORBIDDEN)


def _result(entry: EntryInput, result: Taken | Refused) -> EntryResult:
    if isinstance(result, Refused):
        return EntryResult(entry.number, "refused", problem=problem_document(result))
    return EntryResult(entry.number, "repeated" if result.repeated else "recorded", result.movement, result.notes)


def _status(place: tuple[str, str], state: JournalState) -> JournalStatus:
    return JournalStatus(
        *place,
        first=state.first,
        last=state.last,
        recorded=state.recorded,
        missing=_ranges(state.missing),
        clock_shift_s=state.clock_shift_s,
        uploaded_at=state.uploaded_at,
    )


def _ranges(missing: Sequence[tuple[int, int]]) -> tuple[NumberRange, ...]:
    return tuple([NumberRange(first, last) for first, last in missing])
