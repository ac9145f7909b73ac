"""Finding nodes for what orders want: those of a hold as far as that reaches, else those that sourcing chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stockpool.inventory.api import PositionKey
from stockpool.kernel.geography import great_circle_km
from stockpool.orders.api import Found, Order, Wanted
from stockpool.orders.messages import Delivery, OrderMethod, ShipTo
from stockpool.sourcing.api import Nearest
from stockpool.sourcing.messages import Destination, Explanation, Method
from stockpool.workflows.dating import SAME_DAY_KM
from stockpool.workflows.promised import keeping_nodes
from stockpool.workflows.requests import SkuDemand
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.sourcing_of import Placed, Shelves, Unplaced, place_demands
from stockpool.workflows.task import View

LEAST_CHOICE_FIRST = (
    OrderMethod.CARRY_OUT,
    OrderMethod.PICKUP,
    OrderMethod.SHIP_TO_STORE,
    OrderMethod.SAME_DAY,
    OrderMethod.SHIP,
)
"""Of deliveries of one order that which can come from fewer nodes: another must not take from it what it could have
from elsewhere."""


class HeldUnits(msgspec.Struct, frozen=True, gc=False):
    """Smallest units that an order takes over from its hold."""

    sku: str
    node: str
    units: int


class OrderExplanation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why these nodes: those that the hold was on, and those that sourcing chose for what the hold had not.

    `sourced` is of the delivery that has the least choice, `further` has what sourcing weighed for the others.
    """

    held: tuple[HeldUnits, ...] = ()
    sourced: Explanation | None = None
    further: tuple[Explanation, ...] = ()


def decode_explanation(stored: bytes) -> OrderExplanation:
    """An explanation as it was stored with its order."""
    return msgspec.json.decode(stored, type=OrderExplanation)


class Findings(msgspec.Struct):
    """What was found for an order, what no node has, and why."""

    found: list[Found]
    unplaced: Unplaced | None
    explanation: OrderExplanation


def find_nodes(
    order: Order,
    wanted: Sequence[Wanted],
    channel: ChannelView,
    view: View,
    *,
    held: Iterable[tuple[PositionKey, int]] = (),
    freed: Mapping[PositionKey, int] = {},
    paths: Mapping[str, str] = {},
    partial: bool = False,
    nearby: Nearest | None = None,
) -> Findings:
    """Choose nodes on the group's snapshot, delivery by delivery, that which has the least choice first.

    `held` is what the order's hold has, `freed` what the same change makes available, `paths` the request's name for
    what is wanted of each SKU, `nearby` the nodes that were looked at where others were not. Nodes that gave up a
    fulfillment order of this order, or did not find a SKU for it, are not asked for that again.
    """
    gave_up = frozenset([each.from_node for each in wanted if each.from_node is not None])
    finder = _Finder(order, channel, view, dict(held), freed, paths, gave_up=gave_up, partial=partial, nearby=nearby)
    by_delivery: dict[int, list[Wanted]] = {}
    for each in wanted:
        if each.units:
            by_delivery.setdefault(each.delivery, []).append(each)
    for delivery in sorted(order.deliveries, key=lambda each: LEAST_CHOICE_FIRST.index(each.method)):
        if delivery.number in by_delivery:
            finder.find(delivery, by_delivery[delivery.number])
    return finder.findings()


class _Finder:
    def __init__(
        self,
        order: Order,
        channel: ChannelView,
        view: View,
        held: dict[PositionKey, int],
        freed: Mapping[PositionKey, int],
        paths: Mapping[str, str],
        *,
        gave_up: frozenset[str],
        partial: bool,
        nearby: Nearest | None,
    ) -> None:
        self._order, self._channel, self._view = order, channel, view
        self._held, self._freed, self._paths, self._partial = held, dict(freed), paths, partial
        self._nearby = nearby
        self._found: list[Found] = []
        self._taken: dict[PositionKey, int] = {}
        self._explanations: list[Explanation] = []
        self._missing: list[tuple[SkuDemand, int]] = []
        self._contended = False
        self._only: frozenset[str] | None = None
        self._gave_up = {each.node for each in order.fulfillments if each.cause is not None} | gave_up
        self._short = {
            (piece.sku, each.node)
            for each in order.fulfillments
            for piece in each.pieces
            if piece.picked and piece.quantity < piece.asked
        }

    def findings(self) -> Findings:
        """All that was found."""
        held = tuple([HeldUnits(sku, node, units) for (sku, node), units in self._taken.items()])
        first = self._explanations[0] if self._explanations else None
        unplaced = Unplaced(tuple(self._missing), self._contended) if self._missing else None
        return Findings(self._found, unplaced, OrderExplanation(held, first, tuple(self._explanations[1:])))

    def find(self, delivery: Delivery, wanted: Sequence[Wanted]) -> None:
        """Nodes for one delivery."""
        if delivery.method is OrderMethod.CARRY_OUT:
            assert delivery.pickup_node is not None
            for each in wanted:
                self._found.append(Found(each, delivery.pickup_node, each.units))
                self._view.stock.take((each.sku, delivery.pickup_node), each.units)
            return
        left = self._from_hold(delivery, wanted)
        keeping = self._keeping(left, delivery)
        if keeping:
            self._only = keeping
            left = self._another_way(left, delivery, tentative=True)
            self._only = None
        self._another_way(left, delivery)

    def _another_way(self, left: list[Wanted], delivery: Delivery, *, tentative: bool = False) -> list[Wanted]:
        """What sourcing finds at the counter, then elsewhere; where that is not tentative, what is left is missing."""
        if delivery.method in {OrderMethod.PICKUP, OrderMethod.SHIP_TO_STORE}:
            only = delivery.method is OrderMethod.PICKUP and not any(each.cause for each in left)
            left = self._sourced(left, delivery, Method.PICKUP, last=only and not tentative)
            if only:
                return left
        return self._sourced(left, delivery, Method.SHIP, last=not tentative)

    def _keeping(self, wanted: Sequence[Wanted], delivery: Delivery) -> frozenset[str] | None:
        """The nodes that still keep the promise, for what another node gave up; None where there is none to keep."""
        promiser = self._view.promiser
        if promiser is None or delivery.promised_until is None or not any(each.cause for each in wanted):
            return None
        skus = {each.sku for each in wanted}
        nodes = {node for sku in skus for node, units in self._shelf(sku, None).items() if units > 0}
        return keeping_nodes(nodes, delivery, promiser, self._order)

    def _from_hold(self, delivery: Delivery, wanted: Sequence[Wanted]) -> list[Wanted]:
        """What the hold has at nodes that can serve the delivery; what is still wanted then."""
        if not self._held:
            return list(wanted)
        able = self._able(delivery)
        left: list[Wanted] = []
        for each in wanted:
            units = each.units
            for (sku, node), there in self._held.items():
                taken = min(units, there) if sku == each.sku and node in able else 0
                if taken:
                    self._found.append(Found(each, node, taken))
                    self._held[sku, node] -= taken
                    self._taken[sku, node] = self._taken.get((sku, node), 0) + taken
                    units -= taken
            if units:
                left.append(msgspec.structs.replace(each, units=units))
        return left

    def _able(self, delivery: Delivery) -> frozenset[str]:
        node = delivery.pickup_node
        if delivery.method is OrderMethod.PICKUP:
            return frozenset({node} if node else ())
        able, near = self._channel.candidates.can_ship, self._near(delivery)
        if near is not None:
            able &= near
        return able | {node} if node else able

    def _sourced(self, wanted: Sequence[Wanted], delivery: Delivery, method: Method, *, last: bool) -> list[Wanted]:
        """What sourcing finds; what is left where another way is tried after it, else it is missing."""
        if not wanted:
            return []
        demands = self._demands(wanted)
        placed = place_demands(
            demands,
            self._channel,
            self._view,
            method=method,
            destination=self._destination(delivery),
            pickup_node=delivery.pickup_node if method is Method.PICKUP else None,
            partial=self._partial or not last,
            shelves=self._shelves(demands, delivery),
            nearby=self._nearby,
        )
        self._explanations.append(placed.explanation)
        left = self._assign(wanted, placed)
        if last and placed.unplaced is not None:
            self._missing += placed.unplaced.missing
            self._contended |= placed.unplaced.contended
        return left

    def _demands(self, wanted: Sequence[Wanted]) -> list[SkuDemand]:
        units: dict[str, int] = {}
        for each in wanted:
            units[each.sku] = units.get(each.sku, 0) + each.units
        return [SkuDemand(sku, count, None, self._paths.get(sku, "lines")) for sku, count in units.items()]

    def _assign(self, wanted: Sequence[Wanted], placed: Placed) -> list[Wanted]:
        """Share out what sourcing placed among the lines, in their order."""
        there: dict[str, dict[str, int]] = {}
        for (sku, node), units in placed.units.items():
            there.setdefault(sku, {})[node] = units
            if self._freed:
                self._freed[sku, node] = max(self._freed.get((sku, node), 0) - units, 0)
        left: list[Wanted] = []
        for each in wanted:
            units, shelf = each.units, there.get(each.sku, {})
            for node, count in shelf.items():
                taken = min(units, count)
                if taken:
                    self._found.append(Found(each, node, taken))
                    shelf[node] = count - taken
                    units -= taken
            if units:
                left.append(msgspec.structs.replace(each, units=units))
        return left

    def _destination(self, delivery: Delivery) -> Destination | None:
        if delivery.pickup_node is not None:
            node = self._view.network.network.nodes[delivery.pickup_node]
            return _place(node.latitude, node.longitude)
        return _place_of(delivery.ship_to)

    def _shelves(self, demands: Sequence[SkuDemand], delivery: Delivery) -> Shelves | None:
        """What each node has, where it is not just what the snapshot says."""
        near = self._near(delivery)
        if near is None and not self._gave_up and not self._short and not self._freed:
            return None
        return {demand.sku: self._shelf(demand.sku, near) for demand in demands}

    def _shelf(self, sku: str, near: frozenset[str] | None) -> Mapping[str, int]:
        shelf = dict(self._view.stock.sellable(self._channel, sku))
        for (freed, node), units in self._freed.items():
            if freed == sku and node in self._channel.buffers:
                shelf[node] = shelf.get(node, -self._channel.buffers[node]) + units
        return {
            node: units
            for node, units in shelf.items()
            if node not in self._gave_up and (sku, node) not in self._short and (near is None or node in near)
        }

    def _near(self, delivery: Delivery) -> frozenset[str] | None:
        """The nodes from which a local delivery is possible, or a promise is kept; None where neither limits."""
        local = self._local(delivery)
        if local is None or self._only is None:
            return self._only if local is None else local
        return local & self._only

    def _local(self, delivery: Delivery) -> frozenset[str] | None:
        to = _place_of(delivery.ship_to) if delivery.method is OrderMethod.SAME_DAY else None
        if to is None:
            return None
        near = [
            each.node
            for each in self._channel.candidates
            if each.latitude is not None
            and each.longitude is not None
            and great_circle_km(each.latitude, each.longitude, to.latitude, to.longitude) <= SAME_DAY_KM
        ]
        return frozenset(near)


def _place_of(to: ShipTo | None) -> Destination | None:
    return None if to is None else _place(to.latitude, to.longitude)


def _place(latitude: float | None, longitude: float | None) -> Destination | None:
    return None if latitude is None or longitude is None else Destination(latitude, longitude)
