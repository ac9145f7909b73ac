"""A world played from its first order to its last by one way to route; the same input gives the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b

import msgspec

from stockpool.network.api import RateBook
from stockpool.simulation.backtest.loads import Loads
from stockpool.simulation.backtest.outcomes import Outcome, Parcel
from stockpool.simulation.backtest.outlooks import Outlooks
from stockpool.simulation.backtest.routers import Router, pools_of
from stockpool.simulation.backtest.stock import Stock
from stockpool.simulation.backtest.surroundings import Around, asked_of
from stockpool.simulation.backtest.world import Channel, World, WorldOrder
from stockpool.sourcing.api import Asked, CandidatePool, PolicyPlanner, parcel_cost, price_plan
from stockpool.sourcing.messages import Exclusion, Method, SourcingDemand, SourcingPlan, Wanted
from stockpool.workflows.dating import SAME_DAY_KM

GRAMS_UNKNOWN = 500
HEARD_EVERY = 50

_encode = msgspec.msgpack.Encoder().encode
Shelves = Mapping[str, Mapping[str, int]]


class Played(msgspec.Struct, frozen=True):
    """What became of every order, and of what nodes sell themselves."""

    outcomes: tuple[Outcome, ...]
    own_sales_lost: int


def play(
    world: World,
    router: Router,
    prices: Sequence[PolicyPlanner] = (),
    *,
    explain: bool = False,
    heard: Callable[[int], None] = lambda _: None,
) -> Played:
    """Serve every order at its moment; `prices` are the policies under which each plan is costed."""
    playing = _Playing(world, router, prices, explain=explain)
    outcomes = []
    for number, order in enumerate(world.orders, start=1):
        outcomes.append(playing.serve(order))
        if number % HEARD_EVERY == 0:
            heard(HEARD_EVERY)
    heard(len(world.orders) % HEARD_EVERY)
    if world.stock:
        playing.stock.until(world.stock[-1].at)
    return Played(tuple(outcomes), playing.stock.own_sales_lost)


class _Playing:
    def __init__(self, world: World, router: Router, prices: Sequence[PolicyPlanner], *, explain: bool) -> None:
        self._world, self._router, self._prices, self._explain = world, router, prices, explain
        self._book = RateBook(world.rates)
        self.stock = Stock(world.stock)
        self._loads = Loads(world.nodes, world.capacities)
        self._outlooks = Outlooks(world.deliveries, regional=world.regional_demand)
        self._pools = pools_of(world)

    def serve(self, order: WorldOrder) -> Outcome:
        """One order, after all that happened before it."""
        self._let_happen(order)
        around = Around(order, self._world, self._book, self._loads)
        asked = asked_of(around, self._world, self._outlooks)
        pool = self._pools.get(order.channel) or self._pools[""]
        shelves = {sku: self._offered(sku, self._world.channels.get(order.channel)) for sku, _ in order.lines}
        wanted = tuple([Wanted(sku, units) for sku, units in order.lines])
        demand = SourcingDemand(wanted, order.method, around.destination, order.pickup_node)
        plan = self._router.plan(demand, asked, shelves, pool, _barred(order, around, pool))
        outcome = self._outcome(order, plan, around, self._priced(plan, asked, shelves, pool))
        for part in plan.allocations:
            self.stock.take(part.sku, part.node, part.units)
        for parcel in outcome.parcels:
            self._loads.add(parcel.node, order.at)
        self._see(order, around, pool)
        return outcome

    def _let_happen(self, order: WorldOrder) -> None:
        self._loads.until(order.at)
        for change in self.stock.until(order.at):
            if change.own and not self._world.regional_demand:
                self._outlooks.see(change.sku, change.node, -change.units, change.at)

    def _see(self, order: WorldOrder, around: Around, pool: CandidatePool) -> None:
        if not self._world.regional_demand:
            return
        known = [(km, each.node) for each in pool if (km := around.km(each)) is not None]
        if known:
            for sku, units in order.lines:
                self._outlooks.see(sku, min(known)[1], units, order.at)

    def _offered(self, sku: str, channel: Channel | None) -> Mapping[str, int]:
        shelf = self.stock.shelf(sku)
        safety = self._world.safety.get(sku, {})
        buffers = channel.buffers if channel is not None else {}
        if not safety and not buffers:
            return shelf
        return {node: max(units - buffers.get(node, 0) - safety.get(node, 0), 0) for node, units in shelf.items()}

    def _priced(
        self, plan: SourcingPlan, asked: Asked, shelves: Shelves, pool: CandidatePool
    ) -> tuple[int | None, ...]:
        found = [price_plan(each, asked, shelves, pool, plan.allocations) for each in self._prices]
        return tuple([None if parts is None else sum(parts.values()) for parts in found])

    def _outcome(
        self, order: WorldOrder, plan: SourcingPlan, around: Around, prices: tuple[int | None, ...]
    ) -> Outcome:
        units: dict[str, int] = {}
        grams: dict[str, int] = {}
        for part in plan.allocations:
            units[part.node] = units.get(part.node, 0) + part.units
            grams[part.node] = grams.get(part.node, 0) + self._weight(part.sku, part.units)
        luck = luck_of(order.order_id, self._world.seed)
        return Outcome(
            order.order_id,
            order.at,
            sum([count for _, count in order.lines]),
            sum([each.units for each in plan.short]),
            tuple([self._parcel(node, count, grams[node], around, luck) for node, count in units.items()]),
            prices,
            _encode(plan.explanation) if self._explain else None,
        )

    def _weight(self, sku: str, units: int) -> int:
        line = self._world.skus.get(sku)
        grams, unit = (GRAMS_UNKNOWN, 1) if line is None else (line.grams or GRAMS_UNKNOWN, line.unit)
        if line is not None and self._world.freight is not None and (table := self._book.rates(self._world.freight)):
            grams = table.chargeable_g(grams, line.volume_cc or 0)
        return -(-units * grams // unit)

    def _parcel(self, node: str, units: int, grams: int, around: Around, luck: float) -> Parcel:
        tariff = around.tariff(self._world.freight, node) if self._world.freight is not None else None
        km = around.km(self._world.nodes[node].candidate)
        return Parcel(
            node,
            units,
            grams,
            None if km is None else round(km, 3),
            None if tariff is None else parcel_cost(tariff, grams),
            around.expected_days(node),
            around.drawn_days(node, luck),
            around.wait_days(node),
        )


def _barred(order: WorldOrder, around: Around, pool: CandidatePool) -> Mapping[Exclusion, frozenset[str]]:
    """Who may not serve whatever the policy says: nodes from which a courier does not get there today."""
    if order.method is not Method.SAME_DAY:
        return {}
    far = [each.node for each in pool if (km := around.km(each)) is None or km > SAME_DAY_KM]
    return {Exclusion.TOO_FAR: frozenset(far)}


def luck_of(order_id: str, seed: int) -> float:
    """From 0 up to 1, by the order alone: it has the same luck in every world."""
    digest = blake2b(f"{seed}\0{order_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64
