"""Builds the application; the only place that wires things together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
from psycopg import AsyncConnection

from stockpool.access.api import ApiKey, active_keys
from stockpool.inventory.api import read_shard_count
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.shedding import Urgency
from stockpool.orders.api import Rules
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database, Revive, leave_alone
from stockpool.runtime.embedded import Revival
from stockpool.runtime.ending import end
from stockpool.runtime.jobs import EVERY_NIGHT, Jobs
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Patience
from stockpool.runtime.readiness import Readiness, look_at_database
from stockpool.runtime.settings import Settings
from stockpool.runtime.tracing import Tracing, tracing_to
from stockpool.workflows.commands import decode_reply, home_of, task_for, urgency_of, write_records
from stockpool.workflows.edit_master_data import ChannelDesk, NodeDesk, SkuDesk
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.group import GroupProcessor
from stockpool.workflows.outlook_desk import OutlookDesk
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.promise import PromiseDesk
from stockpool.workflows.repair import Repairer, repair_forever
from stockpool.workflows.safety_stock_desk import SafetyStockDesk
from stockpool.workflows.stock_desk import StockDesk
from stockpool.workflows.supply_desk import SupplyDesk
from stockpool.workflows.sweep_holds import sweep_forever, sweep_once
from stockpool.workflows.tell_thresholds import tell_thresholds
from stockpool.workflows.watch_availability import Watches
from stockpool.workflows.watch_health import BookWatch, watch_feed, watch_loop

LANE_SESSION = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
}
"""A lane only ever looks rows up by key; whatever the statistics say, its plans are index lookups, made once."""


FEED_SILENT_S_MAX = 15.0
"""The feed looks for events several times a second: after so long it is dead, or cannot reach the database."""

IN_LINE_S = 0.25
"""Longer than a row is busy under load: whoever keeps it for so long is no lane, and may keep it for much longer."""


async def lane_connection(database: Database, patience: Patience = Patience.IN_LINE) -> AsyncConnection:
    """A connection as a lane wants it: transactions by hand, plans fixed, and how long it waits for a lock."""
    connection = await database.connect(**LANE_SESSION)
    if patience is Patience.IN_LINE:
        await database.limit_lock_waits(connection, IN_LINE_S)
    await connection.set_autocommit(False)
    connection.prepare_threshold = 0
    return connection


def rules_of(settings: Settings) -> Rules:
    """The retailer's times and choices for orders."""
    return Rules(
        release_after_s=settings.order_release_after_s,
        accept_within_s=settings.order_accept_within_s,
        pickup_within_s=settings.order_pickup_within_s,
        backorder_when_unserved=settings.order_backorder_unserved,
        return_within_days=settings.return_within_days,
        return_expires_after_days=settings.return_expires_after_days,
    )


def _nobody() -> None:
    """Whom it is told that nobody listens."""


def lanes_on(
    database: Database,
    settings: Settings,
    shard_count: int,
    nudge: Callable[[], None] = _nobody,
    committed: Callable[[], None] = _nobody,
    tracing: Tracing | None = None,
) -> Lanes[Command, msgspec.Struct]:
    """The lanes of a process; not yet started. `nudge` is called when what was committed may need repair."""
    processor = GroupProcessor(
        task_for,
        decode_reply,
        write_records,
        shard_count=shard_count,
        rules=rules_of(settings),
        nudge=nudge,
        tracing=tracing,
    )
    return Lanes(
        partial(lane_connection, database),
        processor,
        lanes=settings.lanes,
        group_max=settings.lane_group_max,
        queue_max=settings.lane_queue_max,
        home_of=home_of,
        urgency_of=urgency_of,
        committed=committed,
        tracing=tracing,
    )


def revive_of(settings: Settings) -> Revive:
    """How a long-running process brings a dead database back: its own one only, never one that a URL named."""
    return leave_alone if settings.database_url is not None else Revival(settings.data_dir)


class LedgerDoor:
    """The lanes as the interfaces see them."""

    submit: Callable[[Command], Awaitable[msgspec.Struct]]
    admit: Callable[[Urgency], None]
    give_way: Callable[[], Awaitable[None]]

    def __init__(self, settings: Settings) -> None:
        """Stand before lanes that are not there yet."""
        self.new_id = new_uuid7
        self.hold_ttl_default_s = settings.hold_ttl_default_s
        self.hold_ttl_max_s = settings.hold_ttl_max_s


class Application:
    """Everything behind the interfaces: one database, its lanes, and what reads and edits beside them."""

    lanes: Lanes[Command, msgspec.Struct]
    _repairer: Repairer

    def __init__(self, settings: Settings, url: str, revive: Revive = leave_alone) -> None:
        """Wire the parts; nothing is connected before `start`."""
        self.settings = settings
        self.url = url
        self.database = Database.prepare(
            url,
            max_size=settings.pool_size,
            statement_timeout_s=settings.statement_timeout_s,
            lock_timeout_s=settings.lock_timeout_s,
            revive=revive,
        )
        self.skus = SkuDesk(self.database)
        self.nodes = NodeDesk(self.database)
        self.policies = PolicyDesk(self.database)
        self.outlooks = OutlookDesk(self.database)
        self.channels = ChannelDesk(self.database)
        self.tracing = tracing_to(settings.otel_endpoint)
        self.feed = Feed(self.database, self.tracing)
        self.watches = Watches(self.database, self.feed)
        self.stock = StockDesk(self.database)
        self.promises = PromiseDesk(self.database, rules_of(settings))
        self.ledger = LedgerDoor(settings)
        self._leaving = False
        self._background: list[asyncio.Task[None]] = []
        self._nudged = asyncio.Event()
        self.supplies = SupplyDesk(self.database, self._nudged.set)
        self.safety_stock = SafetyStockDesk(self.database, self._nudged.set)

    async def start(self, *, alone: bool = True) -> None:
        """Connect and start the lanes; unless somebody else tends it, sweep and repair in the background."""
        await self.database.start()
        async with self.database.read() as connection:
            shard_count = await read_shard_count(connection)
        self.stock.shard_count = self.promises.shard_count = self.watches.shard_count = shard_count
        self.lanes = lanes_on(
            self.database, self.settings, shard_count, self._nudged.set, self.feed.nudge, self.tracing
        )
        await self.lanes.start()
        self.ledger.submit, self.ledger.admit = self.lanes.submit, self.lanes.admit
        self.ledger.give_way = self.lanes.give_way
        self._repairer = Repairer(self.database, self.lanes.submit, new_uuid7, shard_count)
        await self.feed.start()
        if not alone:
            return
        self._background = [
            asyncio.create_task(watch_feed(self.database, self.feed)),
            asyncio.create_task(BookWatch(self.database).watch()),
            asyncio.create_task(watch_loop()),
            asyncio.create_task(tell_thresholds(self.database, self.watches, self.feed)),
            asyncio.create_task(sweep_forever(self.sweep_holds, self.settings.sweep_interval_s, telemetry.holds_swept)),
            asyncio.create_task(
                repair_forever(
                    self.repair_orders, self.settings.repair_interval_s, self._nudged, telemetry.orders_repaired
                )
            ),
        ]

    async def sweep_holds(self) -> int:
        """Give back what holds past their time keep; on how many positions there was something."""
        return await sweep_once(self.database, self.lanes.submit, new_uuid7)

    async def sweep_shadow(self) -> int:
        """Forget what a policy decided beside the active one longer ago than is kept; of how many orders."""
        return await self.policies.sweep_shadow(
            datetime.now(UTC).date() - timedelta(days=self.settings.shadow_kept_days)
        )

    async def work_out_outlooks(self) -> int:
        """Let sales say what SKUs sell at nodes, where a sourcing policy asks; how many outlooks there are by that."""
        days = self.settings.outlook_days
        if not days or not await self.policies.asks_outlook():
            return 0
        return (await self.outlooks.work_out(days, datetime.now(UTC))).outlooks

    async def repair_orders(self) -> int:
        """Do what is due with orders and mend what is broken; how many steps that took."""
        return await self._repairer.repair_once()

    async def close(self) -> None:
        """Finish the work that was taken, and disconnect."""
        for task in self._background:
            await end(task)
        await self.lanes.stop()
        await self.feed.close()
        await self.database.close()
        if self.tracing is not None:
            await asyncio.to_thread(self.tracing.close)

    async def active_keys(self) -> Sequence[ApiKey]:
        """The API keys that open the door now."""
        async with self.database.read() as connection:
            return await active_keys(connection, datetime.now(UTC))

    def leave(self) -> None:
        """It was asked to leave: from now on it is not ready, whatever it still does."""
        self._leaving = True

    async def readiness(self) -> Readiness:
        """Whether it can take work."""
        if self._leaving:
            return Readiness({"staying": "the server was asked to leave"})
        silent_s = self.feed.silent_s
        return Readiness(
            {
                "staying": None,
                "lanes": None if self.lanes.running else "the lanes are not running",
                **await look_at_database(self.url),
                "feed": f"no event has got its place for {silent_s:.0f} s" if silent_s > FEED_SILENT_S_MAX else None,
            }
        )


SWEEP_SCHEDULE = "*/10 * * * * *"


def jobs_of(application: Application) -> Jobs:
    """The jobs of a worker process: holds are swept though no server runs."""
    jobs = Jobs(application.url)
    jobs.scheduled("sweep-holds", application.sweep_holds, cron=SWEEP_SCHEDULE)
    jobs.scheduled("repair-orders", application.repair_orders, cron=SWEEP_SCHEDULE)
    jobs.scheduled("sweep-shadow", application.sweep_shadow, cron=EVERY_NIGHT)
    jobs.scheduled("work-out-outlooks", application.work_out_outlooks, cron=EVERY_NIGHT)
    return jobs
