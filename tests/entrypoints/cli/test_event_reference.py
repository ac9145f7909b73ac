"""The page of events has every type that the code tells; that it has their data, tests of orders see at their ends."""

from __future__ import annotations

import re
from pathlib import Path

from stockpool.entrypoints.cli.event_reference import events_page
from stockpool.inventory.messages import FactKind, Threshold
from stockpool.orders.api import ReturnStatus
from stockpool.orders.decide.transitions import CHARTS
from stockpool.workflows.event_kinds import FACTS, RETURNED, STATUSES
from tests.orders.telling import BODIES, undescribed

SOURCES = Path(__file__).parents[3] / "src" / "stockpool"
FAMILIES = (
    *("stock", "hold", "escrow", "order", "fulfillment", "return", "refund", "exchange", "charge", "supply"),
    *("shortfall", "reconciliation", "catalog", "network", "sourcing", "count", "receipt", "forecast"),
)
FAMILY = "|".join(FAMILIES)
ROOMS = (
    *("catalog", "forecasting", "inventory", "network", "orders", "reconciliation", "sourcing", "supply", "warehouse"),
    "workflows",
)
OTHERS = {"order.changed", "fulfillment.advanced", "return.changed", "exchange.lines", "supply.claimed"}
"""Words that look like types: the forms of answers, a field, a movement that is not announced."""


def test_every_type_that_the_code_tells_is_described() -> None:
    texts = [path.read_text() for room in ROOMS for path in SOURCES.glob(f"{room}/**/*.py")]
    told = set(re.findall(rf"""["']((?:{FAMILY})\.[a-z_]+)["']""", "".join(texts))) - OTHERS
    made = {f"stock.{kind}" for kind in FactKind} | {f"return.{status}" for status in ReturnStatus}
    made |= {f"fulfillment.{after}" for chart in CHARTS.values() for after in chart.values()}
    made |= {f"availability.{threshold}" for threshold in Threshold}
    assert told | made == set(BODIES)


def test_every_word_that_a_type_is_made_of_has_its_meaning() -> None:
    assert set(FACTS) == set(FactKind)
    assert set(RETURNED) == set(ReturnStatus)
    assert set(STATUSES) == {after for chart in CHARTS.values() for after in chart.values()}


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = events_page()
    titles = {title.lower() for title in re.findall(r"^### (\w+)$", page, re.MULTILINE)}
    assert set(re.findall(r"\(#(\w+)\)", page)) == titles


def test_data_that_the_page_does_not_describe_is_found() -> None:
    good = ("supply.received", '{"type":"supply.received","supply_id":"P","sku":"A","node":"N","quantity":2.5}')
    more = ("supply.received", good[1].replace("}", ',"bin":"B"}'))
    assert undescribed([good, more, ("supply.lost", "{}")]) == [more, ("supply.lost", "{}")]
