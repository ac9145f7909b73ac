"""Reads a retailer's demand, prices and signals from Parquet or CSV files into a panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.leaks import leak_of
from stockpool.forecasting.messages import ForecastFiles, ForecastRefused, ReadReport
from stockpool.forecasting.panel import Covariate, Matrix, Panel

NEEDED = ("sku", "node", "date", "quantity")
FLAGS = ("in_stock",)
PLACES = ("region", "category")
AT_ONCE = 4_000
"""Series whose rows are in memory at once as they are read."""
MEMORY = "1GB"
EXPLICIT_ZEROS = 0.01
"""A file with this share of zeros writes them down: what it leaves out is not known."""
TRAILING_WEEKS = 4
CLOSED_BELOW = 0.0
SERIES_OF_A_NODE = 5
"""A node with fewer series may well sell nothing on a day that it is open."""
FEWEST_DATES = 0.2
"""Dates of a rhythm that a file must have."""


@dataclass(frozen=True)
class Reading:
    """A panel, what was read of it, and the day after which signals are known ahead only."""

    panel: Panel
    report: ReadReport


def read(files: ForecastFiles, horizon: int, trusted: frozenset[str] = frozenset()) -> Reading:
    """Read everything; raises `ForecastRefused` with what is wrong, where, and how to mend it."""
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as connection:
        _load(connection, "demand", files.demand)
        made, report = _demand(connection, files.demand)
        covariates: list[Covariate] = []
        if files.prices is not None:
            _load(connection, "prices", files.prices)
            covariates += _prices(connection, files.prices, made, horizon)
        told: dict[str, str] = {}
        if files.signals is not None:
            _load(connection, "signals", files.signals)
            found = _signals(connection, files.signals, made, horizon)
            for each in found:
                leak = None if each.name in trusted else leak_of(each, made.demand)
                told[each.name] = leak or ("known ahead" if each.ahead else "known after")
                if leak is None:
                    covariates.append(each)
    return Reading(replace(made, covariates=tuple(covariates)), replace_signals(report, told))


def replace_signals(report: ReadReport, told: Mapping[str, str]) -> ReadReport:
    """A report with what became of the signals."""
    import msgspec

    return msgspec.structs.replace(report, signals=told)


def _load(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """Make a view of a file."""
    if not path.is_file():
        raise ForecastRefused(f"{path}: there is no such file")
    reader = "read_csv" if path.suffix.lower() in {".csv", ".tsv", ".txt"} else "read_parquet"
    try:
        connection.execute(f"create view {name} as select * from {reader}({_quoted(path)})")  # noqa: S608 -- quoted
        connection.execute(f"select * from {name} limit 1").fetchall()  # noqa: S608 -- our own name
    except duckdb.Error as error:
        kind = "CSV" if reader == "read_csv" else "Parquet"
        raise ForecastRefused(f"{path}: cannot be read as {kind}: {str(error).splitlines()[0]}") from error


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The columns of a view with their types."""
    return {name: kind for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}


def _need(path: Path, columns: Mapping[str, str], names: Sequence[str]) -> None:
    missing = [name for name in names if name not in columns]
    if missing:
        raise ForecastRefused(
            f"{path}: column {', '.join(missing)} is missing; it has {', '.join(columns)}."
            f" Rename its columns or add them: {', '.join(names)} are needed"
        )


def _demand(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[Panel, ReadReport]:
    columns = _columns(connection, "demand")
    _need(path, columns, NEEDED)
    stocked = "coalesce(try_cast(in_stock as boolean), true)" if "in_stock" in columns else "true"
    places = [f"any_value({name}::varchar) as {name}" for name in PLACES if name in columns]
    connection.execute(f"""
        create temp table lines as
        select sku::varchar as sku, node::varchar as node, try_cast(date as date) as date,
               try_cast(quantity as double) as quantity, {stocked} as in_stock
        from demand
    """)  # noqa: S608 -- constant parts
    _refuse_bad_rows(connection, path)
    series_of = "select sku, node from lines group by sku, node order by sku, node"
    connection.execute(f"create temp table series as select *, row_number() over () - 1 as id from ({series_of})")  # noqa: S608
    keys = connection.execute("select sku, node from series order by id").fetchall()
    first, last, days, remainders, rows, negatives, zeros = _one(
        connection,
        """
        select min(date), max(date), count(distinct date), count(distinct (date - date '2000-01-03') % 7), count(*),
               count(*) filter (quantity < 0), count(*) filter (quantity = 0)
        from lines
        """,
    )
    step = 7 if remainders == 1 and days > 1 else 1
    periods = (last - first).days // step + 1
    if days < FEWEST_DATES * periods:
        raise ForecastRefused(
            f"{path}: its {days} dates from {first} to {last} are neither days nor weeks:"
            " sum them up to one row a day, or to one a week, always of the same weekday"
        )
    demand, duplicates, unstocked = _dense(connection, len(keys), first, periods, step)
    panel = Panel(tuple([key[0] for key in keys]), tuple([key[1] for key in keys]), first, step, demand)
    panel, gaps, read_as = _without_gaps(panel, zeros / max(rows, 1) >= EXPLICIT_ZEROS)
    if "category" in columns:
        panel = replace(panel, categories=dict(connection.execute(_category_query(places)).fetchall()))
    known = ~np.isnan(panel.demand)
    report = ReadReport(
        rows=rows,
        series=len(keys),
        periods=periods,
        step_days=step,
        first=first.isoformat(),
        last=last.isoformat(),
        duplicates=duplicates,
        negatives=negatives,
        gaps=gaps,
        gaps_read_as=read_as,
        out_of_stock=unstocked,
        zero_share=round(float((panel.demand == 0).sum() / max(known.sum(), 1)), 4),
        signals={},
    )
    return panel, report


def _category_query(places: Sequence[str]) -> str:
    category = next(each for each in places if each.endswith(" category"))
    return f"select sku::varchar, {category} from demand group by 1"  # noqa: S608 -- constant parts


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)


def _refuse_bad_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Rows that say nothing are refused as a whole: a forecast of half a file looks like one of all of it."""
    bad = connection.execute("""
        select number, case when sku is null then 'sku is empty' when node is null then 'node is empty'
               when date is null then 'date is no date' else 'quantity is no number' end, count(*) over ()
        from (select *, row_number() over () as number from lines)
        where sku is null or node is null or date is null or quantity is null or not isfinite(quantity)
        order by number limit 1
    """).fetchone()
    if bad is not None:
        more = f" and {bad[2] - 1:,} more rows like it" if bad[2] > 1 else ""
        raise ForecastRefused(f"{path}: row {bad[0]:,}: {bad[1]}{more}; mend or leave them out")
    if _one(connection, "select count(*) from lines")[0] == 0:
        raise ForecastRefused(f"{path}: it has no rows")


def _dense(
    connection: duckdb.DuckDBPyConnection, series: int, first: date, periods: int, step: int
) -> tuple[Matrix, int, int]:
    """Demand by series and period, NaN where there is no row or no stock; rows that were summed up; periods without."""
    demand = np.full((series, periods), np.nan, dtype=np.float32)
    duplicates = unstocked = 0
    for begin in range(0, series, AT_ONCE):
        found = connection.execute(
            """
            select s.id, (l.date - ?) // ? as period, sum(l.quantity) as quantity, count(*) as rows,
                   bool_and(l.in_stock) as in_stock
            from lines l join series s using (sku, node) where s.id >= ? and s.id < ? group by 1, 2
            """,
            [first, step, begin, begin + AT_ONCE],
        ).fetchnumpy()
        at = (np.asarray(found["id"], dtype=np.intp), np.asarray(found["period"], dtype=np.intp))
        stocked = np.asarray(found["in_stock"], dtype=bool)
        demand[at] = np.where(stocked, np.maximum(np.asarray(found["quantity"], dtype=np.float64), 0), np.nan)
        counts = np.asarray(found["rows"])
        duplicates += int((counts - 1).sum())
        unstocked += int((~stocked).sum())
    return demand, duplicates, unstocked


def _without_gaps(panel: Panel, explicit: bool) -> tuple[Panel, int, str]:
    """Periods without a row, from the first one of a series on: nothing sold, or nobody knows.

    A period in which a node has no row of any SKU is not known. Where a file writes zeros down, what it leaves out is not
    known, but behind the last row of a series, where it is not sold any more. A node that sold nothing at all on a day
    on which it sells as a rule was closed.
    """
    demand = panel.demand.copy()
    given = ~np.isnan(demand)
    begun = np.cumsum(given, axis=1) > 0
    nodes, node_of = np.unique(np.asarray(panel.nodes), return_inverse=True)
    reported = np.zeros((len(nodes), panel.periods), dtype=bool)
    np.logical_or.at(reported, node_of, given)
    gap = begun & ~given
    ended = ~(np.cumsum(given[:, ::-1], axis=1)[:, ::-1] > 0)
    silent = ended[:, -min(TRAILING_WEEKS * panel.week, panel.periods)]
    nothing = gap & reported[node_of] & (ended & silent[:, None] if explicit else True)
    demand[nothing] = 0
    _close(demand, node_of, len(nodes), panel.week)
    said = "not known" if explicit else "nothing sold"
    return replace(panel, demand=demand), int(gap.sum()), said


def _close(demand: Matrix, node_of: NDArray[np.intp], nodes: int, week: int) -> None:
    """Forget the days on which a node was closed, which say nothing of what its customers wanted."""
    for node in range(nodes):
        own = np.flatnonzero(node_of == node)
        if len(own) < SERIES_OF_A_NODE:
            continue
        total = np.nansum(demand[own], axis=0)
        for day in range(week):
            usual = float(np.median(total[day::week]))
            shut = np.flatnonzero((total == 0) & (np.arange(len(total)) % week == day))
            if usual > CLOSED_BELOW and len(shut):
                demand[np.ix_(own, shut)] = np.nan


def _prices(
    connection: duckdb.DuckDBPyConnection, path: Path, panel: Panel, horizon: int
) -> list[Covariate]:
    """Prices, which last until the next, how they stand to the others at their node, and marks such as promotions."""
    columns = _columns(connection, "prices")
    _need(path, columns, ("sku", "node", "date", "price"))
    marks = [
        name for name, kind in columns.items()
        if name not in {"sku", "node", "date", "price"} and _is_number(kind)
    ]  # fmt: skip
    price = _lasting(_table(connection, panel, horizon, "price"))
    found = [
        Covariate("price", price, ahead=True, group="price", sign=-1),
        Covariate("price_to_node", _to_node(price, panel.nodes), ahead=True, group="price", sign=-1),
    ]
    for mark in marks:
        values = _table(connection, panel, horizon, mark)
        values[np.isnan(values) & ~np.isnan(price)] = 0
        found.append(Covariate(mark, values, ahead=True, group="promotion", sign=1))
    return found


def _table(connection: duckdb.DuckDBPyConnection, panel: Panel, horizon: int, column: str) -> Matrix:
    """A column of the price file by series and period, the horizon's too."""
    values = np.full((panel.series, panel.periods + horizon), np.nan, dtype=np.float32)
    found = connection.execute(
        f"""
        select s.id, (try_cast(p.date as date) - ?) // ? as period, avg(try_cast(p."{column}" as double)) as value
        from prices p join series s on s.sku = p.sku::varchar and s.node = p.node::varchar
        group by 1, 2 having period >= 0 and period < ? and value is not null
        """,  # noqa: S608 -- a column that the file has
        [panel.first, panel.step_days, panel.periods + horizon],
    ).fetchnumpy()
    values[np.asarray(found["id"], dtype=np.intp), np.asarray(found["period"], dtype=np.intp)] = found["value"]
    return values


def _lasting(values: Matrix) -> Matrix:
    """Values that hold until the next one."""
    known = ~np.isnan(values)
    last = np.where(known, np.arange(values.shape[1]), 0)
    np.maximum.accumulate(last, axis=1, out=last)
    return np.asarray(np.take_along_axis(values, last, axis=1), dtype=np.float32)


def _to_node(price: Matrix, nodes: Sequence[str]) -> Matrix:
    """Each price over the mean price at its node."""
    names, node_of = np.unique(np.asarray(nodes), return_inverse=True)
    total, count = np.zeros((len(names), price.shape[1])), np.zeros((len(names), price.shape[1]))
    np.add.at(total, node_of, np.nan_to_num(price))
    np.add.at(count, node_of, ~np.isnan(price))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(price / (total / count)[node_of], dtype=np.float32)


def _is_number(kind: str) -> bool:
    return kind in {"BOOLEAN", "REAL", "FLOAT", "DOUBLE"} or "INT" in kind or kind.startswith("DECIMAL")


def _signals(
    connection: duckdb.DuckDBPyConnection, path: Path, panel: Panel, horizon: int
) -> list[Covariate]:
    """Signals of a long table (date, name, value) or of a wide one with a column each, by any of sku and node."""
    columns = _columns(connection, "signals")
    _need(path, columns, ("date",))
    keys = [name for name in ("sku", "node") if name in columns]
    if {"name", "value"} <= set(columns):
        known = "known::varchar" if "known" in columns else "null"
        connection.execute(f"""
            create temp table told as select {", ".join([*[f"{key}::varchar as {key}" for key in keys], "name::varchar as name"])},
                try_cast(date as date) as date, try_cast(value as double) as value, {known} as known from signals
        """)  # noqa: S608 -- constant parts
    else:
        wide = [name for name, kind in columns.items() if name not in {*keys, "date", *PLACES} and _is_number(kind)]
        if not wide:
            raise ForecastRefused(f"{path}: it has neither columns name and value nor a column of numbers for each signal")
        parts = [
            f"""select {", ".join([*[f"{key}::varchar as {key}" for key in keys], f"'{name}' as name"])},
                try_cast(date as date) as date, try_cast("{name}" as double) as value, null as known from signals"""  # noqa: S608
            for name in wide
        ]
        connection.execute(f"create temp table told as {' union all '.join(parts)}")
    names = [row[0] for row in connection.execute("select distinct name from told order by name").fetchall()]
    return [_signal(connection, panel, horizon, name, keys) for name in names]


def _signal(
    connection: duckdb.DuckDBPyConnection, panel: Panel, horizon: int, name: str, keys: Sequence[str]
) -> Covariate:
    """A signal; known ahead if it says so, or if its file tells of days that are still to come."""
    owners = list(zip(*[_names_of(panel, key) for key in keys], strict=True)) if keys else [()] * panel.series
    rows = {owner: at for at, owner in enumerate(dict.fromkeys(owners))}
    values = np.full((len(rows), panel.periods + horizon), np.nan, dtype=np.float32)
    chosen = "".join([f"{key}, " for key in keys])
    found = connection.execute(
        f"""
        select {chosen}(date - ?) // ? as period, avg(value) from told
        where name = ? and value is not null group by all having period >= 0 and period < ?
        """,  # noqa: S608 -- constant parts
        [panel.first, panel.step_days, name, panel.periods + horizon],
    ).fetchall()
    for *owner, period, value in found:
        at = rows.get(tuple(owner))
        if at is not None:
            values[at, period] = value
    last, marked = _one_of(connection, name)
    ends = panel.first + timedelta(days=panel.step_days * (panel.periods - 1))
    ahead = marked == "ahead" if marked else last is not None and last > ends
    row_of = np.asarray([rows[owner] for owner in owners], dtype=np.intp)
    return Covariate(name, values, ahead=ahead, group="signal", row_of=row_of)


def _one_of(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[date | None, str | None]:
    row = connection.execute(
        "select max(date) filter (value is not null), max(lower(known)) from told where name = ?", [name]
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def _names_of(panel: Panel, key: str) -> tuple[str, ...]:
    return panel.skus if key == "sku" else panel.nodes
