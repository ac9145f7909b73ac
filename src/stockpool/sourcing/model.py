"""The candidates of a channel, indexed once for many demands, and their distances to one destination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import acos, asin, cos, dist, floor, pi, radians, sin
from typing import overload

import msgspec

from stockpool.kernel.geography import EARTH_RADIUS_KM, great_circle_km
from stockpool.sourcing.messages import Candidate, Destination, Exclusion, SourcingDemand

Point = tuple[float, float, float]
"""A place on the globe as a vector of length 1: distances then need no trigonometry."""

Cost = tuple[int, int, int]
"""Nodes without a distance, meters, minus free units: added up over a set and compared from the left."""

EARTH_RADIUS_M = EARTH_RADIUS_KM * 1000

Rank = tuple[float, int, str]
"""What is smaller serves sooner: minus the cosine of the angle to the destination, minus free units, node."""

FARTHEST = 2.0
"""Stands for the cosine where a distance is not known: behind every known one."""


Nearest = tuple[tuple[float, str], ...]
"""Nodes with what is smaller the nearer they are, the nearest first."""

SQUARE = 0.25
"""Degrees."""

SQUARES_MAX = 20_000


class CandidatePool(Sequence[Candidate]):
    """Candidates with what never changes about them worked out; a caller with many demands keeps one."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = tuple(candidates)
        self.by_node = {candidate.node: candidate for candidate in self._candidates}
        self.points = {candidate.node: _place_of(candidate) for candidate in self._candidates}
        self.can_ship = frozenset(c.node for c in self._candidates if c.can_ship)
        self.cannot_ship = frozenset(c.node for c in self._candidates if not c.can_ship)
        self.sorted_cannot_ship = tuple(sorted(self.cannot_ship))
        self._shipping_points = [(node, point) for node, point in self.points.items() if node in self.can_ship]
        self._around: dict[tuple[int, int, int], list[tuple[str, Point | None]]] = {}

    @overload
    def __getitem__(self, index: int) -> Candidate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Candidate]: ...
    def __getitem__(self, index: int | slice) -> Candidate | Sequence[Candidate]:
        return self._candidates[index]

    def __len__(self) -> int:
        return len(self._candidates)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._candidates)

    def nearest(self, destination: Destination, count: int) -> Nearest:
        """So many of the nodes that can ship, the nearest to a place, and those that are as near as the last of them.

        All of them where there are no more; nodes whose place is not known are the farthest.
        """
        x, y, z = point_of(destination.latitude, destination.longitude)
        known = self._known_around(destination, count)
        keys = [(-at[0] * x - at[1] * y - at[2] * z if at else FARTHEST, node) for node, at in known]
        keys.sort()
        last = keys[count - 1][0] if count < len(keys) else FARTHEST
        while count < len(keys) and keys[count][0] == last:
            count += 1
        return tuple(keys[:count])

    def _known_around(self, destination: Destination, count: int) -> list[tuple[str, Point | None]]:
        """The nodes among which the nearest are for every place of a small square; kept, since customers live in towns.

        No place of the square is farther from its middle than some angle. So the nearest to it are not farther from the
        middle than those that are nearest to the middle, and twice that angle.
        """
        square = (floor(destination.latitude / SQUARE), floor(destination.longitude / SQUARE), count)
        known = self._around.get(square)
        if known is None and len(self._shipping_points) <= count:
            known = self._around[square] = self._shipping_points
        if known is None:
            middle = point_of((square[0] + 0.5) * SQUARE, (square[1] + 0.5) * SQUARE)
            angles = [_angle(middle, at) for _, at in self._shipping_points]
            limit = sorted(angles)[count - 1] + 2 * radians(SQUARE)
            pairs = zip(angles, self._shipping_points, strict=True)
            known = [node for angle, node in pairs if angle <= limit or limit > pi]
            if len(self._around) >= SQUARES_MAX:
                self._around.clear()
            self._around[square] = known
        return known


def _angle(one: Point, other: Point | None) -> float:
    """Between two places, seen from the middle of the globe; farther than any where one is not known."""
    if other is None:
        return 2 * pi
    return acos(max(-1.0, min(1.0, one[0] * other[0] + one[1] * other[1] + one[2] * other[2])))


def _place_of(candidate: Candidate) -> Point | None:
    if candidate.latitude is None or candidate.longitude is None:
        return None
    return point_of(candidate.latitude, candidate.longitude)


def point_of(latitude: float, longitude: float) -> Point:
    """A place in degrees as a vector."""
    phi, lambda_ = radians(latitude), radians(longitude)
    return cos(phi) * cos(lambda_), cos(phi) * sin(lambda_), sin(phi)


def best_ranks(
    pool: CandidatePool, destination: Destination | None, free: Sequence[tuple[str, int]], count: int
) -> list[Rank]:
    """The best ranks of nodes, given with their free units: nearest first, else most stock; then by name."""
    keys = _distance_keys(pool, destination, free)
    if len(keys) <= count:
        return sorted((key, -units, node) for key, (node, units) in zip(keys, free, strict=True))
    last = sorted(keys)[count - 1]
    return sorted([(key, -units, node) for key, (node, units) in zip(keys, free, strict=True) if key <= last])[:count]


def _distance_keys(
    pool: CandidatePool, destination: Destination | None, free: Sequence[tuple[str, int]]
) -> list[float]:
    if destination is None:
        return [FARTHEST] * len(free)
    points = pool.points
    x, y, z = point_of(destination.latitude, destination.longitude)
    return [-at[0] * x - at[1] * y - at[2] * z if (at := points[node]) else FARTHEST for node, _ in free]


def costs(
    pool: CandidatePool, destination: Destination | None, free: Sequence[tuple[str, int]]
) -> list[tuple[Cost, str]]:
    """What using each node costs, given with its free units; in whole meters, so that sums are exact."""
    keys = _distance_keys(pool, destination, free)
    return [
        ((1, 0, -units), node) if key == FARTHEST else ((0, round(EARTH_RADIUS_M * acos(min(1.0, -key))), -units), node)
        for key, (node, units) in zip(keys, free, strict=True)
    ]


def km_between(pool: CandidatePool, destination: Destination | None, node: str) -> float | None:
    """The great-circle distance from a node to the destination, to the meter; None where it is not known."""
    candidate = pool.by_node[node]
    if destination is None or candidate.latitude is None or candidate.longitude is None:
        return None
    there = (destination.latitude, destination.longitude)
    return round(great_circle_km(candidate.latitude, candidate.longitude, *there), 3)


def kms_between(pool: CandidatePool, destination: Destination | None, nodes: Sequence[str]) -> list[float | None]:
    """As `km_between`, of several: half the chord between two points is the sine of half the angle."""
    if destination is None:
        return [None] * len(nodes)
    here, points = point_of(destination.latitude, destination.longitude), pool.points
    return [round(_km(here, at), 3) if (at := points[node]) is not None else None for node in nodes]


def _km(one: Point, other: Point) -> float:
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, dist(one, other) / 2))


Served = tuple[tuple[str, float | None], ...]
"""The nodes of one way to serve a demand with their distances, in the order in which they are used."""


class Question(msgspec.Struct, frozen=True, gc=False):
    """A demand with all that is needed to answer it; `able` are the nodes that can serve it if they have the stock.

    `barred` are those that could and may not, each by what bars it first.
    """

    demand: SourcingDemand
    wanted: Mapping[str, int]
    stock: Mapping[str, Mapping[str, int]]
    pool: CandidatePool
    able: frozenset[str]
    barred: Mapping[Exclusion, frozenset[str]] = {}


class Chosen(msgspec.Struct, frozen=True, gc=False):
    """What is served and the ways to do it, best first; `whole` are the nodes that have everything."""

    served: Mapping[str, int]
    sets: Sequence[Served]
    proven: bool = True
    whole: Sequence[str] = ()
