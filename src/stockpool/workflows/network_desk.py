"""What people look at beside the figures: nodes, people, the days of a SKU, the life of an order; and searching."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec

from stockpool.access.api import names_of
from stockpool.catalog import api as catalog
from stockpool.insights import api as insights
from stockpool.insights.api import Asked, NodeRow, Typed
from stockpool.insights.messages import (
    Backlog,
    FlowSeen,
    Found,
    LifeEvent,
    LifeLine,
    NetworkSeen,
    NodePage,
    NodeSeen,
    People,
    PersonFigures,
    SkuDay,
    SkuHistory,
    WorkFigures,
)
from stockpool.inventory import api as inventory
from stockpool.kernel.quantities import to_amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.runtime.database import Database
from stockpool.workflows.insights_desk import whole_hours

FOUND_MOST = 10
EVENTS_MOST = 1_000

Counts = Mapping[str, Decimal]


class NetworkDesk:
    """Reads; `nodes` are those that the caller asks for or may see, None means all."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def network(self, nodes: Collection[str] | None) -> NetworkSeen:
        """All nodes, and what went between them."""
        named = None if nodes is None else sorted(nodes)
        async with self._database.read() as connection:
            found = await insights.list_nodes(connection, named)
            flows = await insights.list_flows(connection, named)
            lag_s = await insights.lag_s(connection)
        shown = [
            FlowSeen(
                from_node=flow.from_node,
                to_node=flow.to_node or None,
                region=flow.region or None,
                parcels=flow.parcels,
                units=insights.as_number(flow.units),
                latitude=flow.latitude,
                longitude=flow.longitude,
            )
            for flow in flows
        ]
        return NetworkSeen(tuple([_node(each) for each in found]), tuple(shown), lag_s)

    async def node(self, node: str, since: datetime, until: datetime) -> NodePage | Refused:
        """One of them, with how it did."""
        first, last = whole_hours(since, until)
        async with self._database.read() as connection:
            found = await insights.list_nodes(connection, [node])
            if not found:
                return Refused(Reason.UNKNOWN_NODE, f"there is no node {node!r}")
            backlog = await insights.backlog_of(connection, node)
            sums, _ = await insights.sums(connection, Asked(since=first, until=last, nodes=(node,)))
            counted, wrong = await insights.accuracy_of(connection, node)
            lag_s = await insights.lag_s(connection)
        counts = {measure: sum(values.values(), Decimal(0)) for measure, values in sums.items()}
        accepted, rejected = [int(counts.get(each, 0)) for each in ("accepted", "rejected")]
        return NodePage(
            node=_node(found[0]),
            backlog=tuple([Backlog(*msgspec.structs.astuple(each)) for each in backlog]),
            accepted=accepted,
            rejected=rejected,
            acceptance=round(accepted / (accepted + rejected), 4) if accepted + rejected else None,
            work=_work(counts),
            counted_positions=counted,
            count_accuracy=round(1 - wrong / counted, 4) if counted else None,
            lag_s=lag_s,
        )

    async def people(
        self, since: datetime, until: datetime, nodes: Collection[str] | None, person: str | None
    ) -> People:
        """How people worked, in whole days of UTC; one of them where one is named."""
        first, last = _day_of(since), _day_of(until - TICK) + DAY
        async with self._database.read() as connection:
            asked = Asked(since=first, until=last)
            found = await insights.people(connection, asked, None if nodes is None else sorted(nodes), person)
            names = await names_of(connection, [who for who, _ in found])
            lag_s = await insights.lag_s(connection)
        shown = [PersonFigures(person=who, node=node, work=_work(counts)) for (who, node), counts in found.items()]
        return People(people=tuple(shown), names=names, from_=first, until=last, lag_s=lag_s)

    async def sku_history(
        self, sku: str, since: datetime, until: datetime, nodes: Collection[str] | None
    ) -> SkuHistory | Refused:
        """A SKU at nodes, day by day."""
        first, last = _day_of(since), _day_of(until)
        async with self._database.read() as connection:
            terms = (await catalog.SkuCache().load(connection, [sku])).get(sku)
            if terms is None:
                return Refused(Reason.UNKNOWN_SKU, f"there is no SKU {sku!r}")
            shards = await inventory.read_shard_count(connection)
            named = None if nodes is None else sorted(nodes)
            days = await insights.days_of_sku(connection, sku, named, first, last, shards)
        rows = [
            SkuDay(day.day, *[
                insights.as_number(Decimal(to_amount(int(units), terms.decimals)))
                for units in (day.on_hand, day.available, day.sold, day.returned, day.received)
            ])
            for day in days
        ]  # fmt: skip
        return SkuHistory(sku, tuple(rows))

    async def life_of(self, order_id: str) -> LifeLine:
        """What happened to an order that there is."""
        async with self._database.read() as connection:
            found = await insights.events_of_order(connection, order_id, EVENTS_MOST)
            events = [(each, each.data, msgspec.json.decode(each.data)) for each in found if each.data is not None]
            names = await names_of(connection, [data.get("by") for _, _, data in events])
        told = [
            LifeEvent(str(each.event_id), each.type, each.at, insights.say(each.type, text, names), data)
            for each, text, data in events
        ]
        return LifeLine(order_id, tuple(told), names)

    async def search(self, text: str, nodes: Collection[str] | None) -> Found:
        """What is called so, or begins so; the catalog is everybody's."""
        async with self._database.read() as connection:
            shards = await inventory.read_shard_count(connection)
            typed = Typed(text=text, nodes=None if nodes is None else tuple(sorted(nodes)), shards=shards)
            orders = await insights.search_orders(connection, typed, FOUND_MOST)
            skus = await insights.search_skus(connection, typed, FOUND_MOST)
            found = await insights.search_nodes(connection, typed, FOUND_MOST)
            returns = await insights.search_returns(connection, typed, FOUND_MOST)
            holds = await insights.search_holds(connection, typed, FOUND_MOST)
        return Found(tuple(orders), tuple(skus), tuple(found), tuple(returns), tuple(holds))


DAY, TICK = timedelta(days=1), timedelta(microseconds=1)


def _day_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _node(row: NodeRow) -> NodeSeen:
    return NodeSeen(
        id=row.id,
        name=row.name,
        kind=row.kind,
        latitude=row.latitude,
        longitude=row.longitude,
        active=row.active,
        open_work=row.open_work,
        to_pick=row.to_pick,
        daily_capacity=row.daily_capacity,
        on_hand=None if row.on_hand is None else insights.as_number(row.on_hand),
        on_hand_at=row.on_hand_at,
        open_exceptions=row.open_exceptions,
    )


def _work(counts: Counts) -> WorkFigures:
    picked, short = [counts.get(each, Decimal(0)) for each in ("picked_units", "short_units")]
    return WorkFigures(
        picked_units=insights.as_number(picked),
        short_units=insights.as_number(short),
        shorts=int(counts.get("shorts", 0)),
        accuracy=round(float(picked / (picked + short)), 4) if picked + short else None,
        accept_s=insights.mean(counts, "accept"),
        pick_s=insights.mean(counts, "pick"),
    )
