"""The table `outlooks`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Table, Target

OUTLOOKS = Table(
    name="outlooks",
    meaning=(
        "What nodes sell of SKUs without orders from elsewhere, as far as sourcing policies ask. A row replaces what is"
        " stored of its SKU at its node."
    ),
    key=("sku", "node"),
    columns=(
        Column("sku", Kind.ID, "The SKU", "TSHIRT-RED-M", required=True, refers=Target.SKU),
        Column("node", Kind.ID, "Where it is sold", "store-berlin-1", required=True, refers=Target.NODE),
        Column(
            "demand_per_day", Kind.NUMBER, "What is sold a day", "0.35", required=True, unit="the SKU's unit",
            low=0, high=1_000_000,
        ),
        Column(
            "days_to_delivery", Kind.NUMBER, "Until more of it comes, where no supply to come says it; left out: 7",
            "3.5", unit="days", low=0, high=3660,
        ),
        Column(
            "as_of", Kind.TIME, "When it was true; left out: when the file was first imported",
            "2026-03-01T06:00:00Z", past=True,
        ),
    ),
)  # fmt: skip
