"""`stockpool forecast` as its users call it: files in, files and JSON out, and one line where something is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from stockpool.entrypoints.cli.running import run
from tests.forecasting.history import shop_panel, write_demand

Captured = pytest.CaptureFixture[str]
SIMPLE = ["--method", "seasonal_naive", "--method", "smoothing", "--method", "croston"]


def asked_of(query: str) -> list[tuple[Any, ...]]:
    """The rows of a query of files."""
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def demand(tmp_path: Path) -> Path:
    """The sales of forty series."""
    return write_demand(tmp_path / "demand.parquet", shop_panel(40, 140))


def test_a_backtest_tells_each_score_beside_the_naive_one_and_writes_what_was_forecast(
    demand: Path, tmp_path: Path, capsys: Captured
) -> None:
    out = tmp_path / "out.parquet"
    asked = ["forecast", "backtest", "--from", str(demand), "--horizon", "28", "--out", str(out), "--json", *SIMPLE]
    assert run(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["series"] == 40
    for score in ("wape", "bias", "rmsse", "pinball", "coverage_90", "coverage_95"):
        assert {score, f"{score}_naive"} <= told.keys()
    assert told["rmsse"] < told["rmsse_naive"]
    assert {"smooth", "A"} <= told["classes"].keys()
    assert [each["periods"] for each in told["sums"]] == [7, 14, 28]
    rows = asked_of(f"select count(*), min(date)::text, min(q05), bool_and(q05 <= q50 and q50 <= q99) from '{out}'")  # noqa: S608 -- own paths
    assert rows == [(40 * 28, "2025-04-28", 0.0, True)]


def test_a_run_writes_the_days_after_the_file_and_sums_of_them(demand: Path, tmp_path: Path, capsys: Captured) -> None:
    out, totals = tmp_path / "out.csv", tmp_path / "totals.parquet"
    asked = ["forecast", "run", "--from", str(demand), "--horizon", "14", "--out", str(out), "--totals", str(totals)]
    assert run([*asked, *SIMPLE]) == 0
    assert "560 rows in" in capsys.readouterr().out
    days = asked_of(f"select min(date)::text, max(date)::text, count(*) from '{out}'")  # noqa: S608 -- own paths
    assert days == [("2025-05-26", "2025-06-08", 560)]
    spans = asked_of(f'select distinct "from"::text, "to"::text from \'{totals}\' order by 1, 2')  # noqa: S608 -- own paths
    assert spans == [("2025-05-26", "2025-06-01"), ("2025-05-26", "2025-06-08"), ("2025-06-02", "2025-06-08")]
    summed = asked_of(
        f"""
        select bool_and(t.q95 < o.q95) from '{totals}' t
        join (select sku, node, sum(q95) as q95 from '{out}' group by all having sum(q95) > 20) o using (sku, node)
        where t."from" = '2025-05-26' and t."to" = '2025-06-08'
        """  # noqa: S608 -- own paths
    )
    assert summed == [(True,)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--method", "crystal_ball"], "there is no 'crystal_ball'"),
        (["--prices", "nowhere.parquet"], "nowhere.parquet: there is no such file"),
        (["--horizon", "200"], "200 of 140 periods cannot be held out"),
        (["--out", "/nowhere/out.parquet"], "its folder does not exist"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(demand: Path, more: list[str], said: str, capsys: Captured) -> None:
    assert run(["forecast", "backtest", "--from", str(demand), "--horizon", "7", *more]) == 2
    assert said in capsys.readouterr().err


def test_without_the_extra_the_simple_methods_forecast(
    demand: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockpool.forecasting.methods.known.find_spec", lambda _name: None)
    assert run(["forecast", "backtest", "--from", str(demand), "--horizon", "7", "--json"]) == 0
    champions = json.loads(capsys.readouterr().out)["champions"]
    assert champions
    assert all("boosted" not in each["errors"] for each in champions)
    assert run(["forecast", "backtest", "--from", str(demand), "--horizon", "7", "--method", "boosted"]) == 2
    assert "install stockpool[forecast]" in capsys.readouterr().err


def test_only_the_methods_that_are_named_forecast(demand: Path, capsys: Captured) -> None:
    asked = ["forecast", "backtest", "--from", str(demand), "--horizon", "7", "--json", "--method", "croston"]
    assert run(asked) == 0
    champions = json.loads(capsys.readouterr().out)["champions"]
    assert {name for each in champions for name in each["weights"]} == {"croston"}


def test_todays_sales_move_a_forecast_from_file_to_file(tmp_path: Path, capsys: Captured) -> None:
    forecast, so_far, out = tmp_path / "forecast.parquet", tmp_path / "so_far.csv", tmp_path / "moved.parquet"
    demand = write_demand(tmp_path / "demand.parquet", shop_panel(40, 140))
    assert run(["forecast", "run", "--from", str(demand), "--horizon", "3", "--out", str(forecast), *SIMPLE]) == 0
    with duckdb.connect() as connection:
        connection.execute(
            f"copy (select sku, node, mean * 2 as quantity from '{forecast}' where date = '2025-05-26' and "  # noqa: S608 -- own paths
            f"node <> 'store-2') to '{so_far}' (format csv, header)"
        )
    asked = ["forecast", "nowcast", "--forecast", str(forecast), "--so-far", str(so_far), "--out", str(out), "--json"]
    capsys.readouterr()
    assert run([*asked, "--at", "2025-05-26T14:00"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["series"], told["share"], told["silent"]) == (120, 40, 0.5, ["store-2"])
    ratios = asked_of(
        f"select date::text, node, sum(m.mean) / sum(f.mean) from '{out}' m join '{forecast}' f "  # noqa: S608 -- own paths
        "using (sku, node, date) group by all order by all"
    )
    assert all(ratio == pytest.approx(1, abs=0.001) for _, node, ratio in ratios if node == "store-2")
    moved = {day: ratio for day, node, ratio in ratios if node == "store-0"}
    assert list(moved) == ["2025-05-26", "2025-05-27", "2025-05-28"]
    today, tomorrow, then = moved.values()
    assert today > 2.5
    assert 1.2 < then < tomorrow < 3
    assert run([*asked, "--at", "2025-06-26T14:00"]) == 2
    assert "it has no row of 2025-06-26; its days are 2025-05-26 to 2025-05-28" in capsys.readouterr().err


def test_sums_of_levels_are_written_and_add_up_to_the_last_digit(tmp_path: Path, capsys: Captured) -> None:
    demand = write_demand(tmp_path / "demand.parquet", shop_panel(40, 140))
    nodes = tmp_path / "nodes.csv"
    nodes.write_text("node,region\nstore-0,north\nstore-1,north\nstore-2,south\n")
    out, levels, totals = (tmp_path / f"{name}.parquet" for name in ("out", "levels", "totals"))
    asked = ["--from", str(demand), "--horizon", "14", "--out", str(out), "--nodes", str(nodes), *SIMPLE]
    assert run(["forecast", "run", *asked, "--levels", str(levels), "--level-totals", str(totals)]) == 0
    sums = asked_of(
        f"select level, count(distinct key), sum(mean::decimal(18, 4)) from '{levels}' group by 1 order by 1"  # noqa: S608 -- own paths
    )
    (written,) = asked_of(f"select sum(mean::decimal(18, 4)) from '{out}'")  # noqa: S608 -- own paths
    assert sums == [(name, keys, *written) for name, keys in (("node", 4), ("region", 3), ("sku", 10), ("total", 1))]
    spans = asked_of(f"select level, \"from\"::text, \"to\"::text from '{totals}' where level = 'total' order by 3, 2")  # noqa: S608 -- own paths
    assert [span[1:] for span in spans] == [
        ("2025-05-26", "2025-06-01"),
        ("2025-05-26", "2025-06-08"),
        ("2025-06-02", "2025-06-08"),
    ]
    capsys.readouterr()
    assert run(["forecast", "backtest", *asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["levels"]
    assert told["region"].keys() == {"keys", "rows", "wape", "coverage_90", "coverage_95", "weeks_95"}
    assert told["total"]["wape"] < told["node"]["wape"] < told["sku"]["wape"]


def test_what_was_never_sold_is_forecast_by_what_is_alike(tmp_path: Path, capsys: Captured) -> None:
    demand, new, out = (tmp_path / name for name in ("demand.parquet", "new.csv", "out.parquet"))
    write_demand(demand, shop_panel(40, 140))
    new.write_text(
        "sku,node,category,price,brand\n"
        + "".join([f"sku-{at:03d},,{'tea' if at < 5 else 'ham'},{at + 1},green\n" for at in range(10)])
        + "sku-new,store-0,tea,2,green\nsku-000,store-9,tea,1,green\n"
    )
    asked = ["--from", str(demand), "--horizon", "14", "--new", str(new)]
    assert run(["forecast", "run", *asked, "--out", str(out), *SIMPLE]) == 0
    assert "42 series (2 never sold)" in capsys.readouterr().out
    told = asked_of(
        f"select sku, sum(mean), min(q95) from '{out}' where sku = 'sku-new' or node = 'store-9' group by 1"  # noqa: S608 -- own paths
    )
    assert {sku for sku, *_ in told} == {"sku-new", "sku-000"}
    assert all(mean > 1 and q95 > 0 for _, mean, q95 in told)
    new.write_text("sku,node\n,store-1\n")
    assert run(["forecast", "run", *asked, "--out", str(out)]) == 2
    assert "new.csv: 1 rows have no sku" in capsys.readouterr().err
