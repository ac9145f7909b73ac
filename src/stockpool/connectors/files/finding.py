"""Finding the file of each table in a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.tables import TABLES

SUFFIXES = (".csv", ".csv.gz", ".parquet")


class Found(msgspec.Struct, frozen=True):
    """The tables' files in a folder, and files there that are no table."""

    files: dict[str, Path]
    strangers: tuple[str, ...]


def find_tables(folder: Path) -> Found:
    """Look through a folder; a table may be there once, in any of the formats."""
    if not folder.is_dir():
        raise FileIsBroken(str(folder), "is not a folder", "Name the folder that holds the tables' files.")
    files = {name: path for name in TABLES if (path := _file_of(folder, name))}
    if not files:
        raise FileIsBroken(str(folder), "holds none of the tables", f"Put in files such as {', '.join(_examples())}.")
    expected = {path.name for path in files.values()}
    present = sorted(path.name for path in folder.iterdir() if path.name.endswith(SUFFIXES))
    return Found(files, tuple(name for name in present if name not in expected))


def _file_of(folder: Path, table: str) -> Path | None:
    candidates = [path for suffix in SUFFIXES if (path := folder / f"{table}{suffix}").exists()]
    if len(candidates) > 1:
        names = " and ".join(path.name for path in candidates)
        raise FileIsBroken(candidates[0], f"the table {table} is there twice: {names}", "Remove all but one of them.")
    if candidates and not candidates[0].is_file():
        raise FileIsBroken(candidates[0], "is not a file", "Put the table's file in its place.")
    return candidates[0] if candidates else None


def _examples() -> list[str]:
    return [f"{table}.csv" for table in TABLES]
