"""Nights: forecasts are stored whole, compared with what came, and told where they have changed much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from stockpool.forecasting.api import ChangeLimits, NightAsked, NightDone, NightSource, last_day_over
from stockpool.kernel.refusals import Refused
from stockpool.runtime.database import Database
from stockpool.workflows.forecast_night import make_night
from tests.conftest import fresh_database, run_apart
from tests.forecasting.nights import LIMITS, done, night, plan_of, shops, silent, turn
from tests.orders.shop import Shop


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    """What a query finds."""
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()


class FirstNight(NamedTuple):
    """What a night said of forty series, and the database where it did."""

    database: str
    made: NightDone


@pytest.fixture(scope="module")
def first_night(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstNight]:
    """A night, made once for all tests in which another follows it."""
    with contextmanager(fresh_database)(server_url) as url:
        made = run_apart(done, url, tmp_path_factory.mktemp("first"), shops())
        yield FirstNight(str(conninfo_to_dict(url)["dbname"]), made)


@pytest.fixture
def after_first_night(server_url: str, first_night: FirstNight) -> Iterator[str]:
    """A database of the test's own, after that night."""
    yield from fresh_database(server_url, first_night.database)


async def test_the_next_night_keeps_champions_and_compares_what_was_said(
    first_night: FirstNight, after_first_night: str, tmp_path: Path
) -> None:
    database_url, first = after_first_night, first_night.made
    assert first.chosen_because is not None
    assert (first.chosen_because.reason, first.days_scored, first.series) == ("first", 0, 40)
    second = await done(database_url, tmp_path, shops(143))
    assert (second.chosen_because, second.days_scored) == (None, 3)
    assert second.champions == first.champions
    compared = rows(database_url, "select method, sum(rows) > 100 from forecast_accuracy group by 1 order by 1")
    assert compared == [("champion", True), ("naive", True)]
    ahead = rows(database_url, "select day::text, ahead from forecast_accuracy group by 1, 2 order by 1, 2")
    assert ahead == [("2025-05-26", 1), ("2025-05-27", 2), ("2025-05-28", 2)]
    assert rows(database_url, "select count(*), count(distinct run) from forecast_spreads") == [(15, 1)]


async def test_a_kept_champion_says_what_one_that_was_just_chosen_does(after_first_night: str, tmp_path: Path) -> None:
    again = await done(after_first_night, tmp_path, shops())
    assert again.chosen_because is None
    differing = """
        select max((select max(abs(a - b)) from unnest(f.mean, g.mean) as both_said (a, b)))
        from forecasts f join forecasts g using (sku, node) where f.run = 1 and g.run = 2
    """
    assert rows(after_first_night, differing) == [(0.0,)]


async def test_a_series_that_sells_much_more_is_told_and_the_others_are_counted(
    database_url: str, tmp_path: Path
) -> None:
    factors = {0: 12.0, 2: 8.0, 4: 6.0, 6: 5.0}
    limits = ChangeLimits(0.5, 20.0, 3)
    await done(database_url, tmp_path, shops(factors=factors), limits=limits)
    second = await done(database_url, tmp_path, shops(147, factors=factors), limits=limits)
    assert (second.changed, second.told) == (4, 3)
    told = rows(database_url, "select type, subject, data::text from further_events order by event_id")
    assert [each[0] for each in told] == ["forecast.made", *["forecast.changed"] * 3, "forecast.made"]
    said = json.loads(str(told[1][2]))
    assert told[1][1] == f"{said['sku']}@{said['node']}"
    assert said["totals"][0]["now"] > 1.5 * said["totals"][0]["before"]
    assert said["totals"][0]["from"] == "2025-06-02"
    summary = json.loads(str(told[-1][2]))
    assert (summary["series"], summary["changed"], summary["told"], summary["run"]) == (40, 4, 3, 2)


async def test_an_ordinary_week_is_no_news(after_first_night: str, tmp_path: Path) -> None:
    second = await done(after_first_night, tmp_path, shops(147), limits=ChangeLimits(0.5, 20.0, 3))
    assert (second.changed, second.told) == (0, 0)


async def test_two_nights_at_once_are_one(database_url: str, tmp_path: Path) -> None:
    async with turn(database_url) as other:
        await other.execute("select pg_advisory_lock(7310868542)")
        refused = await night(database_url, tmp_path, shops())
    assert isinstance(refused, Refused)
    assert rows(database_url, "select count(*) from forecast_runs") == [(0,)]
    assert isinstance(await night(database_url, tmp_path, shops()), NightDone)


@pytest.mark.parametrize(
    ("change", "reason"), [(plan_of(7), "rhythm"), (plan_of(methods=("smoothing", "croston")), "methods")]
)
async def test_champions_for_something_else_are_chosen_anew(
    after_first_night: str, tmp_path: Path, change: object, reason: str
) -> None:
    second = await done(after_first_night, tmp_path, shops(141), change)  # type: ignore[arg-type] # a plan
    assert second.chosen_because is not None
    assert second.chosen_because.reason == reason


async def test_what_a_run_said_is_compared_with_the_same_days_only(after_first_night: str, tmp_path: Path) -> None:
    later = shops(170)
    cut = replace(later, demand=later.demand[:, 146:], first=later.day(146))
    await done(after_first_night, tmp_path, cut)
    compared = rows(after_first_night, "select min(day)::text, max(day)::text, sum(demand) from forecast_accuracy")
    # the run tells of days 140 to 153, and the file of day 146 and those behind
    assert [each[:2] for each in compared] == [("2025-06-01", "2025-06-08")]
    expected = 2 * float(np.nansum(later.demand[:, 146:154]))
    assert float(str(compared[0][2])) == pytest.approx(expected)


async def test_weeks_are_not_compared_with_days(after_first_night: str, tmp_path: Path) -> None:
    weekly = replace(shops(196), demand=np.add.reduceat(shops(196).demand, range(0, 196, 7), axis=1), step_days=7)
    await done(after_first_night, tmp_path, weekly, plan_of(2))
    assert rows(after_first_night, "select count(*) from forecast_accuracy") == [(0,)]


async def test_what_nobody_needs_any_more_is_forgotten(database_url: str, tmp_path: Path) -> None:
    for periods in (140, 141, 160):
        await done(database_url, tmp_path, shops(periods), plan_of(7))
    assert rows(database_url, "select distinct run from forecasts order by 1") == [(3,)]
    assert rows(database_url, "select count(*) from forecast_runs") == [(3,)]
    assert rows(database_url, "select distinct run from forecast_spreads") == [(1,)]


async def test_a_champion_that_is_wrong_for_three_weeks_is_replaced(database_url: str, tmp_path: Path) -> None:
    grown = dict.fromkeys(range(40), 4.0)
    reasons = []
    for periods in (140, 147, 154, 160, 161):
        made = await done(database_url, tmp_path, shops(periods, factors=grown), plan_of(methods=("moving_average",)))
        reasons.append(made.chosen_because and made.chosen_because.reason)
    assert reasons == ["first", None, None, None, "bias"]


async def test_a_product_that_has_just_begun_makes_nobody_choose_anew(database_url: str, tmp_path: Path) -> None:
    panel = shops(142)
    panel.demand[:4, :135] = np.nan
    await done(database_url, tmp_path, panel.until(140))
    second = await done(database_url, tmp_path, panel)
    assert second.chosen_because is None
    assert rows(database_url, "select count(*) > 1 from forecasts where demand_class = 'new' and run = 2") == [(True,)]


async def test_one_that_is_right_stays(database_url: str, tmp_path: Path) -> None:
    plan = plan_of(methods=("moving_average",))
    nights = [await done(database_url, tmp_path, shops(periods), plan) for periods in (140, 147, 154, 161)]
    assert [each.chosen_because for each in nights[1:]] == [None] * 3


async def test_the_models_of_the_last_forecast_are_kept_as_texts(database_url: str, tmp_path: Path) -> None:
    plan = msgspec.structs.replace(plan_of(methods=("boosted",)), rounds=3)
    await done(database_url, tmp_path, shops(), plan)
    kept = rows(database_url, "select name, model like 'tree%version=%' from forecast_models order by 1")
    assert kept == [("boosted from 1", True), ("boosted from 8", True)]


async def test_a_night_reads_the_history_of_the_pool(database: Database, database_url: str) -> None:
    shop = Shop(database)
    await shop.open()
    await shop.lanes.stop()
    sold = "insert into past_sales (source, source_id, sku, node, quantity, kind, occurred_at) "
    sold += "select 't', day::text, 'tea', 'berlin', 1 + day % 3, 'sale', now() - day * interval '1 day' "
    sold += "from generate_series(1, 60) as day"
    with psycopg.connect(database_url) as connection:
        connection.execute(sold.encode())
    asked = NightAsked(source=NightSource(), plan=plan_of(), limits=LIMITS, asked_by="test")
    now = datetime.now(UTC)
    async with turn(database_url) as connection:
        made = await make_night(connection, asked, now, silent)
        over = await last_day_over(connection, now)
    assert isinstance(made, NightDone)
    assert (made.series, made.known_until) == (1, over)


async def test_a_day_is_demand_when_it_is_over_everywhere(database: Database, database_url: str) -> None:
    shop = Shop(database)
    await shop.open()
    await shop.lanes.stop()
    late = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    async with turn(database_url) as connection:
        await connection.execute("update nodes set time_zone = 'UTC'")
        assert await last_day_over(connection, late) == date(2026, 3, 1)
        await connection.execute("update nodes set time_zone = 'America/New_York' where id = 'berlin'")
        assert await last_day_over(connection, late) == date(2026, 2, 28)
