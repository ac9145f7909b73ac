"""Supply's only door."""

from __future__ import annotations

from stockpool.supply.decide import KnownSku
from stockpool.supply.handlers import upsert_supplies
from stockpool.supply.model import Place, Receipt, StoredSupply
from stockpool.supply.queries import (
    ask_next_deliveries,
    list_supplies,
    open_supplies,
    open_supplies_at,
    skus_with_free_supply,
    supplies_settled,
    unsettled_supplies,
)
from stockpool.supply.store import LOCK_SUPPLIES, READ_SUPPLIES_UNLOCKED, close_supplies, lock_supplies, write_receipts
from stockpool.supply.verify import verify_supplies

__all__ = [
    "LOCK_SUPPLIES",
    "READ_SUPPLIES_UNLOCKED",
    "KnownSku",
    "Place",
    "Receipt",
    "StoredSupply",
    "ask_next_deliveries",
    "close_supplies",
    "list_supplies",
    "lock_supplies",
    "open_supplies",
    "open_supplies_at",
    "skus_with_free_supply",
    "supplies_settled",
    "unsettled_supplies",
    "upsert_supplies",
    "verify_supplies",
    "write_receipts",
]
