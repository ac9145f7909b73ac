"""What retailer to make: its size, its history and its seed."""

from __future__ import annotations

from datetime import date

import msgspec

STORES_MAX = 60
CENTERS_MAX = 4
SKUS_MIN = 100
SKUS_MAX = 10_000


class RetailerPlan(msgspec.Struct, frozen=True):
    """The volumes of a made-up retailer; the same plan always makes the same files."""

    last_day: date
    """The final day of the sales history; stock is as of its close."""
    seed: int = 1
    stores: int = STORES_MAX
    centers: int = CENTERS_MAX
    skus: int = 5_000
    days: int = 730
    receipts_per_store_day: float = 30.0
    """Sales lines that an average store rings up on an average day."""

    def __post_init__(self) -> None:
        """Refuse volumes for which there are no cities, products or days."""
        _between("stores", self.stores, 1, STORES_MAX)
        _between("centers", self.centers, 1, CENTERS_MAX)
        _between("skus", self.skus, SKUS_MIN, SKUS_MAX)
        _between("days", self.days, 28, 3_660)
        _between("receipts_per_store_day", self.receipts_per_store_day, 0.1, 1_000.0)


def _between(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} must be between {least} and {most}, is {value}")
