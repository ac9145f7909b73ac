"""The table `skus`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table

MILLIMETERS_MAX = 100_000

SKUS = Table(
    name="skus",
    meaning="What is stocked and sold. A row replaces what is stored under its id.",
    key=("id",),
    columns=(
        Column("id", Kind.ID, "The SKU's id", "TSHIRT-RED-M", required=True),
        Column("name", Kind.TEXT, "What people call it", "T-shirt, red, M", required=True),
        Column("gtins", Kind.LIST, "Barcodes (GTIN-8, -12, -13 or -14)", "4006381333931; 96385074"),
        Column("category", Kind.TEXT, "The category it belongs to", "shirts"),
        Column(
            "decimals",
            Kind.WHOLE,
            "Decimals of its quantities: 2 for cloth cut to the centimeter; left out, a stored SKU keeps its own",
            "2",
            unit="digits",
            low=0,
            high=6,
        ),
        Column("weight_g", Kind.WHOLE, "Weight of one, packed", "180", unit="g", low=0, high=100_000_000),
        Column("length_mm", Kind.WHOLE, "Length of one, packed", "300", unit="mm", low=0, high=MILLIMETERS_MAX),
        Column("width_mm", Kind.WHOLE, "Width of one, packed", "200", unit="mm", low=0, high=MILLIMETERS_MAX),
        Column("height_mm", Kind.WHOLE, "Height of one, packed", "20", unit="mm", low=0, high=MILLIMETERS_MAX),
        Column("cost", Kind.MONEY, "What one costs you", "4.20", unit="`currency`"),
        Column("price", Kind.MONEY, "What one sells for", "19.90", unit="`currency`"),
        Column("currency", Kind.CURRENCY, "Currency of `cost` and `price`", "EUR"),
        Column(
            "components",
            Kind.LIST,
            "For a kit: the SKUs it consists of, each with a colon and how many of it are in one kit",
            "MUG-BLUE:4; TRAY:1",
        ),
        Column("active", Kind.FLAG, "Whether it is sold; left out, a stored SKU stays as it is", "yes"),
    ),
    rules=(
        Rule(
            '("cost" is not null or "price" is not null) and "currency" is null', "currency: is missing beside a price"
        ),
    ),
)
