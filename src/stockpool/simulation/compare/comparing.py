"""The whole comparison: fit, choose on what came before a day, judge on what came later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from stockpool.kernel.refusals import Refused
from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.backtest.pairing import SHARED, Measure, Paired, pair
from stockpool.simulation.backtest.parallel import WHOEVER_HAS_IT, Job, play_all
from stockpool.simulation.backtest.world import World
from stockpool.simulation.compare.carrier import Carrier, fit_carrier
from stockpool.simulation.compare.choosing import Money, candidates, cheapest, nearest
from stockpool.simulation.compare.figures import Figures, figures_of
from stockpool.simulation.compare.olist import Record
from stockpool.simulation.compare.reality import Reality, reality_of
from stockpool.simulation.compare.worlds import (
    Assumption,
    Plan,
    as_it_was,
    one_warehouse,
    plan_places,
    pooled,
    staffed,
)
from stockpool.sourcing.api import Policy

BEFORE = datetime(2017, 10, 1, tzinfo=UTC)
STOCKS = ((2.0, True), (2.0, False), (0.9, True))
"""Units for each unit wanted, and whether nodes have limits; the first is the one that is told first."""

WORLDS = ("as it was", "one warehouse", "pool, nearest", "pool, best policy")


class Watcher(Protocol):
    """Hears how a comparison goes on."""

    def step(self, name: str, orders: int) -> None:
        """A step begins, in which so many orders are served."""
        ...

    def served(self, orders: int) -> None:
        """So many more were served."""
        ...


class ComparePlan(msgspec.Struct, frozen=True):
    """How to compare."""

    before: datetime = BEFORE
    stocks: tuple[tuple[float, bool], ...] = STOCKS
    money: Money = Money()
    seed: int = 1
    workers: int = 1


class WorldFigures(msgspec.Struct, frozen=True):
    """A world's figures over all orders, and over those that nothing was chosen by."""

    world: str
    all: Figures
    later: Figures


class Scenario(msgspec.Struct, frozen=True):
    """What comes of one assumption; (d) against (c) on later orders only, and the document of (d)."""

    level: float
    limits: bool
    worlds: tuple[WorldFigures, ...]
    policy: str
    gain: Paired


class Comparison(msgspec.Struct, frozen=True):
    """All of it."""

    orders: int
    later_orders: int
    carrier: Carrier
    places: Plan
    real: Reality
    real_later: Reality
    scenarios: tuple[Scenario, ...]
    plan: ComparePlan


def compare(record: Record, plan: ComparePlan, watcher: Watcher) -> Comparison | Refused:
    """Play the four worlds under each assumption."""
    carrier = fit_carrier(record, plan.before)
    if isinstance(carrier, Refused):
        return carrier
    places = plan_places(record, plan.before)
    assumed = [Assumption(level, limits, plan.seed) for level, limits in plan.stocks]
    worlds = _worlds(record, carrier, places, assumed, plan, watcher)
    chosen = _choose(worlds, plan, watcher)
    played = _play(worlds, [policy for _, policy in chosen], plan, watcher)
    scenarios = [
        _scenario(each, outcomes, text, plan) for each, outcomes, (text, _) in zip(assumed, played, chosen, strict=True)
    ]
    was = played[0][0]
    orders = [each.order_id for each in was]
    later = [each.order_id for each in was if each.at >= plan.before]
    return Comparison(
        len(orders),
        len(later),
        carrier,
        places,
        reality_of(record, carrier, set(orders)),
        reality_of(record, carrier, set(later)),
        tuple(scenarios),
        plan,
    )


Worlds = tuple[World, World, World]
"""As it was, one warehouse, the pool."""


def _worlds(
    record: Record,
    carrier: Carrier,
    places: Plan,
    assumed: Sequence[Assumption],
    plan: ComparePlan,
    watcher: Watcher,
) -> list[Worlds]:
    """The worlds of each assumption. Nodes with limits are staffed for routing by nearest, which favors (c)."""
    free: list[Worlds] = []
    for each in assumed:
        was, one = as_it_was(record, carrier, each), one_warehouse(record, carrier, places, each)
        free.append((was, one, pooled(record, carrier, places, each)))
    limited = [place for place, each in enumerate(assumed) if each.limits]
    jobs = [
        Job(world, route)
        for place in limited
        for world, route in ((free[place][1], WHOEVER_HAS_IT), (free[place][2], nearest()))
    ]
    watcher.step("staffing nodes", _orders_of(jobs))
    played = iter(play_all(jobs, plan.workers, watcher.served))
    for place in limited:
        was, one, pool = free[place]
        free[place] = (was, staffed(one, next(played).outcomes), staffed(pool, next(played).outcomes))
    return free


def _choose(worlds: Sequence[Worlds], plan: ComparePlan, watcher: Watcher) -> list[tuple[str, Policy]]:
    """For each pool the policy that took the least money on the orders before the day."""
    known = [candidates(plan.money, limits=bool(pool.capacities)) for _, _, pool in worlds]
    jobs = [
        Job(_until(pool, plan.before), policy)
        for (_, _, pool), policies in zip(worlds, known, strict=True)
        for _, policy in policies
    ]
    watcher.step("choosing policies", _orders_of(jobs))
    played = iter(play_all(jobs, plan.workers, watcher.served))
    return [policies[cheapest([next(played).outcomes for _ in policies], plan.money)] for policies in known]


def _until(world: World, before: datetime) -> World:
    """The world's orders before a day, and nothing that came later."""
    return msgspec.structs.replace(
        world,
        orders=tuple([each for each in world.orders if each.at < before]),
        stock=tuple([each for each in world.stock if each.at < before]),
        capacities=tuple([each for each in world.capacities if each.at < before]),
    )


def _play(
    worlds: Sequence[Worlds], chosen: Sequence[Policy], plan: ComparePlan, watcher: Watcher
) -> list[list[tuple[Outcome, ...]]]:
    jobs = [
        job
        for (was, one, pool), policy in zip(worlds, chosen, strict=True)
        for job in (Job(was, WHOEVER_HAS_IT), Job(one, WHOEVER_HAS_IT), Job(pool, nearest()), Job(pool, policy))
    ]
    watcher.step("playing worlds", _orders_of(jobs))
    outcomes = [each.outcomes for each in play_all(jobs, plan.workers, watcher.served)]
    return [outcomes[place : place + len(WORLDS)] for place in range(0, len(outcomes), len(WORLDS))]


def _orders_of(jobs: Sequence[Job]) -> int:
    return sum([len(job.world.orders) for job in jobs])


def _scenario(assumed: Assumption, outcomes: Sequence[Sequence[Outcome]], text: str, plan: ComparePlan) -> Scenario:
    later = [[each for each in world if each.at >= plan.before] for world in outcomes]
    figures = [
        WorldFigures(name, figures_of(every, plan.money), figures_of(some, plan.money))
        for name, every, some in zip(WORLDS, outcomes, later, strict=True)
    ]
    measures = (Measure("cost", plan.money.cost), *SHARED)
    return Scenario(assumed.level, assumed.limits, tuple(figures), text, pair(later[2], later[3], measures, plan.seed))
