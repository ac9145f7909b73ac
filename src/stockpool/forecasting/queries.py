"""The SQL that reads a retailer's files with DuckDB, a bounded part at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.messages import ForecastRefused

Connection = duckdb.DuckDBPyConnection

DEMAND, PRICES, SIGNALS, NODES = "demand", "prices", "signals", "nodes"
DATED = ("date", "at")
KEYS = ("sku", "node", "category", "region")
"""What signals may be told by."""
TEXTS = (*KEYS, "name", "known")
AT_ONCE = 4_000
"""Series whose rows are in memory at once as they are read."""
ROWS_AT_ONCE = 100_000
QUANTITY_MOST = 1e15
"""Squares of more are beyond the numbers that forecasts are made with."""
LIMITS: Mapping[str, Any] = {"memory_limit": "1GB", "threads": 2}

LINES = """
create temp table lines as
select sku::varchar as sku, node::varchar as node, try_cast(date as date) as date,
       try_cast(quantity as double) as quantity, {stocked} as in_stock
from demand
"""

SERIES = """
create temp table series as
select sku, node, row_number() over (order by sku, node) - 1 as id from (select distinct sku, node from lines)
"""

BAD_ROW = """
select number, case when sku is null then 'sku is empty' when node is null then 'node is empty'
                    when date is null then 'date is no date' when isfinite(quantity) then 'quantity is too large'
                    else 'quantity is no number' end, count(*) over ()
from (select *, row_number() over () as number from lines)
where sku is null or node is null or date is null or quantity is null or not isfinite(quantity)
   or abs(quantity) > {most}
order by number limit 1
"""

EXTENT = """
select min(date), max(date), count(distinct date), count(distinct (date - date '2000-01-03') % 7), count(*),
       count(*) filter (quantity < 0)
from lines
"""

PERIODS = """
select s.id, (l.date - ?) // ? as period, sum(l.quantity) as quantity, count(*) as rows,
       bool_and(l.in_stock) as in_stock
from lines l join series s using (sku, node) where s.id >= ? and s.id < ? group by 1, 2
"""

BAD_PRICE = """
select number, price, count(*) over () from (select *, row_number() over () as number from prices)
where price is not null and try_cast(price as double) is null order by number limit 1
"""

PRICES_BEFORE = """
select s.id, arg_max(try_cast(p.price as double), try_cast(p.date as date)) as value
from prices p join series s on s.sku = p.sku::varchar and s.node = p.node::varchar
where try_cast(p.date as date) < ? and p.price is not null group by 1
"""

PRICE_COLUMN = """
select s.id, (try_cast(p.date as date) - ?) // ? as period, avg(try_cast(p."{column}" as double)) as value
from prices p join series s on s.sku = p.sku::varchar and s.node = p.node::varchar
group by 1, 2 having period >= 0 and period < ? and abs(value) <= {most}
"""

LONG_SIGNALS = """
create temp table told as
select {keys} name::varchar as name, try_cast(date as date) as date, try_cast(value as double) as value,
       {known} as known
from signals
"""

WIDE_SIGNAL = """
select {keys} '{name}' as name, try_cast(date as date) as date, try_cast("{name}" as double) as value,
       null::varchar as known
from signals
"""

SIGNAL_VALUES = """
select {keys} (date - ?) // ? as period, avg(value) from told
where name = ? and abs(value) <= {most} group by all having period >= 0 and period < ?
"""

# of a signal that its file calls both, nothing is known ahead
SIGNAL_KNOWN = "select max(date) filter (value is not null), min(lower(known)) from told where name = ?"

FORECAST_EXTENT = """
select min(date), max(date), count(distinct date), count(distinct date) filter (date = ?), count(*) from forecast
"""

FORECAST_ROWS = """
select sku::varchar, node::varchar, date::date, mean::double, {quantiles} from forecast
where date::date = ? or ? is null order by sku, node, date
"""

SOLD_SO_FAR = """
select sku::varchar, node::varchar, sum(try_cast(quantity as double)), {stocked}
from so_far group by 1, 2 order by 1, 2
"""

SOLD_BY_HOUR = """
select isodow(at::timestamp) - 1, hour(at::timestamp), sum(try_cast(quantity as double))
from hours where try_cast(quantity as double) > 0 group by 1, 2 order by 1, 2
"""

NUMBERS = frozenset({"BOOLEAN", "REAL", "FLOAT", "DOUBLE"})


class Extent(msgspec.Struct, frozen=True):
    """What the lines of a file span: `remainders` are the weekdays on which there are any."""

    first: date
    last: date
    days: int
    remainders: int
    rows: int
    negatives: int


class Periods(msgspec.Struct, frozen=True):
    """Some periods of some series: their numbers, quantities, how many rows each had, and whether there was stock."""

    at: tuple[NDArray[np.intp], NDArray[np.intp]]
    quantity: NDArray[np.float64]
    rows: NDArray[np.int64]
    in_stock: NDArray[np.bool_]


def connect() -> Connection:
    """A database in memory that takes no more than it is given."""
    return duckdb.connect(config=dict(LIMITS))


def load(connection: Connection, name: str, path: Path, needed: Sequence[str]) -> dict[str, str]:
    """Make a view of a file; its columns with their types."""
    if not path.is_file():
        raise ForecastRefused(f"{path}: {'it is a folder; name a file' if path.is_dir() else 'there is no such file'}")
    if path.stat().st_size == 0:
        raise ForecastRefused(f"{path}: it is empty")
    is_csv = path.suffix.lower() in {".csv", ".tsv", ".txt"}
    try:
        source = _csv(connection, path) if is_csv else f"read_parquet({quoted(path)})"
        connection.execute(f"create view {name} as select * from {source}")  # noqa: S608 -- quoted
        connection.execute(f"select columns(*)::varchar from {name} limit 1").fetchall()  # noqa: S608 -- our own name
    except duckdb.Error as error:
        said = _why_no_csv(connection, path, error) if is_csv else str(error).splitlines()[0]
        raise ForecastRefused(f"{path}: cannot be read as {'CSV' if is_csv else 'Parquet'}: {said}") from error
    columns = {column: kind for column, kind, *_ in connection.execute(f"describe {name}").fetchall()}
    zoned = [column for column, kind in columns.items() if column in DATED and kind.endswith("WITH TIME ZONE")]
    if zoned:
        raise ForecastRefused(
            f"{path}: column {zoned[0]} has moments of some time zone; write the date that it was at the node"
        )
    missing = [column for column in needed if column not in columns]
    if missing:
        raise ForecastRefused(
            f"{path}: column {', '.join(missing)} is missing; it has {', '.join(columns)}."
            f" Rename its columns or add them; needed: {', '.join(needed)}"
        )
    return columns


def _csv(connection: Connection, path: Path) -> str:
    """A CSV file whose ids stay texts (00123 is not 123), and whose types are those of all its rows.

    A text among numbers far down is then refused by the number of its row, and does not break off the reading.
    """
    whole = f"{quoted(path)}, sample_size = -1"
    there = {column for column, *_ in connection.execute(f"describe select * from read_csv({whole})").fetchall()}  # noqa: S608 -- quoted
    texts = ", ".join([f"'{column}': 'varchar'" for column in TEXTS if column in there])
    return f"read_csv({whole}, types = {{{texts}}})" if texts else f"read_csv({whole})"


def _why_no_csv(connection: Connection, path: Path, error: duckdb.Error) -> str:
    """What DuckDB says of a file that is no CSV, without what its own callers could do: where, and what is wrong."""
    try:  # who guesses by the first rows reads on to the bad one, and can name it
        connection.execute(f"select * from read_csv({quoted(path)})").fetchall()  # noqa: S608 -- quoted
    except duckdb.Error as closer:
        error = closer
    lines = [line.strip().rstrip(".") for line in str(error).splitlines()]
    told = [line for line in lines[1:] if line.startswith(("Error when", "Expected Number"))]
    return "; ".join([lines[0], *told])


def read_lines(connection: Connection, path: Path, columns: Collection[str]) -> tuple[Extent, list[tuple[str, str]]]:
    """Read the rows of demand; what they span, and the SKU and node of each series in order.

    Rows that say nothing are refused as a whole: a forecast of half a file looks like one of all of it.
    """
    stocked = "coalesce(try_cast(in_stock as boolean), true)" if "in_stock" in columns else "true"
    connection.execute(LINES.format(stocked=stocked))
    bad = connection.execute(BAD_ROW.format(most=QUANTITY_MOST)).fetchone()
    if bad is not None:
        more = f", and {bad[2] - 1:,} more that cannot be read" if bad[2] > 1 else ""
        raise ForecastRefused(f"{path}: row {bad[0]:,}: {bad[1]}{more}; mend or leave them out")
    extent = connection.execute(EXTENT).fetchone()
    if extent is None or extent[0] is None:
        raise ForecastRefused(f"{path}: it has no rows")
    connection.execute(SERIES)
    return Extent(*extent), connection.execute("select sku, node from series order by id").fetchall()


def read_periods(connection: Connection, series: int, first: date, step: int) -> Iterator[Periods]:
    """The rows of demand summed up by series and period, some series at a time."""
    for begin in range(0, series, AT_ONCE):
        found = connection.execute(PERIODS, [first, step, begin, begin + AT_ONCE]).fetchnumpy()
        yield Periods(
            (np.asarray(found["id"], dtype=np.intp), np.asarray(found["period"], dtype=np.intp)),
            np.asarray(found["quantity"], dtype=np.float64),
            np.asarray(found["rows"], dtype=np.int64),
            np.asarray(found["in_stock"], dtype=np.bool_),
        )


def read_names(connection: Connection, view: str, owner: str, named: str) -> dict[str, str]:
    """The category of each SKU or the region of each node, of those that have one: the first by the alphabet."""
    query = f"select {owner}::varchar, min({named}::varchar) as name from {view} group by 1 having name is not null"  # noqa: S608 -- our own names
    return dict(connection.execute(query).fetchall())


Values = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]
"""Numbers of series, numbers of periods, values."""


def read_price_column(connection: Connection, column: str, first: date, step: int, periods: int) -> Values:
    """A column of the price file by series and period."""
    query = PRICE_COLUMN.format(column=column.replace('"', '""'), most=QUANTITY_MOST)
    found = connection.execute(query, [first, step, periods]).fetchnumpy()
    series, period = np.asarray(found["id"], dtype=np.intp), np.asarray(found["period"], dtype=np.intp)
    return series, period, np.asarray(found["value"], dtype=np.float64)


def read_prices_before(connection: Connection, path: Path, first: date) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The last price of each series before a day, which holds on it; a price that is no number is refused."""
    bad = connection.execute(BAD_PRICE).fetchone()
    if bad is not None:
        more = f", and {bad[2] - 1:,} more" if bad[2] > 1 else ""
        raise ForecastRefused(f"{path}: row {bad[0]:,}: price {bad[1]!r} is no number{more}; mend or leave them out")
    found = connection.execute(PRICES_BEFORE, [first]).fetchnumpy()
    return np.asarray(found["id"], dtype=np.intp), np.asarray(found["value"], dtype=np.float64)


def has_prices(connection: Connection) -> bool:
    """Whether the price file tells any price at all."""
    return bool(connection.execute("select true from prices where price is not null limit 1").fetchall())


def read_signals(connection: Connection, path: Path, columns: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Read signals, of a long table or of a wide one with a column each; their names, and the keys that they have."""
    keys = [name for name in KEYS if name in columns]
    chosen = _listed(keys, "{key}::varchar as {key}")
    if is_long(columns):
        known = "known::varchar" if "known" in columns else "null::varchar"
        connection.execute(LONG_SIGNALS.format(keys=chosen, known=known))
    else:
        wide = numbers_of(columns, {*keys, "date"})
        if not wide:
            raise ForecastRefused(f"{path}: it has neither columns name and value nor a column of numbers a signal")
        parts = [WIDE_SIGNAL.format(keys=chosen, name=name.replace('"', '""').replace("'", "''")) for name in wide]
        connection.execute(f"create temp table told as {' union all '.join(parts)}")
    return [row[0] for row in connection.execute("select distinct name from told order by name").fetchall()], keys


def read_signal(
    connection: Connection, name: str, keys: Sequence[str], first: date, step: int, periods: int
) -> list[tuple[Any, ...]]:
    """Values of a signal: its keys, the period and the value."""
    query = SIGNAL_VALUES.format(keys=_listed(keys, "{key}"), most=QUANTITY_MOST)
    return connection.execute(query, [first, step, name, periods]).fetchall()


def known_of(connection: Connection, name: str) -> tuple[date | None, str | None]:
    """The last day of which a signal tells, and what its file says of when it is known."""
    row = connection.execute(SIGNAL_KNOWN, [name]).fetchone()
    assert row is not None
    return row[0], row[1]


class ForecastExtent(msgspec.Struct, frozen=True):
    """What a forecast's file spans, and whether it has a day."""

    first: date
    last: date
    days: int
    has: int
    rows: int


def forecast_extent(connection: Connection, path: Path, day: date) -> ForecastExtent:
    """What the view `forecast` spans."""
    row = connection.execute(FORECAST_EXTENT, [day]).fetchone()
    if row is None or row[0] is None:
        raise ForecastRefused(f"{path}: it has no rows")
    return ForecastExtent(*row)


def forecast_rows(
    connection: Connection, quantiles: Sequence[str], day: date | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of the view `forecast` of a day or of all, some at a time: sku, node, date, mean, quantiles."""
    chosen = ", ".join([f"{name}::double" for name in quantiles])
    found = connection.cursor().execute(FORECAST_ROWS.format(quantiles=chosen), [day, day])
    while part := found.fetchmany(ROWS_AT_ONCE):
        yield part


def sold_so_far(connection: Connection, columns: Collection[str]) -> list[tuple[str, str, float, bool]]:
    """What the view `so_far` says that each series sold, and whether it is in stock."""
    stocked = "coalesce(bool_and(try_cast(in_stock as boolean)), true)" if "in_stock" in columns else "true"
    return connection.execute(SOLD_SO_FAR.format(stocked=stocked)).fetchall()


def sold_by_hour(connection: Connection) -> list[tuple[int, int, float]]:
    """What the view `hours` says was sold by weekday (Monday is 0) and hour."""
    return connection.execute(SOLD_BY_HOUR).fetchall()


def add_rows(connection: Connection, columns: Mapping[str, NDArray[Any]]) -> None:
    """Keep rows for `write_rows`."""
    connection.register("part", {name: _seconds(values) for name, values in columns.items()})
    dates = [name for name, values in columns.items() if values.dtype.kind == "M"]
    as_dates = f"replace ({', '.join([_as_date(name) for name in dates])})" if dates else ""
    chosen = f"select * {as_dates} from part"  # noqa: S608 -- our own names
    connection.execute(f"create table if not exists rows as {chosen} limit 0")
    connection.execute(f"insert into rows {chosen}")
    connection.unregister("part")


def _seconds(values: NDArray[Any]) -> NDArray[Any]:
    """DuckDB knows NumPy's seconds, not its days."""
    return values.astype("datetime64[s]") if values.dtype.kind == "M" else values


def _as_date(name: str) -> str:
    return f'"{name}"::date as "{name}"'


def write_rows(connection: Connection, path: Path, *, is_csv: bool) -> None:
    """Write the rows that were kept; raises `OSError`."""
    kind = "csv, header" if is_csv else "parquet"
    try:
        connection.execute(f"copy rows to {quoted(path)} (format {kind})")
    except duckdb.IOException as error:
        raise OSError(str(error).splitlines()[0]) from error


def quoted(text: str | Path) -> str:
    """As a text within a statement."""
    return "'" + str(text).replace("'", "''") + "'"


def is_long(columns: Collection[str]) -> bool:
    """Whether a table of signals has a row a value; else it has a column a signal."""
    return {"name", "value"} <= set(columns)


def others_than_numbers(columns: Mapping[str, str], but: Collection[str]) -> dict[str, str]:
    """The columns of anything else, with their types."""
    return {name: kind for name, kind in columns.items() if name not in but and not _is_number(kind)}


def numbers_of(columns: Mapping[str, str], but: Collection[str]) -> list[str]:
    """The columns of numbers."""
    return [name for name, kind in columns.items() if name not in but and _is_number(kind)]


def _is_number(kind: str) -> bool:
    return kind in NUMBERS or "INT" in kind or kind.startswith("DECIMAL")


def _listed(keys: Sequence[str], form: str) -> str:
    return "".join([f"{form.format(key=key)}, " for key in keys])
