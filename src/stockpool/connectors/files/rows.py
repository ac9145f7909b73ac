"""Good rows of the small tables as values: the wire form of SKUs, nodes and channels, and orders with their lines."""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from itertools import groupby
from typing import TYPE_CHECKING, Any

from stockpool.connectors.files.cells import (
    BadCell,
    parse_amounts,
    parse_clock_times,
    parse_dates,
    parse_hours,
    parse_list,
)
from stockpool.connectors.files.columns import Kind, Table
from stockpool.connectors.files.engine import quoted_name
from stockpool.connectors.messages import ImportedLine, ImportedOrder, NumberedRow, OrderMethod, OrderStatus
from stockpool.kernel.money import Money

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_ROWS = 1000

Row = dict[str, Any]


def typed_rows(engine: DuckDBPyConnection, table: Table, order_by: str = "row_no") -> Iterator[Row]:
    """The good rows as dictionaries, fetched in batches; times without a zone, in UTC."""
    values = ", ".join(_fetched(column.name, column.kind) for column in table.columns)
    cursor = engine.cursor()
    cursor.execute(f"select row_no, {values} from checked_{table.name} where reason = '' order by {order_by}")
    names = ("row_no", *table.names)
    while batch := cursor.fetchmany(BATCH_ROWS):
        for values_of_row in batch:
            yield dict(zip(names, values_of_row, strict=True))


def wire_rows(
    engine: DuckDBPyConnection, table: Table, reject: Callable[[Mapping[int, str]], None]
) -> Iterator[list[NumberedRow]]:
    """The good rows in batches of wire forms; rows whose cells cannot be taken apart are rejected on the way."""
    to_wire = _WIRES[table.name]
    batch: list[NumberedRow] = []
    for row in typed_rows(engine, table):
        try:
            batch.append(NumberedRow(row["row_no"], to_wire(row)))
        except BadCell as problem:
            reject({row["row_no"]: str(problem)})
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def imported_orders(engine: DuckDBPyConnection, table: Table) -> Iterator[ImportedOrder]:
    """The good orders by time, then id; their lines in the order of the file."""
    rows = typed_rows(engine, table, "ordered_at, order_id, row_no")
    for _, lines in groupby(rows, key=lambda row: row["order_id"]):
        yield _order(list(lines))


def _fetched(name: str, kind: Kind) -> str:
    return f"{quoted_name(name)} at time zone 'UTC'" if kind == Kind.TIME else quoted_name(name)


def _order(rows: list[Row]) -> ImportedOrder:
    head = rows[0]
    return ImportedOrder(
        order_id=head["order_id"],
        channel=head["channel"],
        method=OrderMethod(head["method"]),
        ordered_at=head["ordered_at"].replace(tzinfo=UTC),
        status=OrderStatus(head["status"]),
        pickup_node=head["pickup_node"],
        ship_latitude=head["ship_latitude"],
        ship_longitude=head["ship_longitude"],
        ship_postal_code=head["ship_postal_code"],
        ship_country=head["ship_country"],
        lines=tuple(ImportedLine(row["line"], row["sku"], row["quantity"]) for row in rows),
    )


def _sku(row: Row) -> Row:
    plain = ("id", "name", "category", "decimals", "weight_g", "length_mm", "width_mm", "height_mm", "active")
    components = parse_amounts("components", row["components"])
    return _present(row, plain) | {
        "gtins": parse_list(row["gtins"]),
        "components": [{"sku": sku, "quantity": quantity} for sku, quantity in components.items()],
        **{name: _money(row[name], row["currency"]) for name in ("cost", "price") if row[name] is not None},
    }


def _node(row: Row) -> Row:
    address = _present(row, ("street", "city", "region", "postal_code", "country"))
    place = ("id", "name", "kind", "latitude", "longitude", "time_zone", "holiday_calendar")
    work = ("daily_capacity", "processing_minutes", "buffer", "active")
    abilities = ("can_ship", "can_pickup", "can_return")
    hours = parse_hours("open_hours", row["open_hours"])
    return (
        _present(row, (*place, *work, *abilities))
        | {"cutoffs": parse_clock_times("cutoffs", row["cutoffs"])}
        | {name: parse_dates(name, row[name]) for name in ("closed_dates", "open_dates")}
        | ({"address": address} if address else {})
        | ({"open_hours": hours} if hours else {})
    )


def _channel(row: Row) -> Row:
    return _present(row, ("id", "name", "kind", "buffer", "low_stock")) | {
        "pool": {"nodes": parse_list(row["pool_nodes"]), "kinds": parse_list(row["pool_kinds"])},
        "node_buffers": parse_amounts("node_buffers", row["node_buffers"]),
    }


def _present(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names if row[name] is not None}


def _money(minor: int, currency: str) -> dict[str, str]:
    return {"amount": Money(minor, currency).amount, "currency": currency}


def _shelves(row: Row) -> Row:
    return {"node": row["node"], "sku": row["sku"], "shelves": parse_list(row["shelves"])}


_WIRES: dict[str, Callable[[Row], Row]] = {"skus": _sku, "nodes": _node, "channels": _channel, "shelves": _shelves}
