"""Events when what a channel can promise becomes low, is out, or comes back; for channels that have a `low_stock`.

One process of the cluster tells of a channel. What it has told stands beside its events, written with them, so that
whoever takes over tells what was missed and nothing twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import psycopg
import structlog
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Crossing, Telling
from stockpool.inventory import api as inventory
from stockpool.inventory.messages import AvailabilityCrossed, Saleability
from stockpool.network import api as network
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.workflows.watch_availability import ChannelWatch, Level, Watches

log = structlog.get_logger(__name__)

LOOK_S = 2.0
"""So often it is looked which channels want to be told, and whether nobody else tells them."""

PAGE = 1_000


async def tell_thresholds(database: Database, watches: Watches) -> None:
    """Tell of all channels that want it, until cancelled."""
    tellers: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            try:
                wanted = await _channels(database)
            except (psycopg.Error, DatabaseUnavailable):
                wanted = set(tellers)
            for channel in wanted - tellers.keys():
                tellers[channel] = asyncio.create_task(_tell_channel(database, watches, channel))
            for channel in tellers.keys() - wanted:
                await end(tellers.pop(channel))
            await asyncio.sleep(LOOK_S)
    finally:
        for task in tellers.values():
            await end(task)


def _office_of(channel: str) -> str:
    """By which name one process of all tells of a channel."""
    return f"availability:{channel}"


async def _channels(database: Database) -> set[str]:
    wanted: set[str] = set()
    after: str | None = None
    async with database.read() as connection:
        while page := await network.list_channels(connection, after, PAGE):
            wanted |= {stored.value.id for stored in page if stored.value.low_stock is not None}
            after = page[-1].value.id
    return wanted


async def _tell_channel(database: Database, watches: Watches, channel: str) -> None:
    """Wait for our turn, then tell until the connection is lost or the task is cancelled."""
    while True:
        try:
            connection = await database.connect()
            try:
                if await feed.take_office(connection, _office_of(channel)):
                    async with watches.watch(channel) as watch:
                        await _tell(connection, watch)
            finally:
                await connection.close()
        except (psycopg.Error, DatabaseUnavailable) as trouble:
            log.warning("thresholds wait for the database", channel=channel, cause=str(trouble).strip())
        await asyncio.sleep(LOOK_S)


async def _tell(connection: AsyncConnection, watch: ChannelWatch) -> None:
    await watch.ready()
    stored = await feed.told_availability(connection, watch.channel)
    first = stored is None
    told = {sku: Saleability(said) for sku, said in (stored or {}).items()}
    number = watch.number
    levels: Iterable[Level] | None = list(watch.levels.values())
    while not watch.closed:
        crossings = _crossings(watch.channel, told, watch.levels.values() if levels is None else levels, quiet=first)
        if crossings:
            await feed.tell_crossings(connection, watch.channel, crossings)
            told |= {each.sku: Saleability(each.saleability) for each in crossings}
        if first:
            await feed.begin_telling(connection, watch.channel)
            first = False
        if not await watch.wait_beyond(number, LOOK_S):
            await connection.execute("select")  # whoever has lost the connection has lost the turn
            levels = ()
            continue
        levels, number = watch.changed_since(number), watch.number


def _crossings(
    channel: str, told: Mapping[str, Saleability], levels: Iterable[Level], *, quiet: bool
) -> list[Crossing]:
    """What is otherwise than was told; `quiet` where a channel begins to be told, and nothing is news."""
    found: list[Crossing] = []
    for level in levels:
        before, now = told.get(level.sku, Saleability.OUT), level.saleability
        if before is now:
            continue
        crossed = None if quiet else inventory.crossed(before, now)
        body = AvailabilityCrossed(channel, level.sku, level.available, before, now)
        event = Telling(f"{level.sku}@{channel}", body, f"availability.{crossed}") if crossed else None
        found.append(Crossing(level.sku, now, event))
    return found
