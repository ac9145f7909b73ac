"""Folders of small tables, read with identifiers that the ledger is said to know."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from stockpool.connectors.api import open_tables
from stockpool.connectors.files.tables import TABLES
from stockpool.connectors.messages import Known, NumberedRow, TableCounts
from stockpool.workflows.import_files.stock import COUNT

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
KNOWN = Known({"A": 0, "B": 0, "CLOTH": 2, "back\\slash": 0}, frozenset({"dc", "shop"}), frozenset({"web"}))
DATA_FOLDER = Path(os.environ.get("STOCKPOOL_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


class Outcome(msgspec.Struct, frozen=True):
    """What reading one table came to."""

    counts: TableCounts
    rejects: dict[int, str]
    reject_rows: list[dict[str, str]]
    copied: bytes
    unknown_columns: tuple[str, ...]

    @property
    def copied_rows(self) -> list[list[str]]:
        """The lines of the COPY, taken apart."""
        return [line.split("\t") for line in self.copied.decode().splitlines()]


Read = Callable[..., Outcome]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a table's file and read it; a text becomes CSV, bytes stay as they are."""

    def read_table(table: str, content: str | bytes, *, suffix: str = ".csv", known: Known = KNOWN) -> Outcome:
        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / f"{table}{suffix}").write_bytes(content.encode() if isinstance(content, str) else content)
        return read_folder(folder, table, tmp_path / "out", known)

    return read_table


def read_folder(folder: Path, table: str, out: Path, known: Known = KNOWN) -> Outcome:
    """Read one table of a folder."""
    with open_tables(folder, out, now=NOW) as reader:
        checked = reader.check(table, known)
        names = COUNT if table == "stock" else ()
        counts, copied = checked.counts(), b"".join(batch.lines for batch in checked.copy_batches(1000, names=names))
        rows = rejected_rows(checked.rejects_file)
        reasons = {int(row["row"]): row["reason"] for row in rows}
        return Outcome(counts, reasons, rows, copied, checked.unknown_columns)


def rejected_rows(file: Path) -> list[dict[str, str]]:
    """What a rejects file says."""
    if not file.exists():
        return []
    with file.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def csv_of(table: str, *rows: dict[str, str]) -> str:
    """CSV with all columns of a table; what a row does not name is its column's example if it must be there."""
    description = TABLES[table]
    lines = [",".join(description.names)]
    for row in rows:
        cells = {**EXAMPLES[table], **row}
        lines.append(",".join('"' + cells.get(name, "").replace('"', '""') + '"' for name in description.names))
    return "\n".join(lines) + "\n"


EXAMPLES: dict[str, dict[str, str]] = {
    "skus": {"id": "A", "name": "Mug"},
    "nodes": {"id": "dc", "name": "Center", "kind": "distribution_center"},
    "channels": {"id": "web", "name": "Web shop", "kind": "web"},
    "stock": {"sku": "A", "node": "dc", "quantity": "5"},
    "sales": {"source_id": "1", "sku": "A", "node": "dc", "quantity": "1", "occurred_at": "2026-05-01T10:00:00Z"},
    "orders": {
        "order_id": "O1",
        "line": "1",
        "sku": "A",
        "quantity": "1",
        "channel": "web",
        "ordered_at": "2026-05-01T10:00:00Z",
    },
    "shipping_lanes": {
        "from_node": "dc",
        "to_country": "DE",
        "carrier": "Vans",
        "transit_days_min": "1",
        "transit_days_max": "2",
        "cost": "4.90",
        "currency": "EUR",
    },
    "rates": {"rate_table": "vans", "carrier": "Vans", "currency": "EUR", "zone": "city", "weight_upto_g": "2000"},
    "rate_zones": {"rate_table": "vans", "zone": "city"},
    "rate_surcharges": {"rate_table": "vans", "step": "1", "name": "diesel", "kind": "percent", "amount": "12.5"},
    "suppliers": {"id": "acme", "name": "Acme"},
    "outlooks": {"sku": "A", "node": "dc", "demand_per_day": "1.5"},
    "shelves": {"node": "dc", "sku": "A", "shelves": "A-1"},
}


def wire_values(folder: Path, table: str, out: Path) -> Iterator[NumberedRow]:
    """The wire forms of a small table's good rows."""
    with open_tables(folder, out, now=NOW) as reader:
        for batch in reader.check(table, KNOWN).wire_rows():
            yield from batch
