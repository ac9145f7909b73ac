"""The world that a retailer's database remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.catalog.api import load_sku_terms
from stockpool.catalog.messages import SkuTerms
from stockpool.kernel.money import Money, minor_digits
from stockpool.kernel.tariffs import MICRO
from stockpool.network.api import (
    Destination,
    Network,
    NodeCalendars,
    holiday_dates,
    load_network,
    load_rate_book,
    load_shipping_lanes,
)
from stockpool.network.messages import Node
from stockpool.runtime.database import Database
from stockpool.simulation.backtest import queries
from stockpool.simulation.backtest.lanes import LaneDays
from stockpool.simulation.backtest.queries import ChangeRow, OrderRow
from stockpool.simulation.backtest.world import Channel, StockChange, World, WorldNode, WorldOrder
from stockpool.sourcing.api import AskedLine
from stockpool.sourcing.messages import Candidate, Method


class Nothing(msgspec.Struct, frozen=True):
    """Why there is no world to play."""

    message: str


async def load_world(
    database: Database, *, since: datetime | None, until: datetime | None, seed: int, limit: int | None = None
) -> World | Nothing:
    """Orders from a moment on, before another, with the stock of that moment and what came and went since.

    Without a moment all since the ledger began. Network, catalog and rate tables are those of now.
    """
    async with database.read() as conn:
        begun = await queries.ledger_begun(conn)
        if begun is None:
            return Nothing("there is no stock: the ledger has no entries")
        first = since or begun
        opening = await queries.opening_stock(conn, first)
        changes = await queries.stock_changes(conn, first)
        rows = [each for each in await queries.recorded_orders(conn, first) if until is None or each[0].at < until]
        if not rows:
            return Nothing(f"there are no orders since {first:%Y-%m-%d %H:%M:%S%z}, when stock is first known")
        network = await load_network(conn)
        terms = await load_sku_terms(conn, {row.sku for each in rows for row in each})
        terms |= await load_sku_terms(conn, {sku for each in terms.values() for sku, _ in each.components})
        book = await load_rate_book(conn)
        lanes = await load_shipping_lanes(conn)
        safety = await queries.safety_stocks(conn)
    last = rows[-1][0].at if until is None else until
    calendars = NodeCalendars(network.nodes, holiday_dates)
    return World(
        nodes={name: _node(each, calendars.of(name).hours_a_day) for name, each in sorted(network.nodes.items())},
        skus={sku: _line(each) for sku, each in terms.items()},
        orders=tuple([_order(each, network, terms) for each in rows[:limit]]),
        stock=tuple([_change(each) for each in (*opening, *changes) if each.at <= last and each.node in network.nodes]),
        channels={name: _channel(network, name) for name in network.channels},
        rates=tuple([table.rates for table in book.tables.values()]),
        transit=LaneDays(lanes),
        safety=safety,
        seed=seed,
    )


def _node(node: Node, hours_a_day: float) -> WorldNode:
    candidate = Candidate(
        node.id, node.latitude, node.longitude, can_ship=node.can_ship, can_pickup=node.can_pickup, kind=node.kind.value
    )
    capacity = None if node.daily_capacity is None else float(node.daily_capacity)
    return WorldNode(candidate, Destination.of_node(node), capacity, hours_a_day)


def _channel(network: Network, name: str) -> Channel:
    nodes = network.pool(name)
    buffers = {node: units for node in nodes if (units := network.buffer(name, node))}
    return Channel(frozenset(nodes), buffers)


def _order(rows: Sequence[OrderRow], network: Network, terms: Mapping[str, SkuTerms]) -> WorldOrder:
    """A delivery; what is collected is served from its counter, what is sent to a store goes to its place."""
    head, method = rows[0], Method(rows[0].method)
    store = network.nodes.get(head.pickup_node) if head.pickup_node is not None else None
    to = Destination(None, head.country, head.postal_code, head.latitude, head.longitude)
    return WorldOrder(
        head.order_id,
        head.at,
        _lines(rows, terms),
        to if store is None else Destination.of_node(store),
        head.channel,
        method,
        store.id if store is not None and method is Method.PICKUP else None,
    )


def _lines(rows: Sequence[OrderRow], terms: Mapping[str, SkuTerms]) -> tuple[tuple[str, int], ...]:
    """What has stock: of a kit its components."""
    units: dict[str, int] = {}
    for row in rows:
        kit = terms.get(row.sku)
        for sku, each in kit.components if kit is not None and kit.components else ((row.sku, 1),):
            units[sku] = units.get(sku, 0) + each * row.units
    return tuple(units.items())


def _change(row: ChangeRow) -> StockChange:
    return StockChange(row.at, row.sku, row.node, row.units, own=row.sold)


def _line(terms: SkuTerms) -> AskedLine:
    return AskedLine(
        terms.id,
        0,
        terms.weight_g,
        terms.volume_cc,
        terms.category,
        _micro(terms.price),
        _micro(terms.cost),
        10**terms.decimals,
    )


def _micro(money: Money | None) -> int | None:
    return None if money is None else money.minor * MICRO // 10 ** minor_digits(money.currency)
