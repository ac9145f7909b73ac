"""Questions about stock on the wire, and the pages they are answered with."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from stockpool.entrypoints.http.wire_types import Id, Moment
from stockpool.workflows.availability import SKUS_MAX
from stockpool.workflows.reading_stock import EntryReading, PositionReading

NAMED_MAX = 200
PAGE_MAX = 1_000

Skus = Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=SKUS_MAX)]
Named = Annotated[tuple[Id, ...], msgspec.Meta(max_length=NAMED_MAX)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)]

Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
EntryPlace = tuple[Number, Number]
"""Movement and line, as cursors of entries hold them."""

PositionPlace = tuple[str, str]
"""SKU and node, as cursors of positions hold them."""


class AvailabilityQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a channel can promise of some SKUs; the nodes that have them on request.

    `sold_at` is the node whose till asks: what it may sell from other nodes too.
    """

    channel: Id
    sku: Skus
    by_node: bool = False
    sold_at: Id | None = None


class AvailabilityInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same question as a body, for long lists."""

    channel: Id
    skus: Skus
    by_node: bool = False
    sold_at: Id | None = None


class PositionQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which positions, as the world was at `as_of` by what the ledger knew at `known_at`."""

    sku: Named = ()
    node: Named = ()
    as_of: Moment | None = None
    known_at: Moment | None = None
    cursor: str | None = None
    limit: Limit = 100


class PositionsReply(msgspec.Struct, frozen=True):
    """Positions in the order of SKU and node; `next` is the cursor of the following page."""

    positions: tuple[PositionReading, ...]
    next: str | None


class EntryQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of a position's entries, from its newest or its oldest on."""

    order: Literal["newest", "oldest"] = "newest"
    cursor: str | None = None
    limit: Limit = 100


class EntriesReply(msgspec.Struct, frozen=True):
    """What happened at a position, entry by entry; `next` is the cursor of the following page.

    `names` say what people and keys are called who are an entry's `actor`.
    """

    sku: str
    node: str
    entries: tuple[EntryReading, ...]
    next: str | None
    names: dict[str, str]
