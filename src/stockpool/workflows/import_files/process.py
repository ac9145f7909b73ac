"""One import: table by table, in the order in which they lean on each other."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Protocol

import msgspec

from stockpool.catalog.api import load_sku_units
from stockpool.connectors import api as connectors
from stockpool.connectors.api import CheckedTable, TableReader
from stockpool.connectors.messages import Known
from stockpool.inventory.api import lanes_at_work
from stockpool.network.api import load_network
from stockpool.runtime.database import Database
from stockpool.workflows.import_files.history import import_sales, import_shipping_lanes, import_suppliers
from stockpool.workflows.import_files.master_data import import_channels, import_nodes, import_skus
from stockpool.workflows.import_files.orders import import_orders
from stockpool.workflows.import_files.outlooks import import_outlooks
from stockpool.workflows.import_files.rates import import_rate_part, import_rates
from stockpool.workflows.import_files.shelves import import_shelves
from stockpool.workflows.import_files.stock import import_stock
from stockpool.workflows.import_files.surroundings import ImportTable, ReadTable, Surroundings, Tally

IMPORTS: Mapping[str, ImportTable] = {
    "skus": import_skus,
    "nodes": import_nodes,
    "channels": import_channels,
    "stock": import_stock,
    "sales": import_sales,
    "orders": import_orders,
    "shipping_lanes": import_shipping_lanes,
    "rates": import_rates,
    "rate_zones": import_rate_part,
    "rate_surcharges": import_rate_part,
    "suppliers": import_suppliers,
    "outlooks": import_outlooks,
    "shelves": import_shelves,
}


class TableResult(msgspec.Struct, frozen=True):
    """What became of one table: rows by whether they were good, good ones by whether they changed anything."""

    table: str
    rows: int
    good: int
    rejected: int
    changed: int
    unchanged: int
    seconds: float
    rejects_file: str | None
    unknown_columns: tuple[str, ...] = ()


class Watcher(Protocol):
    """Hears how an import goes on."""

    def started(self, table: str) -> None:
        """A table's file is read and checked."""
        ...

    def checked(self, table: str, good: int) -> None:
        """The good rows, so many, go in."""
        ...

    def advanced(self, table: str, rows: int) -> None:
        """So many more are in."""
        ...

    def finished(self, result: TableResult) -> None:
        """The table is done."""
        ...


class ImportFiles:
    """An import into one database."""

    def __init__(self, around: Surroundings, watcher: Watcher) -> None:
        self._around = around
        self._watcher = watcher

    async def run(self, reader: TableReader, table: str) -> TableResult:
        """Import one table of a folder; raises `FileIsBroken` before anything of it has gone in."""
        began = time.monotonic()
        self._watcher.started(table)
        fingerprint = reader.fingerprint(table)
        known, kits = await load_known(self._around.database)
        await self._spare_processors(reader)
        checked = reader.check(table, known)

        def beside(name: str) -> CheckedTable | None:
            return reader.check(name, known) if name in reader.tables else None

        self._watcher.checked(table, checked.counts().good)
        tally = await IMPORTS[table](
            ReadTable(checked, known, kits, fingerprint, beside),
            self._around,
            lambda rows: self._watcher.advanced(table, rows),
        )
        result = _result(checked, tally, time.monotonic() - began)
        await self._finish(fingerprint, result)
        self._watcher.finished(result)
        return result

    async def _spare_processors(self, reader: TableReader) -> None:
        """To check a million rows keeps all of them busy for seconds, which whoever waits for an answer would feel."""
        async with self._around.database.read() as connection:
            reader.spare_processors(sparing=await lanes_at_work(connection))

    async def _finish(self, fingerprint: str, result: TableResult) -> None:
        async with self._around.database.transaction() as connection:
            await connectors.see_file(connection, result.table, fingerprint)
            await connectors.finish_file(
                connection, result.table, fingerprint, good=result.good, rejected=result.rejected
            )


async def load_known(database: Database) -> tuple[Known, frozenset[str]]:
    """What rows may refer to now, and which SKUs are kits."""
    async with database.read() as connection:
        units = await load_sku_units(connection)
        network = await load_network(connection)
    return Known(units.decimals, network.nodes.keys(), network.channels.keys()), units.kits


def _result(checked: CheckedTable, tally: Tally, seconds: float) -> TableResult:
    counts = checked.counts()
    return TableResult(
        table=checked.name,
        rows=counts.rows,
        good=counts.good,
        rejected=counts.rejected,
        changed=tally.changed,
        unchanged=tally.unchanged,
        seconds=round(seconds, 3),
        rejects_file=str(checked.rejects_file) if counts.rejected else None,
        unknown_columns=checked.unknown_columns,
    )
