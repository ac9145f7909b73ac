"""The same numbers, whoever computes them: one process, or the workers of a cluster of which one dies."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import distributed
import numpy as np
import psutil
import pytest

from stockpool.entrypoints.cli.running import run
from stockpool.forecasting.engines import known
from stockpool.forecasting.engines.dask import DaskEngine
from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import threads, threads_here
from stockpool.forecasting.messages import ForecastPlan, ForecastRefused, Where
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.methods.moving_average import MovingAverage
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import WHOLE, Piece, pieces_of
from stockpool.forecasting.running import make_forecast
from tests.forecasting.history import shop_panel, write_demand
from tests.forecasting.test_future import silent

HORIZON = 14
PLAN = ForecastPlan(horizon=HORIZON, methods=("moving_average", "boosted"), rounds=20)


@pytest.fixture(scope="module")
def cluster() -> Iterator[distributed.LocalCluster]:
    """Two processes of this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50, memory_limit=0
    ) as made:
        yield made


@pytest.fixture
def client(cluster: distributed.LocalCluster) -> Iterator[distributed.Client]:
    with distributed.Client(cluster, set_as_default=False) as made:
        yield made


def processes(client: distributed.Client) -> set[int]:
    return set(client.run(os.getpid).values())


def test_two_processes_say_what_one_says_though_one_of_them_dies_in_the_middle(client: distributed.Client) -> None:
    panel, before = shop_panel(40, 140), processes(client)
    told: list[tuple[str, int, int]] = []

    def kill_one(what: str, done: int, of: int) -> None:
        told.append((what, done, of))
        if done == 2:
            os.kill(min(before), signal.SIGKILL)

    here, there = make_forecast(panel, PLAN, silent), make_forecast(panel, PLAN, kill_one, DaskEngine(client))
    assert np.array_equal(here.forecasts.mean, there.forecasts.mean)
    assert here.champions == there.champions
    client.wait_for_workers(2)
    assert processes(client) != before
    assert [done for _, done, _ in told[:-1]] == list(range(1, len(told)))


def test_the_control_another_seed_says_something_else() -> None:
    panel = shop_panel(40, 140)
    one, other = (Boosted(seed, 20).forecast(panel, HORIZON) for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_threads_do_not_change_a_model() -> None:
    panel, made = shop_panel(40, 140), []
    for count in (1, 2, 3):
        before = threads.set(count)
        assert threads_here() == count
        made.append(Boosted(1, 20).forecast(panel, HORIZON))
        threads.reset(before)
    assert np.array_equal(made[0], made[1])
    assert np.array_equal(made[0], made[2])


def test_the_parts_of_a_method_make_up_what_it_says_alone() -> None:
    panel, model = shop_panel(24, 140), Boosted(1, 20)
    pieces = pieces_of(panel, [140], [model, MovingAverage()], HORIZON)
    assert [piece.method for piece in pieces] == ["boosted", "boosted", "moving_average"]
    found = np.full((24, HORIZON), np.nan, dtype=np.float32)
    for piece, made in zip(pieces[:2], LOCAL.run(panel, pieces[:2], silent), strict=True):
        found[piece.part] = made
    assert np.array_equal(found, model.forecast(panel, HORIZON))


def test_a_piece_of_which_workers_die_is_said(client: distributed.Client) -> None:
    def die(_panel: Panel) -> Matrix:
        import os

        os._exit(1)

    with pytest.raises(ForecastRefused, match="workers died"):
        DaskEngine(client).run(shop_panel(4, 20), [Piece("ill", 20, WHOLE, die, "ill from today")], silent)


def test_a_panel_that_was_lost_with_all_workers_is_sent_again(client: distributed.Client, tmp_path: Path) -> None:
    def die_twice(_panel: Panel) -> Matrix:
        import os

        if len(list(tmp_path.iterdir())) < 2:
            (tmp_path / str(os.getpid())).touch()
            os._exit(1)
        return np.full((4, 1), 7, dtype=np.float32)

    made = DaskEngine(client).run(shop_panel(4, 20), [Piece("ill", 20, WHOLE, die_twice, "ill from today")], silent)
    assert made[0].tolist() == [[7]] * 4


def test_a_worker_of_many_threads_does_one_piece_after_the_other_with_all_of_them() -> None:
    def timed(_panel: Panel) -> Matrix:
        import time

        began = time.perf_counter()
        time.sleep(0.05)
        return np.asarray([[began, time.perf_counter(), threads_here()]])

    pieces = [Piece("slow", 20, WHOLE, timed, "slow from today")] * 3
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=3, processes=False, dashboard_address=":0") as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        rows = np.sort(np.concatenate(DaskEngine(client).run(shop_panel(4, 20), pieces, silent)), axis=0)
    assert (rows[1:, 0] >= rows[:-1, 1]).all()
    assert (rows[:, 2] == 3).all()


def test_without_a_scheduler_processes_are_started() -> None:
    panel = shop_panel(8, 60)
    pieces = pieces_of(panel, [60], [MovingAverage()], HORIZON)
    with known.engine_at(Where(engine="dask", workers=1)) as engine:
        made = engine.run(panel, pieces, silent)
    assert np.array_equal(made[0], MovingAverage().forecast(panel, HORIZON))


def test_a_worker_that_would_say_other_numbers_is_refused(
    client: distributed.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.wait_for_workers(1)
    for name, said in (("lightgbm", r"has lightgbm .*; install 9.9 there"), ("not-there", "has no not-there")):
        monkeypatch.setattr("stockpool.forecasting.engines.dask.NEEDED", (name,))
        monkeypatch.setattr("stockpool.forecasting.engines.dask._installed", lambda _name: "9.9")
        with pytest.raises(ForecastRefused, match=said):
            DaskEngine(client).run(shop_panel(4, 20), [], silent)


def test_a_command_is_carried_out_by_a_cluster(
    cluster: distributed.LocalCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    demand = write_demand(tmp_path / "demand.parquet", shop_panel(40, 140))
    asked = ["forecast", "backtest", "--from", str(demand), "--horizon", "14", "--json", "--method", "croston"]
    told = []
    for more in ([], ["--engine", "dask", "--scheduler", cluster.scheduler_address]):
        assert run([*asked, *more]) == 0
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["rmsse"] == told[1]["rmsse"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where(engine="dask", scheduler="tcp://127.0.0.1:9"), "tcp://127.0.0.1:9 cannot be reached"),
        (Where(engine="dask", scheduler="nowhere://x"), "nowhere://x cannot be reached"),
        (Where(engine="dask", scheduler="tcp://127.0.0.1:9", workers=2), "a scheduler has its own"),
        (Where(engine="ray", scheduler="ray://127.0.0.1:9"), "ray://127.0.0.1:9 cannot be reached"),
        (Where(engine="ray", scheduler="nowhere"), "nowhere cannot be reached"),
        (Where(engine="spark"), "there is no 'spark'; there are dask, local, ray"),
        (Where(workers=2), "local has no scheduler and no workers"),
    ],
)
def test_an_engine_that_is_not_there_is_refused(where: Where, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stockpool.forecasting.engines.dask.CONNECT_SECONDS", 0.3)
    monkeypatch.setattr("stockpool.forecasting.engines.ray.find_spec", lambda _name: True)
    with pytest.raises(ForecastRefused, match=said), known.engine_at(where):
        pass


@pytest.mark.parametrize(("engine", "extra"), [("dask", "scale"), ("ray", "ray")])
def test_without_the_extra_an_engine_is_refused(engine: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"stockpool.forecasting.engines.{engine}.find_spec", lambda _name: None)
    with pytest.raises(ForecastRefused, match=rf"install stockpool\[{extra}\]"), known.engine_at(Where(engine=engine)):
        pass


@pytest.mark.skipif(find_spec("ray") is None, reason="240 MB that nobody else needs; tried by hand where it is")
def test_ray_says_what_one_process_says_though_a_task_is_killed() -> None:
    panel = shop_panel(40, 140)
    told: list[int] = []

    def kill_one(_what: str, done: int, _of: int) -> None:
        told.append(done)
        if done == 2:
            tasks = [each for each in psutil.Process().children(recursive=True) if "_carry_out" in each.name()]
            tasks[0].kill()

    with known.engine_at(Where(engine="ray", workers=2)) as engine:
        there = make_forecast(panel, PLAN, kill_one, engine)
    assert np.array_equal(make_forecast(panel, PLAN, silent).forecasts.mean, there.forecasts.mean)
    assert len(told) > 2
