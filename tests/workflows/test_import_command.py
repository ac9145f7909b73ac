"""The command `stockpool import`: what goes in, what is rejected and why, and exit codes that scripts can trust."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.workflows.import_folder import (
    GOOD,
    STOCK,
    everything,
    import_folder,
    only,
    rows_of,
    run_cli,
    run_process,
    write_folder,
)


def test_a_folder_of_good_rows_goes_in_whole(database_url: str, tmp_path: Path) -> None:
    answer = import_folder(write_folder(tmp_path / "in", GOOD), database_url)

    assert {name: (row["rows"], row["rejected"], row["changed"]) for name, row in answer["tables"].items()} == {
        "skus": (4, 0, 4), "nodes": (2, 0, 2), "channels": (1, 0, 1), "stock": (5, 0, 5), "sales": (2, 0, 2),
        "orders": (5, 0, 5), "shipping_lanes": (2, 0, 2), "rates": (2, 0, 2), "rate_zones": (2, 0, 2),
        "rate_surcharges": (1, 0, 1), "suppliers": (1, 0, 1), "outlooks": (2, 0, 2), "shelves": (2, 0, 2),
    }  # fmt: skip
    assert all(row["seconds"] > 0 for row in answer["tables"].values())
    assert answer["broken"] is None
    assert not (tmp_path / "rejects").exists()


def test_what_went_in_is_what_the_files_say(database_url: str, tmp_path: Path) -> None:
    import_folder(write_folder(tmp_path / "in", GOOD), database_url)

    # o2 takes 4 of the 5 teas of the shop, where its customer is; o3, a set, two teas and a cup of the warehouse, the
    # shop having too little; o4 wants 50 cups and gets the other 19.
    assert rows_of(database_url, STOCK) == [
        ("CLOTH", "shop", 250, 0, 0, True),
        ("CUP", "dc", 0, 0, 20, True),
        ("CUP", "shop", 0, 0, 0, True),
        ("TEA", "dc", 98, 0, 2, True),
        ("TEA", "shop", 1, 0, 4, True),
    ]
    assert rows_of(
        database_url, "select source_id, kind::text, quantity, unit_price_minor from past_sales order by 1"
    ) == [
        ("1", "sale", 2, 490),
        ("2", "return", 1, None),
    ]
    assert rows_of(
        database_url, "select order_id, line, sku, quantity, ship_country from past_order_lines order by 2"
    ) == [
        ("o1", "1", "TEA", 3, "DE"),
        ("o1", "2", "CLOTH", 125, "DE"),
    ]
    assert rows_of(
        database_url, "select reference, status::text, extract(hour from ordered_at)::int from orders order by 1"
    ) == [
        ("o2", "allocated", 10),
        ("o3", "allocated", 11),
        ("o4", "partly_backordered", 12),
    ]
    assert rows_of(
        database_url, "select from_node, to_node, to_country, cost_minor from shipping_lanes order by 4"
    ) == [
        ("dc", "shop", None, 350),
        ("dc", None, "DE", 490),
    ]
    assert rows_of(database_url, "select id, name, lead_time_days from suppliers") == [("leaf", "Leaf & Co.", 14)]
    assert rows_of(
        database_url, "select sku, node, demand_per_day, days_to_delivery, source from sku_outlooks order by sku"
    ) == [
        ("CLOTH", "shop", 150.0, 2.5, "given"),
        ("TEA", "shop", 0.35, None, "given"),
    ]


def test_safety_stock_goes_in_beside_the_counts_and_stays_where_a_row_does_not_say(
    database_url: str, tmp_path: Path
) -> None:
    said = "sku,node,quantity,safety_stock\n"
    first = {"stock": f"{said}TEA,dc,100,10\nTEA,shop,5,2\nCLOTH,shop,2.5,0.25\nCUP,dc,20,-1\nCUP,shop,1,\n"}
    later = {"stock": f"{said}TEA,dc,90,0\nTEA,shop,4,\n"}
    import_folder(write_folder(tmp_path / "in", only("stock") | first), database_url, expect=1)
    import_folder(write_folder(tmp_path / "in", only("stock") | later), database_url)

    kept = "select sku, node, available, safety_stock from positions order by 1, 2"
    assert rows_of(database_url, kept) == [
        ("CLOTH", "shop", 250, 25),
        ("CUP", "shop", 1, 0),
        ("TEA", "dc", 90, 0),
        ("TEA", "shop", 4, 2),
    ]


def test_bad_rows_are_rejected_with_their_reasons_and_the_rest_goes_in(database_url: str, tmp_path: Path) -> None:
    tables = {
        **GOOD,
        "skus": GOOD["skus"] + "BAD,Bad barcode,,NOPE:1,,\n",
        "stock": GOOD["stock"] + "TEA,moon,1,\nCUP,dc,7,\nSET,dc,1,\nTEA,dc,-1,\n",
        "sales": GOOD["sales"] + "3,GONE,shop,1,2026-02-01T10:00:00Z,,,sale\n",
        "orders": GOOD["orders"]
        + "o5,1,SET,9,web,2026-02-04T10:00:00Z,open,,,\no6,1,TEA,0,web,2026-02-04T10:00:00Z,,,,\n",
    }
    answer = import_folder(write_folder(tmp_path / "in", tables), database_url, expect=1)

    rejected = {name: row["rejected"] for name, row in answer["tables"].items() if row["rejected"]}
    assert rejected == {"skus": 1, "stock": 4, "sales": 1, "orders": 1}
    assert answer["tables"]["stock"]["good"] == answer["tables"]["stock"]["changed"] == 5
    assert answer["tables"]["stock"]["rejects_file"] == str(Path("rejects/stock.rejects.csv"))
    reasons = reasons_in(tmp_path / "rejects")
    assert "NOPE" in reasons["skus", "6"]
    assert reasons["stock", "7"] == 'node: "moon" is not a known node'
    assert "same as in row 4" in reasons["stock", "8"]
    assert "is a kit" in reasons["stock", "9"]
    assert "below zero" in reasons["stock", "10"]
    assert reasons["sales", "4"] == 'sku: "GONE" is not a known SKU'
    assert "greater than zero" in reasons["orders", "8"]


def test_reasons_name_the_columns_of_the_file_and_the_rejected_rows_behind_them(
    database_url: str, tmp_path: Path
) -> None:
    tables = {
        "skus": "id,name,gtins,components,active\n"
        "TEA,Tea,4006381333931;12,,\nCUP,Cup,,,\nSET,Set,,CUP:1; NOPE:1,\nTWO,Two,,CUP:1e30,\nOFF,Off,,,no\n",
        "nodes": "id,name,kind,country,open_hours\n"
        "dc,Center,distribution_center,,\nshop,Shop,store,XX,monday 09:00-12:00\n"
        'cafe,Cafe,store,,"monday 09:00-12:00, 11:00-13:00"\n',
        "channels": "id,name,kind,pool_nodes,pool_kinds,node_buffers\n"
        "web,Web,web,,,\nfair,Fair,store,dc; moon,,\nbooth,Booth,store,,tent,\nstand,Stand,store,,,dc:1.5\n",
        "stock": "sku,node,quantity\nTEA,dc,1\nCUP,cafe,1\nGONE,dc,1\n",
        "orders": "order_id,line,sku,quantity,channel,ordered_at,status,method,pickup_node\n"
        "o1,1,CUP,1,web,2026-02-04T10:00:00Z,open,pickup,dc\n"
        "o2,a,CUP,1,web,2026-02-04T10:00:00Z,open,,\no2,b,OFF,1,web,2026-02-04T10:00:00Z,open,,\n",
    }
    import_folder(write_folder(tmp_path / "in", tables), database_url, expect=1)

    assert reasons_in(tmp_path / "rejects") == {
        ("skus", "2"): "gtins: value 2: a GTIN has 8, 12, 13 or 14 digits, 12 has 2",
        ("skus", "4"): "components: value 2, sku: there is no SKU 'NOPE'",
        ("skus", "5"): "components: value 1, quantity: must be at most 1000000000000 smallest units",
        ("nodes", "4"): "open_hours: monday, value 2: overlaps monday, value 1",
        ("channels", "3"): "pool_nodes: value 2: there is no node 'moon'",
        ("channels", "4"): "pool_kinds: value 1: 'tent' is none of its words",
        ("channels", "5"): "node_buffers: must be a whole number",
        ("stock", "2"): 'sku: "TEA" is not a known SKU: its row 2 in skus is rejected',
        ("stock", "3"): 'node: "cafe" is not a known node: its row 4 in nodes is rejected',
        ("stock", "4"): 'sku: "GONE" is not a known SKU',
        ("orders", "2"): "order_id: not placed: pickup_node: node 'dc' does not offer pickup",
        ("orders", "3"): "order_id: not placed: sku of line b: SKU 'OFF' is not active",
        ("orders", "4"): "order_id: not placed: sku of line b: SKU 'OFF' is not active",
    }


def test_mended_rejects_go_in_by_themselves(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", {**only("stock"), "stock": GOOD["stock"] + "TEA,moon,1,\n"})
    import_folder(folder, database_url, expect=1)
    mended = write_folder(tmp_path / "mended", {})
    rejects = (tmp_path / "rejects" / "stock.rejects.csv").read_text()
    assert rejects.startswith("sku,node,quantity,as_of,row,reason")
    (mended / "stock.csv").write_text(rejects.replace("TEA,moon", "CLOTH,dc"))

    answer = import_folder(mended, database_url)

    assert answer["tables"]["stock"]["changed"] == 1
    assert ("CLOTH", "dc", 100, 0, 0, True) in rows_of(database_url, STOCK)


def test_an_order_that_was_refused_is_tried_again_when_it_is_possible(database_url: str, tmp_path: Path) -> None:
    orders = (
        "order_id,line,sku,quantity,channel,ordered_at,status,method,pickup_node\n"
        "o5,1,TEA,1,web,2026-02-04T10:00:00Z,open,pickup,dc\n"
    )
    import_folder(write_folder(tmp_path / "in", {**GOOD, "orders": orders}), database_url, expect=1)
    nodes = "id,name,kind,latitude,longitude,can_pickup\ndc,Warehouse,distribution_center,51.3,12.4,yes\n"
    more = write_folder(tmp_path / "more", {"nodes": nodes, "orders": orders})

    answer = import_folder(more, database_url)

    assert answer["tables"]["orders"]["changed"] == 1
    assert rows_of(database_url, "select reference, status::text from orders where reference = 'o5'") == [
        ("o5", "allocated")
    ]


def test_an_order_that_waits_is_not_placed_again(database_url: str, tmp_path: Path) -> None:
    orders = GOOD["orders"] + "o5,1,SET,90,web,2026-02-04T10:00:00Z,open,,,\n"
    import_folder(write_folder(tmp_path / "in", {**GOOD, "orders": orders}), database_url)

    answer = import_folder(write_folder(tmp_path / "more", {"orders": orders}), database_url)

    assert answer["tables"]["orders"]["changed"] == 0
    assert rows_of(database_url, "select reference, status::text from orders where reference = 'o5'") == [
        ("o5", "partly_backordered")
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name either a folder of tables, or a mapping"),
        (("in", "--map", "map", "--from", "in"), "name either a folder of tables, or a mapping"),
        (("--map", "map"), "name either a folder of tables, or a mapping"),
        (("nowhere",), "nowhere: is not a folder"),
        (("empty",), "empty: holds none of the tables"),
        (("--map", "map", "--from", "in"), "skus.sql: "),
    ],
)
def test_what_cannot_be_read_at_all_is_usage_and_touches_nothing(
    database_url: str, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    write_folder(tmp_path / "in", GOOD)
    (tmp_path / "empty").mkdir()
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "skus.sql").write_text(
        "select id, name\nfrom read_csv(getvariable('from') || '/skus.csv')\nwher 1"
    )
    before = everything(database_url)

    ended = run_cli("import", *arguments, "--database-url", database_url, "--json", cwd=tmp_path)

    assert ended.returncode == 2, ended.stderr
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
    assert everything(database_url) == before


def test_the_line_of_bad_sql_is_named(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "skus.sql").write_text("select 'A' as id,\n  'B' as name,\n  nowhere.x\nfrom range(1)")

    ended = run_cli("import", "--map", folder, "--from", tmp_path, "--database-url", database_url, cwd=tmp_path)

    assert ended.returncode == 2
    assert "skus.sql" in ended.stderr
    assert "line 3" in ended.stderr


def test_a_table_that_is_not_there_is_no_trouble_but_what_refers_to_it_is(database_url: str, tmp_path: Path) -> None:
    tables = {name: text for name, text in GOOD.items() if name != "channels"}

    answer = import_folder(write_folder(tmp_path / "in", tables), database_url, expect=1)

    assert "channels" not in answer["tables"]
    assert answer["tables"]["orders"]["rejected"] == 5
    assert reasons_in(tmp_path / "rejects")["orders", "4"] == 'channel: "web" is not a known channel'
    assert answer["tables"]["stock"]["changed"] == 5


def test_a_broken_file_keeps_out_its_table_and_those_behind_it(database_url: str, tmp_path: Path) -> None:
    tables = {**GOOD, "sales": "source_id,sku\n1,TEA\n"}

    answer = import_folder(write_folder(tmp_path / "in", tables), database_url, expect=1)

    assert list(answer["tables"]) == ["skus", "nodes", "channels", "stock"]
    behind = ["orders", "shipping_lanes", "rates", "rate_zones", "rate_surcharges", "suppliers", "outlooks", "shelves"]
    assert answer["not_imported"] == ["sales", *behind]
    assert answer["broken"]["file"] == "sales.csv"
    assert "node" in answer["broken"]["problem"]
    assert rows_of(database_url, "select count(*) from past_sales") == [(0,)]


def test_a_mapping_makes_tables_of_any_files(database_url: str, tmp_path: Path) -> None:
    source, mapping = tmp_path / "erp", tmp_path / "map"
    source.mkdir()
    mapping.mkdir()
    (source / "articles.json").write_text(json.dumps([{"no": "A1", "text": "Tea"}, {"no": "B2", "text": "Cup"}]))
    (mapping / "_articles.sql").write_text("create view a as from read_json(getvariable('from') || '/articles.json');")
    (mapping / "skus.sql").write_text("select no as id, text as name from a")

    ended = run_process("import", "--map", mapping, "--from", source, "--database-url", database_url, cwd=tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert rows_of(database_url, "select id, name from skus order by id") == [("A1", "Tea"), ("B2", "Cup")]
    (line,) = ended.stderr.splitlines()
    assert line.split()[:3] == ["skus", "2", "rows"], "where there is no terminal, each table is one plain line"
    assert ended.stdout == ""


def reasons_in(folder: Path) -> dict[tuple[str, str], str]:
    """Every reason by table and row."""
    found = {}
    for file in folder.glob("*.rejects.csv"):
        with file.open(newline="") as stream:
            found.update({(file.name.partition(".")[0], row["row"]): row["reason"] for row in csv.DictReader(stream)})
    return found
