"""Nodes in the order of the least that they can cost around a destination: most demands need no look at the others.

The least depends on the rule, on the day, on the shortest distance to a square, on what rate tables look at, and on a
weight rounded down. So it is worked out once for a town and kept, among the nodes that are first around its region; a
node that is not among the first cannot cost less than it says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import acos, floor, inf, radians
from weakref import WeakKeyDictionary

import msgspec

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate, Destination
from stockpool.sourcing.model import EARTH_RADIUS_M, CandidatePool, Point, point_of
from stockpool.sourcing.reckoning import Reckoner

REGION, TOWN = 1.0, 0.125
"""Degrees: what lies in one square is ranked alike."""

KEPT = {REGION: 56, TOWN: 40}
"""So many nodes are ranked; whoever is not content with these looks at all."""

SQUARES_MAX = 20_000

NEVER = 1 << 62
"""Costs more than any plan."""


class Ranking(msgspec.Struct, frozen=True, gc=False):
    """Nodes with the least that each can cost, the least first; all others cost no less than `beyond`.

    `several` is the least of any two with the lightest parcels.
    """

    nodes: tuple[tuple[int, Candidate], ...]
    beyond: int
    several: int

    def least_beyond(self, count: int) -> int:
        """What a node that is not among the first so many costs at least."""
        return self.nodes[count][0] if count < len(self.nodes) else self.beyond


class Rankings:
    """Those of one rule for each pool of candidates, kept as long as both are."""

    def __init__(self, reckoner: Reckoner) -> None:
        self._reckoner = reckoner
        self._known: WeakKeyDictionary[CandidatePool, dict[Hashable, Ranking]] = WeakKeyDictionary()

    def of(self, asked: Asked, to: Destination, grams: int, pool: CandidatePool) -> Ranking:
        """The ranking for a demand of so many grams."""
        return self._of(asked, to, grams.bit_length(), pool, TOWN)

    def _of(self, asked: Asked, to: Destination, weight: int, pool: CandidatePool, size: float) -> Ranking:
        place = floor(to.latitude / size), floor(to.longitude / size)
        key = (asked.method, asked.on, size, place, asked.place, weight)
        of_pool = self._known.setdefault(pool, {})
        known = of_pool.get(key)
        if known is None:
            if len(of_pool) >= SQUARES_MAX:
                of_pool.clear()
            middle = point_of((place[0] + 0.5) * size, (place[1] + 0.5) * size)
            ranker = _Square(self._reckoner, asked, size, middle, (1 << weight) >> 1)
            if size == REGION:
                known = ranker.region([each for each in pool if each.can_ship], pool)
            else:
                known = ranker.town(self._of(asked, to, weight, pool, REGION), pool)
            of_pool[key] = known
        return known


class _Square(msgspec.Struct, frozen=True):
    """A square around a place, for demands of some weight or more."""

    reckoner: Reckoner
    asked: Asked
    size: float
    middle: Point
    grams: int

    def region(self, nodes: Iterable[Candidate], pool: CandidatePool) -> Ranking:
        """All nodes that ship."""
        ranked, light = self._ranked(nodes, pool)
        kept, left = ranked[: KEPT[self.size]], ranked[KEPT[self.size] :]
        several = sum(sorted(light)[:2]) + self.reckoner.further if len(light) > 1 else NEVER
        return Ranking(kept, left[0][0] if left else NEVER, several)

    def town(self, region: Ranking, pool: CandidatePool) -> Ranking:
        """Those that are first in its region; what the others cost at least there they cost here."""
        ranked, _ = self._ranked([candidate for _, candidate in region.nodes], pool)
        kept, left = ranked[: KEPT[self.size]], ranked[KEPT[self.size] :]
        beyond = min(left[0][0] if left else NEVER, region.beyond)
        return Ranking(kept, beyond, region.several)

    def _ranked(
        self, nodes: Iterable[Candidate], pool: CandidatePool
    ) -> tuple[tuple[tuple[int, Candidate], ...], list[int]]:
        """Nodes with the least that each can cost, and what each costs at least with the lightest parcel."""
        found: list[tuple[int, float, str, Candidate]] = []
        light: list[int] = []
        x, y, z = self.middle
        for candidate in nodes:
            at, km = pool.points[candidate.node], inf
            if at is not None:
                angle = acos(max(-1.0, min(1.0, at[0] * x + at[1] * y + at[2] * z)))
                km = max(angle - radians(self.size), 0.0) * EARTH_RADIUS_M / 1000
            least = self.reckoner.least(candidate, None if at is None else km, self.grams, self.asked)
            if least is not None:
                found.append((least[0], km, candidate.node, candidate))
                light.append(least[1])
        found.sort(key=lambda each: each[:3])
        return tuple([(least, candidate) for least, _, _, candidate in found]), light
