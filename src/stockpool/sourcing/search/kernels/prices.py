"""Prices of units: how little a plan can cost at least, and which sets of nodes can be among the cheapest.

A price is put on each unit of each line (Lagrange's relaxation of what is wanted). What a node then saves at most, its
`worth`, is a knapsack over the weight of its parcel, here of units that can be cut: for any prices, no plan of a set
of nodes costs less than all units at their prices less the set's worth. Prices are moved by subgradients towards those
that make this bound highest (Held, Wolfe and Crowder 1974; Beasley 1993 for facilities).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.units import next_cost
from stockpool.sourcing.search.tables import Array, Tables

CAP_ROUNDS = 4
"""So often a price is tried on what a node may give; with half as many, a plan was 3.6 % too dear."""

ITEMS_MAX, ITEMS_WITHIN, ITEMS_MIN = 512, 128, 4
"""Where units differ in cost, all of a node's are so many items at most, or so many where it may give so many units
only, unless there would be fewer for a line."""

LINE, UNITS, GRAMS, TO_A_GRAM, COST = range(5)
FIXED, LEAST, FIRST, LAST = range(4)
UP_TO, BASE, PER_GRAM = range(3)
"""Columns of items, nodes and pieces."""


class Offers(NamedTuple):
    """What nodes have of what is wanted and what it costs, packed: `loss` is called most, and many arrays slow it down.

    Each of a node's `items`, from `begins` on, is a line, or some units of one where they differ in cost: its line,
    units, grams, units to a gram, and cost a unit. `nodes` have what a further one costs, what any of its parcels costs
    at least, and the first and last of its tariff's `pieces`. `order` is by worth a gram, which `keys` are. `units_max`
    is infinite where each may give all of what is `wanted`.
    """

    begins: Array
    items: Array
    nodes: Array
    pieces: Array
    order: Array
    keys: Array
    wanted: Array
    units_max: float


@compiled
def offers_of(tables: Tables) -> Offers:
    """What nodes offer, their items as they come."""
    lines, nodes = tables.free.shape
    begins = np.zeros(nodes + 1, np.int64)
    count = 0
    for node in range(nodes):
        for line in range(lines):
            there = min(tables.free[line, node], tables.wanted[line], tables.units_max)
            count += -(-there // units_of_an_item(tables, line, there)) if there > 0 else 0
        begins[node + 1] = count
    items, order, place = np.zeros((count, 5)), np.zeros(count, np.uint32), 0
    for node in range(nodes):
        for line in range(lines):
            there = min(tables.free[line, node], tables.wanted[line], tables.units_max)
            most = units_of_an_item(tables, line, there)
            for each in range(0, there, most):
                units = min(most, there - each)
                items[place, LINE], items[place, UNITS] = line, units
                items[place, GRAMS] = tables.each_grams[line] * units
                items[place, TO_A_GRAM] = tables.each_share[line]
                items[place, COST] = next_cost(tables, line, node, each)
                order[place] = place
                place += 1
    of_nodes, pieces = np.zeros((nodes, 4)), np.zeros((len(tables.upto), 3))
    for node in range(nodes):
        of_nodes[node, FIXED], of_nodes[node, LEAST] = tables.fixed[node], tables.least[node]
        of_nodes[node, FIRST] = tables.first_piece[node]
        of_nodes[node, LAST] = tables.first_piece[node] + tables.pieces[node] - 1
    for piece in range(len(pieces)):
        pieces[piece, UP_TO], pieces[piece, BASE] = tables.upto[piece], tables.base[piece]
        pieces[piece, PER_GRAM] = tables.per_g[piece]
    units_max = float(tables.units_max) if tables.together else np.inf
    return Offers(begins, items, of_nodes, pieces, order, np.zeros(count), tables.wanted.astype(np.float64), units_max)


@inlined
def units_of_an_item(tables: Tables, line: int, there: int) -> int:
    """So many of the units that a node has of a line are one item, at the cost of the first: none costs less."""
    most = max((ITEMS_WITHIN if tables.together else ITEMS_MAX) // len(tables.wanted), ITEMS_MIN)
    return max(-(-there // most) if tables.is_rising[line] else there, 1)


@compiled
def find_losses(offers: Offers, nodes: Array, prices: Array, enough: float, losses: Array, given: Array) -> None:
    """What each of some nodes loses, in their order, and what it would give; see `loss`.

    `given` has a row for each node, or one for what all of them give that lose less than `enough`.
    """
    given[:] = 0.0
    begins, items, numbers, pieces, order, keys, _, units_max = offers
    for place in range(len(nodes)):
        row = given[min(place, len(given) - 1)]
        if units_max < np.inf:
            losses[place] = loss_within(offers, nodes[place], prices, row, enough)
        else:
            losses[place] = loss(begins, items, numbers, pieces, order, keys, nodes[place], prices, row, enough)


@compiled
def bound_at(offers: Offers, nodes: Array, prices: Array, enough: float, losses: Array, given: Array) -> float:
    """What a plan costs at least in which those of the nodes are used that lose less than `enough`."""
    find_losses(offers, nodes, prices, enough, losses, given)
    bound = 0.0
    for line in range(len(prices)):
        bound += prices[line] * offers.wanted[line]
    for place in range(len(nodes)):
        if losses[place] < enough:
            bound += losses[place]
    return bound


@compiled
def loss(
    begins: Array,
    items: Array,
    nodes: Array,
    pieces: Array,
    order: Array,
    keys: Array,
    node: int,
    prices: Array,
    given: Array,
    enough: float,
) -> float:
    """What a node costs at least less what its units are worth, if it is used at all.

    Where that is less than `enough`, what it would give is added to `given`, the units of each line; where it is
    plainly more, some lower bound of it is told. The items stay in order from call to call, since it seldom changes
    much. The node may give all units that it has. The first arrays are those of the offers.
    """
    first, end = begins[node], begins[node + 1]
    if enough < np.inf:
        most = 0.0
        for item in range(first, end):
            most += max(prices[int(items[item, LINE])] - items[item, COST], 0.0) * items[item, UNITS]
        least = nodes[node, FIXED] + nodes[node, LEAST] - most
        if least >= enough:
            return least
    end = ordered(items, order, keys, first, end, prices)
    gained, weight = 0.0, 0.0
    piece, last = int(nodes[node, FIRST]), int(nodes[node, LAST])
    send, full = last >= piece, 0.0
    best_item, best_share, worth = -1, 0.0, -pieces[piece, BASE] if send else 0.0  # of a parcel of nothing
    beyond = 0.0  # what full parcels weigh before the one that is being filled
    for place in range(first, end):
        item = order[place]
        profit = (prices[int(items[item, LINE])] - items[item, COST]) * items[item, UNITS]
        heavier = weight + items[item, GRAMS]
        # up to each break of the tariff within the item
        while send and heavier > beyond + pieces[piece, UP_TO]:
            over = beyond + pieces[piece, UP_TO]
            share = (over - weight) / items[item, GRAMS]
            so_far = gained + profit * share - full
            whole = pieces[piece, BASE] + pieces[piece, PER_GRAM] * pieces[piece, UP_TO]
            if so_far - whole > worth:
                worth, best_item, best_share = so_far - whole, place, share
            all_within = beyond >= weight
            if piece == last:
                beyond = over
                full += whole
                so_far -= whole
                piece = int(nodes[node, FIRST])
            else:
                piece += 1
            # and just beyond it, where a tariff in whole grams may begin a little lower
            here = so_far - pieces[piece, BASE] - pieces[piece, PER_GRAM] * (over - beyond)
            if here > worth:
                worth, best_item, best_share = here, place, share
            # parcels that are filled with this alone are worth the same each: the first and the last tell of all
            if beyond == over and all_within:
                alike = max(np.floor((heavier - beyond) / pieces[last, UP_TO]) - 1.0, 0.0)
                beyond += alike * pieces[last, UP_TO]
                full += alike * whole
        gained += profit
        weight = heavier
        here = gained
        if send:
            here -= full + pieces[piece, BASE] + pieces[piece, PER_GRAM] * (weight - beyond)
        if here > worth:
            worth, best_item, best_share = here, place, 1.0
    lost = nodes[node, FIXED] - worth
    if lost < enough and best_item >= 0:
        for place in range(first, best_item):
            given[int(items[order[place], LINE])] += items[order[place], UNITS]
        given[int(items[order[best_item], LINE])] += items[order[best_item], UNITS] * best_share
    return lost


@compiled
def loss_within(offers: Offers, node: int, prices: Array, given: Array, enough: float) -> float:
    """The loss of a node that gives no more units than it may.

    A price is put on what it may give as well, by which a unit is worth less: what it loses then is concave in that
    price, and highest between one at which it would give too much and one at which it would not. What it gives are
    parts of both.
    """
    begins, items, nodes, pieces, order, keys, _, units_max = offers
    lines = len(given)
    given_at_low, given_at_high = np.zeros(lines), np.zeros(lines)
    low, lost_at_low = 0.0, loss(begins, items, nodes, pieces, order, keys, node, prices, given_at_low, enough)
    too_many = given_at_low.sum() - units_max
    if too_many <= 0.0:
        given += given_at_low
        return lost_at_low
    given_between, lowered = np.zeros(lines), np.zeros(lines)
    high = dearest_left_out(offers, node, prices) * (1.0 + 1e-9) + 1.0
    between, last, too_few = high, -np.inf, 0.0
    for _ in range(CAP_ROUNDS):
        for line in range(lines):
            lowered[line], given_between[line] = prices[line] - between, 0.0
        here = loss(begins, items, nodes, pieces, order, keys, node, lowered, given_between, np.inf)
        here -= between * units_max
        over = given_between.sum() - units_max
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
def dearest_left_out(offers: Offers, node: int, prices: Array) -> float:
    """The highest price of a unit at which a node would give no more than it may, if that would be what they cost."""
    begins, items, dearest, taken = offers.begins, offers.items, np.inf, 0.0
    while taken <= offers.units_max:
        highest, as_dear = 0.0, 0.0
        for item in range(begins[node], begins[node + 1]):
            here = prices[int(items[item, LINE])] - items[item, COST]
            if highest < here < dearest:
                highest, as_dear = here, items[item, UNITS]
            elif here == highest:
                as_dear += items[item, UNITS]
        dearest = highest
        if highest == 0.0:
            break
        taken += as_dear
    return dearest


@inlined
def ordered(items: Array, order: Array, keys: Array, first: int, end: int, prices: Array) -> int:
    """Put a node's items in order by their worth a gram, those of the same by their numbers; where worth ends."""
    for place in range(first, end):
        item = order[place]
        here = (prices[int(items[item, LINE])] - items[item, COST]) * items[item, TO_A_GRAM]
        back = place
        while back > first and (keys[back - 1] < here or (keys[back - 1] == here and order[back - 1] > item)):
            keys[back], order[back] = keys[back - 1], order[back - 1]
            back -= 1
        keys[back], order[back] = here, item
    while end > first and keys[end - 1] <= 0.0:
        end -= 1
    return end


@inlined
def aim(cost: int) -> float:
    """What a bound is moved towards where a plan of such a cost is known: a little above, so that steps stay large."""
    return 1.02 * cost if cost > 0 else 0.98 * cost


@inlined
def move_prices(prices: Array, direction: Array, size: float) -> bool:
    """Move prices in a direction so that the bound would change by so much; False where there is no direction."""
    length = 0.0
    for each in direction:
        length += each * each
    if length < 1e-12:
        return False
    for line in range(len(prices)):
        prices[line] = max(prices[line] + size / length * direction[line], 0.0)
    return True


@compiled
def raise_bound(offers: Offers, nodes: Array, begin: Array, cost: int, rounds: int) -> tuple[Array, Array]:
    """Move the prices so that the bound of these nodes rises towards a known cost.

    Told are the prices of the best bound, and which of the nodes may be in a plan that costs less. A node is left out
    from the round on in which that shows, and does not lower the bounds of later ones.
    """
    prices, left, lines = begin.copy(), nodes.copy(), len(begin)
    best, best_prices = -np.inf, prices.copy()
    step, stale = 1.0, 0
    losses, given, direction = np.zeros(len(nodes)), np.zeros((1, lines)), np.zeros(lines)
    for _ in range(rounds):
        bound = bound_at(offers, left, prices, 0.0, losses, given)
        if bound > best:
            if bound > best + 0.001 * abs(best):
                stale = 0
            best = bound
            best_prices[:] = prices
        else:
            stale += 1
            if stale >= 3:
                step, stale = step * 0.6, 0
        left = left[losses[: len(left)] < cost - bound]
        for line in range(lines):
            direction[line] = 0.3 * direction[line] + offers.wanted[line] - given[0, line]
        if best >= cost or not move_prices(prices, direction, step * (aim(cost) - bound)):
            break
    return best_prices, left


@compiled
def raise_own(offers: Offers, nodes: Array, begin: Array, cost: int, rounds: int) -> tuple[float, Array]:
    """The bound of a set all of whose nodes are used, with prices moved for it; the bound and its prices."""
    losses, given = np.zeros(len(nodes)), np.zeros((1, len(begin)))
    bound = bound_at(offers, nodes, begin, np.inf, losses, given)
    return raise_on(offers, nodes, begin, bound, offers.wanted - given[0], cost, rounds)


@compiled
def raise_on(
    offers: Offers, nodes: Array, begin: Array, bound: float, lacks: Array, cost: int, rounds: int
) -> tuple[float, Array]:
    """The same from prices whose bound is known, and what is wanted of each line that nobody would give there."""
    prices, direction, lines = begin.copy(), lacks.copy(), len(begin)
    losses, given = np.zeros(len(nodes)), np.zeros((1, lines))
    best, best_prices, step = bound, begin.copy(), 0.7
    for _ in range(rounds):
        if best >= cost or not move_prices(prices, direction, step * (aim(cost) - bound)):
            break
        bound = bound_at(offers, nodes, prices, np.inf, losses, given)
        if bound > best:
            best = bound
            best_prices[:] = prices
        else:
            step *= 0.6
        for line in range(lines):
            direction[line] = offers.wanted[line] - given[0, line]
    return best, best_prices
