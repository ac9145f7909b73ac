"""Orders of three lines over HTTP, beside a call of the same server that checks the same request and does nothing.

Every SKU lies at every node of a channel of 200 nodes, so each order is sourced among all of them by its destination.
In a second measurement stores work their queues meanwhile.

The call that does nothing is measured for half the time before the orders and for half behind them: a machine whose
speed changes meanwhile changes both. A measurement lasts for several seconds, as its first and last groups, which come
and go together, are not what a server does all day.
"""

from __future__ import annotations

import random
from statistics import median

import msgspec

from stockpool.runtime.settings import Settings
from stockpool.simulation.benchmarks.scratch import scratch_database
from stockpool.simulation.benchmarks.serving import CREATED, Caller, Progress, Serve, prepare
from stockpool.simulation.benchmarks.shop import CHANNEL, ShopSize, place
from stockpool.simulation.benchmarks.store_work import Stores
from stockpool.simulation.http_load import LoadResult

ORDERS, NOOP = "/v1/orders", "/v1/noop/order"
LINES = 3


class OrdersPlan(msgspec.Struct, frozen=True):
    """How much is measured; the defaults end within a minute and a half."""

    size: ShopSize = ShopSize(skus=500, nodes=200)
    rounds: int = 5
    slice_s: float = 4
    connections: int = 128
    stores: int = 0
    policy: bool = False
    """Whether a sourcing policy with all kinds of filters and costs acts."""
    step_s: float = 0.5
    """In which a store takes one step; 0 for as fast as it is answered."""


class OrdersFigures(msgspec.Struct, frozen=True):
    """Medians over the rounds; a ratio is the median of each round's own. None where no stores were asked for."""

    orders_per_s: float
    noop_per_s: float
    ratio: float
    p99_ms: float
    """Of an order, with all connections busy."""
    noop_p99_ms: float
    orders_with_stores_per_s: float | None
    """While stores work their queues."""
    ratio_with_stores: float | None
    """Orders while stores work, over the call that does nothing while they do not."""
    p99_with_stores_ms: float | None
    store_steps_per_s: float | None
    """What the stores did meanwhile: reads of their queues and steps of fulfillment orders."""
    stores: int
    step_seconds: float | None
    """In which each store took a step at most; 0 where it took the next as soon as it was answered."""
    policy: bool
    """Whether a sourcing policy acted."""
    nodes: int
    lines: int
    connections: int
    orders: int
    rounds: int


async def bench_orders(
    server_url: str, settings: Settings, serve: Serve, plan: OrdersPlan, progress: Progress
) -> OrdersFigures:
    """Measure one server process on a scratch database."""
    async with scratch_database(server_url) as url:
        progress("making a shop")
        token = await prepare(url, settings, plan.size, policy=plan.policy)
        async with serve(url) as address:
            caller = Caller(address, token, bodies(plan.size), plan.connections)
            return await _Measuring(caller, plan, progress).figures()


class _Round(msgspec.Struct, frozen=True):
    before: LoadResult
    """The call that does nothing, as `behind` and `at_last`: behind the orders, and behind those while stores work."""
    orders: LoadResult
    behind: LoadResult
    with_stores: LoadResult | None
    at_last: LoadResult
    store_steps_per_s: float

    @property
    def noop_per_s(self) -> float:
        return (_pace(self.before) + _pace(self.behind)) / 2

    @property
    def noop_beside_stores_per_s(self) -> float:
        return (_pace(self.behind) + _pace(self.at_last)) / 2


class _Measuring:
    def __init__(self, caller: Caller, plan: OrdersPlan, progress: Progress) -> None:
        self._caller = caller
        self._plan = plan
        self._progress = progress
        nodes = [plan.size.node(number) for number in range(min(plan.stores, plan.size.nodes))]
        self._stores = Stores(caller, nodes, plan.step_s)

    async def figures(self) -> OrdersFigures:
        """All rounds."""
        plan = self._plan
        for path in (NOOP, ORDERS):
            await self._caller.load(path, "warm", plan.slice_s)
        rounds = [await self._round(number) for number in range(plan.rounds)]
        busy = [(each, each.with_stores) for each in rounds if each.with_stores is not None]
        return OrdersFigures(
            orders_per_s=round(median(_pace(each.orders) for each in rounds)),
            noop_per_s=round(median(each.noop_per_s for each in rounds)),
            ratio=round(median(_pace(each.orders) / each.noop_per_s for each in rounds), 3),
            p99_ms=round(median(each.orders.p99_ms for each in rounds), 2),
            noop_p99_ms=round(median(noop.p99_ms for each in rounds for noop in (each.before, each.behind)), 2),
            orders_with_stores_per_s=round(median(_pace(orders) for _, orders in busy)) if busy else None,
            ratio_with_stores=round(median(_pace(orders) / each.noop_beside_stores_per_s for each, orders in busy), 3)
            if busy
            else None,
            p99_with_stores_ms=round(median(orders.p99_ms for _, orders in busy), 2) if busy else None,
            store_steps_per_s=round(median(each.store_steps_per_s for each, _ in busy)) if busy else None,
            stores=plan.stores,
            policy=plan.policy,
            step_seconds=plan.step_s if plan.stores else None,
            nodes=plan.size.nodes,
            lines=LINES,
            connections=plan.connections,
            orders=sum(
                each.answered for made in rounds for each in (made.orders, made.with_stores) if each is not None
            ),
            rounds=plan.rounds,
        )

    async def _round(self, number: int) -> _Round:
        self._progress(f"round {number + 1} of {self._plan.rounds}")
        caller, seconds = self._caller, self._plan.slice_s
        before = await caller.load(NOOP, f"before-{number}", seconds / 2)
        orders = await caller.load(ORDERS, f"order-{number}", seconds)
        behind = await caller.load(NOOP, f"behind-{number}", seconds / 2)
        if not self._plan.stores:
            return _Round(before, orders, behind, None, behind, 0.0)
        async with self._stores.working(seconds) as work:
            with_stores = await caller.load(ORDERS, f"busy-{number}", seconds)
        at_last = await caller.load(NOOP, f"at-last-{number}", seconds / 2)
        return _Round(before, orders, behind, with_stores, at_last, work.steps_per_s)


def _pace(done: LoadResult) -> float:
    return done.per_s(CREATED)


def bodies(size: ShopSize) -> list[bytes]:
    """Different orders, sent to places all over the country; always the same ones."""
    draw = random.Random(2)
    lines = min(LINES, size.skus)
    return [_body(draw, [size.sku(each) for each in draw.sample(range(size.skus), lines)]) for _ in range(5_000)]


def _body(draw: random.Random, skus: list[str]) -> bytes:
    latitude, longitude = place(draw.random() * 1_000)
    return msgspec.json.encode(
        {
            "channel": CHANNEL,
            "method": "ship",
            "lines": [{"sku": sku, "quantity": draw.randint(1, 2)} for sku in skus],
            "ship_to": {"latitude": round(latitude, 5), "longitude": round(longitude, 5), "country": "FR"},
        }
    )
