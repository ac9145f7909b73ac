"""Shipping lanes over HTTP: upserted in batches and listed. Their way, carrier and service are their id."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from stockpool.access.api import Scope
from stockpool.entrypoints.http.answers import Answer, answer
from stockpool.entrypoints.http.cursors import decode_cursor, encode_cursor
from stockpool.entrypoints.http.editable import PageQuery
from stockpool.entrypoints.http.endpoints import Call, Endpoint, bulk_rows
from stockpool.entrypoints.http.problems import ProblemDocument, problem_document
from stockpool.entrypoints.http.wire_master_data import ShippingLaneBatch, ShippingLanePage
from stockpool.kernel.refusals import Refused
from stockpool.network.messages import ShippingLaneKey, ShippingLaneResult, key_of
from stockpool.runtime.database import Database
from stockpool.workflows.edit_master_data import ShippingLaneDesk

PATH = "/v1/network/shipping-lanes"


class ShippingLaneResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: created, updated, unchanged, or refused with the problem."""

    outcome: str
    problem: ProblemDocument | None = None


class ShippingLaneReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[ShippingLaneResultRow, ...]


@dataclass(frozen=True, slots=True)
class ShippingLaneCalls:
    """The calls about shipping lanes."""

    database: Database

    def endpoints(self) -> list[Endpoint]:
        """Their declarations."""
        return [
            Endpoint(
                method="POST", path=PATH, summary="Create or replace shipping lanes, one result a row",
                scopes=(Scope.ADMIN,), respond=self.upsert, body=ShippingLaneBatch, reply=ShippingLaneReply,
                of_no_node=True,
                is_bulk=bulk_rows("shipping_lanes"),
            ),
            Endpoint(
                method="GET", path=PATH, summary="List shipping lanes by where they start, then by where they go",
                scopes=(Scope.READ,), respond=self.list, query=PageQuery, reply=ShippingLanePage,
            ),
        ]  # fmt: skip

    async def upsert(self, call: Call[ShippingLaneBatch, None]) -> Answer:
        """Store each good row."""
        results = await ShippingLaneDesk(self.database).upsert(call.body.shipping_lanes)
        return answer(ShippingLaneReply(tuple([_result(each) for each in results])))

    async def list(self, call: Call[None, PageQuery]) -> Answer:
        """A page, and the cursor of the next one when this one is full."""
        after = decode_cursor(call.query.cursor, ShippingLaneKey) if call.query.cursor is not None else None
        if isinstance(after, Answer):
            return after
        lanes = await ShippingLaneDesk(self.database).list(after, call.query.limit)
        full = len(lanes) == call.query.limit
        return answer(ShippingLanePage(tuple(lanes), encode_cursor(key_of(lanes[-1])) if full else None))


def _result(result: ShippingLaneResult) -> ShippingLaneResultRow:
    if isinstance(result, Refused):
        return ShippingLaneResultRow("refused", problem_document(result))
    return ShippingLaneResultRow(result.outcome)
