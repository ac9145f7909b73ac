"""Sums of what was counted, and what is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.columns import column

SUMS = """
select measure, currency, sum(value) filter (where hour >= %(since)s), sum(value) filter (where hour < %(since)s)
from insight_counts
where node = any(%(nodes)s::text[]) and hour >= %(before)s and hour < %(until)s
  and (%(channel)s::text is null or channel = %(channel)s)
group by measure, currency
"""

SERIES = """
select date_trunc(%(by)s::text, hour, 'UTC') as at, measure, currency, sum(value) from insight_counts
where node = any(%(nodes)s::text[]) and hour >= %(since)s and hour < %(until)s and measure = any(%(measures)s::text[])
  and (%(channel)s::text is null or channel = %(channel)s)
group by 1, 2, 3 order by 1
"""

LEVELS = """
select date_trunc(%(by)s::text, hour, 'UTC') as at, measure, sum(value) from (
    select distinct on (node, measure, date_trunc(%(by)s::text, hour, 'UTC')) node, measure, hour, value
    from insight_levels
    where node = any(%(nodes)s::text[]) and hour >= %(since)s and hour < %(until)s
      and measure = any(%(measures)s::text[])
    order by node, measure, date_trunc(%(by)s::text, hour, 'UTC'), hour desc
) as latest
group by 1, 2 order by 1
"""
"""The latest look of each hour or day."""

OPEN_NOW = """
select count(*) from fulfillment_orders f
where f.status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'ready_for_pickup')
  and (%(nodes)s::text[] is null or f.node = any(%(nodes)s::text[]))
  and (%(channel)s::text is null
       or exists (select from orders o where o.order_id = f.order_id and o.channel = %(channel)s))
"""

WAITING_NOW = """
select count(*) from order_parts p
where p.waiting > 0
  and (%(channel)s::text is null
       or exists (select from orders o where o.order_id = p.order_id and o.channel = %(channel)s))
"""

SINCE = "select min(hour) from insight_counts where node = '' and measure = %s"

LEVELS_SINCE = "select min(hour) from insight_levels where node = %s and measure = %s"

FIRST_POSITION = "select min(position) from insight_hours where hour >= %s"

LAG = """
select case when c.position is null then null
            when c.position >= s.position then 0
            else extract(epoch from clock_timestamp() - (
                select e.recorded_at from feed_positions p join events e on e.event_id = p.event_id
                where p.position > c.position order by p.position limit 1
            )) end::double precision
from feed_state s left join feed_cursors c on c.reader = 'insights'
"""
"""The age of the first event that is not counted; null where nobody has ever counted."""

PEOPLE = """
select person, node, measure, sum(value) from insight_people
where node = any(coalesce(%(nodes)s::text[], array(select id from nodes)))
  and hour >= %(since)s and hour < %(until)s and (%(person)s::text is null or person = %(person)s)
group by person, node, measure order by person, node
"""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose figures, of which span of whole hours; of everything where no nodes are named."""

    since: datetime
    until: datetime
    nodes: tuple[str, ...] = ("",)
    channel: str | None = None

    @property
    def before(self) -> datetime:
        """The beginning of the span of the same length before it."""
        return self.since - (self.until - self.since)

    def params(self) -> dict[str, object]:
        """What stands for the names in the statements."""
        return {
            "since": self.since, "until": self.until, "before": self.before, "nodes": column(self.nodes),
            "channel": self.channel,
        }  # fmt: skip


Sums = dict[str, dict[str, Decimal]]
"""By measure and currency."""


async def sums(connection: AsyncConnection, asked: Asked) -> tuple[Sums, Sums]:
    """What was counted in a span and in the one before it."""
    now: Sums = defaultdict(dict)
    before: Sums = defaultdict(dict)
    cursor = await connection.execute(SUMS, asked.params())
    for measure, currency, value, earlier in await cursor.fetchall():
        now[measure][currency] = value or Decimal(0)
        before[measure][currency] = earlier or Decimal(0)
    return now, before


async def series(connection: AsyncConnection, asked: Asked, by: str, measures: Collection[str]) -> dict[datetime, Sums]:
    """What was counted by hour or day."""
    found: dict[datetime, Sums] = {}
    params = asked.params() | {"by": by, "measures": column(measures)}
    for at, measure, currency, value in await (await connection.execute(SERIES, params)).fetchall():
        found.setdefault(at, defaultdict(dict))[measure][currency] = value
    return found


async def levels(
    connection: AsyncConnection, asked: Asked, by: str, measures: Collection[str]
) -> dict[datetime, dict[str, Decimal]]:
    """What was looked at last in each hour or day."""
    found: dict[datetime, dict[str, Decimal]] = {}
    params = asked.params() | {"by": by, "measures": column(measures)}
    for at, measure, value in await (await connection.execute(LEVELS, params)).fetchall():
        found.setdefault(at, {})[measure] = value
    return found


async def open_promises(
    connection: AsyncConnection, nodes: Sequence[str] | None, channel: str | None
) -> tuple[int, int]:
    """Fulfillment orders that have not left, and parts that wait, which are no node's."""
    params = {"nodes": None if nodes is None else column(nodes), "channel": channel}
    row = await (await connection.execute(OPEN_NOW, params)).fetchone()
    waiting = await (await connection.execute(WAITING_NOW, params)).fetchone() if nodes is None else (0,)
    assert row is not None
    assert waiting is not None
    return int(row[0]), int(waiting[0])


async def counted_since(connection: AsyncConnection, measure: str) -> datetime | None:
    """Since when something is counted."""
    row = await (await connection.execute(SINCE, (measure,))).fetchone()
    return row[0] if row is not None else None


async def looked_at_since(connection: AsyncConnection, node: str, measure: str) -> datetime | None:
    """Since when something is looked at."""
    row = await (await connection.execute(LEVELS_SINCE, (node, measure))).fetchone()
    return row[0] if row is not None else None


async def first_position(connection: AsyncConnection, since: datetime) -> int | None:
    """The first position of the feed whose event was counted since a moment."""
    row = await (await connection.execute(FIRST_POSITION, (since,))).fetchone()
    return row[0] if row is not None else None


async def lag_s(connection: AsyncConnection) -> float | None:
    """How far behind the figures are."""
    row = await (await connection.execute(LAG)).fetchone()
    return None if row is None or row[0] is None else round(row[0], 3)


async def people(
    connection: AsyncConnection, asked: Asked, nodes: Sequence[str] | None, person: str | None
) -> Mapping[tuple[str, str], dict[str, Decimal]]:
    """What was counted of people, by person and node."""
    found: dict[tuple[str, str], dict[str, Decimal]] = {}
    params = asked.params() | {"nodes": None if nodes is None else column(nodes), "person": person}
    for name, node, measure, value in await (await connection.execute(PEOPLE, params)).fetchall():
        found.setdefault((name, node), {})[measure] = value
    return found
