"""Nodes in the order of the least that they can cost around a destination: most demands need no look at the others.

The least depends on the rule, on the day, on the shortest distance to a square, on what rate tables look at, and on a
weight rounded down. So it is worked out once for a town and kept, among the nodes that are first around its region; a
node that is not among the first cannot cost less than it says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from math import acos, floor, inf, radians

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
    unranked: int

    def least_beyond(self, count: int) -> int:
        """What a node that is not among the first so many costs at least."""
        return self.nodes[count][0] if count < len(self.nodes) else self.beyond


class Rankings:
    """Those of one rule, kept as long as its policy and the network stay as they are."""

    def __init__(self, reckoner: Reckoner) -> None:
        self._reckoner = reckoner
        self._known: dict[Hashable, Ranking] = {}

    def of(self, asked: Asked, to: Destination, grams: int, pool: CandidatePool) -> Ranking:
        """The ranking for a demand of so many grams; pools are told apart by the demand's channel."""
        return self._of(asked, to, grams.bit_length(), pool, TOWN)

    def _of(self, asked: Asked, to: Destination, weight: int, pool: CandidatePool, size: float) -> Ranking:
        square = floor(to.latitude / size), floor(to.longitude / size)
        key = (asked.channel, asked.method, asked.on, size, square, asked.place, weight)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= SQUARES_MAX:
                self._known.clear()
            middle = point_of((square[0] + 0.5) * size, (square[1] + 0.5) * size)
            if size == REGION:
                known = self._ranked(
                    asked, middle, (1 << weight) >> 1, pool, size, [each for each in pool if each.can_ship]
                )
            else:
                region = self._of(asked, to, weight, pool, REGION)
                nodes = [candidate for _, candidate in region.nodes]
                known = self._ranked(asked, middle, (1 << weight) >> 1, pool, size, nodes, region)
            self._known[key] = known
        return known

    def _ranked(
        self,
        asked: Asked,
        middle: Point,
        grams: int,
        pool: CandidatePool,
        size: float,
        candidates: Iterable[Candidate],
        region: Ranking | None = None,
    ) -> Ranking:
        nodes: list[tuple[int, float, str, Candidate]] = []
        light: list[int] = []
        for candidate in candidates:
            at, km = pool.points[candidate.node], inf
            if at is not None:
                angle = acos(max(-1.0, min(1.0, at[0] * middle[0] + at[1] * middle[1] + at[2] * middle[2])))
                km = max(angle - radians(size), 0.0) * EARTH_RADIUS_M / 1000
            least = self._reckoner.least(candidate, None if at is None else km, grams, asked)
            if least is not None:
                nodes.append((least[0], km, candidate.node, candidate))
                light.append(least[1])
        nodes.sort(key=lambda each: each[:3])
        ranked = tuple([(least, candidate) for least, _, _, candidate in nodes])
        kept, left = ranked[: KEPT[size]], ranked[KEPT[size] :]
        beyond = min(left[0][0] if left else NEVER, region.beyond if region is not None else NEVER)
        if region is not None:
            return Ranking(kept, beyond, region.several, region.unranked + len(left))
        several = sum(sorted(light)[:2]) + self._reckoner.further if len(light) > 1 else NEVER
        return Ranking(kept, beyond, several, len(left))
