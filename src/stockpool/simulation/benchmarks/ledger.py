"""Lanes against pgbench: durable one-line holds in process, beside the least a transaction can do to take one unit.

A hold is the whole command: key, reply and event, entry, reservation and position, all in one commit. The reference is
one conditional UPDATE of the position and nothing else, as 32 clients send it prepared. Both run on one server, each on
its own copy of the same 40,000 positions, in turn: spread over all of them, and on a single hot one.
"""

from __future__ import annotations

from contextlib import AsyncExitStack

import msgspec

from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks import store
from stockpool.simulation.benchmarks.contest import Contest
from stockpool.simulation.benchmarks.ledger_plan import LedgerFigures, LedgerPlan, Progress
from stockpool.simulation.benchmarks.scratch import scratch_copy, scratch_database
from stockpool.simulation.benchmarks.shop import ShopSize, fill_shop, open_lanes
from stockpool.workflows.verify import verify

__all__ = ["LedgerFigures", "LedgerPlan", "bench_ledger"]


async def bench_ledger(server_url: str, settings: Settings, plan: LedgerPlan, progress: Progress) -> LedgerFigures:
    """Measure on scratch databases of a server."""
    async with AsyncExitStack() as stack:
        progress("making a shop")
        ours = await stack.enter_async_context(scratch_database(server_url))
        await _prepare(ours, settings, plan.size)
        theirs = await stack.enter_async_context(scratch_copy(server_url, ours))
        await _settle(theirs)
        database = await Database.open(ours, max_size=2)
        stack.push_async_callback(database.close)
        lanes = await open_lanes(database, settings)
        stack.push_async_callback(lanes.stop)
        figures = await Contest(lanes, theirs, plan, progress).figures()
        progress("verifying")
        return msgspec.structs.replace(figures, drift=await _drift(database))


async def _prepare(url: str, settings: Settings, size: ShopSize) -> None:
    database = await Database.open(url, max_size=2)
    lanes = await open_lanes(database, settings)
    await fill_shop(database, lanes, size)
    await lanes.stop()
    await database.close()
    await _settle(url)


async def _drift(database: Database) -> int:
    connection = await database.connect()
    async with connection:
        return (await verify(connection)).drift


async def _settle(url: str) -> None:
    database = await Database.open(url, max_size=1)
    async with database.read() as connection:
        await store.settle(connection)
    await database.close()
