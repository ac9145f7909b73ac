"""Parquet files: values of any single kind are read as if they had been written as text."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from stockpool.connectors.api import FileIsBroken
from tests.connectors.conftest import Outcome, read_folder


def read_query(folder: Path, table: str, query: str) -> Outcome:
    """Write what a query gives as a table's Parquet file, and read it."""
    folder.mkdir(exist_ok=True)
    duckdb.connect().execute(f"copy ({query}) to '{folder / table}.parquet' (format parquet)")
    return read_folder(folder, table, folder.parent / "out")


@pytest.mark.parametrize(
    "query",
    [
        "select 'A' as sku, 'dc' as node, 5 as quantity, timestamp '2026-03-01 07:00' as as_of",
        "select 'A' as SKU, 'dc' as node, 5.0::double as quantity, '2026-03-01T07:00:00Z' as as_of",
        "select 'A' as sku, 'dc' as node, 5.00::decimal(9, 2) as quantity, timestamptz '2026-03-01 07:00+00' as as_of",
    ],
)
def test_numbers_and_times_of_any_kind_are_read(tmp_path: Path, query: str) -> None:
    outcome = read_query(tmp_path / "in", "stock", query)

    assert outcome.rejects == {}
    assert outcome.copied_rows == [["1", "0", "A", "dc", "5", "2026-03-01 07:00:00+00"]]


def test_rows_are_numbered_from_one_and_rejected_by_themselves(tmp_path: Path) -> None:
    query = (
        "select * from (values ('A', 'dc', 5.0::double), ('A', 'shop', 'nan'::double), ('B', 'dc', null))"
        " t(sku, node, quantity)"
    )
    outcome = read_query(tmp_path / "in", "stock", query)

    assert outcome.rejects == {2: 'quantity: "nan" is not a number', 3: "quantity: is missing"}
    assert [row[0] for row in outcome.copied_rows] == ["1"]


def test_an_empty_text_is_nothing(tmp_path: Path) -> None:
    outcome = read_query(tmp_path / "in", "stock", "select 'A' as sku, '' as node, 5 as quantity, '' as as_of")

    assert outcome.rejects == {1: "node: is missing"}


@pytest.mark.parametrize("value", ["['1', '2']", "{'a': 1}", "'x'::blob"])
def test_nested_values_are_refused_with_the_column(tmp_path: Path, value: str) -> None:
    with pytest.raises(FileIsBroken, match=r"skus\.parquet: column gtins is a ") as caught:
        read_query(tmp_path / "in", "skus", f"select 'A' as id, 'Mug' as name, {value} as gtins")
    assert caught.value.answer.remedy == "Write it as text, a number or a time."


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileIsBroken, match="column node is missing"):
        read_query(tmp_path / "in", "stock", "select 'A' as sku, 5 as quantity")


@pytest.mark.parametrize("content", [b"", b"sku,node,quantity\nA,dc,5\n", b"PAR1" + bytes(40) + b"PAR1"])
def test_a_file_that_is_no_parquet_is_a_broken_file(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stock.parquet").write_bytes(content)
    with pytest.raises(FileIsBroken, match=r"stock\.parquet: is not a Parquet file"):
        read_folder(tmp_path, "stock", tmp_path / "out")
