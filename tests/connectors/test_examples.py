"""The example mappings over the real data: whole, the same in every run, and accepted without a reject."""

# ruff: noqa: S608 - queries over folders of the test's own

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import msgspec
import pytest

from stockpool.connectors.api import map_files, open_tables
from stockpool.connectors.messages import ImportedOrder, Known, OrderMethod, TableCounts
from tests.connectors.conftest import DATA_FOLDER, NOW

EXAMPLES = Path(__file__).parents[2] / "examples"


class Reading(NamedTuple):
    """What the tables of an example count, where their rejects would be, and the orders among them."""

    counts: list[TableCounts]
    out: Path
    orders: list[ImportedOrder]


class Mapped(msgspec.Struct, frozen=True, dict=True):
    """An example's tables and where they come from; they are read once."""

    source: Path
    tables: Path

    def ask(self, query: str) -> tuple[Any, ...]:
        """The first row of a query over `{source}` and `{tables}`."""
        text = query.format(source=self.source, tables=self.tables)
        return duckdb.connect().execute(text).fetchall()[0]

    def column(self, table: str, name: str = "id") -> list[Any]:
        """One column of a table."""
        return [
            row[0] for row in duckdb.connect().execute(f"select {name} from '{self.tables / table}.parquet'").fetchall()
        ]

    def known(self) -> Known:
        """The identifiers of the example itself."""
        return Known(
            dict.fromkeys(self.column("skus"), 0), frozenset(self.column("nodes")), frozenset(self.column("channels"))
        )

    @cached_property
    def read(self) -> Reading:
        """What reading all of it comes to."""
        out = self.tables.parent / f"{self.tables.name}-out"
        with open_tables(self.tables, out, now=NOW) as reader:
            checked = {table: reader.check(table, self.known()) for table in reader.tables}
            counts = [each.counts() for each in checked.values()]
            return Reading(counts, out, list(checked["orders"].orders()))


Map = Callable[[str], Mapped]


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Map:
    """Map an example once for all tests of this file."""
    done: dict[str, Mapped] = {}

    def map_example(name: str) -> Mapped:
        source = DATA_FOLDER / name
        if not source.is_dir():
            pytest.skip(f"the data set {name} is not here; name its parent folder in STOCKPOOL_SHARED_DATA")
        if name not in done:
            tables = tmp_path_factory.mktemp(name)
            map_files(EXAMPLES / name, source, tables)
            done[name] = Mapped(source, tables)
        return done[name]

    return map_example


@pytest.mark.parametrize("name", ["olist", "online_retail"])
def test_every_row_is_good(mapped: Map, name: str) -> None:
    counts, out, _ = mapped(name).read

    assert {count.table: count.rejected for count in counts if count.rejected} == {}
    assert {"skus", "nodes", "channels", "stock", "orders"} <= {count.table for count in counts}
    assert not out.exists(), "nothing was rejected"


@pytest.mark.parametrize("name", ["olist", "online_retail"])
def test_a_second_run_gives_the_same_files(mapped: Map, name: str, tmp_path: Path) -> None:
    example = mapped(name)
    map_files(EXAMPLES / name, example.source, tmp_path)

    for file in sorted(example.tables.iterdir()):
        assert file.read_bytes() == (tmp_path / file.name).read_bytes(), file.name


def test_olist_has_every_order_that_has_lines(mapped: Map) -> None:
    example = mapped("olist")

    there, with_lines, all_orders = example.ask(
        "select (select count(distinct order_id) from '{tables}/orders.parquet'),"
        " (select count(distinct order_id) from '{source}/order_items.parquet'), count(*)"
        " from '{source}/orders.parquet'"
    )
    assert there == with_lines == all_orders - 85
    units, source_units = example.ask(
        "select (select sum(quantity) from '{tables}/orders.parquet'), count(*) from '{source}/order_items.parquet'"
    )
    assert units == source_units


def test_olist_stands_on_a_store_in_each_state_and_two_warehouses(mapped: Map) -> None:
    kinds = mapped("olist").column("nodes", "kind")

    assert (kinds.count("store"), kinds.count("distribution_center"), len(kinds)) == (27, 2, 29)


def test_olist_times_are_those_of_sao_paulo_and_come_in_order(mapped: Map) -> None:
    orders = mapped("olist").read.orders

    assert orders[0].ordered_at.isoformat() == "2016-09-15T15:16:38+00:00"
    assert all(one.ordered_at <= other.ordered_at for one, other in pairwise(orders))


def test_olist_orders_lie_in_brazil_and_some_are_collected(mapped: Map) -> None:
    orders = mapped("olist").read.orders

    assert all(-34 < (order.ship_latitude or 99) < 6 and -74 < (order.ship_longitude or 99) < -32 for order in orders)
    collected = sum(order.method == OrderMethod.PICKUP for order in orders)
    assert 0.02 < collected / len(orders) < 0.10


@pytest.mark.parametrize(("name", "thin_share"), [("olist", 0.05), ("online_retail", 0.10)])
def test_most_products_have_enough_stock_and_some_have_not(mapped: Map, name: str, thin_share: float) -> None:
    products, thin = mapped(name).ask(
        "select count(*), count(*) filter (coalesce(s.units, 0) < d.units)"
        " from (select sku, sum(quantity) as units from '{tables}/orders.parquet' group by sku) d"
        " left join (select sku, sum(quantity) as units from '{tables}/stock.parquet' group by sku) s using (sku)"
    )

    assert thin_share * 0.8 < thin / products < thin_share * 1.2


def test_online_retail_orders_are_the_invoices_of_goods(mapped: Map) -> None:
    example = mapped("online_retail")
    orders = example.read.orders

    (invoices,) = example.ask(
        "select count(distinct InvoiceNo) from '{source}/online_retail.parquet' where InvoiceNo not like 'C%'"
        " and Quantity > 0 and UnitPrice > 0 and try_cast(left(StockCode, 5) as int) is not null"
    )
    assert len(orders) == invoices
    assert not any(order.order_id.startswith("C") for order in orders)


def test_online_retail_has_goods_only(mapped: Map) -> None:
    skus = set(mapped("online_retail").column("skus"))

    assert {"85123A", "22423"} <= skus
    assert skus.isdisjoint({"POST", "DOT", "M", "D", "S", "C2", "BANK CHARGES", "AMAZONFEE", "CRUK", "B", "85123a"})


def test_online_retail_returns_are_the_credited_goods(mapped: Map) -> None:
    example = mapped("online_retail")

    returned, credited = example.ask(
        "select (select sum(quantity) from '{tables}/sales.parquet'), -sum(Quantity)"
        " from '{source}/online_retail.parquet' where InvoiceNo like 'C%' and regexp_matches(StockCode, '^[0-9]{{5}}')"
    )
    assert returned == credited
    assert set(example.column("sales", "kind")) == {"return"}
