"""Which zone a way lies in: whoever names it most closely."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.network.rates.messages import ZoneRow
from stockpool.network.rates.zones import ZonesByDistance, ZonesByPlace, area_from, area_to
from stockpool.network.transit import Destination

ROWS = (
    ZoneRow(zone="world"),
    ZoneRow(zone="germany", to_country="DE"),
    ZoneRow(zone="germany-from-france", from_country="FR", to_country="DE"),
    ZoneRow(zone="munich", to_country="DE", to_postal_prefix="80"),
    ZoneRow(zone="munich-center", from_node="dc", to_country="DE", to_postal_prefix="803"),
    ZoneRow(zone="shop", to_node="shop"),
)
PARIS = Destination("paris", "FR", "75001")
DC = Destination("dc", "DE", "10117")


def test_the_closest_destination_counts_then_the_closest_origin() -> None:
    zones = ZonesByPlace(ROWS)
    center = Destination(country="DE", postal_code="80331")
    assert zones.zone(DC, center, None) == "munich-center"
    assert zones.zone(PARIS, center, None) == "munich"
    assert zones.zone(PARIS, Destination(country="DE", postal_code="10115"), None) == "germany-from-france"
    assert zones.zone(DC, Destination(country="DE"), None) == "germany"
    assert zones.zone(DC, Destination("shop", "DE", "80331"), None) == "shop"
    assert zones.zone(DC, Destination("other", "DE", "80 331"), None) == "munich-center"
    assert zones.zone(DC, Destination(), None) == "world"
    assert ZonesByPlace(ROWS[1:]).zone(DC, Destination(country="FR"), None) is None


def test_bands_end_at_their_kilometers() -> None:
    zones = ZonesByDistance([ZoneRow(zone="far", km_upto=500), ZoneRow(zone="near", km_upto=50)])
    found = [zones.zone(None, None, km) for km in (0.0, 50.0, 50.1, 500.0, 500.1, None)]
    assert found == ["near", "near", "far", "far", None, "far"]


CODES = st.text("12", max_size=4)
PLACES = st.builds(
    Destination, st.sampled_from(["a", "b", None]), st.sampled_from(["DE", "FR", None]), CODES, st.none(), st.none()
)


@st.composite
def zone_rows(draw: st.DrawFn) -> ZoneRow:
    """A row by nodes, countries and prefixes."""
    sides: dict[str, Any] = {}
    for side in ("from", "to"):
        kind = draw(st.sampled_from(["node", "country", "prefix", "any"]))
        if kind == "node":
            sides[f"{side}_node"] = draw(st.sampled_from("ab"))
        if kind in ("country", "prefix"):
            sides[f"{side}_country"] = draw(st.sampled_from(["DE", "FR"]))
        if kind == "prefix":
            sides[f"{side}_postal_prefix"] = draw(st.text("12", min_size=1, max_size=3))
    return ZoneRow(zone=str(draw(st.integers(0, 99))), **sides)


def closeness(node: str | None, country: str | None, prefix: str | None, place: Destination) -> int | None:
    """How closely a side of a row names a place; None where it names another."""
    if node is not None:
        return 100 if place.node == node else None
    if country is None:
        return 0
    fits = place.country == country and (place.postal_code or "").startswith(prefix or "")
    return 1 + len(prefix or "") if fits else None


def by_looking_at_all(rows: list[ZoneRow], origin: Destination, to: Destination) -> str | None:
    """The oracle: every row weighed."""
    weighed = []
    for row in rows:
        goes = closeness(row.to_node, row.to_country, row.to_postal_prefix, to)
        starts = closeness(row.from_node, row.from_country, row.from_postal_prefix, origin)
        if goes is not None and starts is not None:
            weighed.append((goes, starts, row.zone))
    return max(weighed)[2] if weighed else None


@settings(max_examples=150)
@given(st.lists(zone_rows(), max_size=12, unique_by=lambda row: (area_from(row), area_to(row))), PLACES, PLACES, PLACES)
def test_a_zone_is_found_as_if_all_rows_were_weighed(
    rows: list[ZoneRow], origin: Destination, to: Destination, other: Destination
) -> None:
    zones = ZonesByPlace(rows)
    expected = by_looking_at_all(rows, origin, to)
    assert [zones.zone(origin, to, None) for _ in range(2)] == [expected, expected]
    if zones.place_key(to) == zones.place_key(other):
        assert by_looking_at_all(rows, origin, other) == expected
