"""Traces of requests, from the door through a lane to the event."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from stockpool import bootstrap
from stockpool.bootstrap import Application
from stockpool.runtime.settings import Settings, SettingsError
from stockpool.runtime.tracing import LINKS_MAX, Tracing, tracing_to
from tests.entrypoints.http.conftest import Furnished, Shop, calling, interface_of

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
HOLD = {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]}


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
async def traced_shop(
    database_url: str, furnished: Furnished, exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """The shop with traces that end in memory."""
    provider = TracerProvider(span_limits=SpanLimits(max_links=LINKS_MAX))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(bootstrap, "tracing_to", lambda _endpoint: Tracing(provider))
    application = Application(Settings(pool_size=2, lanes=1, sweep_interval_s=60), database_url)
    await application.start()
    async with calling(interface_of(application)) as client:
        yield Shop(client, furnished.token)
    await application.close()


def named(exporter: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in exporter.get_finished_spans() if span.name == name]


def span_id(span: ReadableSpan) -> int:
    assert span.context is not None
    return int(span.context.span_id)


def parent_id(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


def links(span: ReadableSpan) -> list[int]:
    return [link.context.span_id for link in span.links]


async def test_a_hold_is_followed_from_its_caller_to_its_commit(
    traced_shop: Shop, exporter: InMemorySpanExporter
) -> None:
    answered = await traced_shop.post("/v1/holds", HOLD, traceparent=f"00-{TRACE}-{PARENT}-01")
    assert answered.status_code == 201
    (request,) = named(exporter, "POST /v1/holds")
    (wait,), (group,) = named(exporter, "lane wait"), named(exporter, "lane group")
    (commit,) = named(exporter, "decide and commit")
    assert request.context is not None
    assert (f"{request.context.trace_id:032x}", parent_id(request)) == (TRACE, int(PARENT, 16))
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "http.route": "/v1/holds",
        "http.response.status_code": 201,
    }
    assert (parent_id(wait), links(wait)) == (span_id(request), [span_id(group)])
    assert (parent_id(group), links(group)) == (None, [span_id(request)])
    assert dict(group.attributes or {}) == {"stockpool.group_size": 1}
    assert parent_id(commit) == span_id(group)
    times = [request.start_time, wait.start_time, wait.end_time, commit.end_time, group.end_time, request.end_time]
    assert times == sorted(times, key=lambda at: at or 0)


async def test_a_group_leads_to_all_of_its_requests(traced_shop: Shop, exporter: InMemorySpanExporter) -> None:
    await asyncio.gather(*[traced_shop.post("/v1/holds", HOLD) for _ in range(20)])
    requests, groups = named(exporter, "POST /v1/holds"), named(exporter, "lane group")
    assert len(groups) < 20
    assert sorted(each for group in groups for each in links(group)) == sorted(map(span_id, requests))
    sizes = [(group.attributes or {})["stockpool.group_size"] for group in groups]
    assert sizes == [len(group.links) for group in groups]


async def test_who_reads_the_feed_is_told_which_request_it_was(
    traced_shop: Shop, exporter: InMemorySpanExporter
) -> None:
    await traced_shop.post("/v1/holds", HOLD, traceparent=f"00-{TRACE}-{PARENT}-01")
    (request,) = named(exporter, "POST /v1/holds")
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not any(event["type"].startswith("stockpool.hold.") for event in events):
            await asyncio.sleep(0.05)
            events = (await traced_shop.get("/v1/events")).json()["events"]
    told = {event["type"]: event.get("traceparent") for event in events}
    assert told.pop("stockpool.hold.placed.v1") == f"00-{TRACE}-{span_id(request):016x}-01"
    assert set(told.values()) == {None}  # what another process did before


async def test_a_caller_who_wants_no_trace_has_none(traced_shop: Shop, exporter: InMemorySpanExporter) -> None:
    await traced_shop.post("/v1/holds", HOLD, traceparent=f"00-{TRACE}-{PARENT}-00")
    assert exporter.get_finished_spans() == ()


async def test_a_fault_of_ours_is_a_failed_request(
    traced_shop: Shop, exporter: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await traced_shop.post("/v1/holds", HOLD | {"channel": "nobody"})
    monkeypatch.setattr(Tracing, "here", lambda _self: 1 / 0)
    await traced_shop.post("/v1/holds", HOLD)
    assert [span.status.is_ok for span in named(exporter, "POST /v1/holds")] == [True, False]


async def test_without_traces_an_event_says_nothing_of_them(shop: Shop, application: Application) -> None:
    """The negative control."""
    await shop.post("/v1/holds", HOLD, traceparent=f"00-{TRACE}-{PARENT}-01")
    await asyncio.sleep(0.5)
    assert application.tracing is None
    assert "traceparent" not in (await shop.get("/v1/events")).text


def test_spans_are_sent_to_the_endpoint_at_the_latest_at_the_end() -> None:
    received: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        tracing = tracing_to(f"http://127.0.0.1:{server.server_port}/v1/traces")
        assert tracing is not None
        with tracing.request("GET", "/v1/skus", []):
            pass
        tracing.close()
        server.shutdown()
        thread.join()
    assert [path for path, _ in received] == ["/v1/traces"]


def test_an_endpoint_without_the_library_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SettingsError, match=r"pip install 'stockpool\[otel\]'"):
        tracing_to("http://127.0.0.1:1/")


def test_a_server_without_traces_does_not_load_the_library() -> None:
    program = """
import sys
import stockpool.entrypoints.http.serving
from stockpool.bootstrap import Application
from stockpool.runtime.settings import Settings
assert Application(Settings(), "postgresql:///nothing").tracing is None
print([name for name in sys.modules if name.startswith("opentelemetry")])
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "[]"
