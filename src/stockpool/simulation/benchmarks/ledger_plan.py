"""How much the ledger's benchmark measures, and what it answers."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from stockpool.simulation.benchmarks.shop import ShopSize

Progress = Callable[[str], None]
"""Told what is measured now."""


class LedgerPlan(msgspec.Struct, frozen=True):
    """How much is measured; the defaults end within a minute."""

    size: ShopSize = ShopSize()
    rounds: int = 3
    slice_s: int = 2
    seconds_max: float = 40
    """No round begins that would end behind so many seconds of rounds; the first one always runs."""
    holds_max: int = 60_000
    """Holds made ready for a slice; one that is through with them ends early."""
    clients: int = 32
    """Clients of pgbench, and callers in flight where latency is measured."""
    in_flight: int = 1_024
    """Callers in flight where throughput is measured."""


class LedgerFigures(msgspec.Struct, frozen=True):
    """Medians over the rounds; a ratio is the median of each round's own."""

    lane_uniform_per_s: float
    lane_hot_per_s: float
    pgbench_uniform_per_s: float
    pgbench_hot_per_s: float
    ratio_uniform: float
    ratio_hot: float
    p99_ms: float
    """Of a hold's answer with as many callers in flight as pgbench has clients, spread over all positions."""
    p99_hot_ms: float
    p99_in_flight: int
    in_flight: int
    """Callers in flight where throughput was measured."""
    positions: int
    holds: int
    rounds: int
    drift: int
    """Numbers of the ledger that are not the sum of their entries, after all that."""
