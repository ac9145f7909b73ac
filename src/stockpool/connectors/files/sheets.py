"""Workbooks (XLSX) for mappings: their sheets are written as CSV files, which a macro then reads by workbook and sheet.

DuckDB's own reader for workbooks is an extension that it downloads; nothing is downloaded here.
"""

# ruff: noqa: S608 - statements are made of our own column descriptions; names and texts from files are quoted

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.connectors.files.broken import FileIsBroken
from stockpool.connectors.files.engine import quoted_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CellValue = int | float | str | bool | time | date | datetime | timedelta


def write_sheets(source: Path, folder: Path) -> None:
    """Write each sheet of each workbook below `source` as `<workbook>/<sheet>.csv`, the first one as `.csv` too."""
    for workbook in sorted(source.rglob("*.xlsx")):
        target = folder / workbook.relative_to(source)
        target.mkdir(parents=True)
        _write_workbook(workbook, target)


def make_read_xlsx(engine: DuckDBPyConnection, folder: Path) -> None:
    """Define `read_xlsx(workbook, sheet)`; without a sheet, the first. All cells are text."""
    engine.execute(
        "create macro read_xlsx(workbook, sheet := '') as table select * from read_csv("
        f"{quoted_text(str(folder))} || '/' || workbook || '/' || sheet || '.csv',"
        " header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', null_padding = true)"
    )


def _write_workbook(workbook: Path, target: Path) -> None:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(workbook) as book:
            for place, name in enumerate(book.sheet_names):
                rows = book.get_sheet_by_index(place).to_python()
                for file in [f"{name}.csv", *([".csv"] if place == 0 else [])]:
                    _write_rows(rows, target / file)
    except CalamineError as error:
        raise FileIsBroken(workbook, f"is not a workbook: {error}", "Save it again as XLSX.") from error


def _write_rows(rows: list[list[CellValue]], file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows([_text(cell) for cell in row] for row in rows)


def _text(cell: CellValue) -> str:
    """A cell as text; workbooks keep whole numbers as floats."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date | time) else str(cell)
