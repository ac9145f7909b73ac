"""Makes a panel of a retailer's demand, prices and signals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np

from stockpool.forecasting import queries
from stockpool.forecasting.alike.queries import Traits, read_announced, read_born
from stockpool.forecasting.asked import ForecastFiles
from stockpool.forecasting.events import holidays_of
from stockpool.forecasting.features import PRICE, PROMOTION, SIGNAL
from stockpool.forecasting.gaps import MOVED, NO_ROW, UNSTOCKED, ZERO, gaps_of, read_gaps, zeros_are_written
from stockpool.forecasting.leaks import leak_of
from stockpool.forecasting.messages import ForecastRefused, ReadReport
from stockpool.forecasting.panel import DAYS_OF_WEEK, TO_NODE, Covariate, Matrix, Panel

NEEDED = ("sku", "node", "date", "quantity")
FEWEST_DATES = 0.2
"""Of the dates of a rhythm a file must have this share."""


@dataclass(frozen=True)
class Reading:
    """A panel and what was read of it."""

    panel: Panel
    report: ReadReport


def read(files: ForecastFiles, horizon: int, trusted: frozenset[str] = frozenset()) -> Reading:
    """Read everything; raises `ForecastRefused` with what is wrong, where, and how to mend it."""
    with queries.connect() as connection:
        panel, report = _demand(connection, files.demand, files.new)
        if files.nodes is not None:
            queries.load(connection, queries.NODES, files.nodes, ("node", "region"))
            panel = replace(panel, regions=queries.read_names(connection, queries.NODES, "node", "region"))
        told: dict[str, str] = {}
        covariates = _prices(connection, files.prices, panel, horizon, told) if files.prices is not None else []
        if files.country is not None:
            covariates += holidays_of(panel, files.country, horizon)
        signals = _signals(connection, files.signals, panel, horizon, told) if files.signals is not None else ()
        for each in signals:
            leak = None if each.name in trusted else leak_of(each, panel.demand)
            told[each.name] = leak or ("known ahead" if each.ahead else "known after")
            if leak is None:
                covariates.append(each)
    return Reading(replace(panel, covariates=tuple(covariates)), msgspec.structs.replace(report, signals=told))


def _demand(connection: queries.Connection, path: Path, born: Path | None) -> tuple[Panel, ReadReport]:
    columns = queries.load(connection, queries.DEMAND, path, NEEDED)
    extent, keys = queries.read_lines(connection, path, columns)
    added, traits = read_born(connection, born) if born is not None else ([], {})
    keys += added
    step = 7 if extent.remainders == 1 and extent.days > 1 else 1
    periods = (extent.last - extent.first).days // step + 1
    if extent.days < FEWEST_DATES * periods:
        raise ForecastRefused(
            f"{path}: its {extent.days} dates from {extent.first} to {extent.last} are neither days nor weeks:"
            " sum them up to one row a day, or to one a week, always of the same weekday"
        )
    demand = np.full((len(keys), periods), np.nan, dtype=np.float32)
    told = np.full((len(keys), periods), NO_ROW, dtype=np.int8)
    duplicates = unstocked = 0
    for part in queries.read_periods(connection, len(keys), extent.first, step):
        demand[part.at] = np.maximum(part.quantity, 0)
        told[part.at] = np.where(part.in_stock, np.where(part.quantity == 0, ZERO, MOVED), UNSTOCKED)
        duplicates += int((part.rows - 1).sum())
        unstocked += int((~part.in_stock).sum())
    skus, nodes = tuple([key[0] for key in keys]), tuple([key[1] for key in keys])
    demand = read_gaps(demand, told, nodes, DAYS_OF_WEEK // step)
    named = _named(Panel(skus, nodes, extent.first, step, demand, told=told), connection, columns)
    panel = with_traits(named, traits)
    if born is not None:
        panel = replace(panel, announced=read_announced(connection))
    report = ReadReport(
        rows=extent.rows,
        series=len(keys),
        new=len(added),
        periods=periods,
        step_days=step,
        first=extent.first.isoformat(),
        last=extent.last.isoformat(),
        duplicates=duplicates,
        negatives=extent.negatives,
        gaps=int(gaps_of(told).sum()),
        gaps_read_as="not known" if zeros_are_written(told) else "nothing sold",
        out_of_stock=unstocked,
        zero_share=round(float((demand == 0).sum() / max((~np.isnan(demand)).sum(), 1)), 4),
        signals={},
    )
    return panel, report


def _named(panel: Panel, connection: queries.Connection, columns: Collection[str]) -> Panel:
    """With the categories of SKUs and the regions of nodes that a file of demand tells."""
    if "category" in columns:
        panel = replace(panel, categories=queries.read_names(connection, queries.DEMAND, "sku", "category"))
    if "region" in columns:
        panel = replace(panel, regions=queries.read_names(connection, queries.DEMAND, "node", "region"))
    return panel


def with_traits(panel: Panel, traits: Traits) -> Panel:
    """With what is told of SKUs that will be sold; the categories of those that are sold already stay."""
    told = {sku: category for sku, (category, _, _) in traits.items() if category}
    prices = {sku: price for sku, (_, price, _) in traits.items() if price is not None}
    attributes = {sku: each for sku, (_, _, each) in traits.items()}
    return replace(panel, categories={**told, **panel.categories}, prices=prices, attributes=attributes)


def _prices(
    connection: queries.Connection, path: Path, panel: Panel, horizon: int, unread: dict[str, str]
) -> list[Covariate]:
    """Prices, which last until the next, how they stand to the others at their node, and marks such as promotions."""
    needed = ("sku", "node", "date", "price")
    columns = queries.load(connection, queries.PRICES, path, needed)
    series, before = queries.read_prices_before(connection, path, panel.first)
    told = _price_column(connection, "price", panel, horizon)
    told[series, 0] = np.where(np.isnan(told[series, 0]), before, told[series, 0])
    if np.isnan(told).all() and queries.has_prices(connection):  # a pool in which nobody told prices writes none
        raise ForecastRefused(
            f"{path}: it has no price of any SKU and node of the demand; compare how they are written"
        )
    price = _lasting(told)
    found = [
        Covariate("price", price, ahead=True, group=PRICE, sign=-1),
        Covariate(TO_NODE, _to_node(price, panel.nodes), ahead=True, group=PRICE, sign=-1),
    ]
    unread.update(_unread(path, columns, needed))
    for mark in queries.numbers_of(columns, needed):
        values = _price_column(connection, mark, panel, horizon)
        values[np.isnan(values) & ~np.isnan(price)] = 0
        found.append(Covariate(mark, values, ahead=True, group=PROMOTION, sign=1))
    return found


def _price_column(connection: queries.Connection, column: str, panel: Panel, horizon: int) -> Matrix:
    values = np.full((panel.series, panel.periods + horizon), np.nan, dtype=np.float32)
    series, period, value = queries.read_price_column(
        connection, column, panel.first, panel.step_days, panel.periods + horizon
    )
    values[series, period] = value
    return values


def _lasting(values: Matrix) -> Matrix:
    """Values that hold until the next one."""
    last = np.where(np.isnan(values), 0, np.arange(values.shape[1]))
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


def _unread(path: Path, columns: Mapping[str, str], needed: Collection[str]) -> dict[str, str]:
    """Why the columns of a file that tell no number are left out, by their names."""
    mend = "tell it as a number, or as a column of true and false for each value"
    return {
        f"{name} of {path.name}": f"not used: it is {kind.lower()}; {mend}"
        for name, kind in queries.others_than_numbers(columns, needed).items()
    }


def _signals(
    connection: queries.Connection, path: Path, panel: Panel, horizon: int, unread: dict[str, str]
) -> list[Covariate]:
    """Signals by any of SKU, node, category and region, or the same for all."""
    columns = queries.load(connection, queries.SIGNALS, path, ("date",))
    names, keys = queries.read_signals(connection, path, columns)
    if not queries.is_long(columns):
        unread.update(_unread(path, columns, (*keys, "date")))
    for key, known in (("category", panel.categories), ("region", panel.regions)):
        if key in keys and not known:
            where = "to the demand" if key == "category" else "to the demand, or name a file with --nodes"
            raise ForecastRefused(f"{path}: it has signals by {key}, and no {key} is known; add a column {key} {where}")
    return [_signal(connection, panel, horizon, name, keys) for name in names]


def _signal(connection: queries.Connection, panel: Panel, horizon: int, name: str, keys: Sequence[str]) -> Covariate:
    """A signal; known ahead if it says so, or if its file tells of days that are still to come."""
    by_key = {
        "sku": panel.skus,
        "node": panel.nodes,
        "category": [panel.categories.get(sku, "") for sku in panel.skus],
        "region": [panel.regions.get(node, "") for node in panel.nodes],
    }
    owners = list(zip(*[by_key[key] for key in keys], strict=True)) if keys else [()] * panel.series
    rows = {owner: at for at, owner in enumerate(dict.fromkeys(owners))}
    values = np.full((len(rows), panel.periods + horizon), np.nan, dtype=np.float32)
    told = queries.read_signal(connection, name, keys, panel.first, panel.step_days, panel.periods + horizon)
    for *owner, period, value in told:
        at = rows.get(tuple(owner))
        if at is not None:
            values[at, period] = value
    last, said = queries.known_of(connection, name)
    ends = panel.first + timedelta(days=panel.step_days * (panel.periods - 1))
    ahead = said == "ahead" if said else last is not None and last > ends
    row_of = np.asarray([rows[owner] for owner in owners], dtype=np.intp)
    return Covariate(name, values, ahead=ahead, group=SIGNAL, row_of=row_of)
