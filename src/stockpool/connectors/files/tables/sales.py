"""The table `sales`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table, Target

UNIT_PRICE = Rule('"unit_price" is not null and "currency" is null', "currency: is missing beside a price")

SALES = Table(
    name="sales",
    meaning="Sales and returns of the past, line by line: the history of demand. They do not change the stock.",
    key=("source", "source_id"),
    columns=(
        Column("source", Kind.ID, "The system that knows the sale", "till-12", default="import"),
        Column("source_id", Kind.ID, "Its id for this line; never used twice by one source", "58812-3", required=True),
        Column("kind", Kind.CHOICE, "Sale, or return of goods", "sale", default="sale", choices=("sale", "return")),
        Column("sku", Kind.ID, "The SKU", "TSHIRT-RED-M", required=True, refers=Target.SKU),
        Column("node", Kind.ID, "Where it was sold", "store-berlin-1", required=True, refers=Target.NODE),
        Column(
            "quantity",
            Kind.QUANTITY,
            "How much was sold or returned",
            "1",
            required=True,
            positive=True,
            unit="the SKU's unit",
        ),
        Column("occurred_at", Kind.TIME, "When it was sold", "2026-02-27T16:04:11+01:00", required=True, past=True),
        Column("unit_price", Kind.MONEY, "What one was sold for", "19.90", unit="`currency`"),
        Column("currency", Kind.CURRENCY, "Currency of `unit_price`", "EUR"),
    ),
    rules=(UNIT_PRICE,),
)
