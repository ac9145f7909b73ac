"""Which dates a customer can be promised. Rules: docs/reference/promises.md.

All of them give None where there is no date: the node does not open within the horizon, or takes no orders.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from stockpool.network.calendars import HORIZON_DAYS, NodeCalendar, OpenDays
from stockpool.network.messages import PromiseMethod
from stockpool.network.transit import Transit

DAY = timedelta(days=1)


class Promise(msgspec.Struct, frozen=True):
    """When goods leave the node at the latest, and the dates between which the customer has them."""

    ship_by: datetime
    earliest_date: date
    latest_date: date


class StorePromise(msgspec.Struct, frozen=True):
    """When goods leave for a store at the latest, from when they can surely be collected, and the dates."""

    ship_by: datetime
    ready_at: datetime
    earliest_date: date
    latest_date: date


def promise_ship(
    moment: datetime,
    calendar: NodeCalendar,
    transit: Transit,
    destination: OpenDays | None = None,
    *,
    ready_after: datetime | None = None,
    backlog_orders: int = 0,
) -> Promise | None:
    """Delivery to an address.

    Days on the way are counted in the days on which something is delivered at the destination, by its calendar; without
    one every day counts, by the clock of the node.
    """
    ship_by = _done(moment, calendar, PromiseMethod.SHIP, ready_after, backlog_orders)
    if ship_by is None:
        return None
    if destination is None:
        left = calendar.local_date(ship_by)
        return Promise(ship_by, left + transit.days_min * DAY, left + transit.days_max * DAY)
    dates = _arrival_dates(ship_by, transit, destination)
    return None if dates is None else Promise(ship_by, *dates)


def promise_pickup(
    moment: datetime, calendar: NodeCalendar, *, ready_after: datetime | None = None, backlog_orders: int = 0
) -> datetime | None:
    """From when goods that are at a store can be collected there: it is open then."""
    done = _done(moment, calendar, PromiseMethod.PICKUP, ready_after, backlog_orders)
    return None if done is None else calendar.next_open(done)


def promise_ship_to_store(
    moment: datetime,
    from_calendar: NodeCalendar,
    transit: Transit,
    to_calendar: NodeCalendar,
    *,
    ready_after: datetime | None = None,
    backlog_orders: int = 0,
) -> StorePromise | None:
    """Collection at a store to which the goods are sent first.

    A lane tells days and not hours, so goods count as being there when the day of their arrival is over.
    """
    ship_by = _done(moment, from_calendar, PromiseMethod.SHIP_TO_STORE, ready_after, backlog_orders)
    arrivals = None if ship_by is None else _arrival_dates(ship_by, transit, to_calendar)
    if ship_by is None or arrivals is None:
        return None
    first, last = (_collectable(arrival, to_calendar) for arrival in arrivals)
    if first is None or last is None:
        return None
    return StorePromise(ship_by, last, to_calendar.local_date(first), to_calendar.local_date(last))


def promise_same_day(
    moment: datetime,
    calendar: NodeCalendar,
    km: float,
    radius_km: float,
    *,
    ready_after: datetime | None = None,
    backlog_orders: int = 0,
) -> Promise | None:
    """Delivery on the day of the order, or none: too far, too late, or closed today."""
    if not km <= radius_km:
        return None
    today = calendar.local_date(moment)
    done = _done(moment, calendar, PromiseMethod.SAME_DAY, ready_after, backlog_orders)
    if done is None or calendar.local_date(done) != today:
        return None
    return Promise(done, today, today)


def _done(
    moment: datetime,
    calendar: NodeCalendar,
    method: PromiseMethod,
    ready_after: datetime | None,
    backlog_orders: int,
) -> datetime | None:
    """When a node has processed an order. Goods to come make it as if the order was placed when they are there."""
    placed = moment if ready_after is None else max(moment, ready_after)
    taken_up = calendar.cutoff_after(placed, method)
    begins = None if taken_up is None else _first_with_capacity(taken_up, calendar, backlog_orders)
    return None if begins is None else calendar.add_working(begins, calendar.processing_minutes)


def _first_with_capacity(taken_up: datetime, calendar: NodeCalendar, backlog_orders: int) -> datetime | None:
    """When work can begin behind the orders that go before: they fill the capacity of so many days from this one on."""
    capacity = calendar.daily_capacity
    if capacity is None:
        return taken_up
    if capacity == 0 or backlog_orders // capacity > HORIZON_DAYS:
        return None
    full_days = backlog_orders // capacity
    if full_days == 0:
        return taken_up
    day = calendar.business_days_after(calendar.local_date(taken_up), full_days)
    return None if day is None else calendar.next_open(calendar.day_begins(day))


def _arrival_dates(ship_by: datetime, transit: Transit, destination: OpenDays) -> tuple[date, date] | None:
    """Counted from the day that it is at the destination when goods leave."""
    left = destination.local_date(ship_by)
    earliest = destination.business_days_after(left, transit.days_min)
    latest = destination.business_days_after(left, transit.days_max)
    return None if earliest is None or latest is None else (earliest, latest)


def _collectable(arrival: date, store: NodeCalendar) -> datetime | None:
    done = store.add_working(store.day_begins(arrival + DAY), store.processing_minutes)
    return None if done is None else store.next_open(done)
