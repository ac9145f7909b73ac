"""What became of an order in a world."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Parcel(msgspec.Struct, frozen=True, gc=False):
    """What one node sends. Freight in millionths by the world's rate table; None where something is not known.

    `days_expected` are what the order's policy could know, `days` those with the order's own luck; both begin with the
    `wait_days` behind what the node had to do already.
    """

    node: str
    units: int
    grams: int
    km: float | None
    freight: int | None
    days_expected: float | None
    days: float | None
    wait_days: float = 0.0


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """An order with its parcels, what was lacking, and what its plan costs under each policy that was asked.

    A price is None where that policy cannot say it. The explanation is that of the plan, in MessagePack.
    """

    order_id: str
    at: datetime
    wanted: int
    short: int
    parcels: tuple[Parcel, ...]
    prices: tuple[int | None, ...] = ()
    explanation: bytes | None = None

    @property
    def days(self) -> float | None:
        """Until the last parcel is there."""
        days = [each.days for each in self.parcels if each.days is not None]
        return max(days) if self.parcels and len(days) == len(self.parcels) else None

    @property
    def kms(self) -> float | None:
        """Of all parcels together."""
        kms = [each.km for each in self.parcels if each.km is not None]
        return sum(kms) if self.parcels and len(kms) == len(self.parcels) else None

    @property
    def freight(self) -> int | None:
        """Of all parcels together, in millionths."""
        paid = [each.freight for each in self.parcels if each.freight is not None]
        return sum(paid) if self.parcels and len(paid) == len(self.parcels) else None
