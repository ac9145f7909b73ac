"""The table `channels`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Table

CHANNELS = Table(
    name="channels",
    meaning="Where customers buy, and which nodes a channel may draw on. A row replaces what is stored under its id.",
    key=("id",),
    columns=(
        Column("id", Kind.ID, "The channel's id", "web", required=True),
        Column("name", Kind.TEXT, "What people call it", "Web shop", required=True),
        Column("kind", Kind.CHOICE, "What it is", "web", required=True, choices=("web", "store", "marketplace")),
        Column("pool_nodes", Kind.LIST, "Nodes it may draw on, by id", "dc-1; store-berlin-1"),
        Column(
            "pool_kinds",
            Kind.LIST,
            "Kinds of nodes it may draw on; with neither `pool_nodes` nor `pool_kinds` it may draw on all",
            "distribution_center; store",
        ),
        Column(
            "buffer",
            Kind.WHOLE,
            "What it leaves untouched of each SKU at each node",
            "1",
            default="0",
            unit="smallest units",
            low=0,
            high=1_000_000_000,
        ),
        Column(
            "node_buffers",
            Kind.LIST,
            "Other buffers at single nodes, each node id with a colon and its buffer",
            "store-berlin-1:3",
            unit="smallest units",
        ),
        Column(
            "low_stock",
            Kind.WHOLE,
            "From so few on a SKU is low, which is told then, as when it is out and back; empty for never",
            "5",
            unit="smallest units",
            low=0,
            high=1_000_000_000,
        ),
    ),
)
