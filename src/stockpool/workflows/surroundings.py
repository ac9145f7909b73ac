"""What a sourcing policy may know of an order: distances, loads, dates and freight, looked up as its strategies ask."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.money import Money, minor_digits
from stockpool.kernel.tariffs import MICRO, Piece, Tariff
from stockpool.network import api as network
from stockpool.network.api import NodeCalendar
from stockpool.network.messages import PromiseMethod
from stockpool.orders.messages import Delivery
from stockpool.sourcing.api import UNKNOWN_OUTLOOK, Asked, AskedLine, Load, Outlook
from stockpool.sourcing.messages import Candidate, Destination, Method
from stockpool.workflows.dating import Pace, Promiser
from stockpool.workflows.outlooks import Outlooks
from stockpool.workflows.requests import SkuDemand
from stockpool.workflows.snapshot import ChannelView, NetworkView

NOTHING_SENT: Tariff = (Piece(1 << 50, 0),)
"""What lies at the counter already needs no carrier."""


class Situation(Protocol):
    """What holds for all demands of a group."""

    @property
    def terms(self) -> Mapping[str, SkuTerms]:
        """Of the SKUs that are asked for."""
        ...

    @property
    def network(self) -> NetworkView:
        """With the policy and the rates."""
        ...

    @property
    def now(self) -> datetime:
        """The moment."""
        ...

    @property
    def promiser(self) -> Promiser | None:
        """What knows dates and backlogs."""
        ...

    @property
    def outlooks(self) -> Outlooks:
        """What SKUs do at nodes without orders from elsewhere."""
        ...

    @property
    def weighed(self) -> dict[tuple[object, ...], object]:
        """What policies have worked out for all that see the same, see `SharedWork`."""
        ...


class Picture(msgspec.Struct, frozen=True):
    """A group's situation before its stock is known."""

    terms: Mapping[str, SkuTerms]
    network: NetworkView
    now: datetime
    promiser: Promiser | None
    outlooks: Outlooks
    weighed: dict[tuple[object, ...], object]


class SharedWork:
    """What policies have worked out about nodes, shared by all groups that see the same.

    It depends on the network with its policies and calendars, on what nodes have to do, which is looked up once a
    second, and on the moment, of which calendars know whole seconds only.
    """

    def __init__(self) -> None:
        self._network: NetworkView | None = None
        self._pace: Pace | None = None
        self._second: datetime | None = None
        self._work: dict[tuple[object, ...], object] = {}

    def of(self, network: NetworkView, pace: Pace | None, now: datetime) -> dict[tuple[object, ...], object]:
        """What is worked out already, to be added to; nothing where anything else is seen than the last time."""
        if pace is None:  # no orders, whose policies could ask
            return {}
        second = now.replace(microsecond=0)
        if network is not self._network or pace is not self._pace or second != self._second:
            self._network, self._pace, self._second, self._work = network, pace, second, {}
        return self._work


def asked_of(
    demands: Sequence[SkuDemand],
    channel: ChannelView,
    view: Situation,
    *,
    method: Method = Method.SHIP,
    destination: Destination | None = None,
    pickup_node: str | None = None,
    delivery: Delivery | None = None,
) -> Asked:
    """A demand with its surroundings; without a delivery nobody knows its dates."""
    around = _Around(view, method, destination, pickup_node, delivery)
    return Asked(
        channel=channel.channel,
        method=method,
        lines=tuple([_line(demand, view.terms[demand.sku], view.network.currency) for demand in demands]),
        on=view.now.astimezone(UTC).date(),
        destination=destination,
        km=around.km,
        load=around.load,
        days=around.days,
        outlook=around.outlook,
        tariff=around.tariff,
        chargeable=around.chargeable,
        tariff_from=around.tariff_from,
        days_from=around.days_from,
        place=around.place(),
        shared=view.weighed,
    )


class _Around:
    def __init__(
        self,
        view: Situation,
        method: Method,
        destination: Destination | None,
        pickup_node: str | None,
        delivery: Delivery | None,
    ) -> None:
        self._view, self._network = view, view.network
        self._method, self._to, self._pickup_node, self._delivery = method, destination, pickup_node, delivery
        self._kms: dict[str, float] = {}
        self._address = _address(destination, delivery, view.network)
        here = (self._address.latitude, self._address.longitude)
        self._at_destination = destination is not None and here == (destination.latitude, destination.longitude)

    def km(self, node: Candidate) -> float | None:
        if self._to is None or node.latitude is None or node.longitude is None:
            return None
        known = self._kms.get(node.node)
        if known is None:
            known = great_circle_km(node.latitude, node.longitude, self._to.latitude, self._to.longitude)
            self._kms[node.node] = known
        return known

    def _known_km(self, node: str) -> float | None:
        """To the address, where a strategy has asked for it already."""
        return self._kms.get(node) if self._at_destination else None

    def load(self, node: str) -> Load:
        key = (node, self._method)
        known = self._view.weighed.get(key)
        if known is None:
            known = self._view.weighed[key] = self._loaded(node)
        assert isinstance(known, Load)
        return known

    def _loaded(self, node: str) -> Load:
        promiser, of_node = self._view.promiser, self._network.network.nodes[node]
        calendar = self._network.calendars.of(node)
        orders = promiser.backlog(node) if promiser is not None else 0
        hours = orders / of_node.daily_capacity * calendar.hours_a_day if of_node.daily_capacity else 0.0
        return Load(
            orders,
            of_node.daily_capacity,
            hours,
            calendar.is_open(self._view.now),
            _takes_up_today(calendar, self._view, self._method),
        )

    def days(self, node: str) -> int | None:
        promiser = self._view.promiser
        if promiser is None or self._delivery is None:
            return None
        span = promiser.span(node, self._delivery, km=self._known_km(node))
        return None if span is None else (span[3] - self._view.now.date()).days

    def days_from(self, node: str, km: float | None) -> int | None:
        promiser = self._view.promiser
        if promiser is None or self._delivery is None:
            return None
        return promiser.days_least(node, self._delivery, km)

    def outlook(self, sku: str, node: str) -> Outlook:
        known = self._view.outlooks.get(sku)
        return UNKNOWN_OUTLOOK if known is None else known.get(node, UNKNOWN_OUTLOOK)

    def tariff(self, rates: str, node: str) -> Tariff | None:
        if node == self._pickup_node:
            return NOTHING_SENT
        table = self._network.rates.rates(rates)
        if table is None:
            return None
        origin = self._network.network.nodes[node]
        km = self._known_km(node)
        if km is None:
            km = network.distance_km(origin, self._address)
        zone = table.zone(network.Destination.of_node(origin), self._address, km)
        return None if zone is None else table.tariff(zone)

    def tariff_from(self, rates: str, node: str, km: float | None) -> Tariff | None:
        table = self._network.rates.rates(rates)
        if table is not None and table.by_distance:
            return table.tariff_at(km)
        return self.tariff(rates, node)

    def place(self) -> Hashable:
        promiser = self._view.promiser
        lanes = promiser.lanes_version if promiser is not None else None
        return lanes, self._address.country, *[table.place_key(self._address) for table in self._network.named_rates]

    def chargeable(self, rates: str, grams: int, volume_cc: int) -> int:
        table = self._network.rates.rates(rates)
        return grams if table is None else table.chargeable_g(grams, volume_cc)


def _takes_up_today(calendar: NodeCalendar, view: Situation, method: Method) -> bool:
    taken_up = calendar.cutoff_after(view.now, PromiseMethod(method.value))
    return taken_up is not None and calendar.local_date(taken_up) == calendar.local_date(view.now)


def _address(destination: Destination | None, delivery: Delivery | None, view: NetworkView) -> network.Destination:
    if delivery is not None and delivery.pickup_node is not None:
        return network.Destination.of_node(view.network.nodes[delivery.pickup_node])
    to = delivery.ship_to if delivery is not None else None
    latitude, longitude = (destination.latitude, destination.longitude) if destination is not None else (None, None)
    country, postal_code = (to.country, to.postal_code) if to is not None else (None, None)
    return network.Destination(None, country, postal_code, latitude, longitude)


def _line(demand: SkuDemand, terms: SkuTerms, currency: str | None) -> AskedLine:
    return AskedLine(
        demand.sku,
        demand.quantity,
        terms.weight_g,
        terms.volume_cc,
        terms.category,
        _micro(terms.price, currency),
        _micro(terms.cost, currency),
        10**terms.decimals,
    )


def _micro(money: Money | None, currency: str | None) -> int | None:
    """In millionths; what is in another currency than the policy's is not known."""
    if money is None or money.currency != currency:
        return None
    return int(money.minor * MICRO // 10 ** minor_digits(money.currency))
