"""A world that differs from the plan: how often it does, and what is drawn for each thing that may go otherwise."""

from __future__ import annotations

import random
from datetime import timedelta

import msgspec

WEEK = timedelta(days=7)
"""Orders of a week are placed together, as many as a lane takes; then tills sell, promises are mended, nodes do their
work. What waits at the end of a week comes at the end of the next.
"""


class WorldPlan(msgspec.Struct, frozen=True):
    """Shares between 0 and 1."""

    reject_share: float = 0.0
    """Of the fulfillment orders that a node is told of, those that it rejects."""
    short_share: float = 0.0
    """Of those that are picked, those in which a unit is not where the book says."""
    till_share: float = 0.0
    """Of the positions that orders are sent to, those at which a till sells a unit before it is picked."""
    return_share: float = 0.0
    """Of the fulfillment orders that reached their customer, those that come back."""
    seed: int = 1


class Chance:
    """Draws that depend on the seed and on what they are about, and not on when they are made."""

    def __init__(self, seed: int) -> None:
        """Nothing is drawn yet."""
        self._seed = seed

    def happens(self, share: float, *about: object) -> bool:
        """Whether what has this share happens to something."""
        return share > 0 and random.Random(f"{self._seed}\0{about}").random() < share
