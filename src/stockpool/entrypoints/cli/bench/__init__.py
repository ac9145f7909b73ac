"""`stockpool bench`: how fast the ledger, the HTTP interface and imports are, beside references on the same machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import msgspec
import typer

from stockpool.entrypoints.cli import options

Rounds = Annotated[int, typer.Option(min=1, max=50, help="Rounds; each figure is their median.")]
SliceSeconds = Annotated[int, typer.Option(min=1, max=60, help="Seconds of each measurement in a round.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Measure speed beside a reference, on scratch databases of the chosen server.")
    group.command()(ledger)
    group.command()(http)
    group.command()(orders)
    group.command("import")(import_)
    group.command()(sourcing)
    group.command()(freshness)
    group.command("flash-sale")(flash_sale)
    group.command("offline-tills")(offline_tills)
    group.command()(buffers)
    app.add_typer(group, name="bench")


def ledger(
    *,
    rounds: Rounds = 3,
    slice_seconds: SliceSeconds = 2,
    in_flight: Annotated[int, typer.Option(min=1, max=10_000, help="Callers that wait for an answer.")] = 1_024,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Place durable holds through the lanes, beside pgbench with the least that takes a unit from a position."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.runtime.collector import calm_collector
    from stockpool.simulation.benchmarks.ledger import LedgerPlan, bench_ledger

    calm_collector()
    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = LedgerPlan(rounds=rounds, slice_s=slice_seconds, in_flight=in_flight)
    with session.open_server(settings) as url:
        _print(uvloop.run(bench_ledger(url, settings, plan, _progress(as_json=as_json))), as_json=as_json)


def http(
    *,
    rounds: Rounds = 5,
    slice_seconds: SliceSeconds = 2,
    connections: Annotated[int, typer.Option(min=1, max=1_000, help="Connections that send one by one.")] = 128,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Place durable holds over HTTP, beside a call of the same server that does nothing."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.bench.served import served
    from stockpool.simulation.benchmarks.http import HttpPlan, bench_http

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = HttpPlan(rounds=rounds, slice_s=slice_seconds, connections=connections)
    with session.open_server(settings) as url:
        _print(uvloop.run(bench_http(url, settings, served, plan, _progress(as_json=as_json))), as_json=as_json)


def orders(
    *,
    rounds: Rounds = 5,
    slice_seconds: SliceSeconds = 4,
    connections: Annotated[int, typer.Option(min=1, max=1_000, help="Connections that send one by one.")] = 128,
    stores: Annotated[
        int, typer.Option(min=0, max=200, help="Stores that work their queues in a second measurement.")
    ] = 0,
    step_seconds: Annotated[
        float, typer.Option(min=0, max=60, help="In which a store takes one step; 0 for as fast as it is answered.")
    ] = 0.5,
    policy: Annotated[
        bool, typer.Option("--policy", help="Let a sourcing policy of all filters and costs act.")
    ] = False,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Place orders of three lines over 200 nodes by HTTP, beside a call of the same server that does nothing."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.bench.served import served
    from stockpool.simulation.benchmarks.orders import OrdersPlan, bench_orders

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = OrdersPlan(
        rounds=rounds,
        slice_s=slice_seconds,
        connections=connections,
        stores=stores,
        step_s=step_seconds,
        policy=policy,
    )
    with session.open_server(settings) as url:
        _print(uvloop.run(bench_orders(url, settings, served, plan, _progress(as_json=as_json))), as_json=as_json)


def freshness(
    *,
    facts_per_second: Annotated[int, typer.Option(min=1, max=20_000, help="Sales at tills, one a request.")] = 1_000,
    seconds: Annotated[int, typer.Option(min=1, max=600, help="How long they are measured.")] = 15,
    readers: Annotated[int, typer.Option(min=1, max=500, help="Readers of the event stream.")] = 20,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Sell at tills over HTTP, and see how soon readers hear of it and the web shop promises less."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.bench.served import served
    from stockpool.simulation.benchmarks.freshness import FreshnessPlan, bench_freshness

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = FreshnessPlan(facts_per_s=facts_per_second, seconds=seconds, readers=readers)
    with session.open_server(settings) as url:
        serve = partial(served, webhook_allow_networks="127.0.0.0/8")
        _print(uvloop.run(bench_freshness(url, settings, serve, plan, _progress(as_json=as_json))), as_json=as_json)


def flash_sale(
    *,
    skus: Annotated[int, typer.Option(min=100, max=100_000, help="SKUs; each has a row at 40 nodes.")] = 25_000,
    holds_per_second: Annotated[int, typer.Option(min=1, max=20_000, help="Holds of buyers.")] = 200,
    facts_per_second: Annotated[int, typer.Option(min=1, max=20_000, help="Sales at tills.")] = 100,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Hold and sell a few SKUs over HTTP while a million rows of stock are imported, beside the same in quiet."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.bench.served import served
    from stockpool.simulation.benchmarks.flash_sale import FlashSalePlan, bench_flash_sale
    from stockpool.simulation.benchmarks.shop import ShopSize

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    size = ShopSize(skus=skus, nodes=40)
    plan = FlashSalePlan(size=size, holds_per_s=holds_per_second, facts_per_s=facts_per_second)
    with session.open_server(settings) as url:
        figures = uvloop.run(bench_flash_sale(url, settings, served, plan, _progress(as_json=as_json)))
        _print(figures, as_json=as_json)


def import_(
    *,
    skus: Annotated[int, typer.Option(min=1, max=100_000, help="SKUs; each has a row at 40 nodes.")] = 25_000,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Import a million stock rows from a CSV file, beside a bare COPY of the same file."""
    import asyncio

    from stockpool.entrypoints.cli import session
    from stockpool.simulation.benchmarks.imports import ImportPlan, bench_import
    from stockpool.simulation.benchmarks.shop import ShopSize

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = ImportPlan(size=ShopSize(skus=skus, nodes=40))
    with session.open_server(settings) as url:
        figures = asyncio.run(bench_import(url, settings, plan, _progress(as_json=as_json)))
        _print(figures, as_json=as_json)


def sourcing(
    *,
    orders: Annotated[
        int, typer.Option(min=10, max=10_000, help="Orders that are timed, for 50 and for 500 nodes.")
    ] = 300,
    proofs: Annotated[int, typer.Option(min=1, max=10_000, help="Orders of which HiGHS proves the optimum.")] = 60,
    proof_seconds: Annotated[int, typer.Option(min=1, max=3_600, help="After so long no further proof is begun.")] = 40,
    seed: Annotated[int, typer.Option(min=0, help="The first of the orders; the same seed makes the same orders.")] = 1,
    as_json: options.Json = False,
) -> None:
    """Find the cheapest plans for random orders, beside the optimum that HiGHS proves."""
    from stockpool.simulation.benchmarks.sourcing import SourcingPlan, bench_sourcing

    plan = SourcingPlan(orders=orders, proofs=proofs, proofs_s=proof_seconds, seed=seed)
    _print(bench_sourcing(plan, _progress(as_json=as_json)), as_json=as_json)


def offline_tills(
    *,
    tills: Annotated[int, typer.Option(min=1, max=1_000, help="Tills, four in a store.")] = 40,
    sales: Annotated[int, typer.Option(min=1, max=100_000, help="Sales of each till in 8 simulated hours.")] = 5_000,
    skus: Annotated[int, typer.Option(min=1, max=10_000, help="SKUs, each in every store.")] = 200,
    steps: Annotated[int, typer.Option(min=1, max=480, help="Into which the day is cut.")] = 96,
    escrow: Annotated[bool, typer.Option(help="Whether tills sell from escrows.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same day.")] = 1,
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Play a day of tills that are cut off at random, and compare the ledger with what they sold."""
    import uvloop

    from stockpool.entrypoints.cli import session
    from stockpool.entrypoints.cli.bench.served import served
    from stockpool.simulation.offline_tills.day import offline_day
    from stockpool.simulation.offline_tills.plan import OfflinePlan

    settings = session.load(config, data_dir=data_dir, database_url=database_url).settings
    plan = OfflinePlan(tills=tills, sales=sales, skus=skus, steps=steps, escrow=escrow, seed=seed)
    with session.open_server(settings) as url:
        _print(uvloop.run(offline_day(url, served, plan, _progress(as_json=as_json))), as_json=as_json)


def buffers(
    *,
    days: Annotated[int, typer.Option(min=1, max=1_000, help="Days that are played at each confidence.")] = 30,
    wrong: Annotated[float, typer.Option(min=0, max=0.5, help="Share of records that say too much.")] = 0.0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same days.")] = 1,
    as_json: options.Json = False,
) -> None:
    """Sell the same stock at tills and on the web over slow feeds, without and with confidence buffers."""
    from stockpool.simulation.benchmarks.buffers import BufferPlan, bench_buffers

    _print(bench_buffers(BufferPlan(days=days, wrong_share=wrong, seed=seed)), as_json=as_json)


def _progress(*, as_json: bool) -> Callable[[str], None]:
    """One line a step, where a person reads along."""
    return (lambda _step: None) if as_json else (lambda step: print(f"… {step}", flush=True))


def _print(figures: msgspec.Struct, *, as_json: bool) -> None:
    from stockpool.entrypoints.cli import output

    named = msgspec.structs.asdict(figures)
    if as_json:
        output.print_json(named)
    else:
        print("\n".join(f"{name:<25} {value}" for name, value in named.items() if value is not None))
