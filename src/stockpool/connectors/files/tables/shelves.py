"""The table `shelves`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Table, Target

SHELVES = Table(
    name="shelves",
    meaning="Where SKUs lie at nodes. A row replaces what is stored of its SKU at its node.",
    key=("node", "sku"),
    columns=(
        Column("node", Kind.ID, "The node", "store-berlin-1", required=True, refers=Target.NODE),
        Column("sku", Kind.ID, "The SKU", "TSHIRT-RED-M", required=True, refers=Target.SKU),
        Column(
            "shelves", Kind.LIST, "Where it lies, the shelf where it is picked first; left out: nowhere known",
            "A-02-3; STOCK-7",
        ),
    ),
)  # fmt: skip
