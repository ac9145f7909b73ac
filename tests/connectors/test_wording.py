"""What the interfaces say about a field, in the words of the file it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.connectors.api import open_tables
from stockpool.connectors.files.tables import TABLES
from stockpool.connectors.files.wording import in_words_of
from stockpool.connectors.messages import Known
from stockpool.kernel.refusals import Problem
from tests.connectors.conftest import KNOWN, NOW, Read, csv_of, rejected_rows


@pytest.mark.parametrize(
    ("table", "path", "message", "words"),
    [
        ("skus", "name", "must not be empty", "name: must not be empty"),
        ("skus", "gtins[1]", "is the same GTIN as gtins[0]", "gtins: value 2: is the same GTIN as value 1"),
        ("skus", "components", "'A' is not active", "components: 'A' is not active"),
        ("skus", "components[0].sku", "there is no SKU 'Z'", "components: value 1, sku: there is no SKU 'Z'"),
        ("skus", "cost.amount", "is no amount", "cost: amount: is no amount"),
        ("nodes", "address.country", "must be a code", "country: must be a code"),
        ("nodes", "open_hours.monday[1]", "overlaps open_hours.monday[0]",
         "open_hours: monday, value 2: overlaps monday, value 1"),
        ("channels", "pool.nodes[2]", "there is no node 'x'", "pool_nodes: value 3: there is no node 'x'"),
        ("channels", "pool.kinds[0]", "invalid enum value 'x'", "pool_kinds: value 1: invalid enum value 'x'"),
        ("channels", "node_buffers[dc]", "there is no node 'dc'", "node_buffers: dc: there is no node 'dc'"),
        ("channels", "node_buffers[...]", "expected int", "node_buffers: expected int"),
        ("channels", "else.where[0]", "is wrong", "else.where[0]: is wrong"),
        ("channels", "", "is wrong", "is wrong"),
    ],
)  # fmt: skip
def test_a_field_becomes_its_column(table: str, path: str, message: str, words: str) -> None:
    assert in_words_of(TABLES[table], [Problem(path, message)]) == words


def test_a_row_that_refers_to_a_rejected_one_names_it(tmp_path: Path) -> None:
    found = check_all(
        tmp_path,
        Known({"A": 0, "OLD": 0}, KNOWN.nodes, KNOWN.channels),
        skus=csv_of("skus", {"id": "A"}, {"id": "BAD", "name": ""}, {"id": "OLD", "name": ""}, {"id": "A"}),
        nodes=csv_of("nodes", {"id": "moon", "kind": "crater"}, {"id": "moon", "kind": "crater"}),
        channels=csv_of("channels", {"id": "fair", "kind": "booth"}),
        stock=csv_of("stock", {"sku": "BAD"}, {"sku": "NEVER"}, {"node": "moon"}, {"sku": "OLD"}, {}),
        orders=csv_of("orders", {"channel": "fair"}),
    )

    assert found["stock"] == {
        2: 'sku: "BAD" is not a known SKU: its row 3 in skus is rejected',
        3: 'sku: "NEVER" is not a known SKU',
        4: 'node: "moon" is not a known node: its row 2 in nodes is rejected',
    }, "OLD was known before, and A by its first row"
    assert found["orders"] == {2: 'channel: "fair" is not a known channel: its row 2 in channels is rejected'}


def test_a_row_that_was_rejected_when_it_went_in_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "skus.csv").write_text(csv_of("skus", {"id": "KIT"}))
    (tmp_path / "stock.csv").write_text(csv_of("stock", {"sku": "KIT"}))
    with open_tables(tmp_path, tmp_path / "out", now=NOW) as reader:
        reader.check("skus", KNOWN).reject({2: "components: one is not there"})
        stock = reader.check("stock", KNOWN)
        (row,) = rejected_rows(stock.rejects_file)
    assert row["reason"] == 'sku: "KIT" is not a known SKU: its row 2 in skus is rejected'


def check_all(folder: Path, known: Known, **tables: str) -> dict[str, dict[int, str]]:
    """The reasons by table and row of one import."""
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text)
    with open_tables(folder, folder / "out", now=NOW) as reader:
        files = {table: reader.check(table, known).rejects_file for table in reader.tables}
    return {table: {int(row["row"]): row["reason"] for row in rejected_rows(file)} for table, file in files.items()}


def test_rejects_of_earlier_imports_go_for_the_tables_that_are_there_also_when_their_turn_never_comes(
    read: Read, tmp_path: Path
) -> None:
    read("stock", "sku,node,quantity\nA,dc,x\n")
    read("suppliers", "id,name,lead_time_days\nacme,,1\n")
    folder = tmp_path / "later"
    folder.mkdir()
    (folder / "stock.csv").write_text("sku,node,quantity\nA,dc,1\n")
    left = {file.name for file in (tmp_path / "out").iterdir()}
    assert left == {"stock.rejects.csv", "suppliers.rejects.csv"}

    with open_tables(folder, tmp_path / "out", now=NOW):
        assert {file.name for file in (tmp_path / "out").iterdir()} == {"suppliers.rejects.csv"}
