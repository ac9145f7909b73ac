"""`stockpool demo`: a whole made-up retailer with live traffic, on this machine only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from stockpool.entrypoints.cli import options

PORT = 8000
RATE_PER_S = 40.0


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(demo)


def demo(
    *,
    data_dir: options.DataDir = None,
    seconds: Annotated[
        float | None, typer.Option(min=0, help="End by itself after so long.", show_default="until Ctrl-C")
    ] = None,
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Port of the server; if it is in use, another is taken.")
    ] = PORT,
    rate: Annotated[float, typer.Option(min=0.1, max=2_000, help="Arrivals of people a second.")] = RATE_PER_S,
    stores: Annotated[int, typer.Option(min=1, max=60, help="Stores of a new retailer.")] = 60,
    skus: Annotated[int, typer.Option(min=100, max=10_000, help="SKUs of a new retailer.")] = 5_000,
    days: Annotated[int, typer.Option(min=28, max=3_660, help="Days of sales history of a new retailer.")] = 730,
    as_json: options.Json = False,
) -> None:
    """Run a whole retailer: stock, server, and live till and web traffic.

    The first start makes the retailer and takes under a minute; later ones go on where the last one ended. Ctrl-C
    stops everything and keeps the data. At the end the ledger is verified: exit code 0 when it is clean, 1 when not.
    """
    from stockpool.entrypoints.cli.demo.whole_demo import DemoPlan, run_demo
    from stockpool.simulation.retailer import RetailerPlan

    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    retailer = RetailerPlan(last_day=yesterday, stores=stores, skus=skus, days=days)
    plan = DemoPlan(data_dir=data_dir, port=port, rate_per_s=rate, seconds=seconds, retailer=retailer, as_json=as_json)
    raise typer.Exit(run_demo(plan))
