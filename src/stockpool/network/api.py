"""The network's only door."""

from __future__ import annotations

from stockpool.network.calendars import HolidayDates, NodeCalendar, NodeCalendars, OpenDays
from stockpool.network.handlers import upsert_channels, upsert_nodes, upsert_shipping_lanes
from stockpool.network.model import Network
from stockpool.network.promising import (
    Promise,
    StorePromise,
    promise_pickup,
    promise_same_day,
    promise_ship,
    promise_ship_to_store,
)
from stockpool.network.public_holidays import holiday_dates
from stockpool.network.queries import (
    get_channels,
    get_nodes,
    list_channels,
    list_nodes,
    list_shipping_lanes,
    load_network,
    load_shipping_lanes,
    network_names,
    shipping_lanes_version,
)
from stockpool.network.store import lock_network, network_changed, put_shipping_lanes
from stockpool.network.transit import Destination, ShippingLanes, Transit, transit_to

__all__ = [
    "Destination",
    "HolidayDates",
    "Network",
    "NodeCalendar",
    "NodeCalendars",
    "OpenDays",
    "Promise",
    "ShippingLanes",
    "StorePromise",
    "Transit",
    "get_channels",
    "get_nodes",
    "holiday_dates",
    "list_channels",
    "list_nodes",
    "list_shipping_lanes",
    "load_network",
    "load_shipping_lanes",
    "lock_network",
    "network_changed",
    "network_names",
    "promise_pickup",
    "promise_same_day",
    "promise_ship",
    "promise_ship_to_store",
    "put_shipping_lanes",
    "shipping_lanes_version",
    "transit_to",
    "upsert_channels",
    "upsert_nodes",
    "upsert_shipping_lanes",
]
