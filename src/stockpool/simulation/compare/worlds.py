"""The worlds: the same orders and the same units at the same times, standing in different places."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.network.api import Destination
from stockpool.simulation.backtest.outcomes import Outcome
from stockpool.simulation.backtest.world import CapacityChange, StockChange, World, WorldNode, WorldOrder
from stockpool.simulation.compare.carrier import RATES, Carrier
from stockpool.simulation.compare.olist import Record, Sent
from stockpool.simulation.compare.places import choose_places, kilometers
from stockpool.simulation.compare.stocking import Units, deal, month_of, monthly_units
from stockpool.sourcing.api import AskedLine
from stockpool.sourcing.messages import Candidate

NODES = 12
SLACK = 1.25
"""Nodes with limits can do so many times the orders that come to them on average."""


class Assumption(msgspec.Struct, frozen=True):
    """How much stock there is for each unit wanted, and whether nodes have limits to what they do in a day."""

    level: float
    limits: bool = True
    seed: int = 1


class Plan(msgspec.Struct, frozen=True):
    """Where nodes stand, the best single place first, and which customers are nearest to which."""

    places: tuple[tuple[float, float], ...]
    nearest: tuple[int, ...]
    """For each parcel of the record."""


def plan_places(record: Record, before: datetime, count: int = NODES) -> Plan:
    """Places chosen by the customers before a day, among the areas of those who sold before it."""
    past = [each for each in record.sent if each.at < before]
    areas = sorted({each.zip_area: each.place for each in past}.items())
    chosen = choose_places([place for _, place in areas], [each.to for each in past], count)
    places = [areas[number][1] for number in chosen]
    far = kilometers(places, [each.to for each in record.sent])
    return Plan(tuple(places), tuple([int(place) for place in far.argmin(axis=0)]))


def as_it_was(record: Record, carrier: Carrier, assumed: Assumption) -> World:
    """Each seller sends its own, from its own zip area; how long it needs for that is in the days."""
    sellers = {each.seller: each for each in record.sent}
    nodes = {name: _node(name, each.place, "third_party") for name, each in sorted(sellers.items())}
    stock = [
        StockChange(month, of_seller(sku, seller), seller, units)
        for month, coming in monthly_units(record, assumed.level, assumed.seed).items()
        for (sku, seller), units in coming.items()
    ]
    lines = {
        of_seller(sku, each.seller): msgspec.structs.replace(record.skus[sku], sku=of_seller(sku, each.seller))
        for each in record.sent
        for sku, _ in each.lines
    }
    orders = _orders(record, lambda sku, sent: of_seller(sku, sent.seller))
    return _world(carrier, nodes, stock, orders, assumed.seed, lines)


def of_seller(sku: str, seller: str) -> str:
    """A seller's own units of a SKU are no use to another's customers."""
    return f"{sku}@{seller}"


def one_warehouse(record: Record, carrier: Carrier, plan: Plan, assumed: Assumption) -> World:
    """Everything stands at the best single place."""
    only = Plan(plan.places[:1], tuple([0] * len(record.sent)))
    return pooled(record, carrier, only, assumed)


def pooled(record: Record, carrier: Carrier, plan: Plan, assumed: Assumption) -> World:
    """Units are dealt to nodes by how many past customers are nearest to each, and any node serves any order."""
    names = [f"node-{number:02}" for number in range(1, len(plan.places) + 1)]
    nodes = {name: _node(name, place, "distribution_center") for name, place in zip(names, plan.places, strict=True)}
    coming = monthly_units(record, assumed.level, assumed.seed)
    dealt: dict[str, list[int]] = {}
    stock = [
        StockChange(month, sku, names[place], units)
        for month, shares in _past_shares(record, plan, sorted(coming))
        for sku, place, units in _dealt(coming[month], shares, dealt)
    ]
    orders = _orders(record, _shared)
    world = _world(carrier, nodes, stock, orders, assumed.seed, record.skus)
    return msgspec.structs.replace(world, regional_demand=True)


def staffed(world: World, outcomes: Sequence[Outcome]) -> World:
    """The world with limits: in each month a node can do as many orders a day as these outcomes gave it, and a quarter.

    At least one a day.
    """
    parcels: dict[tuple[datetime, str], int] = {}
    for outcome in outcomes:
        for parcel in outcome.parcels:
            key = (month_of(outcome.at), parcel.node)
            parcels[key] = parcels.get(key, 0) + 1
    months = sorted({month for month, _ in parcels})
    paces = [
        CapacityChange(month, node, max(SLACK * parcels.get((month, node), 0) / _days_of(month), 1.0))
        for month in months
        for node in world.nodes
    ]
    return msgspec.structs.replace(world, capacities=tuple(paces))


def _days_of(month: datetime) -> int:
    return monthrange(month.year, month.month)[1]


def _past_shares(record: Record, plan: Plan, months: Sequence[datetime]) -> Iterator[tuple[datetime, list[float]]]:
    """Each month with the share of earlier parcels that each node is the nearest to; no node is known to have none."""
    counts = [1.0] * len(plan.places)
    at = 0
    for month in months:
        while at < len(record.sent) and record.sent[at].at < month:
            counts[plan.nearest[at]] += 1
            at += 1
        yield month, [each / sum(counts) for each in counts]


def _dealt(coming: Units, shares: list[float], dealt: dict[str, list[int]]) -> list[tuple[str, int, int]]:
    by_sku: dict[str, int] = {}
    for (sku, _), units in coming.items():
        by_sku[sku] = by_sku.get(sku, 0) + units
    return [
        (sku, place, given)
        for sku, units in sorted(by_sku.items())
        for place, given in sorted(deal(units, shares, dealt.setdefault(sku, [0] * len(shares))).items())
    ]


def _shared(sku: str, _sent: Sent) -> str:
    return sku


def _orders(record: Record, name: Callable[[str, Sent], str]) -> tuple[WorldOrder, ...]:
    grouped: dict[str, list[Sent]] = {}
    for each in record.sent:
        grouped.setdefault(each.order_id, []).append(each)
    orders = []
    for order_id, sent in grouped.items():
        units: dict[str, int] = {}
        for each in sent:
            for sku, count in each.lines:
                key = name(sku, each)
                units[key] = units.get(key, 0) + count
        latitude, longitude = sent[0].to
        to = Destination(latitude=latitude, longitude=longitude)
        orders.append(WorldOrder(order_id, sent[0].at, tuple(units.items()), to))
    return tuple(orders)


def _node(name: str, place: tuple[float, float], kind: str) -> WorldNode:
    candidate = Candidate(name, *place, kind=kind)
    return WorldNode(candidate, Destination(name, latitude=place[0], longitude=place[1]))


def _world(
    carrier: Carrier,
    nodes: Mapping[str, WorldNode],
    stock: Sequence[StockChange],
    orders: tuple[WorldOrder, ...],
    seed: int,
    skus: Mapping[str, AskedLine],
) -> World:
    return World(
        nodes=nodes,
        skus=skus,
        orders=orders,
        stock=tuple(stock),
        rates=(carrier.rates.table.rates,),
        freight=RATES,
        transit=carrier.days,
        deliveries=tuple(sorted({each.at for each in stock})),
        seed=seed,
    )
