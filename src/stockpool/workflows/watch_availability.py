"""What a channel can promise of every SKU, followed: one watch a channel and process, for any number of readers.

A watch learns from the feed which SKUs something happened to, and reads what can be promised of them now; so the last
value is never lost, however often a SKU changes in between. Readers take what changed since they last looked, each SKU
once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec
import psycopg
import structlog

from stockpool.catalog import api as catalog
from stockpool.catalog.messages import SkuTerms
from stockpool.feed.api import what_is_named
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Versions
from stockpool.inventory.messages import Saleability, Threshold
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.supply import api as supply
from stockpool.workflows.availability import SKUS_MAX, Availability, availability
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.reference import ReferenceData

log = structlog.get_logger(__name__)

DEBOUNCE_S = 0.05
"""What happens to a SKU within this time is told once."""

LOOK_S = 1.0
"""So often it is looked whether catalog or network have changed."""

CHANGES_KEPT = 50_000
EVENTS_READ = 2_000
AFTER_OUTAGE_S = 1.0


class Level(msgspec.Struct, frozen=True, gc=False):
    """What a channel can promise of a SKU, and which threshold that has crossed."""

    sku: str
    available: Amount
    saleability: Saleability
    before: Saleability | None = None
    crossed: Threshold | None = None


class Change(msgspec.Struct, frozen=True, gc=False):
    """That a SKU's level changed, with the position of the feed up to which it is known."""

    number: int
    position: int
    level: Level


class ChannelWatch:
    """The levels of all SKUs in one channel, as they were at `position` of the feed or later."""

    def __init__(self, channel: str, database: Database, feed: Feed, shard_count: int) -> None:
        """Nothing is read before it runs."""
        self.channel = channel
        self.levels: dict[str, Level] = {}
        self.position = 0
        self.versions = Versions(0, 0)
        self.number = 0
        self.gone: Refused | None = None
        self._since: int | None = None
        self._comparing_all = False
        self._changes: deque[Change] = deque(maxlen=CHANGES_KEPT)
        self._database, self._feed, self._shard_count = database, feed, shard_count
        self._reference = ReferenceData()
        self._told = asyncio.Event()

    async def ready(self) -> Refused | None:
        """Wait until all levels are known; the refusal where there is no such channel."""
        while self._since is None and not self.closed:
            await self._told.wait()
        return self.gone

    def changed_since(self, number: int) -> Sequence[Level] | None:
        """The levels that changed behind a change, each SKU once; None where that is no longer known."""
        if number >= self.number:
            return ()
        if not self._changes or self._changes[0].number > number + 1:
            return None
        return self._latest(change for change in self._changes if change.number > number)

    def changed_behind(self, position: int, versions: Versions) -> Sequence[Level] | None:
        """The levels that changed since the feed was at a position; None where that is not known any more."""
        if self._since is None or position < self._since or self._comparing_all or versions != self.versions:
            return None
        if position > max(self.position, self._feed.latest):  # of another database, or of one restored since
            return None
        if len(self._changes) == CHANGES_KEPT and self._changes[0].position > position:
            return None
        return self._latest(change for change in self._changes if change.position > position)

    def _latest(self, changes: Iterable[Change]) -> Sequence[Level]:
        """Each SKU's level now, with the threshold between it and what it was before the first of the changes."""
        first: dict[str, Saleability | None] = {}
        for change in changes:
            first.setdefault(change.level.sku, change.level.before)
        return [_since(before, self.levels[sku]) for sku, before in first.items()]

    async def wait_beyond(self, number: int, seconds: float) -> bool:
        """Wait for a change behind a change; False when there was none in time, or none will be told."""
        try:
            async with asyncio.timeout(seconds):
                while self.number <= number and not self._feed.closed and self.gone is None:
                    await self._told.wait()
        except TimeoutError:
            pass
        return self.number > number

    async def rest(self, seconds: float) -> None:
        """Let time pass, unless nothing more will be told."""
        try:
            async with asyncio.timeout(seconds):
                while not self.closed:
                    await self._told.wait()
        except TimeoutError:
            pass

    @property
    def closed(self) -> bool:
        """Whether nothing more will be told."""
        return self._feed.closed or self.gone is not None

    async def run(self) -> None:
        """Follow until cancelled; an outage is waited out, and everything compared anew."""
        while not self.closed:
            try:
                with self._feed.follow():
                    await self._follow()
            except (psycopg.Error, DatabaseUnavailable) as trouble:
                log.warning("a channel's availability waits", channel=self.channel, cause=str(trouble).strip())
                await asyncio.sleep(AFTER_OUTAGE_S)

    async def _follow(self) -> None:
        await self._compare_all(self._feed.latest)
        while not self.closed:
            await self._feed.wait_beyond(self.position, LOOK_S)
            await self._catch_up()
            await asyncio.sleep(DEBOUNCE_S)
        self._tell()

    async def _catch_up(self) -> None:
        """Compare what something happened to; everything where catalog or network have changed."""
        touched: set[str] = set()
        position = self.position
        while events := await self._feed.read(position, EVENTS_READ):
            touched.update(*[what_is_named(event).skus for event in events])
            position = events[-1].position
        async with self._database.read() as connection:
            changed = await inventory.versions_now(connection) != self.versions
            if touched and not changed:
                touched |= await catalog.kits_with(connection, touched)
        if changed:
            await self._compare_all(position)
        else:
            await self._compare(sorted(touched), position)
            self.position = position
            self._tell()

    async def _compare_all(self, position: int) -> None:
        """Compare every SKU; what that finds happened at no position, so readers from before begin anew."""
        self._comparing_all = True
        async with self._database.read() as connection:
            versions = await inventory.versions_now(connection)
            skus = await catalog.list_sku_ids(connection)
        number = self.number
        await self._compare(skus, position)
        first, quiet = self._since is None, self.number == number
        self._since = position if first else self._since if quiet else position + 1
        self.position, self.versions, self._comparing_all = position, versions, False
        self._tell()

    async def _compare(self, skus: Sequence[str], position: int) -> None:
        """Read what can be promised of SKUs now, and note what is another than before."""
        for first in range(0, len(skus), SKUS_MAX):
            portion = skus[first : first + SKUS_MAX]
            async with self._database.read() as connection:
                await self._reference.refresh(connection)
                terms, network, _ = await self._reference.load(connection, portion)
                known = [sku for sku in portion if sku in terms]
                if not known:
                    continue
                found = await availability(
                    connection, self._reference, self.channel, known, by_node=False, shard_count=self._shard_count
                )
                if isinstance(found, Refused):
                    self.gone = found
                    return
                empty = [item.sku for item in found.items if item.available <= 0]
                to_come = await supply.skus_with_free_supply(connection, empty) if empty else set()
            channel = network.network.channels.get(self.channel)
            self._note(found, terms, to_come, channel.low_stock if channel else None, position)

    def _note(
        self,
        found: Availability,
        terms: Mapping[str, SkuTerms],
        to_come: Collection[str],
        low: int | None,
        position: int,
    ) -> None:
        for item in found.items:
            before = self.levels.get(item.sku)
            units = int(item.available * 10 ** terms[item.sku].decimals)
            now = inventory.saleability(units, low=low, active=item.active, to_come=item.sku in to_come)
            if before is not None and (before.available, before.saleability) == (item.available, now):
                continue
            was = before.saleability if before else None
            crossed = inventory.crossed(was, now) if was is not None else None
            level = self.levels[item.sku] = Level(item.sku, item.available, now, was, crossed)
            if self._since is not None:
                self.number += 1
                self._changes.append(Change(self.number, position, level))

    def _tell(self) -> None:
        self._told.set()
        self._told = asyncio.Event()


def _since(before: Saleability | None, level: Level) -> Level:
    """A level as who last heard of an earlier one is told of it."""
    if before is level.before:
        return level
    crossed = inventory.crossed(before, level.saleability) if before is not None else None
    return msgspec.structs.replace(level, before=before, crossed=crossed)


class Watches:
    """The watches of a process: one for each channel that somebody follows."""

    def __init__(self, database: Database, feed: Feed) -> None:
        """Nobody follows yet."""
        self.shard_count = 1
        self._database, self._feed = database, feed
        self._watches: dict[str, ChannelWatch] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._readers: dict[str, int] = {}

    @asynccontextmanager
    async def watch(self, channel: str) -> AsyncIterator[ChannelWatch]:
        """The watch of a channel, which is kept as long as anybody is in such a block."""
        if channel not in self._watches:
            watch = self._watches[channel] = ChannelWatch(channel, self._database, self._feed, self.shard_count)
            self._tasks[channel] = asyncio.create_task(watch.run())
        self._readers[channel] = self._readers.get(channel, 0) + 1
        try:
            yield self._watches[channel]
        finally:
            self._readers[channel] -= 1
            if not self._readers[channel]:
                task = self._tasks.pop(channel)
                del self._watches[channel], self._readers[channel]
                await end(task)
