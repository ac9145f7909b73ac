"""The tables that can be imported, in the order in which they go in: what is referred to comes first."""

from __future__ import annotations

from stockpool.connectors.files.columns import Table
from stockpool.connectors.files.tables.channels import CHANNELS
from stockpool.connectors.files.tables.nodes import NODES
from stockpool.connectors.files.tables.orders import ORDERS
from stockpool.connectors.files.tables.outlooks import OUTLOOKS
from stockpool.connectors.files.tables.rates import RATE_SURCHARGES, RATE_ZONES, RATES
from stockpool.connectors.files.tables.sales import SALES
from stockpool.connectors.files.tables.shelves import SHELVES
from stockpool.connectors.files.tables.shipping_lanes import SHIPPING_LANES
from stockpool.connectors.files.tables.skus import SKUS
from stockpool.connectors.files.tables.stock import STOCK
from stockpool.connectors.files.tables.suppliers import SUPPLIERS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SKUS, NODES, CHANNELS, STOCK, SALES, ORDERS, SHIPPING_LANES, RATES, RATE_ZONES, RATE_SURCHARGES, SUPPLIERS,
        OUTLOOKS, SHELVES,
    )
}  # fmt: skip
