"""Durable one-line holds over HTTP, beside a call of the same server that checks the same request and does nothing."""

from __future__ import annotations

import random
from statistics import median

import msgspec

from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.serving import CREATED, Caller, Progress, Serve, prepare
from stockpool.simulation.benchmarks.shop import CHANNEL, ShopSize
from stockpool.simulation.http_load import LoadResult

HOLDS, NOOP = "/v1/holds", "/v1/noop"


class HttpPlan(msgspec.Struct, frozen=True):
    """How much is measured; the defaults end within a minute."""

    size: ShopSize = ShopSize(skus=1_000, nodes=4)
    rounds: int = 5
    slice_s: float = 2
    connections: int = 128


class HttpFigures(msgspec.Struct, frozen=True):
    """Medians over the rounds; the ratio is the median of each round's own."""

    hold_per_s: float
    noop_per_s: float
    ratio: float
    p99_ms: float
    """Of a hold, with all connections busy."""
    noop_p99_ms: float
    connections: int
    holds: int
    rounds: int


async def bench_http(
    server_url: str, settings: Settings, serve: Serve, plan: HttpPlan, progress: Progress
) -> HttpFigures:
    """Measure one server process on a scratch database."""
    async with scratch_database(server_url) as url:
        progress("making a shop")
        token = await prepare(url, settings, plan.size)
        async with serve(url) as address:
            draw = random.Random(1)
            bodies = [_body(*key) for key in draw.choices(plan.size.keys(), k=5_000)]
            return await _measure(Caller(address, token, bodies, plan.connections), plan, progress)


async def _measure(caller: Caller, plan: HttpPlan, progress: Progress) -> HttpFigures:
    for path in (NOOP, HOLDS):
        await caller.load(path, "warm", plan.slice_s)
    rounds: list[tuple[LoadResult, LoadResult]] = []
    for number in range(plan.rounds):
        progress(f"round {number + 1} of {plan.rounds}")
        noop = await caller.load(NOOP, f"noop-{number}", plan.slice_s)
        rounds.append((await caller.load(HOLDS, f"hold-{number}", plan.slice_s), noop))
    pace = [(holds.per_s(CREATED), noop.per_s(CREATED)) for holds, noop in rounds]
    return HttpFigures(
        hold_per_s=round(median(holds for holds, _ in pace)),
        noop_per_s=round(median(noop for _, noop in pace)),
        ratio=round(median(holds / noop for holds, noop in pace), 2),
        p99_ms=round(median(holds.p99_ms for holds, _ in rounds), 2),
        noop_p99_ms=round(median(noop.p99_ms for _, noop in rounds), 2),
        connections=plan.connections,
        holds=sum(holds.answered for holds, _ in rounds),
        rounds=plan.rounds,
    )


def _body(sku: str, node: str) -> bytes:
    return msgspec.json.encode({"channel": CHANNEL, "lines": [{"sku": sku, "quantity": 1, "node": node}]})
