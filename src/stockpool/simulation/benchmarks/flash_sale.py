"""A flash sale while another system sends all its stock: a million rows must not be felt by buyers and tills."""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from stockpool.access.api import CreateKey, KeyCreated, create_key
from stockpool.network.api import upsert_channels
from stockpool.network.messages import Channel, ChannelKind
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.imports import write_files
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.serving import Address, Progress, Serve, UnexpectedAnswers
from stockpool.simulation.benchmarks.shop import CHANNEL, ShopSize
from stockpool.simulation.http_load import LoadResult, Script, encode_request, run_scripts

MAIN = "from stockpool.entrypoints.cli import main; main()"
HOLDS, FACTS = "/v1/holds", "/v1/facts"
EXPECTED = {HOLDS: {201, 409}, FACTS: {200}}
"""In a flash sale some come too late; a sale at a till has happened."""


class FlashSalePlan(msgspec.Struct, frozen=True):
    """How much is sold, and how many rows come meanwhile: one for each SKU at each node."""

    size: ShopSize = ShopSize(skus=25_000, nodes=40)
    hot_skus: int = 20
    holds_per_s: int = 200
    facts_per_s: int = 100
    connections: int = 40
    quiet_s: float = 10
    import_s_max: float = 900


class FlashSaleFigures(msgspec.Struct, frozen=True):
    """Latencies before the feed and while it came; `ratio` is of the 99th percentiles of holds."""

    hold_p99_quiet_ms: float
    hold_p99_ms: float
    ratio: float
    fact_p99_ms: float
    fact_worst_ms: float
    holds: int
    facts: int
    errors: int
    rows: int
    import_s: float


async def bench_flash_sale(
    server_url: str, settings: Settings, serve: Serve, plan: FlashSalePlan, progress: Progress
) -> FlashSaleFigures:
    """Measure one server process on a scratch database."""
    del settings
    with tempfile.TemporaryDirectory(prefix="stockpool-bench-") as name:
        folder = Path(name)
        progress("writing files")
        write_files(folder, plan.size, lambda place: 1 + place % 97)
        async with scratch_database(server_url) as url:
            progress("the first import, which makes the positions")
            await _imported(url, folder)
            token = await _open(url)
            write_files(folder, plan.size, lambda place: 1 + (place + 31) % 97)
            async with serve(url) as address:
                return await _Sale(address, token, plan).run(lambda: _imported(url, folder), progress)


class _Sale:
    def __init__(self, address: Address, token: str, plan: FlashSalePlan) -> None:
        self._address, self._plan = address, plan
        self._headers = {
            "host": address.host,
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
        }
        self._draw = random.Random(1)
        self._hot = self._draw.sample(range(plan.size.skus), plan.hot_skus)
        self._number = 0

    async def run(self, bring_in: Callable[[], Coroutine[Any, Any, None]], progress: Progress) -> FlashSaleFigures:
        plan = self._plan
        await self._sell(2)
        progress(f"a quiet sale of {plan.quiet_s:g} s")
        quiet, _ = await self._sell(plan.quiet_s)
        progress(f"the same while {plan.size.skus * plan.size.nodes} rows come")
        began_at = perf_counter()
        importing = asyncio.create_task(bring_in())
        holds, facts = await self._sell(plan.import_s_max, importing)
        await importing
        return FlashSaleFigures(
            hold_p99_quiet_ms=round(quiet.p99_ms, 1),
            hold_p99_ms=round(holds.p99_ms, 1),
            ratio=round(holds.p99_ms / quiet.p99_ms, 2),
            fact_p99_ms=round(facts.p99_ms, 1),
            fact_worst_ms=round(facts.worst_ms, 1),
            holds=holds.answered,
            facts=facts.answered,
            errors=sum(
                count
                for path, done in ((HOLDS, holds), (FACTS, facts))
                for status, count in done.statuses.items()
                if status not in EXPECTED[path]
            ),
            rows=plan.size.skus * plan.size.nodes,
            import_s=round(perf_counter() - began_at, 1),
        )

    async def _sell(self, seconds: float, until: asyncio.Task[None] | None = None) -> Sequence[LoadResult]:
        """Holds and facts, each at its pace, for so long or until something is done."""
        plan = self._plan
        over = asyncio.Event()
        if until is not None:
            until.add_done_callback(lambda _done: over.set())
        paths = ((HOLDS, self._hold, plan.holds_per_s), (FACTS, self._fact, plan.facts_per_s))
        return await asyncio.gather(
            *[
                run_scripts(
                    *self._address,
                    [self._requests(path, body, over) for _ in range(plan.connections)],
                    seconds_max=seconds,
                    step_s=plan.connections / per_s,
                )
                for path, body, per_s in paths
            ]
        )

    def _requests(self, path: str, body: Callable[[int], object], over: asyncio.Event) -> Script:
        while not over.is_set():
            self._number += 1
            headers = self._headers | {"idempotency-key": f"sale-{self._number}"}
            yield encode_request("POST", path, headers, msgspec.json.encode(body(self._number)))

    def _hold(self, _number: int) -> object:
        """Nearly everybody wants the same few SKUs, wherever they are."""
        return {"channel": CHANNEL, "lines": [{"sku": self._sku(0.9), "quantity": 1}], "ttl_seconds": 5}

    def _fact(self, number: int) -> object:
        node = self._plan.size.node(self._draw.randrange(self._plan.size.nodes))
        fact = {"kind": "sell", "sku": self._sku(0.5), "node": node, "quantity": 1}
        return {"facts": [fact | {"source": "till", "source_id": str(number)}]}

    def _sku(self, hot_share: float) -> str:
        hot = self._draw.random() < hot_share
        return self._plan.size.sku(self._draw.choice(self._hot) if hot else self._draw.randrange(self._plan.size.skus))


async def _open(url: str) -> str:
    """The web channel, and the token of a key that may sell."""
    database = await Database.open(url, max_size=1)
    async with database.transaction() as connection:
        await upsert_channels(connection, [Channel(CHANNEL, "Web", ChannelKind.WEB)])
        made = await create_key(connection, CreateKey("benchmark", ("sell", "stock")), datetime.now(UTC))
    await database.close()
    assert isinstance(made, KeyCreated), "a key for a benchmark is never refused"
    return made.token


async def _imported(url: str, folder: Path) -> None:
    """`stockpool import`, in a process of its own as it always is."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MAIN, "import", str(folder), "--json", "--out", str(folder / "rejects"),
        env={**os.environ, "STOCKPOOL_DATABASE_URL": url, "STOCKPOOL_LOG_LEVEL": "warning"},
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if code := await process.wait():
        raise UnexpectedAnswers(f"the import ended with code {code}")
