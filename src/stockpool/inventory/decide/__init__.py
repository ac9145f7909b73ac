"""The rules of the ledger: pure functions from its loaded state and a command to a movement or a refusal."""

from stockpool.inventory.decide.commitments import decide_allocation, decide_commit, decide_reallocate, decide_uncommit
from stockpool.inventory.decide.facts import decide_fact, with_levels_now
from stockpool.inventory.decide.holds import belongs_to_order, decide_extend, decide_hold, decide_release, expire_holds
from stockpool.inventory.decide.moves import Move, Moved, Owner, decide_moves, names_of
from stockpool.inventory.decide.safety_stock import SafetyStockDecided, StockedSku, decide_safety_stocks

__all__ = [
    "Move",
    "Moved",
    "Owner",
    "SafetyStockDecided",
    "StockedSku",
    "belongs_to_order",
    "decide_allocation",
    "decide_commit",
    "decide_extend",
    "decide_fact",
    "decide_hold",
    "decide_moves",
    "decide_reallocate",
    "decide_release",
    "decide_safety_stocks",
    "decide_uncommit",
    "expire_holds",
    "names_of",
    "with_levels_now",
]
