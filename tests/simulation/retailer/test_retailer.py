"""The made-up retailer has the shapes that a planner would look for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from biip.gtin import Gtin

from stockpool.simulation.retailer import RetailerFiles, RetailerPlan, generate_retailer

LAST_DAY = date(2026, 6, 30)
TABLES = ("skus", "nodes", "channels", "stock", "sales", "shelves")
SMALL = RetailerPlan(last_day=LAST_DAY, stores=8, centers=2, skus=600, days=400, receipts_per_store_day=40)
TINY = RetailerPlan(last_day=LAST_DAY, stores=2, centers=1, skus=100, days=28)


class Retailer:
    """Generated files with their tables to ask questions of."""

    def __init__(self, files: RetailerFiles) -> None:
        self.files = files
        self.connection = duckdb.connect()
        self.connection.execute("set TimeZone = 'UTC'")
        for table in TABLES:
            self.connection.execute(f"create view {table} as from '{files.directory / table}.parquet'")
        self.connection.execute(
            "create view history as select sales.*, occurred_at::date as day, kind, category, decimals"
            " from sales join nodes on nodes.id = node join skus on skus.id = sku"
        )

    def rows(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(question, values).fetchall()

    def value(self, question: str) -> float:
        ((value,),) = self.rows(question)
        return float(value)


@pytest.fixture(scope="module")
def retailer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retailer]:
    made = Retailer(generate_retailer(SMALL, tmp_path_factory.mktemp("retailer")))
    yield made
    made.connection.close()


def fingerprints(directory: Path) -> dict[str, list[Any]]:
    with duckdb.connect() as connection:
        return {
            table: connection.read_parquet(f"{directory / table}.parquet")
            .aggregate("md5(string_agg(columns(*)::varchar, '|'))")
            .fetchall()
            for table in TABLES
        }


def test_the_same_plan_makes_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    generate_retailer(TINY, tmp_path / "one")
    generate_retailer(TINY, tmp_path / "two")
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")


def test_another_seed_makes_another_range_and_another_history(tmp_path: Path) -> None:
    generate_retailer(TINY, tmp_path / "one")
    generate_retailer(RetailerPlan(last_day=LAST_DAY, stores=2, centers=1, skus=100, days=28, seed=2), tmp_path / "two")
    one, two = fingerprints(tmp_path / "one"), fingerprints(tmp_path / "two")
    assert {table for table in TABLES if one[table] != two[table]} >= {"skus", "stock", "sales"}


def test_files_hold_the_volumes_that_were_asked_for(retailer: Retailer) -> None:
    assert retailer.files.rows["skus"] == 600
    assert retailer.files.rows["nodes"] == 10
    counted = {table: len(retailer.connection.table(table)) for table in TABLES}
    assert counted == retailer.files.rows
    assert 60_000 < counted["sales"] < 200_000


@pytest.mark.parametrize(
    "change", [{"stores": 0}, {"stores": 61}, {"centers": 5}, {"skus": 99}, {"days": 27}, {"receipts_per_store_day": 0}]
)
def test_impossible_volumes_are_refused(change: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(change))} must be between"):
        RetailerPlan(last_day=LAST_DAY, **change)


def test_a_path_with_a_quote_is_written_to(tmp_path: Path) -> None:
    assert generate_retailer(TINY, tmp_path / "o'hara").rows["skus"] == 100


def test_every_barcode_is_a_valid_gtin_of_its_own(retailer: Retailer) -> None:
    gtins = [gtin for (gtin,) in retailer.rows("select gtins from skus where gtins is not null")]
    assert len(set(gtins)) == len(gtins) > 500
    assert all(len(gtin) == 13 and Gtin.parse(gtin).value == gtin for gtin in gtins)


def test_barcodes_stand_in_the_range_kept_for_examples(retailer: Retailer) -> None:
    assert retailer.value("select count(*) from skus where gtins not like '952%'") == 0


def test_names_and_ids_are_unique(retailer: Retailer) -> None:
    assert retailer.rows("select count(distinct id), count(distinct name) from skus") == [(600, 600)]


def test_there_are_twelve_categories_none_of_them_tiny(retailer: Retailer) -> None:
    counts = retailer.rows("select count(*) from skus where components is null group by category")
    assert len(counts) == 12
    assert min(counts) >= (20,)


def test_prices_leave_a_margin(retailer: Retailer) -> None:
    low, high = retailer.rows("select min(cost / price), max(cost / price) from skus where components is null")[0]
    assert 0.25 < low < high < 0.7


def test_a_hundredth_of_the_range_are_kits_of_stocked_parts(retailer: Retailer) -> None:
    parts = retailer.rows(
        "with part as (select id, unnest(string_split(components, '; ')) as part from skus)"
        " select part.id, count(*), count(sku.id), count(*) filter (sku.components is not null)"
        " from part left join skus sku on sku.id = split_part(part, ':', 1) group by part.id"
    )
    assert len(parts) == 6
    assert all(2 <= listed <= 3 and found == listed and kits == 0 for _, listed, found, kits in parts)


def test_kits_have_no_stock_and_no_sales_of_their_own(retailer: Retailer) -> None:
    own = "select count(*) from {} join skus on id = sku where components is not null"
    assert retailer.value(own.format("stock")) == 0
    assert retailer.value(own.format("sales")) == 0


def test_some_things_are_cut_by_the_meter_and_only_those_have_fractions(retailer: Retailer) -> None:
    assert 3 <= retailer.value("select count(*) from skus where decimals = 2") <= 30
    assert retailer.value("select count(*) from history where decimals = 0 and quantity % 1 <> 0") == 0
    assert retailer.value("select count(*) from history where decimals = 2 and quantity % 1 <> 0") > 100
    assert retailer.value("select count(*) from history where quantity <= 0") == 0


def test_a_fifth_of_the_range_makes_three_quarters_of_the_units(retailer: Retailer) -> None:
    share = retailer.value(
        "with sold as (select id, coalesce(sum(quantity), 0) as units from skus left join sales on sku = id"
        " where components is null and decimals = 0 group by id)"
        " select sum(units) filter (place <= 0.2) / sum(units)"
        " from (select units, percent_rank() over (order by units desc) as place from sold)"
    )
    assert 0.68 < share < 0.85


def test_most_shelves_sell_nothing_on_most_days(retailer: Retailer) -> None:
    sold = retailer.value("select count(*) from history where kind = 'store'")
    chances = retailer.value("select count(*) * 400 from stock join nodes on id = node where kind = 'store'")
    assert 0.01 < sold / chances < 0.15


def test_daily_counts_spread_wider_than_chance_alone(retailer: Retailer) -> None:
    """The variance to mean ratio of a Poisson count is 1; promotions, tastes and baskets widen it."""
    ratio = retailer.value(
        "with top as (select sku, node from history where kind = 'store' and decimals = 0"
        "             group by all order by count(*) desc, sku, node limit 50),"
        " open_day as (select distinct day from history where kind = 'store'),"
        " daily as (select sku, node, day, coalesce(sum(quantity), 0) as units"
        "           from top cross join open_day left join history using (sku, node, day) group by all)"
        " select avg(ratio) from"
        " (select var_samp(units) / avg(units) as ratio from daily group by sku, node)"
    )
    assert 1.2 < ratio < 5


def test_stores_sell_on_saturdays_and_never_on_sundays(retailer: Retailer) -> None:
    by_weekday = dict(
        retailer.rows("select isodow(day), count(*) from history where kind = 'store' group by isodow(day)")
    )
    assert set(by_weekday) == {1, 2, 3, 4, 5, 6}
    assert by_weekday[6] > 1.3 * by_weekday[2]


def test_the_web_sells_on_sundays(retailer: Retailer) -> None:
    assert retailer.value("select count(*) from history where kind <> 'store' and isodow(day) = 7") > 100


@pytest.mark.parametrize(
    ("category", "high", "low"),
    [("Garden & Balcony", 5, 1), ("Toys & Games", 12, 2), ("Stationery & School", 8, 2), ("Lighting", 11, 6)],
)
def test_categories_have_their_season(retailer: Retailer, category: str, high: int, low: int) -> None:
    units = dict(
        retailer.rows(
            "select month(day), sum(quantity) / count(distinct day) from history"
            " where category = ? group by month(day)",
            category,
        )
    )
    assert units[high] > 1.4 * units[low]


def test_promoted_things_sell_more_and_cheaper(retailer: Retailer) -> None:
    ratio = retailer.value(
        "with daily as (select sku, day, max(unit_price < price) as promoted, sum(quantity) as units"
        "               from history join skus on skus.id = sku group by all)"
        " select avg(units) filter (promoted) / avg(units) filter (not promoted) from daily"
        " where sku in (select sku from daily where promoted)"
    )
    assert ratio > 1.15


def test_bigger_cities_sell_more(retailer: Retailer) -> None:
    units = dict(retailer.rows("select node, sum(quantity) from sales group by node"))
    assert units["st-berlin"] > units["st-stuttgart"]


def test_history_ends_on_the_last_day_and_stock_is_as_of_its_close(retailer: Retailer) -> None:
    assert retailer.rows("select min(day), max(day) from history") == [(date(2025, 5, 27), LAST_DAY)]
    assert retailer.rows("select distinct as_of::varchar from stock") == [("2026-06-30 22:00:00+00",)]


def test_opening_stock_follows_demand(retailer: Retailer) -> None:
    paced = retailer.rows(
        "with sold as (select sku, node, sum(quantity) as units from history where decimals = 0 group by all),"
        " ranked as (select stock.quantity, ntile(4) over (order by units) as quarter"
        "            from stock join sold using (sku, node) join nodes on id = node where kind = 'store')"
        " select avg(quantity) from ranked group by quarter order by quarter"
    )
    averages = [float(average) for (average,) in paced]
    assert averages == sorted(averages)
    assert averages[-1] > 2 * averages[0]


def test_few_shelves_are_empty_and_none_is_below_zero(retailer: Retailer) -> None:
    least, empty = retailer.rows("select min(quantity), avg((quantity = 0)::int) from stock")[0]
    assert least == 0
    assert 0.01 < empty < 0.10


def test_every_sale_was_of_a_thing_that_its_node_carries(retailer: Retailer) -> None:
    assert retailer.value("select count(*) from sales anti join stock using (sku, node)") == 0


def test_each_sale_has_an_id_of_its_own(retailer: Retailer) -> None:
    assert retailer.value("select count(*) - count(distinct (source, source_id)) from sales") == 0


def test_stores_shelve_what_they_carry_by_category(retailer: Retailer) -> None:
    assert retailer.value("select count(*) from shelves join nodes on id = node where kind <> 'store'") == 0
    carried = retailer.value("select count(*) from stock join nodes on id = node where kind = 'store'")
    assert retailer.value("select count(*) from shelves") == carried
    mixed = """
        select max(c) from (
            select count(distinct category) as c from shelves join skus on id = sku group by node, left(shelves, 1)
        )
    """
    assert retailer.value(mixed) == 1
