"""Loading a table's file into the engine as text, with the number a person finds each row by.

A plain CSV file is read by DuckDB itself. One with blank lines, line breaks inside cells or broken rows takes the slow
way through Python's reader, which knows the line of each row and what is wrong with it.
"""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.columns import Table
from stockpool.connectors.files.csv_text import Dialect, Scan, rewrite_csv, scan_csv
from stockpool.connectors.files.engine import quoted_name, quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

REJECT_COLUMNS = ("row", "reason")
"""What a rejects file adds; a mended rejects file may be imported as it is."""

ROW, BROKEN = " row", " broken"
"""Our columns beside a file's own, whose names never begin with a blank."""

NESTED = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "INTERVAL", "VARIANT")
"""Kinds of Parquet columns that are no single value; lists end with brackets."""


class Loaded(msgspec.Struct, frozen=True):
    """A table in the engine: the view `source_<table>` with ROW, BROKEN and the file's columns as text."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def load_file(engine: DuckDBPyConnection, table: Table, file: Path, work: Path) -> Loaded:
    """Load a file of any of the formats."""
    if file.suffix == ".parquet":
        return _load_parquet(engine, table, file)
    return _load_csv(engine, table, file, work)


def _load_csv(engine: DuckDBPyConnection, table: Table, file: Path, work: Path) -> Loaded:
    scan = scan_csv(file, table.names)
    loaded = _columns_of(table, file, scan.header)
    if _load_plain(engine, table, file, scan):
        _make_view(engine, table, "rowid + 2", "null::varchar", loaded)
    else:
        rewritten = work / f"{table.name}.csv"
        rewrite_csv(file, scan.dialect, len(scan.header), rewritten)
        _read_csv(engine, table, rewritten, Dialect(",", "none"), (ROW, BROKEN, *scan.header))
        _make_view(engine, table, f"{quoted_name(ROW)}::bigint", quoted_name(BROKEN), loaded)
        rewritten.unlink()
    return loaded


def _load_plain(engine: DuckDBPyConnection, table: Table, file: Path, scan: Scan) -> bool:
    """Let DuckDB read the file; False unless each of its lines is one row."""
    import duckdb

    try:
        _read_csv(engine, table, file, scan.dialect, scan.header)
    except duckdb.Error:
        return False
    found = engine.execute(f"select count(*) from {_raw(table)}").fetchone()
    return found is not None and found[0] + 1 == scan.lines


def _read_csv(engine: DuckDBPyConnection, table: Table, file: Path, dialect: Dialect, header: tuple[str, ...]) -> None:
    columns = ", ".join(f"{quoted_text(name)}: 'VARCHAR'" for name in header)
    engine.execute(
        f"create or replace table {_raw(table)} as select * from read_csv({quoted_text(_literal_path(file))},"
        f" auto_detect = false, header = true, delim = {quoted_text(dialect.delimiter)}, quote = '\"', escape = '\"',"
        f" compression = {quoted_text(dialect.compression)}, columns = {{{columns}}})"
    )


def _load_parquet(engine: DuckDBPyConnection, table: Table, file: Path) -> Loaded:
    import duckdb

    source = f"read_parquet({quoted_text(_literal_path(file))})"
    try:
        described = engine.execute(f"describe select * from {source}").fetchall()
    except duckdb.Error as error:
        raise FileIsBroken(file, "is not a Parquet file", "Write it again, or save the table as CSV.") from error
    for name, kind, *_ in described:
        if kind.startswith(NESTED) or kind.endswith("]"):
            raise FileIsBroken(file, f"column {name} is a {kind}", "Write it as text, a number or a time.")
    header = tuple(str(name).strip().casefold() for name, *_ in described)
    loaded = _columns_of(table, file, header)
    texts = ", ".join(
        f"nullif({quoted_name(name)}::varchar, '') as {quoted_name(as_name)}"
        for (name, *_), as_name in zip(described, header, strict=True)
    )
    try:
        engine.execute(f"create or replace table {_raw(table)} as select {texts} from {source}")
    except duckdb.Error as error:
        raise FileIsBroken(file, "is damaged", "Write it again.") from error
    _make_view(engine, table, "rowid + 1", "null::varchar", loaded)
    return loaded


def _columns_of(table: Table, file: Path, header: tuple[str, ...]) -> Loaded:
    """The header's columns that count, unless the file cannot be this table."""
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise FileIsBroken(file, f"column {', '.join(twice)} is there twice", "Rename or remove one of them.")
    missing = [name for name in table.required if name not in header]
    if missing:
        found = ", ".join(name for name in header if name)[:200]
        raise FileIsBroken(
            file,
            f"column {', '.join(missing)} is missing",
            f"The first line must name the columns; it names: {found}.",
        )
    columns = tuple(name for name in header if name not in REJECT_COLUMNS)
    return Loaded(columns, tuple(name for name in columns if name not in table.names))


def _make_view(engine: DuckDBPyConnection, table: Table, row: str, broken: str, loaded: Loaded) -> None:
    ours = f"{row} as {quoted_name(ROW)}, {broken} as {quoted_name(BROKEN)}"
    columns = ", ".join(map(quoted_name, loaded.columns))
    engine.execute(f"create or replace view source_{table.name} as select {ours}, {columns} from {_raw(table)}")


def _raw(table: Table) -> str:
    return f"raw_{table.name}"


def _literal_path(file: Path) -> str:
    """A path that DuckDB does not take for a pattern."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(file))
