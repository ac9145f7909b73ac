"""What is read of a retailer's files, and what is refused of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from stockpool.forecasting.asked import ForecastFiles
from stockpool.forecasting.files import forecast_file
from stockpool.forecasting.messages import ForecastPlan, ForecastRefused
from stockpool.forecasting.panel import TO_NODE
from stockpool.forecasting.reading import Reading, read
from tests.forecasting.history import MONDAY, days, shop_panel, write_demand, write_rows

DEMAND = "sku varchar, node varchar, date date, quantity double"
Rows = list[tuple[object, ...]]


def reading(tmp_path: Path, rows: Rows, columns: str = DEMAND) -> Reading:
    return read(ForecastFiles(demand=write_rows(tmp_path / "demand.parquet", columns, rows)), 7)


def steady(sku: str = "tea", node: str = "berlin", count: int = 28) -> Rows:
    return [(sku, node, day, 2.0) for day in days(count)]


def test_rows_of_a_day_are_summed_and_returns_are_no_demand(tmp_path: Path) -> None:
    rows = [*steady(), ("tea", "berlin", days(1)[0], 3.0), ("tea", "berlin", days(2)[1], -9.0)]
    made = reading(tmp_path, rows)
    assert made.panel.demand[0, :3].tolist() == [5, 0, 2]
    assert (made.report.duplicates, made.report.negatives) == (2, 1)


def test_a_day_without_a_row_sold_nothing_unless_its_node_told_nothing(tmp_path: Path) -> None:
    rows = [row for row in [*steady(), *steady("milk")] if row[2] != days(6)[5]]
    rows = [row for row in rows if (row[0], row[2]) != ("milk", days(10)[9])]
    demand = reading(tmp_path, rows).panel.demand
    assert np.isnan(demand[:, 5]).all()
    assert demand[0, 9] == 0


def test_a_file_that_writes_zeros_down_does_not_know_what_it_leaves_out(tmp_path: Path) -> None:
    rows: Rows = [
        *steady(),
        ("milk", "berlin", days(1)[0], 1.0),
        *[("milk", "berlin", day, 0.0) for day in days(28)[2:]],
    ]
    made = reading(tmp_path, rows)
    assert np.isnan(made.panel.demand[0, 1])
    assert (made.report.gaps, made.report.gaps_read_as) == (1, "not known")


def test_what_was_out_of_stock_is_not_known(tmp_path: Path) -> None:
    rows: Rows = [(*row, True) for row in steady()]
    rows[4] = (*rows[4][:3], 0.0, False)
    made = reading(tmp_path, rows, f"{DEMAND}, in_stock boolean")
    assert np.isnan(made.panel.demand[0, 4])
    assert made.report.out_of_stock == 1


def test_a_day_on_which_a_node_was_closed_is_not_known_and_its_weekly_day_of_rest_is_zero(tmp_path: Path) -> None:
    closed = {*days(28)[6::7], days(28)[10]}
    rows: Rows = [(f"sku-{at}", "berlin", day, 0.0 if day in closed else 2.0) for at in range(6) for day in days(28)]
    demand = reading(tmp_path, rows).panel.demand
    assert np.isnan(demand[:, 10]).all()
    assert (demand[:, 6::7] == 0).all()


def test_a_day_of_rest_without_rows_is_zero_and_another_day_without_any_is_not_known(tmp_path: Path) -> None:
    closed = {*days(28)[6::7], days(28)[10]}
    rows: Rows = [(f"sku-{at}", "berlin", day, 2.0) for at in range(6) for day in days(28) if day not in closed]
    demand = reading(tmp_path, [*rows, ("tea", "rome", days(28)[27], 1.0)]).panel.demand
    assert np.isnan(demand[:6, 10]).all()
    assert (demand[:6, 6:27:7] == 0).all()
    assert np.isnan(demand[6, :27]).all()


def test_a_node_that_seldom_sells_sold_nothing_on_days_without_rows(tmp_path: Path) -> None:
    rows = [*steady("milk", "rome", 60), *steady("tea", count=60)[::5]]
    demand = reading(tmp_path, rows).panel.demand
    tea = demand[1 if len(demand) > 1 else 0]
    assert (np.isfinite(tea).all(), float(tea.sum())) == (True, 24.0)


def test_a_file_of_weeks_is_known_by_its_dates(tmp_path: Path) -> None:
    rows = [row for row in steady(count=70) if row[2] in days(70)[::7]]
    made = reading(tmp_path, rows)
    assert (made.report.step_days, made.panel.periods) == (7, 10)


def test_prices_last_until_the_next_and_other_columns_are_promotions(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    rows: Rows = [("tea", "berlin", days(1)[0], 4.0, 0), ("tea", "berlin", days(10)[9], 3.0, 1)]
    prices = write_rows(
        tmp_path / "prices.parquet", "sku varchar, node varchar, date date, price double, deal int", rows
    )
    found = {each.name: each for each in read(ForecastFiles(demand=demand, prices=prices), 7).panel.covariates}
    assert found["price"].values[0, [0, 8, 9, 34]].tolist() == [4, 4, 3, 3]
    assert found["deal"].values[0, [0, 5, 9]].tolist() == [0, 0, 1]
    assert (found["price"].sign, found["deal"].sign) == (-1, 1)


@pytest.mark.parametrize("form", ["long", "wide"])
def test_a_signal_that_tells_of_days_to_come_is_known_ahead_and_another_is_not(tmp_path: Path, form: str) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    values = [(day, float(number % 5), float(number) if number < 28 else None) for number, day in enumerate(days(35))]
    if form == "wide":
        signals = write_rows(tmp_path / "s.parquet", "date date, rain double, visits double", list(values))
    else:
        rows: Rows = [row for day, rain, visits in values for row in ((day, "rain", rain), (day, "visits", visits))]
        signals = write_rows(tmp_path / "s.parquet", "date date, name varchar, value double", rows)
    told = read(ForecastFiles(demand=demand, signals=signals), 7).report.signals
    assert told == {"rain": "known ahead", "visits": "known after"}


def test_columns_that_are_no_numbers_are_left_out_and_told(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    columns = "sku text, node text, date date, price double, deal boolean, leaflet text"
    rows: Rows = [("tea", "berlin", MONDAY, 2.0, True, "front page")]
    prices = write_rows(tmp_path / "prices.parquet", columns, rows)
    columns = "node text, date date, rain double, sky text, noted timestamp"
    wide: Rows = [("berlin", MONDAY, 3.0, "grey", datetime(2025, 1, 6, 9))]  # noqa: DTZ001 - as files have it
    signals = write_rows(tmp_path / "signals.parquet", columns, wide)
    found = read(ForecastFiles(demand=demand, prices=prices, signals=signals), 7)
    assert {each.name for each in found.panel.covariates} == {"price", TO_NODE, "deal", "rain"}
    told = found.report.signals
    left_out = {"leaflet of prices.parquet", "sky of signals.parquet", "noted of signals.parquet"}
    assert set(told) == {*left_out, "rain"}
    assert all(told[name].startswith("not used: it is ") for name in left_out)
    assert not told["rain"].startswith("not used")


def test_a_leak_is_told_and_not_used_unless_it_is_trusted(tmp_path: Path) -> None:
    panel = shop_panel(24, 140)
    demand = write_demand(tmp_path / "demand.parquet", panel)
    rows: Rows = [
        (panel.skus[at], panel.nodes[at], panel.day(day), "copy", float(panel.demand[at, day]), "ahead")
        for at in range(24) for day in range(140)
    ]  # fmt: skip
    columns = "sku varchar, node varchar, date date, name varchar, value double, known varchar"
    files = ForecastFiles(demand=demand, signals=write_rows(tmp_path / "signals.parquet", columns, rows))
    made = read(files, 7)
    assert made.report.signals["copy"].startswith("not used")
    assert made.panel.covariates == ()
    assert len(read(files, 7, frozenset({"copy"})).panel.covariates) == 1


@pytest.mark.parametrize(
    ("columns", "row", "said"),
    [
        (DEMAND, ("tea", None, days(1)[0], 1.0), "row 29: node is empty"),
        (DEMAND, ("tea", "berlin", None, 1.0), "row 29: date is no date"),
        (DEMAND, ("tea", "berlin", days(1)[0], float("nan")), "row 29: quantity is no number"),
        ("sku varchar, node varchar, date varchar, quantity varchar", ("tea", "berlin", "soon", "1"), "row 29: date"),
    ],
)
def test_a_row_that_says_nothing_is_refused_by_its_number(
    tmp_path: Path, columns: str, row: tuple[object, ...], said: str
) -> None:
    with pytest.raises(ForecastRefused, match=said):
        reading(tmp_path, [*steady(), row], columns)


def test_files_that_are_none_are_refused_with_their_name(tmp_path: Path) -> None:
    (tmp_path / "text.parquet").write_text("no parquet")
    lacking = write_rows(tmp_path / "lacking.parquet", "sku varchar, day date", [("tea", days(1)[0])])
    for path, said in (
        (tmp_path / "none.parquet", "there is no such file"),
        (tmp_path / "text.parquet", "cannot be read as Parquet"),
        (lacking, "column node, date, quantity is missing; it has sku, day"),
    ):
        with pytest.raises(ForecastRefused, match=said):
            read(ForecastFiles(demand=path), 7)


def test_dates_of_no_rhythm_are_refused(tmp_path: Path) -> None:
    rows: Rows = [("tea", "berlin", days(1)[0] + timedelta(days=31 * month + month % 3), 1.0) for month in range(24)]
    with pytest.raises(ForecastRefused, match="neither days nor weeks"):
        reading(tmp_path, rows)


def test_holidays_are_known_ahead_by_their_names_and_those_never_seen_are_no_others(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady(count=120))
    panel = read(ForecastFiles(demand=demand, country="DE-BY"), 14).panel
    found = {each.name: each for each in panel.covariates}
    friday = (days(120)[0].replace(month=4, day=18) - days(1)[0]).days
    assert np.flatnonzero(found["holiday: Good Friday"].values[0]).tolist() == [friday]
    assert found["days_to_holiday"].values[0, friday - 3] == 3
    assert "holiday: Christmas Day" not in found
    assert all(each.ahead and each.at(friday).shape == (1,) for each in found.values())


def test_a_country_that_there_is_not_is_refused(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    with pytest.raises(ForecastRefused, match="'Atlantis' is not known"):
        read(ForecastFiles(demand=demand, country="Atlantis"), 7)


def test_a_quantity_beyond_all_numbers_is_refused(tmp_path: Path) -> None:
    assert reading(tmp_path, [*steady(), ("tea", "berlin", days(1)[0], 1e12)]).panel.demand[0, 0] > 9e11
    with pytest.raises(ForecastRefused, match="row 29: quantity is too large"):
        reading(tmp_path, [*steady(), ("tea", "berlin", days(1)[0], -1e300)])


def test_moments_of_a_time_zone_are_no_dates_and_are_refused(tmp_path: Path) -> None:
    columns = DEMAND.replace("date date", "date timestamptz")
    with pytest.raises(ForecastRefused, match="column date has moments of some time zone; write the date"):
        reading(tmp_path, [(sku, node, f"{day} 00:30:00+00", 1.0) for sku, node, day, _ in steady()], columns)


def test_a_signal_that_is_said_to_be_both_is_not_known_ahead(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    rows = [(day, "rain", 1e300 if at == 3 else 2.0, "ahead" if at % 2 else "after") for at, day in enumerate(days(40))]
    signals = write_rows(tmp_path / "s.parquet", "date date, name varchar, value double, known varchar", rows)
    (rain,) = read(ForecastFiles(demand=demand, signals=signals), 7).panel.covariates
    assert not rain.ahead
    assert np.flatnonzero(np.isnan(rain.values[0])).tolist() == [3]


@pytest.mark.parametrize("horizon", [0, 100_000_000])
def test_a_horizon_of_no_days_or_of_thousands_of_years_is_refused(tmp_path: Path, horizon: int) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    with pytest.raises(ForecastRefused, match="name 1 to 731"):
        forecast_file(
            ForecastFiles(demand=demand), ForecastPlan(horizon=horizon), tmp_path / "out.csv", None, lambda *_: None
        )


def written(path: Path, rows: list[str], columns: str = "sku,node,date,quantity") -> Path:
    path.write_text("\n".join([columns, *rows, ""]))
    return path


def test_a_text_far_down_a_csv_is_refused_by_its_row_and_so_is_a_row_of_too_few_cells(tmp_path: Path) -> None:
    rows = [f"{sku:05},007,{day},1" for sku in range(900) for day in days(28)]
    assert read(ForecastFiles(demand=written(tmp_path / "fine.csv", rows)), 7).panel.skus[0] == "00000"
    for bad, said in (("00001,007,2025-01-07,two", "row 25,000: quantity"), ("00001,007", "CSV Error on Line: 25001")):
        rows[24_999] = bad
        with pytest.raises(ForecastRefused, match=said):
            read(ForecastFiles(demand=written(tmp_path / "bad.csv", rows)), 7)


def test_an_empty_file_and_a_folder_are_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    for path, said in ((tmp_path / "empty.csv", "it is empty"), (tmp_path, "it is a folder")):
        with pytest.raises(ForecastRefused, match=said):
            read(ForecastFiles(demand=path), 7)


def test_a_price_of_before_the_first_day_holds_on_it(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    early = [f"tea,berlin,{days(1)[0] - timedelta(days=before)},{price}" for before, price in ((30, 5), (9, 4))]
    prices = written(tmp_path / "prices.csv", [*early, f"tea,berlin,{days(10)[9]},3"], "sku,node,date,price")
    found = read(ForecastFiles(demand=demand, prices=prices), 7).panel.covariates[0]
    assert found.values[0, [0, 8, 9, 34]].tolist() == [4, 4, 3, 3]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("tea,berlin,2025-01-06,cheap", "row 1: price 'cheap' is no number"),
        ("tee,berlin,2025-01-06,4", "no price of any"),
    ],
)
def test_prices_that_say_nothing_are_refused(tmp_path: Path, row: str, said: str) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    prices = written(tmp_path / "prices.csv", [row], "sku,node,date,price")
    with pytest.raises(ForecastRefused, match=said):
        read(ForecastFiles(demand=demand, prices=prices), 7)


def test_a_price_file_without_rows_tells_nothing_and_is_not_refused(tmp_path: Path) -> None:
    demand = write_rows(tmp_path / "demand.parquet", DEMAND, steady())
    prices = written(tmp_path / "prices.csv", [], "sku,node,date,price")
    assert np.isnan(read(ForecastFiles(demand=demand, prices=prices), 7).panel.covariates[0].values).all()
