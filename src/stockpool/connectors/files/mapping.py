"""Mapping a retailer's own files to the tables by DuckDB SQL, kept to the source folder, off the network.

A mapping is a folder of SQL files: one query per table (`skus.sql`, `stock.sql`, …), and files whose names begin with
an underscore that prepare macros, views, tables and variables for them, run first in the order of their names.
"""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.columns import Table
from stockpool.connectors.files.engine import open_engine, quoted_name, quoted_text
from stockpool.connectors.files.sheets import make_read_xlsx, write_sheets
from stockpool.connectors.files.tables import TABLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAPPING_MEMORY_MB = 1024
PREPARING = frozenset({"CREATE", "SET"})
QUERYING = frozenset({"SELECT"})
_LINE = re.compile(r"LINE (\d+):")


class Statement(msgspec.Struct, frozen=True):
    """One statement of a SQL file, and the line on which it begins."""

    file: Path
    kind: str
    sql: str
    line: int


def map_files(mapping: Path, source: Path, into: Path, *, memory_mb: int = MAPPING_MEMORY_MB) -> tuple[str, ...]:
    """Run a mapping over the files in `source` and write its tables to `into`, sorted; raises `FileIsBroken`."""
    preparing, querying = _sql_files(mapping)
    if not source.is_dir():
        raise FileIsBroken(str(source), "is not a folder", "Name the folder that holds your files.")
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="stockpool-mapping-") as scratch:
        engine = open_engine(Path(scratch), memory_mb=memory_mb)
        try:
            _offer_sheets(engine, [*preparing, *querying.values()], source, Path(scratch) / "sheets")
            _confine(engine, source.resolve(), [into.resolve(), Path(scratch).resolve() / "sheets"])
            for file in preparing:
                _prepare(engine, file)
            for name, file in querying.items():
                _write_table(engine, TABLES[name], file, into.resolve())
        finally:
            engine.close()
    return tuple(querying)


def map_file(query: Path, source: Path, out: Path, needed: Sequence[str]) -> int:
    """Run one query over one file and write what it gives to `out`, sorted; how many rows. Raises `FileIsBroken`."""
    for file in (query, source):
        if not file.is_file():
            raise FileIsBroken(str(file), "is not a file", "Name your file, and the SQL that reads it.")
    if not out.parent.is_dir():
        raise FileIsBroken(str(out), "has no folder", "Make the folder first.")
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
        folder = Path(scratch).resolve()
        engine = open_engine(folder, memory_mb=MAPPING_MEMORY_MB)
        try:
            engine.execute(f"set allowed_paths = [{quoted_text(str(source.resolve()))}]")
            _confine(engine, source.resolve(), [folder])
            _ask(engine, query, "mapped", needed)
            kind = "csv, header" if out.suffix.lower() == ".csv" else "parquet"
            order = ", ".join(map(quoted_name, needed))
            target = folder / out.name
            engine.execute(
                f"copy (select * from mapped order by {order}) to {quoted_text(str(target))} (format {kind})"
            )
            found = engine.execute("select count(*) from mapped").fetchone()
        finally:
            engine.close()
        target.replace(out)
    assert found is not None
    return int(found[0])


def _sql_files(mapping: Path) -> tuple[list[Path], dict[str, Path]]:
    """The preparing files, and the query of each table, in table order."""
    if not mapping.is_dir():
        raise FileIsBroken(str(mapping), "is not a folder", "Name the folder that holds the mapping's SQL files.")
    files = sorted(mapping.glob("*.sql"))
    preparing = [file for file in files if file.name.startswith("_")]
    by_name = {file.stem: file for file in files if file not in preparing}
    strangers = sorted(set(by_name) - set(TABLES))
    if strangers:
        known = ", ".join(TABLES)
        raise FileIsBroken(by_name[strangers[0]], "is not named after a table", f"The tables are: {known}.")
    if not by_name:
        raise FileIsBroken(str(mapping), "holds no query for a table", "Put in files such as skus.sql.")
    return preparing, {name: by_name[name] for name in TABLES if name in by_name}


def _offer_sheets(engine: DuckDBPyConnection, files: list[Path], source: Path, folder: Path) -> None:
    folder.mkdir()
    if any("read_xlsx" in file.read_text("utf-8") for file in files):
        write_sheets(source, folder)
    make_read_xlsx(engine, folder.resolve())


def _confine(engine: DuckDBPyConnection, source: Path, others: list[Path]) -> None:
    """From here on the engine reaches these folders only, and no statement can change that."""
    folders = ", ".join(quoted_text(str(folder)) for folder in (source, *others) if folder.is_dir())
    engine.execute(f'set variable "from" = {quoted_text(str(source))}')
    engine.execute(f"set allowed_directories = [{folders}]")
    engine.execute("set enable_external_access = false")
    engine.execute("set lock_configuration = true")


def _prepare(engine: DuckDBPyConnection, file: Path) -> None:
    for statement in _statements(file):
        if statement.kind not in PREPARING:
            raise FileIsBroken(
                file,
                f"line {statement.line} is a statement of kind {statement.kind}",
                "Only CREATE (macro, view, table) and SET VARIABLE may stand here.",
            )
        _run(engine, statement, "")


def _ask(engine: DuckDBPyConnection, file: Path, name: str, needed: Sequence[str]) -> list[str]:
    """Make a table of what a file's query gives; its columns."""
    statements = list(_statements(file))
    if [statement.kind for statement in statements] != list(QUERYING):
        raise FileIsBroken(file, "is not one SELECT", f"Write one query that gives {', '.join(needed)}.")
    _run(engine, statements[0], f"create table {name} as\n")
    columns = [str(row[0]) for row in engine.execute(f"describe {name}").fetchall()]
    missing = [each for each in needed if each not in columns]
    if missing:
        raise FileIsBroken(file, f"gives no column {', '.join(missing)}", "Name its columns after those of the table.")
    return columns


def _write_table(engine: DuckDBPyConnection, table: Table, file: Path, into: Path) -> None:
    columns = _ask(engine, file, f"mapped_{table.name}", table.required)
    order = ", ".join(quoted_name(name) for name in dict.fromkeys([*(n for n in table.key if n in columns), *columns]))
    target = quoted_text(str(into / f"{table.name}.parquet"))
    query = f"select * from mapped_{table.name} order by {order}"
    engine.execute(f"copy ({query}) to {target} (format parquet)")
    engine.execute(f"drop table mapped_{table.name}")


def _statements(file: Path) -> Iterator[Statement]:
    import duckdb

    text = file.read_text("utf-8")
    try:
        extracted = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise _sql_problem(file, error, 0) from error
    begin = 0
    for statement in extracted:
        begin = max(text.find(statement.query.rstrip("; \n"), begin), begin)
        yield Statement(file, statement.type.name, statement.query, text.count("\n", 0, begin) + 1)


def _run(engine: DuckDBPyConnection, statement: Statement, prefix: str) -> None:
    import duckdb

    try:
        engine.execute(prefix + statement.sql)
    except duckdb.Error as error:
        raise _sql_problem(statement.file, error, statement.line - 1 - prefix.count("\n")) from error


def _sql_problem(file: Path, error: Exception, lines_before: int) -> FileIsBroken:
    """DuckDB's own words, its line counted from the top of the file."""
    words = _LINE.sub(lambda found: f"line {int(found[1]) + lines_before}:", str(error)).strip()
    return FileIsBroken(file, words, "Mend the SQL.")
