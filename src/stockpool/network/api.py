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
    network_version,
    shipping_lanes_version,
)
from stockpool.network.rates.decide import decide_rates
from stockpool.network.rates.fitting import BandError, FitError, FittedRates, Shipment, fit_rates
from stockpool.network.rates.handlers import put_rates
from stockpool.network.rates.messages import (
    Quote,
    RateRowInput,
    Rates,
    RatesAnswer,
    RatesHead,
    RatesInput,
    RateSource,
    RatesResult,
    StoredRates,
    SurchargeKind,
    SurchargeRowInput,
    ZoneRow,
)
from stockpool.network.rates.model import CheapestTariffs, RateBook, RateTable, Tariffs
from stockpool.network.rates.queries import get_rates, list_rates, load_rate_book, rates_version
from stockpool.network.rates.quoting import quote_parcel, wired_rates
from stockpool.network.store import lock_network, network_changed, put_shipping_lanes
from stockpool.network.transit import Destination, ShippingLanes, Transit, assumed_transit, distance_km, transit_to

__all__ = [
    "BandError",
    "CheapestTariffs",
    "Destination",
    "FitError",
    "FittedRates",
    "HolidayDates",
    "Network",
    "NodeCalendar",
    "NodeCalendars",
    "OpenDays",
    "Promise",
    "Quote",
    "RateBook",
    "RateRowInput",
    "RateSource",
    "RateTable",
    "Rates",
    "RatesAnswer",
    "RatesHead",
    "RatesInput",
    "RatesResult",
    "Shipment",
    "ShippingLanes",
    "StorePromise",
    "StoredRates",
    "SurchargeKind",
    "SurchargeRowInput",
    "Tariffs",
    "Transit",
    "ZoneRow",
    "assumed_transit",
    "decide_rates",
    "distance_km",
    "fit_rates",
    "get_channels",
    "get_nodes",
    "get_rates",
    "holiday_dates",
    "list_channels",
    "list_nodes",
    "list_rates",
    "list_shipping_lanes",
    "load_network",
    "load_rate_book",
    "load_shipping_lanes",
    "lock_network",
    "network_changed",
    "network_names",
    "network_version",
    "promise_pickup",
    "promise_same_day",
    "promise_ship",
    "promise_ship_to_store",
    "put_rates",
    "put_shipping_lanes",
    "quote_parcel",
    "rates_version",
    "shipping_lanes_version",
    "transit_to",
    "upsert_channels",
    "upsert_nodes",
    "upsert_shipping_lanes",
    "wired_rates",
]
