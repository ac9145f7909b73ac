"""What is compared and what came of it: sources, runs, exceptions, how late feeds are, and the events of that."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.kernel.quantities import Amount


class Measures(StrEnum):
    """Which of a position's numbers a source tells."""

    ON_HAND = "on_hand"
    AVAILABLE = "available"


class Cause(StrEnum):
    """Why a position differs, as far as the evidence goes."""

    COUNT = "count"
    DOUBLE_POSTING = "double_posting"
    LATE_FEED = "late_feed"
    COMMITMENTS = "commitments"
    MISSING_SALE = "missing_sale"
    UNKNOWN = "unknown"


class ExceptionStatus(StrEnum):
    """How far a difference has come."""

    OPEN = "open"
    EXPLAINED = "explained"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A system whose stock is compared with the pool."""

    id: str
    name: str
    nodes: tuple[str, ...] = ()
    measures: Measures = Measures.ON_HAND
    complete: bool = False
    tolerance: int = 0
    lateness_minutes: int = 60
    file: str | None = None
    mapping: str | None = None
    interval_minutes: int | None = None


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison of a source with the pool."""

    id: str
    source: str
    file: str | None
    actor: str
    began_at: datetime
    ended_at: datetime
    as_of: datetime | None
    compared: int
    rejected: int
    absent: int
    equal: int
    caught_up: int
    differing: int
    opened: int
    still: int
    closed: int


class StockException(msgspec.Struct, frozen=True, kw_only=True):
    """One position of which a source says something else; `difference` is theirs less ours."""

    id: str
    source: str
    sku: str
    node: str
    status: ExceptionStatus
    cause: Cause
    also: tuple[Cause, ...]
    evidence: tuple[str, ...]
    measures: Measures
    as_of: datetime
    outside: Amount
    pool: Amount
    pool_now: Amount
    difference: Amount
    unit_value_minor: int | None
    currency: str | None
    found_by: str
    seen_by: str
    found_at: datetime
    settled_at: datetime | None
    settled_by: str | None
    note: str | None
    movement: int | None


class ReconciliationCompleted(msgspec.Struct, frozen=True, gc=False):
    """A source was compared with the pool."""

    run: str
    source: str
    as_of: datetime | None
    compared: int
    rejected: int
    differing: int
    opened: int
    closed: int


class DiscrepancyFound(msgspec.Struct, frozen=True, gc=False):
    """A source says something else of a position than the pool; `difference` is theirs less ours."""

    exception: str
    source: str
    sku: str
    node: str
    as_of: datetime
    outside: Amount
    pool: Amount
    difference: Amount
    cause: Cause


class FeedHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How late a source tells what happens at a node, how right its records are, and what promises made there risk."""

    source: str
    node: str
    facts: int
    undated: int
    backfilled: int
    ahead: int
    lag_p50_s: float | None
    lag_p90_s: float | None
    lag_p99_s: float | None
    lag_p90_low_s: float | None
    lag_p90_high_s: float | None
    silence_s: float | None
    usual_gap_s: float | None
    lag_s: float
    positions_checked: int
    share_right: float | None
    mean_error: float | None
    unseen_units: float
    risk: float


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """What a confidence would hold back at a node; units are smallest units of each SKU, summed."""

    node: str
    lag_s: float
    inaccuracy: int
    positions: int
    positions_held_back: int
    units_free: int
    units_held_back: int
