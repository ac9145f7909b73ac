"""Reading a folder of tables: each table's file is loaded, checked, and handed on as good rows and rejects."""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stockpool.connectors.files.checking import check_rows
from stockpool.connectors.files.columns import Table
from stockpool.connectors.files.copying import copy_batches
from stockpool.connectors.files.engine import MEMORY_MB, open_engine, quoted_name, use_threads
from stockpool.connectors.files.finding import Found, find_tables
from stockpool.connectors.files.known import load_known, load_rejected
from stockpool.connectors.files.loading import Loaded, load_file
from stockpool.connectors.files.rejects import write_rejects
from stockpool.connectors.files.rows import imported_orders, typed_rows, wire_rows
from stockpool.connectors.files.tables import TABLES
from stockpool.connectors.files.wording import in_words_of
from stockpool.connectors.messages import CopyBatch, ImportedOrder, Known, NumberedRow, TableCounts
from stockpool.kernel.refusals import Problem

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class CheckedTable:
    """One table, checked: its good rows in several forms, its rejects in a file."""

    def __init__(
        self, engine: DuckDBPyConnection, table: Table, loaded: Loaded, *, work: Path, rejects_file: Path
    ) -> None:
        self._engine, self._table, self._loaded, self._work = engine, table, loaded, work
        self.rejects_file = rejects_file
        self._write_rejects()

    @property
    def name(self) -> str:
        """The table's name."""
        return self._table.name

    @property
    def unknown_columns(self) -> tuple[str, ...]:
        """Columns of the file that mean nothing here and were left out."""
        return self._loaded.unknown

    def different(self, column: str) -> int:
        """How many different values the good rows have in a column."""
        name = quoted_name(column)
        found = self._engine.execute(f"select count(distinct {name}) from checked_{self.name} where reason = ''")
        return int((found.fetchone() or (0,))[0])

    def counts(self) -> TableCounts:
        """How many rows there are, and how many of them are good."""
        found = self._engine.execute(
            f"select count(*), count(*) filter (where reason = '') from checked_{self.name}"
        ).fetchone()
        rows, good = found or (0, 0)
        return TableCounts(self.name, rows, good, rows - good)

    def copy_batches(
        self, rows_max: int, *, by_key: bool = False, names: tuple[str, ...] = (), having: str | None = None
    ) -> Iterator[CopyBatch]:
        """The good rows, in the order of the file and led by their numbers, or in that of their shard and key.

        With `names` these columns only, with `having` only rows in which that column is not empty.
        """
        return copy_batches(self._engine, self._table, self._work, rows_max, by_key=by_key, names=names, having=having)

    def wire_rows(self) -> Iterator[list[NumberedRow]]:
        """The good rows of skus, nodes, channels or shelves in batches, in the form in which HTTP takes them."""
        refused: dict[int, str] = {}
        yield from wire_rows(self._engine, self._table, refused.update)
        self.reject(refused)

    def rows(self, order_by: str = "row_no") -> Iterator[dict[str, Any]]:
        """The good rows as they were checked, each with its `row_no`."""
        return typed_rows(self._engine, self._table, order_by)

    def rejected(self, column: str) -> frozenset[str]:
        """What stands in a column of rejected rows."""
        query = f"select distinct {quoted_name(column)} from checked_{self.name} where reason <> ''"
        return frozenset(value for (value,) in self._engine.execute(query).fetchall() if value is not None)

    def orders(self) -> Iterator[ImportedOrder]:
        """The good rows of orders as whole orders, by time."""
        return imported_orders(self._engine, self._table)

    def in_words(self, problems: Iterable[Problem]) -> str:
        """What is wrong with a row's wire form, in the words of its file."""
        return in_words_of(self._table, problems)

    def reject(self, reasons: Mapping[int, str]) -> None:
        """Turn good rows into rejects, by row number, for reasons that showed only after the check."""
        self._reject("row_no", reasons)

    def reject_all(self, column: str, reasons: Mapping[str, str]) -> None:
        """As `reject`, by what stands in a column."""
        self._reject(column, reasons)

    def reject_keys(self, keys: Sequence[tuple[str, ...]], reason: str) -> None:
        """As `reject`, by the values of the table's key, all for one reason."""
        if not keys:
            return
        named = ", ".join(f"unnest(${place + 2}) as named_{place}" for place in range(len(self._table.key)))
        same = " and ".join(f"{quoted_name(name)} = named_{place}" for place, name in enumerate(self._table.key))
        self._engine.execute(
            f"update checked_{self.name} set reason = $1 from (select {named}) where reason = '' and {same}",
            [reason, *map(list, zip(*keys, strict=True))],
        )
        self._write_rejects()

    def _reject(self, column: str, reasons: Mapping[Any, str]) -> None:
        if not reasons:
            return
        self._engine.execute(
            f"update checked_{self.name} set reason = refused.reason"
            f" from (select unnest($1) as named, unnest($2) as reason) refused"
            f" where checked_{self.name}.reason = '' and {quoted_name(column)} = named",
            [list(reasons), list(reasons.values())],
        )
        self._write_rejects()

    def _write_rejects(self) -> None:
        write_rejects(self._engine, self.name, self._loaded.columns, self.rejects_file)


class TableReader:
    """The tables of one folder; rejects go to `out`."""

    def __init__(
        self, engine: DuckDBPyConnection, found: Found, *, out: Path, work: Path, now: datetime, shard_count: int
    ) -> None:
        self._engine, self._found, self._out, self._work = engine, found, out, work
        self._now, self._shard_count = now, shard_count
        self._checked: dict[str, CheckedTable] = {}

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that are there, in the order in which they go in."""
        return tuple(self._found.files)

    @property
    def strangers(self) -> tuple[str, ...]:
        """Files that look like tables and are none."""
        return self._found.strangers

    def fingerprint(self, table: str) -> str:
        """A digest of the table's file: the same file means the same facts."""
        with self._found.files[table].open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def spare_processors(self, *, sparing: bool) -> None:
        """Read and check with one thread from now on, or with all."""
        use_threads(self._engine, sparing=sparing)

    def check(self, table: str, known: Known) -> CheckedTable:
        """Load a table and check every row, once; raises `FileIsBroken`."""
        if table not in self._checked:
            self._checked[table] = self._read(table, known)
        return self._checked[table]

    def _read(self, table: str, known: Known) -> CheckedTable:
        description = TABLES[table]
        loaded = load_file(self._engine, description, self._found.files[table], self._work)
        load_known(self._engine, known, self._work, self._shard_count)
        rejected = load_rejected(self._engine, self._checked.keys())
        check_rows(self._engine, description, loaded, self._now, rejected)
        return CheckedTable(
            self._engine, description, loaded, work=self._work, rejects_file=_rejects_file(self._out, table)
        )


@contextmanager
def open_tables(
    folder: Path, out: Path, *, now: datetime, shard_count: int = 1, memory_mb: int = MEMORY_MB
) -> Iterator[TableReader]:
    """Read the tables of a folder, whose rejects of earlier imports go; raises `FileIsBroken` if there are none."""
    found = find_tables(folder)
    for table in found.files:
        _rejects_file(out, table).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="stockpool-import-") as scratch:
        work = Path(scratch)
        engine = open_engine(work, memory_mb=memory_mb)
        try:
            yield TableReader(engine, found, out=out, work=work, now=now, shard_count=shard_count)
        finally:
            engine.close()


def _rejects_file(out: Path, table: str) -> Path:
    return out / f"{table}.rejects.csv"
