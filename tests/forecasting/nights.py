"""Nights that forecast made-up demand, a few days further each."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stockpool.forecasting.api import ChangeLimits, NightAsked, NightDone, NightSource
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.panel import Panel
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.workflows.forecast_night import make_night
from tests.forecasting.history import MONDAY, shop_panel, write_demand, write_rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from psycopg import AsyncConnection

SIMPLE = ("seasonal_naive", "moving_average", "smoothing")
LIMITS = ChangeLimits(0.25, 5.0, 3)
FIRST_NIGHT = datetime(2025, 6, 1, 2, 30, tzinfo=UTC)
DAYS = 140


def shops(periods: int = DAYS, *, factors: Mapping[int, float] = {}) -> Panel:
    """Forty series; from day 140 on those of a number sell so many times as much."""
    panel = shop_panel(40, 200)
    for row, factor in factors.items():
        panel.demand[row, DAYS:] = np.round(panel.demand[row, DAYS:] * factor)
    return panel.until(periods)


def today_panel(today: date) -> Panel:
    """What two nodes sold of three SKUs until yesterday: some ten a day, each."""
    dice = np.random.default_rng(3)
    demand = dice.poisson(10.0, (6, 100)).astype(np.float32)
    skus, nodes = ("A", "B", "C") * 2, ("N1",) * 3 + ("N2",) * 3
    return Panel(skus, nodes, today - timedelta(days=100), 1, demand)


def promotions(path: Path) -> Path:
    """A file of prices: every other SKU has a promotion every other day, in the weeks that come too."""
    rows = [
        (f"sku-{sku:03d}", f"store-{node}", MONDAY + timedelta(days=day), 2.0, float(sku % 2 == 0 and day % 2 == 0))
        for sku in range(10)
        for node in range(4)
        for day in range(DAYS + 28)
    ]
    return write_rows(path, "sku varchar, node varchar, date date, price double, promotion double", rows)


def plan_of(horizon: int = 14, methods: tuple[str, ...] = SIMPLE) -> ForecastPlan:
    """Methods that take no time."""
    return ForecastPlan(horizon=horizon, methods=methods)


def silent(what: str, done: int, of: int) -> None:
    """Nobody is told of progress."""


@asynccontextmanager
async def turn(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection as a night has it."""
    connection = await Database.prepare(url).connect(statement_timeout="0")
    async with connection:
        yield connection


async def night(
    url: str,
    folder: Path,
    panel: Panel,
    plan: ForecastPlan | None = None,
    limits: ChangeLimits = LIMITS,
    *,
    prices: Path | None = None,
    now: datetime | None = None,
) -> NightDone | Refused:
    """Forecast a panel, some hours behind its last day."""
    source = NightSource(demand=write_demand(folder / f"demand-{panel.periods}.parquet", panel), prices=prices)
    asked = NightAsked(source=source, plan=plan or plan_of(), limits=limits, asked_by="test")
    now = now or FIRST_NIGHT + timedelta(days=panel.periods - DAYS)
    async with turn(url) as connection:
        return await make_night(connection, asked, now, silent)


async def done(
    url: str,
    folder: Path,
    panel: Panel,
    plan: ForecastPlan | None = None,
    limits: ChangeLimits = LIMITS,
    *,
    prices: Path | None = None,
    now: datetime | None = None,
) -> NightDone:
    """A night that had its turn."""
    made = await night(url, folder, panel, plan, limits, prices=prices, now=now)
    assert isinstance(made, NightDone)
    return made
