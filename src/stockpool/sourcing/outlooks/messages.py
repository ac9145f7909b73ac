"""Outlooks as they are told, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused

STALE_AFTER = timedelta(days=14)
"""Older outlooks say little of tomorrow."""

DEMAND_MAX = 1e12
"""Smallest units a day."""
DAYS_MAX = 3660


class OutlookSource(StrEnum):
    """Who says it."""

    GIVEN = "given"
    SALES = "sales"


class OutlookInput(msgspec.Struct, frozen=True):
    """What is told of a SKU at a node, in the SKU's display unit; as of now where no moment is named."""

    sku: str
    node: str
    demand_per_day: float
    days_to_delivery: float | None = None
    as_of: datetime | None = None


class StoredOutlook(msgspec.Struct, frozen=True):
    """As it is stored: in smallest units, with its moment and who says it."""

    sku: str
    node: str
    demand_per_day: float
    days_to_delivery: float | None
    as_of: datetime
    source: OutlookSource = OutlookSource.GIVEN


class OutlookSet(msgspec.Struct, frozen=True):
    """What an accepted row did."""

    outcome: Outcome


OutlookResult = OutlookSet | Refused


class OutlookSku(msgspec.Struct, frozen=True):
    """What must be known of a SKU."""

    decimals: int
    is_kit: bool


class OutlookState(msgspec.Struct, frozen=True):
    """How many outlooks there are, how many of them are stale, and as of when the oldest of those is."""

    count: int
    stale: int = 0
    oldest: datetime | None = None

    def warning(self) -> str | None:
        """What is strange where a policy asks for outlooks."""
        if not self.count:
            return "no outlook is known, so that every SKU counts as one that no node sells"
        if self.stale and self.oldest is not None:
            since = f"the oldest of {self.oldest:%Y-%m-%d}"
            return f"{self.stale} of {self.count} outlooks are older than {STALE_AFTER.days} days, {since}"
        return None


Units = Mapping[tuple[str, str], int]
"""Units sold by SKU and node."""
