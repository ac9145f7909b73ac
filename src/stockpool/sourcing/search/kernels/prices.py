"""Prices of units: how little a plan can cost at least, and which sets of nodes can be among the cheapest.

A price is put on each unit of each line (Lagrange's relaxation of what is wanted). What a node then saves at most, its
`worth`, is a knapsack over the weight of its parcel, here of units that can be cut: for any prices, no plan of a set
of nodes costs less than all units at their prices less the set's worth. Prices are moved by subgradients towards those
that make this bound highest (Held, Wolfe and Crowder 1974; Beasley 1993 for facilities).
"""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.units import next_cost
from stockpool.sourcing.search.tables import Array, Tables

CAP_ROUNDS = 4
"""So often a price is tried on what a node may give; with half as many, a plan was 3.6 % too dear."""

CAPPED_MAX = 128
"""Of a node with more items there is a bound as if it might give all it has: each item is compared with each."""

Items = tuple[Array, Array, Array, Array, Array, Array, Array]
"""Where each node's begin; each one's line, units, grams, units to a gram, and cost a unit; and room to put them in
order."""


@compiled
def items_of(tables: Tables) -> Items:
    """What each node has of what is wanted: an item for a line, or for a unit where units differ in cost."""
    lines, nodes = tables.free.shape
    begins = np.zeros(nodes + 1, np.int64)
    count = 0
    for node in range(nodes):
        for line in range(lines):
            there = min(tables.free[line, node], tables.wanted[line], tables.units_max)
            count += there if tables.is_rising[line] else min(there, 1)
        begins[node + 1] = count
    of_line, units, costs = np.zeros(count, np.uint32), np.zeros(count), np.zeros(count)
    place = 0
    for node in range(nodes):
        for line in range(lines):
            there = min(tables.free[line, node], tables.wanted[line], tables.units_max)
            if tables.is_rising[line]:
                for each in range(there):
                    of_line[place], units[place], costs[place] = line, 1, next_cost(tables, line, node, each)
                    place += 1
            elif there:
                of_line[place], units[place], costs[place] = line, there, tables.costs[line, node]
                place += 1
    return (
        begins,
        of_line,
        units,
        tables.each_grams[of_line] * units,
        tables.each_share[of_line],
        costs,
        np.zeros(count),
    )


@compiled
def order_of(items: Items) -> Array:
    """The items as they come, to be put in order by `loss`."""
    order = np.zeros(len(items[1]), np.uint32)
    for item in range(len(order)):
        order[item] = item
    return order


@compiled
def find_losses(
    tables: Tables, nodes: Array, items: Items, order: Array, prices: Array, enough: float, losses: Array, given: Array
) -> None:
    """What each of some nodes loses, in their order, and what it would give; see `loss`.

    `given` has a row for each node, or one for what all of them give that lose less than `enough`.
    """
    given[:] = 0.0
    for place in range(len(nodes)):
        row = given[min(place, len(given) - 1)]
        if tables.together:
            losses[place] = loss_within(tables, nodes[place], items, order, prices, row, enough)
        else:
            losses[place] = loss(tables, nodes[place], items, order, prices, row, enough)


@compiled
def bound_at(
    tables: Tables,
    nodes: Array,
    items: Items,
    order: Array,
    prices: Array,
    enough: float,
    losses: Array,
    given: Array,
) -> float:
    """What a plan costs at least in which those of the nodes are used that lose less than `enough`."""
    find_losses(tables, nodes, items, order, prices, enough, losses, given)
    bound = 0.0
    for line in range(len(prices)):
        bound += prices[line] * tables.wanted[line]
    for place in range(len(nodes)):
        if losses[place] < enough:
            bound += losses[place]
    return bound


@inlined
def loss(
    tables: Tables,
    node: int,
    items: Items,
    order: Array,
    prices: Array,
    given: Array,
    enough: float,
) -> float:
    """What a node costs at least less what its units are worth, if it is used at all.

    Where that is less than `enough`, what it would give is added to `given`, the units of each line; where it is
    plainly more, some lower bound of it is told. `order` has its items by worth a gram and is kept from call to call,
    since it seldom changes much. The node may give all units that it has.
    """
    begins, of_line, units, grams, _, costs, _ = items
    first, end = begins[node], begins[node + 1]
    if enough < np.inf:
        most = 0.0
        for item in range(first, end):
            most += max(prices[of_line[item]] - costs[item], 0.0) * units[item]
        least = tables.fixed[node] + tables.least[node] - most
        if least >= enough:
            return least
    end = ordered(first, end, items, order, prices)
    gained, weight = 0.0, 0.0
    piece, last = tables.first_piece[node], tables.first_piece[node] + tables.pieces[node] - 1
    send, full = tables.pieces[node] > 0, 0.0
    best_item, best_share, worth = -1, 0.0, -float(tables.light[node]) if send else 0.0
    beyond = 0.0  # what full parcels weigh before the one that is being filled
    for place in range(first, end):
        item = order[place]
        profit = (prices[of_line[item]] - costs[item]) * units[item]
        heavier = weight + grams[item]
        # up to each break of the tariff within the item
        while send and heavier > beyond + tables.upto[piece]:
            share = (beyond + tables.upto[piece] - weight) / grams[item]
            here = gained + profit * share - full - tables.base[piece] - tables.per_g[piece] * tables.upto[piece]
            if here > worth:
                worth, best_item, best_share = here, place, share
            over = beyond + tables.upto[piece]
            if piece == last:
                beyond = over
                full += tables.base[last] + tables.per_g[last] * tables.upto[last]
                piece = tables.first_piece[node]
            else:
                piece += 1
            # and just beyond it, where a tariff in whole grams may begin a little lower
            here = gained + profit * share - full - tables.base[piece] - tables.per_g[piece] * (over - beyond)
            if here > worth:
                worth, best_item, best_share = here, place, share
        gained += profit
        weight = heavier
        here = gained
        if send:
            here -= full + tables.base[piece] + tables.per_g[piece] * (weight - beyond)
        if here > worth:
            worth, best_item, best_share = here, place, 1.0
    lost = tables.fixed[node] - worth
    if lost < enough and best_item >= 0:
        for place in range(first, best_item):
            given[of_line[order[place]]] += units[order[place]]
        given[of_line[order[best_item]]] += units[order[best_item]] * best_share
    return lost


@compiled
def loss_within(
    tables: Tables,
    node: int,
    items: Items,
    order: Array,
    prices: Array,
    given: Array,
    enough: float,
) -> float:
    """The loss of a node that gives no more units than it may.

    A price is put on what it may give as well, by which a unit is worth less: what it loses then is concave in that
    price, and highest between one at which it would give too much and one at which it would not. What it gives are
    parts of both. Of a node with very many items it is the loss as if it might give all.
    """
    lines = len(given)
    given_at_low, given_at_high = np.zeros(lines), np.zeros(lines)
    low, lost_at_low = 0.0, loss(tables, node, items, order, prices, given_at_low, enough)
    too_many = given_at_low.sum() - tables.units_max
    if too_many <= 0.0 or items[0][node + 1] - items[0][node] > CAPPED_MAX:
        given += given_at_low
        return lost_at_low
    given_between, lowered = np.zeros(lines), np.zeros(lines)
    high = dearest_left_out(node, items, prices, tables.units_max) * (1.0 + 1e-9) + 1.0
    between, last, too_few = high, -np.inf, 0.0
    for _ in range(CAP_ROUNDS):
        for line in range(lines):
            lowered[line], given_between[line] = prices[line] - between, 0.0
        here = loss(tables, node, items, order, lowered, given_between, np.inf) - between * tables.units_max
        over = given_between.sum() - tables.units_max
        if over > 0.0:
            low, lost_at_low, too_many = between, here, over
            given_at_low[:] = given_between
        else:
            high, last, too_few = between, here, -over
            given_at_high[:] = given_between
        if max(lost_at_low, last) >= enough or too_few == 0.0:
            break
        following = (last - lost_at_low + too_many * low + too_few * high) / (too_many + too_few)
        if not low < following < high:
            break
        between = following
    share, lost = too_many / (too_many + too_few), max(lost_at_low, last)
    for line in range(lines if lost < enough else 0):
        given[line] += given_at_low[line] + share * (given_at_high[line] - given_at_low[line])
    return lost


@compiled
def dearest_left_out(node: int, items: Items, prices: Array, units_max: int) -> float:
    """The highest price of a unit at which a node would give no more than so many, if that would be what they cost."""
    begins, of_line, units, _, _, costs, _ = items
    highest = 0.0
    for item in range(begins[node], begins[node + 1]):
        here, as_dear = prices[of_line[item]] - costs[item], 0.0
        for other in range(begins[node], begins[node + 1]):
            if prices[of_line[other]] - costs[other] >= here:
                as_dear += units[other]
        if as_dear > units_max:
            highest = max(highest, here)
    return highest


@inlined
def ordered(first: int, end: int, items: Items, order: Array, prices: Array) -> int:
    """Put a node's items in order by their worth a gram, those of the same by their numbers; where worth ends."""
    _, of_line, _, _, shares, costs, keys = items
    for place in range(first, end):
        item = order[place]
        here = (prices[of_line[item]] - costs[item]) * shares[item]
        back = place
        while back > first and (keys[back - 1] < here or (keys[back - 1] == here and order[back - 1] > item)):
            keys[back], order[back] = keys[back - 1], order[back - 1]
            back -= 1
        keys[back], order[back] = here, item
    while end > first and keys[end - 1] <= 0.0:
        end -= 1
    return end


@compiled
def raise_bound(
    tables: Tables, nodes: Array, items: Items, order: Array, begin: Array, cost: int, rounds: int
) -> tuple[float, Array]:
    """Move the prices so that the bound rises towards a known cost; the best bound and its prices."""
    prices = begin.copy()
    lines = len(prices)
    best, best_prices = -np.inf, prices.copy()
    step, stale = 1.0, 0
    losses, given, direction = np.zeros(len(nodes)), np.zeros((1, lines)), np.zeros(lines)
    for _ in range(rounds):
        bound = bound_at(tables, nodes, items, order, prices, 0.0, losses, given)
        if bound > best:
            if bound > best + 0.001 * abs(best):
                stale = 0
            best = bound
            best_prices[:] = prices
        else:
            stale += 1
            if stale >= 3:
                step, stale = step * 0.6, 0
        length = 0.0
        for line in range(lines):
            direction[line] = 0.3 * direction[line] + tables.wanted[line] - given[0, line]
            length += direction[line] * direction[line]
        if length < 1e-12 or best >= cost:
            break
        size = step * (1.02 * cost - bound) / length
        for line in range(lines):
            prices[line] = max(prices[line] + size * direction[line], 0.0)
    return best, best_prices


@compiled
def raise_own(
    tables: Tables, nodes: Array, items: Items, order: Array, begin: Array, cost: int, rounds: int
) -> tuple[float, Array]:
    """The bound of a set all of whose nodes are used, with prices moved for it; the bound and its prices."""
    prices = begin.copy()
    lines = len(prices)
    losses, given = np.zeros(len(nodes)), np.zeros((1, lines))
    best, best_prices, step = -np.inf, begin, 0.7
    for _ in range(rounds):
        bound = bound_at(tables, nodes, items, order, prices, np.inf, losses, given)
        if bound > best:
            best, best_prices = bound, prices.copy()
        else:
            step *= 0.6
        if best >= cost:
            break
        length = 0.0
        for line in range(lines):
            length += (tables.wanted[line] - given[0, line]) ** 2
        if length < 1e-12:
            break
        size = step * (1.02 * cost - bound) / length
        for line in range(lines):
            prices[line] = max(prices[line] + size * (tables.wanted[line] - given[0, line]), 0.0)
    return best, best_prices
