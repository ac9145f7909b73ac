"""Olist's records: parcels that sellers sent, with what was paid for them and how long they really took."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from stockpool.connectors.api import FileIsBroken
from stockpool.kernel.geography import great_circle_km
from stockpool.simulation.compare.queries import FILES, PRODUCTS, SENT, open_olist, rows_of
from stockpool.sourcing.api import AskedLine

MICRO = 1_000_000
GRAMS_UNKNOWN = 500


class Sent(msgspec.Struct, frozen=True, gc=False):
    """What one seller sent for an order. Days since the order until the carrier had it, and until the customer did."""

    order_id: str
    at: datetime
    to: tuple[float, float]
    seller: str
    zip_area: int
    place: tuple[float, float]
    freight: float
    lines: tuple[tuple[str, int], ...]
    handed_days: float | None
    days: float | None

    @property
    def km(self) -> float:
        """As the crow flies."""
        return great_circle_km(*self.place, *self.to)


class Record(msgspec.Struct, frozen=True):
    """All parcels by time, and the products; those are lines without units."""

    sent: tuple[Sent, ...]
    skus: dict[str, AskedLine]

    def grams(self, sent: Sent) -> int:
        """What a parcel weighs."""
        return sum([(self.skus[sku].grams or GRAMS_UNKNOWN) * units for sku, units in sent.lines])


def read_olist(folder: Path, limit: int | None = None) -> Record:
    """The record of a folder, or its first orders only; raises `FileIsBroken`."""
    for name in FILES:
        if not (folder / f"{name}.parquet").is_file():
            raise FileIsBroken(folder / f"{name}.parquet", "is not there", "A comparison needs all of Olist's files.")
    engine = open_olist(folder)
    try:
        sent = [_sent(row) for row in rows_of(engine, SENT)]
        skus = {
            sku: AskedLine(sku, 0, grams, None, category, round(price * MICRO))
            for sku, grams, category, price in rows_of(engine, PRODUCTS)
        }
    finally:
        engine.close()
    if limit is not None:
        kept = set(list(dict.fromkeys([each.order_id for each in sent]))[:limit])
        sent = [each for each in sent if each.order_id in kept]
    return Record(tuple(sent), skus)


def _sent(row: tuple[Any, ...]) -> Sent:
    order_id, at, handed, days, lat, lon, seller, zip_area, seller_lat, seller_lon, freight, lines = row
    return Sent(
        str(order_id),
        datetime.fromtimestamp(float(at), UTC),
        (float(lat), float(lon)),
        str(seller),
        int(zip_area),
        (float(seller_lat), float(seller_lon)),
        float(freight),
        tuple([(each["sku"], each["units"]) for each in lines]),
        _days(handed),
        _days(days),
    )


def _days(value: float | None) -> float | None:
    """Days that can be: a parcel that was handed over before it was ordered is a slip of the record."""
    return value if value is not None and value >= 0 else None
