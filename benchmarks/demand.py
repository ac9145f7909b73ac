"""Makes a file of daily demand as a chain of stores has it: zeros, weekdays, seasons, promotions, births and deaths.

    python benchmarks/demand.py demand.parquet --series 30000 --days 475 [--prices prices.parquet]

About 58 % of the values are zero. All of it follows from the seed.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

NODES = 10
FIRST = date(2024, 8, 1)
WEEKDAYS = np.asarray([0.85, 0.8, 0.85, 0.95, 1.2, 1.5, 0.85])
SERIES_AT_ONCE = 2_000

Floats = NDArray[np.float64]


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--series", type=int, default=30_000)
    parser.add_argument("--days", type=int, default=475)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prices", type=Path)
    asked = parser.parse_args()
    zeros = write_demand(asked.out, asked.series, asked.days, asked.seed, asked.prices)
    print(f"{asked.series:,} series of {asked.days} days, {zeros:.1%} zeros")


def write_demand(out: Path, series: int, days: int, seed: int = 1, prices: Path | None = None) -> float:
    """Write a file of demand, and one of prices where it is asked for; the share of zeros."""
    dice = np.random.default_rng(seed)
    with duckdb.connect() as connection:
        connection.execute("create table demand (sku varchar, node varchar, date date, quantity double)")
        connection.execute("create table prices (sku varchar, node varchar, date date, price double, promotion int)")
        for begin in range(0, series, SERIES_AT_ONCE):
            numbers = np.arange(begin, min(begin + SERIES_AT_ONCE, series))
            _add(connection, numbers, days, dice, with_prices=prices is not None)
        connection.execute(f"copy demand to '{out}' (format parquet)")
        if prices is not None:
            connection.execute(f"copy prices to '{prices}' (format parquet)")
        zeros = connection.execute("select avg((quantity = 0)::int) from demand").fetchone()
    assert zeros is not None
    return float(zeros[0])


def _add(
    connection: duckdb.DuckDBPyConnection, numbers: NDArray[np.intp], days: int, dice: np.random.Generator, *,
    with_prices: bool,
) -> None:  # fmt: skip
    """Some series: levels of a lognormal kind, sizes that vary more where sales are few."""
    count, day = len(numbers), np.arange(days)
    level = dice.lognormal(-0.5, 1.35, count)[:, None]
    weekday = WEEKDAYS[(day + FIRST.weekday()) % 7] ** dice.uniform(0.3, 1.2, count)[:, None]
    season = 1 + dice.uniform(0, 0.4, count)[:, None] * np.sin(
        2 * np.pi * day / 365 + dice.uniform(0, 6.28, count)[:, None]
    )
    trend = np.exp(dice.normal(0, 0.25, count)[:, None] * day / days)
    promoted = _promotions(count, days, dice)
    lift = 1 + promoted * dice.uniform(0.3, 2.0, count)[:, None]
    mean = level * weekday * season * trend * lift
    shape = dice.uniform(0.6, 3.0, count)[:, None]
    demand = dice.poisson(dice.gamma(shape, mean / shape)).astype(np.float64)
    born = np.where(dice.random(count) < 0.12, dice.integers(0, days, count), 0)
    died = np.where(dice.random(count) < 0.05, dice.integers(0, days, count), days)
    demand[(day >= died[:, None])] = 0
    kept = day >= born[:, None]
    at, period = np.nonzero(kept)
    dates = np.asarray([FIRST + timedelta(days=int(each)) for each in day], dtype="datetime64[s]")
    columns = {
        "sku": np.asarray([f"sku-{number // NODES:05d}" for number in numbers], dtype=object)[at],
        "node": np.asarray([f"store-{number % NODES:02d}" for number in numbers], dtype=object)[at],
        "date": dates[period],
        "quantity": demand[at, period],
    }
    connection.register("part", columns)
    connection.execute("insert into demand select sku, node, date::date, quantity from part")
    if with_prices:
        usual = dice.lognormal(1.5, 0.6, count)[:, None] * np.ones(days)
        price = np.round(usual * (1 - 0.25 * promoted), 2)
        connection.register("part", {**columns, "quantity": price[at, period], "promotion": promoted[at, period]})
        connection.execute("insert into prices select sku, node, date::date, quantity, promotion from part")


def _promotions(count: int, days: int, dice: np.random.Generator) -> NDArray[np.int64]:
    """A week now and then."""
    begins = dice.random((count, days)) < 0.008
    lasting: NDArray[np.int64] = (
        np.cumsum(begins, axis=1) - np.pad(np.cumsum(begins, axis=1), ((0, 0), (7, 0)))[:, :days]
    )
    return np.asarray(lasting > 0, dtype=np.int64)


if __name__ == "__main__":
    main()
