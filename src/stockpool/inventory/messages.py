"""Commands the ledger takes and the events it answers with.

Commands are what callers ask for, in the display unit of each SKU; a reply doubles as the body of the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.commands import Command
from stockpool.kernel.editing import Outcome
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused


class FactKind(StrEnum):
    """What can have happened to goods; a fact is always recorded."""

    RECEIVE = "receive"
    SELL = "sell"
    SHIP = "ship"
    RETURN = "return"
    ADJUST = "adjust"
    COUNT = "count"
    DAMAGE = "damage"
    RESTORE = "restore"
    DISPOSE = "dispose"
    MOVE = "move"
    DISPATCH = "dispatch"
    ARRIVE = "arrive"


class Unavailability(StrEnum):
    """Why goods on hand cannot be promised; each is an account of a position."""

    DAMAGED = "damaged"
    QUALITY_CONTROL = "quality_control"
    OTHER = "other"


class RecordFact(Command, frozen=True, kw_only=True, gc=False):
    """Record that something happened to a SKU at a node; quantity is signed for adjust and absolute for count."""

    kind: FactKind
    sku: str
    node: str
    quantity: Amount
    occurred_at: datetime | None = None
    to_node: str | None = None
    reason: Unavailability | None = None
    reference: str | None = None
    escrow: str | None = None
    notes: tuple[str, ...] = ()
    """What its teller had to mend, which is recorded with it."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU asked for, at a node or wherever sourcing finds it."""

    sku: str
    quantity: Amount
    node: str | None = None


class HeldFor(msgspec.Struct, frozen=True, gc=False):
    """How the order will be had that a hold is for: method, place in degrees, and the node where it is collected."""

    method: str
    latitude: float | None = None
    longitude: float | None = None
    pickup_node: str | None = None


class PlaceHold(Command, frozen=True, kw_only=True, gc=False):
    """Reserve units for a while; all lines or none unless partial.

    Lines without a node are held where an order that is had as `held_for` says would be served.
    """

    hold_id: str
    channel: str
    lines: tuple[Line, ...]
    ttl_seconds: int
    reference: str | None = None
    partial: bool = False
    held_for: HeldFor | None = None


class ExtendHold(Command, frozen=True, kw_only=True, gc=False):
    """Let an open hold last so many seconds from now."""

    hold_id: str
    ttl_seconds: int


class ReleaseHold(Command, frozen=True, kw_only=True, gc=False):
    """Give back a hold, or only the named quantities of it."""

    hold_id: str
    lines: tuple[Line, ...] = ()


class ExpireHolds(Command, frozen=True, kw_only=True, gc=False):
    """Give back what holds past their time still keep at these positions, as (sku, node)."""

    positions: tuple[tuple[str, str], ...]


class Commit(Command, frozen=True, kw_only=True, gc=False):
    """Allocate units to an order, from its hold as far as that reaches."""

    commitment_id: str
    channel: str
    lines: tuple[Line, ...]
    hold_id: str | None = None
    reference: str | None = None


class Uncommit(Command, frozen=True, kw_only=True, gc=False):
    """Give back a commitment, or only the named quantities of it."""

    commitment_id: str
    lines: tuple[Line, ...] = ()


class Reallocate(Command, frozen=True, kw_only=True, gc=False):
    """Let another node serve part of a commitment."""

    commitment_id: str
    channel: str
    sku: str
    quantity: Amount
    from_node: str
    to_node: str


class StockLine(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU at a node, in display units."""

    sku: str
    node: str
    quantity: Amount


class StockLevel(msgspec.Struct, frozen=True, gc=False):
    """What a fact left behind at one position, in display units."""

    sku: str
    node: str
    on_hand: Amount
    available: Amount


class FactRecorded(msgspec.Struct, frozen=True, gc=False, tag="fact.recorded", tag_field="type"):
    """A fact stands in the ledger; `levels` are the positions behind it, `by` is the person who recorded it."""

    kind: FactKind
    sku: str
    node: str
    quantity: Amount
    occurred_at: datetime
    movement: int
    levels: tuple[StockLevel, ...]
    to_node: str | None = None
    reason: Unavailability | None = None
    reference: str | None = None
    notes: tuple[str, ...] = ()
    escrow: str | None = None
    by: str | None = None


class HoldPlaced(msgspec.Struct, frozen=True, gc=False, tag="hold.placed", tag_field="type"):
    """Units are held until `expires_at`; `short` is what a partial hold did not get, at no node where none had it."""

    hold_id: str
    channel: str
    expires_at: datetime
    lines: tuple[StockLine, ...]
    reference: str | None = None
    short: tuple[Line, ...] = ()


class HoldExtended(msgspec.Struct, frozen=True, gc=False, tag="hold.extended", tag_field="type"):
    """An open hold lasts until another moment."""

    hold_id: str
    channel: str | None
    expires_at: datetime


class HoldReleased(msgspec.Struct, frozen=True, gc=False, tag="hold.released", tag_field="type"):
    """Held units are available again."""

    hold_id: str
    channel: str | None
    lines: tuple[StockLine, ...]


class HoldExpired(msgspec.Struct, frozen=True, gc=False, tag="hold.expired", tag_field="type"):
    """A hold's time was over; its units at these positions are available again."""

    hold_id: str
    channel: str | None
    lines: tuple[StockLine, ...]


class HoldsExpired(msgspec.Struct, frozen=True, gc=False, tag="holds.expired", tag_field="type"):
    """How many lines of holds past their time were given back."""

    lines: int


class HoldOutcome(StrEnum):
    """What became of the hold that a commitment named."""

    NONE = "none"
    USED = "used"
    REHELD = "reheld"


class Committed(msgspec.Struct, frozen=True, gc=False, tag="stock.committed", tag_field="type"):
    """Units are allocated; `hold_outcome` says whether the named hold still stood or fresh stock was taken."""

    commitment_id: str
    lines: tuple[StockLine, ...]
    hold_outcome: HoldOutcome = HoldOutcome.NONE
    reference: str | None = None


class Uncommitted(msgspec.Struct, frozen=True, gc=False, tag="stock.uncommitted", tag_field="type"):
    """Allocated units are available again."""

    commitment_id: str
    lines: tuple[StockLine, ...]


class Reallocated(msgspec.Struct, frozen=True, gc=False, tag="stock.reallocated", tag_field="type"):
    """Another node serves part of a commitment."""

    commitment_id: str
    sku: str
    quantity: Amount
    from_node: str
    to_node: str


class ShortfallFound(msgspec.Struct, frozen=True, gc=False, tag="shortfall.found", tag_field="type"):
    """A fact left less at a position than was promised there; `quantity` promises more than before cannot be kept."""

    sku: str
    node: str
    quantity: Amount
    held: Amount
    committed: Amount
    available: Amount
    movement: int


class CountedLevels(msgspec.Struct, frozen=True, gc=False):
    """What positions hold after counts, column by column, which is half as long as row by row."""

    sku: Sequence[str]
    node: Sequence[str]
    on_hand: Sequence[Amount]
    available: Sequence[Amount]


class CountsRecorded(msgspec.Struct, frozen=True, gc=False, tag="counts.recorded", tag_field="type"):
    """So many positions were counted; the stock of those in `levels` is another now."""

    movement: int
    counted: int
    levels: CountedLevels


class Saleability(StrEnum):
    """How well a SKU can be sold in a channel now."""

    IN = "in_stock"
    LOW = "low"
    OUT = "out_of_stock"
    BACKORDER = "backorder"
    DISCONTINUED = "discontinued"


class Threshold(StrEnum):
    """Which threshold the availability of a SKU in a channel has crossed."""

    LOW = "low"
    OUT = "out"
    BACK = "back"


class AvailabilityCrossed(msgspec.Struct, frozen=True, gc=False, tag="availability.crossed", tag_field="type"):
    """What a channel can promise of a SKU has crossed a threshold; `before` and `now` say between what."""

    channel: str
    sku: str
    available: Amount
    before: Saleability
    now: Saleability


Reply = FactRecorded | HoldPlaced | HoldExtended | HoldReleased | HoldsExpired | Committed | Uncommitted | Reallocated
"""What a granted command answers; each is also the body of an event."""


class SafetyStockInput(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """What a position is to keep back from every channel; 0 is nothing."""

    sku: str
    node: str
    safety_stock: Amount


class SafetyStockSet(msgspec.Struct, frozen=True, gc=False):
    """An accepted row: updated or unchanged."""

    outcome: Outcome


class SafetyStockChanged(msgspec.Struct, frozen=True, gc=False, tag="stock.safety_stock_set", tag_field="type"):
    """A position keeps back another quantity than before."""

    sku: str
    node: str
    safety_stock: Amount


class SafetyStocksChanged(msgspec.Struct, frozen=True, tag="stock.safety_stocks_set", tag_field="type"):
    """Many positions keep back other quantities than before; column by column."""

    sku: tuple[str, ...]
    node: tuple[str, ...]
    safety_stock: tuple[Amount, ...]


class ConfidenceBuffersChanged(msgspec.Struct, frozen=True, tag="stock.confidence_buffers_set", tag_field="type"):
    """Positions hold back more or less than before for what may be gone already; column by column."""

    sku: tuple[str, ...]
    node: tuple[str, ...]
    confidence_buffer: tuple[Amount, ...]


SafetyStockResult = SafetyStockSet | Refused
