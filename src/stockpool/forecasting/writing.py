"""Writes tables part by part to a Parquet or CSV file, which is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting import queries
from stockpool.forecasting.messages import ForecastRefused

DIGITS = 4
WRITTEN = frozenset({".parquet", ".pq", ".csv"})


def check_place(path: Path) -> None:
    """Refuse a place where no table can be written, before anything is reckoned for it."""
    if not path.absolute().parent.is_dir():
        raise ForecastRefused(f"{path}: its folder does not exist; make it first")
    if path.is_dir():
        raise ForecastRefused(f"{path}: it is a folder; name a file in it")
    if path.suffix.lower() not in WRITTEN:
        raise ForecastRefused(f"{path}: {path.suffix or 'no ending'} is not written; name a .parquet or a .csv")


class PartWriter:
    """Gathers rows, and puts the file in its place at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        self._connection = queries.connect()
        self.rows = 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def write(self, columns: Mapping[str, NDArray[Any]]) -> None:
        """Add rows; numbers are rounded to four digits."""
        queries.add_rows(self._connection, {name: _rounded(values) for name, values in columns.items()})
        self.rows += len(next(iter(columns.values())))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file in its place, or leave what was there."""
        try:
            if kind is None and self.rows:
                queries.write_rows(self._connection, self._fresh, is_csv=self._path.suffix.lower() == ".csv")
                self._fresh.replace(self._path)
        except OSError as trouble:
            raise ForecastRefused(f"{self._path}: cannot be written: {trouble.strerror or trouble}") from trouble
        finally:
            self._connection.close()
            self._fresh.unlink(missing_ok=True)


def _rounded(values: NDArray[Any]) -> NDArray[Any]:
    return np.round(values.astype(np.float64), DIGITS) if values.dtype.kind == "f" else values
