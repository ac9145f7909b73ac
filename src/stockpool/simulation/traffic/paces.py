"""How fast nodes work: centers like a machine, stores at a walk, a few behind their work, and one not at all."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

SLOW_EACH = 12
"""One store in so many has too few hands."""

SLOW_APART = 4
"""They are among those that sell most, every so many of them one, so that it shows."""


class Pace(msgspec.Struct, frozen=True):
    """Staff comes by every so many seconds, and takes at most so many steps, each of another fulfillment order."""

    every_s: float
    steps: int
    looked_at: int
    """Of so many fulfillment orders, the oldest first, it chooses what it does."""
    rejected: float = 0.02
    """Share of fulfillment orders that it cannot do."""
    picked_short: float = 0.03
    """Share of picks of which something is not on its shelf."""


CENTER = Pace(6.0, 150, 150, rejected=0.0, picked_short=0.01)
STORE = Pace(24.0, 12, 40)
SLOW_STORE = Pace(75.0, 2, 40, rejected=0.10, picked_short=0.12)


class Rota:
    """Who works where, and when staff comes by next; stores are told by what they sell, the busiest first.

    The store that is left to people has no staff here.
    """

    def __init__(self, centers: Sequence[str], stores: Sequence[str], left_to_people: str | None = None) -> None:
        self.left_to_people = left_to_people
        staffed = [store for store in stores if store != left_to_people]
        slow = staffed[1::SLOW_APART][: len(staffed) // SLOW_EACH + 1]
        self.paces = {store: SLOW_STORE if store in slow else STORE for store in staffed}
        self.paces |= dict.fromkeys(sorted(centers), CENTER)
        self.slow = tuple(slow)
        self._next: dict[str, float] = {}

    def due(self, now: float) -> list[str]:
        """The nodes to which staff comes now; at first they come one after the other, not all at once."""
        nodes = []
        for number, (node, pace) in enumerate(self.paces.items(), start=1):
            comes_at = self._next.setdefault(node, now + pace.every_s * number / len(self.paces))
            if comes_at <= now:
                self._next[node] = now + pace.every_s
                nodes.append(node)
        return nodes
