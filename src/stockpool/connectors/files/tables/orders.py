"""The table `orders`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table, Target

AGREEING = (
    "channel",
    "method",
    "pickup_node",
    "ordered_at",
    "ship_latitude",
    "ship_longitude",
    "ship_postal_code",
    "ship_country",
    "status",
)

ORDERS = Table(
    name="orders",
    meaning=(
        "Orders, one row for each order line; the order's own columns are repeated in each of its rows. "
        "All rows of an order go in, or none."
    ),
    key=("order_id", "line"),
    whole="order_id",
    agreeing=AGREEING,
    columns=(
        Column("order_id", Kind.ID, "The order's id", "100045", required=True),
        Column("line", Kind.ID, "The line's id within its order", "1", required=True),
        Column("sku", Kind.ID, "The SKU", "TSHIRT-RED-M", required=True, refers=Target.SKU),
        Column(
            "quantity", Kind.QUANTITY, "How much is ordered", "2", required=True, positive=True, unit="the SKU's unit"
        ),
        Column("channel", Kind.ID, "Where it was ordered", "web", required=True, refers=Target.CHANNEL),
        Column("method", Kind.CHOICE, "How it is to be had", "ship", default="ship", choices=("ship", "pickup")),
        Column("pickup_node", Kind.ID, "Where it is collected", "store-berlin-1", refers=Target.NODE),
        Column("ordered_at", Kind.TIME, "When it was ordered", "2026-02-27T16:04:11Z", required=True, past=True),
        Column("ship_latitude", Kind.NUMBER, "Where it is sent", "48.14", unit="degrees", low=-90, high=90),
        Column("ship_longitude", Kind.NUMBER, "Where it is sent", "11.58", unit="degrees", low=-180, high=180),
        Column("ship_postal_code", Kind.TEXT, "Postal code it is sent to", "80331"),
        Column("ship_country", Kind.COUNTRY, "Country it is sent to", "DE"),
        Column(
            "status",
            Kind.CHOICE,
            "`closed`: history, changes no stock; `open`: still to be served",
            "closed",
            default="closed",
            choices=("open", "closed"),
        ),
    ),
    rules=(
        Rule('"method" = \'pickup\' and "pickup_node" is null', "pickup_node: is missing for method pickup"),
        Rule('"method" = \'ship\' and "pickup_node" is not null', "pickup_node: must be left out for method ship"),
        Rule(
            '("ship_latitude" is null) <> ("ship_longitude" is null)',
            "ship_latitude, ship_longitude: must both be there or both be left out",
        ),
    ),
)
