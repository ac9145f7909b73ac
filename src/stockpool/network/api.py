"""The network's only door."""

from __future__ import annotations

from stockpool.network.calendars import HolidayDates, NodeCalendar, NodeCalendars, OpenDays
from stockpool.network.handlers import upsert_channels, upsert_nodes
from stockpool.network.model import Network
from stockpool.network.public_holidays import holiday_dates
from stockpool.network.queries import get_channels, get_nodes, list_channels, list_nodes, load_network

__all__ = [
    "HolidayDates",
    "Network",
    "NodeCalendar",
    "NodeCalendars",
    "OpenDays",
    "get_channels",
    "get_nodes",
    "holiday_dates",
    "list_channels",
    "list_nodes",
    "load_network",
    "upsert_channels",
    "upsert_nodes",
]
