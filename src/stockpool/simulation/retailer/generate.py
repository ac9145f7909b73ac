"""The retailer as files: SQL over DuckDB, Parquet out, in seconds and in bounded memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stockpool.simulation.retailer.calendar import trading_days
from stockpool.simulation.retailer.plan import RetailerPlan

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
TABLES = ("skus", "nodes", "channels", "stock", "sales", "shelves")
MEMORY_MAX = "350MB"

LOAD_CALENDAR = """
create table calendar as
select unnest(range(len($dates)))::int as day, unnest($dates::date[]) as date,
       unnest($store::double[]) as store, unnest($web::double[]) as web
"""

Progress = Callable[[str, int, int], None]
"""Told what is being made, and how many steps of how many are done."""


class RetailerFiles(msgspec.Struct, frozen=True):
    """What was written: the folder and the rows of each table."""

    directory: Path
    rows: dict[str, int]


def generate_retailer(plan: RetailerPlan, directory: Path, progress: Progress | None = None) -> RetailerFiles:
    """Write the retailer's tables as Parquet; the same plan gives the same rows."""
    import duckdb

    directory.mkdir(parents=True, exist_ok=True)
    report = progress or _silent
    with duckdb.connect() as connection:
        _prepare(connection, plan, directory)
        scripts = sorted((HERE / "sql").glob("*.sql"))
        for done, script in enumerate(scripts):
            report(script.stem.partition("_")[2], done, len(scripts) + len(TABLES))
            connection.execute(script.read_text(encoding="utf-8"))
        rows = {}
        for done, table in enumerate(TABLES, start=len(scripts)):
            report(f"{table}.parquet", done, len(scripts) + len(TABLES))
            rows[table] = _write(connection, table, directory / f"{table}.parquet")
        report("done", len(scripts) + len(TABLES), len(scripts) + len(TABLES))
    return RetailerFiles(directory, rows)


def _prepare(connection: DuckDBPyConnection, plan: RetailerPlan, directory: Path) -> None:
    """One thread, so that sums of fractions are always added up in the same order."""
    connection.execute(f"set threads = 1; set memory_limit = '{MEMORY_MAX}'; set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")  # it would print into the demo's answers
    connection.execute("set temp_directory = $folder", {"folder": str(directory / ".spill")})
    for name, value in msgspec.structs.asdict(plan).items():
        connection.execute(f"set variable {name} = $value", {"value": value})
    for source in sorted((HERE / "data").glob("*.csv")):
        columns = "{'postal_code': 'varchar'}" if source.stem in {"cities", "centers"} else "{}"
        read = f"read_csv({_quoted(source)}, header = true, types = {columns})"
        connection.execute(f"create table {source.stem} as from {read}")
    days = trading_days(plan.last_day, plan.days)
    figures = {"dates": [d.date for d in days], "store": [d.store for d in days], "web": [d.web for d in days]}
    connection.execute(LOAD_CALENDAR, figures)


def _write(connection: DuckDBPyConnection, table: str, file: Path) -> int:
    """Write one table and answer its rows."""
    connection.execute(f"copy (from {table}) to {_quoted(file)} (format parquet, compression zstd)")
    written = connection.fetchone()
    assert written is not None, "COPY answers the rows it wrote"
    return int(written[0])


def _quoted(path: Path) -> str:
    """A path as a SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def _silent(_what: str, _done: int, _of: int) -> None:
    """Report nothing."""
