"""The values that the rules decide over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.reconciliation.messages import Cause, Measures

Key = tuple[str, str]
"""SKU and node."""


class SeenFact(msgspec.Struct, frozen=True, gc=False):
    """What happened at a position near the moment; `change` is what it did to the number that is compared."""

    movement: int
    kind: str
    quantity: int
    change: int
    occurred_at: datetime
    recorded_at: datetime


class Difference(msgspec.Struct, frozen=True, gc=False):
    """A position that differs, in smallest units, with what happened around the moment, the first first."""

    sku: str
    node: str
    as_of: datetime
    outside: int
    pool: int
    now: int
    measures: Measures = Measures.ON_HAND
    held: int = 0
    committed: int = 0
    unavailable: int = 0
    facts: Sequence[SeenFact] = ()
    untold: Mapping[str, int] = {}
    """How many lines of their journals the node's tills have not told."""

    @property
    def off(self) -> int:
        """Theirs less ours."""
        return self.outside - self.pool


class Reading(msgspec.Struct, frozen=True, gc=False):
    """The likely cause, the others that fit, and the evidence in words."""

    cause: Cause
    also: tuple[Cause, ...]
    evidence: tuple[str, ...]


class Found(msgspec.Struct, frozen=True, gc=False):
    """A difference as it becomes an exception."""

    difference: Difference
    reading: Reading
    decimals: int
    unit_value_minor: int | None
    currency: str | None


class Lags(msgspec.Struct, frozen=True, gc=False):
    """What was counted of one source at one node: facts by class of lag, and when it was last heard of."""

    source: str
    node: str
    buckets: dict[int, int]
    last_recorded_at: datetime | None


class LagFigures(msgspec.Struct, frozen=True, gc=False):
    """Percentiles of the lag in seconds; the 90th with the bounds between which it is with 95 % certainty."""

    facts: int
    p50_s: float | None = None
    p90_s: float | None = None
    p99_s: float | None = None
    p90_low_s: float | None = None
    p90_high_s: float | None = None


class Accuracy(msgspec.Struct, frozen=True, gc=False):
    """How right the records of a node were found to be."""

    positions: int = 0
    differing: int = 0
    units_off: int = 0
    over: int = 0
    units_over: int = 0

    def __add__(self, other: Accuracy) -> Accuracy:
        """Both together."""
        return Accuracy(
            self.positions + other.positions,
            self.differing + other.differing,
            self.units_off + other.units_off,
            self.over + other.over,
            self.units_over + other.units_over,
        )


class Lateness(msgspec.Struct, frozen=True):
    """How far around the moment a feed may explain a difference."""

    within: timedelta
