"""A replay as a command: figures that can be worked out by hand, the same each time, and nothing left behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
import typer
from psycopg.conninfo import make_conninfo

from stockpool.entrypoints.cli.replaying import speed_of
from tests.simulation.replay.recorded import TABLES, write_record
from tests.workflows.import_folder import everything, rows_of, run_cli

DEGREE_KM = 111.2

DATABASES = "select count(*) from pg_database where datname like 'stockpool_replay_%'"

BY_THE_CLOCK = ("orders_per_s", "seconds")


def replayed(folder: Path, url: str, *options: str, expect: int = 0) -> dict[str, Any]:
    """Replay a folder and answer what `--json` says."""
    ended = run_cli("replay", folder, "--database-url", url, "--json", *options, cwd=folder.parent)
    assert ended.returncode == expect, ended.stderr
    return dict(json.loads(ended.stdout))


def test_orders_are_served_in_the_order_of_their_times(database_url: str, tmp_path: Path) -> None:
    answer = replayed(write_record(tmp_path / "in"), database_url)

    # o1: 1 tea from West, 0 km. o2: 1 tea without a place, from East, since West has as much and its id comes later.
    # o3: 1 cup collected, no cloth. o4: 2 teas from West, 0 km, and 1 from East, 333.6 km, 2 short. o5: the cup of its
    # kit from Middle, 111.2 km, no tea. o6: the last 2 cups from Middle, 111.2 km, 1 short.
    assert {name: answer[name] for name in ("orders", "lines", "filled", "short", "refused")} == {
        "orders": 6, "lines": 7, "filled": 3, "short": 4, "refused": 0,
    }  # fmt: skip
    assert answer["split_share"] == pytest.approx(1 / 6, abs=0.0001)
    assert answer["km_mean"] == pytest.approx((3 * DEGREE_KM + 3 * DEGREE_KM) / 7, abs=0.1)
    assert answer["km_p90"] == pytest.approx(3 * DEGREE_KM, abs=0.1)
    assert answer["verify"]["drift"] == 0
    assert answer["verify"]["entries"] == 4 + 7
    assert answer["orders_per_s"] > 0


def test_two_runs_give_the_same_figures(database_url: str, tmp_path: Path) -> None:
    folder = write_record(tmp_path / "in", contended_record())
    first, second = replayed(folder, database_url), replayed(folder, database_url)

    assert first["short"] > 0
    assert first["split_share"] > 0
    assert {k: v for k, v in first.items() if k not in BY_THE_CLOCK} == {
        k: v for k, v in second.items() if k not in BY_THE_CLOCK
    }


def test_limit_takes_the_first_orders_by_time(database_url: str, tmp_path: Path) -> None:
    answer = replayed(write_record(tmp_path / "in"), database_url, "--limit", "1")

    assert (answer["orders"], answer["filled"], answer["km_mean"]) == (1, 1, 0.0), "o1, though it is written last"


def test_speed_changes_no_figure_here(database_url: str, tmp_path: Path) -> None:
    folder = write_record(tmp_path / "in")
    fast, paced = replayed(folder, database_url), replayed(folder, database_url, "--speed", "100000")

    assert paced["seconds"] > 5 * 3600 / 100_000
    assert {k: v for k, v in fast.items() if k not in BY_THE_CLOCK} == {
        k: v for k, v in paced.items() if k not in BY_THE_CLOCK
    }


def test_the_database_of_the_settings_is_left_alone_and_nothing_stays(database_url: str, tmp_path: Path) -> None:
    before = everything(database_url)
    replayed(write_record(tmp_path / "in"), database_url)

    assert everything(database_url) == before
    assert rows_of(database_url, DATABASES) == [(0,)]


def test_what_a_killed_replay_left_is_cleared_up_unless_it_is_in_use(database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("create database stockpool_replay_left")
        connection.execute("create database stockpool_replay_used")
        used = make_conninfo(database_url, dbname="stockpool_replay_used")
        try:
            with psycopg.connect(used):
                replayed(write_record(tmp_path / "in"), database_url)
            left = "select datname from pg_database where datname like 'stockpool_replay_%'"
            assert connection.execute(left).fetchall() == [("stockpool_replay_used",)]
        finally:
            connection.execute("drop database stockpool_replay_used with (force)")


def test_a_user_that_may_not_create_databases_is_told_so(database_url: str, tmp_path: Path) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("create role limited login")
    try:
        limited = database_url.replace("stockpool@", "limited@")
        ended = run_cli("replay", write_record(tmp_path / "in"), "--database-url", limited, cwd=tmp_path)
    finally:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("drop role limited")

    assert ended.returncode == 3
    assert "grant it CREATEDB" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_rejected_rows_are_counted_and_the_exit_code_says_so(database_url: str, tmp_path: Path) -> None:
    tables = {**TABLES, "orders": TABLES["orders"] + "o7,1,GONE,1,web,ship,,2026-01-03T00:00:00Z,,\n"}
    answer = replayed(write_record(tmp_path / "in", tables), database_url, expect=1)

    assert answer["rejected_rows"] == 1
    assert (answer["orders"], answer["verify"]["drift"]) == (6, 0)


@pytest.mark.parametrize("lacking", ["orders", "stock"])
def test_a_record_without_a_table_cannot_be_played(database_url: str, tmp_path: Path, lacking: str) -> None:
    folder = write_record(tmp_path / "in", {name: text for name, text in TABLES.items() if name != lacking})
    ended = run_cli("replay", folder, "--database-url", database_url, cwd=tmp_path)

    assert ended.returncode == 2
    assert f"lack {lacking}" in ended.stderr
    assert rows_of(database_url, DATABASES) == [(0,)]


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "inf"])
def test_a_speed_that_makes_no_sense_is_usage(speed: str) -> None:
    with pytest.raises(typer.BadParameter):
        speed_of(speed)


def test_a_speed_is_a_number_or_max() -> None:
    assert [speed_of(text) for text in ("max", "1", "0.5")] == [None, 1.0, 0.5]


def contended_record() -> dict[str, str]:
    """Hundreds of orders over several groups that want the last units of the same few SKUs."""
    skus = [f"S{n}" for n in range(6)]
    stock = [f"{sku},{node},{7 * (n + 1)}" for n, sku in enumerate(skus) for node in ("west", "mid", "east")]
    orders = [
        f"o{n},{line},{skus[(n * 5 + line * 2) % 6]},{1 + (n + line) % 3},web"
        f",2026-01-02T{n // 60:02}:{n % 60:02}:00Z,0,{n % 4}"
        for n in range(700)
        for line in (0, 1)
    ]
    return {
        **TABLES,
        "skus": "id,name\n" + "".join(f"{sku},{sku}\n" for sku in skus),
        "stock": "sku,node,quantity\n" + "\n".join(stock),
        "orders": "order_id,line,sku,quantity,channel,ordered_at,ship_latitude,ship_longitude\n" + "\n".join(orders),
    }
