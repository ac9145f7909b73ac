"""Metrics of the lanes, the feed, the books and the jobs, for `/metrics`.

Each server process counts for itself. With several behind one port a scrape reaches any of them, so `label_process`
puts the process on every series: each stays monotonic, and `sum(rate(…))` over them is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric

GROUP_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
GROUP_SECONDS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class ProcessRegistry(CollectorRegistry):
    """A registry that can put one more label on everything that is registered in it."""

    process: str | None = None

    def collect(self) -> Iterator[Metric]:
        """All metrics, with the process where one is named."""
        for metric in super().collect():
            yield metric if self.process is None else _labeled(metric, self.process)


def _labeled(metric: Metric, process: str) -> Metric:
    copy = Metric(metric.name, metric.documentation, metric.type, metric.unit)
    copy.samples = [sample._replace(labels={**sample.labels, "process": process}) for sample in metric.samples]
    return copy


REGISTRY = ProcessRegistry()

_commands = Counter("stockpool_lane_commands", "Commands answered.", ["outcome"], registry=REGISTRY)
_group_size = Histogram("stockpool_lane_group_size", "Commands a group.", buckets=GROUP_SIZES, registry=REGISTRY)
_group_seconds = Histogram(
    "stockpool_lane_group_seconds", "From taking a group to its commit.", buckets=GROUP_SECONDS, registry=REGISTRY
)
_wait_seconds = Histogram(
    "stockpool_lane_wait_seconds", "For how long the first of a group had waited.", buckets=GROUP_SECONDS,
    registry=REGISTRY,
)  # fmt: skip
_refusals = Counter("stockpool_refusals", "Commands refused.", ["reason"], registry=REGISTRY)
_shortfalls = Counter("stockpool_shortfalls", "Facts that left less than was promised.", registry=REGISTRY)
_queue_length = Gauge("stockpool_lane_queue_length", "Commands waiting.", registry=REGISTRY)
_retries = Counter("stockpool_lane_retries", "Groups tried again.", ["cause"], registry=REGISTRY)
_set_aside = Counter(
    "stockpool_lane_commands_set_aside", "Commands that waited apart for kept rows.", registry=REGISTRY
)
_shed = Counter("stockpool_shed", "Work that was told to come back under load.", ["urgency"], registry=REGISTRY)
_orders_repaired = Counter("stockpool_orders_repaired", "Steps that self-repair took with orders.", registry=REGISTRY)
_holds_swept = Counter("stockpool_holds_swept", "Expired holds written off.", registry=REGISTRY)


_shadow_failures = Counter(
    "stockpool_shadow_failures", "Orders with which the policy beside the active one failed.", registry=REGISTRY
)


_source_lag = Gauge(
    "stockpool_source_lag_seconds",
    "90th percentile of the lag of facts, at the slowest node.",
    ["source"],
    registry=REGISTRY,
)
_source_silence = Gauge(
    "stockpool_source_silence_seconds", "Since the latest fact of a source.", ["source"], registry=REGISTRY
)
_oversell_risk = Gauge(
    "stockpool_oversell_risk", "Chance that a unit promised now at the node is not there.", ["node"], registry=REGISTRY
)
_exceptions = Gauge(
    "stockpool_reconciliation_exceptions", "Open differences from another system.", ["source"], registry=REGISTRY
)


def feed_figures(lags_s: Mapping[str, float], silences_s: Mapping[str, float]) -> None:
    """How late sources are, and for how long they said nothing."""
    for gauge, values in ((_source_lag, lags_s), (_source_silence, silences_s)):
        _put(gauge, values)


def confidence_figures(risks: Mapping[str, float], exceptions: Mapping[str, int]) -> None:
    """What promises risk by node, and what differs by source."""
    for gauge, values in ((_oversell_risk, risks), (_exceptions, exceptions)):
        _put(gauge, values)


def _put(gauge: Gauge, values: Mapping[str, float]) -> None:
    gauge.clear()
    for label, value in values.items():
        gauge.labels(label).set(value)


_feed_position = Gauge("stockpool_feed_position", "The position of the latest event.", registry=REGISTRY)
_feed_unplaced = Gauge("stockpool_feed_unplaced_events", "Committed events without a position.", registry=REGISTRY)
_feed_lag_seconds = Gauge("stockpool_feed_lag_seconds", "Age of the oldest of them.", registry=REGISTRY)
_feed_silent_seconds = Gauge(
    "stockpool_feed_silent_seconds", "Since this process looked for events.", registry=REGISTRY
)
_verified = Counter("stockpool_positions_verified", "Positions compared with their entries.", registry=REGISTRY)
_drift = Counter("stockpool_drift", "Places found in that where books disagree.", registry=REGISTRY)
_loop_lag_seconds = Histogram(
    "stockpool_event_loop_lag_seconds", "How late the event loop was.", buckets=GROUP_SECONDS, registry=REGISTRY
)
_streams = Gauge("stockpool_streams", "Readers of streams.", ["stream"], registry=REGISTRY)
_streams_ended = Counter("stockpool_streams_ended", "Streams that ended.", ["stream", "why"], registry=REGISTRY)


_reader_lag = Gauge(
    "stockpool_feed_reader_lag", "Events that a reader with a cursor has yet to read.", ["reader"], registry=REGISTRY
)
_published = Counter("stockpool_feed_published", "Events that the broker has taken.", registry=REGISTRY)


def reader_lag(reader: str, events: int) -> None:
    """So many events are behind where a reader is."""
    _reader_lag.labels(reader).set(max(0, events))


def published(events: int) -> None:
    """The broker has taken so many events."""
    _published.inc(events)


def stream_opened(stream: str) -> None:
    """Somebody follows a stream."""
    _streams.labels(stream).inc()


def stream_closed(stream: str, why: str) -> None:
    """Somebody follows no more: `left`, `ended` by us, or too `slow`."""
    _streams.labels(stream).dec()
    _streams_ended.labels(stream, why).inc()


_webhooks = Counter("stockpool_webhook_deliveries", "Calls of webhooks.", ["outcome"], registry=REGISTRY)
_webhook_lag = Gauge(
    "stockpool_webhook_lag_events", "Events behind an endpoint's cursor.", ["endpoint"], registry=REGISTRY
)
_webhook_age = Gauge(
    "stockpool_webhook_lag_seconds", "Age of what an endpoint waits for.", ["endpoint"], registry=REGISTRY
)
_webhook_letters = Gauge(
    "stockpool_webhook_dead_letters", "Events that did not arrive.", ["endpoint"], registry=REGISTRY
)
_webhooks_stopped = Gauge("stockpool_webhooks_stopped", "Endpoints to which nothing goes any more.", registry=REGISTRY)


def webhooks_stopped(number: int) -> None:
    """How many endpoints are stopped, whoever served them."""
    _webhooks_stopped.set(number)


def webhook_called(outcome: str) -> None:
    """A receiver was called: `delivered`, `retry`, `stop` or `dead`."""
    _webhooks.labels(outcome).inc()


def webhook_stands(endpoint: str, events: int, seconds: float) -> None:
    """How far an endpoint is behind that this process serves."""
    _webhook_lag.labels(endpoint).set(events)
    _webhook_age.labels(endpoint).set(seconds)


def webhook_letters(endpoint: str, letters: int) -> None:
    """How many events did not arrive at an endpoint that this process serves."""
    _webhook_letters.labels(endpoint).set(letters)


def webhook_left(endpoint: str) -> None:
    """An endpoint is served by this process no more."""
    for gauge in (_webhook_lag, _webhook_age, _webhook_letters):
        if (endpoint,) in gauge._metrics:  # noqa: SLF001 -- removing what is not there is an error
            gauge.remove(endpoint)


def label_process(name: str) -> None:
    """Put the process's name on every series; for servers with several processes behind one port."""
    REGISTRY.process = name


def lane_group(size: int, waiting: int, waited_s: float) -> None:
    """A lane took a group, whose first had waited so long, and left so many commands waiting."""
    _group_size.observe(size)
    _wait_seconds.observe(waited_s)
    _queue_length.set(waiting)


def lane_group_done(seconds: float) -> None:
    """A group was committed and its callers answered."""
    _group_seconds.observe(seconds)


def lane_answered(outcome: str, count: int = 1) -> None:
    """Commands were answered: `granted`, `refused`, `busy` or `failed`."""
    _commands.labels(outcome).inc(count)


def refusals(by_reason: Mapping[str, int]) -> None:
    """Commands were refused."""
    for reason, count in by_reason.items():
        _refusals.labels(reason).inc(count)


def shortfalls(count: int) -> None:
    """Facts were recorded that break promises."""
    _shortfalls.inc(count)


def feed_seen(position: int, unplaced: int, lag_s: float, silent_s: float) -> None:
    """How far the feed is, and how far behind."""
    _feed_position.set(position)
    _feed_unplaced.set(unplaced)
    _feed_lag_seconds.set(lag_s)
    _feed_silent_seconds.set(silent_s)


def books_compared(positions: int, drift: int) -> None:
    """Some positions were compared with their entries, and the books disagree at so many places."""
    _verified.inc(positions)
    _drift.inc(drift)


def loop_was_late(seconds: float) -> None:
    """The event loop did something so much later than it was asked to."""
    _loop_lag_seconds.observe(seconds)


def lane_set_aside(count: int) -> None:
    """Commands wait apart for rows that somebody keeps locked."""
    _set_aside.inc(count)


def shed(urgency: str) -> None:
    """A `fact`, a `promise` or `bulk` work was told to come back, since there is too much to do."""
    _shed.labels(urgency).inc()


def lane_poison() -> None:
    """One command failed by itself, after its neighbors were separated from it."""
    lane_answered("failed")


def lane_retry(cause: str) -> None:
    """A group is tried again."""
    _retries.labels(cause).inc()


def orders_repaired(count: int) -> None:
    """Self-repair took steps with orders."""
    _orders_repaired.inc(count)


def holds_swept(count: int) -> None:
    """Expired holds were written off."""
    _holds_swept.inc(count)


def shadow_failed() -> None:
    """A policy that only looks on failed with an order."""
    _shadow_failures.inc()
