"""Supply to come over HTTP: upserted in batches and listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import ProblemDocument, field_problem, problem_document
from stockpool.entrypoints.http.wire_master_data import ROWS_MAX
from stockpool.entrypoints.http.wire_stock import Limit, Named
from stockpool.entrypoints.http.wire_types import Id, Quantity, moment_problem
from stockpool.kernel.refusals import Refused
from stockpool.supply.api import Place
from stockpool.supply.messages import Supply, SupplyInput, SupplyKind, SupplyResult, SupplyStatus
from stockpool.workflows.supply_desk import SupplyDesk

PATH = "/v1/supplies"


class SupplyRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So much of a SKU that is to come to a node; `quantity` is all of it, what was received included.

    `from_node` is where a transfer leaves, for whoever receives it.
    """

    id: Id
    sku: Id
    node: Id
    kind: SupplyKind = SupplyKind.PURCHASE_ORDER
    quantity: Quantity
    expected_at: datetime
    status: SupplyStatus = SupplyStatus.OPEN
    from_node: Id | None = None


class SupplyBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Supplies to create or replace."""

    supplies: Annotated[tuple[SupplyRow, ...], msgspec.Meta(min_length=1, max_length=ROWS_MAX)]


class SupplyResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: created, updated, unchanged, or refused with the problem."""

    id: str
    outcome: str
    problem: ProblemDocument | None = None


class SupplyReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[SupplyResultRow, ...]


class SupplyQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which supplies; all where neither SKU nor node is named."""

    sku: Named = ()
    node: Named = ()
    cursor: str | None = None
    limit: Limit = 100


class SupplyPage(msgspec.Struct, frozen=True):
    """Supplies, the first expected first; `next` is the cursor of the following page."""

    supplies: tuple[Supply, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class SupplyCalls:
    """The calls about supply to come."""

    supplies: SupplyDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        said = "Create or replace supply to come, one result a row"
        return [
            *[
                Endpoint(
                    method=method, path=PATH, summary=said, scopes=(Scope.STOCK,), respond=self.upsert,
                    body=SupplyBatch, reply=SupplyReply,
                is_bulk=bulk_rows("supplies"),
                )
                for method in ("POST", "PUT")
            ],
            Endpoint(
                method="GET", path=PATH, summary="List supply to come, the first expected first",
                scopes=(Scope.READ, Scope.STOCK, Scope.WORK), respond=self.list, query=SupplyQuery, reply=SupplyPage,
            ),
        ]  # fmt: skip

    async def upsert(self, call: Call[SupplyBatch, None]) -> Answer:
        """Store each good row. A key limited to nodes announces what comes to these."""
        rows = call.body.supplies
        if denied := node_problem(call.caller, [(f"supplies[{i}].node", row.node) for i, row in enumerate(rows)]):
            return denied
        wired = [SupplyInput(**msgspec.structs.asdict(row)) for row in rows]
        results = await self.supplies.upsert(wired)
        return answer(SupplyReply(tuple([_result(row, each) for row, each in zip(rows, results, strict=True)])))

    async def list(self, call: Call[None, SupplyQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        asked = call.query
        if denied := node_problem(call.caller, [("node", node) for node in asked.node] or [("node", None)]):
            return denied
        after = decode_cursor(asked.cursor, tuple[datetime, str]) if asked.cursor is not None else None
        if isinstance(after, Answer):
            return after
        if after is not None and (after[0].tzinfo is None or moment_problem("cursor", after[0])):
            return field_problem("cursor", "is not a cursor of this list")
        place = Place(*after) if after is not None else None
        found = await self.supplies.list(asked.sku, asked.node, place, asked.limit)
        full = len(found) == asked.limit
        return answer(SupplyPage(tuple(found), encode_cursor((found[-1].expected_at, found[-1].id)) if full else None))


def _result(row: SupplyRow, result: SupplyResult) -> SupplyResultRow:
    if isinstance(result, Refused):
        return SupplyResultRow(row.id, "refused", problem_document(result))
    return SupplyResultRow(row.id, result.outcome)
