"""Rows for set-based statements: columns that are unnested in step, or one value that stands for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.runtime.batch import Param
from stockpool.runtime.columns import Spread


def rows_of(each: Mapping[str, str], spread: Mapping[str, str]) -> str:
    """A select list and its source, of columns by name and type: arrays, and such as are an array or one value.

    Columns of a select list unnest in step; in a from clause each would be stored first. An array that is shorter than
    the others goes on with nulls, so an empty one leaves all rows to the value beside it.
    """
    arrays = ", ".join(f"unnest(%s::{kind}[]) as {name}" for name, kind in (*each.items(), *spread.items()))
    values = ", ".join(f"coalesce(c.{name}, %s::{kind}) as {name}" for name, kind in spread.items())
    return f"{', '.join(f'c.{name}' for name in each)}, {values} from (select {arrays}) as c"


def insert_rows(table: str, first: Mapping[str, str], each: Mapping[str, str], spread: Mapping[str, str]) -> str:
    """Rows into a table; `first` are columns with one value. The order of parameters is that of `row_params`."""
    columns = ", ".join((*first, *each, *spread))
    values = "".join(f"%s::{kind}, " for kind in first.values())
    return f"insert into {table} ({columns}) select {values}{rows_of(each, spread)}"


def row_params(first: Sequence[Param], each: Sequence[Param], spread: Sequence[Spread]) -> list[Param]:
    """Parameters in the order in which `insert_rows` writes their places."""
    return [*first, *[value for _, value in spread], *each, *[array for array, _ in spread]]
