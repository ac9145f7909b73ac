"""Latencies as a histogram of fixed size: each bucket is 5% wider than the one before."""

from __future__ import annotations

from math import ceil, log

SMALLEST_S = 1e-6
GROWTH = 1.05
BUCKETS = 400
_LOG_GROWTH = log(GROWTH)


class Latencies:
    """Counts durations from a microsecond to five minutes; quantiles are right within 5%."""

    def __init__(self) -> None:
        self._counts = [0] * BUCKETS
        self.count = 0

    def record(self, duration_s: float) -> None:
        """Take note of one duration."""
        bucket = ceil(log(duration_s / SMALLEST_S) / _LOG_GROWTH) if duration_s > SMALLEST_S else 0
        self._counts[min(bucket, BUCKETS - 1)] += 1
        self.count += 1

    def quantile_s(self, share: float) -> float:
        """An upper bound, 5% wide, of the duration that `share` of the recorded ones did not exceed; 0 without any."""
        rank = ceil(share * self.count)
        seen = 0
        for bucket, count in enumerate(self._counts):
            seen += count
            if count and seen >= rank:
                return float(SMALLEST_S * GROWTH**bucket)
        return 0.0
