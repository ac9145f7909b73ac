"""Supply in smallest units, as decisions see it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.supply.messages import SupplyKind, SupplyStatus


class StoredSupply(msgspec.Struct, frozen=True, gc=False):
    """A supply as it stands; `claimed` is what is promised to orders that wait for it."""

    supply_id: str
    sku: str
    node: str
    kind: SupplyKind
    quantity: int
    received: int
    expected_at: datetime
    status: SupplyStatus
    claimed: int = 0
    from_node: str | None = None

    @property
    def remaining(self) -> int:
        """What is still to come."""
        return max(self.quantity - self.received, 0) if self.status is SupplyStatus.OPEN else 0

    @property
    def free(self) -> int:
        """What of that nobody was promised; below zero where more was promised than is to come."""
        return self.remaining - self.claimed

    def is_overdue(self, now: datetime) -> bool:
        """Whether something should have come that has not: nobody knows when it will, so it is not promised."""
        return self.remaining > 0 and self.expected_at < now


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """Units of a supply that have come, to be written."""

    supply_id: str
    units: int


class Place(msgspec.Struct, frozen=True, gc=False):
    """Behind which supply a page begins."""

    expected_at: datetime
    supply_id: str
