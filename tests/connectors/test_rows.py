"""Good rows as values: the forms in which HTTP takes SKUs, nodes and channels, and whole orders."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from stockpool.catalog.messages import SkuInput
from stockpool.connectors.api import open_tables
from stockpool.connectors.messages import ImportedLine, ImportedOrder, NumberedRow, OrderMethod, OrderStatus
from stockpool.kernel.money import MoneyInput
from stockpool.network.messages import Channel, NodeInput
from tests.connectors.conftest import KNOWN, NOW, csv_of, rejected_rows, wire_values


def wires(tmp_path: Path, table: str, *rows: dict[str, str]) -> list[NumberedRow]:
    """The wire forms of rows, and as the only file of a folder."""
    (tmp_path / f"{table}.csv").write_text(csv_of(table, *rows))
    return list(wire_values(tmp_path, table, tmp_path / "out"))


def reasons(tmp_path: Path, table: str, **cells: str) -> list[str]:
    """Why a row was rejected while it was taken apart."""
    assert wires(tmp_path, table, cells) == []
    return [row["reason"] for row in rejected_rows(tmp_path / "out" / f"{table}.rejects.csv")]


def test_a_sku_has_the_form_that_the_catalog_takes(tmp_path: Path) -> None:
    row = {
        "gtins": "4006381333931; 96385074",
        "category": "mugs",
        "decimals": "2",
        "weight_g": "180",
        "length_mm": "100",
        "cost": "4.2",
        "price": "19.90",
        "currency": "EUR",
        "components": "odd:id:4; CLOTH:2.5",
        "active": "no",
    }
    (wire,) = wires(tmp_path, "skus", row)

    sku = msgspec.convert(wire.value, SkuInput)
    assert wire.row == 2
    assert (sku.id, sku.name, sku.category, sku.decimals) == ("A", "Mug", "mugs", 2)
    assert (sku.weight_g, sku.length_mm, sku.width_mm, sku.active) == (180, 100, None, False)
    assert sku.gtins == ("4006381333931", "96385074")
    assert (sku.cost, sku.price) == (MoneyInput("4.20", "EUR"), MoneyInput("19.90", "EUR"))
    assert [(each.sku, each.quantity) for each in sku.components] == [("odd:id", 4), ("CLOTH", Decimal("2.5"))]


def test_what_a_sku_leaves_out_is_left_out_of_its_form(tmp_path: Path) -> None:
    (wire,) = wires(tmp_path, "skus", {})

    assert wire.value == {"id": "A", "name": "Mug", "gtins": [], "components": []}


def test_a_node_has_the_form_that_the_network_takes(tmp_path: Path) -> None:
    row = {
        "latitude": "52.5",
        "longitude": "13.4",
        "city": "Berlin",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "open_hours": "Mon-Fri 9:00-18:00; saturday 10:00-12:00, 13:00-16:00",
        "cutoffs": "ship 9:30;pickup  19:30:00",
        "processing_minutes": "45",
        "holiday_calendar": "DE-BE",
        "closed_dates": "2026-12-24; 2026-12-31",
        "open_dates": "2026-10-03",
        "can_ship": "no",
        "buffer": "3",
    }
    (wire,) = wires(tmp_path, "nodes", row)

    node = msgspec.convert(wire.value, NodeInput)
    assert (node.latitude, node.longitude, node.time_zone, node.buffer) == (52.5, 13.4, "Europe/Berlin", 3)
    assert (node.can_ship, node.can_pickup) == (False, None)
    assert node.address is not None
    assert (node.address.city, node.address.street) == ("Berlin", None)
    assert node.open_hours is not None
    assert [(each.opens, each.closes) for each in node.open_hours.friday] == [("09:00", "18:00")]
    assert len(node.open_hours.saturday) == 2
    assert node.open_hours.sunday == ()
    assert node.cutoffs == {"ship": "09:30", "pickup": "19:30:00"}
    assert (node.processing_minutes, node.holiday_calendar) == (45, "DE-BE")
    assert node.closed_dates == (date(2026, 12, 24), date(2026, 12, 31))
    assert node.open_dates == (date(2026, 10, 3),)


def test_a_node_without_hours_and_address_has_none(tmp_path: Path) -> None:
    (wire,) = wires(tmp_path, "nodes", {})

    assert msgspec.convert(wire.value, NodeInput) == NodeInput(id="dc", name="Center", kind=wire.value["kind"])


def test_a_channel_has_the_form_that_the_network_takes(tmp_path: Path) -> None:
    row = {"pool_nodes": "dc; shop", "pool_kinds": "store", "buffer": "1", "node_buffers": "shop:3"}
    (wire,) = wires(tmp_path, "channels", row)

    channel = msgspec.convert(wire.value, Channel)
    assert (channel.pool.nodes, channel.pool.kinds) == (("dc", "shop"), ("store",))
    assert (channel.buffer, channel.node_buffers) == (1, {"shop": 3})


@pytest.mark.parametrize(
    ("table", "cells", "reason"),
    [
        ("skus", {"components": "A"}, 'components: "A" is not an id, a colon and a number'),
        ("skus", {"components": "A:many"}, 'components: "many" is not a number'),
        ("skus", {"components": "A:nan"}, 'components: "nan" is not a number'),
        ("skus", {"components": "A:1; A:2"}, 'components: "A" is there twice'),
        ("nodes", {"open_hours": "someday 09:00-18:00"}, 'open_hours: "someday" is not a weekday'),
        ("nodes", {"open_hours": "fri-mon 09:00-18:00"}, 'open_hours: "fri-mon" runs backwards'),
        ("nodes", {"cutoffs": "ship"}, 'cutoffs: "ship" is not a name and a time such as ship 15:00'),
        ("nodes", {"cutoffs": "ship 15:00; ship 16:00"}, 'cutoffs: "ship" is there twice'),
        ("nodes", {"closed_dates": "24.12.2026"}, 'closed_dates: "24.12.2026" is not a date such as 2026-12-24'),
        ("nodes", {"open_dates": "2026-13-01"}, 'open_dates: "2026-13-01" is not a date such as 2026-12-24'),
        ("nodes", {"open_hours": "monday 9-18"}, 'open_hours: "9-18" is not a range such as 09:00-18:00'),
        ("channels", {"node_buffers": ":3"}, 'node_buffers: ":3" is not an id, a colon and a number'),
    ],
)
def test_cells_that_cannot_be_taken_apart_reject_their_row(
    tmp_path: Path, table: str, cells: dict[str, str], reason: str
) -> None:
    assert reasons(tmp_path, table, **cells) == [reason]


def test_rows_can_be_rejected_for_reasons_found_later(tmp_path: Path) -> None:
    (tmp_path / "skus.csv").write_text(csv_of("skus", {"id": "A"}, {"id": "B"}, {"id": "C", "name": ""}))
    with open_tables(tmp_path, tmp_path / "out", now=NOW) as reader:
        checked = reader.check("skus", KNOWN)
        checked.reject({3: "decimals: cannot change"})
        counts = checked.counts()
        copied = b"".join(batch.lines for batch in checked.copy_batches(1000))

    assert (counts.good, counts.rejected) == (1, 2)
    assert copied.startswith(b"2\tA\t")
    written = rejected_rows(tmp_path / "out" / "skus.rejects.csv")
    assert [(row["row"], row["reason"]) for row in written] == [
        ("3", "decimals: cannot change"),
        ("4", "name: is missing"),
    ]


def test_many_rows_come_in_batches_and_in_order(tmp_path: Path) -> None:
    (tmp_path / "skus.csv").write_text(csv_of("skus", *({"id": f"S{n}"} for n in range(2500))))
    with open_tables(tmp_path, tmp_path / "out", now=NOW) as reader:
        batches = list(reader.check("skus", KNOWN).wire_rows())

    assert [len(batch) for batch in batches] == [1000, 1000, 500]
    assert [row.row for batch in batches for row in batch] == list(range(2, 2502))


def orders_of(tmp_path: Path, *rows: dict[str, str]) -> list[ImportedOrder]:
    """The orders of a file."""
    (tmp_path / "orders.csv").write_text(csv_of("orders", *rows))
    with open_tables(tmp_path, tmp_path / "out", now=NOW) as reader:
        return list(reader.check("orders", KNOWN).orders())


def test_orders_come_whole_and_by_time(tmp_path: Path) -> None:
    late: dict[str, Any] = {"order_id": "late", "ordered_at": "2026-05-02T10:00:00+02:00", "status": "open"}
    place = {"ship_latitude": "48.1", "ship_longitude": "11.6", "ship_postal_code": "80331", "ship_country": "DE"}
    early = {"order_id": "early", "method": "pickup", "pickup_node": "shop"}
    orders = orders_of(tmp_path, late | place, early, late | place | {"line": "2", "sku": "CLOTH", "quantity": "1.25"})

    assert orders == [
        ImportedOrder(
            order_id="early",
            channel="web",
            method=OrderMethod.PICKUP,
            ordered_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
            status=OrderStatus.CLOSED,
            pickup_node="shop",
            ship_latitude=None,
            ship_longitude=None,
            ship_postal_code=None,
            ship_country=None,
            lines=(ImportedLine("1", "A", 1),),
        ),
        ImportedOrder(
            order_id="late",
            channel="web",
            method=OrderMethod.SHIP,
            ordered_at=datetime(2026, 5, 2, 8, tzinfo=UTC),
            status=OrderStatus.OPEN,
            pickup_node=None,
            ship_latitude=48.1,
            ship_longitude=11.6,
            ship_postal_code="80331",
            ship_country="DE",
            lines=(ImportedLine("1", "A", 1), ImportedLine("2", "CLOTH", 125)),
        ),
    ]
