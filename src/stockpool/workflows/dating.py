"""When a node can serve a customer, by one network, its shipping lanes and its backlog, at one moment."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.money import Money
from stockpool.network import api as network
from stockpool.network.api import Destination, NodeCalendar, ShippingLanes, Transit
from stockpool.orders import api as orders
from stockpool.orders.messages import Delivery, OrderMethod, ShipTo
from stockpool.workflows.snapshot import KeptSpan, NetworkView, Span

SAME_DAY_KM = 30.0
"""How far a local delivery goes."""

FRESH_S = 1.0
"""How old the backlog, and the knowledge that shipping lanes have not changed, may be."""

STEADY = timedelta(minutes=1)
"""A later order is never promised an earlier date: what holds now and so much later holds between."""

DAY = timedelta(days=1)
NEVER = -1
"""Stands for no date."""
SECOND = timedelta(seconds=1)


class Dates(msgspec.Struct, frozen=True, gc=False):
    """When the customer has the goods: not before one moment, and by another; `cost` is what a lane costs, if known."""

    begins: datetime
    ends: datetime
    from_date: date
    until_date: date
    ship_by: datetime | None = None
    cost: Money | None = None

    @property
    def span(self) -> Span:
        """Only from when until when."""
        return self.begins, self.ends, self.from_date, self.until_date


class Pace(msgspec.Struct, frozen=True):
    """How long ways take, and how many orders each node with a daily capacity has to do first."""

    lanes: ShippingLanes
    backlog: Mapping[str, int]


class PaceKeeper:
    """The pace as of a second ago at most; for all lanes of a process."""

    def __init__(self) -> None:
        self._pace: Pace | None = None
        self._looked_at = 0.0

    async def load(self, connection: AsyncConnection, view: NetworkView) -> Pace:
        """The pace, read anew where it is older; without locks."""
        clock = asyncio.get_running_loop().time()
        if self._pace is not None and clock - self._looked_at < FRESH_S:
            return self._pace
        known = self._pace.lanes if self._pace is not None else None
        if known is None or known.version != await network.shipping_lanes_version(connection):
            known = await network.load_shipping_lanes(connection)
        limited = view.limited
        backlog = await orders.open_at_nodes(connection, limited) if limited else {}
        self._pace, self._looked_at = Pace(known, backlog), clock
        return self._pace


class Promiser:
    """Answers for one moment; what it has worked out it keeps, since the orders of a group ask alike."""

    def __init__(self, view: NetworkView, pace: Pace, now: datetime, release_after: timedelta = timedelta(0)) -> None:
        """Stand on one version of the network; nodes are told of an order so long after it was placed."""
        self.now = now
        self.release_after = release_after
        self._told_soon = now + release_after
        self._view, self._pace = view, pace
        self._known: dict[tuple[object, ...], Dates | None] = {}

    def dates(self, node: str, delivery: Delivery, ready_after: datetime | None = None) -> Dates | None:
        """When goods are with the customer that a node is told of, or that come to it, later; None for no date."""
        if delivery.method is OrderMethod.CARRY_OUT or node not in self._view.network.nodes:
            return None
        if delivery.pickup_node is not None:
            transit = None if node == delivery.pickup_node else self._to_node(node, delivery.pickup_node)
        else:
            transit = self._to_address(node, delivery)
            if transit is None:
                return None
        name = (node, delivery.method, delivery.pickup_node, transit, ready_after)
        if name not in self._known:
            self._known[name] = self._dates(self.now, node, delivery, transit, ready_after)
        return self._known[name]

    def span(
        self, node: str, delivery: Delivery, ready_after: datetime | None = None, km: float | None = None
    ) -> Span | None:
        """As `dates`, only from when until when; for parcels, whose days seldom change, kept from group to group.

        The `km` between node and customer are worked out where they are not given.
        """
        moment = self.now if ready_after is None or ready_after <= self.now else ready_after
        far = delivery.method is not OrderMethod.SHIP or moment > self._told_soon
        if far or node not in self._view.network.nodes:
            dates = self.dates(node, delivery, ready_after)
            return None if dates is None else dates.span
        transit = self._to_address(node, delivery, km)
        assert transit is not None
        capacity = self._view.network.nodes[node].daily_capacity or 1
        full_days = self._pace.backlog.get(node, 0) // capacity
        name = (node, transit.days_min, transit.days_max, full_days, moment > self.now)
        kept = self._view.spans.get(name)
        if kept is not None and kept.since <= moment <= kept.until:
            return kept.span
        span, later = [self._span(each, node, delivery, transit) for each in (moment, moment + STEADY)]
        if span == later:
            self._view.keep_span(name, KeptSpan(moment, moment + STEADY, span))
        return span

    def _span(self, moment: datetime, node: str, delivery: Delivery, transit: Transit) -> Span | None:
        dates = self._dates(moment, node, delivery, transit, None)
        return None if dates is None else dates.span

    @property
    def lanes_version(self) -> int:
        """Of the shipping lanes that it knows."""
        return self._pace.lanes.version

    def days_least(self, node: str, delivery: Delivery, km: float | None) -> int | None:
        """Days until goods are with a customer so far away or farther, if the node had nothing else to do."""
        if delivery.method is not OrderMethod.SHIP:
            return 0
        country = delivery.ship_to.country if delivery.ship_to is not None else None
        lanes, assumed = self._pace.lanes.days_least(node, country), network.assumed_transit(km).days_max
        days = assumed if lanes is None else min(lanes, assumed)
        name = (node, days, self.now.date())
        known = self._view.soonest.get(name)
        if known is None:
            sent = network.promise_ship(self.now, self._view.calendars.of(node), Transit(days, days))
            known = self._view.soonest[name] = NEVER if sent is None else (sent.latest_date - self.now.date()).days
        return None if known == NEVER else known

    def backlog(self, node: str) -> int:
        """Orders that a node with a daily capacity has to do."""
        return self._pace.backlog.get(node, 0)

    def near(self, nodes: Collection[str], delivery: Delivery) -> frozenset[str]:
        """Those of the nodes from which a local delivery is possible."""
        return frozenset([node for node in nodes if self._to_address(node, delivery) is not None])

    def _to_node(self, node: str, target: str) -> Transit:
        nodes = self._view.network.nodes
        return network.transit_to(self._pace.lanes, nodes[node], Destination.of_node(nodes[target]))

    def _to_address(self, node: str, delivery: Delivery, km: float | None = None) -> Transit | None:
        """How long it takes to the customer; None where that is too far for a local delivery."""
        origin, to = self._view.network.nodes[node], delivery.ship_to or ShipTo()
        if delivery.method is OrderMethod.SAME_DAY:
            place = (origin.latitude, origin.longitude, to.latitude, to.longitude)
            if None in place or great_circle_km(*place) > SAME_DAY_KM:  # type: ignore[arg-type] # none of them is None
                return None
            return SAME_DAY
        destination = Destination(None, to.country, to.postal_code, to.latitude, to.longitude)
        return network.transit_to(self._pace.lanes, origin, destination, km=km)

    def _dates(
        self,
        moment: datetime,
        node: str,
        delivery: Delivery,
        transit: Transit | None,
        ready_after: datetime | None,
    ) -> Dates | None:
        calendar, backlog = self._view.calendars.of(node), self._pace.backlog.get(node, 0)
        if delivery.method is OrderMethod.SAME_DAY:
            local = network.promise_same_day(
                moment, calendar, 0, SAME_DAY_KM, ready_after=ready_after, backlog_orders=backlog
            )
            return None if local is None else _by_day(calendar, local, local.ship_by)
        if delivery.pickup_node is None:
            assert transit is not None
            sent = network.promise_ship(moment, calendar, transit, ready_after=ready_after, backlog_orders=backlog)
            return None if sent is None else _by_day(calendar, sent, None, transit.cost)
        if transit is None:
            ready = network.promise_pickup(moment, calendar, ready_after=ready_after, backlog_orders=backlog)
            return None if ready is None else _at_once(calendar, ready)
        store = self._view.calendars.of(delivery.pickup_node)
        brought = network.promise_ship_to_store(
            moment, calendar, transit, store, ready_after=ready_after, backlog_orders=backlog
        )
        if brought is None:
            return None
        begins = min(store.day_begins(brought.earliest_date), brought.ready_at)
        return Dates(
            begins, brought.ready_at, brought.earliest_date, brought.latest_date, brought.ship_by, transit.cost
        )


SAME_DAY = Transit(0, 0)


def _by_day(
    calendar: NodeCalendar, promise: network.Promise, begins: datetime | None, cost: Money | None = None
) -> Dates:
    """From the beginning of the earliest day, or later, to the last second of the latest, by the node's clock."""
    return Dates(
        begins or calendar.day_begins(promise.earliest_date),
        calendar.day_begins(promise.latest_date + DAY) - SECOND,
        promise.earliest_date,
        promise.latest_date,
        promise.ship_by,
        cost,
    )


def _at_once(calendar: NodeCalendar, ready: datetime) -> Dates:
    day = calendar.local_date(ready)
    return Dates(ready, ready, day, day)
