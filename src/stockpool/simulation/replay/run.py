"""A whole replay: a database of its own, the recorded tables imported, the orders played, the ledger verified."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from typing import Protocol

import msgspec

from stockpool.bootstrap import Application
from stockpool.connectors.api import CheckedTable, FileIsBroken, TableReader, open_tables
from stockpool.connectors.messages import ImportedOrder, Known
from stockpool.kernel.ids import new_uuid7, uuid7
from stockpool.network.api import Network, load_network
from stockpool.network.messages import NodeKind
from stockpool.orders.messages import PlaceOrder
from stockpool.runtime import migrating
from stockpool.runtime.settings import Settings
from stockpool.simulation.replay.figures import Gathering, ReplayFigures, with_ends
from stockpool.simulation.replay.living import Company, Living
from stockpool.simulation.replay.playing import GROUP_ORDERS, play
from stockpool.simulation.replay.store import how_orders_ended, repairs_made, returns_made, scratch_database
from stockpool.simulation.replay.world import WorldPlan
from stockpool.supply.messages import SupplyInput, SupplyUpserted
from stockpool.workflows.import_files import ImportFiles, Surroundings, TableResult, Watcher, load_known, place_order
from stockpool.workflows.supply_desk import SupplyDesk
from stockpool.workflows.verify import Verification, verify

TABLES = ("skus", "nodes", "channels", "stock")
"""What orders are played against, in the order in which it goes in."""

HUB = NodeKind.DISTRIBUTION_CENTER

CommandFor = Callable[[ImportedOrder], PlaceOrder]


class ReplayPlan(msgspec.Struct, frozen=True):
    """What to play, and how fast; without a speed, as fast as it goes."""

    tables: Path
    rejects: Path
    speed: float | None = None
    limit: int | None = None
    world: WorldPlan | None = None
    """What goes otherwise than planned; None: orders are placed, and nothing more happens."""


class ReplayWatcher(Watcher, Protocol):
    """Hears how a replay goes on."""

    def playing(self, orders: int) -> None:
        """So many orders are played from now on."""
        ...

    def played(self) -> None:
        """One more has its answer."""
        ...

    def verifying(self) -> None:
        """All are played; the ledger is proved."""
        ...


class ReplayResult(msgspec.Struct, frozen=True):
    """What a replay came to."""

    figures: ReplayFigures
    verified: Verification
    seconds: float
    """How long the orders took, import and proof left out."""
    rejected: int
    """Rows of the files that did not get in."""
    in_world: bool = False
    """Whether nodes did their work too."""

    @property
    def orders_per_s(self) -> float:
        """How fast they were played."""
        return self.figures.orders / self.seconds if self.seconds else 0.0


async def replay(settings: Settings, url: str, plan: ReplayPlan, watcher: ReplayWatcher) -> ReplayResult:
    """Play recorded orders in a new database on a server; raises `FileIsBroken`."""
    async with scratch_database(url, new_uuid7) as scratch, _application(settings, scratch) as application:
        with open_tables(plan.tables, plan.rejects, now=datetime.now(UTC)) as reader:
            _check_there(reader)
            imported = await _import(application, reader, watcher)
            known, _ = await load_known(application.database)
            orders = reader.check("orders", known)
            began = time.monotonic()
            figures = await _play(application, orders, _command_for(known), plan, watcher)
            seconds = time.monotonic() - began
            rejected = sum(result.rejected for result in imported) + orders.counts().rejected
        watcher.verifying()
        verified = await _verify(application)
    return ReplayResult(figures, verified, seconds, rejected, plan.world is not None)


@asynccontextmanager
async def _application(settings: Settings, url: str) -> AsyncIterator[Application]:
    """The real one, with the one lane that keeps orders in their order."""
    await migrating.upgrade(url)
    one_lane = msgspec.structs.replace(settings, lanes=1, lane_group_max=GROUP_ORDERS)
    application = Application(one_lane, url)
    await application.start(alone=False)
    try:
        yield application
    finally:
        await application.close()


def _check_there(reader: TableReader) -> None:
    missing = [table for table in (*TABLES, "orders") if table not in reader.tables]
    if missing:
        needed = ", ".join((*TABLES, "orders"))
        raise FileIsBroken("the tables", f"lack {', '.join(missing)}", f"A replay needs {needed}.")


async def _import(application: Application, reader: TableReader, watcher: Watcher) -> list[TableResult]:
    process = ImportFiles(Surroundings(application.database, application.lanes.submit, new_uuid7), watcher)
    return [await process.run(reader, table) for table in TABLES]


def _command_for(known: Known) -> CommandFor:
    """Every order as if it came in now, with the time it had; ids are the same in every run."""
    numbers = count()

    def command(order: ImportedOrder) -> PlaceOrder:
        number = next(numbers)
        return place_order(order, known.skus, order_id=uuid7(number, number.to_bytes(10)), attempt="replay")

    return command


async def _play(
    application: Application, orders: CheckedTable, command_for: CommandFor, plan: ReplayPlan, watcher: ReplayWatcher
) -> ReplayFigures:
    async with application.database.read() as connection:
        network = await load_network(connection)
    gathering = Gathering(network.nodes)

    def answered(order: ImportedOrder, reply: msgspec.Struct) -> None:
        gathering.add(order, reply)
        watcher.played()

    def submit(order: ImportedOrder) -> Awaitable[msgspec.Struct]:
        return application.lanes.submit(command_for(order))

    total = orders.different("order_id")
    watcher.playing(total if plan.limit is None else min(total, plan.limit))
    played = islice(orders.orders(), plan.limit)
    if plan.world is None:
        await play(played, submit, answered, plan.speed)
    else:
        await Living(_company(application, network), plan.world).play(played, command_for, answered)
    async with application.database.read() as connection:
        return with_ends(
            gathering.figures(),
            await how_orders_ended(connection),
            await repairs_made(connection),
            await returns_made(connection),
        )


def _company(application: Application, network: Network) -> Company:
    async def announce(rows: Sequence[SupplyInput]) -> None:
        results = await SupplyDesk(application.database).upsert(rows)
        assert all(isinstance(each, SupplyUpserted) for each in results), f"supply was refused: {results}"

    return Company(
        application.database,
        application.lanes.submit,
        application.repair_orders,
        sorted(network.nodes),
        announce,
        hub_of(network),
    )


def hub_of(network: Network) -> str:
    """Where supplies arrive: the first distribution center that ships, else the first node that does."""
    nodes = sorted(network.nodes.values(), key=lambda node: (not node.can_ship, node.kind is not HUB, node.id))
    return nodes[0].id


async def _verify(application: Application) -> Verification:
    connection = await application.database.connect()
    try:
        return await verify(connection)
    finally:
        await connection.close()
