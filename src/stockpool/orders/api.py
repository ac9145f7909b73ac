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
from stockpool.orders.returning.decide.deciding import (
    currency_of,
    decide_cancel_return,
    decide_return,
    with_exchange,
)
from stockpool.orders.returning.decide.inspecting import decide_inspect
from stockpool.orders.returning.decide.receiving import decide_receive
from stockpool.orders.returning.decide.showing import charge_due, exchange_placed, refund_due, shown_return
from stockpool.orders.returning.decide.wording import check_words
from stockpool.orders.returning.messages import (
    CancelReturn,
    ChargeDue,
    Condition,
    Disposition,
    ExchangeDetails,
    ExchangePlaced,
    InspectedLine,
    InspectReturn,
    ReceivedLine,
    ReceiveReturn,
    RefundDue,
    RefundLine,
    RequestReturn,
    ReturnChanged,
    ReturnDetails,
    ReturnedLine,
    ReturnReason,
    ReturnStatus,
    WantedInstead,
)
from stockpool.orders.returning.model import Known, Return, ReturnChange, ReturnRecord
from stockpool.orders.returning.queries import get_return, list_returns
from stockpool.orders.returning.store import lock_returns, orders_of_returns, skus_that_come_back, write_returns
from stockpool.orders.store import find_references, find_waiting, lock_orders, time_of, write_orders
from stockpool.orders.verify_returns import ReturnDrift, verify_returns

__all__ = [
    "CancelReturn",
    "Change",
    "ChargeDue",
    "Condition",
    "Disposition",
    "ExchangeDetails",
    "ExchangePlaced",
    "Found",
    "InspectReturn",
    "InspectedLine",
    "Known",
    "Order",
    "OrderRecord",
    "QueuePlace",
    "ReceiveReturn",
    "ReceivedLine",
    "RefundDue",
    "RefundLine",
    "RequestReturn",
    "Resolved",
    "Return",
    "ReturnChange",
    "ReturnChanged",
    "ReturnDetails",
    "ReturnDrift",
    "ReturnReason",
    "ReturnRecord",
    "ReturnStatus",
    "ReturnedLine",
    "Rules",
    "Shelf",
    "StockMove",
    "Wanted",
    "WantedInstead",
    "begin_allocating",
    "charge_due",
    "check_advance",
    "check_cancel",
    "check_edit",
    "check_place",
    "check_reference",
    "check_words",
    "currency_of",
    "decide_advance",
    "decide_cancel",
    "decide_cancel_return",
    "decide_confirm_payment",
    "decide_edit",
    "decide_fail_payment",
    "decide_inspect",
    "decide_receive",
    "decide_return",
    "decide_serve_waiting",
    "draft",
    "exchange_placed",
    "find_order",
    "find_references",
    "find_waiting",
    "fulfillment_order_id",
    "get_code",
    "get_explanation",
    "get_order",
    "get_return",
    "list_orders",
    "list_returns",
    "list_tasks",
    "lock_orders",
    "lock_returns",
    "orders_of_returns",
    "parse_fulfillment_order_id",
    "refund_due",
    "serve_with",
    "settle",
    "shipped_by_fact",
    "shown_fulfillment",
    "shown_fulfillments",
    "shown_lines",
    "shown_order",
    "shown_repair",
    "shown_return",
    "skus_that_come_back",
    "time_of",
    "verify_returns",
    "waits_for",
    "wanted_waiting",
    "with_exchange",
    "write_orders",
    "write_returns",
]
