"""Escrows, journals and the screens of tills on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from stockpool.entrypoints.http.problems import ProblemDocument
from stockpool.entrypoints.http.wire_stock import Limit
from stockpool.entrypoints.http.wire_types import LINES_MAX, TTL_S_MAX, Id, Moment, Quantity, TtlSeconds
from stockpool.inventory.messages import FactKind, Unavailability
from stockpool.workflows.journal import JournalEntry
from stockpool.workflows.till_desk import EscrowReading

ENTRIES_MAX = 10_000
NUMBER_MAX = 10**15
NEAR_MAX = 50

GraceSeconds = Annotated[int, msgspec.Meta(ge=0, le=TTL_S_MAX)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class EscrowLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity of a SKU, in its display unit."""

    sku: Id
    quantity: Quantity


class EscrowInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a till may sell while it is cut off; all lines or none, unless partial.

    Until `sells_until` or for `ttl_seconds`; late sales find the units `grace_seconds` longer.
    """

    node: Id
    till: Id
    lines: Annotated[tuple[EscrowLineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]
    sells_until: Moment | None = None
    ttl_seconds: TtlSeconds | None = None
    grace_seconds: GraceSeconds | None = None
    partial: bool = False


class TopUpInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units to add, another time to sell until, or both."""

    lines: Annotated[tuple[EscrowLineInput, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    sells_until: Moment | None = None
    ttl_seconds: TtlSeconds | None = None
    grace_seconds: GraceSeconds | None = None
    partial: bool = False


class EscrowQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose escrows."""

    node: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=200)]
    till: Id | None = None
    cursor: str | None = None
    limit: Limit = 100


class EscrowPage(msgspec.Struct, frozen=True):
    """Escrows that keep their units, the oldest first; `next` is the cursor of the following page."""

    escrows: tuple[EscrowReading, ...]
    next: str | None


class EntryInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of a journal under the number that its till gave it."""

    number: Annotated[int, msgspec.Meta(ge=0, le=NUMBER_MAX)]
    kind: FactKind
    sku: Id
    quantity: Quantity
    occurred_at: Moment | None = None
    escrow: Id | None = None
    reference: Id | None = None
    reason: Unavailability | None = None

    def entry(self) -> JournalEntry:
        """The line as it is recorded."""
        return JournalEntry(
            self.number,
            self.kind,
            self.sku,
            self.quantity,
            self.occurred_at,
            self.escrow,
            self.reference,
            self.reason,
        )


class JournalInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a till did, each line by itself, and what its clock says now."""

    node: Id
    entries: Annotated[tuple[EntryInput, ...], msgspec.Meta(min_length=1, max_length=ENTRIES_MAX)]
    clock: Moment | None = None

    def by_place(self) -> JournalByPlace:
        """The lines with their places."""
        return JournalByPlace(self.node, self.clock, list(enumerate(self.entries)))


class EntryResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a line: recorded, repeated, or refused with the problem; no number where none could be read."""

    number: int | None
    outcome: str
    movement: int | None = None
    notes: tuple[str, ...] = ()
    problem: ProblemDocument | None = None


class JournalByPlace(msgspec.Struct):
    """The lines of a journal that have their form, and what is wrong with the others, each with its place."""

    node: str
    clock: datetime | None
    numbered: list[tuple[int, EntryInput]]
    refused: dict[int, EntryResult] = {}


class NumberRange(msgspec.Struct, frozen=True):
    """Numbers from the first to the last, both included."""

    first: int
    last: int


class JournalStatus(msgspec.Struct, frozen=True):
    """What is recorded of a till, and what between its lowest and its highest number is not."""

    node: str
    till: str
    first: int | None
    last: int | None
    recorded: int
    missing: tuple[NumberRange, ...]
    clock_shift_s: float | None
    uploaded_at: datetime


class JournalReply(msgspec.Struct, frozen=True):
    """One result for each line, in their order; then what is recorded of the till altogether."""

    results: tuple[EntryResult, ...]
    recorded: int
    repeated: int
    refused: int
    clock_shift_s: float
    journal: JournalStatus


class JournalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the till stands."""

    node: Id


class ViewQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a till wants to show: one SKU, by its id or a barcode, for whoever stands there."""

    node: Id
    channel: Id
    sku: Id | None = None
    barcode: Id | None = None
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1
    near: Annotated[int, msgspec.Meta(ge=0, le=NEAR_MAX)] = 5
    latitude: Latitude | None = None
    longitude: Longitude | None = None
