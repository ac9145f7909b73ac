"""The table `stock`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Table, Target

STOCK = Table(
    name="stock",
    meaning="What is on hand, counted per SKU and node.",
    key=("sku", "node"),
    columns=(
        Column("sku", Kind.ID, "The SKU", "TSHIRT-RED-M", required=True, refers=Target.SKU),
        Column("node", Kind.ID, "Where it is", "store-berlin-1", required=True, refers=Target.NODE),
        Column("quantity", Kind.QUANTITY, "How much is there", "12", required=True, unit="the SKU's unit"),
        Column(
            "as_of",
            Kind.TIME,
            "When the count was true; left out: when the file was first imported",
            "2026-03-01T07:00:00Z",
            past=True,
        ),
        Column(
            "safety_stock",
            Kind.QUANTITY,
            "How much every channel leaves there; left out: as it is stored",
            "2",
            unit="the SKU's unit",
        ),
    ),
)
