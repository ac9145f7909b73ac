"""Orders to a known place look at the stock of the nodes around it first; at everything only where that is not enough.

Sourcing takes the nearest node that has everything, so where one of the nearest has it, no other needs to be asked. In
a pool of hundreds of nodes that is a tenth of the reading and of the weighing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.messages import Line
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.api import Nearest
from stockpool.sourcing.messages import Destination
from stockpool.workflows.requests import SkuDemand, demands_of
from stockpool.workflows.snapshot import ChannelView, NetworkView

CIRCLES = (4, 16)
"""So many of the nearest nodes are looked at, then so many, and then all."""

WORTH_FROM = 48
"""In a smaller pool everything is looked at."""


class Nearby(msgspec.Struct):
    """What one order wants, and the nodes around its destination that are enough; None where all are looked at."""

    channel: str
    destination: Destination
    lines: Sequence[Line]
    nodes: Nearest | None = None
    demands: list[SkuDemand] | None = None
    """The lines in smallest units, where they were worked out."""


class _Around(msgspec.Struct):
    """An order with the nodes that are asked first."""

    order: Nearby
    demands: Sequence[SkuDemand]
    channel: ChannelView
    nodes: Nearest = ()


Free = dict[str, dict[str, int]]
"""Free units by SKU and node."""


async def look_around(
    connection: AsyncConnection,
    wanted: Iterable[Nearby],
    terms: Mapping[str, SkuTerms],
    network: NetworkView,
    shard_count: int,
) -> Free:
    """Free stock around the destinations; orders for which that is enough are told these nodes."""
    waiting = [each for order in wanted if (each := _around(order, terms, network)) is not None]
    free: Free = {}
    for count in CIRCLES:
        if not waiting:
            break
        for each in waiting:
            each.nodes = each.channel.candidates.nearest(each.order.destination, count)
        asked: dict[str, set[str]] = {}
        for each in waiting:
            names = [node for _, node in each.nodes]
            for demand in each.demands:
                asked.setdefault(demand.sku, set()).update(names)
        for sku, shelf in (await inventory.free_stock_at(connection, asked, shard_count)).items():
            free.setdefault(sku, {}).update(shelf)
        waiting = [each for each in waiting if not _is_enough(each, free)]
    return free


def _around(order: Nearby, terms: Mapping[str, SkuTerms], network: NetworkView) -> _Around | None:
    """The nodes to look at first; None where the pool is small, or where the order will be refused."""
    channel = network.channel(order.channel)
    if (
        channel is None
        or network.policy is not None
        or network.shadow is not None
        or len(channel.candidates.can_ship) < WORTH_FROM
    ):
        return None
    demands = demands_of(order.lines, terms)
    if isinstance(demands, Refused):
        return None
    order.demands = demands
    return _Around(order, demands, channel)


def _is_enough(around: _Around, free: Free) -> bool:
    """Whether one of the nodes has everything: no node farther away can come before it."""
    shelves = [(free.get(demand.sku, {}), demand.quantity) for demand in around.demands]
    buffers = around.channel.buffers
    for _, node in around.nodes:
        buffer = buffers[node]
        for shelf, units in shelves:
            if shelf.get(node, buffer) - buffer < units:
                break
        else:
            around.order.nodes = around.nodes
            return True
    return False
