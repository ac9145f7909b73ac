"""The ledger's only door."""

from __future__ import annotations

from stockpool.inventory.bulk.counts import CountChunk, CountedTwice, CountsPosted, post_counts
from stockpool.inventory.decide import (
    decide_commit,
    decide_extend,
    decide_fact,
    decide_hold,
    decide_reallocate,
    decide_release,
    decide_uncommit,
    expire_holds,
)
from stockpool.inventory.handlers import (
    Loaded,
    Needs,
    StaleNeeds,
    StoredReply,
    Versions,
    create_missing,
    kept_positions,
    load,
    name_positions,
    write_booked,
    write_rest,
)
from stockpool.inventory.model import (
    DemandLine,
    FactLine,
    Ledger,
    Movement,
    PositionKey,
    Reservation,
    ReservationStatus,
)
from stockpool.inventory.queries.entries import EntryCursor, EntryRow, list_entries, units_in_transit
from stockpool.inventory.queries.positions import Moment, PositionBalance, PositionFilter, list_positions
from stockpool.inventory.queries.stock import (
    due_positions,
    free_stock,
    free_stock_now,
    lines_of_hold,
    open_holds,
    versions_now,
)
from stockpool.inventory.store import LOCK_POSITIONS, READ_POSITIONS_UNLOCKED, read_shard_count
from stockpool.inventory.usage import Usage, use_of_nodes, use_of_skus
from stockpool.inventory.verify import Drift, Verification, verify

__all__ = [
    "LOCK_POSITIONS",
    "READ_POSITIONS_UNLOCKED",
    "CountChunk",
    "CountedTwice",
    "CountsPosted",
    "DemandLine",
    "Drift",
    "EntryCursor",
    "EntryRow",
    "FactLine",
    "Ledger",
    "Loaded",
    "Moment",
    "Movement",
    "Needs",
    "PositionBalance",
    "PositionFilter",
    "PositionKey",
    "Reservation",
    "ReservationStatus",
    "StaleNeeds",
    "StoredReply",
    "Usage",
    "Verification",
    "Versions",
    "create_missing",
    "decide_commit",
    "decide_extend",
    "decide_fact",
    "decide_hold",
    "decide_reallocate",
    "decide_release",
    "decide_uncommit",
    "due_positions",
    "expire_holds",
    "free_stock",
    "free_stock_now",
    "kept_positions",
    "lines_of_hold",
    "list_entries",
    "list_positions",
    "load",
    "name_positions",
    "open_holds",
    "post_counts",
    "read_shard_count",
    "units_in_transit",
    "use_of_nodes",
    "use_of_skus",
    "verify",
    "versions_now",
    "write_booked",
    "write_rest",
]
"""What other rooms may use of the ledger."""
