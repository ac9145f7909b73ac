"""How large the day is, and what is told of it."""

from __future__ import annotations

from datetime import timedelta

import msgspec


class OfflinePlan(msgspec.Struct, frozen=True):
    """The size of the day; the defaults are 40 tills that sell 5,000 times each within 8 hours."""

    tills: int = 40
    sales: int = 5_000
    """Of each till."""
    skus: int = 200
    tills_per_store: int = 4
    steps: int = 96
    """Into which the 8 hours are cut."""
    web_share: float = 0.1
    """Holds of the web shop for each sale of a till."""
    escrow: bool = True
    """Whether tills sell from escrows; else they sell whatever stands on the shelf."""
    seed: int = 1

    @property
    def stores(self) -> int:
        """How many stores have these tills."""
        return -(-self.tills // self.tills_per_store)

    @property
    def step(self) -> timedelta:
        """The simulated time of a step."""
        return timedelta(hours=8) / self.steps


class OfflineFigures(msgspec.Struct, frozen=True):
    """What happened, and whether the ledger tells it."""

    escrow: bool
    tills: int
    sales: int
    """That tills made, each once."""
    sales_offline: int
    turned_away: int
    """Customers who found that a till may not sell what they wanted, or that there was none."""
    lines_uploaded: int
    lines_repeated: int
    uploads: int
    upload_lines_per_s: int
    """While the web shop sells, over the time in which uploads were under way."""
    web_holds: int
    web_orders: int
    web_refused: int
    web_shipped: int
    late_sales_max_s: float
    """How long after a sale its line was first uploaded, in simulated time."""
    shortfalls: int
    """Times at which a fact left less than was promised."""
    units_short: int
    """Promised units that these times could not be kept."""
    orders_repaired: int
    """Times that an order was served otherwise, or waits, because its node did not have its goods."""
    promises_still_broken: int
    """Committed units that are not there, when all was repaired that can be."""
    positions: int
    positions_wrong: int
    """Where the ledger has another number on hand than stands on the shelf."""
    sales_wrong: int
    """Positions of which the ledger counts other sales than the tills made."""
    tills_with_gaps: int
    clock_error_max_s: float
    """By how much a sale's time in the ledger is off that of the world, for tills whose clocks are."""
    drift: int
    took_s: float
