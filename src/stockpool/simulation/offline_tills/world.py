"""What is true of the day: shelves, and tills that know only themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from stockpool.simulation.offline_tills.plan import OfflinePlan

Key = tuple[str, str]
"""SKU and node."""

HOLDS_OUT = 0.4
"""A till keeps what sells in such a part of the day, where it can: more than three hours."""

SCARCE = 4
"""Of every so many SKUs one has less than is wanted of it."""

CLOCKS_S = (0, 0, 0, -420, 90, 3_600, -86_400 * 8_000)
"""By how much the clocks of tills are off; one thinks that it is decades ago."""


class Sale(msgspec.Struct, frozen=True):
    """What a till did, in true time, and the step of the day in which it did."""

    number: int
    sku: str
    quantity: int
    at: datetime
    step: int
    escrow: str | None


class Till(msgspec.Struct):
    """One till: what it may sell, what it has done, and what of that is told."""

    name: str
    node: str
    clock_off: timedelta
    online: bool = True
    escrow: str | None = None
    may_sell: dict[str, int] = msgspec.field(default_factory=dict)
    journal: list[Sale] = msgspec.field(default_factory=list)
    untold: list[int] = msgspec.field(default_factory=list)
    """Places in the journal of what was never uploaded."""

    def line(self, sale: Sale) -> dict[str, Any]:
        """A sale as the till writes it down, by its own clock."""
        said = {"number": sale.number, "kind": "sell", "sku": sale.sku, "quantity": sale.quantity}
        said |= {"occurred_at": (sale.at + self.clock_off).isoformat()}
        return said | ({"escrow": sale.escrow} if sale.escrow is not None else {})


class World:
    """Shelves and customers, drawn from one seed."""

    def __init__(self, plan: OfflinePlan) -> None:
        self.plan = plan
        self.draw = random.Random(plan.seed)
        self.skus = [f"S{number:04}" for number in range(plan.skus)]
        self.weights = [1 / (1 + number % 20) for number in range(plan.skus)]
        self.nodes = [f"N{number:03}" for number in range(plan.stores)]
        self.tills = [
            Till(f"till-{number}", self.nodes[number // plan.tills_per_store], self._clock(number))
            for number in range(plan.tills)
        ]
        self.shelf = {(sku, node): self._units(place) for node in self.nodes for place, sku in enumerate(self.skus)}
        self.turned_away = 0
        self.sales_offline = 0

    def _clock(self, number: int) -> timedelta:
        return timedelta(seconds=CLOCKS_S[number % len(CLOCKS_S)])

    def _wanted(self, place: int) -> float:
        """Units of a SKU that customers of one till want in the day."""
        return self.plan.sales * 1.25 * self.weights[place] / sum(self.weights)

    def _units(self, place: int) -> int:
        """What a store begins the day with."""
        share = 0.6 if place % SCARCE == 0 else 2.0
        return max(2, round(self._wanted(place) * self.plan.tills_per_store * share))

    def target(self, place: int) -> int:
        """What a till keeps of a SKU where it can."""
        return max(2, round(self._wanted(place) * HOLDS_OUT))

    def connect(self, step: int) -> None:
        """Some tills are cut off, some find back; all begin and end the day with a connection."""
        ends = step in {0, self.plan.steps - 1}
        for till in self.tills:
            till.online = ends or self.draw.random() < (0.94 if till.online else 0.2)

    def sell(self, till: Till, step: int, begins: datetime) -> None:
        """The customers of a till in one step; who does not get what he wants takes something else."""
        plan = self.plan
        count = plan.sales * (step + 1) // plan.steps - plan.sales * step // plan.steps
        for number in range(count):
            chosen = self._chosen(till)
            if chosen is None:
                continue
            sku, quantity = chosen
            at = begins + plan.step * (number / count)
            self.shelf[sku, till.node] -= quantity
            if plan.escrow:
                till.may_sell[sku] -= quantity
            self.sales_offline += not till.online
            till.untold.append(len(till.journal))
            till.journal.append(Sale(len(till.journal) + 1, sku, quantity, at, step, till.escrow))

    def _chosen(self, till: Till) -> tuple[str, int] | None:
        """What a customer ends up with, if anything is left."""
        quantity = 1 + (self.draw.random() < 0.25)
        for sku in self.draw.choices(self.skus, self.weights, k=20):
            if self._has(till, sku) >= quantity:
                return sku, quantity
            self.turned_away += 1
        most = max(self.skus, key=lambda sku: self._has(till, sku))
        return (most, 1) if self._has(till, most) else None

    def _has(self, till: Till, sku: str) -> int:
        return till.may_sell.get(sku, 0) if self.plan.escrow else self.shelf[sku, till.node]

    def wants(self, till: Till) -> Iterator[tuple[str, int]]:
        """What a till asks for, so that it holds out for a while."""
        for place, sku in enumerate(self.skus):
            target, has = self.target(place), till.may_sell.get(sku, 0)
            if has * 2 < target:
                yield sku, target - has

    def parcels(self, till: Till) -> list[list[Sale]]:
        """What a till uploads now: what is untold in any order, some of it twice, some that was told before."""
        untold, till.untold = till.untold, []
        sales = [till.journal[place] for place in untold]
        self.draw.shuffle(sales)
        parcels = [sales[at : at + 5_000] for at in range(0, len(sales), 5_000)]
        if self.draw.random() < 0.25 and till.journal:
            begin = self.draw.randrange(len(till.journal))
            again = till.journal[begin : begin + self.draw.randint(1, 300)]
            parcels.append(self.draw.sample(again, len(again)))
        if self.draw.random() < 0.1 and parcels:
            parcels.append(parcels[0])
        return parcels

    def sold(self) -> dict[Key, int]:
        """True sales of all tills by position."""
        sold: dict[Key, int] = {}
        for till in self.tills:
            for sale in till.journal:
                key = (sale.sku, till.node)
                sold[key] = sold.get(key, 0) + sale.quantity
        return sold
