"""What the loops of the search leave out is what could not have changed anything."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.kernel.tariffs import Piece
from stockpool.sourcing.search import kernels
from stockpool.sourcing.search.kernels.pairs import no_splits
from stockpool.sourcing.search.kernels.plans import PLANS, Plans, is_seen, keep, no_plans
from stockpool.sourcing.search.kernels.prices import (
    COST,
    LINE,
    UNITS,
    bound_at,
    dearest_left_out,
    find_losses,
    offers_of,
    raise_bound,
)
from stockpool.sourcing.search.kernels.rooms import make_room, swap_units, turn_units
from stockpool.sourcing.search.kernels.sharing import improved
from stockpool.sourcing.search.kernels.sums import cheapest_nodes, part_weights, strides_of
from stockpool.sourcing.search.limits import shared
from stockpool.sourcing.search.problem import Problem, ProblemLine, parcel_cost
from stockpool.sourcing.search.tables import NEVER, Array, Tables, tables_of
from tests.sourcing.search.problems import PLENTY, STEPS, plenty, problems, shared_out, wanted

quick = settings(max_examples=60, deadline=None)


def losses(tables: Tables, prices: Array, enough: float) -> list[float]:
    """What each node loses, in the order of the nodes."""
    return [float(each) for each in lost_and_given(tables, prices, enough)[0]]


def lost_and_given(tables: Tables, prices: Array, enough: float) -> tuple[Array, Array]:
    """What each node loses, and a row of what it would give of each line."""
    offers, count = offers_of(tables), len(tables.fixed)
    lost, given_units = np.zeros(count), np.zeros((count, len(prices)))
    find_losses(offers, np.arange(count), prices, enough, lost, given_units)
    return lost, given_units


def left_out_wrongly(tables: Tables, prices: Array, enough: float) -> bool:
    """Whether what is told with an end to the reckoning is not the loss, nor between `enough` and it."""
    pairs = zip(losses(tables, prices, np.inf), losses(tables, prices, enough), strict=True)
    return any(told != whole and not enough <= told <= whole + 1e-6 for whole, told in pairs)


@quick
@given(problems(), st.data())
def test_a_loss_is_cut_short_only_where_it_is_enough(problem: Problem, data: st.DataObject) -> None:
    prices = np.array([data.draw(st.integers(0, 9_000_000)) for _ in problem.lines], dtype=np.float64)
    enough = float(data.draw(st.integers(-5_000_000, 5_000_000)))
    assert not left_out_wrongly(tables_of(problem, wanted(problem)), prices, enough)


def test_a_parcel_that_never_cost_so_little_would_be_noticed() -> None:
    problem = Problem((ProblemLine(2, (2,), (0,), None, 400),), (1_000,), (STEPS,))
    tables, prices = tables_of(problem, [2]), np.array([4_000_000.0])
    assert not left_out_wrongly(tables, prices, 0.0)
    assert left_out_wrongly(tables._replace(least=tables.least + 5_000_000), prices, 0.0)


@quick
@given(problems(), st.integers(1, 6), st.data())
def test_what_all_would_give_is_what_each_would(problem: Problem, most: int, data: st.DataObject) -> None:
    problem = msgspec.structs.replace(problem, units_max=most)
    tables = tables_of(problem, wanted(problem))
    prices = np.array([data.draw(st.integers(0, 9_000_000)) for _ in problem.lines], dtype=np.float64)
    enough = data.draw(st.sampled_from([0.0, -1e6, np.inf]))
    lost, each = lost_and_given(tables, prices, enough)
    offers, nodes, together = offers_of(tables), np.arange(len(lost)), np.zeros((1, len(prices)))
    bound = bound_at(offers, nodes, prices, enough, np.zeros(len(lost)), together)
    assert together[0] == pytest.approx(each.sum(axis=0))
    assert bound == pytest.approx((prices * tables.wanted).sum() + lost[lost < enough].sum())


def least_with_each(problem: Problem) -> list[int]:
    """What the cheapest plan costs in which a node is used, with further nodes once too often; every plan is tried."""
    least = [NEVER] * len(problem.fixed)
    of_lines = []
    for line in problem.lines:
        ways = product(*[range(there + 1) for there in line.free])
        of_lines.append([way for way in ways if sum(way) == line.units])
    for parted in product(*of_lines):
        taken = {(line, node): units for line, way in enumerate(parted) for node, units in enumerate(way) if units}
        cost = problem.cost(taken) + problem.further
        for _, node in taken:
            least[node] = min(least[node], cost)
    return least


def left_by_prices(problem: Problem, cost: int, prices: Array) -> list[int]:
    """The nodes that may be in a plan that costs less, as prices that are moved show."""
    tables = tables_of(problem, wanted(problem))
    _, left = raise_bound(offers_of(tables), np.arange(len(problem.fixed)), prices, cost, 30)
    return [int(node) for node in left]


@quick
@given(problems(nodes_max=4, lines_max=3, units_max=2), st.integers(0, 3_000_000), st.data())
def test_no_node_of_a_cheaper_plan_is_left_out(problem: Problem, more: int, data: st.DataObject) -> None:
    least = least_with_each(problem)
    cost = min(least) + more
    prices = np.array([data.draw(st.integers(0, 9_000_000)) for _ in problem.lines], dtype=np.float64)
    left = left_by_prices(problem, cost, prices)
    assert {node for node, each in enumerate(least) if each < cost} <= set(left)


def test_a_node_that_is_too_dear_is_left_out_by_its_price() -> None:
    line = ProblemLine(2, (2, 2), (0, 0), None, 400)
    problem = Problem((line,), (1_000_000, 9_000_000), (STEPS, STEPS))
    cheap, dear = least_with_each(problem)
    assert (cheap, dear) == (5_500_000, 13_500_000)
    prices = np.array([2_750_000.0])
    assert left_by_prices(problem, cheap + 1, prices) == [0]
    assert left_by_prices(problem, dear + 1, prices) == [0, 1]


def test_a_parcel_of_nothing_weighs_nothing() -> None:
    """A unit without weight at a tariff that begins with the first gram."""
    problem = Problem((ProblemLine(1, (1,), (0,), None, 0),), (0,), ((Piece(5, 0, 7),),))
    assert losses(tables_of(problem, [1]), np.zeros(1), np.inf) == [0.0]


@pytest.mark.parametrize("price", [0.2, 0.5, 2.0])
@pytest.mark.parametrize("units", [30, 300, 10**9])
def test_many_full_parcels_are_not_gone_through(units: int, price: float) -> None:
    """Of many full parcels alike the first and the last tell of all; a thousand millions would never end."""
    tariff = (Piece(900, 500), Piece(2_000, 800))
    lines = (ProblemLine(1, (1,), (0,), None, 300), ProblemLine(units, (units,), (0,), None, 700))
    tables = tables_of(Problem(lines, (100,), (tariff,)), [1, units])
    prices = np.array([900.0, price * 700])
    if units < 1_000:
        tried = [
            parcel_cost(tariff, first * 300 + each * 700) + 100 - first * 900 - each * price * 700
            for first in (0, 1)
            for each in range(units + 1)
            if first + each
        ]
        told = losses(tables, prices, np.inf)[0]
        assert min(tried) - price * 700 - 1e-6 <= told <= min(tried) + 1e-6
    else:
        told = losses(tables, prices, np.inf)[0]
        full = -1e9 * 700 * (price - 0.4) if price > 0.4 else 0.0
        assert told == pytest.approx(full, rel=1e-3, abs=1_000)


def bounds_above(problem: Problem, tables: Tables, prices: Array) -> bool:
    """Whether what a node is said to lose is more than the least of all that it may give; all parts are tried."""
    most = NEVER if problem.units_max is None else problem.units_max
    for node, told in enumerate(losses(tables, prices, np.inf)):
        for counts in product(*[range(line.free[node] + 1) for line in problem.lines]):
            if 0 < sum(counts) <= most:
                cost = problem.node_cost(node, dict(enumerate(counts))) + problem.further
                if told > cost - sum(prices * counts) + 1e-3:
                    return True
    return False


@quick
@given(problems(nodes_max=3, lines_max=4, units_max=3), st.none() | st.integers(1, 6), st.data())
def test_no_node_saves_more_than_is_said(problem: Problem, units_max: int | None, data: st.DataObject) -> None:
    problem = msgspec.structs.replace(problem, units_max=units_max)
    prices = np.array([data.draw(st.integers(0, 9_000_000)) for _ in problem.lines], dtype=np.float64)
    assert not bounds_above(problem, tables_of(problem, wanted(problem)), prices)


def limited_node(units_max: int) -> tuple[Problem, Tables]:
    """A node that has two units each of two lines, and may give so many."""
    lines = (ProblemLine(2, (2,), (0,)), ProblemLine(2, (2,), (0,)))
    problem = Problem(lines, (1_000,), (None,), units_max=units_max)
    return problem, tables_of(problem, [2, 2])


def test_a_bound_of_a_node_that_could_give_more_would_be_noticed() -> None:
    (problem, tables), prices = limited_node(3), np.array([5_000.0, 3_000.0])
    assert not bounds_above(problem, tables, prices)
    assert bounds_above(problem, tables._replace(units_max=2), prices)


def test_a_node_saves_what_the_units_save_that_it_may_give() -> None:
    prices = np.array([5_000.0, 3_000.0])
    for units_max, lost, first, second in (
        (4, -15_000, 2, 2),
        (3, -12_000, 2, 1),
        (2, -9_000, 2, 0),
        (1, -4_000, 1, 0),
    ):
        _, tables = limited_node(units_max)
        told, given_units = lost_and_given(tables, prices, np.inf)
        assert told.round().tolist() == [lost]
        assert given_units.round(6).tolist() == [[first, second]]


@quick
@given(problems(), st.integers(1, 6), st.data())
def test_no_node_would_give_more_than_it_may(problem: Problem, units_max: int, data: st.DataObject) -> None:
    tables = tables_of(msgspec.structs.replace(problem, units_max=units_max), wanted(problem))
    prices = np.array([data.draw(st.integers(0, 9_000_000)) for _ in problem.lines], dtype=np.float64)
    _, given_units = lost_and_given(tables, prices, np.inf)
    assert given_units.sum(axis=1).max() <= units_max + 1e-6
    assert (given_units - 1e-6 <= tables.free.T).all()


@quick
@given(problems())
def test_no_parcel_costs_less_than_is_said(problem: Problem) -> None:
    """Of every part that a node has, by the tables that hold them all."""
    tables = tables_of(problem, wanted(problem))
    strides = strides_of(tables.wanted)
    costs, nodes, *_ = cheapest_nodes(
        tables, strides, part_weights(tables, strides), np.zeros(len(tables.fixed), dtype=np.bool_)
    )
    for part in np.flatnonzero(nodes >= 0):
        assert costs[part] >= tables.fixed[nodes[part]] + tables.least[nodes[part]]


SETS = st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True).map(sorted)


@quick
@given(
    st.lists(st.tuples(SETS, st.integers(1, 4) | st.just(NEVER)), max_size=20, unique_by=lambda each: tuple(each[0]))
)
def test_the_cheapest_plans_are_kept_in_order(looked_at: list[tuple[list[int], int]]) -> None:
    plans = no_plans(20, 3, 1)
    for nodes, cost in looked_at:
        assert not is_seen(plans, np.array(nodes))
        keep(plans, np.array(nodes), np.array([[10 * node] for node in nodes]), cost)
        assert is_seen(plans, np.array(nodes))
    ranked = sorted([(cost, len(nodes), nodes) for nodes, cost in looked_at if cost < NEVER])[:PLANS]
    assert kept(plans) == ranked
    for row, (_, size, nodes) in enumerate(ranked):
        assert plans.units[row, :size, 0].tolist() == [10 * node for node in nodes]


def test_a_plan_too_many_leaves_the_dearest_out() -> None:
    plans = no_plans(20, 3, 1)
    for cost in range(PLANS + 1, 0, -1):
        keep(plans, np.array([cost]), np.array([[1]]), cost)
    assert kept(plans) == [(cost, 1, [cost]) for cost in range(1, PLANS + 1)]
    assert is_seen(plans, np.array([PLANS + 1]))
    assert not is_seen(plans, np.array([1, 2]))


def kept(plans: Plans) -> list[tuple[int, int, list[int]]]:
    """Cost, size and nodes of each plan."""
    rows = range(plans.found[0])
    sizes = plans.counts.tolist()
    return [(int(plans.costs[row]), sizes[row], plans.nodes[row, : sizes[row]].tolist()) for row in rows]


@quick
@given(problems(), st.integers(1, 6))
def test_units_are_shared_out_wherever_nodes_can_give_them_all(problem: Problem, units_max: int) -> None:
    """A flow by augmenting paths says whether they can."""
    problem = msgspec.structs.replace(problem, units_max=units_max)
    nodes, units, cost = shared_out(tables_of(problem, wanted(problem)))
    can_be = sum(map(sum, shared(problem, nodes.tolist(), wanted(problem)))) == sum(wanted(problem))
    assert (cost < NEVER) == can_be
    if can_be:
        assert units.sum(axis=0).tolist() == wanted(problem)
        assert units.sum(axis=1).max() <= units_max


def full() -> Tables:
    """Two nodes of two units each: the first line is cheaper at the first node, where alone the second line lies."""
    lines = (ProblemLine(2, (2, 2), (0, 500), None, 400), ProblemLine(2, (2, 0), (0, 0), None, 400))
    return tables_of(Problem(lines, (0, 0), (STEPS, STEPS), units_max=2), [2, 2])


def test_who_gives_all_it_may_gives_a_unit_less_of_what_another_has() -> None:
    taken, given_units = np.array([[2, 0], [0, 0]]), np.array([2, 0])
    assert make_room(full(), np.arange(2), taken, given_units, 1) == 0
    assert taken.tolist() == [[1, 0], [1, 0]]
    assert given_units.tolist() == [1, 1]


def test_there_is_no_room_where_all_give_what_they_may() -> None:
    taken, given_units = np.array([[0, 2], [2, 0]]), np.array([2, 2])
    assert make_room(full(), np.arange(2), taken, given_units, 0) == -1
    assert taken.tolist() == [[0, 2], [2, 0]]


def test_full_nodes_exchange_units_of_two_lines_where_that_is_cheaper() -> None:
    lines = (ProblemLine(2, (2, 2), (0, 900), None, 400), ProblemLine(2, (2, 2), (900, 0), None, 400))
    tables = tables_of(Problem(lines, (0, 0), (None, None), units_max=2), [2, 2])
    nodes, dear, cheap = np.arange(2), np.array([[0, 2], [2, 0]]), np.array([[2, 0], [0, 2]])
    assert swap_units(tables, nodes, dear, 3_600, plenty()) == 0
    assert dear.tolist() == cheap.tolist()
    assert swap_units(tables, nodes, cheap, 0, plenty()) == 0


def in_a_ring() -> tuple[Tables, Array]:
    """Three full nodes of one unit each, which the next one would give for less: no two can exchange theirs."""
    costs = ((900, 0, 5_000), (5_000, 900, 0), (0, 5_000, 900))
    lines = tuple([ProblemLine(1, (1, 1, 1), each) for each in costs])
    return tables_of(Problem(lines, (0,) * 3, (None,) * 3, units_max=1), [1, 1, 1]), np.eye(3, dtype=np.int64)


def test_units_go_round_where_no_two_nodes_can_exchange_theirs() -> None:
    tables, taken = in_a_ring()
    assert swap_units(tables, np.arange(3), taken, 2_700, plenty()) == 2_700
    assert turn_units(tables, np.arange(3), taken, 2_700, plenty()) == 0
    assert taken.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert turn_units(tables, np.arange(3), taken, 0, plenty()) == 0


@quick
@given(problems(), st.integers(1, 6))
def test_units_that_go_round_stay_within_what_nodes_have_and_may_give(problem: Problem, units_max: int) -> None:
    problem = msgspec.structs.replace(problem, units_max=units_max)
    tables = tables_of(problem, wanted(problem))
    nodes, units, cost = shared_out(tables)
    if cost >= NEVER:
        return
    for improve in (turned, improved_finely):
        after = improve(tables, nodes, units, cost)
        taken = {(line, node): int(units[node, line]) for node in nodes for line in range(len(problem.lines))}
        used = len({node for (_, node), count in taken.items() if count})
        assert after == problem.cost(taken) + (problem.further if used else 0) <= cost
        assert units.sum(axis=0).tolist() == wanted(problem)
        assert (tables.free >= units.T).all()
        assert (units >= 0).all()
        assert units.sum(axis=1).max() <= units_max
        cost = after


def turned(tables: Tables, nodes: Array, units: Array, cost: int) -> int:
    """The cost once units have gone round."""
    return int(turn_units(tables, nodes, units, cost, plenty()))


def improved_finely(tables: Tables, nodes: Array, units: Array, cost: int) -> int:
    """The cost once units are moved about, with as fine a table as there is."""
    return int(improved(tables, nodes, units, cost, 3_000, no_splits(tables, PLENTY)))


@pytest.mark.parametrize("lines", [12, 13, 40, 200])
def test_a_node_of_very_many_units_saves_about_what_it_may_give(lines: int) -> None:
    """Of ten units each of several lines it may give ten, at no cost; of many lines two or three are as one."""
    costs = tuple(range(10))
    problem = Problem((ProblemLine(10, (10,), (0,), (costs,)),) * lines, (1_000,), (None,), units_max=10)
    told, least = losses(tables_of(problem, [10] * lines), np.full(lines, 500.0), np.inf)[0], 1_000 - 10 * 500
    assert least - 1 <= told <= least + 1e-6


@quick
@given(problems(units_max=9), st.integers(1, 9), st.data())
def test_the_price_of_room_is_what_the_first_unit_is_worth_that_has_none(
    problem: Problem, units_max: int, data: st.DataObject
) -> None:
    tables = tables_of(msgspec.structs.replace(problem, units_max=units_max), wanted(problem))
    prices = np.array([float(data.draw(st.integers(0, 5_000_000))) for _ in problem.lines])
    offers = offers_of(tables)
    for node in range(len(problem.fixed)):
        items = offers.items[offers.begins[node] : offers.begins[node + 1]]
        worth = prices[items[:, LINE].astype(int)] - items[:, COST]
        left_out = [each for each in worth if items[worth >= each, UNITS].sum() > offers.units_max]
        assert dearest_left_out(offers, node, prices) == max([0.0, *left_out])


NEEDS_SCIPY = {"dot", "vdot", "linalg", "matmul"}


def scipy_is_needed(source: str) -> bool:
    """Whether numba would ask for SciPy, which comes with the tools for development and not with stockpool."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr in NEEDS_SCIPY)
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult))
        for node in ast.walk(ast.parse(source))
    )


def test_loops_are_compiled_without_scipy() -> None:
    sources = list(Path(kernels.__path__[0]).glob("*.py"))
    assert len(sources) >= 8
    assert [path.name for path in sources if scipy_is_needed(path.read_text("utf-8"))] == []


def test_what_needs_scipy_would_be_noticed() -> None:
    assert scipy_is_needed("import numpy as np\nx = np.dot(a, b)")
    assert scipy_is_needed("x = a @ b")
    assert scipy_is_needed("x = np.linalg.norm(a)")
    assert not scipy_is_needed("x = (a * b).sum()")
