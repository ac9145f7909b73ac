"""`stockpool forecast nightly` as it is called, by people and by a worker: whole or not at all, and one at a time."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from structlog.testing import capture_logs

from stockpool.bootstrap import Application, cron_of, jobs_of
from stockpool.entrypoints.cli.exits import ExitCode
from stockpool.entrypoints.cli.running import run
from stockpool.runtime.child import ChildFailed, command_line
from stockpool.runtime.settings import Settings
from tests.forecasting.history import write_demand
from tests.forecasting.nights import SIMPLE, shops

pytestmark = pytest.mark.usefixtures("process_as_it_was")

Captured = pytest.CaptureFixture[str]
METHODS = [each for name in SIMPLE for each in ("--method", name)]


def asked(url: str, demand: Path, *more: str) -> list[str]:
    return ["forecast", "nightly", "--from", str(demand), "--horizon", "14", *METHODS, "--database-url", url, *more]


def wait_until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_night_says_what_it_did(database_url: str, tmp_path: Path, capsys: Captured) -> None:
    demand = write_demand(tmp_path / "demand.parquet", shops())
    assert run(asked(database_url, demand, "--json")) == ExitCode.OK
    told = json.loads(capsys.readouterr().out)
    assert (told["series"], told["first_day"], told["last_day"]) == (40, "2025-05-26", "2025-06-08")
    assert run(asked(database_url, demand)) == ExitCode.OK
    assert "champions were kept" in capsys.readouterr().out
    assert run(asked(database_url, tmp_path / "none.parquet")) == ExitCode.USAGE
    assert "none.parquet" in capsys.readouterr().err


def test_one_that_is_killed_while_it_writes_leaves_the_last_forecast_and_the_next_one_works(
    database_url: str, tmp_path: Path, capsys: Captured
) -> None:
    assert run(asked(database_url, write_demand(tmp_path / "1.parquet", shops()))) == ExitCode.OK
    demand = write_demand(tmp_path / "2.parquet", shops(141))
    with psycopg.connect(database_url) as holder, psycopg.connect(database_url, autocommit=True) as reader:

        def is_met(query: str) -> bool:
            row = reader.execute(query.encode()).fetchone()
            return row is not None and bool(row[0])

        holder.execute("lock table forecast_models in share mode")
        with subprocess.Popen(command_line(*asked(database_url, demand)), stderr=subprocess.DEVNULL) as process:
            wait_until(lambda: is_met("select exists (select from pg_locks where not granted)"))
            assert run(asked(database_url, demand)) == ExitCode.PROBLEMS_FOUND
            assert "another night is under way" in capsys.readouterr().err
            process.send_signal(signal.SIGKILL)
        assert is_met("select max(id) = 1 from forecast_runs")
        assert is_met("select count(*) = 40 and max(run) = 1 from forecasts")
        holder.rollback()
        wait_until(lambda: is_met("select not exists (select from pg_locks where locktype = 'advisory')"))
        assert is_met("select max(id) = 1 from forecast_runs")
        assert run(asked(database_url, demand)) == ExitCode.OK
        assert is_met("select count(*) = 2 from forecast_runs")


def test_a_time_of_day_becomes_a_schedule_and_none_is_none(database_url: str) -> None:
    assert cron_of("02:30") == "30 2 * * *"
    for settings, scheduled in ((Settings(), False), (Settings(forecast_nightly="02:30"), True)):
        jobs = jobs_of(Application(settings, database_url))
        assert ("forecast-nightly" in jobs.app.tasks) is scheduled


async def test_a_worker_forecasts_in_a_process_of_its_own_and_says_why_it_could_not(database_url: str) -> None:
    application = Application(Settings(), database_url)
    with capture_logs() as logs, pytest.raises(ChildFailed, match="nothing was sold yet"):
        await application.forecast_nightly()
    assert [(each["log_level"], "nothing was sold yet" in each["cause"]) for each in logs] == [("error", True)]
