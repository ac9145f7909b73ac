"""What is kept of a backtest: its figures, and neither orders nor nodes."""

from __future__ import annotations

from datetime import datetime

import msgspec


class BacktestFigure(msgspec.Struct, frozen=True):
    """A measure of both over the orders that both know; the second less the first with its 95 % interval."""

    measure: str
    orders: int
    first: float | None
    second: float | None
    difference: float | None
    low: float | None
    high: float | None


class BacktestKept(msgspec.Struct, frozen=True, kw_only=True):
    """Two policies on the same recorded orders; one that is stored is named with its version.

    `whole` are orders that both served wholly, `same` those that both served alike.
    """

    first: str
    second: str
    done_at: datetime
    done_by: str
    since: datetime
    until: datetime
    orders: int
    whole: int
    same: int
    figures: tuple[BacktestFigure, ...]
