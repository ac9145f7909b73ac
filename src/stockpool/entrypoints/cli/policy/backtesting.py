"""`stockpool policy backtest`: two policies on the same recorded orders and the same stock path."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import typer
from rich.console import Console

from stockpool.entrypoints.cli import output, session
from stockpool.entrypoints.cli.comparing import differences
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.importing.progress import shown_on
from stockpool.entrypoints.cli.importing.sources import tables_of
from stockpool.entrypoints.cli.policy import sources
from stockpool.entrypoints.cli.policy.sources import Place
from stockpool.entrypoints.cli.serving import steps_shown, worker_count
from stockpool.runtime.database import Database
from stockpool.simulation.backtest.backtesting import Backtest, BacktestPlan, NodeLoad, Way, backtest
from stockpool.simulation.backtest.differing import Differing, Side
from stockpool.simulation.backtest.files import world_of_files
from stockpool.simulation.backtest.history import Nothing, load_world
from stockpool.simulation.backtest.parallel import BUILT_IN
from stockpool.simulation.backtest.world import World
from stockpool.sourcing.api import BacktestFigure, BacktestKept, Known, Policy, read_policy
from stockpool.workflows.policy_desk import KINDS

LOADS_SHOWN = 20


class Window(msgspec.Struct, frozen=True):
    """Which orders, and what they are measured by."""

    since: datetime | None
    until: datetime | None
    limit: int | None
    freight: str | None


class Files(msgspec.Struct, frozen=True):
    """Where the record is, if not in the database."""

    folder: Path | None
    mapping: Path | None
    source: Path | None
    rejects: Path

    @property
    def named(self) -> bool:
        """Whether there are any."""
        return self.folder is not None or self.mapping is not None or self.source is not None


def run_backtest(names: tuple[str, str], files: Files, window: Window, plan: BacktestPlan, place: Place) -> None:
    """Try both, and print what came of it."""
    found = [None if name == BUILT_IN else sources.source_of(name, place) for name in names]
    for each in found:
        if each is not None:
            sources.policy_of(each, place)  # what is wrong with a document is said before anything is loaded
    world = _world(files, window, plan, place)
    known = Known(kinds=KINDS, rates={each.name: each.currency for each in world.rates})
    ways = tuple([_way(name, each, known, place) for name, each in zip(names, found, strict=True)])
    world = msgspec.structs.replace(world, freight=_freight(world, window, ways, place))
    plan = msgspec.structs.replace(plan, workers=worker_count(plan.workers or None))
    with steps_shown() as steps:
        result = backtest(world, (ways[0], ways[1]), plan, steps)
    if not files.named and not all(name == BUILT_IN or sources.is_file(name) for name in names):
        sources.at_desk(place, lambda desk: desk.keep_backtest(_kept(result, world)))
    if place.as_json:
        output.print_json(for_json(result, world))
    else:
        print("\n".join(in_words(result, world)))


def _kept(result: Backtest, world: World) -> BacktestKept:
    """The figures, for those who decide on a policy that is stored."""
    measured = [(each, each.difference) for each in result.paired.differences]
    return BacktestKept(
        first=result.ways[0],
        second=result.ways[1],
        done_at=datetime.now(UTC),
        done_by=sources.actor(),
        since=world.orders[0].at,
        until=world.orders[-1].at,
        orders=result.orders,
        whole=result.whole,
        same=result.same,
        figures=tuple([
            BacktestFigure(each.measure, found.orders, each.first, each.second, found.mean, found.low, found.high)
            for each, found in measured
        ]),
    )  # fmt: skip


def moment(text: str | None, option: str) -> datetime | None:
    """A day, in UTC."""
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise typer.BadParameter("is a day like 2026-03-01", param_hint=option) from None


def _world(files: Files, window: Window, plan: BacktestPlan, place: Place) -> World:
    asked = {"since": window.since, "until": window.until, "limit": window.limit, "seed": plan.seed}
    world = _imported(files, asked, place) if files.named else _remembered(asked, place)
    if isinstance(world, Nothing):
        sources.wrong(f"nothing can be tried: {world.message}", place)
    return world


def _imported(files: Files, asked: dict[str, Any], place: Place) -> World | Nothing:
    settings = session.load(place.config, data_dir=place.data_dir, database_url=place.database_url).settings
    with (
        tables_of(files.folder, files.mapping, files.source) as tables,
        session.open_server(settings) as url,
        shown_on(Console(stderr=True)) as watcher,
    ):
        found = asyncio.run(world_of_files(settings, url, tables, files.rejects, watcher, **asked))
    if found.rejected:
        Console(stderr=True).print(f"{found.rejected:,} rows were rejected: see {files.rejects}", highlight=False)
    return found.world


def _remembered(asked: dict[str, Any], place: Place) -> World | Nothing:
    async def run(url: str) -> World | Nothing:
        database = await Database.open(url, max_size=1)
        try:
            return await load_world(database, **asked)
        finally:
            await database.close()

    with session.open_session(place.config, data_dir=place.data_dir, database_url=place.database_url) as opened:
        return asyncio.run(run(opened.url))


def _way(name: str, source: sources.Source | None, known: Known, place: Place) -> Way:
    if source is None:
        return Way(BUILT_IN, BUILT_IN)
    read = read_policy(source.text, source.name, known)
    if read.policy is None:
        sources.print_problems(read.problems, place)
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)
    return Way(Path(name).stem if sources.is_file(name) else source.name, read.policy)


def _freight(world: World, window: Window, ways: tuple[Way, ...], place: Place) -> str | None:
    """The rate table that is named, else the first that a policy names."""
    names = [each.name for each in world.rates]
    if window.freight is not None:
        if window.freight not in names:
            sources.wrong(f"--freight: there is no rate table {window.freight!r}", place)
        return window.freight
    costs = [cost for way in ways if isinstance(way.route, Policy) for rule in way.route.rules for cost in rule.costs]
    return next((getattr(cost, "rates") for cost in costs if cost.name == "shipping"), None)  # noqa: B009 -- a cost's own


def for_json(result: Backtest, world: World) -> dict[str, Any]:
    """All of it."""
    return {**msgspec.to_builtins(result), "freight_by": world.freight, "seed": world.seed}


def in_words(result: Backtest, world: World) -> Iterator[str]:
    """The answer for a person."""
    one, other = result.ways
    first, last = world.orders[0].at, world.orders[-1].at
    yield f"{result.orders:,} orders from {first:%Y-%m-%d} to {last:%Y-%m-%d}: {one} (first) and {other} (second)"
    yield f"{result.same:,} are served alike, {result.whole:,} wholly by both; money, km, days and parcels are of these"
    by = f"the rate table {world.freight}" if world.freight is not None else "no rate table, so it is not known"
    yield f"freight by {by}; intervals by {result.paired.blocks:,} {result.paired.block}s"
    yield f"{'':<22} {'first':>10} {'second':>10} {'difference':>10}"
    yield from differences(result.paired)
    lost = result.own_sales_lost
    yield f"{'own sales lost, units':<22} {lost[0]:>10,} {lost[1]:>10,} {lost[1] - lost[0]:>+10,}"
    yield from _loads(result.loads)
    for each in result.differing:
        yield from _differing(each, result.ways)


def _loads(loads: tuple[NodeLoad, ...]) -> Iterator[str]:
    yield ""
    yield f"{'node':<22} {'parcels':>10} {'':>10} {'wait, days':>10}"
    busiest = sorted(loads, key=lambda each: (-max(each.parcels), each.node))
    for each in busiest[:LOADS_SHOWN]:
        waits = f"{each.wait_days[0]:>10.2f} {each.wait_days[1]:>10.2f}"
        yield f"{each.node:<22} {each.parcels[0]:>10,} {each.parcels[1]:>10,} {waits}"
    if len(busiest) > LOADS_SHOWN:
        yield f"and {len(busiest) - LOADS_SHOWN} nodes with less"


def _differing(each: Differing, ways: tuple[str, str]) -> Iterator[str]:
    goods = ", ".join([f"{units} x {sku}" for sku, units in each.lines])
    yield ""
    yield f"order {each.order_id} of {each.at[:10]}, {goods}: {each.difference:+.2f}"
    for name, side in zip(ways, (each.first, each.second), strict=True):
        yield f"  {name}: {_side(side)}"
        yield from [f"    {line}" for line in side.why]


def _side(side: Side) -> str:
    return " / ".join(["unknown" if cost is None else f"{cost:.2f}" for cost in side.costs])
