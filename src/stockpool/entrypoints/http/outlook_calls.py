"""Outlooks over HTTP: told in batches and listed."""

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
from stockpool.entrypoints.http.wire_master_data import Rows
from stockpool.entrypoints.http.wire_stock import Limit, Named
from stockpool.entrypoints.http.wire_types import Id, Moment
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.api import OutlookInput, OutlookResult, StoredOutlook
from stockpool.workflows.outlook_desk import OutlookDesk

PATH = "/v1/sourcing/outlooks"


class OutlookRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a node sells of a SKU a day without orders from elsewhere, in the SKU's display unit.

    `days_to_delivery` are told where no supply to come says them.
    """

    sku: Id
    node: Id
    demand_per_day: Annotated[float, msgspec.Meta(ge=0, le=1e12)]
    days_to_delivery: Annotated[float, msgspec.Meta(ge=0, le=3660)] | None = None
    as_of: Moment | None = None


class OutlookBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SKUs at nodes, with the outlook of each."""

    outlooks: Rows[OutlookRow]


class OutlookResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: created, updated, unchanged, or refused with the problem."""

    sku: str
    node: str
    outcome: str
    problem: ProblemDocument | None = None


class OutlookReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[OutlookResultRow, ...]


class OutlookQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of which SKUs and nodes; of all where none is named."""

    sku: Named = ()
    node: Named = ()
    limit: Limit = 100
    cursor: str | None = None


class OutlookPage(msgspec.Struct, frozen=True):
    """Outlooks in the order of SKUs and nodes; `next` is the cursor of the following page."""

    outlooks: tuple[StoredOutlook, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class OutlookCalls:
    """The calls about outlooks."""

    outlooks: OutlookDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            *[
                Endpoint(
                    method=method, path=PATH, summary="Tell what SKUs sell at nodes, one result a row",
                    scopes=(Scope.STOCK, Scope.PLAN), respond=self.upsert, body=OutlookBatch, reply=OutlookReply,
                is_bulk=bulk_rows("outlooks"),
                )
                for method in ("POST", "PUT")
            ],
            Endpoint(
                method="GET", path=PATH, summary="List what SKUs sell at nodes, by SKU and node",
                scopes=(Scope.READ, Scope.STOCK, Scope.PLAN), respond=self.list, query=OutlookQuery, reply=OutlookPage,
            ),
        ]  # fmt: skip

    async def upsert(self, call: Call[OutlookBatch, None]) -> Answer:
        """Store each good row. A key limited to nodes tells of these."""
        rows = call.body.outlooks
        if denied := node_problem(call.caller, [(f"outlooks[{i}].node", row.node) for i, row in enumerate(rows)]):
            return denied
        results = await self.outlooks.upsert([OutlookInput(**msgspec.structs.asdict(row)) for row in rows])
        return answer(OutlookReply(tuple([_result(row, each) for row, each in zip(rows, results, strict=True)])))

    async def list(self, call: Call[None, OutlookQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node] or [("node", None)]):
            return denied
        after = decode_cursor(asked.cursor, tuple[str, str]) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        found = await self.outlooks.list(asked.sku, asked.node, after, asked.limit)
        full = len(found) == asked.limit
        return answer(OutlookPage(tuple(found), encode_cursor((found[-1].sku, found[-1].node)) if full else None))


def _result(row: OutlookRow, result: OutlookResult) -> OutlookResultRow:
    if isinstance(result, Refused):
        return OutlookResultRow(row.sku, row.node, "refused", problem_document(result))
    return OutlookResultRow(row.sku, row.node, result.outcome)
