"""Tills and a web shop that sell the same stock over feeds of several speeds: promises broken and refused.

Each day every store begins with stock that everybody knows. Tills sell it, and their sales are heard of later; the web
promises a unit at that of the three stores around its customer that seems to have most of it. A promise is broken where
the unit was gone when it was made.
The days are the same for every confidence: the same customers, the same lags, from one seed.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from functools import cache
from random import Random

import msgspec

from stockpool.reconciliation.api import (
    Accuracy,
    bucket_of,
    lag_figures,
    lag_reckoned_with,
    units_missing,
    units_unseen,
)

DAY_S = 43_200
"""A day is twelve hours of shopping; speeds are what is sold in 24 hours, as outlooks have them."""


NEAR = 3


class BufferPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What is played; lags are those of uploads, of which stores have one in turn."""

    stores: int = 12
    skus: int = 60
    days: int = 30
    uploads_every_s: tuple[int, ...] = (2, 300, 1_800, 5_400)
    web_share: float = 0.4
    wrong_share: float = 0.0
    confidences: tuple[float, ...] = (0.8, 0.9, 0.95, 0.99)
    seed: int = 1


class Played(msgspec.Struct, frozen=True):
    """What came of the web's orders at one confidence; 0 is without buffers.

    `refused_needlessly` are those that a store could have served.
    """

    confidence: float
    orders: int
    kept: int
    broken: int
    refused: int
    refused_needlessly: int
    broken_by_upload_s: dict[str, int]


class BufferFigures(msgspec.Struct, frozen=True):
    """The same days without and with buffers, and the lags that were measured on the day before them."""

    orders: int
    broken_without: int
    broken_with: dict[str, int]
    refused_without: int
    refused_with: dict[str, int]
    refused_needlessly_with: dict[str, int]
    broken_by_upload_s: dict[str, dict[str, int]]
    lag_reckoned_with_s: dict[str, float]


class _Store(msgspec.Struct):
    upload_every_s: int
    speeds: Sequence[float]
    told_speeds: Sequence[float]
    lag_s: float = 0.0
    accuracy: Accuracy = Accuracy()


class _Sale(msgspec.Struct, frozen=True):
    at: float
    told_at: float
    store: int
    sku: int


class _Day(msgspec.Struct, frozen=True):
    """What happens on a day whatever is promised: stock in the books and in truth, tills' customers, the web's."""

    books: list[list[int]]
    truth: list[list[int]]
    sales: Sequence[_Sale]
    orders: Sequence[tuple[float, int, int]]
    """When, what, and the first of the stores around."""


def bench_buffers(plan: BufferPlan) -> BufferFigures:
    """Play all days without and with buffers."""
    drawn = Random(plan.seed)
    stores = [_store(plan, place, drawn) for place in range(plan.stores)]
    for store, sales in zip(stores, _by_store(plan, _day(plan, stores, drawn)), strict=True):
        _measure(store, sales, plan, drawn)
    days = [_day(plan, stores, drawn) for _ in range(plan.days)]
    without = play(plan, stores, days, 0.0)
    played = {f"{each:g}": play(plan, stores, days, each) for each in plan.confidences}
    return BufferFigures(
        orders=without.orders,
        broken_without=without.broken,
        broken_with={name: each.broken for name, each in played.items()},
        refused_without=without.refused,
        refused_with={name: each.refused for name, each in played.items()},
        refused_needlessly_with={name: each.refused_needlessly for name, each in played.items()},
        broken_by_upload_s={
            "0": without.broken_by_upload_s,
            **{name: each.broken_by_upload_s for name, each in played.items()},
        },
        lag_reckoned_with_s={str(store.upload_every_s): round(store.lag_s, 1) for store in stores},
    )


def _store(plan: BufferPlan, place: int, drawn: Random) -> _Store:
    speeds = [min(drawn.lognormvariate(0.7, 0.9), 40.0) for _ in range(plan.skus)]
    told = [_poisson(drawn, speed * 28) / 28 for speed in speeds]  # four weeks of sales say how fast it sells
    return _Store(plan.uploads_every_s[place % len(plan.uploads_every_s)], speeds, told)


def _day(plan: BufferPlan, stores: Sequence[_Store], drawn: Random) -> _Day:
    books = [[_poisson(drawn, 0.3 + speed * 0.5) for speed in store.speeds] for store in stores]
    truth = [[max(units - _missing(plan, drawn), 0) for units in shelf] for shelf in books]
    sales: list[_Sale] = []
    orders: list[tuple[float, int, int]] = []
    for place, store in enumerate(stores):
        phase = drawn.random() * store.upload_every_s
        for sku, speed in enumerate(store.speeds):
            for at in _moments(drawn, speed * DAY_S / 86_400):
                waits = store.upload_every_s - (at + phase) % store.upload_every_s
                sales.append(_Sale(at, at + waits, place, sku))
            orders += [(at, sku, place) for at in _moments(drawn, plan.web_share * speed * DAY_S / 86_400)]
    return _Day(books, truth, sorted(sales, key=lambda sale: sale.at), sorted(orders))


def _missing(plan: BufferPlan, drawn: Random) -> int:
    """By how much a record says too much."""
    if drawn.random() >= plan.wrong_share:
        return 0
    units = 1
    while drawn.random() < 0.5:
        units += 1
    return units


def _by_store(plan: BufferPlan, day: _Day) -> list[list[_Sale]]:
    by_store: list[list[_Sale]] = [[] for _ in range(plan.stores)]
    for sale in day.sales:
        by_store[sale.store].append(sale)
    return by_store


def _measure(store: _Store, sales: Sequence[_Sale], plan: BufferPlan, drawn: Random) -> None:
    """What the meter says of a day, and 200 counts of the records."""
    figures = lag_figures(Counter(bucket_of(sale.told_at - sale.at) for sale in sales))
    store.lag_s = lag_reckoned_with(figures, 0.0, None)
    wrong = [units for _ in range(200) if (units := _missing(plan, drawn))]
    store.accuracy = Accuracy(200, len(wrong), sum(wrong), len(wrong), sum(wrong))


def play(plan: BufferPlan, stores: Sequence[_Store], days: Sequence[_Day], confidence: float) -> Played:
    """All days at one confidence."""
    outcomes: Counter[str] = Counter()
    by_upload: Counter[int] = Counter()
    buffers = [_buffers(store, confidence) for store in stores]
    for day in days:
        world = _World(day, buffers)
        for at, sku, home in day.orders:
            world.go_on(at)
            outcome, place = world.order(sku, home)
            outcomes[outcome] += 1
            if outcome == "broken":
                by_upload[stores[place].upload_every_s] += 1
    refused = outcomes["refused"] + outcomes["refused needlessly"]
    return Played(
        confidence=confidence,
        orders=outcomes.total(),
        kept=outcomes["kept"],
        broken=outcomes["broken"],
        refused=refused,
        refused_needlessly=outcomes["refused needlessly"],
        broken_by_upload_s={str(each): by_upload[each] for each in plan.uploads_every_s},
    )


def _buffers(store: _Store, confidence: float) -> list[int]:
    if not confidence:
        return [0] * len(store.speeds)
    missing = units_missing(store.accuracy, confidence)
    return [_unseen(speed * store.lag_s / 86_400, confidence) + missing for speed in store.told_speeds]


@cache
def _unseen(mean: float, confidence: float) -> int:
    return units_unseen(mean, confidence)


class _World:
    """One day as it goes on: what is known, and what is true."""

    def __init__(self, day: _Day, buffers: Sequence[Sequence[int]]) -> None:
        self._known = [list(shelf) for shelf in day.books]
        self._true = [list(shelf) for shelf in day.truth]
        self._buffers = buffers
        self._sales = iter(day.sales)
        self._next = next(self._sales, None)
        self._untold: list[tuple[float, int, int]] = []

    def go_on(self, until: float) -> None:
        """Tills sell what is there, and what they told is heard."""
        while self._next is not None and self._next.at <= until:
            sale = self._next
            if self._true[sale.store][sale.sku] > 0:
                self._true[sale.store][sale.sku] -= 1
                heapq.heappush(self._untold, (sale.told_at, sale.store, sale.sku))
            self._next = next(self._sales, None)
        while self._untold and self._untold[0][0] <= until:
            _, store, sku = heapq.heappop(self._untold)
            self._known[store][sku] -= 1

    def order(self, sku: int, home: int) -> tuple[str, int]:
        """What becomes of an order of one unit, and where it was promised."""
        around = [(home + step) % len(self._known) for step in range(NEAR)]
        free = {store: self._known[store][sku] - self._buffers[store][sku] for store in around}
        place = max(around, key=free.__getitem__)
        if free[place] <= 0:
            is_there = any(self._true[store][sku] > 0 for store in around)
            return ("refused needlessly" if is_there else "refused"), place
        self._known[place][sku] -= 1
        if self._true[place][sku] <= 0:
            self._known[place][sku] = min(self._known[place][sku], 0)  # the store says that there is none
            return "broken", place
        self._true[place][sku] -= 1
        return "kept", place


def _moments(drawn: Random, mean: float) -> list[float]:
    return [drawn.random() * DAY_S for _ in range(_poisson(drawn, mean))]


def _poisson(drawn: Random, mean: float) -> int:
    units, left = -1, 0.0
    while left < mean:
        left += drawn.expovariate(1)
        units += 1
    return max(units, 0)
