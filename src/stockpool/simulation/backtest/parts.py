"""Parts of a world that know nothing of each other, so that they can be played beside each other.

Orders that share no SKU, not by others either, never meet on a shelf. Where nodes have a daily capacity all orders meet
in their backlogs: such a world has one part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from stockpool.simulation.backtest.playing import Played
from stockpool.simulation.backtest.world import World


def parts_of(world: World, count: int) -> list[World]:
    """At most so many parts of about the same number of orders; together they are the world."""
    limited = bool(world.capacities) or any(each.daily_capacity is not None for each in world.nodes.values())
    if count <= 1 or limited or world.regional_demand:
        return [world]
    root = _roots(world)
    orders: dict[str, int] = {}
    for order in world.orders:
        orders[root[order.lines[0][0]]] = orders.get(root[order.lines[0][0]], 0) + 1
    part_of: dict[str, int] = {}
    filled = [0] * count
    for name, number in sorted(orders.items(), key=lambda each: (-each[1], each[0])):
        part_of[name] = place = filled.index(min(filled))
        filled[place] += number
    return [
        _part(world, {sku for sku, name in root.items() if part_of[name] == place}, first=place == 0)
        for place in range(count)
        if filled[place]
    ]


def _roots(world: World) -> dict[str, str]:
    """One name for all SKUs that orders tie together."""
    above: dict[str, str] = {}

    def top(sku: str) -> str:
        while above.setdefault(sku, sku) != sku:
            above[sku] = above[above[sku]]
            sku = above[sku]
        return sku

    for order in world.orders:
        first = top(order.lines[0][0])
        for sku, _ in order.lines[1:]:
            above[top(sku)] = first
    return {sku: top(sku) for sku in above}


def _part(world: World, skus: set[str], *, first: bool) -> World:
    """The first part has what no order asks for too: nodes may sell it."""
    ordered = {sku for order in world.orders for sku, _ in order.lines}
    return msgspec.structs.replace(
        world,
        orders=tuple([each for each in world.orders if each.lines[0][0] in skus]),
        stock=tuple([each for each in world.stock if each.sku in skus or (first and each.sku not in ordered)]),
    )


def together(world: World, parts: Iterable[Played]) -> Played:
    """What became of the whole world, in the order of its orders."""
    played = list(parts)
    found = {outcome.order_id: outcome for each in played for outcome in each.outcomes}
    outcomes: Sequence[str] = [order.order_id for order in world.orders]
    return Played(tuple([found[each] for each in outcomes]), sum([each.own_sales_lost for each in played]))
