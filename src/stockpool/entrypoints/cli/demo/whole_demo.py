"""The demo from start to end: set up, serve, drive traffic, stop, verify, sum up."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from stockpool.entrypoints.cli import output, session
from stockpool.entrypoints.cli.demo.children import ChildFailed
from stockpool.entrypoints.cli.demo.live import Live, LiveResult
from stockpool.entrypoints.cli.demo.server import DemoServer, ServerLost, free_port
from stockpool.entrypoints.cli.demo.setting_up import DemoFolder, Retailer, SetupRefused, ensure_retailer
from stockpool.entrypoints.cli.demo.steps import Steps
from stockpool.entrypoints.cli.demo.summary import Verified, exit_code, print_summary, verify_ledger
from stockpool.entrypoints.cli.demo.trying import what_to_try
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.runtime.database import Database
from stockpool.simulation.retailer import RetailerPlan
from stockpool.simulation.retailer.baskets import Baskets, load_baskets

if TYPE_CHECKING:
    from rich.console import Console

SEED = 1


class DemoPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What the caller asked for."""

    data_dir: Path | None
    port: int
    rate_per_s: float
    seconds: float | None
    retailer: RetailerPlan
    as_json: bool


def run_demo(plan: DemoPlan) -> int:
    """Run it; answers the exit code, also for whatever may stand in its way."""
    try:
        return _run(plan)
    except SetupRefused as error:
        code, message = ExitCode.USAGE, str(error)
    except (ServerLost, ChildFailed) as error:
        code, message = ExitCode.PROBLEMS_FOUND, str(error)
    output.print_error(message, code, as_json=plan.as_json)
    return code


def _run(plan: DemoPlan) -> int:
    from rich.console import Console

    began = time.monotonic()
    console = Console(stderr=plan.as_json, highlight=False)
    data_dir = _data_dir(plan)
    console.print(f"stockpool demo, data in {data_dir}", soft_wrap=True)
    steps = Steps(console)
    with ExitStack() as stack:
        with steps.step("starting the database"):
            url = stack.enter_context(session.open_session(None, data_dir=data_dir)).url
        folder = DemoFolder(data_dir)
        retailer = asyncio.run(_set_up(url, data_dir, folder, plan, steps))
        with steps.step("reading what sells"):
            baskets = load_baskets(retailer.files)
        server = DemoServer(data_dir, folder.path, _port(plan, console))
        stack.callback(server.stop)
        live = _serve(server, folder, retailer, baskets, steps, console)
        ready_s = round(time.monotonic() - began, 1)
        console.print(f"live after {ready_s} s; Ctrl-C stops everything and keeps the data\n")
        result = asyncio.run(live.run(plan.rate_per_s, plan.seconds, console))
        with steps.step("stopping the server"):
            server.stop()
        with steps.step("verifying the ledger"):
            verified = verify_ledger(data_dir)
    if plan.as_json:
        output.print_json(
            _summary(
                url=live.url,
                data_dir=data_dir,
                retailer=retailer,
                ready_s=ready_s,
                steps=steps,
                result=result,
                verified=verified,
            )
        )
    else:
        print_summary(console, result, verified)
    return exit_code(result, verified)


def _data_dir(plan: DemoPlan) -> Path:
    """The folder asked for, else one of its own, so that the demo never meets a real catalog."""
    if plan.data_dir is not None:
        return plan.data_dir.expanduser().absolute()
    return session.load(None).settings.data_dir / "demo"


async def _set_up(url: str, data_dir: Path, folder: DemoFolder, plan: DemoPlan, steps: Steps) -> Retailer:
    database = await Database.open(url)
    try:
        return await ensure_retailer(database, data_dir, folder, plan.retailer, steps)
    finally:
        await database.close()


def _port(plan: DemoPlan, console: Console) -> int:
    port = free_port(plan.port)
    if port != plan.port:
        console.print(f"port {plan.port} is in use, taking {port}")
    return port


def _serve(
    server: DemoServer, folder: DemoFolder, retailer: Retailer, baskets: Baskets, steps: Steps, console: Console
) -> Live:
    live = Live(server, baskets, retailer, folder, SEED)
    with steps.step("starting the server"):
        server.start()
        asyncio.run(live.wait_until_ready())
    with steps.step("opening the doors"):
        ready = asyncio.run(live.set_the_scene(first_time=retailer.is_new))
    lines = [live.url, _curl(live.url, retailer.token, baskets), *retailer.people.lines()]
    console.print("", *lines, "", sep="\n", soft_wrap=True, markup=False)
    console.print(*what_to_try(live.url, retailer.people.store, ready, folder.codes), sep="\n", soft_wrap=True)
    return live


def _curl(url: str, token: str, baskets: Baskets) -> str:
    hot = baskets.hottest[0].sku if baskets.hottest else ""
    return f"curl -s -H 'Authorization: Bearer {token}' '{url}/v1/availability?sku={hot}&channel=web'"


def _summary(
    *,
    url: str,
    data_dir: Path,
    retailer: Retailer,
    ready_s: float,
    steps: Steps,
    result: LiveResult,
    verified: Verified,
) -> dict[str, Any]:
    return {
        "url": url,
        "data_dir": str(data_dir),
        "first_start": retailer.is_new,
        "people": msgspec.to_builtins(retailer.people),
        "ready_s": ready_s,
        "steps_s": steps.seconds,
        "live_s": result.seconds,
        **msgspec.to_builtins(result.report),
        "lost": result.lost,
        "verify": msgspec.to_builtins(verified),
    }
