"""Master data over HTTP: SKUs, nodes and channels are listed, read, upserted in batches and replaced one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Generic

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.application import MasterData, T
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import Fault, ProblemDocument, field_problem, problem, problem_document
from stockpool.kernel.editing import Upserted
from stockpool.kernel.refusals import Reason, Refused

PAGE_MAX = 1_000

_ETAG = re.compile(r'^(?:W/)?"(\d{1,18})"$')


class PageQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of a list."""

    cursor: str | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 100


class RowResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: created, updated, unchanged, or refused with the problem."""

    id: str
    outcome: str
    revision: int | None = None
    problem: ProblemDocument | None = None


class UpsertReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[RowResult, ...]


@dataclass(frozen=True)
class EditableRoutes(Generic[T]):
    """The calls for one kind of master data."""

    path: str
    plural: str
    row_type: type[T]
    batch: type[msgspec.Struct]
    page: type[msgspec.Struct]
    data: MasterData[T]
    write_scopes: tuple[Scope, ...] = (Scope.ADMIN,)

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        name, one = self.plural[:-1], f"{self.path}/{{id}}"
        return [
            Endpoint(
                method="POST", path=self.path, summary=f"Create or replace {self.plural}, one result a row",
                scopes=self.write_scopes, of_no_node=True, respond=self.upsert, body=self.batch, reply=UpsertReply,
                is_bulk=bulk_rows(self.plural),
            ),
            Endpoint(
                method="GET", path=self.path, summary=f"List {self.plural} in the order of their ids",
                scopes=(Scope.READ, Scope.WORK), respond=self.list, query=PageQuery, reply=self.page,
            ),
            Endpoint(
                method="GET", path=one, summary=f"Read one {name} with its ETag",
                scopes=(Scope.READ, Scope.WORK), respond=self.get, reply=self.row_type, refusals=(Fault.NOT_FOUND,),
            ),
            Endpoint(
                method="PUT", path=one, summary=f"Create or replace one {name}, if it is still as If-Match says",
                scopes=self.write_scopes, of_no_node=True, respond=self.replace, body=self.row_type, reply=RowResult,
                refusals=(Reason.STALE_VERSION, Reason.IN_USE, Reason.IMMUTABLE_FIELD),
            ),
        ]  # fmt: skip

    async def upsert(self, call: Call[Any, None]) -> Answer:
        """Store each good row."""
        rows: tuple[T, ...] = getattr(call.body, self.plural)
        results = await self.data.upsert(rows, {})
        pairs = zip(rows, results, strict=True)
        return answer(UpsertReply(tuple(_row_result(row.id, result) for row, result in pairs)))

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, str) if call.query.cursor is not None else None
        if isinstance(after, Answer):
            return after
        rows = [stored.value for stored in await self.data.list(after, call.query.limit)]
        full = len(rows) == call.query.limit
        return answer({self.plural: rows, "next": encode_cursor(rows[-1].id) if full else None})

    async def get(self, call: Call[None, None]) -> Answer:
        """One row; 304 when the caller has it already."""
        stored = await self.data.get(call.path[0])
        if stored is None:
            return problem(Fault.NOT_FOUND, f"there is no {self.plural[:-1]} {call.path[0]!r}")
        etag = etag_of(stored.revision)
        if call.headers.get(b"if-none-match") in (etag[1], b"*"):
            return Answer(304, b"", (etag,))
        return answer(stored.value, 200, etag)

    async def replace(self, call: Call[T, None]) -> Answer | Refused:
        """Store one row if it is still the revision that the caller read."""
        row_id = call.path[0]
        if call.body.id != row_id:
            return field_problem("id", f"must be {row_id!r}, as in the path")
        expected = expected_revision(call.headers)
        if isinstance(expected, Answer):
            return expected
        (result,) = await self.data.upsert((call.body,), {} if expected is None else {row_id: expected})
        if isinstance(result, Refused):
            return result
        status = 201 if result.outcome == "created" else 200
        return answer(_row_result(row_id, result), status, etag_of(result.revision))


def _row_result(row_id: str, result: Upserted[Any] | Refused) -> RowResult:
    if isinstance(result, Refused):
        return RowResult(row_id, "refused", problem=problem_document(result))
    return RowResult(row_id, result.outcome, result.revision)


def etag_of(revision: int) -> tuple[bytes, bytes]:
    """The header that names a revision."""
    return (b"etag", f'"{revision}"'.encode())


def expected_revision(headers: dict[bytes, bytes]) -> int | Answer | None:
    """The revision in If-Match; 0 for `If-None-Match: *`, which asks that nothing be there; None without either."""
    if headers.get(b"if-none-match") == b"*":
        return 0
    given = headers.get(b"if-match")
    if given is None:
        return None
    match = _ETAG.match(given.decode("latin-1").strip())
    return int(match[1]) if match else field_problem("If-Match", "must be the ETag of an earlier answer")
