"""The table `suppliers`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table

SUPPLIERS = Table(
    name="suppliers",
    meaning="Who delivers. A row replaces what is stored under its id.",
    key=("id",),
    columns=(
        Column("id", Kind.ID, "The supplier's id", "acme", required=True),
        Column("name", Kind.TEXT, "What people call it", "Acme Textiles", required=True),
        Column("lead_time_days", Kind.WHOLE, "From order to delivery", "14", unit="days", low=0, high=1000),
        Column("minimum_order", Kind.MONEY, "Smallest order it accepts", "250.00", unit="`currency`"),
        Column("currency", Kind.CURRENCY, "Currency it is paid in", "EUR"),
    ),
    rules=(Rule('"minimum_order" is not null and "currency" is null', "currency: is missing beside an amount"),),
)
