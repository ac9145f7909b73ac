"""The reference page of the tables, written from their descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from stockpool.connectors.files.columns import Column, Table
from stockpool.connectors.files.tables import TABLES

INTRODUCTION = """\
# Import tables

Each table is a file of that name in the imported folder: `.csv`, `.csv.gz` or `.parquet`. They go in in this order, and
may all be left out but one. [The guide](../guides/import.md) says how files are read. This page is written from the
code by `make docs`.

| kind | what fits |
|---|---|
| id | 1 to 64 characters, no control characters, no blanks at the ends; upper and lower case differ |
| text | up to 1,000 characters |
| list | values between semicolons |
| whole number | digits, with a sign or `.0` if you like |
| quantity | a decimal number with a point, in the SKU's unit, with at most the SKU's decimals, up to 10^12 units |
| number | a decimal number with a point |
| money | a decimal number with a point, not below zero, with at most the decimals of its currency |
| rate | a decimal number with a point, from 0 to 1,000,000,000, with at most six decimals |
| currency, country | three letters (ISO 4217), two letters (ISO 3166), both in capitals |
| time | ISO 8601: a date, or date and time, with or without a zone; without one it is UTC. From 1970 on |
| yes or no | `yes no true false 1 0` in any case |
| choice | one of the words that are named |
"""


def reference_page() -> str:
    """The page `docs/reference/import-tables.md`."""
    return "\n".join([INTRODUCTION, *(line for table in TABLES.values() for line in _section(table))])


def _section(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield table.meaning
    yield ""
    keys = ", ".join(f"`{name}`" for name in table.key)
    yield f"Unique by {keys}; a later row with the same is rejected."
    yield ""
    yield "| column | kind | needed | meaning | unit | example |"
    yield "|---|---|---|---|---|---|"
    yield from (_row(column) for column in table.columns)
    yield ""


def _row(column: Column) -> str:
    cells = (
        f"`{column.name}`",
        _kind(column),
        _needed(column),
        _meaning(column),
        column.unit or "",
        f"`{column.example}`",
    )
    return f"| {' | '.join(cells)} |"


def _kind(column: Column) -> str:
    if column.low is None and column.high is None:
        return column.kind.value
    return f"{column.kind.value}, {column.low:,} to {column.high:,}"


def _needed(column: Column) -> str:
    if column.required:
        return "yes"
    return "no" if column.default is None else f"no, `{column.default}`"


def _meaning(column: Column) -> str:
    parts = [column.meaning]
    if column.choices:
        parts.append("one of " + ", ".join(f"`{choice}`" for choice in column.choices))
    if column.refers:
        parts.append(f"a known {column.refers.value}")
    if column.positive:
        parts.append("greater than zero")
    if column.past:
        parts.append("not in the future")
    return "; ".join(parts)
