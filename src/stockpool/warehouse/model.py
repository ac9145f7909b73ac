"""The values of work in a building, in smallest units, as decisions see them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from stockpool.kernel.idempotency import key_digest
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.warehouse.messages import CountLineStatus, CountReason, CountStatus, Difference

PositionKey = tuple[str, str]
"""(node, sku), as shelves are sorted."""


class KnownSku(msgspec.Struct, frozen=True):
    """What must be known of a SKU that lies, is counted or comes."""

    decimals: int
    is_kit: bool = False


class Shelved(msgspec.Struct, frozen=True):
    """Where a SKU lies at a node."""

    node: str
    sku: str
    shelves: tuple[str, ...]


class CountLine(msgspec.Struct, frozen=True):
    """A line of a count as it stands, with each counting of it so far."""

    sku: str
    decimals: int
    status: CountLineStatus = CountLineStatus.OPEN
    set_aside: int = 0
    units: int | None = None
    counted_at: datetime | None = None
    expected: int | None = None
    disputed: bool = False
    counted_by: str | None = None
    recorded_at: datetime | None = None
    countings: tuple[Counting, ...] = ()

    def amount(self, units: int) -> Amount:
        """A quantity in the SKU's display unit."""
        return to_amount(units, self.decimals)


class Counting(msgspec.Struct, frozen=True):
    """Somebody counted so many units, when by the book there were `expected`."""

    units: int
    counted_at: datetime
    expected: int
    key: str = ""
    verdict: str = ""

    @property
    def difference(self) -> int:
        """How far the book is wrong by this counting; sales between two countings do not change it."""
        return self.units - self.expected


class StoredCount(msgspec.Struct, frozen=True):
    """A count as it stands."""

    count_id: str
    node: str
    reason: CountReason
    status: CountStatus
    requested_by: str
    requested_at: datetime
    lines: tuple[CountLine, ...]
    shelf: str | None = None
    note: str | None = None
    reference: str | None = None
    closed_at: datetime | None = None
    cancel_reason: str | None = None
    fingerprint: str | None = None

    def line(self, sku: str) -> CountLine | None:
        """The line of a SKU, if it has one."""
        return next((each for each in self.lines if each.sku == sku), None)


class CountWanted(msgspec.Struct, frozen=True):
    """A count that a short pick asks for, to be written with it."""

    count_id: str
    node: str
    requested_by: str
    reference: str
    lines: tuple[CountLine, ...]


class PlannedFact(msgspec.Struct, frozen=True):
    """What the ledger is told of a receipt; `kind` and `reason` are the ledger's own words."""

    kind: str
    sku: str
    units: int
    decimals: int
    reason: str | None = None
    reference: str | None = None

    @property
    def quantity(self) -> Amount:
        """In the SKU's display unit."""
        return to_amount(self.units, self.decimals)


class PlannedReceipt(msgspec.Struct, frozen=True):
    """A receipt, decided once: the step of a fulfillment order that comes first, the facts, what is closed."""

    facts: tuple[PlannedFact, ...]
    differences: tuple[Difference, ...]
    lines: tuple[tuple[str, Amount, Amount], ...]
    """SKU, what came of it, what of that is damaged."""
    arrives: str | None = None
    received_at: datetime | None = None
    closes: tuple[str, ...] = ()
    note: str | None = None


class StoredReceipt(msgspec.Struct, frozen=True):
    """A receipt as it stands."""

    receipt_id: str
    fingerprint: str
    node: str
    arrival: str | None
    recorded: bool
    plan: PlannedReceipt
    told_by: str
    begun_at: datetime


def id_from(scope: str, key: str) -> str:
    """The id of what a request makes: repeated, it makes the same."""
    return str(UUID(key_digest(scope, key)))
