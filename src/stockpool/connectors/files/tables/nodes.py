"""The table `nodes`."""

from __future__ import annotations

from stockpool.connectors.files.columns import Column, Kind, Rule, Table

KINDS = ("distribution_center", "store", "micro_hub", "third_party", "supplier", "in_transit")

POSITION = Rule(
    '("latitude" is null) <> ("longitude" is null)', "latitude, longitude: must both be there or both be left out"
)

NODES = Table(
    name="nodes",
    meaning="Where stock is. A row replaces what is stored under its id.",
    key=("id",),
    columns=(
        Column("id", Kind.ID, "The node's id", "store-berlin-1", required=True),
        Column("name", Kind.TEXT, "What people call it", "Berlin Mitte", required=True),
        Column("kind", Kind.CHOICE, "What it is", "store", required=True, choices=KINDS),
        Column("latitude", Kind.NUMBER, "Position, north positive", "52.52", unit="degrees", low=-90, high=90),
        Column("longitude", Kind.NUMBER, "Position, east positive", "13.40", unit="degrees", low=-180, high=180),
        Column("street", Kind.TEXT, "Street and number", "Alexanderplatz 1"),
        Column("city", Kind.TEXT, "City", "Berlin"),
        Column("region", Kind.TEXT, "State, province or region", "BE"),
        Column("postal_code", Kind.TEXT, "Postal code", "10178"),
        Column("country", Kind.COUNTRY, "Country", "DE"),
        Column("time_zone", Kind.TEXT, "Time zone by its IANA name", "Europe/Berlin", default="UTC"),
        Column(
            "daily_capacity",
            Kind.WHOLE,
            "How many orders it can send in a day; left out: no limit",
            "250",
            unit="orders",
            low=0,
            high=1_000_000_000,
        ),
        Column(
            "open_hours",
            Kind.LIST,
            "Open hours by weekday in its time zone; days that are not named are closed",
            "monday-friday 09:00-18:00; saturday 10:00-13:00, 14:00-16:00",
        ),
        Column(
            "cutoffs",
            Kind.LIST,
            "Until when orders are handled on the same day, by method (`ship`, `pickup`, `same_day`, `ship_to_store`),"
            " in its time zone",
            "ship 15:00; pickup 19:30:00",
        ),
        Column(
            "processing_minutes",
            Kind.WHOLE,
            "How long it picks and packs an order while it is open",
            "90",
            default="0",
            unit="minutes",
            low=0,
            high=43_200,
        ),
        Column(
            "holiday_calendar",
            Kind.TEXT,
            "The country, or its subdivision, on whose public holidays it is closed; left out: open on all",
            "DE-BE",
        ),
        Column("closed_dates", Kind.LIST, "Other dates on which it is closed", "2026-12-24; 2026-12-31"),
        Column("open_dates", Kind.LIST, "Holidays on which it is open nevertheless", "2026-10-03"),
        Column("can_ship", Kind.FLAG, "Whether it sends parcels; left out: as its kind does", "yes"),
        Column("can_pickup", Kind.FLAG, "Whether customers collect there; left out: as its kind does", "yes"),
        Column("can_return", Kind.FLAG, "Whether it takes returns; left out: as its kind does", "yes"),
        Column("active", Kind.FLAG, "Whether it works; left out, a stored node stays as it is", "yes"),
        Column(
            "buffer",
            Kind.WHOLE,
            "What every channel leaves untouched there of each SKU",
            "1",
            default="0",
            unit="smallest units",
            low=0,
            high=1_000_000_000,
        ),
    ),
    rules=(POSITION,),
)
