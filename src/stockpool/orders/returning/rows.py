"""Between returns and their rows: one statement reads a return whole, in one moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from stockpool.orders.returning.model import Disposed, Exchange, Return, ReturnLine

NAMES = (
    "return_id",
    "status",
    "requested_at",
    "order_id",
    "channel",
    "receipt",
    "node",
    "currency",
    "refunded_amount",
    "exchange",
    "expires_at",
    "closed_at",
    "cancel_reason",
    "lines",
    "dispositions",
)
"""The columns of SELECT_RETURNS."""

LINE_NAMES = (
    "number",
    "sku",
    "decimals",
    "requested",
    "order_line",
    "each",
    "expected",
    "received",
    "inspected",
    "refunded",
    "reason",
    "condition",
    "note",
    "unit_price",
    "per",
)

DISPOSED_NAMES = (
    "number",
    "line",
    "sku",
    "decimals",
    "units",
    "disposition",
    "at",
    "refund",
    "to_node",
    "transfer",
    "condition",
    "note",
)


def return_from(row: Sequence[Any]) -> Return:
    """A return from a row of SELECT_RETURNS."""
    fields = dict(zip(NAMES, row, strict=True))
    exchange = fields["exchange"]
    lines = [dict(zip(LINE_NAMES, line, strict=True)) for line in fields["lines"]]
    disposed = [dict(zip(DISPOSED_NAMES, each, strict=True)) for each in fields["dispositions"] or ()]
    return msgspec.convert(
        {
            **fields,
            "lines": msgspec.convert(lines, tuple[ReturnLine, ...]),
            "dispositions": msgspec.convert(disposed, tuple[Disposed, ...]),
            "exchange": msgspec.convert(exchange, Exchange) if exchange is not None else None,
        },
        Return,
    )
