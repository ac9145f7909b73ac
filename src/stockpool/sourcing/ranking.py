"""Nodes in the order of the least that they can cost around a destination: most demands need no look at the others.

The least depends on the rule, on the shortest distance to a small square, on what rate tables look at, and on a weight
rounded down. So it is worked out once for a town and kept; a node that is not among the first cannot cost less than it
says.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import acos, floor, pi, radians

import msgspec

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate, Destination
from stockpool.sourcing.model import EARTH_RADIUS_M, SQUARE, SQUARES_MAX, CandidatePool, point_of
from stockpool.sourcing.reckoning import Reckoner


class Ranking(msgspec.Struct, frozen=True, gc=False):
    """Nodes with the least that each can cost, the least first; and the least of any two with the lightest parcels."""

    nodes: tuple[tuple[int, Candidate], ...]
    several: int


class Rankings:
    """Those of one rule, kept as long as its policy and the network stay as they are."""

    def __init__(self, reckoner: Reckoner) -> None:
        self._reckoner = reckoner
        self._known: dict[Hashable, Ranking] = {}

    def of(self, asked: Asked, to: Destination, grams: int, pool: CandidatePool) -> Ranking:
        """The ranking for a demand of so many grams; pools are told apart by the demand's channel."""
        square = floor(to.latitude / SQUARE), floor(to.longitude / SQUARE)
        weight = grams.bit_length()
        key = (asked.channel, square, asked.place, weight)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= SQUARES_MAX:
                self._known.clear()
            known = self._known[key] = self._ranked(asked, square, (1 << weight) >> 1, pool)
        return known

    def _ranked(self, asked: Asked, square: tuple[int, int], grams: int, pool: CandidatePool) -> Ranking:
        middle = point_of((square[0] + 0.5) * SQUARE, (square[1] + 0.5) * SQUARE)
        nodes: list[tuple[int, str, Candidate]] = []
        light: list[int] = []
        for candidate in pool:
            at = pool.points[candidate.node]
            km = None
            if at is not None:
                angle = acos(max(-1.0, min(1.0, at[0] * middle[0] + at[1] * middle[1] + at[2] * middle[2])))
                km = max(angle - radians(SQUARE), 0.0) * EARTH_RADIUS_M / 1000 if angle < pi else None
            least = self._reckoner.least(candidate, km, grams, asked)
            if candidate.can_ship and least is not None:
                nodes.append((least, candidate.node, candidate))
                light.append(self._reckoner.least(candidate, km, 1, asked) or 0)
        nodes.sort(key=lambda each: each[:2])
        several = sum(sorted(light)[:2]) + self._reckoner.further
        return Ranking(tuple([(least, candidate) for least, _, candidate in nodes]), several)
