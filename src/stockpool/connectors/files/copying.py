"""Good rows as bytes for PostgreSQL's COPY in its text format, written by DuckDB to a file and read in batches.

Going through a file is four times as fast as gluing the lines together in DuckDB, and ten times as fast as Python.
"""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.connectors.files.columns import Kind, Table, Target
from stockpool.connectors.files.engine import quoted_name, quoted_text
from stockpool.connectors.messages import CopyBatch

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PLAIN_KINDS = frozenset({Kind.WHOLE, Kind.QUANTITY, Kind.NUMBER, Kind.MONEY, Kind.TIME, Kind.FLAG})


def copy_columns(table: Table, *, by_key: bool = False, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns of a COPY: those its rows are ordered by but for the key, then these of the table, all if none.

    In the order of the file: `row_no`, and the SKU's `shard` where there is one. In the order of the key: the `shard`
    where the SKU is a part of the key.
    """
    if by_key:
        return (*_shard_of_key(table), *(names or table.names))
    shard = ("shard",) if any(column.refers == Target.SKU for column in table.columns) else ()
    return ("row_no", *shard, *(names or table.names))


def _shard_of_key(table: Table) -> tuple[str, ...]:
    referring = {column.name for column in table.columns if column.refers == Target.SKU}
    return () if referring.isdisjoint(table.key) else ("shard",)


def copy_batches(
    engine: DuckDBPyConnection,
    table: Table,
    work: Path,
    rows_max: int,
    *,
    by_key: bool,
    names: tuple[str, ...] = (),
    having: str | None = None,
) -> Iterator[CopyBatch]:
    """The good rows, tabs between values, in the order of the file or of their shard and key.

    With `names` these columns only, with `having` only rows in which that column is not empty.
    """
    file = work / f"{table.name}.copy"
    order = (*_shard_of_key(table), *table.key) if by_key else ("row_no",)
    try:
        _write(engine, table, file, copy_columns(table, by_key=by_key, names=names), order, having)
        with file.open("rb") as stream:
            while lines := list(islice(stream, rows_max)):
                yield CopyBatch(len(lines), b"".join(lines))
    finally:
        file.unlink(missing_ok=True)


def _write(
    engine: DuckDBPyConnection,
    table: Table,
    file: Path,
    columns: tuple[str, ...],
    order: tuple[str, ...],
    having: str | None,
) -> None:
    """Good text holds no control characters, so backslashes alone are to be escaped."""
    plain = {column.name for column in table.columns if column.kind in PLAIN_KINDS} | {"row_no", "shard"}
    values = ", ".join(
        quoted_name(name) if name in plain else f"replace({quoted_name(name)}, '\\', '\\\\')" for name in columns
    )
    good = "reason = ''" if having is None else f"reason = '' and {quoted_name(having)} is not null"
    query = f"select {values} from checked_{table.name} where {good} order by {', '.join(map(quoted_name, order))}"
    engine.execute(
        f"copy ({query}) to {quoted_text(str(file))}"
        " (format csv, header false, delimiter '\t', quote '', escape '', nullstr '\\N')"
    )
