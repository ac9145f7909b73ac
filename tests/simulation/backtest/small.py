"""Small worlds whose outcomes can be reckoned by hand: west at 0 and east at 10 degrees of the equator."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import msgspec

from stockpool.network.api import Destination
from stockpool.simulation.backtest.world import StockChange, World, WorldNode, WorldOrder
from stockpool.sourcing.api import AskedLine, Policy, read_policy
from stockpool.sourcing.messages import Candidate

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
DEGREE_KM = 111.195


class EvenDays(msgspec.Struct, frozen=True):
    """One day for each 1,000 km begun; the unlucky wait one more."""

    def expected(self, node: WorldNode, to: Destination, km: float | None) -> float | None:  # noqa: ARG002 -- of the role
        """On average."""
        return None if km is None else 1.0 + km // 1000

    def drawn(self, node: WorldNode, to: Destination, km: float | None, luck: float) -> float | None:
        """Later for the unlucky."""
        days = self.expected(node, to, km)
        return None if days is None else days + (luck > 0.5)


def node(name: str, longitude: float, capacity: float | None = None) -> WorldNode:
    """A node on the equator."""
    place = Destination(name, latitude=0.0, longitude=longitude)
    return WorldNode(Candidate(name, 0.0, longitude), place, capacity)


def order(number: int, longitude: float, days: float = 0.0, **lines: int) -> WorldOrder:
    """An order on the equator, so many days after the beginning."""
    to = Destination(latitude=0.0, longitude=longitude)
    at = BEGIN + timedelta(days=days)
    return WorldOrder(f"o{number:04}", at, tuple(lines.items()), to)


def change(sku: str, name: str, units: int, days: float = 0.0, *, own: bool = False) -> StockChange:
    """Units that come or go."""
    return StockChange(BEGIN + timedelta(days=days), sku, name, units, own)


def world(*orders: WorldOrder, stock: list[StockChange], capacity: float | None = None) -> World:
    """Two nodes, tea of 250 g for 10 EUR."""
    return World(
        nodes={"east": node("east", 10.0, capacity), "west": node("west", 0.0, capacity)},
        skus={"tea": AskedLine("tea", 0, 250, price=10_000_000)},
        orders=orders,
        stock=tuple(sorted(stock, key=lambda each: each.at)),
        transit=EvenDays(),
    )


def policy(*costs: str, filters: str = "", name: str = "tried") -> Policy:
    """A policy of one rule."""
    barred = f"    filters:\n      - {filters}\n" if filters else ""
    lines = "".join([f"      - {each}\n" for each in costs])
    text = f"policy: {name}\ncurrency: EUR\nrules:\n  - name: all\n{barred}    costs:\n{lines}    otherwise: [split]\n"
    read = read_policy(text, name)
    assert read.policy is not None, read.problems
    return read.policy


NEAREST = "distance: {per_km: 0.01}"


def busy_world(seed: int, orders: int = 300, capacity: float | None = None) -> World:
    """Drawn orders of twenty SKUs over five months, with receipts each week and own sales."""
    draw = random.Random(seed)
    skus = [f"sku{number:02}" for number in range(20)]
    stock = [
        change(sku, name, draw.randrange(4), days=7.0 * week)
        for week in range(22)
        for sku in skus
        for name in ("west", "east")
    ]
    stock += [
        change(draw.choice(skus), draw.choice(["west", "east"]), -1, draw.uniform(0, 150), own=True) for _ in range(200)
    ]
    made = [
        order(
            number,
            draw.uniform(-5, 15),
            days,
            **{sku: draw.randint(1, 3) for sku in draw.sample(skus, draw.choice([1, 1, 1, 2]))},
        )
        for number, days in enumerate(sorted(draw.uniform(0, 150) for _ in range(orders)))
    ]
    return world(*made, stock=stock, capacity=capacity)
