"""Orders' only door."""

from __future__ import annotations

from stockpool.orders.decide import check_cancel, check_place, check_reference, decide_cancel, decide_place
from stockpool.orders.model import Order, Part, Requested
from stockpool.orders.queries import find_order, get_explanation, get_order, list_orders
from stockpool.orders.store import find_references, lock_orders, write_orders

__all__ = [
    "Order",
    "Part",
    "Requested",
    "check_cancel",
    "check_place",
    "check_reference",
    "decide_cancel",
    "decide_place",
    "find_order",
    "find_references",
    "get_explanation",
    "get_order",
    "list_orders",
    "lock_orders",
    "write_orders",
]
