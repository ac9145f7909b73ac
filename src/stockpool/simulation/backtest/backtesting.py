"""Two ways to route, tried on the same recorded orders and the same stock path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from stockpool.simulation.backtest.differing import Differing, differing
from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.backtest.pairing import SHARED, Measure, Paired, loads, pair, priced
from stockpool.simulation.backtest.parallel import Job, play_all
from stockpool.simulation.backtest.parts import parts_of, together
from stockpool.simulation.backtest.playing import Played
from stockpool.simulation.backtest.world import World
from stockpool.sourcing.api import Policy


class Watcher(Protocol):
    """Hears how a backtest goes on."""

    def step(self, name: str, orders: int) -> None:
        """A step begins, in which so many orders are served."""
        ...

    def served(self, orders: int) -> None:
        """So many more were served."""
        ...


class Way(msgspec.Struct, frozen=True):
    """A policy with the name it was called by, or the built-in routing."""

    name: str
    route: Policy | str


class BacktestPlan(msgspec.Struct, frozen=True):
    """How to try; with `short_cost` every unit that is short costs so much, and orders with some count too."""

    short_cost: float | None = None
    differing: int = 5
    seed: int = 1
    workers: int = 1


class NodeLoad(msgspec.Struct, frozen=True):
    """What one node had to do under both: parcels, units, and days that a parcel waited behind others."""

    node: str
    parcels: tuple[int, int]
    units: tuple[int, int]
    wait_days: tuple[float, float]


class Backtest(msgspec.Struct, frozen=True):
    """What came of it. `whole` are orders that both served wholly, `same` those that both served alike."""

    ways: tuple[str, str]
    orders: int
    whole: int
    same: int
    paired: Paired
    loads: tuple[NodeLoad, ...]
    own_sales_lost: tuple[int, int]
    differing: tuple[Differing, ...]


def backtest(world: World, ways: tuple[Way, Way], plan: BacktestPlan, watcher: Watcher) -> Backtest:
    """Serve every order both ways; differences are the second less the first."""
    prices = tuple([each.route for each in ways if isinstance(each.route, Policy)])
    parts = parts_of(world, max(plan.workers // len(ways), 1))
    jobs = [Job(part, way.route, prices, explain=True) for way in ways for part in parts]
    watcher.step("playing orders", sum([len(job.world.orders) for job in jobs]))
    played = play_all(jobs, plan.workers, watcher.served)
    first, second = together(world, played[: len(parts)]), together(world, played[len(parts) :])
    costs = [
        Measure(f"cost by {way.name}", priced(place, plan.short_cost), whole=plan.short_cost is None)
        for place, way in enumerate([each for each in ways if isinstance(each.route, Policy)])
    ]
    pairs = list(zip(first.outcomes, second.outcomes, strict=True))
    return Backtest(
        (ways[0].name, ways[1].name),
        len(world.orders),
        sum([not one.short and not other.short for one, other in pairs]),
        sum([_served(one) == _served(other) for one, other in pairs]),
        pair(first.outcomes, second.outcomes, [*costs, *SHARED], plan.seed),
        _loads(first, second),
        (first.own_sales_lost, second.own_sales_lost),
        tuple(differing(world, pairs, [each.value for each in costs], plan.differing)),
    )


def _served(outcome: Outcome) -> Mapping[str, int]:
    return {each.node: each.units for each in outcome.parcels}


def _loads(first: Played, second: Played) -> tuple[NodeLoad, ...]:
    one, other = loads(first.outcomes), loads(second.outcomes)
    nothing = (0, 0, 0.0)
    found: list[NodeLoad] = []
    for name in sorted(one.keys() | other.keys()):
        mine, theirs = one.get(name, nothing), other.get(name, nothing)
        found.append(NodeLoad(name, (mine[0], theirs[0]), (mine[1], theirs[1]), (mine[2], theirs[2])))
    return tuple(found)
