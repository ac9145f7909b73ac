"""What is said of supply to come, and what is answered; quantities in the display unit of each SKU."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.editing import Outcome
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused


class SupplyKind(StrEnum):
    """Where goods to come are from."""

    PURCHASE_ORDER = "purchase_order"
    TRANSFER = "transfer"


class SupplyStatus(StrEnum):
    """Whether there is still something to come; `closed` where no more will come than has."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class SupplyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So much of a SKU that is to come to a node; `quantity` is all of it, what was received included.

    `from_node` is where a transfer leaves, for whoever receives it.
    """

    id: str
    sku: str
    node: str
    kind: SupplyKind = SupplyKind.PURCHASE_ORDER
    quantity: Amount
    expected_at: datetime
    status: SupplyStatus = SupplyStatus.OPEN
    from_node: str | None = None


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """As above, with what was received of it."""

    id: str
    sku: str
    node: str
    kind: SupplyKind
    quantity: Amount
    received: Amount
    claimed: Amount
    """What of the rest is promised to orders that wait."""
    expected_at: datetime
    status: SupplyStatus
    overdue: bool
    """Whether some of it should have come that has not: it is promised to nobody until its date is moved."""
    from_node: str | None = None


class SupplyUpserted(msgspec.Struct, frozen=True):
    """An accepted row."""

    outcome: Outcome


SupplyResult = SupplyUpserted | Refused


class SupplyChanged(msgspec.Struct, frozen=True, gc=False, tag="supply.changed", tag_field="type"):
    """Supply to come was announced, or is another now."""

    supply_id: str
    sku: str
    node: str
    kind: SupplyKind
    quantity: Amount
    expected_at: datetime
    status: SupplyStatus
    outcome: Outcome
    from_node: str | None = None


class SupplyReceived(msgspec.Struct, frozen=True, gc=False, tag="supply.received", tag_field="type"):
    """Some of a supply has come."""

    supply_id: str
    sku: str
    node: str
    quantity: Amount
