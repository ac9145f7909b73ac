"""`stockpool forecast`: demand per SKU and node, with how sure it is, and what proves it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from stockpool.entrypoints.cli import options
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.forecast.history import history
from stockpool.entrypoints.cli.forecast.nightly import nightly

if TYPE_CHECKING:
    from collections.abc import Callable

    from stockpool.forecasting.api import ForecastFiles
    from stockpool.forecasting.messages import ForecastPlan, Where

Report = TypeVar("Report")

SHOWN = 3
"""Series that a picture of a backtest shows of those that sold most, and of the worst."""

From = Annotated[
    Path,
    typer.Option(
        "--from",
        metavar="FILE",
        help="Demand: Parquet or CSV with sku, node, date, quantity[, in_stock][, category][, region].",
    ),
]
Horizon = Annotated[int, typer.Option(min=1, help="Periods ahead: days of a daily file, weeks of a weekly one.")]
Prices = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Prices: sku, node, date, price; other number columns are promotions."),
]
Signals = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Signals: date[, sku][, node][, category][, region], name, value[, known]; or a number column for each.",
    ),
]
Country = Annotated[str | None, typer.Option(help="Whose public holidays count, such as US or DE-BY.")]
Methods = Annotated[list[str] | None, typer.Option("--method", help="Only this method; may be repeated.")]
Trust = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-signal", metavar="NAME", help="A signal that moves like demand itself and is known ahead all the same."
    ),
]
Nodes = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The region of each node: node, region; if demand does not tell it.")
]
New = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="What was never sold: sku, node[, category][, price][, attributes]."),
]
Picture = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Where a page that shows it is written: HTML, one file.")
]
Levels = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Where sums by SKU, category, node, region and in total are written, a row a day."
    ),
]
LevelTotals = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where such sums over the horizon and each of its weeks are written."),
]
Seed = Annotated[int, typer.Option(help="Of all that is drawn by chance.")]
Engine = Annotated[str, typer.Option(help="What computes: local, or dask or ray for many processes or machines.")]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="The scheduler, such as tcp://host:8786; else processes of this machine."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="How many of those processes; else one for each core.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    group = typer.Typer(help="Forecast demand, and show what a forecast is worth.", no_args_is_help=True)
    group.command()(run)
    group.command()(backtest)
    group.command()(explain)
    group.command()(compare)
    group.command()(nightly)
    group.command()(nowcast)
    group.command()(history)
    app.add_typer(group, name="forecast")


def run(
    *,
    demand: From,
    horizon: Horizon,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the forecast is written: Parquet, or CSV by its name.")
    ],
    totals: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where sums over the horizon and each of its weeks are written.")
    ] = None,
    levels: Levels = None,
    level_totals: LevelTotals = None,
    prices: Prices = None,
    signals: Signals = None,
    nodes: Nodes = None,
    new: New = None,
    country: Country = None,
    method: Methods = None,
    trust_signal: Trust = None,
    seed: Seed = 1,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    as_json: options.Json = False,
) -> None:
    """Forecast the periods after a file's last date; needs no database.

    Writes sku, node, date, mean and the quantiles q05 to q99. `--totals` writes sku, node, from, to, q50, q90, q95 and
    q99 of sums, which are not the sums of daily quantiles.
    """
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.forecasting.api import LevelFiles, forecast_file

    files = _files(demand, prices, signals, nodes, new, country)
    summed = LevelFiles(days=levels, totals=level_totals)
    plan = _plan(horizon, method, trust_signal, seed, _where(engine, scheduler, workers))
    report = _carried_out(lambda tell: forecast_file(files, plan, out, totals, tell, summed), as_json=as_json)
    showing.show_run(report, out, totals, as_json=as_json)


def backtest(
    *,
    demand: From,
    horizon: Horizon,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the forecasts are written.")] = None,
    levels: Levels = None,
    level_totals: LevelTotals = None,
    prices: Prices = None,
    signals: Signals = None,
    nodes: Nodes = None,
    new: New = None,
    country: Country = None,
    method: Methods = None,
    trust_signal: Trust = None,
    picture: Picture = None,
    seed: Seed = 1,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    as_json: options.Json = False,
) -> None:
    """Hold out the last periods of a file, forecast them from what was known before, and score that.

    Each score stands beside the seasonal naive's on the same rows (`…_naive`), overall and by class.
    """
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.entrypoints.cli.forecast.picture import draw_backtest
    from stockpool.forecasting.api import LevelFiles, backtest_file

    files = _files(demand, prices, signals, nodes, new, country)
    summed = LevelFiles(days=levels, totals=level_totals)
    plan = _plan(horizon, method, trust_signal, seed, _where(engine, scheduler, workers))
    _can_be_drawn(picture, as_json=as_json)
    report = _carried_out(
        lambda tell: backtest_file(files, plan, out, tell, summed, show=SHOWN if picture else 0), as_json=as_json
    )
    if picture is not None:
        _drawn(picture, lambda path: draw_backtest(report, path), as_json=as_json)
    showing.show_backtest(report, as_json=as_json)


def explain(
    *,
    demand: From,
    horizon: Horizon,
    sku: Annotated[str, typer.Option(help="The SKU.")],
    node: Annotated[str, typer.Option(help="The node.")],
    prices: Prices = None,
    signals: Signals = None,
    nodes: Nodes = None,
    new: New = None,
    country: Country = None,
    trust_signal: Trust = None,
    picture: Picture = None,
    seed: Seed = 1,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    as_json: options.Json = False,
) -> None:
    """Say why a forecast says what it says: its parts in units, who made it, and what a price or promotion would do."""
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.entrypoints.cli.forecast.picture import draw_explained
    from stockpool.forecasting.api import explain_file

    files, plan = (
        _files(demand, prices, signals, nodes, new, country),
        _plan(horizon, None, trust_signal, seed, _where(engine, scheduler, workers)),
    )
    _can_be_drawn(picture, as_json=as_json)
    explained = _carried_out(lambda tell: explain_file(files, plan, sku, node, tell), as_json=as_json)
    if picture is not None:
        notes = showing.explained_notes(explained)
        _drawn(picture, lambda path: draw_explained(explained, notes, path), as_json=as_json)
    showing.show_explained(explained, as_json=as_json)


def compare(
    *,
    demand: From,
    horizon: Horizon,
    without: Annotated[
        list[str], typer.Option(help="What is left out: price, promotion, signal or event, or one of them by its name.")
    ],
    alone: Annotated[
        bool, typer.Option("--alone", help="Leave all else out of both: it alone against nothing.")
    ] = False,
    windows: Annotated[int, typer.Option(min=1, max=12, help="Horizons at the end that are held out, one by one.")] = 1,
    prices: Prices = None,
    signals: Signals = None,
    nodes: Nodes = None,
    new: New = None,
    country: Country = None,
    method: Methods = None,
    trust_signal: Trust = None,
    seed: Seed = 1,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    as_json: options.Json = False,
) -> None:
    """Say what prices, promotions or signals are worth: the same backtest with and without them, with an interval."""
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.forecasting.api import compare_file

    files, plan = (
        _files(demand, prices, signals, nodes, new, country),
        _plan(horizon, method, trust_signal, seed, _where(engine, scheduler, workers)),
    )
    compared = _carried_out(
        lambda tell: compare_file(files, plan, without, windows, tell, alone=alone), as_json=as_json
    )
    showing.show_compared(compared, as_json=as_json)


def nowcast(
    *,
    forecast: Annotated[Path, typer.Option(metavar="FILE", help="A forecast of days, as forecast run writes it.")],
    so_far: Annotated[
        Path, typer.Option(metavar="FILE", help="Sold since the day began: sku, node, quantity[, in_stock].")
    ],
    at: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], help="Local time.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the moved forecast is written.")],
    hours: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Past sales with their moments: at, quantity.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Move today's and the coming days' forecast by what was sold today so far."""
    from stockpool.entrypoints.cli.forecast import showing
    from stockpool.forecasting.api import TodayFiles, nowcast_file

    files = TodayFiles(forecast=forecast, so_far=so_far, hours=hours)
    report = _carried_out(lambda _tell: nowcast_file(files, at, out), as_json=as_json)
    showing.show_nowcast(report, out, as_json=as_json)


def _files(
    demand: Path, prices: Path | None, signals: Path | None, nodes: Path | None, new: Path | None, country: str | None
) -> ForecastFiles:
    from stockpool.forecasting.api import ForecastFiles

    return ForecastFiles(demand=demand, prices=prices, signals=signals, nodes=nodes, new=new, country=country)


def _where(engine: str, scheduler: str | None, workers: int | None) -> Where:
    from stockpool.forecasting.messages import Where

    return Where(engine=engine, scheduler=scheduler, workers=workers)


def _plan(horizon: int, methods: list[str] | None, trusted: list[str] | None, seed: int, where: Where) -> ForecastPlan:
    from stockpool.forecasting.messages import ForecastPlan

    return ForecastPlan(
        horizon=horizon, methods=tuple(methods or ()), seed=seed, trusted=frozenset(trusted or ()), where=where
    )


def _can_be_drawn(picture: Path | None, *, as_json: bool) -> None:
    """A page that has no folder to lie in is refused before the minutes that a forecast takes."""
    from stockpool.entrypoints.cli import output

    if picture is None:
        return
    if picture.is_dir() or not picture.absolute().parent.is_dir():
        said = "it is a folder; name a file in it" if picture.is_dir() else "its folder does not exist; make it first"
        output.print_error(f"{picture}: {said}", ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE)


def _drawn(picture: Path, draw: Callable[[Path], None], *, as_json: bool) -> None:
    """Draw a page; what keeps it from being written ends the command with a message."""
    from stockpool.entrypoints.cli import output

    try:
        draw(picture)
    except OSError as error:
        output.print_error(
            f"{picture}: cannot be drawn: {error.strerror}: {error.filename}", ExitCode.USAGE, as_json=as_json
        )
        raise typer.Exit(ExitCode.USAGE) from error


def _carried_out(work: Callable[[Callable[[str, int, int], None]], Report], *, as_json: bool) -> Report:
    """Do it with a progress bar; a refusal ends the command with its message."""
    from stockpool.entrypoints.cli import output
    from stockpool.entrypoints.cli.forecast.showing import progress
    from stockpool.forecasting.messages import ForecastRefused

    try:
        with progress() as tell:
            return work(tell)
    except ForecastRefused as refused:
        output.print_error(str(refused), ExitCode.USAGE, as_json=as_json)
        raise typer.Exit(ExitCode.USAGE) from refused
