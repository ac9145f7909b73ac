"""What is said about work in a building, and what is told of it; quantities in the display unit of each SKU."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.editing import Outcome
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused


class ShelfInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a SKU lies at a node; it is picked at the first. None: nobody knows."""

    node: str
    sku: str
    shelves: tuple[str, ...]


class ShelfSet(msgspec.Struct, frozen=True):
    """An accepted row."""

    outcome: Outcome


ShelfResult = ShelfSet | Refused


class CountReason(StrEnum):
    """Why something is to be counted."""

    CYCLE = "cycle"
    SHORT_PICK = "short_pick"
    EXCEPTION = "exception"
    MANAGER = "manager"


class CountStatus(StrEnum):
    """Whether a count is still to be done."""

    OPEN = "open"
    COUNTED = "counted"
    CANCELLED = "cancelled"


class CountLineStatus(StrEnum):
    """How far a line of a count is; `recording` while the ledger is being told."""

    OPEN = "open"
    RECOUNT = "recount"
    RECORDING = "recording"
    RECORDED = "recorded"


class CountedLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a count; what was expected and found is told when the whole count is closed."""

    sku: str
    status: CountLineStatus
    shelves: tuple[str, ...] = ()
    countings: int = 0
    quantity: Amount | None = None
    expected: Amount | None = None
    difference: Amount | None = None
    counted_at: datetime | None = None
    counted_by: str | None = None
    disputed: bool = False


class Count(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SKUs of a node that somebody is to count, or has counted."""

    id: str
    node: str
    reason: CountReason
    status: CountStatus
    requested_at: datetime
    requested_by: str
    lines: tuple[CountedLine, ...]
    shelf: str | None = None
    note: str | None = None
    reference: str | None = None
    closed_at: datetime | None = None
    cancel_reason: str | None = None


class CountRequested(msgspec.Struct, frozen=True, gc=False, tag="count.requested", tag_field="type"):
    """Somebody is to count these SKUs; `reference` is the fulfillment order that was picked short."""

    count_id: str
    node: str
    skus: tuple[str, ...]
    reason: CountReason
    requested_by: str
    reference: str | None = None


class CountRecorded(msgspec.Struct, frozen=True, gc=False, tag="count.recorded", tag_field="type"):
    """A line of a count is decided, and the ledger knows it; `countings` is how often it was counted."""

    count_id: str
    node: str
    sku: str
    quantity: Amount
    expected: Amount
    counted_at: datetime
    countings: int
    disputed: bool
    reason: CountReason
    counted_by: str


class CountCancelled(msgspec.Struct, frozen=True, gc=False, tag="count.cancelled", tag_field="type"):
    """A count is not needed any more; lines that were recorded before stay so."""

    count_id: str
    node: str
    reason: str


class ArrivalKind(StrEnum):
    """What arrives: from a supplier, from another node, to be collected here, or as a return that was sent on."""

    PURCHASE_ORDER = "purchase_order"
    TRANSFER = "transfer"
    PICKUP = "pickup"
    RETURN = "return"


class ArrivalLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """So much of a SKU that is still to come."""

    sku: str
    quantity: Amount
    supply_id: str | None = None


class Arrival(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Goods that come together."""

    id: str
    kind: ArrivalKind
    node: str
    lines: tuple[ArrivalLine, ...]
    expected_at: datetime | None = None
    from_node: str | None = None
    carrier: str | None = None
    tracking: str | None = None


class DifferenceKind(StrEnum):
    """How what came is not what was expected."""

    SHORT = "short"
    OVER = "over"
    NOT_EXPECTED = "not_expected"


class Difference(msgspec.Struct, frozen=True, gc=False):
    """A SKU of which other came than was expected."""

    sku: str
    kind: DifferenceKind
    expected: Amount
    quantity: Amount


class ReceivedLine(msgspec.Struct, frozen=True, gc=False):
    """What came of a SKU; `damaged` is what of it is broken."""

    sku: str
    quantity: Amount
    damaged: Amount


class ReceiptRecorded(msgspec.Struct, frozen=True, gc=False, tag="receipt.recorded", tag_field="type"):
    """Goods came to a node, and the ledger knows it; `closed` are supplies of which no more will come."""

    receipt_id: str
    node: str
    lines: tuple[ReceivedLine, ...]
    differences: tuple[Difference, ...]
    received_by: str
    arrival: str | None = None
    note: str | None = None
    closed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
