"""Stock as it is read: what can be promised, positions at any moment, their entries, single holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from stockpool.access.api import Caller, NameBook, Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.wire_stock import (
    AvailabilityInput,
    AvailabilityQuery,
    EntriesReply,
    EntryPlace,
    EntryQuery,
    PositionPlace,
    PositionQuery,
    PositionsReply,
)
from stockpool.entrypoints.http.wire_types import moment_problem
from stockpool.inventory.api import EntryCursor, Moment, PositionFilter
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.availability import Availability
from stockpool.workflows.reading_holds import HoldReading
from stockpool.workflows.stock_desk import StockDesk

Place = TypeVar("Place")

PROMISING = (Reason.UNKNOWN_CHANNEL, Reason.UNKNOWN_SKU)
REPORT_FROM = 100
"""More positions on a page than this are for a report."""

FINDING = (Reason.UNKNOWN_SKU, Reason.UNKNOWN_NODE)


@dataclass(frozen=True, slots=True)
class StockCalls:
    """The calls that read stock. A key limited to nodes hears of these only, but for what a till of its may sell."""

    stock: StockDesk
    names: NameBook

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        shop, room = (Scope.READ, Scope.SELL, Scope.WORK), (Scope.READ, Scope.STOCK, Scope.WORK)
        return [
            Endpoint(
                method="GET", path="/v1/availability", summary="What a channel can promise now", scopes=shop,
                respond=self.availability, query=AvailabilityQuery, reply=Availability, refusals=PROMISING,
                is_bulk=bulk_rows("sku"),
            ),
            Endpoint(
                method="POST", path="/v1/availability", summary="What a channel can promise now of up to 1,000 SKUs",
                scopes=shop, respond=self.availability_of_many, body=AvailabilityInput, reply=Availability,
                refusals=PROMISING, is_bulk=bulk_rows("skus"),
            ),
            Endpoint(
                method="GET", path="/v1/positions", summary="List positions, now or as of another moment", scopes=room,
                respond=self.positions, query=PositionQuery, reply=PositionsReply, refusals=FINDING,
                is_bulk=_is_report,
            ),
            Endpoint(
                method="GET", path="/v1/positions/{sku}/{node}/entries", summary="What happened at a position",
                scopes=room, respond=self.entries, query=EntryQuery, reply=EntriesReply, refusals=FINDING,
            ),
            Endpoint(
                method="GET", path="/v1/holds/{hold_id}", summary="Read a hold", scopes=shop, respond=self.hold,
                reply=HoldReading, refusals=(Reason.UNKNOWN_HOLD,),
            ),
        ]  # fmt: skip

    async def availability(self, call: Call[None, AvailabilityQuery]) -> Answer | Refused:
        """What can be promised of the SKUs in the query."""
        asked = call.query
        if denied := _denied_till(call.caller, asked.sold_at):
            return denied
        within = call.caller.nodes if asked.sold_at is None else None
        found = await self.stock.availability(asked.channel, asked.sku, by_node=asked.by_node, within=within)
        return _as_parameters(found) if isinstance(found, Refused) else answer(found)

    async def availability_of_many(self, call: Call[AvailabilityInput, None]) -> Answer | Refused:
        """What can be promised of the SKUs in the body."""
        asked = call.body
        if denied := _denied_till(call.caller, asked.sold_at):
            return denied
        within = call.caller.nodes if asked.sold_at is None else None
        found = await self.stock.availability(asked.channel, asked.skus, by_node=asked.by_node, within=within)
        return found if isinstance(found, Refused) else answer(found)

    async def positions(self, call: Call[None, PositionQuery]) -> Answer | Refused:
        """A page of positions."""
        asked = call.query
        if bad := moment_problem("as_of", asked.as_of) or moment_problem("known_at", asked.known_at):
            return bad
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = _place(asked.cursor, PositionPlace, ("", ""))
        if isinstance(after, Answer):
            return after
        page = await self.stock.positions(
            PositionFilter(asked.sku, asked.node),
            within=call.caller.nodes,
            moment=Moment(asked.as_of, asked.known_at),
            after=after,
            limit=asked.limit,
        )
        return page if isinstance(page, Refused) else answer(PositionsReply(page.items, _cursor(page.next_after)))

    async def entries(self, call: Call[None, EntryQuery]) -> Answer | Refused:
        """A page of a position's entries."""
        asked, (sku, node) = call.query, call.path
        if denied := node_problem(call.caller, [("node", node)]):
            return denied
        place = _place(asked.cursor, EntryPlace, None)
        if isinstance(place, Answer):
            return place
        after = None if place is None else EntryCursor(*place)
        page = await self.stock.entries(
            (sku, node), after=after, newest_first=asked.order == "newest", limit=asked.limit
        )
        if isinstance(page, Refused):
            return page
        last = page.next_after
        following = None if last is None else (last.movement_id, last.line)
        names = await self.names.of([each.actor for each in page.items])
        return answer(EntriesReply(sku, node, page.items, _cursor(following), names))

    async def hold(self, call: Call[None, None]) -> Answer | Refused:
        """A hold, open or not."""
        found = await self.stock.hold(call.path[0])
        if isinstance(found, Refused):
            return found
        denied = node_problem(call.caller, [(f"lines[{i}].node", line.node) for i, line in enumerate(found.lines)])
        return denied or answer(found)


def _is_report(call: Call[None, PositionQuery]) -> bool:
    """The past is added up entry by entry, and nobody reads long pages while a customer waits."""
    asked = call.query
    return asked.as_of is not None or asked.known_at is not None or asked.limit > REPORT_FROM


def _denied_till(caller: Caller, sold_at: str | None) -> Answer | None:
    return None if sold_at is None else node_problem(caller, [("sold_at", sold_at)])


def _place(cursor: str | None, kind: Any, beginning: Place) -> Any:  # noqa: ANN401 - a place of that kind, or an Answer
    return beginning if cursor is None else decode_cursor(cursor, kind)


def _cursor(place: object) -> str | None:
    return None if place is None else encode_cursor(place)


def _as_parameters(refused: Refused) -> Refused:
    """A refusal of `skus[0]` for a caller who sent a query, where every SKU is a parameter `sku`."""
    problems = tuple(
        Problem("sku" if problem.path.startswith("skus") else problem.path, problem.message)
        for problem in refused.problems
    )
    first = problems[0]
    return Refused(refused.reason, f"{first.path}: {first.message}", problems, refused.details)
