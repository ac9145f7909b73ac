"""Many orders at once: which are served from where, when stock is scarce or nodes are busy.

Each order's plans are columns of a set packing model: at most one for each order, together no more than the stock of
each position and the orders that each node can take. Columns are made by the search for one order at the prices that
the model's linear relaxation puts on scarce stock and room (Dantzig and Wolfe 1960), until none would make it better;
then HiGHS chooses among them. What is served one by one, in turn, is among the columns: the choice is never worse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

import msgspec

from stockpool.sourcing.search.cheapest import cheapest
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken

if TYPE_CHECKING:
    import highspy

Position = tuple[int, int]
"""A SKU and a node, both by numbers that all orders share."""

ROUNDS_MAX = 12
"""So often the relaxation puts prices on what is scarce."""

BRANCHES_MAX = 2_000
"""So many nodes of its tree HiGHS looks at; a count, so that every run ends alike."""

SCALE = 1e6
"""Costs in whole currency, as solvers like them."""


class JointOrder(msgspec.Struct, frozen=True):
    """An order that is served wholly or waits: its lines' SKUs and its problem's nodes by shared numbers.

    Serving it is worth `weight`; more of that is always better than any cost.
    """

    problem: Problem
    skus: tuple[int, ...]
    nodes: tuple[int, ...]
    weight: int = 1


class JointPlan(msgspec.Struct, frozen=True):
    """What each order takes, None for one that waits; the weight served, and what that costs.

    No plan serves more weight than `weight_most`; none that serves `weight` is cheaper by more than `gap` of its cost,
    if `weight` is the most.
    """

    taken: tuple[Taken | None, ...]
    weight: int
    cost: int
    weight_most: int
    gap: float


class _Column(msgspec.Struct, frozen=True):
    order: int
    taken: Taken
    cost: int
    uses: tuple[tuple[Position, int], ...]
    nodes: tuple[int, ...]


def joint(orders: Sequence[JointOrder], stock: Mapping[Position, int], room: Mapping[int, int]) -> JointPlan:
    """Serve as much weight as can be, as cheaply as can be; a node without `room` takes any number of orders."""
    first = one_by_one(orders, stock, room)
    columns = {
        (number, _key(taken)): _column(orders, number, taken) for number, taken in enumerate(first) if taken is not None
    }
    step = _step(orders, columns.values())
    least = float("-inf")
    for _ in range(ROUNDS_MAX):
        master = _Master(orders, stock, room, list(columns.values()), step)
        prices = master.prices()
        lowest, found = _priced(orders, stock, prices, step)
        least = max(least, lowest)
        new = [column for column in found if (column.order, _key(column.taken)) not in columns]
        columns |= {(column.order, _key(column.taken)): column for column in new}
        if not new:
            break
    chosen = _Master(orders, stock, room, list(columns.values()), step).choose()
    before = [_column(orders, number, taken) for number, taken in enumerate(first) if taken is not None]
    chosen = min(before, chosen, key=lambda each: _value(orders, each, step))
    return _plan(orders, chosen, step, least)


def one_by_one(
    orders: Sequence[JointOrder], stock: Mapping[Position, int], room: Mapping[int, int]
) -> list[Taken | None]:
    """Each order in its turn takes its cheapest plan of what is left; those of more weight come first."""
    left, places = dict(stock), dict(room)
    plans: list[Taken | None] = [None] * len(orders)
    for number in sorted(range(len(orders)), key=lambda each: -orders[each].weight):
        order = orders[number]
        open_nodes = {node for node in order.nodes if places.get(node, 1) > 0}
        taken = _cheapest(order, _free(order, {key: units for key, units in left.items() if key[1] in open_nodes}))
        if taken is None:
            continue
        column = _column(orders, number, taken[0])
        if any(left.get(position, 0) < units for position, units in column.uses):
            continue  # two of its lines are of one SKU, and there is not enough for both
        plans[number] = column.taken
        for position, units in column.uses:
            left[position] -= units
        for node in column.nodes:
            if node in places:
                places[node] -= 1
    return plans


def _free(order: JointOrder, stock: Mapping[Position, int]) -> Problem:
    """The order's problem with no more than there is."""
    lines = []
    for sku, line in zip(order.skus, order.problem.lines, strict=True):
        free = [
            min(there, max(stock.get((sku, node), 0), 0)) for node, there in zip(order.nodes, line.free, strict=True)
        ]
        rising = line.rising and tuple([costs[:most] for costs, most in zip(line.rising, free, strict=True)])
        lines.append(msgspec.structs.replace(line, free=tuple(free), rising=rising))
    return msgspec.structs.replace(order.problem, lines=tuple(lines))


def _cheapest(order: JointOrder, problem: Problem) -> tuple[Taken, int] | None:
    """The order's cheapest plan and what it costs at least; None where it cannot be served wholly."""
    served = [line.units for line in order.problem.lines]
    if any(sum(line.free) < units for line, units in zip(problem.lines, served, strict=True)):
        return None
    found = cheapest(problem, served)
    return found.taken, found.bound


def _column(orders: Sequence[JointOrder], number: int, taken: Taken) -> _Column:
    order = orders[number]
    uses: dict[Position, int] = {}
    for (line, node), units in sorted(taken.items()):
        position = (order.skus[line], order.nodes[node])
        uses[position] = uses.get(position, 0) + units
    nodes = sorted({node for _, node in uses})
    return _Column(number, taken, order.problem.cost(taken), tuple(uses.items()), tuple(nodes))


def _key(taken: Taken) -> tuple[tuple[tuple[int, int], int], ...]:
    return tuple(sorted(taken.items()))


def _step(orders: Sequence[JointOrder], columns: Iterable[_Column]) -> int:
    """What a unit of weight is worth: more than all plans could save together."""
    dearest = max([column.cost for column in columns], default=1)
    return 4 * max(dearest, 1) * max(len(orders), 1)


def _value(orders: Sequence[JointOrder], columns: Sequence[_Column], step: int) -> int:
    return sum([column.cost - step * orders[column.order].weight for column in columns])


class _Prices(msgspec.Struct, frozen=True):
    """What a unit of each position and a place at each node are worth, in millionths."""

    stock: dict[Position, int]
    room: dict[int, int]
    total: int
    """Of all stock and room there is."""


def _priced(
    orders: Sequence[JointOrder], stock: Mapping[Position, int], prices: _Prices, step: int
) -> tuple[float, list[_Column]]:
    """What any plan is worth at least at these prices, and each order's cheapest plan at them."""
    least, columns = -prices.total, []
    for number, order in enumerate(orders):
        problem = _free(order, stock)
        dearer = [_dearer(order, line, sku, prices) for sku, line in zip(order.skus, problem.lines, strict=True)]
        fixed = [cost + prices.room.get(node, 0) for cost, node in zip(problem.fixed, order.nodes, strict=True)]
        found = _cheapest(order, msgspec.structs.replace(problem, lines=tuple(dearer), fixed=tuple(fixed)))
        if found is not None:
            least += min(found[1] - step * order.weight, 0)
            columns.append(_column(orders, number, found[0]))
    return float(least), columns


def _dearer(order: JointOrder, line: ProblemLine, sku: int, prices: _Prices) -> ProblemLine:
    more = [prices.stock.get((sku, node), 0) for node in order.nodes]
    costs = tuple([cost + price for cost, price in zip(line.costs, more, strict=True)])
    rising = line.rising and tuple(
        [tuple([cost + price for cost in each]) for each, price in zip(line.rising, more, strict=True)]
    )
    return msgspec.structs.replace(line, costs=costs, rising=rising)


class _Master:
    """The model that chooses among columns."""

    def __init__(
        self,
        orders: Sequence[JointOrder],
        stock: Mapping[Position, int],
        room: Mapping[int, int],
        columns: list[_Column],
        step: int,
    ) -> None:
        from stockpool.sourcing.search.solver import QuietHighs

        self._columns, self._stock, self._room = columns, stock, room
        self._model = model = QuietHighs()
        for name, value in (
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_max_nodes", BRANCHES_MAX),
            ("mip_rel_gap", 0.0),
        ):
            model.setOptionValue(name, value)
        self._used = [model.addVariable(lb=0, ub=1) for _ in columns]
        values = [(column.cost - step * orders[column.order].weight) / SCALE for column in columns]
        for variable, value in zip(self._used, values, strict=True):
            model.changeColCost(variable.index, value)
        self._orders = self._rows({(column.order,): 1 for column in columns}, lambda column: [((column.order,), 1)])
        self._positions = self._rows(stock, lambda column: column.uses)
        self._nodes = self._rows(room, lambda column: [(node, 1) for node in column.nodes])

    def _rows(
        self, most: Mapping[Any, int], uses: Callable[[_Column], Iterable[tuple[Any, int]]]
    ) -> list[tuple[Any, highspy.highs_cons]]:
        """A row for each thing that columns use: no more than there is of it."""
        terms: dict[Any, list[Any]] = {}
        for variable, column in zip(self._used, self._columns, strict=True):
            for thing, units in uses(column):
                if thing in most:
                    terms.setdefault(thing, []).append(units * variable)
        return [
            (thing, self._model.addConstr(sum(row[1:], row[0] + 0) <= most[thing]))
            for thing, row in sorted(terms.items())
        ]

    def prices(self) -> _Prices:
        """Of the linear relaxation; none where there are no columns."""
        if not self._columns:
            return _Prices({}, {}, 0)
        self._model.run()
        duals = self._model.getSolution().row_dual
        stock = {thing: _worth(duals[row.index]) for thing, row in self._positions}
        room = {thing: _worth(duals[row.index]) for thing, row in self._nodes}
        total = sum([self._stock[thing] * price for thing, price in stock.items()])
        return _Prices(stock, room, total + sum([self._room[thing] * price for thing, price in room.items()]))

    def choose(self) -> list[_Column]:
        """The best of the columns that can be together."""
        if not self._columns:
            return []
        import highspy

        for variable in self._used:
            self._model.changeColIntegrality(variable.index, highspy.HighsVarType.kInteger)
        self._model.run()
        values = self._model.getSolution().col_value
        if len(values) != len(self._columns):
            return []
        return [column for column, value in zip(self._columns, values, strict=True) if value > 0.5]


def _worth(dual: float) -> int:
    return max(round(-dual * SCALE), 0)


def _plan(orders: Sequence[JointOrder], chosen: Sequence[_Column], step: int, least: float) -> JointPlan:
    taken: list[Taken | None] = [None] * len(orders)
    for column in chosen:
        taken[column.order] = column.taken
    weight = sum([orders[column.order].weight for column in chosen])
    cost = sum([column.cost for column in chosen])
    # plans that cost nothing and serve all would be worth `-step` for each unit of weight
    most = min(sum([order.weight for order in orders]), max(ceil(-least / step), weight)) if orders else 0
    at_least = least + step * weight
    gap = 0.0 if weight < most or not cost else max(cost - max(at_least, 0.0), 0.0) / cost
    return JointPlan(tuple(taken), weight, cost, most, gap)
