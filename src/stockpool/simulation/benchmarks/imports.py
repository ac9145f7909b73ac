"""A million rows of stock from a CSV file into the ledger, beside a bare COPY of the same file.

The import reads and checks every row, counts it at its position under the locks that promises take, and books entries
with balances, which verification and reads of the past rest on. COPY fills three columns: of a table with its key, so
that a row can be found again, and beside that of a heap in which none can.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import LiteralString

import msgspec

from stockpool.connectors.api import open_tables
from stockpool.inventory.api import read_shard_count
from stockpool.kernel.ids import new_uuid7
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks import store
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.shop import LedgerLanes, ShopSize, open_lanes
from stockpool.workflows.import_files import ImportFiles, Surroundings, TableResult

Progress = Callable[[str], None]


class ImportPlan(msgspec.Struct, frozen=True):
    """How much is measured: one row for each SKU at each node."""

    size: ShopSize = ShopSize(skus=25_000, nodes=40)
    copies: int = 2
    """How often the bare COPY runs before the import, and again behind it."""


class ImportFigures(msgspec.Struct, frozen=True):
    """One import between two turns of the reference, whose seconds are the median of its runs."""

    import_s: float
    copy_s: float
    """Into a table with the primary key (sku, node)."""
    ratio: float
    heap_copy_s: float
    """Into a table without any key or index."""
    heap_ratio: float
    rows: int
    rows_per_s: float


async def bench_import(server_url: str, settings: Settings, plan: ImportPlan, progress: Progress) -> ImportFigures:
    """Measure on a scratch database of a server."""
    with tempfile.TemporaryDirectory(prefix="stockpool-bench-") as name:
        folder = Path(name)
        progress("writing files")
        write_files(folder, plan.size, lambda place: 1 + place % 97)
        async with scratch_database(server_url) as url, _opened(url, settings) as (database, lanes):
            return await _measure(database, lanes, folder, plan, progress)


@asynccontextmanager
async def _opened(url: str, settings: Settings) -> AsyncIterator[tuple[Database, LedgerLanes]]:
    database = await Database.open(url, max_size=4, statement_timeout_s=settings.statement_timeout_s)
    lanes = await open_lanes(database, settings)
    try:
        yield database, lanes
    finally:
        await lanes.stop()
        await database.close()


async def _measure(
    database: Database, lanes: LedgerLanes, folder: Path, plan: ImportPlan, progress: Progress
) -> ImportFigures:
    progress("copying")
    async with database.transaction() as connection:
        await connection.execute(store.MAKE_BARE_TABLES)
    copies_s = [await _copies_s(database, folder / "stock.csv") for _ in range(plan.copies)]
    progress("importing")
    imported = await _import(database, lanes, folder)
    progress("copying again")
    copies_s += [await _copies_s(database, folder / "stock.csv") for _ in range(plan.copies)]
    copy_s, heap_copy_s = (median(each) for each in zip(*copies_s, strict=True))
    return ImportFigures(
        import_s=round(imported.seconds, 2),
        copy_s=round(copy_s, 2),
        ratio=round(imported.seconds / copy_s, 2),
        heap_copy_s=round(heap_copy_s, 2),
        heap_ratio=round(imported.seconds / heap_copy_s, 2),
        rows=imported.changed,
        rows_per_s=round(imported.changed / imported.seconds),
    )


async def _import(database: Database, lanes: LedgerLanes, folder: Path) -> TableResult:
    """Everything the stock leans on first; only the stock's result counts."""
    async with database.read() as connection:
        shard_count = await read_shard_count(connection)
    process = ImportFiles(Surroundings(database, lanes.submit, new_uuid7), _Silent())
    with open_tables(folder, folder / "rejects", now=datetime.now(UTC), shard_count=shard_count) as reader:
        results = {table: await process.run(reader, table) for table in ("skus", "nodes", "stock")}
    assert not any(result.rejected for result in results.values()), "every row is good"
    return results["stock"]


async def _copies_s(database: Database, file: Path) -> tuple[float, float]:
    """Seconds of a COPY into a table with its key, and into one without."""
    async with database.transaction() as connection:
        await connection.execute(store.EMPTY_BARE_TABLES)
    return await _copy_s(database, file, store.COPY_KEYED), await _copy_s(database, file, store.COPY_HEAPED)


async def _copy_s(database: Database, file: Path, statement: LiteralString) -> float:
    """Seconds until the rows are committed."""
    began_at = perf_counter()
    async with database.transaction() as connection, connection.cursor().copy(statement) as copy:
        with file.open("rb") as source:
            while part := source.read(1 << 18):
                await copy.write(part)
    return perf_counter() - began_at


def write_files(folder: Path, size: ShopSize, quantity: Callable[[int], int]) -> None:
    """Catalog, network and a count of every SKU at every node, of so many at each place in their order."""
    skus = [f"{size.sku(i)},SKU {i}" for i in range(size.skus)]
    nodes = [f"{size.node(i)},Node {i},store" for i in range(size.nodes)]
    stock = [f"{sku},{node},{quantity(at)}" for at, (sku, node) in enumerate(size.keys())]
    for table, head, rows in (
        ("skus", "id,name", skus),
        ("nodes", "id,name,kind", nodes),
        ("stock", "sku,node,quantity", stock),
    ):
        (folder / f"{table}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")


class _Silent:
    """Watches and says nothing."""

    def started(self, table: str) -> None:
        """Nothing."""

    def checked(self, table: str, good: int) -> None:
        """Nothing."""

    def advanced(self, table: str, rows: int) -> None:
        """Nothing."""

    def finished(self, result: TableResult) -> None:
        """Nothing."""
