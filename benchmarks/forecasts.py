"""Backtests as the table of docs/guides/forecasting.md.

    python benchmarks/forecasts.py [DATA] [--autoets] [--series 30000]

DATA has the folders walmart_weekly and orange_juice, of which the last eight weeks are held out. Without it daily
demand is made up, and 28 days are held out. `--autoets` also scores AutoETS by itself, where the extra ets is there.
Below the table stands in how many of some orange juices `explain` says that a higher price sells less, and a deal and a
feature more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import numpy as np
from demand import write_demand

from stockpool.forecasting.api import ForecastFiles, backtest_file
from stockpool.forecasting.classes import volumes
from stockpool.forecasting.explaining import effects_of
from stockpool.forecasting.messages import BacktestReport, ForecastPlan
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.methods.ets import Ets
from stockpool.forecasting.reading import read
from stockpool.forecasting.scores import scale_of, weighted_rmsse

WEEKS = 8
EXPLAINED = 33
DAYS = 475
HELD_OUT_DAYS = 28

WALMART = (
    "select lpad(Dept::text, 2, '0') as sku, lpad(Store::text, 2, '0') as node, Date::date as date,"
    " Weekly_Sales as quantity from '{data}/walmart_weekly/sales.parquet'"
)
WALMART_SIGNALS = (
    "select lpad(Store::text, 2, '0') as node, Date::date as date, Temperature, Fuel_Price, MarkDown1, MarkDown2,"
    " MarkDown3, MarkDown4, MarkDown5, IsHoliday from '{data}/walmart_weekly/features.parquet'"
)
JUICE = (
    "select lpad(brand::text, 2, '0') as sku, lpad(store::text, 3, '0') as node,"
    " date '1989-09-14' + 7 * (week - 1)::int as date, exp(logmove) as quantity"
    " from '{data}/orange_juice/sales.parquet'"
)
JUICE_PRICES = (
    "select lpad(brand::text, 2, '0') as sku, lpad(store::text, 3, '0') as node,"
    " date '1989-09-14' + 7 * (week - 1)::int as date,"
    " [price1, price2, price3, price4, price5, price6, price7, price8, price9, price10, price11][brand] as price,"
    " deal, feat from '{data}/orange_juice/sales.parquet'"
)


def main() -> None:
    """Run them and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--autoets", action="store_true")
    parser.add_argument("--series", type=int, default=300)
    asked = parser.parse_args()
    print("| file | series | seconds | RMSSE | seasonal naive | less | AutoETS | up to q90 | up to q95 |")
    print("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = _made_up(folder, asked.series) if asked.data is None else _files(asked.data, folder)
        for file, files, horizon in made:
            report = backtest_file(files, ForecastPlan(horizon=horizon), None, partial(_tell, file))
            print(_row(file, report, _autoets(files, horizon) if asked.autoets else None), flush=True)
            if files.prices is not None:
                print(_signs(files))


def _tell(file: str, what: str, done: int, of: int) -> None:
    """Each tenth of a step, on standard error: the table comes on standard output after a quarter of an hour."""
    if done * 10 // max(of, 1) > (done - 1) * 10 // max(of, 1):
        print(f"{file}: {what}, {done:,} of {of:,}", file=sys.stderr, flush=True)


def _made_up(folder: Path, series: int) -> Iterator[tuple[str, ForecastFiles, int]]:
    """A small chain's file."""
    write_demand(folder / "demand.parquet", series, DAYS)
    yield "made_up_daily", ForecastFiles(demand=folder / "demand.parquet"), HELD_OUT_DAYS


def _files(data: Path, folder: Path) -> Iterator[tuple[str, ForecastFiles, int]]:
    """The files of each data set."""
    sales, signals = written(folder, data, "sales", WALMART), written(folder, data, "signals", WALMART_SIGNALS)
    yield "walmart_weekly", ForecastFiles(demand=sales, signals=signals), WEEKS
    juice, prices = written(folder, data, "juice", JUICE), written(folder, data, "prices", JUICE_PRICES)
    yield "orange_juice", ForecastFiles(demand=juice, prices=prices), WEEKS


def written(folder: Path, data: Path, name: str, query: str) -> Path:
    """What a query makes of a data set, as a file of a folder."""
    path = folder / f"{name}.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({query.format(data=data)}) to '{path}' (format parquet)")
    return path


def _row(name: str, report: BacktestReport, autoets: float | None) -> str:
    own, naive = report.overall.rmsse or 0.0, report.overall.rmsse_naive or 1.0
    cells = [
        name,
        f"{report.series:,}",
        f"{report.wall_s:.0f}",
        f"{own:.3f}",
        f"{naive:.3f}",
        f"{1 - own / naive:.0%}",
        "-" if autoets is None else f"{autoets:.3f}",
        f"{report.overall.coverage_90:.1%}",
        f"{report.overall.coverage_95:.1%}",
    ]
    return f"| {' | '.join(cells)} |"


def _signs(files: ForecastFiles) -> str:
    """In how many of some series price and promotions have the right effect."""
    panel, model = read(files, WEEKS).panel, Boosted(1, ForecastPlan(horizon=WEEKS).rounds)
    fitted = model.fit(panel, WEEKS)
    rows = np.linspace(0, panel.series - 1, EXPLAINED).astype(int)
    found = [effects_of(panel, model, fitted, int(row), WEEKS) for row in rows]
    less = sum(each["price 10% higher"] < 0 for each in found)
    more = {name: sum(each[f"{name} all the time"] > 0 for each in found) for name in ("deal", "feat")}
    return f"\nof {EXPLAINED} series a higher price sells less in {less}, " + ", ".join(
        f"a {name} more in {count}" for name, count in more.items()
    )


def _autoets(files: ForecastFiles, horizon: int) -> float | None:
    """The RMSSE of AutoETS by itself on the same rows; gaps are zeros to it, with which it does better here."""
    panel = read(files, horizon).panel
    print(f"AutoETS of {panel.series:,} series", file=sys.stderr, flush=True)
    known = panel.until(panel.periods - horizon)
    actual = panel.demand[:, known.periods :]
    begun = np.cumsum(~np.isnan(known.demand), axis=1) > 0
    filled = np.where(begun, np.nan_to_num(known.demand), np.nan).astype(np.float32)
    mean = Ets().forecast(replace(known, demand=filled), horizon)
    return weighted_rmsse(mean, actual, scale_of(known), volumes(known))


if __name__ == "__main__":
    main()
