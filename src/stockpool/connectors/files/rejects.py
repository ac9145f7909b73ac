"""The rejects file of a table: its bad rows as they came, with their row number and the reason."""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.connectors.files.engine import quoted_name, quoted_text
from stockpool.connectors.files.loading import ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def write_rejects(engine: DuckDBPyConnection, table: str, columns: tuple[str, ...], file: Path) -> None:
    """Write the file anew, or remove that of an earlier import if no row is bad."""
    names = ", ".join(f"texts.{quoted_name(name)}" for name in columns)
    query = (
        f"select {names}, row_no as row, reason"
        f" from checked_{table} join source_{table} texts on row_no = texts.{quoted_name(ROW)}"
        f" where reason <> '' order by row_no"
    )
    if engine.execute(f"select 1 from checked_{table} where reason <> '' limit 1").fetchone():
        file.parent.mkdir(parents=True, exist_ok=True)
        engine.execute(f"copy ({query}) to {quoted_text(str(file))} (format csv, header true)")
    else:
        file.unlink(missing_ok=True)
