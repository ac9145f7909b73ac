"""The search for the cheapest plan: how near it comes to the optimum that HiGHS proves, and how long it takes."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, process_time

import msgspec

from stockpool.simulation.benchmarks.sourcing_problems import large_problem, random_problem
from stockpool.sourcing.api import cheapest_plan, compile_search

ROUNDING = 3
"""Millionths by which a solver's cost in fractions may differ from one in whole numbers."""

Progress = Callable[[str], None]


class SourcingPlan(msgspec.Struct, frozen=True):
    """How much is measured; the defaults end within a minute."""

    orders: int = 300
    proofs: int = 60
    proofs_s: float = 40
    large: int = 12
    seed: int = 1


class SourcingFigures(msgspec.Struct, frozen=True):
    """Gaps are shares of optima that HiGHS proved, with up to 50 nodes; milliseconds are of CPU in one process."""

    gap_mean: float
    gap_max: float
    equal: float
    """The share of plans that cost what the optimum costs."""
    proofs: int
    p50_ms: float
    p99_ms: float
    p50_500_ms: float
    p99_500_ms: float
    proven: float
    """The share of plans that the search itself proves to be the cheapest."""
    bound_gap_mean: float
    """By how much plans are above the bound that comes with them."""
    large_ms: float
    """The slowest of some orders of hundreds of units, of which each of 50 nodes may give a few only."""
    highs_p50_ms: float
    orders: int
    compile_s: float


class _Timed(msgspec.Struct, frozen=True):
    taken_ms: list[float]
    proven: float
    gap_mean: float

    def slowest(self, share: float) -> float:
        """Of so many of the orders."""
        return sorted(self.taken_ms)[int(len(self.taken_ms) * share)]


def bench_sourcing(plan: SourcingPlan, progress: Progress) -> SourcingFigures:
    """Measure the search in this process."""
    progress("compiling")
    started = perf_counter()
    compile_search()
    compile_s = perf_counter() - started
    few, many = _timed(plan, 50, progress), _timed(plan, 500, progress)
    gaps, highs_ms = _gaps(plan, progress)
    large_ms = _large_ms(plan, progress)
    return SourcingFigures(
        gap_mean=sum(gaps) / len(gaps),
        gap_max=max(gaps),
        equal=gaps.count(0.0) / len(gaps),
        proofs=len(gaps),
        p50_ms=few.slowest(0.5),
        p99_ms=few.slowest(0.99),
        p50_500_ms=many.slowest(0.5),
        p99_500_ms=many.slowest(0.99),
        proven=few.proven,
        bound_gap_mean=few.gap_mean,
        large_ms=max(large_ms),
        highs_p50_ms=sorted(highs_ms)[len(highs_ms) // 2],
        orders=plan.orders,
        compile_s=compile_s,
    )


def _timed(plan: SourcingPlan, nodes: int, progress: Progress) -> _Timed:
    progress(f"orders with {nodes} nodes")
    taken_ms, found = [], []
    for seed in range(plan.seed, plan.seed + plan.orders):
        problem, served = random_problem(seed, nodes, nodes)
        started = process_time()
        found.append(cheapest_plan(problem, served))
        taken_ms.append((process_time() - started) * 1_000)
    return _Timed(
        taken_ms, sum([each.proven for each in found]) / len(found), sum([each.gap for each in found]) / len(found)
    )


def _large_ms(plan: SourcingPlan, progress: Progress) -> list[float]:
    progress("large orders")
    taken_ms = []
    for seed in range(plan.seed, plan.seed + plan.large):
        problem, served = large_problem(seed)
        started = process_time()
        cheapest_plan(problem, served)
        taken_ms.append((process_time() - started) * 1_000)
    return taken_ms


def _gaps(plan: SourcingPlan, progress: Progress) -> tuple[list[float], list[float]]:
    """The gaps of as many orders as HiGHS can solve in the time, and how long it took for each."""
    from stockpool.simulation.benchmarks.sourcing_model import optimum

    gaps: list[float] = []
    highs_ms: list[float] = []
    started = perf_counter()
    for seed in range(plan.seed, plan.seed + plan.proofs):
        if gaps and perf_counter() - started > plan.proofs_s:
            break
        progress(f"proof {len(gaps) + 1} of {plan.proofs}")
        problem, served = random_problem(seed, 50)
        before = process_time()
        best = optimum(problem, served, plan.proofs_s)
        highs_ms.append((process_time() - before) * 1_000)
        if best.proven and any(served):
            above = cheapest_plan(problem, served).cost - best.cost
            gaps.append(above / best.cost if above > ROUNDING else 0.0)
    return gaps, highs_ms
