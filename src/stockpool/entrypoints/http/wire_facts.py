"""Facts on the wire."""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpool.entrypoints.http.wire_types import Id, Moment, Quantity, Refusal
from stockpool.inventory.messages import FactKind, FactRecorded, StockLevel, Unavailability

FACTS_MAX = 10_000


class FactInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened to a SKU at a node; (source, source_id) make a repeated one known."""

    kind: FactKind
    sku: Id
    node: Id
    quantity: Quantity
    occurred_at: Moment | None = None
    to_node: Id | None = None
    reason: Unavailability | None = None
    reference: Id | None = None
    escrow: Id | None = None
    source: Id | None = None
    source_id: Annotated[str, msgspec.Meta(min_length=1, max_length=255)] | None = None


class FactBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Facts to record, each by itself."""

    facts: Annotated[tuple[FactInput, ...], msgspec.Meta(min_length=1, max_length=FACTS_MAX)]

    def by_place(self) -> FactsByPlace:
        """The facts with their places."""
        return FactsByPlace(list(enumerate(self.facts)))


class FactsByPlace(msgspec.Struct):
    """The facts of a batch that have their form, and the refusals of those that have it not, each with its place."""

    numbered: list[tuple[int, FactInput]]
    refused: dict[int, Refusal] = {}


class FactResult(msgspec.Struct, frozen=True, tag="recorded", tag_field="outcome", omit_defaults=True):
    """A fact stands in the ledger; `levels` is what it left behind."""

    movement: int
    levels: tuple[StockLevel, ...]
    notes: tuple[str, ...] = ()


class FactReply(msgspec.Struct, frozen=True):
    """One result for each fact, in their order."""

    results: tuple[FactResult | Refusal, ...]


def fact_result(recorded: FactRecorded) -> FactResult:
    """What a caller is told of a recorded fact."""
    return FactResult(recorded.movement, recorded.levels, recorded.notes)
