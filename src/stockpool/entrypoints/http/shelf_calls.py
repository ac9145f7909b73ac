"""Shelves over HTTP: set in batches and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import ProblemDocument, problem_document
from stockpool.entrypoints.http.wire_master_data import ROWS_MAX
from stockpool.entrypoints.http.wire_stock import Limit, Named
from stockpool.entrypoints.http.wire_types import Id
from stockpool.kernel.refusals import Refused
from stockpool.warehouse.api import SHELVES_MAX, Shelved
from stockpool.warehouse.messages import ShelfInput, ShelfResult
from stockpool.workflows.shelf_desk import ShelfDesk

PATH = "/v1/warehouse/shelves"

WORK = (Scope.WORK, Scope.STOCK)
READS = (*WORK, Scope.READ)

Shelf = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


class ShelfRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a SKU lies at a node, the shelf where it is picked first; none: nobody knows."""

    node: Id
    sku: Id
    shelves: Annotated[tuple[Shelf, ...], msgspec.Meta(max_length=SHELVES_MAX)]


class ShelfBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SKUs at nodes, with the shelves of each."""

    shelves: Annotated[tuple[ShelfRow, ...], msgspec.Meta(min_length=1, max_length=ROWS_MAX)]


class ShelfResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: created, updated, unchanged, or refused with the problem."""

    node: str
    sku: str
    outcome: str
    problem: ProblemDocument | None = None


class ShelfReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[ShelfResultRow, ...]


class ShelfQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which nodes and SKUs; a caller limited to nodes sees theirs."""

    node: Named = ()
    sku: Named = ()
    cursor: str | None = None
    limit: Limit = 100


class ShelfPage(msgspec.Struct, frozen=True):
    """Where things lie, in the order of nodes and SKUs; `next` is the cursor of the following page."""

    shelves: tuple[Shelved, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class ShelfCalls:
    """The calls about shelves."""

    shelves: ShelfDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="PUT", path=PATH, summary="Set where SKUs lie at nodes, one result a row", scopes=WORK,
                respond=self.put, body=ShelfBatch, reply=ShelfReply, is_bulk=bulk_rows("shelves"),
            ),
            Endpoint(
                method="GET", path=PATH, summary="List where SKUs lie", scopes=READS, respond=self.list,
                query=ShelfQuery, reply=ShelfPage,
            ),
        ]  # fmt: skip

    async def put(self, call: Call[ShelfBatch, None]) -> Answer:
        """Store each good row. A caller limited to nodes sets shelves of these."""
        rows = call.body.shelves
        if denied := node_problem(call.caller, [(f"shelves[{i}].node", row.node) for i, row in enumerate(rows)]):
            return denied
        results = await self.shelves.put([ShelfInput(node=row.node, sku=row.sku, shelves=row.shelves) for row in rows])
        return answer(ShelfReply(tuple([_result(row, each) for row, each in zip(rows, results, strict=True)])))

    async def list(self, call: Call[None, ShelfQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node]):
            return denied
        after = decode_cursor(asked.cursor, tuple[str, str]) if asked.cursor is not None else ("", "")
        if isinstance(after, Answer):
            return after
        nodes = asked.node or tuple(sorted(call.caller.nodes or ()))
        found = await self.shelves.list(nodes, asked.sku, after, asked.limit)
        full = len(found) == asked.limit
        return answer(ShelfPage(tuple(found), encode_cursor((found[-1].node, found[-1].sku)) if full else None))


def _result(row: ShelfRow, result: ShelfResult) -> ShelfResultRow:
    if isinstance(result, Refused):
        return ShelfResultRow(row.node, row.sku, "refused", problem_document(result))
    return ShelfResultRow(row.node, row.sku, result.outcome)
