"""What a customer could be promised now: for product page and cart, before there is an order. Nothing is locked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.messages import Line
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.messages import PromiseMethod
from stockpool.orders import api as orders
from stockpool.orders.api import Order, Rules
from stockpool.orders.messages import COLLECTED, Delivery, OrderMethod, PlaceOrder, ShipTo
from stockpool.runtime.database import Database
from stockpool.supply import api as supply
from stockpool.supply.api import StoredSupply
from stockpool.workflows.as_ordered import as_ordered
from stockpool.workflows.dating import SAME_DAY_KM, Dates, PaceKeeper, Promiser
from stockpool.workflows.finding import find_nodes
from stockpool.workflows.order_stock import resolve_lines
from stockpool.workflows.outlooks import OutlookKeeper
from stockpool.workflows.place_order import wrong_nodes
from stockpool.workflows.promised import date_order, told_at
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.requests import components_of, demands_of, unknown_channel
from stockpool.workflows.snapshot import ChannelView, StockSnapshot
from stockpool.workflows.supplies import SupplyPool, claimed
from stockpool.workflows.task import View


class PromiseQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer looks at, and how it might be had; every way that can be asked where none is named."""

    channel: str
    lines: tuple[Line, ...]
    methods: tuple[PromiseMethod, ...] = ()
    ship_to: ShipTo | None = None
    pickup_node: str | None = None
    sold_at: str | None = None
    at: datetime | None = None


class PromisedLine(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU that has stock, in its display unit: a kit's components, not the kit."""

    sku: str
    quantity: Amount


class PromisedNode(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one node would do, and when its goods are with the customer; the dates are the node's own."""

    node: str
    lines: tuple[PromisedLine, ...]
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    from_date: date | None = None
    until_date: date | None = None
    ship_by: datetime | None = None
    cost: MoneyInput | None = None


class ComingUnits(msgspec.Struct, frozen=True, gc=False):
    """What a supply would give, and when it is expected at its node."""

    supply_id: str
    node: str
    quantity: Amount
    expected_at: datetime


class ShortSku(msgspec.Struct, frozen=True, gc=False):
    """What no node has of a SKU, and the supply that it would come from: no date is known for the rest."""

    sku: str
    quantity: Amount
    supply: tuple[ComingUnits, ...] = ()


class MethodPromise(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What one way promises; `available` where all of it has a date, `in_stock` where nothing has to come first."""

    method: PromiseMethod
    available: bool
    in_stock: bool
    promised_from: datetime | None = None
    promised_until: datetime | None = None
    from_date: date | None = None
    until_date: date | None = None
    cost: MoneyInput | None = None
    nodes: tuple[PromisedNode, ...] = ()
    short: tuple[ShortSku, ...] = ()
    reason: str | None = None


class PromiseAnswer(msgspec.Struct, frozen=True):
    """What each way promises at a moment."""

    channel: str
    at: datetime
    promises: tuple[MethodPromise, ...]


class PromiseDesk:
    """Answers questions about promises on what the database says now; calendars and lanes are kept."""

    def __init__(self, database: Database, rules: Rules) -> None:
        """Stand before a database whose shard count is read when it is connected; by the rules that orders go by."""
        self._rules = rules
        self.shard_count = 1
        self._database = database
        self._reference = ReferenceData()
        self._pace = PaceKeeper()
        self._outlooks = OutlookKeeper()

    async def promises(self, asked: PromiseQuestion) -> PromiseAnswer | Refused:
        """What each way promises, sourced as an order would be."""
        async with self._database.read() as connection:
            return await self.promises_on(connection, asked)

    async def promises_on(self, connection: AsyncConnection, asked: PromiseQuestion) -> PromiseAnswer | Refused:
        """The same, on a connection on which more is asked."""
        await self._reference.refresh(connection)
        skus = {line.sku for line in asked.lines}
        terms, network, versions = await self._reference.load(connection, skus)
        channel = network.channel(asked.channel)
        if channel is None:
            return unknown_channel(asked.channel)
        demands = demands_of(asked.lines, terms)
        if isinstance(demands, Refused):
            return demands
        parts = set(components_of(skus, terms))
        free = await inventory.free_stock(connection, parts, self.shard_count)
        coming = await supply.open_supplies(connection, parts)
        pace = await self._pace.load(connection, network)
        outlooks = await self._outlooks.load(connection, parts) if network.asks_outlook else {}
        now = await orders.time_of(connection)
        moment = asked.at or now
        overdue_at = min(now, moment)

        def view() -> View:
            """A fresh picture: each way is asked as if it was the only one."""
            promiser = Promiser(network, pace, moment, self._rules.release_after)
            stock = StockSnapshot(free)
            return View(
                terms,
                network,
                stock,
                {},
                now=moment,
                promiser=promiser,
                rules=self._rules,
                outlooks=outlooks,
                versions=versions,
            )

        return _answers(asked, channel, view, [each for each in coming if not each.is_overdue(overdue_at)], moment)


def _answers(
    asked: PromiseQuestion,
    channel: ChannelView,
    view: Callable[[], View],
    coming: Sequence[StoredSupply],
    moment: datetime,
) -> PromiseAnswer | Refused:
    promises: list[MethodPromise] = []
    for method in dict.fromkeys(asked.methods) or _ways(asked):
        promise = _promise(asked, method, channel, view(), coming)
        if isinstance(promise, Refused):
            return promise
        promises.append(promise)
    return PromiseAnswer(asked.channel, moment, tuple(promises))


def _ways(asked: PromiseQuestion) -> list[PromiseMethod]:
    """The ways about which enough is known to ask."""
    ways = [PromiseMethod.SHIP]
    if asked.ship_to is not None and asked.ship_to.latitude is not None:
        ways.append(PromiseMethod.SAME_DAY)
    if asked.pickup_node is not None:
        ways += [PromiseMethod.PICKUP, PromiseMethod.SHIP_TO_STORE]
    return ways


def _promise(
    asked: PromiseQuestion,
    method: PromiseMethod,
    channel: ChannelView,
    view: View,
    coming: Sequence[StoredSupply],
) -> MethodPromise | Refused:
    """As an order would be placed: nodes first, then supply for what none has, then dates."""
    command = _command(asked, OrderMethod(method.value))
    refused = orders.check_place(command)
    if refused is not None:
        return refused
    change = orders.draft(command, resolve_lines(command.lines, view.terms), view.now)
    refused = wrong_nodes(change.order, channel, view)
    if refused is not None:
        if refused.reason is not Reason.INVALID_INPUT:
            return refused
        return MethodPromise(method, available=False, in_stock=False, reason=refused.message)
    found = find_nodes(change.order, change.wanted, channel, view, partial=True).found
    order = orders.settle(change, found, view.now, view.rules).order
    assert view.promiser is not None
    order = date_order(claimed(order, SupplyPool(coming), channel, view.promiser), view.promiser)
    return _shown(method, order, view.promiser)


def _command(asked: PromiseQuestion, method: OrderMethod) -> PlaceOrder:
    """Of the places that are asked about each way has its own."""
    if method in COLLECTED:
        return as_ordered(asked.channel, asked.lines, method, None, asked.pickup_node, asked.sold_at)
    return as_ordered(asked.channel, asked.lines, method, asked.ship_to, None, asked.sold_at)


def _shown(method: PromiseMethod, order: Order, promiser: Promiser) -> MethodPromise:
    (delivery,) = order.deliveries
    nodes = [(each, promiser.dates(each.node, delivery, each.release_at)) for each in order.fulfillments]
    to_come = [
        promiser.dates(claim.node, delivery, told_at(order, promiser, claim.expected_at)) for claim in order.claims
    ]
    known = [each for each in (*[dates for _, dates in nodes], *to_come) if each is not None]
    available = delivery.promised_until is not None
    return MethodPromise(
        method,
        available=available,
        in_stock=not any(part.waiting for part in order.parts),
        promised_from=delivery.promised_from,
        promised_until=delivery.promised_until,
        from_date=delivery.from_date,
        until_date=delivery.until_date,
        cost=_cost(known),
        nodes=tuple([_node(each, dates) for each, dates in nodes]),
        short=tuple(_short(order)),
        reason=None if available else _why_not(order),
    )


def _node(fulfillment: orders.Fulfillment, dates: Dates | None) -> PromisedNode:
    units: dict[str, tuple[int, int]] = {}
    for piece in fulfillment.pieces:
        before, _ = units.get(piece.sku, (0, 0))
        units[piece.sku] = before + piece.quantity, piece.decimals
    lines = tuple([PromisedLine(sku, to_amount(count, decimals)) for sku, (count, decimals) in units.items()])
    if dates is None:
        return PromisedNode(fulfillment.node, lines)
    cost = _wired(dates.cost)
    return PromisedNode(
        fulfillment.node, lines, dates.begins, dates.ends, dates.from_date, dates.until_date, dates.ship_by, cost
    )


def _short(order: Order) -> Iterable[ShortSku]:
    """What waits, by SKU."""
    for sku in dict.fromkeys([part.sku for part in order.parts if part.waiting]):
        parts = [part for part in order.parts if part.sku == sku]
        decimals = parts[0].decimals
        coming: dict[str, ComingUnits] = {}
        units: dict[str, int] = {}
        for claim in order.claims:
            if claim.sku == sku:
                units[claim.supply_id] = units.get(claim.supply_id, 0) + claim.units
                amount = to_amount(units[claim.supply_id], decimals)
                coming[claim.supply_id] = ComingUnits(claim.supply_id, claim.node, amount, claim.expected_at)
        waiting = sum(part.waiting for part in parts)
        yield ShortSku(sku, to_amount(waiting, decimals), tuple(coming.values()))


def _why_not(order: Order) -> str:
    if orders.unclaimed(order):
        return f"{_where(order.deliveries[0])} all of it, and no supply of it is to come"
    return "no node that has it can do it this way in time"


def _where(delivery: Delivery) -> str:
    """Who may serve, and does not have."""
    if delivery.method is OrderMethod.SAME_DAY:
        return f"no node within {SAME_DAY_KM:g} km has"
    return (
        f"{delivery.pickup_node} does not have" if delivery.method is OrderMethod.PICKUP else "the pool does not have"
    )


def _cost(dates: Sequence[Dates]) -> MoneyInput | None:
    """What the known lanes cost together, each parcel once; None where none is known, or they differ in currency."""
    costs = [each.cost for each in dates if each.cost is not None]
    if not costs or len({cost.currency for cost in costs}) > 1:
        return None
    return _wired(Money(sum(cost.minor for cost in costs), costs[0].currency))


def _wired(cost: Money | None) -> MoneyInput | None:
    return None if cost is None else MoneyInput(cost.amount, cost.currency)
