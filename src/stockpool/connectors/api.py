"""The door of the connectors: reading a folder of tables, mapping other files to them, and their reference page."""

from __future__ import annotations

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.mapping import map_file, map_files
from stockpool.connectors.files.reading import CheckedTable, TableReader, open_tables
from stockpool.connectors.files.reference import reference_page
from stockpool.connectors.files.shipments import ShipmentFile, ShipmentRow, read_shipments
from stockpool.connectors.files.tables import TABLES
from stockpool.connectors.jetstream import (
    BrokerMessage,
    BrokerUnavailable,
    JetStream,
    StreamSettings,
    require_broker_client,
)
from stockpool.connectors.store import (
    SalesAdded,
    add_past_orders,
    add_sales,
    finish_file,
    past_units_sold,
    put_suppliers,
    see_file,
)

TABLE_NAMES = tuple(TABLES)
"""The tables that can be imported, in the order in which they go in."""

__all__ = [
    "TABLE_NAMES",
    "BrokerMessage",
    "BrokerUnavailable",
    "CheckedTable",
    "FileIsBroken",
    "JetStream",
    "SalesAdded",
    "ShipmentFile",
    "ShipmentRow",
    "StreamSettings",
    "TableReader",
    "add_past_orders",
    "add_sales",
    "finish_file",
    "map_file",
    "map_files",
    "open_tables",
    "past_units_sold",
    "put_suppliers",
    "read_shipments",
    "reference_page",
    "require_broker_client",
    "see_file",
]
