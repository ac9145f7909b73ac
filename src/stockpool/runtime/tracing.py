"""Traces of requests for OpenTelemetry: the time of each at the door, in the queue, in its group, at the commit.

Off unless an endpoint is set, and then nothing is imported and each place asks once whether it is on. A group has a
trace of its own, since it serves many requests: links lead from it to each of them, and from each of them to it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

from stockpool.runtime.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Link, Span

NAME: Final = "stockpool"
LINKS_MAX: Final = 10_000
"""A group links to all of its commands; the library would keep 128 of them."""

REMEMBERED_EVENTS: Final = 20_000
"""Of so many events it is known in memory which request caused them: readers hear of most within a second."""

NS: Final = 1_000_000_000

NOT_INSTALLED: Final = "otel_endpoint: OpenTelemetry is not installed: pip install 'stockpool[otel]'"

_OF_TRACES: Final = frozenset({b"traceparent", b"tracestate"})


class Traced(Protocol):
    """A command that waits, with the request that it is of."""

    @property
    def command(self) -> Any:  # noqa: ANN401 -- whatever lanes carry
        """The command; those of ours have a key."""
        ...

    @property
    def since(self) -> float:
        """Since when it waits, by the clock of the event loop."""
        ...

    @property
    def trace(self) -> Any:  # noqa: ANN401 -- the library's own
        """The span of its request, if there is one."""
        ...


class Tracing:
    """Makes the spans; there is none where tracing is off."""

    def __init__(self, provider: TracerProvider) -> None:
        """Spans go where the provider sends them."""
        from opentelemetry import trace
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        self._library = trace
        self._provider = provider
        self._tracer = provider.get_tracer(NAME)
        self._propagator = TraceContextTextMapPropagator()
        self._at_work: dict[str, str] = {}
        self._caused: OrderedDict[int, str] = OrderedDict()

    @contextmanager
    def request(self, method: str, path: str, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[Span]:
        """A request, as a part of its caller's trace where it says of which."""
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers if name in _OF_TRACES}
        with self._tracer.start_as_current_span(
            f"{method} {path}",
            context=self._propagator.extract(given),
            kind=self._library.SpanKind.SERVER,
            attributes={"http.request.method": method, "http.route": path},
        ) as span:
            yield span

    def answered(self, span: Span, status: int) -> None:
        """Write down what a request was answered; faults of ours make it a failed one."""
        span.set_attribute("http.response.status_code", status)
        if status >= 500:
            span.set_status(self._library.StatusCode.ERROR)

    def here(self) -> Span | None:
        """The request that is being served, if it is traced."""
        span = self._library.get_current_span()
        return span if span.is_recording() else None

    @contextmanager
    def group(self, group: Sequence[Traced], loop_time: float) -> Iterator[None]:
        """A group at work; what its commands waited for it becomes known."""
        traced = [waiting for waiting in group if waiting.trace is not None]
        if not traced:
            yield
            return
        links = [self._library.Link(waiting.trace.get_span_context()) for waiting in traced]
        with self._apart(links, len(group)) as span:
            self._tell_waits(traced, span, loop_time)
            keys = {waiting.command.key: _traceparent(waiting.trace) for waiting in traced if _has_key(waiting)}
            self._at_work |= keys
            try:
                yield
            finally:
                for key in keys:
                    self._at_work.pop(key, None)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A part of what is at work here."""
        if self.here() is None:
            yield
            return
        with self._tracer.start_as_current_span(name):
            yield

    def remember(self, booked: Iterable[tuple[int, str]]) -> None:
        """Keep in mind which requests caused these events, told by the keys of their commands."""
        if not self._at_work:
            return
        for event_id, key in booked:
            if (cause := self._at_work.get(key)) is not None:
                self._caused[event_id] = cause
        while len(self._caused) > REMEMBERED_EVENTS:
            self._caused.popitem(last=False)

    def traceparent_of(self, event_id: int) -> str | None:
        """The request that caused an event, as CloudEvents and HTTP name it; None once it is forgotten."""
        return self._caused.get(event_id)

    def close(self) -> None:
        """Send what has not been sent."""
        self._provider.shutdown()

    @contextmanager
    def _apart(self, links: Sequence[Link], size: int) -> Iterator[Span]:
        """A span of nobody's trace."""
        from opentelemetry.context import Context

        attributes = {"stockpool.group_size": size}
        with self._tracer.start_as_current_span(
            "lane group", context=Context(), links=links, attributes=attributes
        ) as span:
            yield span

    def _tell_waits(self, traced: Sequence[Traced], group: Span, loop_time: float) -> None:
        now_ns = time.time_ns()
        link = self._library.Link(group.get_span_context())
        for waiting in traced:
            began_ns = now_ns - round((loop_time - waiting.since) * NS)
            within = self._library.set_span_in_context(waiting.trace)
            self._tracer.start_span("lane wait", within, links=[link], start_time=began_ns).end(now_ns)


def tracing_to(endpoint: str | None) -> Tracing | None:
    """Traces that are sent to an OTLP endpoint over HTTP; None where there is no endpoint. Raises `SettingsError`."""
    if endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import SpanLimits, TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as missing:
        raise SettingsError([NOT_INSTALLED]) from missing
    provider = TracerProvider(
        resource=Resource.create({"service.name": NAME}), span_limits=SpanLimits(max_links=LINKS_MAX)
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return Tracing(provider)


def _has_key(waiting: Traced) -> bool:
    return isinstance(getattr(waiting.command, "key", None), str)


def _traceparent(span: Span) -> str:
    about = span.get_span_context()
    return f"00-{about.trace_id:032x}-{about.span_id:016x}-{about.trace_flags:02x}"
