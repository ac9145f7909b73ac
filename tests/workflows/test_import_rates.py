"""Rate tables from files: three tables that go in together, each rate table whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stockpool.connectors.api import map_files, open_tables
from stockpool.kernel.commands import Command
from stockpool.kernel.tariffs import tariff_cost
from stockpool.network.api import Destination, RateBook, load_rate_book, quote_parcel, upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.runtime.database import Database
from stockpool.workflows.import_files import ImportFiles, Surroundings, TableResult
from tests.connectors.conftest import DATA_FOLDER
from tests.workflows.import_folder import write_folder

EXAMPLE = Path(__file__).parents[2] / "examples" / "brunel"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
RATES = "rate_table,carrier,currency,zone,weight_over_g,weight_upto_g,base\n"
ZONES = "rate_table,zone,km_upto,to_country,from_node\n"
GOOD = {
    "rates": RATES + "vans,Vans,EUR,near,,1000,3\nvans,Vans,EUR,near,1000,2000,4\nrail,Rail,EUR,all,,5000,2\n",
    "rate_zones": ZONES + "vans,near,100,,\nrail,all,,DE,dc\n",
    "rate_surcharges": (
        "rate_table,step,name,kind,amount\nvans,2,diesel,percent,10\nvans,1,toll,fixed,1\nrail,1,port,per_kg,0.1\n"
    ),
}


class _Silent:
    def started(self, table: str) -> None: ...
    def checked(self, table: str, good: int) -> None: ...
    def advanced(self, table: str, rows: int) -> None: ...
    def finished(self, result: TableResult) -> None: ...


async def _no_lane(_command: Command) -> TableResult:
    raise AssertionError("rates pass no lane")


@pytest.fixture
async def network(database: Database) -> Database:
    """A node that zones name."""
    async with database.transaction() as conn:
        await upsert_nodes(conn, [NodeInput("dc", "Center", NodeKind.DISTRIBUTION_CENTER)])
    return database


def write_anew(folder: Path, tables: Mapping[str, str]) -> None:
    """Tables in a folder that has no others."""
    for old in folder.glob("*.csv"):
        old.unlink()
    write_folder(folder, tables)


async def bring_in(
    database: Database, folder: Path, tables: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int]], dict[str, dict[int, str]]]:
    """Import a folder; how many rows of each table changed something and were rejected, and the reasons by row."""
    write_anew(folder, tables)
    process = ImportFiles(Surroundings(database, _no_lane, lambda: "id"), _Silent())
    with open_tables(folder, folder / "rejects", now=NOW) as reader:
        results = {table: await process.run(reader, table) for table in reader.tables}
    counts = {table: (result.changed, result.rejected) for table, result in results.items()}
    return counts, {
        table: _reasons(Path(result.rejects_file)) for table, result in results.items() if result.rejects_file
    }


def _reasons(file: Path) -> dict[int, str]:
    with file.open(newline="", encoding="utf-8") as stream:
        return {int(row["row"]): row["reason"] for row in csv.DictReader(stream)}


async def book(database: Database) -> RateBook:
    async with database.read() as conn:
        return await load_rate_book(conn)


async def test_three_files_make_rate_tables_and_change_nothing_the_second_time(
    network: Database, tmp_path: Path
) -> None:
    first, _ = await bring_in(network, tmp_path / "in", GOOD)
    second, _ = await bring_in(network, tmp_path / "in", GOOD)
    assert first == {"rates": (3, 0), "rate_zones": (2, 0), "rate_surcharges": (3, 0)}
    assert second == {"rates": (0, 0), "rate_zones": (0, 0), "rate_surcharges": (0, 0)}
    tables = (await book(network)).tables
    assert [each.name for each in tables["vans"].rates.surcharges] == ["toll", "diesel"]
    assert tables["vans"].tariff("near")[0].base == 4_400_000
    assert tables["rail"].rates.zones[0].from_node == "dc"


async def test_one_bad_row_keeps_its_table_as_it_was_and_the_others_go_in(network: Database, tmp_path: Path) -> None:
    await bring_in(network, tmp_path / "in", GOOD)
    bad = {name: text.replace("near,1000,2000,4", "near,1001,2000,4").replace("port,per_kg,0.1", "port,per_kg,0.2")
           for name, text in GOOD.items()}  # fmt: skip
    counts, reasons = await bring_in(network, tmp_path / "in", bad)
    assert counts == {"rates": (1, 2), "rate_zones": (1, 1), "rate_surcharges": (1, 2)}
    along = "rate_table: row 3 of rates is rejected"
    assert reasons == {
        "rates": {2: along, 3: "weight_over_g: leaves a gap from 1000 g on; make it 1000 or leave it out"},
        "rate_zones": {2: along},
        "rate_surcharges": {2: along, 3: along},
    }
    tables = (await book(network)).tables
    assert len(tables["vans"].rates.rates) == 2
    assert tables["rail"].rates.surcharges[0].amount == 200_000


BAD: list[tuple[tuple[str, str, str], tuple[str, int, str]]] = [
    (("rates", "near,1000,", "far,,"), ("rates", 3, "zone: no zone row names zone 'far'; add one or leave")),
    (("rates", "near,1000,", "near,900,"), ("rates", 3, "weight_over_g: overlaps row 2; make it 1000 or")),
    (("rates", "Vans,EUR,near,,", "Vans,USD,near,,"), ("rates", 2, "currency: differs between the rows of rate_table")),
    (("rate_zones", "100,,", "100,,\nvans,sea,200,,"), ("rate_zones", 3, "zone: there are no rates for zone 'sea'")),
    (("rate_zones", "vans,near,100,,\n", ""), ("rates", 2, "rate_table: has no rows in rate_zones")),
    (("rate_zones", "near,100", "near,x"), ("rates", 2, "rate_table: its rows in rate_zones are rejected")),
    (("rate_surcharges", "vans,1", "boat,1"), ("rate_surcharges", 3, "rate_table: has no rates in this folder")),
    (
        ("rate_surcharges", "cent,10", "cent,1001"),
        ("rate_surcharges", 2, "amount: must be between 0 and 1000, is"),
    ),
]
"""What is changed in a table, and what is then said of a row of a file."""


@pytest.mark.parametrize(("change", "told"), BAD)
async def test_what_is_wrong_is_told_at_its_row(
    network: Database, tmp_path: Path, change: tuple[str, str, str], told: tuple[str, int, str]
) -> None:
    table, old, new = change
    file, row, reason = told
    assert old in GOOD[table]
    _, reasons = await bring_in(network, tmp_path / "in", {**GOOD, table: GOOD[table].replace(old, new)})
    assert reasons[file][row].startswith(reason)
    assert "rail" in (await book(network)).tables


async def test_zones_without_rates_are_rejected(network: Database, tmp_path: Path) -> None:
    counts, reasons = await bring_in(network, tmp_path / "in", {"rate_zones": GOOD["rate_zones"]})
    assert counts == {"rate_zones": (0, 2)}
    assert set(reasons["rate_zones"].values()) == {"rate_table: has no rates in this folder"}


BRUNEL = DATA_FOLDER / "brunel"
HAND_RECKONED = [
    ("PLANT15", "V444_6 DTD AIR 2d", 300_000, "213.96"),  # 250 to 499.99 kg: 300 * 0.7132
    ("PLANT03", "V444_0 DTD AIR 3d", 1_000, "3.4552"),  # the minimum
    ("PLANT03", "V444_0 DTD AIR 3d", 50_000, "4.12"),  # up to 99.99 kg: 50 * 0.0824
    ("PLANT03", "V444_0 DTD AIR 3d", 95_000, "5.639492"),  # cheaper as the next row's lightest: 99.991 * 0.0564
    ("PLANT02", "V444_8 DTD AIR 5d", 2_000_000, "475.2"),  # from 2,000 kg: 2000 * 0.2376
]
"""Where from, by which table, how many grams, and the cost by the printed row."""


@pytest.mark.skipif(not BRUNEL.is_dir(), reason="the Brunel price list is not on this machine")
async def test_a_real_price_list_goes_in_whole(database: Database, tmp_path: Path) -> None:
    map_files(EXAMPLE, BRUNEL, tmp_path)
    process = ImportFiles(Surroundings(database, _no_lane, lambda: "id"), _Silent())
    with open_tables(tmp_path, tmp_path / "rejects", now=NOW) as reader:
        results = {table: await process.run(reader, table) for table in reader.tables}
    assert {name: (each.changed, each.rejected) for name, each in results.items()} == {
        "nodes": (20, 0), "rates": (1_537 + 14, 0), "rate_zones": (222, 0),
    }  # fmt: skip
    rates = await book(database)
    assert len(rates.tables) == 64
    port = Destination("PORT09")
    for node, name, grams, cost in HAND_RECKONED:
        assert quote_parcel(rates.tables[name], Destination(node), port, None, grams=grams).cost == cost
    _compare_with_all_rows(rates, port)


def _compare_with_all_rows(rates: RateBook, port: Destination) -> None:
    """The cheapest table is as cheap as the printed rows of a weight, and no cheaper than any row could be."""
    cheapest = rates.cheapest(tuple(rates.tables))
    with (BRUNEL / "FreightRates.csv").open(encoding="utf-8") as stream:
        printed = list(csv.DictReader(stream))
    for node, origin in (("PLANT15", "PORT08"), ("PLANT03", "PORT04"), ("PLANT17", "PORT10"), ("PLANT05", "PORT06")):
        rows = [row for row in printed if row["orig_port_cd"] == origin]
        zone = cheapest.zone(Destination(node), port, None)
        assert zone is not None
        for kg in (0.3, 1.2, 7.7, 40, 120.5, 300, 1_500):
            cost = tariff_cost(cheapest.tariff(zone), round(kg * 1_000))
            assert cost is not None
            taking = [row for row in rows if float(row["minm_wgh_qty"]) <= kg <= float(row["max_wgh_qty"])]
            own = min(_printed_cost(row, kg) for row in taking)
            least = min(_printed_cost(row, kg) for row in rows if kg <= float(row["max_wgh_qty"]))
            assert least * 0.999 - 0.006 <= cost / 1_000_000 <= own + 0.000_01


def _printed_cost(row: Mapping[str, str], kg: float) -> float:
    return max(float(row["minimum cost"]), float(row["rate"]) * kg)
