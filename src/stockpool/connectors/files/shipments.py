"""Shipments of the past from a file, to fit rates to: checked as the tables of an import are."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.checking import check_rows
from stockpool.connectors.files.columns import Column, Kind, Rule, Table
from stockpool.connectors.files.engine import open_engine
from stockpool.connectors.files.loading import load_file
from stockpool.connectors.files.rejects import write_rejects
from stockpool.connectors.files.rows import typed_rows

PLACE = ("from_latitude", "from_longitude", "to_latitude", "to_longitude")
_SOME, _ALL = (f" {word} ".join(f'"{name}" is not null' for name in PLACE) for word in ("or", "and"))

SHIPMENTS = Table(
    name="shipments",
    meaning="Parcels of the past.",
    key=(),
    columns=(
        Column("shipped_at", Kind.TIME, "When it was shipped", "2026-02-27T16:04:11Z", required=True, past=True),
        Column("km", Kind.NUMBER, "How far", "310.5", unit="km", low=0, high=40_000),
        Column("from_latitude", Kind.NUMBER, "Where from", "52.52", unit="degrees", low=-90, high=90),
        Column("from_longitude", Kind.NUMBER, "Where from", "13.40", unit="degrees", low=-180, high=180),
        Column("to_latitude", Kind.NUMBER, "Where to", "48.14", unit="degrees", low=-90, high=90),
        Column("to_longitude", Kind.NUMBER, "Where to", "11.58", unit="degrees", low=-180, high=180),
        Column("grams", Kind.WHOLE, "The weight", "1200", required=True, unit="g", low=1, high=1_000_000_000),
        Column("freight", Kind.RATE, "What was paid", "4.90", required=True),
        Column("days", Kind.NUMBER, "Days on the way", "2.5", unit="days", low=0, high=365),
    ),
    rules=(
        Rule(f'"km" is null and not ({_ALL})', f"km: is missing, or else all of {', '.join(PLACE)} must be there"),
        Rule(f'"km" is not null and ({_SOME})', "km: stands beside places; leave one of them out"),
    ),
)


class ShipmentRow(msgspec.Struct, frozen=True):
    """A good row; kilometers, or degrees of both places."""

    shipped_at: datetime
    grams: int
    freight: float
    days: float | None
    km: float | None
    places: tuple[float, float, float, float] | None


class ShipmentFile(msgspec.Struct, frozen=True):
    """The good rows, how many were rejected, and where they are."""

    rows: list[ShipmentRow]
    rejected: int
    rejects_file: Path


def read_shipments(file: Path, out: Path, now: datetime) -> ShipmentFile:
    """Read a CSV or Parquet file, rejects to `out`; raises `FileIsBroken`."""
    if not file.is_file():
        raise FileIsBroken(file, "is no file", "Name a CSV or Parquet file of shipments.")
    rejects = out / "shipments.rejects.csv"
    with tempfile.TemporaryDirectory(prefix="stockpool-shipments-") as scratch:
        engine = open_engine(Path(scratch))
        try:
            loaded = load_file(engine, SHIPMENTS, file, Path(scratch))
            check_rows(engine, SHIPMENTS, loaded, now, frozenset())
            write_rejects(engine, SHIPMENTS.name, loaded.columns, rejects)
            rows = [_row(row) for row in typed_rows(engine, SHIPMENTS)]
            counted = engine.execute("select count(*) from checked_shipments where reason <> ''").fetchone()
        finally:
            engine.close()
    return ShipmentFile(rows, counted[0] if counted else 0, rejects)


def _row(row: dict[str, Any]) -> ShipmentRow:
    latitude, longitude, to_latitude, to_longitude = (row[name] for name in PLACE)
    return ShipmentRow(
        shipped_at=row["shipped_at"].replace(tzinfo=UTC),
        grams=row["grams"],
        freight=float(row["freight"]),
        days=row["days"],
        km=row["km"],
        places=None if row["km"] is not None else (latitude, longitude, to_latitude, to_longitude),
    )
