"""Comparing with other systems over HTTP: sources, runs, exceptions, feeds, and what a confidence would hold back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor, not_a_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem, problem_document
from stockpool.entrypoints.http.wire_reconciliation import (
    AcceptInput,
    BufferList,
    BufferQuery,
    ExceptionPage,
    ExceptionQuery,
    ExplainInput,
    FeedList,
    FeedQuery,
    RunInput,
    RunPage,
    RunQuery,
    SourceBatch,
    SourceList,
    SourceReply,
    SourceResultRow,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.reconciliation.api import ExceptionFilter
from stockpool.reconciliation.messages import Run, Source, StockException
from stockpool.workflows.confidence_desk import ConfidenceDesk
from stockpool.workflows.reconciliation_desk import OutsideRow, ReconciliationDesk

PATH = "/v1/reconciliation"
ROOM = (Scope.READ, Scope.STOCK)
SETTLING = (Reason.UNKNOWN_EXCEPTION, Reason.EXCEPTION_SETTLED)


@dataclass(frozen=True, slots=True)
class ReconciliationCalls:
    """The calls about what other systems say; a key limited to nodes hears and decides of these only."""

    desk: ReconciliationDesk
    confidence: ConfidenceDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [*self._of_sources(), *self._of_exceptions(), *self._of_feeds()]

    def _of_sources(self) -> list[Endpoint]:
        return [
            *[
                Endpoint(
                    method=method, path=f"{PATH}/sources", scopes=(Scope.ADMIN,), respond=self.put_sources,
                    of_no_node=True,
                    summary="Create or replace systems whose stock is compared, one result a row", body=SourceBatch,
                    reply=SourceReply,
                )
                for method in ("POST", "PUT")
            ],
            Endpoint(
                method="GET", path=f"{PATH}/sources", summary="List systems whose stock is compared", scopes=ROOM,
                respond=self.sources, reply=SourceList,
            ),
            Endpoint(
                method="POST", path=f"{PATH}/runs", summary="Compare a system's stock with the pool",
                scopes=(Scope.STOCK,), respond=self.run, body=RunInput, reply=Run, status=201,
                refusals=(Reason.UNKNOWN_SOURCE, Reason.IN_USE),
            ),
            Endpoint(
                method="GET", path=f"{PATH}/runs", summary="List comparisons, the newest first", scopes=ROOM,
                respond=self.runs, query=RunQuery, reply=RunPage,
            ),
        ]  # fmt: skip

    def _of_exceptions(self) -> list[Endpoint]:
        one = f"{PATH}/exceptions/{{exception_id}}"
        return [
            Endpoint(
                method="GET", path=f"{PATH}/exceptions", summary="List positions that differ, the newest first",
                scopes=ROOM, respond=self.exceptions, query=ExceptionQuery, reply=ExceptionPage,
            ),
            Endpoint(
                method="GET", path=one, summary="Read an exception", scopes=ROOM, respond=self.exception,
                reply=StockException, refusals=(Reason.UNKNOWN_EXCEPTION,),
            ),
            Endpoint(
                method="POST", path=f"{one}/accept", summary="Record that the other system is right",
                scopes=(Scope.STOCK,), respond=self.accept, body=AcceptInput, body_optional=True, reply=StockException,
                refusals=SETTLING,
            ),
            Endpoint(
                method="POST", path=f"{one}/explain", summary="Say why a position differs; nothing is posted",
                scopes=(Scope.STOCK,), respond=self.explain, body=ExplainInput, reply=StockException,
                refusals=SETTLING,
            ),
        ]  # fmt: skip

    def _of_feeds(self) -> list[Endpoint]:
        return [
            Endpoint(
                method="GET", path="/v1/feeds", summary="How late systems tell what happened, and what that risks",
                scopes=ROOM, respond=self.feeds, query=FeedQuery, reply=FeedList,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/sources/{{source_id}}/health", scopes=ROOM, respond=self.health,
                summary="How late one system tells what happened, and what that risks", reply=FeedList,
            ),
            Endpoint(
                method="GET", path=f"{PATH}/buffers", scopes=ROOM, respond=self.buffers, query=BufferQuery,
                summary="What a confidence would hold back at each node, without holding it back", reply=BufferList,
            ),
        ]  # fmt: skip

    async def put_sources(self, call: Call[SourceBatch, None]) -> Answer:
        """Store each good row."""
        rows = [Source(**msgspec.structs.asdict(row)) for row in call.body.sources]
        results = await self.desk.put_sources(rows)
        shown = [
            SourceResultRow(row.id, "refused", problem_document(each))
            if isinstance(each, Refused)
            else SourceResultRow(row.id, "stored")
            for row, each in zip(rows, results, strict=True)
        ]
        return answer(SourceReply(tuple(shown)))

    async def sources(self, call: Call[None, None]) -> Answer:
        """All of them."""
        del call
        return answer(SourceList(tuple(await self.desk.sources())))

    async def run(self, call: Call[RunInput, None]) -> Answer | Refused:
        """Compare rows or a file; a key limited to nodes compares rows of these."""
        asked = call.body
        if bad := moment_problem("as_of", asked.as_of):
            return bad
        if asked.rows is not None and asked.file is not None:
            return field_problem("file", "is there beside rows: give one of them")
        if asked.rows is None:
            if denied := node_problem(call.caller, [("file", None)]):
                return denied
            done = await self.desk.run_named_file(
                asked.source, asked.file, asked.as_of, call.caller.id, datetime.now(UTC)
            )
            return done if isinstance(done, Refused) else answer(done, 201)
        for place, row in enumerate(asked.rows):
            if bad := moment_problem(f"rows[{place}].as_of", row.as_of):
                return bad
        if denied := node_problem(call.caller, [(f"rows[{i}].node", row.node) for i, row in enumerate(asked.rows)]):
            return denied
        rows = [OutsideRow(row.sku, row.node, row.quantity, row.as_of) for row in asked.rows]
        done = await self.desk.run_rows(asked.source, rows, asked.as_of, call.caller.id, datetime.now(UTC))
        return done if isinstance(done, Refused) else answer(done, 201)

    async def runs(self, call: Call[None, RunQuery]) -> Answer:
        """A page of runs."""
        asked = call.query
        before = _uuid_of(asked.cursor)
        if isinstance(before, Answer):
            return before
        found = await self.desk.runs(asked.source, before, asked.limit)
        return answer(RunPage(tuple(found), encode_cursor(found[-1].id) if len(found) == asked.limit else None))

    async def exceptions(self, call: Call[None, ExceptionQuery]) -> Answer:
        """A page of exceptions."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = _uuid_of(asked.cursor)
        if isinstance(after, Answer):
            return after
        nodes = asked.node or tuple(call.caller.nodes or ())
        wanted = ExceptionFilter(
            sources=asked.source, statuses=asked.status, causes=asked.cause, skus=asked.sku, nodes=nodes
        )
        found = await self.desk.exceptions(wanted, after, asked.limit)
        return answer(ExceptionPage(tuple(found), encode_cursor(found[-1].id) if len(found) == asked.limit else None))

    async def exception(self, call: Call[None, None]) -> Answer | Refused:
        """One of them."""
        found = await self._seen(call.path[0], call.caller)
        return answer(found) if isinstance(found, StockException) else found

    async def accept(self, call: Call[AcceptInput | None, None]) -> Answer | Refused:
        """Theirs is right."""
        found = await self._seen(call.path[0], call.caller)
        if not isinstance(found, StockException):
            return found
        note = call.body.note if call.body is not None else None
        done = await self.desk.accept(found.id, note, call.caller.id)
        return done if isinstance(done, Refused) else answer(done)

    async def explain(self, call: Call[ExplainInput, None]) -> Answer | Refused:
        """Somebody knows why."""
        found = await self._seen(call.path[0], call.caller)
        if not isinstance(found, StockException):
            return found
        done = await self.desk.explain(found.id, call.body.note, call.caller.id)
        return done if isinstance(done, Refused) else answer(done)

    async def _seen(self, exception_id: str, caller: Caller) -> StockException | Answer | Refused:
        """An exception that the caller may see."""
        if not is_uuid(exception_id):
            return Refused(Reason.UNKNOWN_EXCEPTION, f"there is no exception {exception_id!r}")
        found = await self.desk.exception(exception_id)
        if isinstance(found, Refused):
            return found
        return node_problem(caller, [("node", found.node)]) or found

    async def feeds(self, call: Call[None, FeedQuery]) -> Answer:
        """Each source at each node."""
        return await self._feeds(call.caller, call.query.source)

    async def health(self, call: Call[None, None]) -> Answer:
        """One source at each node."""
        return await self._feeds(call.caller, call.path[0])

    async def _feeds(self, caller: Caller, source: str | None) -> Answer:
        found = await self.confidence.feeds(datetime.now(UTC), source)
        return answer(FeedList(tuple([each for each in found if caller.nodes is None or each.node in caller.nodes])))

    async def buffers(self, call: Call[None, BufferQuery]) -> Answer:
        """What would be held back."""
        within = None if call.caller.nodes is None else sorted(call.caller.nodes)
        found = await self.confidence.would_hold_back(call.query.confidence, datetime.now(UTC), within)
        return answer(BufferList(call.query.confidence, tuple(found)))


def _uuid_of(cursor: str | None) -> str | Answer | None:
    """The identifier in a cursor of ours."""
    place = decode_cursor(cursor, str) if cursor is not None else None
    return not_a_cursor() if isinstance(place, str) and not is_uuid(place) else place
