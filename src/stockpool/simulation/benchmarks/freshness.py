"""How soon a sale at a till is known: from its request to its event at readers, and to what the web shop promises."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter, defaultdict, deque
from time import perf_counter

import msgspec

from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.serving import CREATED, Address, Progress, Serve, UnexpectedAnswers, prepare
from stockpool.simulation.benchmarks.shop import CHANNEL, UNITS_EACH, ShopSize
from stockpool.simulation.http_load import Script, encode_request, run_load, run_scripts
from stockpool.simulation.latencies import Latencies
from stockpool.simulation.receiver import receiving
from stockpool.simulation.sse import EventReader, Hear, read_stream

REFERENCE = re.compile(rb'"reference":"f(\d+)"')
LEVEL = re.compile(rb'"sku":"(\d+)","available":(\d+)')
OK = 200
LAST_S_MAX = 5.0
"""How long behind the load the last events are waited for."""


class FreshnessPlan(msgspec.Struct, frozen=True):
    """How much is measured."""

    size: ShopSize = ShopSize(skus=1_000, nodes=4)
    facts_per_s: int = 1_000
    seconds: float = 15
    warm_s: float = 3
    connections: int = 50
    readers: int = 20


class FreshnessFigures(msgspec.Struct, frozen=True):
    """`p50_ms` and `p99_ms` are the worse of events and availability; `missing` is what readers did not get."""

    facts_per_s: float
    p50_ms: float
    p99_ms: float
    event_p50_ms: float
    event_p99_ms: float
    webhook_p50_ms: float
    webhook_p99_ms: float
    availability_p50_ms: float
    availability_p99_ms: float
    answer_p99_ms: float
    facts: int
    readers: int
    missing: int


async def bench_freshness(
    server_url: str, settings: Settings, serve: Serve, plan: FreshnessPlan, progress: Progress
) -> FreshnessFigures:
    """Measure one server process on a scratch database."""
    async with scratch_database(server_url) as url:
        progress("making a shop")
        token = await prepare(url, settings, plan.size)
        async with serve(url) as address:
            return await _Measurement(address, token, plan).run(progress)


class _Measurement:
    def __init__(self, address: Address, token: str, plan: FreshnessPlan) -> None:
        self._address, self._plan = address, plan
        self._headers = {"host": address.host, "authorization": f"Bearer {token}"}
        self._draw = random.Random(1)
        self._sent_at: list[float] = []
        self._measured_from = 0
        self._sent_of: dict[str, deque[float]] = defaultdict(deque)
        self._known_of: Counter[str] = Counter()
        self._events, self._levels, self._called = Latencies(), Latencies(), Latencies()
        self._heard = 0
        self._brought: set[int] = set()

    async def run(self, progress: Progress) -> FreshnessFigures:
        """One webhook receiver is attached, too."""
        async with receiving(self._hear_calls) as receiver:
            await self._attach(receiver)
            return await self._measure(progress)

    async def _attach(self, receiver: str) -> None:
        endpoint = {"url": receiver, "types": ["stock.sell"], "batch_max": 100}
        headers = self._headers | {"content-type": "application/json", "idempotency-key": "receiver"}
        request = encode_request("POST", "/v1/webhooks", headers, msgspec.json.encode(endpoint))
        made = await run_load(*self._address, lambda _number: request, connections=1, seconds_max=10, requests_max=1)
        if made.statuses.keys() != {CREATED}:
            raise UnexpectedAnswers(f"/v1/webhooks was answered with {made.statuses}")

    async def _measure(self, progress: Progress) -> FreshnessFigures:
        plan = self._plan
        streams = [
            await self._follow("/v1/events/stream?type=stock.sell", self._hear_events) for _ in range(plan.readers)
        ]
        streams.append(await self._follow(f"/v1/availability/stream?channel={CHANNEL}", self._hear_levels))
        assert {stream.status for stream in streams} == {200}
        progress(f"warming up for {plan.warm_s:g} s")
        await self._sell(plan.warm_s)
        await asyncio.sleep(1)
        self._measured_from, self._heard = len(self._sent_at), 0
        self._brought.clear()
        self._events, self._levels, self._called = Latencies(), Latencies(), Latencies()
        progress(f"{plan.facts_per_s} sales a second for {plan.seconds:g} s before {plan.readers} readers")
        began_at = perf_counter()
        answer_p99_ms = await self._sell(plan.seconds)
        lasted_s = perf_counter() - began_at
        facts = len(self._sent_at) - self._measured_from
        await self._wait_for_the_last(facts * plan.readers)
        for stream in streams:
            stream.leave()
        return self._figures(facts, lasted_s, answer_p99_ms)

    async def _follow(self, path: str, hear: Hear) -> EventReader:
        return await read_stream(*self._address, path, self._headers, hear)

    async def _sell(self, seconds: float) -> float:
        """Sales at the pace of the plan; the 99th percentile of their answers in ms."""
        plan = self._plan
        scripts = [self._sales() for _ in range(plan.connections)]
        step_s = plan.connections / plan.facts_per_s
        done = await run_scripts(*self._address, scripts, seconds_max=seconds, step_s=step_s)
        if done.statuses.keys() != {OK}:
            raise UnexpectedAnswers(f"/v1/facts was answered with {done.statuses}")
        return done.p99_ms

    def _sales(self) -> Script:
        """One till: a sale a request, each of one unit anywhere."""
        size, headers = self._plan.size, self._headers | {"content-type": "application/json"}
        while True:
            number = len(self._sent_at)
            sku, node = size.sku(self._draw.randrange(size.skus)), size.node(self._draw.randrange(size.nodes))
            fact = {"kind": "sell", "sku": sku, "node": node, "quantity": 1, "reference": f"f{number}"}
            body = msgspec.json.encode({"facts": [fact | {"source": "till", "source_id": str(number)}]})
            request = encode_request("POST", "/v1/facts", headers | {"idempotency-key": f"sale-{number}"}, body)
            now = perf_counter()
            self._sent_at.append(now)
            self._sent_of[sku].append(now)
            yield request

    def _hear_events(self, events: bytes) -> None:
        now = perf_counter()
        for found in REFERENCE.findall(events):
            number = int(found)
            if number >= self._measured_from:
                self._heard += 1
                self._events.record(now - self._sent_at[number])

    def _hear_calls(self, call: bytes) -> None:
        now = perf_counter()
        for found in REFERENCE.findall(call):
            number = int(found)
            if number >= self._measured_from and number not in self._brought:
                self._brought.add(number)
                self._called.record(now - self._sent_at[number])

    def _hear_levels(self, events: bytes) -> None:
        """Of each SKU as many sales are known as its availability is below what there was; the first sent are meant."""
        now = perf_counter()
        for sku, available in LEVEL.findall(events):
            sent = self._sent_of[sku.decode()]
            sold = self._plan.size.nodes * UNITS_EACH - int(available)
            while self._known_of[sku.decode()] < sold and sent:
                self._known_of[sku.decode()] += 1
                self._levels.record(now - sent.popleft())

    async def _wait_for_the_last(self, events: int) -> None:
        for _ in range(round(LAST_S_MAX / 0.05)):
            brought = len(self._brought) * self._plan.readers >= events
            if self._heard >= events and brought and not any(self._sent_of.values()):
                return
            await asyncio.sleep(0.05)

    def _figures(self, facts: int, lasted_s: float, answer_p99_ms: float) -> FreshnessFigures:
        events, levels, called = self._events, self._levels, self._called
        return FreshnessFigures(
            facts_per_s=round(facts / lasted_s),
            p50_ms=round(max(events.quantile_s(0.5), levels.quantile_s(0.5)) * 1_000, 1),
            p99_ms=round(max(events.quantile_s(0.99), levels.quantile_s(0.99)) * 1_000, 1),
            event_p50_ms=round(events.quantile_s(0.5) * 1_000, 1),
            event_p99_ms=round(events.quantile_s(0.99) * 1_000, 1),
            webhook_p50_ms=round(called.quantile_s(0.5) * 1_000, 1),
            webhook_p99_ms=round(called.quantile_s(0.99) * 1_000, 1),
            availability_p50_ms=round(levels.quantile_s(0.5) * 1_000, 1),
            availability_p99_ms=round(levels.quantile_s(0.99) * 1_000, 1),
            answer_p99_ms=round(answer_p99_ms, 1),
            facts=facts,
            readers=self._plan.readers,
            missing=facts * (self._plan.readers + 1) - self._heard - len(self._brought),
        )
