"""What a policy may know of an order in a world at its moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.network.api import Destination as Place
from stockpool.network.api import RateBook
from stockpool.simulation.backtest.loads import Loads
from stockpool.simulation.backtest.outlooks import Outlooks
from stockpool.simulation.backtest.world import World, WorldNode, WorldOrder
from stockpool.sourcing.api import Asked, AskedLine, Load, Outlook
from stockpool.sourcing.messages import Candidate, Destination

NOTHING_SENT: Tariff = (Piece(1 << 50, 0),)
"""What lies at the counter already needs no carrier."""


class Around:
    """Distances, days and freight of one order to every node, looked up when somebody wants to know."""

    def __init__(self, order: WorldOrder, world: World, book: RateBook, loads: Loads) -> None:
        self.order, self._world, self._book, self._loads = order, world, book, loads
        self._to = self._destination()
        self._kms: dict[str, float | None] = {}

    def _destination(self) -> Place:
        node = self.order.pickup_node
        return self.order.to if node is None else self._world.nodes[node].place

    @property
    def destination(self) -> Destination | None:
        """Where it goes, in degrees."""
        if self._to.latitude is None or self._to.longitude is None:
            return None
        return Destination(self._to.latitude, self._to.longitude)

    def km(self, candidate: Candidate) -> float | None:
        """As the crow flies."""
        name = candidate.node
        if name not in self._kms:
            self._kms[name] = self._far(self._world.nodes[name])
        return self._kms[name]

    def _far(self, node: WorldNode) -> float | None:
        to, at = self._to, node.candidate
        if to.latitude is None or to.longitude is None or at.latitude is None or at.longitude is None:
            return None
        return great_circle_km(at.latitude, at.longitude, to.latitude, to.longitude)

    def load(self, name: str) -> Load:
        """What a node has to do."""
        return self._loads.load(name, self.order.at)

    def wait_days(self, name: str) -> float:
        """Days until a node has done what it has to do already."""
        return self._loads.wait_days(name, self.order.at)

    def expected_days(self, name: str) -> float | None:
        """Days until a parcel is there, on average, behind what the node has to do already."""
        return self._with_wait(name, lambda node, km: self._world.transit.expected(node, self._to, km))

    def drawn_days(self, name: str, luck: float) -> float | None:
        """Days of an order with so much luck."""
        return self._with_wait(name, lambda node, km: self._world.transit.drawn(node, self._to, km, luck))

    def _with_wait(self, name: str, way: Callable[[WorldNode, float | None], float | None]) -> float | None:
        wait = self.wait_days(name)
        if name == self.order.pickup_node:
            return wait
        node = self._world.nodes[name]
        days = way(node, self.km(node.candidate))
        return None if days is None else days + wait

    def days(self, name: str) -> int | None:
        """The same in whole days, as they are promised."""
        days = self.expected_days(name)
        return None if days is None else round(days)

    def tariff(self, rates: str, name: str) -> Tariff | None:
        """What parcels from a node cost by a rate table; None where the carrier does not go."""
        if name == self.order.pickup_node:
            return NOTHING_SENT
        table = self._book.rates(rates)
        if table is None:
            return None
        node = self._world.nodes[name]
        zone = table.zone(node.place, self._to, self.km(node.candidate))
        return None if zone is None else table.tariff(zone)

    def chargeable(self, rates: str, grams: int, volume_cc: int) -> int:
        """The weight that counts."""
        table = self._book.rates(rates)
        return grams if table is None else table.chargeable_g(grams, volume_cc)


def asked_of(around: Around, world: World, outlooks: Outlooks) -> Asked:
    """The demand of an order with its surroundings."""
    order = around.order
    at: datetime = order.at

    def outlook(sku: str, node: str) -> Outlook:
        return outlooks.outlook(sku, node, at)

    return Asked(
        channel=order.channel,
        method=order.method,
        lines=tuple([_line(world.skus.get(sku), sku, units) for sku, units in order.lines]),
        on=at.astimezone(UTC).date(),
        destination=around.destination,
        km=around.km,
        load=around.load,
        days=around.days,
        outlook=outlook,
        tariff=around.tariff,
        chargeable=around.chargeable,
    )


def _line(known: AskedLine | None, sku: str, units: int) -> AskedLine:
    if known is None:
        return AskedLine(sku, units)
    return AskedLine(sku, units, known.grams, known.volume_cc, known.category, known.price, known.cost, known.unit)
