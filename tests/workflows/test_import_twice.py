"""Importing the same files again changes nothing; importing others does."""

from __future__ import annotations

from pathlib import Path

from tests.workflows.import_folder import GOOD, STOCK, everything, import_folder, only, rows_of, write_folder


def test_the_second_import_of_the_same_files_writes_nothing(database_url: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", GOOD)
    first = import_folder(folder, database_url)
    before = everything(database_url)

    second = import_folder(folder, database_url)

    assert everything(database_url) == before
    for name, row in second["tables"].items():
        assert (row["changed"], row["unchanged"]) == (0, first["tables"][name]["good"]), name


def test_a_changed_file_would_be_seen(database_url: str, tmp_path: Path) -> None:
    """The control of the test above: one other cell in each table, and each table is written."""
    import_folder(write_folder(tmp_path / "in", GOOD), database_url)
    changes = {
        "skus": ("Cup", "Mug"), "nodes": ("Shop", "Store"), "channels": ("Web shop", "Web"),
        "stock": ("CUP,dc,20", "CUP,dc,21"), "sales": ("1,TEA,shop,2", "9,TEA,shop,2"),
        "orders": ("o2,1,TEA,4", "o9,1,TEA,1"), "shipping_lanes": ("4.90", "4.95"), "suppliers": (",14", ",15"),
        "rates": (",0.5", ",0.6"), "rate_zones": ("100", "150"), "rate_surcharges": ("12.5", "13"),
        "outlooks": ("0.35", "0.36"), "shelves": ("A-10", "A-11"),
    }  # fmt: skip
    other = {name: text.replace(*changes[name], 1) for name, text in GOOD.items()}
    answer = import_folder(write_folder(tmp_path / "other", other), database_url)

    changed = {name: row["changed"] for name, row in answer["tables"].items()}
    assert all(changed.values()), changed
    assert changed["suppliers"] == changed["skus"] == changed["sales"] == changed["shipping_lanes"] == 1


def test_counts_without_a_time_are_as_of_the_first_import(database_url: str, tmp_path: Path) -> None:
    """What was sold between the imports stays sold: the file does not know of it."""
    folder = write_folder(tmp_path / "in", only("stock"))
    import_folder(folder, database_url)
    orders = "order_id,line,sku,quantity,channel,ordered_at,status\no1,1,CUP,7,web,2026-02-03T10:00:00Z,open\n"
    import_folder(write_folder(tmp_path / "sold", {"orders": orders}), database_url)
    assert ("CUP", "dc", 13, 0, 7, True) in rows_of(database_url, STOCK)

    import_folder(folder, database_url)

    assert ("CUP", "dc", 13, 0, 7, True) in rows_of(database_url, STOCK)


def test_rows_that_were_rejected_go_in_once_what_they_refer_to_is_known(database_url: str, tmp_path: Path) -> None:
    """The good rows lie in other chunks then; they still count once."""
    folder = write_folder(
        tmp_path / "in", {"skus": "id,name\nCUP,Cup\n", "nodes": GOOD["nodes"], "stock": GOOD["stock"]}
    )
    import_folder(folder, database_url, expect=1)
    before = rows_of(database_url, "select sum(quantity) from entries")

    answer = import_folder(write_folder(tmp_path / "in", {"skus": GOOD["skus"]}), database_url)

    assert before == [(20,)]
    assert answer["tables"]["stock"]["rejected"] == 0
    assert rows_of(database_url, "select sum(quantity) from entries") == [(20 + 100 + 5 + 250,)]
    assert not (tmp_path / "rejects" / "stock.rejects.csv").exists(), "the rejects of before are none any more"


def test_the_same_number_with_other_values_is_rejected_where_nothing_may_be_replaced(
    database_url: str, tmp_path: Path
) -> None:
    import_folder(write_folder(tmp_path / "in", GOOD), database_url)
    other = {
        "sales": GOOD["sales"].replace("1,TEA,shop,2", "1,TEA,shop,3"),
        "orders": GOOD["orders"].replace("o1,2,CLOTH,1.25", "o1,2,CLOTH,1.5"),
    }
    before = everything(database_url, ("past_sales", "past_order_lines"))

    answer = import_folder(write_folder(tmp_path / "other", other), database_url, expect=1)

    assert answer["tables"]["sales"]["rejected"] == 1
    assert answer["tables"]["orders"]["rejected"] == 2, "both lines of the order"
    assert everything(database_url, ("past_sales", "past_order_lines")) == before
    assert "known with other values" in (tmp_path / "rejects" / "sales.rejects.csv").read_text()


def test_an_order_that_was_placed_here_is_no_history_when_a_file_says_it_is_closed(
    database_url: str, tmp_path: Path
) -> None:
    import_folder(write_folder(tmp_path / "in", GOOD), database_url)
    closed = {"orders": GOOD["orders"].replace(",open,", ",closed,")}

    answer = import_folder(write_folder(tmp_path / "later", closed), database_url)

    assert answer["tables"]["orders"]["changed"] == 0
    assert rows_of(database_url, "select count(distinct order_id) from past_order_lines") == [(1,)]
