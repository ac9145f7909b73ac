"""Figures as people ask for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from psycopg import AsyncConnection

from stockpool.insights import api as insights
from stockpool.insights.api import EVERYWHERE, Asked, Sums
from stockpool.insights.messages import Measure, Money, Point, Series, Tile, Tiles
from stockpool.runtime.database import Database

HOUR = timedelta(hours=1)

EVENTS = {
    Measure.SALES: "stock.sell,order.placed,order.paid",
    Measure.OVERSELL_PREVENTED: "order.repaired",
    Measure.FILL_RATE: "order.placed",
    Measure.SPLIT_SHARE: "order.placed,order.paid",
    Measure.ON_TIME: "fulfillment.shipped,fulfillment.ready_for_pickup",
    Measure.ORDER_ACCURACY: "fulfillment.picked",
    Measure.STORE_ACCEPTANCE: "fulfillment.accepted,fulfillment.rejected",
}
"""The events that a figure is counted from."""


def whole_hours(since: datetime, until: datetime) -> tuple[datetime, datetime]:
    """The hours in which a span lies; the one that runs is one of them."""
    end = insights.hour_of(until)
    return insights.hour_of(since), end if end == until else end + HOUR


class InsightsDesk:
    """Reads figures; `nodes` are those that the caller asks for or may see, None means everything."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def tiles(
        self, since: datetime, until: datetime, nodes: Collection[str] | None, channel: str | None
    ) -> Tiles:
        """All figures of a span, each beside the same span before."""
        asked = _asked(since, until, nodes, channel)
        async with self._database.read() as connection:
            now, before = await insights.sums(connection, asked)
            entries = _Entries(asked, nodes, await insights.first_position(connection, asked.since))
            tiles = [
                *[_counted(measure, now, before, entries) for measure in insights.FIGURES],
                await _open_promises(connection, asked, nodes, entries),
                await _atp_lag(connection, asked, now, before),
            ]
            lag_s = await insights.lag_s(connection)
        order = list(Measure)
        return Tiles(
            from_=asked.since,
            until=asked.until,
            before_from=asked.before,
            lag_s=lag_s,
            tiles=tuple(sorted(tiles, key=lambda tile: order.index(tile.figure))),
        )

    async def series(
        self,
        measure: Measure,
        by: str,
        since: datetime,
        until: datetime,
        nodes: Collection[str] | None,
        channel: str | None,
    ) -> Series:
        """One figure by hour or day; hours in which nothing was counted are there too."""
        asked = _asked(since, until, nodes, channel)
        values: dict[datetime, _Value]
        async with self._database.read() as connection:
            if measure is Measure.OPEN_PROMISES:
                looked = await insights.levels(connection, asked, by, _open_levels(nodes))
                values = {at: (insights.as_number(sum(found.values(), Decimal(0))), {}) for at, found in looked.items()}
            else:
                named = insights.measures_of(measure) or insights.LAG_MEASURES
                found = await insights.series(connection, asked, by, named)
                values = {at: _point(measure, sums) for at, sums in found.items()}
            lag_s = await insights.lag_s(connection)
        nothing: _Value = (insights.value_of(measure, {}), {}) if measure in insights.FIGURES else (None, {})
        steps = _steps(asked.since, asked.until, by)
        return Series(
            measure=measure,
            unit=insights.unit_of(measure),
            by=by,
            from_=asked.since,
            until=asked.until,
            lag_s=lag_s,
            points=tuple([Point(at, *values.get(at, nothing)) for at in steps]),
        )


def _asked(since: datetime, until: datetime, nodes: Collection[str] | None, channel: str | None) -> Asked:
    first, last = whole_hours(since, until)
    return Asked(
        since=first, until=last, nodes=(EVERYWHERE,) if nodes is None else tuple(sorted(nodes)), channel=channel
    )


def _steps(since: datetime, until: datetime, by: str) -> list[datetime]:
    at = since if by == "hour" else since.replace(hour=0)
    steps: list[datetime] = []
    while at < until:
        steps.append(at)
        at += HOUR if by == "hour" else timedelta(days=1)
    return steps


def _plain(sums: Sums) -> dict[str, Decimal]:
    return {measure: sum(by_currency.values(), Decimal(0)) for measure, by_currency in sums.items()}


_Value = tuple[int | float | None, dict[str, int]]


def _point(measure: Measure, sums: Sums) -> _Value:
    if measure is Measure.ATP_LAG_MS:
        return insights.lag_p99_ms(_plain(sums)), {}
    money = {currency: int(value) for currency, value in sums.get(insights.MONEY, {}).items()}
    return insights.value_of(measure, _plain(sums)), money


class _Entries:
    """Where the entries behind figures are read."""

    def __init__(self, asked: Asked, nodes: Collection[str] | None, position: int | None) -> None:
        self._asked = asked
        self._nodes = sorted(nodes) if nodes is not None else []
        self._after = None if position is None else position - 1

    def _address(self, path: str, **query: object) -> str:
        given = {name: value for name, value in query.items() if value not in (None, "")}
        if self._nodes:
            given["node"] = ",".join(self._nodes)
        return f"{path}?{urlencode(given, safe=',:*')}" if given else path

    def events(self, types: str) -> str:
        """A page of the feed."""
        return self._address("/v1/events", type=types, channel=self._asked.channel, after=self._after)

    def orders(self) -> str:
        """A page of orders."""
        span = {"placed_from": _moment(self._asked.since), "placed_until": _moment(self._asked.until)}
        return self._address("/v1/orders", channel=self._asked.channel, **span)

    def unfinished(self) -> str:
        """A page of orders that have not left."""
        status = "allocated,backordered,partly_backordered,in_fulfillment"
        return self._address("/v1/orders", channel=self._asked.channel, status=status)


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _counted(measure: Measure, now: Sums, before: Sums, entries: _Entries) -> Tile:
    money: tuple[Money, ...] = ()
    if measure is Measure.SALES:
        here, there = now.get(insights.MONEY, {}), before.get(insights.MONEY, {})
        money = tuple(
            [Money(each, int(here.get(each, 0)), int(there.get(each, 0))) for each in sorted({*here, *there})]
        )
    counts = _plain(now)
    return Tile(
        figure=measure,
        unit=insights.unit_of(measure),
        value=insights.value_of(measure, counts),
        before=insights.value_of(measure, _plain(before)),
        entries=entries.orders() if measure is Measure.ORDERS else entries.events(EVENTS[measure]),
        parts=insights.parts_of(measure, counts),
        money=money,
    )


def _open_levels(nodes: Collection[str] | None) -> tuple[str, ...]:
    return ("open_work", "waiting_parts") if nodes is None else ("open_work",)


async def _open_promises(
    connection: AsyncConnection, asked: Asked, nodes: Collection[str] | None, entries: _Entries
) -> Tile:
    """As it is now, beside what was seen in the first hour of the span, which knows no channels."""
    work, waiting = await insights.open_promises(connection, None if nodes is None else sorted(nodes), asked.channel)
    first = Asked(since=asked.since, until=asked.since + HOUR, nodes=asked.nodes)
    looked: Mapping[str, Decimal] = {}
    if asked.channel is None:
        looked = (await insights.levels(connection, first, "hour", _open_levels(nodes))).get(asked.since, {})
    since = await insights.looked_at_since(connection, asked.nodes[0], "open_work") if asked.nodes else None
    return Tile(
        figure=Measure.OPEN_PROMISES,
        unit=insights.unit_of(Measure.OPEN_PROMISES),
        value=work + waiting,
        before=insights.as_number(sum(looked.values(), Decimal(0))) if looked else None,
        entries=entries.unfinished(),
        parts={"fulfillment_orders": work, "waiting_parts": waiting},
        since=since if since is not None and since > asked.since else None,
    )


async def _atp_lag(connection: AsyncConnection, asked: Asked, now: Sums, before: Sums) -> Tile:
    since = await insights.counted_since(connection, insights.LAG_COUNTED)
    return Tile(
        figure=Measure.ATP_LAG_MS,
        unit=insights.unit_of(Measure.ATP_LAG_MS),
        value=insights.lag_p99_ms(_plain(now)),
        before=insights.lag_p99_ms(_plain(before)),
        entries="/v1/feeds",
        since=since if since is not None and since > asked.since else None,
    )
