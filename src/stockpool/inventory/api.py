"""The ledger's only door."""

from __future__ import annotations

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
    load,
    name_positions,
    write,
)
from stockpool.inventory.model import DemandLine, FactLine, Ledger, Movement, PositionKey, Reservation
from stockpool.inventory.queries import due_positions, free_stock, open_holds
from stockpool.inventory.store import LOCK_POSITIONS, READ_POSITIONS_UNLOCKED, read_shard_count
from stockpool.inventory.usage import Usage, use_of_nodes, use_of_skus

__all__ = [
    "LOCK_POSITIONS",
    "READ_POSITIONS_UNLOCKED",
    "DemandLine",
    "FactLine",
    "Ledger",
    "Loaded",
    "Movement",
    "Needs",
    "PositionKey",
    "Reservation",
    "StaleNeeds",
    "StoredReply",
    "Usage",
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
    "load",
    "name_positions",
    "open_holds",
    "read_shard_count",
    "use_of_nodes",
    "use_of_skus",
    "write",
]
"""What other rooms may use of the ledger."""
