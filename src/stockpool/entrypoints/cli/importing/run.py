"""Run an import: one table after the other, until all are in or a file turns out to be broken."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console

from stockpool.bootstrap import Application
from stockpool.connectors.api import FileIsBroken, TableReader, open_tables
from stockpool.connectors.messages import BrokenFile
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.importing.progress import shown_on
from stockpool.entrypoints.cli.session import Session
from stockpool.inventory.api import read_shard_count
from stockpool.kernel.ids import new_uuid7
from stockpool.workflows.import_files import ImportFiles, Surroundings, TableResult, Watcher

NICENESS = 10


class Summary(msgspec.Struct):
    """What an import came to."""

    tables: list[TableResult]
    strangers: tuple[str, ...] = ()
    broken: BrokenFile | None = None
    left: tuple[str, ...] = ()
    """Tables that a broken file kept out, its own included."""

    @property
    def exit_code(self) -> ExitCode:
        """Whether everything is in, something is missing, or nothing was done at all."""
        if self.broken is not None and not self.tables:
            return ExitCode.USAGE
        found = self.broken is not None or any(table.rejected for table in self.tables)
        return ExitCode.PROBLEMS_FOUND if found else ExitCode.OK

    def for_json(self) -> dict[str, Any]:
        """The answer of `--json`, a table under its name."""
        fields = {result.table: msgspec.to_builtins(result) for result in self.tables}
        return {
            "tables": {name: {key: row[key] for key in row if key != "table"} for name, row in fields.items()},
            "strangers": list(self.strangers),
            "broken": msgspec.to_builtins(self.broken),
            "not_imported": list(self.left),
        }


def run_import(opened: Session, folder: Path, out: Path) -> Summary:
    """Import a folder of tables; progress and what went wrong is said on standard error."""
    give_way()
    console = Console(stderr=True)
    with shown_on(console) as watcher:
        summary = asyncio.run(_import(opened, folder, out, watcher))
    for name in summary.strangers:
        console.print(f"{name} is named after no table and was left alone", markup=False, soft_wrap=True)
    if summary.broken is not None:
        console.print(f"error: {summary.broken}", markup=False, highlight=False, soft_wrap=True)
    return summary


def give_way() -> None:
    """Let other processes of the machine go first: nobody waits for a file as people wait for answers."""
    if hasattr(os, "nice"):  # Windows has none
        os.nice(NICENESS)


async def _import(opened: Session, folder: Path, out: Path, watcher: Watcher) -> Summary:
    one_lane = msgspec.structs.replace(opened.settings, lanes=1)  # open orders are placed in the order of their times
    application = Application(one_lane, opened.url)
    await application.start()
    try:
        async with application.database.read() as connection:
            shard_count = await read_shard_count(connection)
        process = ImportFiles(Surroundings(application.database, application.lanes.submit, new_uuid7), watcher)
        with open_tables(folder, out, now=datetime.now(UTC), shard_count=shard_count) as reader:
            return await import_tables(process, reader, reader.tables)
    except FileIsBroken as broken:  # nothing was opened
        return Summary([], broken=broken.answer)
    finally:
        await application.close()


async def import_tables(process: ImportFiles, reader: TableReader, tables: Sequence[str]) -> Summary:
    """Import some tables of a folder; a broken file keeps out its own table and those behind it."""
    summary = Summary([], strangers=reader.strangers)
    try:
        for table in tables:
            summary.tables.append(await process.run(reader, table))
    except FileIsBroken as broken:
        summary.broken = broken.answer
        summary.left = tuple(tables[len(summary.tables) :])
    return summary
