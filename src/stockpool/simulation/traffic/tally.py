"""What came of the traffic: outcomes, refusals by reason, and how long answers took."""

from __future__ import annotations

from collections import Counter

import msgspec

from stockpool.simulation.latencies import Latencies


class Latency(msgspec.Struct, frozen=True):
    """How many answers, and within how many milliseconds half and 99 of 100 of them came."""

    answers: int
    p50_ms: float
    p99_ms: float


class TrafficReport(msgspec.Struct, frozen=True):
    """Everything counted so far."""

    outcomes: dict[str, int]
    refusals: dict[str, int]
    errors: dict[str, int]
    latency: dict[str, Latency]
    retries: int


class Tally:
    """Counts as the traffic goes."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self._latencies: dict[str, Latencies] = {}

    def took(self, kind: str, duration_s: float) -> None:
        """Note how long an answer took."""
        self._latencies.setdefault(kind, Latencies()).record(duration_s)

    def report(self, retries: int = 0) -> TrafficReport:
        """A copy of all figures as of now."""
        latency = {kind: _latency(of) for kind, of in sorted(self._latencies.items())}
        return TrafficReport(dict(self.outcomes), dict(self.refusals), dict(self.errors), latency, retries)


def _latency(of: Latencies) -> Latency:
    return Latency(of.count, round(of.quantile_s(0.5) * 1_000, 2), round(of.quantile_s(0.99) * 1_000, 2))
