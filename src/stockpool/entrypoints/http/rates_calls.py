"""Rate tables over HTTP: put as a whole, listed, read, and asked for a quote."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.editable import PageQuery, etag_of, expected_revision
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import Fault, problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import Quote, RatesAnswer, RatesHead, RatesInput, wired_rates
from stockpool.runtime.database import Database
from stockpool.workflows.rates_desk import QuoteInput, RatesDesk

PATH = "/v1/network/rates"
ONE = f"{PATH}/{{name}}"


class RatesReply(msgspec.Struct, frozen=True):
    """What became of the table: created, updated or unchanged."""

    name: str
    outcome: str
    revision: int


class RatesPage(msgspec.Struct, frozen=True):
    """Rate tables without their rows, in the order of their names; `next` is the cursor of the following page."""

    rates: tuple[RatesHead, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class RatesCalls:
    """The calls about rate tables."""

    database: Database

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="POST", path=PATH, summary="Create or replace one rate table as a whole",
                scopes=(Scope.ADMIN,), of_no_node=True, respond=self.put, body=RatesInput, reply=RatesReply,
                refusals=(Reason.STALE_VERSION, Reason.UNKNOWN_NODE),
            ),
            Endpoint(
                method="GET", path=PATH, summary="List rate tables without their rows",
                scopes=(Scope.READ,), respond=self.list, query=PageQuery, reply=RatesPage,
            ),
            Endpoint(
                method="GET", path=ONE, summary="Read one rate table with its ETag",
                scopes=(Scope.READ,), respond=self.get, reply=RatesAnswer, refusals=(Fault.NOT_FOUND,),
            ),
            Endpoint(
                method="POST", path=f"{ONE}/quote", summary="What one parcel costs, and how that is reckoned",
                scopes=(Scope.READ,), respond=self.quote, body=QuoteInput, reply=Quote,
                refusals=(Fault.NOT_FOUND, Reason.UNKNOWN_NODE),
            ),
        ]  # fmt: skip

    async def put(self, call: Call[RatesInput, None]) -> Answer | Refused:
        """Store the whole table if it is still the revision that the caller read."""
        expected = expected_revision(call.headers)
        if isinstance(expected, Answer):
            return expected
        row = call.body
        result = await RatesDesk(self.database).put(row, {} if expected is None else {row.name: expected})
        if isinstance(result, Refused):
            return result
        reply = RatesReply(row.name, result.outcome, result.revision)
        return answer(reply, 201 if result.outcome == "created" else 200, etag_of(result.revision))

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, str) if call.query.cursor is not None else None
        if isinstance(after, Answer):
            return after
        heads = await RatesDesk(self.database).list(after, call.query.limit)
        full = len(heads) == call.query.limit
        return answer(RatesPage(tuple(heads), encode_cursor(heads[-1].name) if full else None))

    async def get(self, call: Call[None, None]) -> Answer:
        """One table; 304 when the caller has it already."""
        stored = await RatesDesk(self.database).get(call.path[0])
        if stored is None:
            return _unknown(call.path[0])
        etag = etag_of(stored.revision)
        if call.headers.get(b"if-none-match") in (etag[1], b"*"):
            return Answer(304, b"", (etag,))
        return answer(wired_rates(stored.value), 200, etag)

    async def quote(self, call: Call[QuoteInput, None]) -> Answer | Refused:
        """The cost of one parcel."""
        quote = await RatesDesk(self.database).quote(call.path[0], call.body)
        if quote is None:
            return _unknown(call.path[0])
        return quote if isinstance(quote, Refused) else answer(quote)


def _unknown(name: str) -> Answer:
    return problem(Fault.NOT_FOUND, f"there is no rate table {name!r}")
