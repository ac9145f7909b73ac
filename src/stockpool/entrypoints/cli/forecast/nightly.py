"""`stockpool forecast nightly`: the forecast that the API answers from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from stockpool.entrypoints.cli.session import Session
    from stockpool.forecasting.api import NightAsked, NightDone
    from stockpool.kernel.refusals import Refused

Demand = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="Demand from a file instead of the pool's own history."),
]
Horizon = Annotated[
    int | None,
    typer.Option(min=1, max=366, help="Periods ahead.", show_default="the setting forecast_horizon"),
]
Prices = Annotated[Path | None, typer.Option(metavar="FILE", help="Prices and promotions: sku, node, date, price, ….")]
Signals = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Signals: date[, sku][, node], name, value[, known].")
]
Country = Annotated[
    str | None,
    typer.Option(help="Whose public holidays count.", show_default="the setting forecast_country"),
]
Methods = Annotated[list[str] | None, typer.Option("--method", help="Only this method; may be repeated.")]
By = Annotated[str, typer.Option("--asked-by", help="Who is written down as having asked.", hidden=True)]


def nightly(
    *,
    demand: Demand = None,
    horizon: Horizon = None,
    prices: Prices = None,
    signals: Signals = None,
    country: Country = None,
    method: Methods = None,
    seed: Annotated[int, typer.Option(help="Of all that is drawn by chance.")] = 1,
    asked_by: By = "command line",
    config: options.Config = None,
    data_dir: options.DataDir = None,
    database_url: options.DatabaseUrl = None,
    as_json: options.Json = False,
) -> None:
    """Compare earlier forecasts with what came, forecast the next days, and store that for the API.

    Champions stay until they have decayed, are four weeks old, or methods or classes have changed.
    Exit code 1: another night is under way, and nothing was done.
    """
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.entrypoints.cli.session import open_session
    from stockpool.forecasting.api import ChangeLimits, ForecastRefused, NightAsked, NightSource
    from stockpool.forecasting.messages import ForecastPlan
    from stockpool.kernel.refusals import Refused

    with open_session(config, data_dir=data_dir, database_url=database_url) as session:
        settings = session.settings
        plan = ForecastPlan(horizon=horizon or settings.forecast_horizon, methods=tuple(method or ()), seed=seed)
        limits = ChangeLimits(
            settings.forecast_change_share, settings.forecast_change_units, settings.forecast_events_max
        )
        source = NightSource(
            demand=demand, prices=prices, signals=signals, country=country or settings.forecast_country
        )
        asked = NightAsked(source=source, plan=plan, limits=limits, asked_by=asked_by)
        try:
            with showing.progress() as tell:
                done = _made(session, asked, tell)
        except ForecastRefused as refused:
            output.print_error(str(refused), ExitCode.USAGE, as_json=as_json)
            raise typer.Exit(ExitCode.USAGE) from refused
    if isinstance(done, Refused):
        output.print_error(done.message, ExitCode.PROBLEMS_FOUND, as_json=as_json)
        raise typer.Exit(ExitCode.PROBLEMS_FOUND)
    showing.show_night(done, as_json=as_json)


def _made(session: Session, asked: NightAsked, tell: Callable[[str, int, int], None]) -> NightDone | Refused:
    import asyncio
    from datetime import UTC, datetime

    from stockpool.runtime.database import Database
    from stockpool.workflows.forecast_night import make_night

    async def work() -> NightDone | Refused:
        connection = await Database.prepare(session.url).connect(statement_timeout="0")
        async with connection:
            return await make_night(connection, asked, datetime.now(UTC), tell)

    return asyncio.run(work())
