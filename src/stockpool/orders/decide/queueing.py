"""What a node has to do beyond what it can do in a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec


class Queued(msgspec.Struct, frozen=True, gc=False):
    """A fulfillment order that its node has not picked yet; `accepted` where the node has said that it will do it."""

    order_id: str
    number: int
    node: str
    accepted: bool
    priority: int
    placed_at: datetime


def too_busy(queued: Mapping[str, int], capacities: Mapping[str, int]) -> list[str]:
    """The nodes that have more to do than they can in a day; `queued` is how much each has to do."""
    return [node for node, capacity in capacities.items() if queued.get(node, 0) > capacity]


def beyond_capacity(queued: Iterable[Queued], capacities: Mapping[str, int]) -> list[Queued]:
    """What other nodes should do, the last in line first.

    A node works by priority, then by age. What stands in its line behind its capacity is beyond it, but for what it has
    accepted.
    """
    lines: dict[str, list[Queued]] = {}
    for each in sorted(queued, key=lambda each: (-each.priority, each.placed_at, each.order_id, each.number)):
        lines.setdefault(each.node, []).append(each)
    beyond = [
        (place, each)
        for node, line in sorted(lines.items())
        for place, each in enumerate(line, start=1)
        if place > capacities[node] and not each.accepted
    ]
    return [each for _, each in sorted(beyond, key=lambda found: -found[0])]
