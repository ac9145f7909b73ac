"""Builds the application; the only place that wires things together."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from random import SystemRandom
from secrets import token_bytes

import msgspec
import structlog
from psycopg import AsyncConnection

from stockpool.access.api import ApiKey, active_keys
from stockpool.connectors.api import StreamSettings, require_broker_client
from stockpool.feed.api import Pruned
from stockpool.inventory import api as inventory
from stockpool.inventory.api import read_shard_count
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.shedding import Urgency
from stockpool.orders.api import Rules
from stockpool.runtime import telemetry
from stockpool.runtime.addresses import read_allowed
from stockpool.runtime.child import ChildFailed, command_line, run_child
from stockpool.runtime.clock import now_in_utc
from stockpool.runtime.database import Database, Revive, leave_alone
from stockpool.runtime.embedded import Revival
from stockpool.runtime.ending import end
from stockpool.runtime.jobs import EVERY_MINUTE, EVERY_NIGHT, Jobs
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Patience
from stockpool.runtime.outgoing import Outgoing
from stockpool.runtime.readiness import Readiness, look_at_database
from stockpool.runtime.settings import Settings
from stockpool.runtime.tracing import Tracing, tracing_to
from stockpool.webhooks.api import Patience as Retries
from stockpool.workflows.arrival_desk import ArrivalDesk
from stockpool.workflows.commands import decode_reply, home_of, task_for, urgency_of, write_records
from stockpool.workflows.confidence_desk import ConfidenceDesk
from stockpool.workflows.count_desk import CountDesk
from stockpool.workflows.deliver_webhooks.courier import Courier, Slots
from stockpool.workflows.deliver_webhooks.delivery import Means
from stockpool.workflows.deliver_webhooks.dispatcher import Dispatcher
from stockpool.workflows.edit_master_data import ChannelDesk, NodeDesk, SkuDesk
from stockpool.workflows.exceptions_desk import ExceptionsDesk
from stockpool.workflows.feed_lags import FeedMeter
from stockpool.workflows.feed_metrics import follow_figures
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.follow_insights import follow_insights
from stockpool.workflows.forecast_desk import ForecastDesk
from stockpool.workflows.group import GroupProcessor
from stockpool.workflows.insights_desk import InsightsDesk
from stockpool.workflows.network_desk import NetworkDesk
from stockpool.workflows.outlook_desk import OutlookDesk
from stockpool.workflows.people import People, require_provider
from stockpool.workflows.picking_desk import PickingDesk
from stockpool.workflows.policy_desk import PolicyDesk
from stockpool.workflows.print_desk import PrintDesk
from stockpool.workflows.promise import PromiseDesk
from stockpool.workflows.prune_feed import FeedTerms, prune_feed
from stockpool.workflows.publish_feed import Publisher
from stockpool.workflows.reconciliation_desk import ReconciliationDesk
from stockpool.workflows.repair import Repairer, repair_forever
from stockpool.workflows.safety_stock_desk import SafetyStockDesk
from stockpool.workflows.shelf_desk import ShelfDesk
from stockpool.workflows.stock_desk import StockDesk
from stockpool.workflows.supply_desk import SupplyDesk
from stockpool.workflows.sweep_holds import sweep_forever, sweep_once
from stockpool.workflows.tell_thresholds import tell_thresholds
from stockpool.workflows.till_desk import TillDesk
from stockpool.workflows.watch_availability import Watches
from stockpool.workflows.watch_health import BookWatch, watch_feed, watch_loop
from stockpool.workflows.webhook_desk import WebhookDesk

log = structlog.get_logger(__name__)

SECRET_BYTES = 32

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
    await connection.execute(inventory.NAME_LANE)
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


def terms_of(settings: Settings) -> FeedTerms:
    """How long the retailer wants events kept."""
    return FeedTerms(
        days=settings.event_retention_days,
        all_days=settings.event_compact_after_days,
        unread_days=settings.event_unread_days_max,
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


def new_webhook_secret() -> str:
    """A secret as Standard Webhooks has them."""
    return "whsec_" + b64encode(token_bytes(SECRET_BYTES)).decode()


def courier_of(settings: Settings) -> Courier:
    """What calls the receivers of webhooks."""
    allowed = read_allowed(settings.webhook_allow_networks)
    return Courier(Outgoing(allowed, settings.webhook_timeout_s, settings.webhook_concurrency), now_in_utc)


def dispatcher_on(database: Database, feed: Feed, courier: Courier, settings: Settings) -> Dispatcher:
    """Who delivers webhooks in a process; not yet started."""
    return Dispatcher(
        Means(
            database=database,
            feed=feed,
            courier=courier,
            slots=Slots(settings.webhook_concurrency),
            patience=Retries(give_up_after_s=settings.webhook_retry_hours * 3_600),
            chance=SystemRandom().random,
            source=settings.event_source,
        )
    )


def webhook_desk_on(
    database: Database, courier: Courier, settings: Settings, nudge: Callable[[], None] = _nobody
) -> WebhookDesk:
    """Where endpoints of webhooks are edited."""
    return WebhookDesk(database, courier, new_uuid7, new_webhook_secret, settings.event_source, nudge)


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
        self.escrow_ttl_default_s = settings.escrow_ttl_default_s
        self.escrow_grace_s = settings.escrow_grace_s


class Application:
    """Everything behind the interfaces: one database, its lanes, and what reads and edits beside them."""

    lanes: Lanes[Command, msgspec.Struct]
    _repairer: Repairer
    _figures: asyncio.Task[None]

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
        self.forecasts = ForecastDesk(self.database)
        self.channels = ChannelDesk(self.database)
        self.tracing = tracing_to(settings.otel_endpoint)
        self.feed = Feed(self.database, self.tracing)
        self.watches = Watches(self.database, self.feed)
        courier = courier_of(settings)
        self.dispatcher = dispatcher_on(self.database, self.feed, courier, settings)
        self.webhooks = webhook_desk_on(self.database, courier, settings, self.dispatcher.nudge)
        self.stock = StockDesk(self.database)
        self.promises = PromiseDesk(self.database, rules_of(settings))
        self.ledger = LedgerDoor(settings)
        self.tills = TillDesk(self.database, self.promises)
        self._leaving = False
        self._background: list[asyncio.Task[None]] = []
        self._nudged = asyncio.Event()
        self.supplies = SupplyDesk(self.database, self._nudged.set)
        self.safety_stock = SafetyStockDesk(self.database, self._nudged.set)
        self.reconciliation = ReconciliationDesk(self.database, new_uuid7, settings.reconcile_dir)
        self.confidence = ConfidenceDesk(self.database)
        self.shelves = ShelfDesk(self.database)
        self.counts = CountDesk(self.database)
        self.picking = PickingDesk(self.database)
        self.printing = PrintDesk(self.database)
        self.arrivals = ArrivalDesk(self.database, self._nudged.set)
        self.meter = FeedMeter(self.database)
        self.people = People(self.database, settings, now=now_in_utc, monotonic=time.monotonic)
        self.insights = InsightsDesk(self.database)
        self.seen = NetworkDesk(self.database)
        self.exceptions = ExceptionsDesk(self.database)

    async def start(self, *, alone: bool = True, counting: bool = True) -> None:
        """Connect and start the lanes; unless somebody else tends it, sweep and repair in the background.

        Figures are counted here unless a process beside this one does so: that is much work when much happens.
        """
        require_provider(self.settings)
        await self.database.start()
        async with self.database.read() as connection:
            shard_count = await read_shard_count(connection)
        for desk in (self.stock, self.promises, self.tills, self.watches, self.counts):
            desk.shard_count = shard_count
        self.lanes = lanes_on(
            self.database, self.settings, shard_count, self._nudged.set, self.feed.nudge, self.tracing
        )
        await self.lanes.start()
        self.ledger.submit = self.reconciliation.submit = self.lanes.submit
        self.counts.submit = self.arrivals.submit = self.lanes.submit
        self.ledger.admit, self.ledger.give_way = self.lanes.admit, self.lanes.give_way
        self.meter.start()
        self.watches.lags.start()
        self._figures = asyncio.create_task(follow_figures(self.database, now_in_utc))
        self._repairer = Repairer(self.database, self.lanes.submit, new_uuid7, shard_count)
        await self.feed.start()
        if self.settings.nats_url is not None:
            require_broker_client()
            self._background.append(asyncio.create_task(self._publisher(self.settings.nats_url).run()))
        if not alone:
            return
        self.dispatcher.start()
        self._background += [
            asyncio.create_task(watch_feed(self.database, self.feed)),
            asyncio.create_task(BookWatch(self.database).watch()),
            asyncio.create_task(watch_loop()),
            asyncio.create_task(tell_thresholds(self.database, self.watches)),
            asyncio.create_task(sweep_forever(self.sweep_holds, self.settings.sweep_interval_s, telemetry.holds_swept)),
            asyncio.create_task(
                repair_forever(
                    self.repair_orders, self.settings.repair_interval_s, self._nudged, telemetry.orders_repaired
                )
            ),
        ]
        if counting:
            following = follow_insights(self.database, self.confidence, now_in_utc)
            self._background.append(asyncio.create_task(following))

    def _publisher(self, url: str) -> Publisher:
        """What bears the feed to the broker; one process of the cluster does so, the others stand by."""
        settings, prefix = self.settings, self.settings.nats_subject_prefix
        stream = StreamSettings(
            url=url,
            stream=settings.nats_stream,
            subjects=f"{prefix}.>",
            credentials=settings.nats_credentials,
            days=settings.nats_stream_days,
            duplicate_window_s=settings.nats_duplicate_window_s,
        )
        return Publisher(self.database, self.feed, stream, prefix, settings.event_source)

    async def prune_feed(self) -> Pruned:
        """Take out of the feed what is not to be kept any longer."""
        return await prune_feed(self.database, now_in_utc(), terms_of(self.settings))

    async def sweep_holds(self) -> int:
        """Give back what holds past their time keep; on how many positions there was something."""
        return await sweep_once(self.database, self.lanes.submit, new_uuid7)

    async def sweep_shadow(self) -> int:
        """Forget what a policy decided beside the active one longer ago than is kept; of how many orders."""
        return await self.policies.sweep_shadow(now_in_utc().date() - timedelta(days=self.settings.shadow_kept_days))

    async def work_out_outlooks(self) -> int:
        """Let sales say what SKUs sell at nodes, where a sourcing policy asks; how many outlooks there are by that."""
        days = self.settings.outlook_days
        is_asked = self.settings.confidence_buffer or await self.policies.asks_outlook()
        if not days or not is_asked:
            return 0
        return (await self.outlooks.work_out(days, now_in_utc())).outlooks

    async def forecast_nightly(self) -> None:
        """Forecast in a process of its own, which loads what computes; where that fails, the last forecast stays."""
        command = command_line("forecast", "nightly", "--asked-by", "schedule", "--json")
        try:
            await run_child(command, self.settings.forecast_limit_s, forecast_environment(self.settings, self.url))
        except ChildFailed as failed:
            log.exception("the nightly forecast failed; the one before stays", cause=str(failed))
            raise

    async def prune_people(self) -> int:
        """Forget sessions that have ended, and what people did too long ago."""
        return await self.people.prune()

    async def reconcile_scheduled(self) -> int:
        """Compare the sources whose time has come; how many had a new file."""
        return await self.reconciliation.run_scheduled(now_in_utc())

    async def work_out_confidence(self) -> int:
        """Reckon with late feeds and wrong records, and hold back what the setting asks; how many buffers changed."""
        changed = await self.confidence.work_out(self.settings.confidence_buffer, now_in_utc())
        if changed:
            self._nudged.set()
        return changed

    async def learn_from_counts(self) -> int:
        """How right counts found the records of nodes; of how many nodes."""
        return await self.confidence.learn_from_counts(COUNTS_DAYS, now_in_utc())

    async def repair_orders(self) -> int:
        """Do what is due with orders, mend what is broken, finish what was left; how many steps that took."""
        repaired = await self._repairer.repair_once()
        return repaired + await self.counts.finish_left() + await self.arrivals.finish_left()

    async def close(self) -> None:
        """Finish the work that was taken, and disconnect."""
        for task in [*self._background, self._figures]:
            await end(task)
        await self.dispatcher.close()
        await self.lanes.stop()
        await self.meter.close()
        await self.watches.lags.close()
        await self.feed.close()
        await self.database.close()
        if self.tracing is not None:
            await asyncio.to_thread(self.tracing.close)

    async def active_keys(self) -> Sequence[ApiKey]:
        """The API keys that open the door now."""
        async with self.database.read() as connection:
            return await active_keys(connection, now_in_utc())

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


def forecast_environment(settings: Settings, url: str) -> dict[str, str]:
    """What a process needs to know that forecasts for this one: its database and its settings, wherever they stand."""
    said = {name: getattr(settings, name) for name in settings.__struct_fields__ if name.startswith("forecast_")}
    given = {**said, "database_url": url, "log_level": settings.log_level, "log_format": settings.log_format}
    return {f"STOCKPOOL_{name.upper()}": str(value) for name, value in given.items() if value is not None}


def cron_of(time_of_day: str) -> str:
    """Each day at a time such as `02:30`."""
    hour, _, minute = time_of_day.partition(":")
    return f"{int(minute)} {int(hour)} * * *"


COUNTS_DAYS = 56
"""How long a count says how right a node's records are."""

SWEEP_SCHEDULE = "*/10 * * * * *"


def jobs_of(application: Application) -> Jobs:
    """The jobs of a worker process: holds are swept though no server runs."""
    jobs = Jobs(application.url)
    jobs.scheduled("sweep-holds", application.sweep_holds, cron=SWEEP_SCHEDULE)
    jobs.scheduled("repair-orders", application.repair_orders, cron=SWEEP_SCHEDULE)
    jobs.scheduled("prune-feed", application.prune_feed, cron=EVERY_NIGHT)
    jobs.scheduled("sweep-shadow", application.sweep_shadow, cron=EVERY_NIGHT)
    jobs.scheduled("prune-people", application.prune_people, cron=EVERY_NIGHT)
    jobs.scheduled("work-out-outlooks", application.work_out_outlooks, cron=EVERY_NIGHT)
    jobs.scheduled("reconcile-sources", application.reconcile_scheduled, cron=EVERY_MINUTE)
    jobs.scheduled("work-out-confidence", application.work_out_confidence, cron=EVERY_MINUTE)
    jobs.scheduled("learn-from-counts", application.learn_from_counts, cron=EVERY_NIGHT)
    if application.settings.forecast_nightly is not None:
        jobs.scheduled(
            "forecast-nightly", application.forecast_nightly, cron=cron_of(application.settings.forecast_nightly)
        )
    return jobs
