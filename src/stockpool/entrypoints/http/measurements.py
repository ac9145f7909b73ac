"""How many requests each call got and how long they took, as Prometheus metrics; a few additions a request."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric

BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class HttpMeasurements:
    """Counts by operation and status, durations by operation; a collector for a Prometheus registry."""

    def __init__(self) -> None:
        self._statuses: defaultdict[tuple[str, int], int] = defaultdict(int)
        self._buckets: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BOUNDS_S) + 1))
        self._totals_s: defaultdict[str, float] = defaultdict(float)

    def record(self, operation: str, status: int, duration_s: float) -> None:
        """Take note of one answered request."""
        self._statuses[operation, status] += 1
        self._buckets[operation][bisect_left(BOUNDS_S, duration_s)] += 1
        self._totals_s[operation] += duration_s

    def collect(self) -> Iterator[Metric]:
        """The metrics, as Prometheus asks for them."""
        requests = CounterMetricFamily("stockpool_http_requests", "Requests answered.", labels=("operation", "status"))
        for (operation, status), count in self._statuses.items():
            requests.add_metric((operation, str(status)), count)
        yield requests
        durations = HistogramMetricFamily(
            "stockpool_http_request_duration_seconds", "From head to answer.", labels=("operation",)
        )
        for operation, counts in self._buckets.items():
            durations.add_metric((operation,), _cumulated(counts), self._totals_s[operation])
        yield durations


def _cumulated(counts: list[int]) -> list[tuple[str, float]]:
    """Prometheus buckets hold everything up to their bound."""
    bounds = [*map(str, BOUNDS_S), "+Inf"]
    return [(bound, sum(counts[: i + 1])) for i, bound in enumerate(bounds)]
