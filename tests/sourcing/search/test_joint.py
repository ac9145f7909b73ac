"""Many orders at once: never worse than one by one, as good as trying everything, and alike in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, product

from stockpool.sourcing.search.joint import JointOrder, JointPlan, joint, one_by_one
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken
from tests.sourcing.search.problems import STEPS

Stock = dict[tuple[int, int], int]
Case = tuple[list[JointOrder], Stock, dict[int, int]]


def case(seed: int, orders: int, nodes: int, skus: int) -> Case:
    """Orders of one or two lines that want more than there is, and nodes that take few orders."""
    chance = random.Random(seed)
    made = []
    for _ in range(orders):
        wanted = chance.sample(range(skus), chance.randint(1, 2))
        lines = [
            ProblemLine(1, (1,) * nodes, tuple([chance.randint(0, 9) * 100_000 for _ in range(nodes)]), None, 400)
            for _ in wanted
        ]
        fixed = tuple([chance.randint(5, 40) * 100_000 for _ in range(nodes)])
        problem = Problem(tuple(lines), fixed, (STEPS,) * nodes, further=500_000)
        made.append(JointOrder(problem, tuple(wanted), tuple(range(nodes)), chance.choice((1, 1, 2))))
    stock = {(sku, node): chance.randint(0, 2) for sku in range(skus) for node in range(nodes)}
    return made, stock, {0: max(orders // 3, 1)}


def value(orders: list[JointOrder], plans: list[Taken | None] | tuple[Taken | None, ...]) -> tuple[int, int]:
    """Less is better: weight first, then cost."""
    served = [(order, taken) for order, taken in zip(orders, plans, strict=True) if taken is not None]
    return -sum([order.weight for order, _ in served]), sum([order.problem.cost(taken) for order, taken in served])


def allowed(given: Case, plans: tuple[Taken | None, ...]) -> bool:
    """Whether there is stock and room for all."""
    orders, stock, room = given
    used: Stock = {}
    visits: dict[int, int] = {}
    for order, taken in zip(orders, plans, strict=True):
        for (line, node), units in (taken or {}).items():
            used[order.skus[line], node] = used.get((order.skus[line], node), 0) + units
        for node in {node for _, node in taken or {}}:
            visits[node] = visits.get(node, 0) + 1
    return all(units <= stock[position] for position, units in used.items()) and all(
        visits.get(node, 0) <= most for node, most in room.items()
    )


def every_plan(order: JointOrder) -> Iterator[Taken | None]:
    yield None
    for nodes in product(range(len(order.nodes)), repeat=len(order.skus)):
        yield dict.fromkeys(enumerate(nodes), 1)


def test_small_cases_are_as_good_as_trying_everything() -> None:
    equal = 0
    for seed in range(25):
        given = case(seed, 4, 3, 3)
        best = min([value(given[0], plans) for plans in product(*map(every_plan, given[0])) if allowed(given, plans)])
        found = joint(*given)
        assert allowed(given, found.taken)
        assert value(given[0], found.taken) == (-found.weight, found.cost)
        assert found.weight <= -best[0] <= found.weight_most
        if found.weight == -best[0]:
            assert found.cost >= best[1] >= found.cost * (1 - found.gap) - 3
        equal += value(given[0], found.taken) == best
    assert equal >= 24


def test_it_is_never_worse_than_one_by_one_and_often_better() -> None:
    better = 0
    for seed in range(8):
        given = case(seed, 30, 6, 12)
        found, before = joint(*given), one_by_one(*given)
        assert allowed(given, found.taken)
        assert allowed(given, tuple(before))
        assert value(given[0], found.taken) <= value(given[0], before)
        better += value(given[0], found.taken) < value(given[0], before)
    assert better


def test_an_order_waits_for_two_that_share_its_stock() -> None:
    line = ProblemLine(1, (1,), (0,))
    both = JointOrder(Problem((line, line), (10,), (None,)), (0, 1), (0,))
    singles = [JointOrder(Problem((line,), (10,), (None,)), (sku,), (0,)) for sku in (0, 1)]
    found = joint([both, *singles], {(0, 0): 1, (1, 0): 1}, {})
    assert found == JointPlan((None, {(0, 0): 1}, {(0, 0): 1}), 2, 20, 2, 0.0)


def test_nothing_to_serve_and_nothing_there() -> None:
    assert joint([], {}, {}).taken == ()
    order = JointOrder(Problem((ProblemLine(1, (1,), (0,)),), (10,), (None,)), (0,), (0,))
    assert joint([order], {}, {}).taken == (None,)


def test_two_runs_are_alike() -> None:
    given = case(3, 30, 6, 12)
    assert all(one == other for one, other in combinations([joint(*given) for _ in range(2)], 2))
