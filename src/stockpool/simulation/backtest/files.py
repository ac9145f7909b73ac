"""The world of a folder of tables: imported into a database made for it, and read from there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from stockpool.bootstrap import Application
from stockpool.connectors.api import open_tables
from stockpool.kernel.ids import new_uuid7
from stockpool.runtime import migrating
from stockpool.runtime.settings import Settings
from stockpool.simulation.backtest.history import Nothing, load_world
from stockpool.simulation.backtest.world import World
from stockpool.simulation.replay.store import scratch_database
from stockpool.workflows.import_files import ImportFiles, Surroundings, Watcher


class Imported(msgspec.Struct, frozen=True):
    """What a folder came to, and how many of its rows were rejected."""

    world: World | Nothing
    rejected: int


async def world_of_files(
    settings: Settings,
    url: str,
    folder: Path,
    rejects: Path,
    watcher: Watcher,
    *,
    since: datetime | None,
    until: datetime | None,
    seed: int,
    limit: int | None,
) -> Imported:
    """Every table of the folder in a new database on a server, gone afterwards; raises `FileIsBroken`."""
    async with scratch_database(url, new_uuid7) as scratch:
        await migrating.upgrade(scratch)
        application = Application(settings, scratch)
        await application.start(alone=False)
        try:
            with open_tables(folder, rejects, now=datetime.now(UTC)) as reader:
                process = ImportFiles(Surroundings(application.database, application.lanes.submit, new_uuid7), watcher)
                results = [await process.run(reader, table) for table in reader.tables]
            world = await load_world(application.database, since=since, until=until, seed=seed, limit=limit)
        finally:
            await application.close()
    return Imported(world, sum([each.rejected for each in results]))
