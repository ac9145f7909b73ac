"""Finding nodes for what orders want: those of a hold as far as that reaches, else those that sourcing chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from stockpool.inventory.api import PositionKey
from stockpool.kernel.geography import great_circle_km
from stockpool.orders.api import Found, Order, Wanted
from stockpool.orders.messages import Delivery, FulfillmentStatus, OrderMethod, ShipTo
from stockpool.sourcing.api import Near, Nearest
from stockpool.sourcing.messages import Destination, Exclusion, Explanation
from stockpool.workflows.dating import SAME_DAY_KM
from stockpool.workflows.explaining import NodeUnits, OrderExplanation
from stockpool.workflows.fallbacks import METHODS, sends_to_store
from stockpool.workflows.promised import keeping_nodes
from stockpool.workflows.requests import LINE_PATHS, SkuDemand
from stockpool.workflows.shadowing import Shadowing
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.sourcing_of import Missing, Placed, Shelves, Unplaced, place_demands
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


class First(msgspec.Struct, frozen=True):
    """The nodes that are asked for some SKUs before all others, and why others are not."""

    nodes: frozenset[str]
    skus: frozenset[str]
    reason: Exclusion


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
    paths: Mapping[int, str] = {},
    partial: bool = False,
    nearby: Nearest | Near | None = None,
    shadow: Shadowing | None = None,
) -> Findings:
    """Choose nodes on the group's snapshot, delivery by delivery, that which has the least choice first.

    `held` is what the order's hold has, `freed` what the same change makes available, `paths` the request's names
    of lines that it does not call by their number, `nearby` the nodes that were looked at where others were not,
    `shadow` who hears of each question. Nodes that gave up a fulfillment order of this order, or did not find a SKU for
    it, are not asked for that again.
    """
    gave_up = frozenset([each.from_node for each in wanted if each.from_node is not None])
    finder = _Finder(
        order, channel, view, dict(held), freed, paths, gave_up=gave_up, partial=partial, nearby=nearby, shadow=shadow
    )
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
        paths: Mapping[int, str],
        *,
        gave_up: frozenset[str],
        partial: bool,
        nearby: Nearest | Near | None,
        shadow: Shadowing | None,
    ) -> None:
        self._order, self._channel, self._view = order, channel, view
        self._held, self._freed, self._paths, self._partial = held, dict(freed), paths, partial
        self._nearby, self._shadow = nearby, shadow
        self._found: list[Found] = []
        self._taken: dict[PositionKey, int] = {}
        self._explanations: list[Explanation] = []
        self._missing: list[Missing] = []
        self._contended = False
        self._gave_up = gave_up.union([each.node for each in order.fulfillments if each.cause is not None])
        self._short = {(piece.sku, each.node) for each in order.fulfillments for piece in each.pieces if piece.short}

    def findings(self) -> Findings:
        """All that was found."""
        held = tuple([NodeUnits(sku, node, units) for (sku, node), units in self._taken.items()])
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
        first = self._first(left, delivery)
        if first is not None:
            others = [each for each in left if each.sku not in first.skus]
            asked = [each for each in left if each.sku in first.skus]
            left = [*others, *self._another_way(asked, delivery, wanted, first)]
        self._another_way(left, delivery, wanted)

    def _another_way(
        self, left: list[Wanted], delivery: Delivery, wanted: Sequence[Wanted], first: First | None = None
    ) -> list[Wanted]:
        """What sourcing finds at the counter, then elsewhere; what others are asked for after it is not missing yet."""
        if delivery.method in {OrderMethod.PICKUP, OrderMethod.SHIP_TO_STORE}:
            only = delivery.method is OrderMethod.PICKUP and not any(each.cause for each in left)
            only = only and not sends_to_store(delivery, wanted, self._order.channel, self._view)
            last = wanted if only and first is None else None
            left = self._sourced(left, delivery, delivery.pickup_node, last, first)
            if only:
                return left
        return self._sourced(left, delivery, None, wanted if first is None else None, first)

    def _first(self, wanted: Sequence[Wanted], delivery: Delivery) -> First | None:
        """Who is asked first: for what another gave up nodes that keep the promise, else those that serve already."""
        if not self._order.fulfillments:
            return None
        if any(each.cause for each in wanted):
            keeping = self._keeping(wanted, delivery)
            return First(keeping, frozenset([each.sku for each in wanted]), Exclusion.TOO_LATE) if keeping else None
        return self._serving(wanted, delivery)

    def _keeping(self, wanted: Sequence[Wanted], delivery: Delivery) -> frozenset[str] | None:
        """The nodes that still keep the promise; None where there is none to keep."""
        promiser = self._view.promiser
        if promiser is None or delivery.promised_until is None:
            return None
        skus = {each.sku for each in wanted}
        nodes = {node for sku in skus for node, units in self._shelf(sku).items() if units > 0}
        return keeping_nodes(nodes - self._gave_up, delivery, promiser, self._order)

    def _serving(self, wanted: Sequence[Wanted], delivery: Delivery) -> First | None:
        """The nodes that have some of the delivery and were not told yet, and what they have all of: a parcel less."""
        serving = frozenset(
            [
                each.node
                for each in self._order.fulfillments
                if each.status is FulfillmentStatus.OPEN and each.delivery == delivery.number
            ]
        )
        if not serving:
            return None
        units: dict[str, int] = {}
        for each in wanted:
            units[each.sku] = units.get(each.sku, 0) + each.units
        whole = {
            sku
            for sku, count in units.items()
            if sum([max(there, 0) for node, there in self._shelf(sku).items() if node in serving]) >= count
        }
        return First(serving, frozenset(whole), Exclusion.NOT_SERVING_YET) if whole else None

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
        able, near = self._channel.candidates.can_ship, self._local(delivery)
        if near is not None:
            able &= near
        return able | {node} if node else able

    def _sourced(
        self,
        wanted: Sequence[Wanted],
        delivery: Delivery,
        counter: str | None,
        last: Sequence[Wanted] | None,
        first: First | None,
    ) -> list[Wanted]:
        """What sourcing finds, at the counter only if one is named; what is left where another way is tried after it.

        Where none is, `last` is all that was wanted of the delivery: what is left of it is missing.
        """
        if not wanted:
            return []
        demands = self._demands(wanted)
        placed = place_demands(
            demands,
            self._channel,
            self._view,
            method=METHODS[delivery.method],
            destination=self._destination(delivery),
            pickup_node=counter,
            partial=self._partial or last is None,
            shelves=self._shelves(demands),
            barred=self._barred(delivery, first),
            nearby=self._nearby,
            delivery=delivery,
            shadow=self._shadow,
        )
        why = placed.explanation
        self._explanations.append(msgspec.structs.replace(why, short=()) if last is None and why.short else why)
        if last is not None and placed.unplaced is not None:
            self._miss(placed.unplaced, last, counter, delivery)
        return self._assign(wanted, placed)

    def _miss(self, unplaced: Unplaced, wanted: Sequence[Wanted], counter: str | None, delivery: Delivery) -> None:
        """What is missing of all that was wanted, and where it was looked for."""
        km = SAME_DAY_KM if delivery.method is OrderMethod.SAME_DAY else None
        for each in unplaced.missing:
            asked = sum([one.units for one in wanted if one.sku == each.demand.sku])
            demand = msgspec.structs.replace(each.demand, quantity=asked)
            self._missing.append(Missing(demand, each.units, counter, km))
        self._contended |= unplaced.contended

    def _barred(self, delivery: Delivery, first: First | None) -> Mapping[Exclusion, frozenset[str]]:
        """The nodes that may not serve, by what keeps them from it."""
        barred: dict[Exclusion, frozenset[str]] = {}
        if self._gave_up:
            barred[Exclusion.GAVE_UP] = self._gave_up
        local = self._local(delivery)
        if local is not None:
            barred[Exclusion.TOO_FAR] = self._others(local)
        if first is not None:
            barred[first.reason] = self._others(first.nodes)
        return barred

    def _others(self, nodes: frozenset[str]) -> frozenset[str]:
        return frozenset(self._channel.candidates.by_node.keys() - nodes)

    def _demands(self, wanted: Sequence[Wanted]) -> list[SkuDemand]:
        demands: dict[str, SkuDemand] = {}
        for each in wanted:
            known = demands.get(each.sku)
            units = each.units if known is None else known.quantity + each.units
            path = (self._paths.get(each.line) or LINE_PATHS[each.line - 1]) if known is None else known.path
            demands[each.sku] = SkuDemand(each.sku, units, None, path)
        return list(demands.values())

    def _assign(self, wanted: Sequence[Wanted], placed: Placed) -> list[Wanted]:
        """Share out what sourcing placed among the lines, in their order."""
        there: dict[str, dict[str, int]] = {}
        for (sku, node), units in placed.units.items():
            there.setdefault(sku, {})[node] = units
            freed = self._freed.get((sku, node), 0)
            if freed > 0:
                self._freed[sku, node] = max(freed - units, 0)
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

    def _shelves(self, demands: Sequence[SkuDemand]) -> Shelves | None:
        """What each node has, where it is not just what the snapshot says."""
        if not self._freed and not self._short:
            return None
        return {demand.sku: self._shelf(demand.sku) for demand in demands}

    def _shelf(self, sku: str) -> Mapping[str, int]:
        """What each node has, with what the same change makes available, but for what was not found there before."""
        shelf = self._view.stock.sellable(self._channel, sku)
        if not self._freed and not self._short:
            return shelf
        shelf = dict(shelf)
        for (freed, node), units in self._freed.items():
            if freed == sku and node in self._channel.buffers:
                shelf[node] = shelf.get(node, -self._channel.buffers[node]) + units
        for lacked, node in self._short:
            if lacked == sku:
                shelf.pop(node, None)
        return shelf

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
