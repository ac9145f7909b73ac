"""Mappings: SQL turns any files into tables, sees its source folder only, and says where it is wrong."""

# ruff: noqa: S608 - queries over folders of the test's own

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import pytest

from stockpool.connectors.api import FileIsBroken, map_files
from stockpool.connectors.files import mapping
from tests.connectors.conftest import read_folder

QUERY = "select sku, node, quantity from read_csv(getvariable('from') || '/counts.csv', all_varchar = true)"


class Folders:
    """A mapping, its sources and its results, side by side."""

    def __init__(self, base: Path) -> None:
        self.mapping, self.source, self.into, self.secret = (base / n for n in ("map", "source", "into", "secret"))
        for folder in (self.mapping, self.source, self.secret):
            folder.mkdir()
        (self.source / "counts.csv").write_text("sku,node,quantity\nB,dc,2\nA,dc,1\n")
        (self.secret / "stock.csv").write_text("sku,node,quantity\nB,dc,2\n")

    def run(self, **files: str) -> tuple[str, ...]:
        """Write the mapping's files by name and run it."""
        for name, sql in files.items():
            (self.mapping / f"{name}.sql").write_text(sql)
        return map_files(self.mapping, self.source, self.into)

    def rows(self, table: str, columns: str = "*") -> list[tuple[object, ...]]:
        """What a table came to."""
        return duckdb.connect().execute(f"select {columns} from '{self.into / table}.parquet'").fetchall()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Fresh folders."""
    return Folders(tmp_path)


def test_a_query_becomes_a_table_sorted_by_its_key(folders: Folders) -> None:
    assert folders.run(stock=QUERY) == ("stock",)
    assert folders.rows("stock") == [("A", "dc", "1"), ("B", "dc", "2")]


def test_the_result_is_read_like_any_folder(folders: Folders, tmp_path: Path) -> None:
    folders.run(stock=QUERY)

    assert read_folder(folders.into, "stock", tmp_path / "out").counts.good == 2


def test_two_runs_write_the_same_bytes(folders: Folders) -> None:
    contents = []
    for _ in range(2):
        folders.run(stock="select 'S' || range as sku, 'dc' as node, range % 7 as quantity from range(50000)")
        contents.append((folders.into / "stock.parquet").read_bytes())

    assert contents[0] == contents[1]


def test_preparing_files_run_first_in_the_order_of_their_names(folders: Folders) -> None:
    folders.run(
        _1_setup="set variable factor = 10; create macro times(x) as x * getvariable('factor');",
        _2_views="create view counted as select * from read_csv(getvariable('from') || '/counts.csv');",
        stock="select sku, node, times(quantity) as quantity from counted",
    )

    assert folders.rows("stock", "sku, quantity::int") == [("A", 10), ("B", 20)]


def test_tables_come_in_the_order_in_which_they_go_in(folders: Folders) -> None:
    assert folders.run(stock=QUERY, skus="select 'A' as id, 'Mug' as name") == ("skus", "stock")


def test_json_and_parquet_are_sources_too(folders: Folders) -> None:
    (folders.source / "counts.json").write_text(json.dumps([{"article": "A", "place": "dc", "count": 4}]))
    duckdb.connect().execute(f"copy (select 3 as more) to '{folders.source / 'more.parquet'}'")
    folders.run(
        stock="select article as sku, place as node, count + more as quantity from"
        " read_json(getvariable('from') || '/counts.json'), read_parquet(getvariable('from') || '/more.parquet')"
    )

    assert folders.rows("stock", "sku, quantity::int") == [("A", 7)]


@pytest.mark.parametrize(
    "target",
    [
        "{secret}/stock.csv",
        "{source}/../secret/stock.csv",
        "{source}/link.csv",
        "{mapping}/stock.sql",
        "/etc/hostname",
        "https://example.invalid/stock.csv",
    ],
)
def test_nothing_outside_the_source_folder_can_be_read(folders: Folders, target: str) -> None:
    (folders.source / "link.csv").symlink_to(folders.secret / "stock.csv")
    path = target.format(secret=folders.secret, source=folders.source, mapping=folders.mapping)

    with pytest.raises(FileIsBroken, match=r"(?s)stock\.sql: Permission Error: Cannot access file"):
        folders.run(stock=f"select * from read_csv('{path}', header = true)")
    assert not list(folders.into.iterdir())


def test_the_same_file_inside_the_source_folder_can_be_read(folders: Folders) -> None:
    (folders.source / "inside.csv").write_text((folders.secret / "stock.csv").read_text())
    assert folders.run(stock=f"select * from read_csv('{folders.source / 'inside.csv'}', header = true)") == ("stock",)


def test_without_the_confinement_the_secret_would_be_read(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "_confine", lambda *_: None)
    assert folders.run(stock=f"select * from read_csv('{folders.secret / 'stock.csv'}', header = true)") == ("stock",)


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("copy (select 1) to '{source}/out.csv'", "COPY"),
        ("attach '{source}/out.db' as other", "ATTACH"),
        ("install httpfs", "LOAD"),
        ("load httpfs", "LOAD"),
        ("insert into stock values (1)", "INSERT"),
        ("pragma database_list", "PRAGMA"),
    ],
)
def test_preparing_files_only_prepare(folders: Folders, statement: str, kind: str) -> None:
    before = sorted(folders.source.iterdir())
    with pytest.raises(FileIsBroken, match=f"_setup.sql: line 3 is a statement of kind {kind}"):
        folders.run(_setup=f"\nset variable a = 1;\n{statement.format(source=folders.source)};", stock=QUERY)
    assert sorted(folders.source.iterdir()) == before


@pytest.mark.parametrize("setting", ["enable_external_access = true", "memory_limit = '90GB'", "threads = 64"])
def test_the_confinement_cannot_be_lifted(folders: Folders, setting: str) -> None:
    with pytest.raises(FileIsBroken, match="the configuration has been locked"):
        folders.run(_setup=f"set {setting};", stock=QUERY)


@pytest.mark.parametrize("sql", ["", "select 1; select 2", "create table x as select 1", "copy (select 1) to 'x.csv'"])
def test_a_table_is_one_query(folders: Folders, sql: str) -> None:
    with pytest.raises(FileIsBroken, match=r"stock\.sql: is not one SELECT"):
        folders.run(stock=sql)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("-- first\n\nselect 'A' as sku,\n  nod as node,\n  1 as quantity", "line 4:"),
        ("select 'A' as sku,\n  foo(1) as node", "line 2:"),
        ("select 'A' as sku,\n\n  (1 as node", "line 3:"),
        ("select 'x'::int as sku, 1 as node, 1 as quantity", "Could not convert string 'x' to INT32"),
    ],
)
def test_a_faulty_query_is_named_with_its_line(folders: Folders, sql: str, words: str) -> None:
    with pytest.raises(FileIsBroken) as caught:
        folders.run(stock=sql)

    assert caught.value.answer.file == "stock.sql"
    assert words in caught.value.answer.problem


def test_what_to_do_stands_below_an_arrow_into_the_query(folders: Folders) -> None:
    with pytest.raises(FileIsBroken) as caught:
        folders.run(stock="select nod as node\nfrom nowhere")

    lines = str(caught.value).splitlines()
    assert lines[-1] == "Mend the SQL."
    assert set(lines[-2].strip()) == {"^"}
    assert all(lines)


def test_a_faulty_preparing_file_is_named_with_its_line(folders: Folders) -> None:
    with pytest.raises(FileIsBroken, match=r"(?s)_setup\.sql: .*line 4:"):
        folders.run(_setup="create macro a() as 1;\n-- then\ncreate view b as\n  select c;\n", stock=QUERY)


def test_a_query_without_a_needed_column_is_named(folders: Folders) -> None:
    with pytest.raises(FileIsBroken, match=r"stock\.sql: gives no column node, quantity"):
        folders.run(stock="select 1 as sku")


def test_a_file_that_is_named_after_no_table_is_refused(folders: Folders) -> None:
    with pytest.raises(FileIsBroken, match=r"stocks\.sql: is not named after a table"):
        folders.run(stocks=QUERY)


def test_an_empty_mapping_is_refused(folders: Folders) -> None:
    with pytest.raises(FileIsBroken, match="holds no query for a table"):
        folders.run(_setup="set variable a = 1")


def test_missing_folders_are_refused(folders: Folders, tmp_path: Path) -> None:
    with pytest.raises(FileIsBroken, match="is not a folder"):
        map_files(tmp_path / "no", folders.source, folders.into)
    (folders.mapping / "stock.sql").write_text(QUERY)
    with pytest.raises(FileIsBroken, match="is not a folder"):
        map_files(folders.mapping, tmp_path / "no", folders.into)


def workbook(**sheets: list[list[str | float | None]]) -> bytes:
    """The smallest XLSX file with these sheets."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    numbered = list(enumerate(sheets.items(), start=1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/s{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n, _ in numbered
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>' for n, _ in numbered
        )
        + "</Relationships>",
    }
    for number, (_, rows) in numbered:
        cells = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/s{number}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return buffer.getvalue()


def cell(value: str | float | None) -> str:
    """One cell of a sheet."""
    if value is None:
        return "<c/>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def test_workbooks_are_read_by_name_and_sheet(folders: Folders) -> None:
    (folders.source / "sub").mkdir()
    (folders.source / "sub" / "stock.xlsx").write_bytes(
        workbook(
            Cover=[["sku", "node", "quantity"], ["A", "dc", 3], ["B, C", "dc", None]],
            Counts=[["sku", "node", "quantity"], ["CLOTH", "dc", 2.5]],
        )
    )
    folders.run(
        stock="select sku, node, quantity from read_xlsx('sub/stock.xlsx')"
        " union all select * from read_xlsx('sub/stock.xlsx', sheet := 'Counts')"
    )

    assert folders.rows("stock") == [("A", "dc", "3"), ("B, C", "dc", None), ("CLOTH", "dc", "2.5")]


def test_a_workbook_that_is_none_is_a_broken_file(folders: Folders) -> None:
    (folders.source / "stock.xlsx").write_bytes(b"no workbook")
    with pytest.raises(FileIsBroken, match=r"stock\.xlsx: is not a workbook"):
        folders.run(stock="select * from read_xlsx('stock.xlsx')")


def test_a_missing_sheet_is_named(folders: Folders) -> None:
    (folders.source / "stock.xlsx").write_bytes(workbook(Cover=[["sku"], ["A"]]))
    with pytest.raises(FileIsBroken, match=r"(?s)stock\.sql: .*No files found.*Prices\.csv"):
        folders.run(stock="select * from read_xlsx('stock.xlsx', sheet := 'Prices')")


def test_workbooks_are_left_alone_where_no_query_reads_them(folders: Folders) -> None:
    (folders.source / "broken.xlsx").write_bytes(b"no workbook")
    assert folders.run(stock=QUERY) == ("stock",)
