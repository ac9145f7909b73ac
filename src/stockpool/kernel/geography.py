"""Distances on the globe."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""Mean radius R1 of the Earth (IUGG; Moritz, Geodetic Reference System 1980)."""


def great_circle_km(latitude_1: float, longitude_1: float, latitude_2: float, longitude_2: float) -> float:
    """Kilometers between two points in degrees, by the haversine formula; within 0.6% of the ellipsoid's."""
    phi_1, phi_2 = radians(latitude_1), radians(latitude_2)
    half_delta_phi = (phi_2 - phi_1) / 2
    half_delta_lambda = radians(longitude_2 - longitude_1) / 2
    haversine = sin(half_delta_phi) ** 2 + cos(phi_1) * cos(phi_2) * sin(half_delta_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(haversine)))
