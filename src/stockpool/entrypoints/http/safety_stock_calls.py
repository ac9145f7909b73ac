"""Safety stock over HTTP: set in batches. Positions say what it is."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import ProblemDocument, problem_document
from stockpool.entrypoints.http.wire_master_data import Rows
from stockpool.entrypoints.http.wire_types import Id, Quantity
from stockpool.inventory.messages import SafetyStockInput, SafetyStockResult
from stockpool.kernel.refusals import Refused
from stockpool.workflows.safety_stock_desk import SafetyStockDesk

PATH = "/v1/positions/safety-stock"


class SafetyStockRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a position is to keep back from every channel, in the SKU's display unit; 0 is nothing."""

    sku: Id
    node: Id
    safety_stock: Quantity


class SafetyStockBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Positions, with the safety stock of each."""

    positions: Rows[SafetyStockRow]


class SafetyStockResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: updated, unchanged, or refused with the problem."""

    sku: str
    node: str
    outcome: str
    problem: ProblemDocument | None = None


class SafetyStockReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[SafetyStockResultRow, ...]


@dataclass(frozen=True, slots=True)
class SafetyStockCalls:
    """The calls about safety stock."""

    safety_stock: SafetyStockDesk

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method=method, path=PATH, summary="Set the safety stock of positions, one result a row",
                scopes=(Scope.STOCK, Scope.PLAN), respond=self.upsert, body=SafetyStockBatch, reply=SafetyStockReply,
                is_bulk=bulk_rows("positions"),
            )
            for method in ("POST", "PUT")
        ]  # fmt: skip

    async def upsert(self, call: Call[SafetyStockBatch, None]) -> Answer:
        """Store each good row. A key limited to nodes sets that of these."""
        rows = call.body.positions
        if denied := node_problem(call.caller, [(f"positions[{i}].node", row.node) for i, row in enumerate(rows)]):
            return denied
        results = await self.safety_stock.upsert(
            [SafetyStockInput(row.sku, row.node, row.safety_stock) for row in rows]
        )
        return answer(SafetyStockReply(tuple([_result(row, each) for row, each in zip(rows, results, strict=True)])))


def _result(row: SafetyStockRow, result: SafetyStockResult) -> SafetyStockResultRow:
    if isinstance(result, Refused):
        return SafetyStockResultRow(row.sku, row.node, "refused", problem_document(result))
    return SafetyStockResultRow(row.sku, row.node, result.outcome)
