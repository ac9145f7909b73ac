"""The search for the cheapest plan: how near its plans are to the optimum that HiGHS proves, and how long one order takes."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, process_time

import msgspec

from stockpool.simulation.benchmarks.sourcing_problems import random_problem

ROUNDING = 3
"""Millionths by which a solver's cost in fractions may differ from one in whole numbers."""

Progress = Callable[[str], None]


class SourcingPlan(msgspec.Struct, frozen=True):
    """How much is measured; the defaults end within a minute."""

    orders: int = 300
    proofs: int = 60
    proofs_s: float = 40
    nodes: tuple[int, ...] = (50, 500)
    seed: int = 1


class NodesFigures(msgspec.Struct, frozen=True):
    """For orders with so many candidate nodes, in one process; a gap is a share of the optimum, milliseconds are of CPU."""

    nodes: int
    orders: int
    p50_ms: float
    p99_ms: float
    proven: float
    """The share of plans that the search itself proves to be the cheapest."""
    bound_gap_mean: float
    """By how much plans are above the bound that comes with them."""


class SourcingFigures(msgspec.Struct, frozen=True):
    """Gaps are against optima that HiGHS proved, for orders with up to 50 nodes."""

    gap_mean: float
    gap_max: float
    equal: float
    """The share of plans that cost what the optimum costs."""
    proofs: int
    oracle_p50_ms: float
    compile_s: float
    by_nodes: tuple[NodesFigures, ...]


def bench_sourcing(plan: SourcingPlan, progress: Progress) -> SourcingFigures:
    """Measure the search in this process."""
    from stockpool.sourcing.search.warming import warm

    progress("compiling")
    compile_s = warm()
    by_nodes = tuple([_timed(plan, nodes, progress) for nodes in plan.nodes])
    gaps, oracle_ms = _gaps(plan, progress)
    return SourcingFigures(
        gap_mean=sum(gaps) / len(gaps),
        gap_max=max(gaps),
        equal=gaps.count(0.0) / len(gaps),
        proofs=len(gaps),
        oracle_p50_ms=sorted(oracle_ms)[len(oracle_ms) // 2],
        compile_s=compile_s,
        by_nodes=by_nodes,
    )


def _timed(plan: SourcingPlan, nodes: int, progress: Progress) -> NodesFigures:
    from stockpool.sourcing.search.cheapest import cheapest

    progress(f"orders with {nodes} nodes")
    taken_ms, found = [], []
    for seed in range(plan.seed, plan.seed + plan.orders):
        problem, served = random_problem(seed, nodes, nodes)
        started = process_time()
        found.append(cheapest(problem, served))
        taken_ms.append((process_time() - started) * 1_000)
    taken_ms.sort()
    return NodesFigures(
        nodes=nodes,
        orders=plan.orders,
        p50_ms=taken_ms[len(taken_ms) // 2],
        p99_ms=taken_ms[int(len(taken_ms) * 0.99)],
        proven=sum([each.proven for each in found]) / len(found),
        bound_gap_mean=sum([each.gap for each in found]) / len(found),
    )


def _gaps(plan: SourcingPlan, progress: Progress) -> tuple[list[float], list[float]]:
    """The gaps of as many orders as HiGHS can solve in the time, and how long it took for each."""
    from stockpool.simulation.benchmarks.sourcing_model import optimum
    from stockpool.sourcing.search.cheapest import cheapest

    gaps, oracle_ms = [], []
    started = perf_counter()
    for seed in range(plan.seed, plan.seed + plan.proofs):
        if gaps and perf_counter() - started > plan.proofs_s:
            break
        progress(f"proof {len(gaps) + 1} of {plan.proofs}")
        problem, served = random_problem(seed, 50)
        before = process_time()
        best = optimum(problem, served, plan.proofs_s)
        oracle_ms.append((process_time() - before) * 1_000)
        if best.proven:
            above = cheapest(problem, served).cost - best.cost
            gaps.append(above / best.cost if above > ROUNDING else 0.0)
    return gaps, oracle_ms
