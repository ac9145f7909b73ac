"""Supply to come as the tasks of a group claim it, one after the other, under the locks of its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from stockpool.orders import api as orders
from stockpool.orders.api import Offer, Order
from stockpool.orders.messages import Delivery, OrderMethod
from stockpool.supply.api import StoredSupply
from stockpool.workflows.dating import Promiser
from stockpool.workflows.snapshot import ChannelView

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class SupplyPool:
    """Locked supplies, less what the group's tasks have claimed of them so far."""

    def __init__(self, supplies: Iterable[StoredSupply] = (), now: datetime = BEGINNING) -> None:
        """Take what was read behind the locks; what is overdue at this moment is offered to nobody."""
        self.now = now
        self._supplies = {each.supply_id: each for each in supplies}
        self._free = {each.supply_id: each.free for each in supplies}
        self._received: dict[str, int] = {}

    def find(self, supply_id: str) -> StoredSupply | None:
        """A supply, if it was locked."""
        return self._supplies.get(supply_id)

    def receive(self, supply_id: str, units: int) -> None:
        """So many units are to come no more: they are there, up to what was to come."""
        left = self._supplies[supply_id].remaining - self._received.get(supply_id, 0)
        taken = min(units, left)
        self._received[supply_id] = self._received.get(supply_id, 0) + taken
        self._free[supply_id] -= taken

    def offers(self) -> list[Offer]:
        """What nobody was promised."""
        return [
            Offer(each.supply_id, each.sku, each.node, each.expected_at, self._free[each.supply_id])
            for each in self._supplies.values()
            if each.remaining and self._free[each.supply_id] > 0 and not each.is_overdue(self.now)
        ]

    def expected(self) -> dict[str, datetime]:
        """When what is still to come is to come."""
        return {each.supply_id: each.expected_at for each in self._supplies.values() if each.remaining}

    def excess(self) -> dict[str, int]:
        """What of each supply is promised beyond what is to come."""
        return {supply_id: -free for supply_id, free in self._free.items() if free < 0}

    def account(self, before: Order | None, after: Order) -> None:
        """An order claims otherwise than before."""
        for claims, sign in ((before.claims if before is not None else (), 1), (after.claims, -1)):
            for claim in claims:
                if claim.supply_id in self._free:
                    self._free[claim.supply_id] += sign * claim.units


NOTHING = SupplyPool()


def claimed(order: Order, pool: SupplyPool, channel: ChannelView | None, promiser: Promiser) -> Order:
    """The order with claims on supply for what waits without any, as far as there is some that it can use."""
    offers = pool.offers()
    if channel is None or not offers:
        return order
    return orders.claim_supply(order, offers, lambda delivery: _reach(delivery, channel, promiser))


def claimed_anew(order: Order, pool: SupplyPool, channel: ChannelView | None, promiser: Promiser) -> Order:
    """As `claimed`, with claims on other supply in the place of those on what is overdue, as far as there is some."""
    offers = pool.offers()
    if channel is None or not offers:
        return order
    return orders.claim_instead(order, offers, lambda delivery: _reach(delivery, channel, promiser), pool.now)


def _reach(delivery: Delivery, channel: ChannelView, promiser: Promiser) -> Collection[str]:
    """The nodes from which a delivery can be served with what comes to them."""
    at_counter = frozenset({delivery.pickup_node} if delivery.pickup_node is not None else ())
    if delivery.method is OrderMethod.PICKUP:
        return at_counter
    ships = channel.candidates.can_ship
    if delivery.method is OrderMethod.SAME_DAY:
        return promiser.near(ships, delivery)
    return ships | at_counter
