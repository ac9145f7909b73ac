"""The tables `rates`, `rate_zones` and `rate_surcharges`: the three parts of rate tables."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table, Target

WEIGHT_G_MAX = 1_000_000_000
NAME = Column("rate_table", Kind.ID, "The rate table's name", "blue-vans", required=True)
ZONE = Column("zone", Kind.ID, "The zone that it is for", "city", required=True)

RATES = Table(
    name="rates",
    meaning=(
        "What carriers charge by zone and weight, one row for each weight band of a zone; the rate table's own columns"
        " are repeated in each of its rows. A rate table is replaced by its rows here, in `rate_zones` and in"
        " `rate_surcharges`, all of them or none. [What the columns mean in full](shipping-rates.md)."
    ),
    key=("rate_table", "zone", "weight_upto_g"),
    whole="rate_table",
    agreeing=("carrier", "service", "currency", "volume_cc_per_kg", "note"),
    columns=(
        NAME,
        Column("carrier", Kind.TEXT, "Who carries", "Blue Vans", required=True),
        Column("service", Kind.TEXT, "The carrier's service", "next day", default="standard"),
        Column("currency", Kind.CURRENCY, "Currency of all amounts", "EUR", required=True),
        Column(
            "volume_cc_per_kg", Kind.WHOLE, "Volume that counts as a kilogram; left out: volume does not count", "5000",
            unit="cm³", low=1, high=1_000_000,
        ),
        Column("note", Kind.TEXT, "A note for people", "Price list of January"),
        ZONE,
        Column(
            "weight_over_g", Kind.WHOLE, "Parcels are heavier than that; left out: as the lighter row ends", "0",
            unit="g", low=0, high=WEIGHT_G_MAX,
        ),
        Column(
            "weight_upto_g", Kind.WHOLE, "The heaviest parcel", "2000", required=True, unit="g",
            low=1, high=WEIGHT_G_MAX,
        ),
        Column("base", Kind.RATE, "What a parcel costs", "3.10", default="0", unit="`currency`"),
        Column("per_kg", Kind.RATE, "And each kilogram of it", "0.40", default="0", unit="`currency`"),
        Column("minimum", Kind.RATE, "What it costs at least", "3.50", default="0", unit="`currency`"),
        Column("days_min", Kind.WHOLE, "Shortest time on the way, for a whole zone", "1", unit="days", low=0, high=365),
        Column("days_max", Kind.WHOLE, "Longest time on the way, for a whole zone", "2", unit="days", low=0, high=365),
    ),
    rules=(
        Rule(
            '("days_min" is null) <> ("days_max" is null)', "days_min, days_max: must both be there or both be left out"
        ),
        Rule('"days_max" < "days_min"', "days_max: is below days_min"),
    ),
)  # fmt: skip


def _place(side: str, words: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_node", Kind.ID, f"{words}: this node", "dc-1", refers=Target.NODE),
        Column(f"{side}_country", Kind.COUNTRY, f"{words}: this country", "DE"),
        Column(f"{side}_postal_prefix", Kind.TEXT, "What postal codes there begin with; left out: all of it", "10"),
    )


def _place_rules(side: str) -> tuple[Rule, ...]:
    return (
        Rule(
            f'"{side}_node" is not null and "{side}_country" is not null',
            f"{side}_node, {side}_country: at most one of them may be there",
        ),
        Rule(
            f'"{side}_postal_prefix" is not null and "{side}_country" is null',
            f"{side}_postal_prefix: needs {side}_country beside it",
        ),
    )


RATE_ZONES = Table(
    name="rate_zones",
    meaning=(
        "Which zone of a rate table a way lies in: by where it starts and goes, left out meaning anywhere, or by its"
        " distance."
    ),
    key=(
        "rate_table", "from_node", "from_country", "from_postal_prefix", "to_node", "to_country", "to_postal_prefix",
        "km_upto",
    ),
    whole="rate_table",
    columns=(
        NAME,
        ZONE,
        *_place("from", "Starts at"),
        *_place("to", "Goes to"),
        Column(
            "km_upto", Kind.WHOLE, "Instead of places: where the band of distance ends", "100", unit="km",
            low=1, high=40_000,
        ),
    ),
    rules=(*_place_rules("from"), *_place_rules("to")),
)  # fmt: skip

RATE_SURCHARGES = Table(
    name="rate_surcharges",
    meaning="What a rate table adds. A percentage is of the rate and all surcharges of earlier steps.",
    key=("rate_table", "step"),
    whole="rate_table",
    columns=(
        NAME,
        Column("step", Kind.WHOLE, "In which order they are added", "1", required=True, low=1, high=1000),
        Column("name", Kind.TEXT, "What it is for", "diesel", required=True),
        Column(
            "kind", Kind.CHOICE, "How it is reckoned", "percent", required=True, choices=("percent", "fixed", "per_kg")
        ),
        Column("amount", Kind.RATE, "How much", "12.5", required=True, unit="% or `currency`"),
        Column("zone", Kind.ID, "Only in this zone; left out: in all", "city"),
        Column(
            "above_g", Kind.WHOLE, "Only for heavier parcels; left out: for all", "20000", unit="g",
            low=0, high=WEIGHT_G_MAX,
        ),
    ),
)  # fmt: skip
