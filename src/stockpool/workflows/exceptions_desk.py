"""What needs a person: looked for behind what happens, and read with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from stockpool.insights import api as insights
from stockpool.insights.api import CasePlace, ExceptionsAsked, LateSource, Standing, StoredException
from stockpool.insights.messages import Action, Case, CasePage, ExceptionKind, Risk, Snoozed
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.api import NodeCalendars
from stockpool.reconciliation.messages import FeedHealth
from stockpool.runtime.database import Database
from stockpool.workflows.confidence_desk import ConfidenceDesk
from stockpool.workflows.reference import ReferenceData

LATE_S = 900.0
"""What is told later than this by nine of ten is no feed to promise by."""

WORK_HOURS_MIN = 1.0
"""Behind less work than this nothing is called late before it is: a node's capacity is told by the day, no finer."""

MayDo = Callable[[Action, StoredException], Action | None]
"""The action as its caller can make it; None where it may not."""


class ExceptionsDesk:
    """Reads cases, and puts them aside."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def list(
        self, asked: ExceptionsAsked, after: CasePlace | None, limit: int, may_do: MayDo
    ) -> tuple[CasePage, CasePlace | None]:
        """A page, the worst first, and where the next one begins."""
        async with self._database.read() as connection:
            found = await insights.list_exceptions(connection, asked, after, limit + 1)
            counts = await insights.count_by_kind(connection, asked)
            looked = await insights.looked_s_ago(connection)
        page = found[:limit]
        last = page[-1] if len(found) > limit else None
        following = CasePlace(last.severity, last.money, last.since, last.id) if last else None
        return CasePage(tuple([_shown(each, may_do) for each in page]), None, counts, looked), following

    async def find(self, exception_id: str) -> StoredException | Refused:
        """One of them."""
        found = None
        if is_uuid(exception_id):
            async with self._database.read() as connection:
                found = await insights.get_exception(connection, exception_id)
        return found or Refused(Reason.UNKNOWN_EXCEPTION, f"there is no exception {exception_id!r}")

    async def snooze(self, exception_id: str, until: datetime, note: str, by: str, now: datetime) -> Snoozed | Refused:
        """Put one aside, until a moment to come or until it is worse."""
        if until <= now:
            return Refused(Reason.INVALID_INPUT, "until: is over", (Problem("until", "is over"),))
        async with self._database.transaction() as connection:
            aside = await insights.snooze(connection, exception_id, until, note, by)
        if not aside:
            return Refused(Reason.UNKNOWN_EXCEPTION, f"there is no exception {exception_id!r}")
        return Snoozed(exception_id, until, note)


async def look_for_exceptions(
    connection: AsyncConnection, confidence: ConfidenceDesk, reference: ReferenceData, now: datetime
) -> None:
    """Find what needs a person now; one process of the cluster does so."""
    sources = late_sources(await confidence.feeds(now), now)
    await insights.find_exceptions(connection, sources, await find_late(connection, reference, now))


async def find_late(connection: AsyncConnection, reference: ReferenceData, now: datetime) -> list[Standing]:
    """What is at its node past its promise, and what will be because of what its node has to do before it."""
    standing = await insights.standing(connection, WORK_HOURS_MIN / 24)
    await reference.refresh(connection)  # behind that, so that no node is unknown
    _, network, _ = await reference.load(connection, ())
    return not_in_time(standing, network.calendars, now)


def not_in_time(standing: Sequence[Standing], calendars: NodeCalendars, now: datetime) -> list[Standing]:
    """Those past their promise, and those that will be where their node works at its capacity while it is open."""
    found: list[Standing] = []
    for each in standing:
        if each.past:
            found.append(each)
            continue
        calendar = calendars.of(each.node)
        if not calendar.daily_capacity:  # its limit was taken away meanwhile
            continue
        minutes_each = calendar.hours_a_day * 60 / calendar.daily_capacity
        if each.before_it * minutes_each < WORK_HOURS_MIN * 60:
            continue
        done = calendar.add_working(now, (each.before_it + 1) * minutes_each)
        if done is None or done > each.promised_until:
            found.append(each)
    return found


def late_sources(feeds: Collection[FeedHealth], now: datetime) -> list[LateSource]:
    """Those that say nothing for an unusually long time, and those that are far behind."""
    found: list[LateSource] = []
    for feed in feeds:
        silent = feed.silence_s is not None and feed.lag_s >= feed.silence_s > LATE_S
        behind = feed.lag_p90_s is not None and feed.lag_p90_s > LATE_S
        if not (silent or behind):
            continue
        since = now if feed.silence_s is None or not silent else now - timedelta(seconds=feed.silence_s)
        cause = "silent" if silent else "behind"
        found.append(LateSource(feed.source, feed.node, cause, since, feed.lag_p90_s or 0.0, feed.silence_s))
    return found


def _shown(stored: StoredException, may_do: MayDo) -> Case:
    units = insights.as_number(stored.units)
    where = (stored.node, stored.sku)
    could = insights.actions_for(stored.kind, stored.key, stored.order_id, where, stored.facts)
    can = [may_do(action, stored) for action in could]
    return Case(
        id=stored.id,
        kind=ExceptionKind(stored.kind),
        key=stored.key,
        cause=stored.cause,
        said=insights.words_of(stored.kind, stored.cause, f"{units:g}", stored.facts),
        severity=stored.severity,
        since=stored.since,
        units=units,
        facts=dict(stored.facts),
        actions=tuple([each for each in can if each is not None]),
        node=stored.node,
        sku=stored.sku,
        order_id=stored.order_id,
        money_at_risk=Risk(stored.money, stored.currency) if stored.currency is not None else None,
        snoozed_until=stored.snoozed_until,
        note=stored.note,
        snoozed_by=stored.snoozed_by,
    )
