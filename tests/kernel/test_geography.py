"""Distances against published answers, and the laws of a metric."""

from __future__ import annotations

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.kernel.geography import EARTH_RADIUS_KM, great_circle_km

Point = tuple[float, float]

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))

NASHVILLE, LOS_ANGELES = (36.12, -86.67), (33.94, -118.40)
LANDS_END, JOHN_O_GROATS = (50.066389, -5.714722), (58.643889, -3.07)
NEW_YORK, LONDON = (40.7128, -74.0060), (51.5074, -0.1278)
FLINDERS_PEAK, BUNINYONG = (-37.951033, 144.424868), (-37.652821, 143.926496)


@pytest.mark.parametrize(
    ("start", "end", "published_km", "tolerance"),
    [
        # Rosetta Code, haversine formula: 2887.2599 km on a sphere of 6372.8 km, here scaled to our radius.
        (NASHVILLE, LOS_ANGELES, 2887.2599 * EARTH_RADIUS_KM / 6372.8, 1e-4),
        # Veness, movable-type.co.uk: 968.9 km on a sphere of 6371 km.
        (LANDS_END, JOHN_O_GROATS, 968.9, 1e-4),
        # Commonly published for the two cities.
        (NEW_YORK, LONDON, 5570, 1e-3),
        # Geoscience Australia's test line on the ellipsoid: 54972.271 m. A sphere is within 0.6% of it.
        (FLINDERS_PEAK, BUNINYONG, 54.972271, 6e-3),
    ],
)
def test_distances_are_the_published_ones(start: Point, end: Point, published_km: float, tolerance: float) -> None:
    assert great_circle_km(*start, *end) == pytest.approx(published_km, rel=tolerance)


def test_pole_to_pole_is_half_the_circumference() -> None:
    assert great_circle_km(90, 0, -90, 123) == pytest.approx(pi * EARTH_RADIUS_KM)


def test_the_way_over_the_date_line_is_the_short_one() -> None:
    assert great_circle_km(0, 179.5, 0, -179.5) == pytest.approx(pi * EARTH_RADIUS_KM / 180)


@given(points, points, points)
def test_it_is_a_metric(a: Point, b: Point, c: Point) -> None:
    direct = great_circle_km(*a, *c)
    assert 0 <= direct <= pi * EARTH_RADIUS_KM
    assert direct == pytest.approx(great_circle_km(*c, *a), abs=1e-9)
    assert direct <= great_circle_km(*a, *b) + great_circle_km(*b, *c) + 1e-4
    assert great_circle_km(*a, *a) == 0
