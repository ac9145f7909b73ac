"""The table `shipping_lanes`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table, Target

SHIPPING_LANES = Table(
    name="shipping_lanes",
    meaning="What a parcel costs and how long it takes from a node to another node, or to a country or postal area.",
    key=("from_node", "to_node", "to_country", "to_postal_prefix", "carrier", "service"),
    columns=(
        Column("from_node", Kind.ID, "Where it starts", "dc-1", required=True, refers=Target.NODE),
        Column("to_node", Kind.ID, "The node it goes to", "store-berlin-1", refers=Target.NODE),
        Column("to_country", Kind.COUNTRY, "The country it goes to", "DE"),
        Column("to_postal_prefix", Kind.TEXT, "What the postal codes there begin with; left out: the country", "80"),
        Column("carrier", Kind.TEXT, "Who carries it", "Blue Vans", required=True),
        Column("service", Kind.TEXT, "The carrier's service", "next day", default="standard"),
        Column(
            "transit_days_min", Kind.WHOLE, "Shortest time on the way", "1", required=True, unit="days", low=0, high=365
        ),
        Column(
            "transit_days_max", Kind.WHOLE, "Longest time on the way", "3", required=True, unit="days", low=0, high=365
        ),
        Column("cost", Kind.MONEY, "What a parcel costs you", "4.90", required=True, unit="`currency`"),
        Column("currency", Kind.CURRENCY, "Currency of `cost`", "EUR", required=True),
    ),
    rules=(
        Rule('("to_node" is null) = ("to_country" is null)', "to_node, to_country: exactly one of them must be there"),
        Rule(
            '"to_postal_prefix" is not null and "to_country" is null',
            "to_postal_prefix: needs to_country beside it",
        ),
        Rule('"transit_days_max" < "transit_days_min"', "transit_days_max: is below transit_days_min"),
    ),
)
