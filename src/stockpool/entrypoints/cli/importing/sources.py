"""Where the tables come from: a folder of them, or a mapping that makes them out of other files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from stockpool.connectors.api import map_files


@contextmanager
def tables_of(folder: Path | None, mapping: Path | None, source: Path | None) -> Iterator[Path]:
    """The folder of tables that a call names; that of a mapping is there for as long as it is used."""
    if folder is not None and mapping is None and source is None:
        yield folder
    elif folder is None and mapping is not None and source is not None:
        with mapped(mapping, source) as tables:
            yield tables
    else:
        raise typer.BadParameter("name either a folder of tables, or a mapping with --map and its files with --from")


@contextmanager
def mapped(mapping: Path, source: Path) -> Iterator[Path]:
    """The tables that a mapping makes of the files in `source`."""
    with tempfile.TemporaryDirectory(prefix="stockpool-mapped-") as scratch:
        map_files(mapping, source, Path(scratch))
        yield Path(scratch)
