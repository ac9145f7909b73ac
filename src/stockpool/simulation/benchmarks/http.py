"""Durable one-line holds over HTTP, beside a call of the same server that checks the same request and does nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from statistics import median
from typing import NamedTuple

import msgspec

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.shop import CHANNEL, ShopSize, fill_shop, open_lanes
from stockpool.simulation.http_load import LoadResult, encode_request, run_load

HOLDS, NOOP = "/v1/holds", "/v1/noop"
CREATED = 201
PLACE = "{number}"


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int


Serve = Callable[[str], AbstractAsyncContextManager[Address]]
"""Runs a server process with the call that does nothing, on the database of a connection string."""

Progress = Callable[[str], None]


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


class UnexpectedAnswers(Exception):
    """The server answered something else than that it did what was asked."""


async def bench_http(
    server_url: str, settings: Settings, serve: Serve, plan: HttpPlan, progress: Progress
) -> HttpFigures:
    """Measure one server process on a scratch database."""
    async with scratch_database(server_url) as url:
        progress("making a shop")
        token = await _prepare(url, settings, plan.size)
        async with serve(url) as address:
            return await _measure(_Caller(address, token, plan), progress)


async def _prepare(url: str, settings: Settings, size: ShopSize) -> str:
    """Stock, and the token of a key that may sell it."""
    database = await Database.open(url, max_size=2)
    lanes = await open_lanes(database, settings)
    await fill_shop(database, lanes, size)
    await lanes.stop()
    async with database.transaction() as connection:
        made = await create_key(connection, CreateKey("benchmark", ("sell",), (), None), datetime.now(UTC))
    await database.close()
    assert isinstance(made, KeyCreated), "a key for a benchmark is never refused"
    return made.token


class _Caller:
    """Requests of one benchmark: the same bodies to either call, each with a key of its own."""

    def __init__(self, address: Address, token: str, plan: HttpPlan) -> None:
        self._address = address
        self._headers = {
            "host": address.host,
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
        }
        self.plan = plan
        draw = random.Random(1)
        self._bodies = [_body(*key) for key in draw.choices(plan.size.keys(), k=5_000)]

    async def load(self, path: str, run: str) -> LoadResult:
        """A slice of nothing but this call."""

        def request(number: int) -> bytes:
            head, tail = requests[number % len(requests)]
            return b"%b%d%b" % (head, number, tail)

        requests = [self._around_number(path, run, body) for body in self._bodies]
        done = await run_load(*self._address, request, connections=self.plan.connections, seconds_max=self.plan.slice_s)
        if done.statuses.keys() != {CREATED}:
            raise UnexpectedAnswers(f"{path} was answered with {done.statuses}")
        return done

    def _around_number(self, path: str, run: str, body: bytes) -> tuple[bytes, bytes]:
        """A request but for the number in its key, made before the clock runs: the caller shares our processors."""
        headers = {**self._headers, "idempotency-key": f"{run}-{PLACE}"}
        head, _, tail = encode_request("POST", path, headers, body).partition(PLACE.encode())
        return head, tail


async def _measure(caller: _Caller, progress: Progress) -> HttpFigures:
    for path in (NOOP, HOLDS):
        await caller.load(path, "warm")
    rounds: list[tuple[LoadResult, LoadResult]] = []
    for number in range(caller.plan.rounds):
        progress(f"round {number + 1} of {caller.plan.rounds}")
        noop = await caller.load(NOOP, f"noop-{number}")
        rounds.append((await caller.load(HOLDS, f"hold-{number}"), noop))
    pace = [(holds.per_s(CREATED), noop.per_s(CREATED)) for holds, noop in rounds]
    return HttpFigures(
        hold_per_s=round(median(holds for holds, _ in pace)),
        noop_per_s=round(median(noop for _, noop in pace)),
        ratio=round(median(holds / noop for holds, noop in pace), 2),
        p99_ms=round(median(holds.p99_ms for holds, _ in rounds), 2),
        noop_p99_ms=round(median(noop.p99_ms for _, noop in rounds), 2),
        connections=caller.plan.connections,
        holds=sum(holds.answered for holds, _ in rounds),
        rounds=caller.plan.rounds,
    )


def _body(sku: str, node: str) -> bytes:
    return msgspec.json.encode({"channel": CHANNEL, "lines": [{"sku": sku, "quantity": 1, "node": node}]})
