"""How far what is known of each node can be trusted: lags, accuracy, risk, and what is held back for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

import msgspec
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.inventory.api import PositionKey, put_confidence_buffers, read_shard_count
from stockpool.inventory.messages import ConfidenceBuffersChanged
from stockpool.kernel.ids import shard_of
from stockpool.kernel.quantities import to_amount
from stockpool.network.api import NodeCalendar
from stockpool.reconciliation import api as reconciliation
from stockpool.reconciliation.api import AHEAD, BACKFILLED, UNDATED, Accuracy, LagFigures, Lags
from stockpool.reconciliation.messages import FeedHealth, HeldBack
from stockpool.runtime.database import Database
from stockpool.workflows.reference import ReferenceData
from stockpool.workflows.snapshot import NetworkView

WINDOW = timedelta(hours=6)
STEP = timedelta(minutes=15)
"""So finely a silence is told from a closed shop."""

WHEN_OFF = timedelta(minutes=10)
"""How old figures may become while nothing is held back by them."""

POSITIONS_AT_ONCE = 1_000
"""Of one transaction that changes buffers: promises for these wait for it."""

RARE = 0.99999
"""What is left out of the risk is rarer than this leaves over."""

TAKE_YOUR_TIME = "set local statement_timeout = 0"


class _Feed(msgspec.Struct, frozen=True):
    """A source at a node with its figures."""

    lags: Lags
    figures: LagFigures
    silence_s: float | None
    usual_gap_s: float | None
    lag_s: float


class _Nodes(msgspec.Struct, frozen=True):
    """Of each node, by its slowest source: lag in days, what may be missing, how right its records are, its risk."""

    feeds: Sequence[_Feed]
    lag_days: Mapping[str, float]
    accuracy: Mapping[str, Accuracy]
    speeds: Mapping[str, float]
    risks: Mapping[str, float]


class ConfidenceDesk:
    """Reckons with what may be sold or missing already."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database
        self._reference = ReferenceData(searches=False)

    async def feeds(self, now: datetime, source: str | None = None) -> list[FeedHealth]:
        """How each source stands at each node, by source and node."""
        async with self._database.transaction() as connection:
            nodes = await self._nodes(connection, now, source)
        return [_health(each, nodes) for each in nodes.feeds]

    async def would_hold_back(
        self, confidence: float, now: datetime, within: Sequence[str] | None = None
    ) -> list[HeldBack]:
        """What a confidence would hold back at each node, without holding it back."""
        async with self._database.transaction() as connection:
            nodes = await self._nodes(connection, now)
            asked = _asked(nodes, confidence)
            means = reconciliation.half_risk_means(confidence)
            rows = await reconciliation.held_back(connection, asked, means, within)
        return [
            HeldBack(
                node=node, lag_s=lag_s, inaccuracy=missing, positions=positions, positions_held_back=held,
                units_free=free, units_held_back=units,
            )
            for node, lag_s, missing, positions, held, free, units in rows
        ]  # fmt: skip

    async def work_out(self, confidence: float, now: datetime) -> int:
        """Write down what nodes are reckoned with, and hold it back, nothing at 0; how many buffers changed."""
        async with self._database.transaction() as connection:
            await connection.execute(TAKE_YOUR_TIME)
            before, held_with = await reconciliation.worked_out(connection)
            if not confidence and held_with == 0.0 and before is not None and now - before < WHEN_OFF:
                return 0
            await reconciliation.forget_lags(connection, now)
            shard_count = await read_shard_count(connection)
            nodes = await self._nodes(connection, now)
            changed: dict[PositionKey, int] = {}
            units: dict[str, int] = {}
            if confidence:
                asked, means = _asked(nodes, confidence), reconciliation.half_risk_means(confidence)
                changed = await reconciliation.changed_buffers(connection, asked, means)
                units = {row[0]: row[-1] for row in await reconciliation.held_back(connection, asked, means)}
            else:
                changed = dict.fromkeys(await reconciliation.standing_buffers(connection), 0)
            rows = [
                (node, days * 86_400, nodes.risks.get(node, 0.0), units.get(node, 0))
                for node, days in nodes.lag_days.items()
            ]
            await reconciliation.replace_confidence(connection, now, confidence, rows)
        ordered = iter(sorted(changed.items(), key=lambda each: (shard_of(each[0][0], shard_count), each[0])))
        while portion := dict(islice(ordered, POSITIONS_AT_ONCE)):
            async with self._database.transaction() as connection:
                told = await put_confidence_buffers(connection, portion, shard_count)
                await self._tell(connection, {key: portion[key] for key in told})
        return len(changed)

    async def _tell(self, connection: AsyncConnection, units: Mapping[PositionKey, int]) -> None:
        """Whoever follows what can be promised hears that it is more or less now."""
        if not units:
            return
        await self._reference.refresh(connection)
        terms, _, _ = await self._reference.load(connection, {sku for sku, _ in units})
        skus, nodes = zip(*units, strict=True)
        held = tuple(to_amount(each, terms[sku].decimals) for (sku, _), each in units.items())
        await feed.tell(connection, [Telling("confidence_buffers", ConfidenceBuffersChanged(skus, nodes, held))])

    async def learn_from_counts(self, days: int, now: datetime) -> int:
        """How right counts found the records of nodes; of how many nodes."""
        async with self._database.transaction() as connection:
            await connection.execute(TAKE_YOUR_TIME)
            found = await reconciliation.accuracy_of_counts(connection, now - timedelta(days=days))
            if found:
                await reconciliation.put_accuracy(connection, "counts", now, found)
        return len(found)

    async def _nodes(self, connection: AsyncConnection, now: datetime, source: str | None = None) -> _Nodes:
        await self._reference.refresh(connection)
        _, network, _ = await self._reference.load(connection, ())
        shard_count = await read_shard_count(connection)
        read = await reconciliation.read_lags(connection, now - WINDOW, source)
        feeds = [_feed(each, network, now) for each in read]
        accuracy = await reconciliation.read_accuracy(connection)
        lag_days = dict.fromkeys(accuracy if source is None else [each.lags.node for each in feeds], 0.0)
        for each in feeds:
            lag_days[each.lags.node] = max(lag_days.get(each.lags.node, 0.0), each.lag_s / 86_400)
        asked = {
            node: (days, reconciliation.units_missing(accuracy.get(node, Accuracy()), RARE))
            for node, days in lag_days.items()
        }
        speeds = await reconciliation.speed_by_node(connection, list(asked), shard_count)
        risky = await reconciliation.risky_positions(connection, asked, shard_count)
        risks = {
            node: reconciliation.risk_of_node(
                positions, speeds.get(node, 0.0), lag_days[node], accuracy.get(node, Accuracy())
            )
            for node, positions in risky.items()
        }
        return _Nodes(feeds, lag_days, accuracy, speeds, risks)


def _asked(nodes: _Nodes, confidence: float) -> dict[str, tuple[float, int]]:
    return {
        node: (days, reconciliation.units_missing(nodes.accuracy.get(node, Accuracy()), confidence))
        for node, days in nodes.lag_days.items()
    }


def _feed(lags: Lags, network: NetworkView, now: datetime) -> _Feed:
    figures = reconciliation.lag_figures(lags.buckets)
    is_known = lags.node in network.network.nodes
    calendar = network.calendars.of(lags.node) if is_known else None
    silence = _open_between(calendar, lags.last_recorded_at, now) if lags.last_recorded_at is not None else None
    heard = sum(lags.buckets.values())
    gap = _open_between(calendar, now - WINDOW, now) / heard if heard else None
    lag = reconciliation.lag_reckoned_with(figures, silence or 0.0, gap)
    return _Feed(lags, figures, silence, gap, lag)


def _open_between(calendar: NodeCalendar | None, since: datetime, until: datetime) -> float:
    """Seconds between in which the node is open."""
    whole = max((until - since).total_seconds(), 0.0)
    if calendar is None or whole <= STEP.total_seconds():
        return whole
    steps = int(min(whole, 2 * 86_400) // STEP.total_seconds())
    is_open = sum(calendar.is_open(until - STEP * place) for place in range(steps))
    return whole * is_open / steps


def _health(feed: _Feed, nodes: _Nodes) -> FeedHealth:
    node, buckets = feed.lags.node, feed.lags.buckets
    accuracy, figures = nodes.accuracy.get(node, Accuracy()), feed.figures
    checked = accuracy.positions
    return FeedHealth(
        source=feed.lags.source,
        node=node,
        facts=figures.facts,
        undated=buckets.get(UNDATED, 0),
        backfilled=buckets.get(BACKFILLED, 0),
        ahead=buckets.get(AHEAD, 0),
        lag_p50_s=figures.p50_s,
        lag_p90_s=figures.p90_s,
        lag_p99_s=figures.p99_s,
        lag_p90_low_s=figures.p90_low_s,
        lag_p90_high_s=figures.p90_high_s,
        silence_s=feed.silence_s,
        usual_gap_s=feed.usual_gap_s,
        lag_s=feed.lag_s,
        positions_checked=checked,
        share_right=(checked - accuracy.differing) / checked if checked else None,
        mean_error=accuracy.units_off / checked if checked else None,
        unseen_units=nodes.speeds.get(node, 0.0) * feed.lag_s / 86_400,
        risk=nodes.risks.get(node, 0.0),
    )
