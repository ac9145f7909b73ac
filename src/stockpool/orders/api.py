"""Orders' only door."""

from __future__ import annotations

from stockpool.orders.decide.cancelling import decide_cancel
from stockpool.orders.decide.drafting import Resolved, draft, wanted_waiting
from stockpool.orders.decide.editing import decide_edit
from stockpool.orders.decide.facts import shipped_by_fact
from stockpool.orders.decide.fulfilling import check_advance, decide_advance
from stockpool.orders.decide.placing import (
    begin_allocating,
    check_reference,
    decide_confirm_payment,
    decide_fail_payment,
    decide_serve_waiting,
)
from stockpool.orders.decide.settling import settle
from stockpool.orders.decide.showing import (
    shown_fulfillment,
    shown_fulfillments,
    shown_lines,
    shown_order,
    shown_repair,
)
from stockpool.orders.decide.waiting import Shelf, serve_with, waits_for
from stockpool.orders.decide.wording import check_cancel, check_edit, check_place
from stockpool.orders.due import (
    DueStep,
    begin_repair,
    beyond_capacity,
    broken_promises,
    due_payments,
    due_steps,
    end_repair,
    left_at_closed,
    orders_waiting_for,
    skus_waited_for,
)
from stockpool.orders.model import (
    Change,
    Found,
    Order,
    OrderRecord,
    Rules,
    StockMove,
    Wanted,
    fulfillment_order_id,
    parse_fulfillment_order_id,
)
from stockpool.orders.queries import (
    QueuePlace,
    find_order,
    get_code,
    get_explanation,
    get_order,
    list_orders,
    list_tasks,
)
from stockpool.orders.store import find_references, find_waiting, lock_orders, time_of, write_orders

__all__ = [
    "Change",
    "DueStep",
    "Found",
    "Order",
    "OrderRecord",
    "QueuePlace",
    "Resolved",
    "Rules",
    "Shelf",
    "StockMove",
    "Wanted",
    "begin_allocating",
    "begin_repair",
    "beyond_capacity",
    "broken_promises",
    "check_advance",
    "check_cancel",
    "check_edit",
    "check_place",
    "check_reference",
    "decide_advance",
    "decide_cancel",
    "decide_confirm_payment",
    "decide_edit",
    "decide_fail_payment",
    "decide_serve_waiting",
    "draft",
    "due_payments",
    "due_steps",
    "end_repair",
    "find_order",
    "find_references",
    "find_waiting",
    "fulfillment_order_id",
    "get_code",
    "get_explanation",
    "get_order",
    "left_at_closed",
    "list_orders",
    "list_tasks",
    "lock_orders",
    "orders_waiting_for",
    "parse_fulfillment_order_id",
    "serve_with",
    "settle",
    "shipped_by_fact",
    "shown_fulfillment",
    "shown_fulfillments",
    "shown_lines",
    "shown_order",
    "shown_repair",
    "skus_waited_for",
    "time_of",
    "waits_for",
    "wanted_waiting",
    "write_orders",
]
