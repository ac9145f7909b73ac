"""CSV as people's programs write it: every dialect is read, every broken file is named with its remedy."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from stockpool.connectors.api import FileIsBroken, open_tables
from tests.connectors.conftest import KNOWN, NOW, Read, csv_of, read_folder

GOOD = [["2", "0", "A", "dc", "5", "\\N"], ["3", "0", "B", "dc", "7", "\\N"]]
PLAIN = "sku,node,quantity\nA,dc,5\nB,dc,7\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.rstrip("\n"),
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "|"),
        'sku,node,quantity\n"A","dc","5"\n"B",dc,7\n',
        " SKU , Node,QUANTITY \nA,dc,5\nB,dc,7\n",
        "quantity,sku,node\n5,A,dc\n7,B,dc\n",
        "sku,node,quantity\nA,dc,5.0\nB,dc,+7\n",
        "sku,node,quantity\nA,dc, 5\nB,dc,7 \n",
        "sku,node,quantity,as_of\nA,dc,5,\nB,dc,7,\n",
        'sku,node,quantity,as_of\nA,dc,5,""\nB,dc,7,""\n',
        PLAIN + "\n\n",
        "sku,node,quantity\r\nA,dc,5\nB,dc,7\r\n",
        "sku,node,quantity,\nA,dc,5,\nB,dc,7,\n",
    ],
    ids=lambda content: repr(content)[:60],
)
def test_each_dialect_reads_the_same(read: Read, content: str) -> None:
    outcome = read("stock", content)

    assert outcome.rejects == {}
    assert outcome.copied_rows == GOOD


def test_a_compressed_file_reads_the_same(read: Read) -> None:
    assert read("stock", gzip.compress(PLAIN.encode()), suffix=".csv.gz").copied_rows == GOOD


def test_a_quoted_cell_may_hold_separators_and_quotation_marks(read: Read) -> None:
    outcome = read("suppliers", 'id,name\n1,"Smith, ""Son"" & Co"\n')

    assert [row[:3] for row in outcome.copied_rows] == [["2", "1", 'Smith, "Son" & Co']]


def test_rows_are_numbered_by_their_line_whatever_stands_between(read: Read) -> None:
    content = 'sku,node,quantity,note\n\nA,dc,5,"two\nlines"\nB,dc,x,\n\n\nZ,dc,1,\nA,shop,1,\n'
    outcome = read("stock", content)

    assert outcome.rejects == {5: 'quantity: "x" is not a number', 8: 'sku: "Z" is not a known SKU'}
    assert [row[0] for row in outcome.copied_rows] == ["3", "9"]


def test_rows_with_too_few_or_too_many_cells_are_rejected_by_themselves(read: Read) -> None:
    outcome = read("stock", "sku,node,quantity\nA,dc\nA,dc,5,9\nB,dc,7\n")

    assert outcome.rejects == {
        2: "has 2 cells where the first line names 3 columns",
        3: "has 4 cells where the first line names 3 columns",
    }
    assert outcome.reject_rows[1] == {
        "sku": "A",
        "node": "dc",
        "quantity": "5",
        "row": "3",
        "reason": outcome.rejects[3],
    }
    assert [row[0] for row in outcome.copied_rows] == ["4"]


def test_a_row_that_is_no_csv_is_rejected_by_itself(read: Read) -> None:
    outcome = read("stock", 'sku,node,quantity\nA,dc,"5"5\nB,dc,7\n')

    assert list(outcome.rejects) == [2]
    assert outcome.rejects[2].startswith("is not CSV: ")
    assert [row[0] for row in outcome.copied_rows] == ["3"]


def test_a_huge_cell_is_rejected_by_itself(read: Read) -> None:
    outcome = read("suppliers", f"id,name\n1,{'x' * 3_000_000}\n2,Acme\n")

    assert list(outcome.rejects) == [2]
    assert [row[1] for row in outcome.copied_rows] == ["2"]


def test_columns_that_mean_nothing_are_named_and_left_out(read: Read) -> None:
    outcome = read("stock", "sku,node,quantity,shelf,row_no,broken\nA,dc,5,12,1,yes\n")

    assert outcome.unknown_columns == ("shelf", "row_no", "broken")
    assert outcome.counts.good == 1


def test_a_mended_rejects_file_can_be_imported_as_it_is(read: Read, tmp_path: Path) -> None:
    read("stock", "sku,node,quantity\nA,dc,x\nB,dc,7\n")
    mended = (tmp_path / "out" / "stock.rejects.csv").read_text().replace(",x,", ",5,")
    outcome = read("stock", mended)

    assert outcome.unknown_columns == ()
    assert outcome.copied_rows == [GOOD[0]]


def test_the_rejects_file_of_an_earlier_import_is_removed(read: Read, tmp_path: Path) -> None:
    read("stock", "sku,node,quantity\nA,dc,x\n")
    assert (tmp_path / "out" / "stock.rejects.csv").exists()
    read("stock", PLAIN)
    assert not (tmp_path / "out" / "stock.rejects.csv").exists()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-01", "2026-03-01 00:00:00+00"),
        ("2026-03-01T07:00", "2026-03-01 07:00:00+00"),
        ("2026-03-01 07:00:00", "2026-03-01 07:00:00+00"),
        ("2026-03-01T07:00:00Z", "2026-03-01 07:00:00+00"),
        ("2026-03-01T07:00:00.25Z", "2026-03-01 07:00:00.25+00"),
        ("2026-03-01T07:00:00+02:00", "2026-03-01 05:00:00+00"),
        ("2026-03-01T07:00:00-0330", "2026-03-01 10:30:00+00"),
        ("2026-03-01 07:00:00+01", "2026-03-01 06:00:00+00"),
        (" 2026-03-01 ", "2026-03-01 00:00:00+00"),
    ],
)
def test_times_are_understood_with_and_without_a_zone(read: Read, text: str, moment: str) -> None:
    outcome = read("stock", csv_of("stock", {"as_of": text}))

    assert outcome.rejects == {}
    assert outcome.copied_rows[0][-1] == moment


@pytest.mark.parametrize(
    ("sku", "text", "units"),
    [
        ("A", "0", "0"),
        ("A", "1e3", "1000"),
        ("A", "1000000", "1000000"),
        ("A", "999999999999", "999999999999"),
        ("CLOTH", "2.5", "250"),
        ("CLOTH", ".01", "1"),
        ("CLOTH", "2.500000", "250"),
        ("CLOTH", "9999999999.99", "999999999999"),
    ],
)
def test_quantities_become_smallest_units_exactly(read: Read, sku: str, text: str, units: str) -> None:
    assert read("stock", csv_of("stock", {"sku": sku, "quantity": text})).copied_rows[0][4] == units


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"A,dc,5\nB,dc,7\n", "column sku, node, quantity is missing"),
        (b"sku,quantity\nA,5\n", "column node is missing"),
        (b"sku,node,quantity,SKU\nA,dc,5,A\n", "column sku is there twice"),
        (PLAIN.encode("utf-16"), "is not UTF-8 text"),
        (PLAIN.encode("utf-16-le"), "is not UTF-8 text"),
        (b"sku,node,quantity\nA,dc,5\nM\xfcller,dc,5\n", "line 3 is not UTF-8 text"),
        (b"sku,n\xf6de,quantity\nA,dc,5\n", "line 1 is not UTF-8 text"),
        (PLAIN.replace("\n", "\r").encode(), "its lines end with a carriage return alone"),
        (b'sku,node,quantity\nA,dc,"5\nB,dc,7\n', "a quotation mark opened in line 2 is not closed"),
        (b"PK\x03\x04" + bytes(100), "is not UTF-8 text"),
    ],
)
def test_a_broken_file_is_named_with_its_problem_and_its_remedy(read: Read, content: bytes, problem: str) -> None:
    with pytest.raises(FileIsBroken) as caught:
        read("stock", content)

    assert caught.value.answer.file == "stock.csv"
    assert caught.value.answer.problem == problem
    assert caught.value.answer.remedy.endswith(".")


@pytest.mark.parametrize("content", [b"no gzip at all", gzip.compress(PLAIN.encode(), mtime=0)[:-12]])
def test_a_damaged_archive_is_a_broken_file(read: Read, content: bytes) -> None:
    with pytest.raises(FileIsBroken, match=r"stock.csv.gz: cannot be read"):
        read("stock", content, suffix=".csv.gz")


def test_only_a_header_is_a_table_without_rows(read: Read) -> None:
    outcome = read("stock", "sku,node,quantity\n")

    assert (outcome.counts.rows, outcome.copied) == (0, b"")


def test_a_second_run_gives_the_same_bytes(read: Read) -> None:
    content = "sku,node,quantity\n" + "".join(f"{'AB'[n % 2]},{n},1\n" for n in range(20_000))
    known = KNOWN.__class__(KNOWN.skus, frozenset(map(str, range(19_990))))
    first, second = (read("stock", content, known=known) for _ in range(2))

    assert first.counts.rejected == 10
    assert first == second
    assert [int(row[0]) for row in first.copied_rows] == list(range(2, 19_992)), "in the order of the file"


def test_a_folder_without_tables_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stocks.csv").write_text(PLAIN)
    with pytest.raises(FileIsBroken, match="holds none of the tables"), open_tables(tmp_path, tmp_path, now=NOW):
        pass


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileIsBroken, match="is not a folder"), open_tables(tmp_path / "no", tmp_path, now=NOW):
        pass


def test_a_table_in_two_formats_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text(PLAIN)
    (tmp_path / "stock.csv.gz").write_bytes(gzip.compress(PLAIN.encode()))
    with (
        pytest.raises(FileIsBroken, match=r"is there twice: stock\.csv and stock\.csv\.gz"),
        open_tables(tmp_path, tmp_path, now=NOW),
    ):
        pass


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stock.csv").mkdir()
    with pytest.raises(FileIsBroken, match=r"stock.csv: is not a file"), open_tables(tmp_path, tmp_path, now=NOW):
        pass


def test_tables_come_in_order_and_strangers_are_named(tmp_path: Path) -> None:
    for name in ("orders.csv", "stock.csv", "skus.csv", "stocks.csv", "notes.txt"):
        (tmp_path / name).write_text(PLAIN)
    with open_tables(tmp_path, tmp_path, now=NOW) as reader:
        assert reader.tables == ("skus", "stock", "orders")
        assert reader.strangers == ("stocks.csv",)


def test_the_fingerprint_is_the_content_not_the_name_or_the_time(tmp_path: Path) -> None:
    prints = []
    for place, content in (("one", PLAIN), ("two", PLAIN), ("three", PLAIN + "B,shop,1\n")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "stock.csv").write_text(content)
        with open_tables(tmp_path / place, tmp_path, now=NOW) as reader:
            prints.append(reader.fingerprint("stock"))
    assert prints[0] == prints[1] != prints[2]


def test_a_folder_may_have_a_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "we[i]rd *? 'folder'"
    folder.mkdir()
    (folder / "stock.csv").write_text(PLAIN)

    assert read_folder(folder, "stock", tmp_path / "out").copied_rows == GOOD
