"""Orders to a known place look at the stock of the nodes around it first; at everything only where that is not enough.

Sourcing takes the nearest node that has everything, so where one of the nearest has it, no other needs to be asked. In
a pool of hundreds of nodes that is a tenth of the reading and of the weighing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.messages import Line
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import Delivery
from stockpool.runtime.batch import Row, Statement
from stockpool.sourcing.api import Around, Near, Nearest, Shelves
from stockpool.sourcing.messages import Destination
from stockpool.workflows.requests import SkuDemand, demands_of
from stockpool.workflows.snapshot import ChannelView, NetworkView
from stockpool.workflows.surroundings import Picture, asked_of

CIRCLES = (3, 16)
"""So many of the nearest nodes are looked at, then so many, and then all."""

CIRCLES_BY_POLICY = (4, 16)
"""The same where a policy acts, whose explanations tell of three other ways."""

WORTH_FROM = 48
"""In a smaller pool everything is looked at."""


class Nearby(msgspec.Struct):
    """What one order wants, and the nodes around its destination that are enough; None where all are looked at."""

    channel: str
    destination: Destination
    lines: Sequence[Line]
    delivery: Delivery
    nodes: Nearest | Near | None = None
    demands: list[SkuDemand] | None = None
    """The lines in smallest units, where they were worked out."""
    beside: Near | None = None
    """The nodes that are enough for a policy that decides beside the one that acts."""


class _Around(msgspec.Struct):
    """An order with the nodes that are asked first: the nearest, or those that can cost least by the policy."""

    order: Nearby
    demands: Sequence[SkuDemand]
    channel: ChannelView
    acting: Around | None = None
    """The nodes around by the policy that acts."""
    beside: Around | None = None
    """Those by the one that decides beside it."""
    nodes: Nearest = ()
    """The nearest, without a policy."""

    def names(self, count: int) -> Iterable[str]:
        """So many of the nodes that are asked first, and of those that a policy beside the active one would ask."""
        to, candidates = self.order.destination, self.channel.candidates
        if self.acting is not None:
            names = self.acting.nodes(count)
        else:
            self.nodes = candidates.nearest(to, count)
            names = [node for _, node in self.nodes]
        return names if self.beside is None else {*names, *self.beside.nodes(count)}

    def is_enough(self, network: NetworkView, free: Free, count: int) -> bool:
        """Whether one of them serves it as well as any that was not asked could; then the order is told of them.

        Where another policy decides too, it must be enough for both.
        """
        if self.acting is None:
            enough = self._is_near_enough(free)
        else:
            near = self.acting.near(self._shelves(free), count)
            enough = near.is_enough
            self.order.nodes = near if enough else None
        if network.shadow is None or not enough:
            return enough
        with suppress(Exception):  # whoever only looks on hurts nobody; it is asked again, and heard, at the placing
            beside = self.beside.near(self._shelves(free), count) if self.beside is not None else None
            if beside is not None and beside.is_enough:
                self.order.beside = beside
                return True
        self.order.nodes = None
        return False

    def _shelves(self, free: Free) -> Shelves:
        return {demand.sku: _sellable(free.get(demand.sku, {}), self.channel.buffers) for demand in self.demands}

    def _is_near_enough(self, free: Free) -> bool:
        """Whether one of the nodes has everything: no node farther away can come before it."""
        shelves = [(free.get(demand.sku, {}), demand.quantity) for demand in self.demands]
        buffers = self.channel.buffers
        for _, node in self.nodes:
            buffer = buffers[node]
            for shelf, units in shelves:
                if shelf.get(node, buffer) - buffer < units:
                    break
            else:
                self.order.nodes = self.nodes
                return True
        return False


Free = dict[str, dict[str, int]]
"""Free units by SKU and node."""

Answers = list[list[Row]]
"""The rows of each statement."""


async def look_around(
    connection: AsyncConnection,
    wanted: Iterable[Nearby],
    picture: Picture,
    shard_count: int,
    beside: Sequence[Statement] = (),
) -> tuple[Free, Answers]:
    """Free stock around the destinations; orders for which that is enough are told these nodes.

    With what the statements `beside` the first look were answered; nothing where there was nowhere to look.
    """
    network = picture.network
    waiting = [each for order in wanted if (each := _around(order, picture)) is not None]
    free: Free = {}
    told: Answers = []
    for count in CIRCLES if network.policy is None else CIRCLES_BY_POLICY:
        if not waiting:
            break
        asked: dict[str, set[str]] = {}
        for each in waiting:
            names = each.names(count)
            for demand in each.demands:
                asked.setdefault(demand.sku, set()).update(names)
        found, answers = await inventory.free_stock_at(connection, asked, shard_count, beside)
        told, beside = told or answers, ()
        for sku, shelf in found.items():
            free.setdefault(sku, {}).update(shelf)
        waiting = [each for each in waiting if not each.is_enough(network, free, count)]
    return free, told


def _around(order: Nearby, picture: Picture) -> _Around | None:
    """The nodes to look at first; None where the pool is small, or where the order will be refused."""
    channel = picture.network.channel(order.channel)
    if channel is None or len(channel.candidates.can_ship) < WORTH_FROM:
        return None
    demands = demands_of(order.lines, picture.terms)
    if isinstance(demands, Refused):
        return None
    order.demands = demands
    network = picture.network
    if network.policy is None and network.shadow is None:
        return _Around(order, demands, channel)
    asked = asked_of(demands, channel, picture, destination=order.destination, delivery=order.delivery)
    acting, beside = None, None
    if network.policy is not None:
        acting = network.policy.planner(asked).around(asked, order.destination, channel.candidates)
    if network.shadow is not None:
        with suppress(Exception):  # as above
            beside = network.shadow.planner.planner(asked).around(asked, order.destination, channel.candidates)
    return _Around(order, demands, channel, acting, beside)


def _sellable(shelf: Mapping[str, int], buffers: Mapping[str, int]) -> Mapping[str, int]:
    return {node: units - buffers[node] for node, units in shelf.items() if node in buffers}
