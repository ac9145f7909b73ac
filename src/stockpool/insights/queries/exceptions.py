"""What needs a person: found by looking, kept as a table that is read page by page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from stockpool.insights.queries.backlog import AT_NODE, Standing
from stockpool.runtime.columns import column

ORDER_WAITS = """
select 'order_waits' as kind, p.order_id::text as key,
       case when bool_or(c.order_id is not null) then 'waits_for_supply' else 'no_stock' end as cause,
       min(o.deliveries -> 0 ->> 'pickup_node') as node, min(p.sku) as sku, p.order_id, o.placed_at as since,
       (3 - bool_and(c.order_id is not null)::int)::smallint as severity,
       sum(p.waiting * power(10::numeric, -p.decimals)) as units,
       sum(round(p.waiting * power(10::numeric, -p.decimals) * coalesce(l.unit_price, s.price_minor, 0)))::bigint
           as money,
       coalesce(o.currency, min(s.price_currency)) as currency,
       jsonb_build_object('skus', count(distinct p.sku), 'reference', o.reference) as facts
from order_parts p
join orders o on o.order_id = p.order_id
left join skus s on s.id = p.sku
left join lateral (
    select (v ->> 'unit_price')::numeric as unit_price from json_array_elements(o.lines) as v
    where (v ->> 'number')::int = p.line and v ->> 'sku' = p.sku
) as l on true
left join lateral (
    select c.order_id from supply_claims c
    where c.order_id = p.order_id and c.line = p.line and c.sku = p.sku and c.expected_at >= now() limit 1
) as c on true
where p.waiting > 0
group by p.order_id, o.order_id
"""
"""Units that no node has. Of a kit its components wait, which are worth what the catalog says."""

WORTH = """
cross join lateral (
    select min(x.sku) as sku, sum(x.quantity * power(10::numeric, -x.decimals)) as units,
           sum(round(x.quantity * power(10::numeric, -x.decimals) * coalesce(l.unit_price, s.price_minor, 0)))::bigint
               as money, min(s.price_currency) as currency
    from fulfillment_order_lines x
    left join skus s on s.id = x.sku
    left join lateral (
        select (v ->> 'unit_price')::numeric as unit_price from json_array_elements(o.lines) as v
        where (v ->> 'number')::int = x.line and v ->> 'sku' = x.sku
    ) as l on true
    where x.order_id = f.order_id and x.number = f.number and x.quantity > 0
) as w
"""
"""What a fulfillment order is worth."""

LATE = f"""
select 'late', f.order_id || '-' || f.number,
       case when q.past then 'past_promise' else 'backlog' end, f.node, w.sku, f.order_id,
       q.promised_until, (case when q.past then 3 else 2 end)::smallint, w.units, w.money,
       coalesce(o.currency, w.currency),
       jsonb_build_object('status', f.status, 'promised_until', q.promised_until, 'before_it', q.before_it,
                          'daily_capacity', q.daily_capacity, 'priority', o.priority, 'reference', o.reference)
from unnest(%(overdue)s::uuid[], %(overdue_numbers)s::int[], %(overdue_until)s::timestamptz[],
            %(overdue_behind)s::int[], %(overdue_past)s::boolean[], %(overdue_capacities)s::int[])
    as q (order_id, number, promised_until, before_it, past, daily_capacity)
join fulfillment_orders f on f.order_id = q.order_id and f.number = q.number and f.status in {AT_NODE}
join orders o on o.order_id = f.order_id
{WORTH}
"""  # noqa: S608 -- constant parts
"""Past its promise, or behind more than its node can do until then, as was found before."""

NOT_ACCEPTED = f"""
select 'not_accepted', f.order_id || '-' || f.number, 'no_answer', f.node, w.sku, f.order_id, f.accept_by, 3::smallint,
       w.units, w.money, coalesce(o.currency, w.currency),
       jsonb_build_object('status', f.status, 'reference', o.reference)
from fulfillment_orders f join orders o on o.order_id = f.order_id
{WORTH}
where f.status = 'released' and f.accept_by < now()
"""  # noqa: S608 -- constant parts

SHORT_POSITION = """
select 'short_position', p.sku || '@' || p.node, case when p.held + p.committed > 0 then 'owes' else 'below_zero' end,
       p.node, p.sku, null::uuid, coalesce(e.recorded_at, now()),
       (case when p.held + p.committed > 0 then 3 else 1 end)::smallint,
       -p.available * power(10::numeric, -s.decimals),
       round(-p.available * power(10::numeric, -s.decimals) * coalesce(s.price_minor, 0))::bigint, s.price_currency,
       jsonb_build_object('owed', p.held + p.committed, 'counted_at', p.counted_at)
from (select sku, node from insight_below_zero union select sku, node from short_positions) as b
join positions p on p.node = b.node and p.sku = b.sku and p.available < 0
join skus s on s.id = p.sku
left join lateral (
    select recorded_at from entries e
    where e.shard = p.shard and e.sku = p.sku and e.node = p.node order by movement_id desc limit 1
) as e on true
"""

UNCOLLECTED = f"""
select 'uncollected', f.order_id || '-' || f.number,
       case when f.ready_until < now() then 'time_over' else 'time_runs_out' end, coalesce(f.sent_to, f.node), w.sku,
       f.order_id, f.ready_until, (case when f.ready_until < now() then 2 else 1 end)::smallint, w.units, w.money,
       coalesce(o.currency, w.currency), jsonb_build_object('ready_until', f.ready_until, 'reference', o.reference)
from fulfillment_orders f join orders o on o.order_id = f.order_id
{WORTH}
where f.status = 'ready_for_pickup' and f.ready_until < now() + interval '24 hours'
"""  # noqa: S608 -- constant parts

RECONCILIATION = """
select 'reconciliation', x.id::text, x.cause, x.node, x.sku, null::uuid, x.found_at, 1::smallint,
       abs(x.outside - x.pool) * power(10::numeric, -x.decimals),
       round(abs(x.outside - x.pool) * power(10::numeric, -x.decimals) * coalesce(x.unit_value_minor, 0))::bigint,
       x.currency,
       jsonb_build_object('source', x.source, 'outside', x.outside * power(10::numeric, -x.decimals),
                          'pool', x.pool * power(10::numeric, -x.decimals))
from reconciliation_exceptions x where x.status = 'open'
"""

FEED_LATE = """
select 'feed_late', source || '@' || node, cause, node, null, null::uuid, since, 1::smallint, 0::numeric, 0::bigint,
       null, jsonb_build_object('source', source, 'lag_s', lag_s, 'silence_s', silence_s)
from unnest(%(sources)s::text[], %(source_nodes)s::text[], %(source_causes)s::text[], %(source_since)s::timestamptz[],
            %(lags)s::float8[], %(silences)s::float8[]) as t (source, node, cause, since, lag_s, silence_s)
"""

DEAD_LETTERS = """
select 'dead_letters', l.endpoint_id, case when e.status = 'stopped' then 'stopped' else 'gave_up' end, null, null,
       null::uuid, min(l.died_at), 1::smallint, count(*)::numeric, 0::bigint, null,
       jsonb_build_object('url', e.url, 'error', max(l.error))
from webhook_dead_letters l join webhook_endpoints e on e.endpoint_id = l.endpoint_id
where not l.asked group by l.endpoint_id, e.endpoint_id
"""

SUPPLY_LATE = """
select 'supply_late', v.supply_id, 'past_date', v.node, v.sku, null::uuid, v.expected_at, 3::smallint,
       sum(c.units) * power(10::numeric, -s.decimals),
       round(sum(c.units) * power(10::numeric, -s.decimals) * coalesce(s.price_minor, 0))::bigint, s.price_currency,
       jsonb_build_object('orders', count(distinct c.order_id), 'expected_at', v.expected_at)
from supplies v
join supply_claims c on c.supply_id = v.supply_id
join skus s on s.id = v.sku
where v.status = 'open' and v.expected_at < now()
group by v.supply_id, s.id
"""

KINDS = (
    ORDER_WAITS, LATE, NOT_ACCEPTED, SHORT_POSITION, UNCOLLECTED, RECONCILIATION, FEED_LATE, DEAD_LETTERS, SUPPLY_LATE,
)  # fmt: skip

FIND = f"""
with found as materialized ({" union all ".join(KINDS)}), fresh as materialized (
    select md5(kind || '/' || key)::uuid as id, * from found
), gone as (
    delete from open_exceptions o where not exists (select from fresh f where f.id = o.id)
), no_longer_aside as (
    delete from exception_snoozes z where z.until < now() or not exists (select from fresh f where f.id = z.id)
), stored as (
    insert into open_exceptions as o (
        id, kind, key, cause, node, sku, order_id, since, severity, units, money, currency, facts, found_at
    )
    select id, kind, key, cause, node, sku, order_id, since, severity, coalesce(units, 0), coalesce(money, 0),
           case when coalesce(money, 0) > 0 then currency end, facts, now()
    from fresh
    on conflict (id) do update
    set cause = excluded.cause, node = excluded.node, sku = excluded.sku, since = excluded.since,
        severity = excluded.severity, units = excluded.units, money = excluded.money, currency = excluded.currency,
        facts = excluded.facts
    where (o.cause, o.node, o.sku, o.severity, o.units, o.money, o.currency, o.facts)
          is distinct from (excluded.cause, excluded.node, excluded.sku, excluded.severity, excluded.units,
                            excluded.money, excluded.currency, excluded.facts)
), over as (
    delete from insight_below_zero b
    where not exists (select from positions p where p.node = b.node and p.sku = b.sku and p.available < 0)
)
update insight_state set exceptions_at = now()
"""  # noqa: S608 -- constant parts
"""One statement, so that all kinds are of one moment: what is there no more goes, what is changed is changed."""

SEEN = """
from open_exceptions o
left join exception_snoozes z
  on z.id = o.id and z.until > now() and o.severity <= z.severity and o.units <= z.units
where (%(kinds)s::text[] = '{}' or o.kind = any(%(kinds)s::text[]))
  and (%(nodes)s::text[] is null or o.node = any(%(nodes)s::text[]))
  and (%(skus)s::text[] = '{}' or o.sku = any(%(skus)s::text[]))
  and (z.id is not null) = %(snoozed)s
"""
"""What was put aside comes back when its time is over, or when it is worse than it was then."""

PAGE = f"""
select o.id::text, o.kind, o.key, o.cause, o.node, o.sku, o.order_id::text, o.since, o.severity, o.units, o.money,
       o.currency, o.facts, z.until as snoozed_until, z.note, z.snoozed_by
{SEEN}
  and (%(after)s::text is null or (-o.severity, -o.money, o.since, o.id)
       > (-%(severity)s::int, -%(money)s::bigint, %(since)s::timestamptz, %(after)s::uuid))
order by -o.severity, -o.money, o.since, o.id limit %(limit)s
"""

BY_KIND = f"select o.kind, count(*) {SEEN} group by o.kind order by o.kind"

BY_NODE = f"select o.node, count(*) {SEEN} and o.node is not null group by o.node"

ONE = """
select id::text, kind, key, cause, node, sku, order_id::text, since, severity, units, money, currency, facts,
       null as snoozed_until, null as note, null as snoozed_by
from open_exceptions where id = %s::uuid
"""

LOOKED = "select extract(epoch from clock_timestamp() - exceptions_at)::double precision from insight_state"


class StoredException(msgspec.Struct, frozen=True):
    """A case as it was found last."""

    id: str
    kind: str
    key: str
    cause: str
    node: str | None
    sku: str | None
    order_id: str | None
    since: datetime
    severity: int
    units: Decimal
    money: int
    currency: str | None
    facts: dict[str, Any]
    snoozed_until: datetime | None = None
    note: str | None = None
    snoozed_by: str | None = None


class LateSource(msgspec.Struct, frozen=True):
    """A system that tells late what happens at a node, or nothing any more."""

    source: str
    node: str
    cause: str
    since: datetime
    lag_s: float
    silence_s: float | None


class CasePlace(msgspec.Struct, frozen=True, array_like=True):
    """Behind which case a page begins."""

    severity: int
    money: int
    since: datetime
    id: str


class ExceptionsAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases; everywhere where nodes are None."""

    kinds: tuple[str, ...] = ()
    nodes: tuple[str, ...] | None = None
    skus: tuple[str, ...] = ()
    snoozed: bool = False

    def params(self) -> dict[str, object]:
        """What stands for the names in the statements."""
        nodes = None if self.nodes is None else column(self.nodes)
        return {"kinds": column(self.kinds), "nodes": nodes, "skus": column(self.skus), "snoozed": self.snoozed}


async def find_exceptions(
    connection: AsyncConnection, late: Sequence[LateSource], overdue: Sequence[Standing] = ()
) -> None:
    """Look for all cases, and keep what is found; what is gone is forgotten.

    `late` are sources, `overdue` fulfillment orders that were not done in time or will not be.
    """
    await connection.execute(
        FIND.encode(),
        {
            "sources": column([each.source for each in late]),
            "source_nodes": column([each.node for each in late]),
            "source_causes": column([each.cause for each in late]),
            "source_since": column([each.since.isoformat() for each in late]),
            "lags": column([each.lag_s for each in late]),
            "silences": column([each.silence_s for each in late]),
            "overdue": column([each.order_id for each in overdue]),
            "overdue_numbers": column([each.number for each in overdue]),
            "overdue_until": column([each.promised_until.isoformat() for each in overdue]),
            "overdue_behind": column([each.before_it for each in overdue]),
            "overdue_past": column([each.past for each in overdue]),
            "overdue_capacities": column([each.daily_capacity for each in overdue]),
        },
    )


async def list_exceptions(
    connection: AsyncConnection, asked: ExceptionsAsked, after: CasePlace | None, limit: int
) -> list[StoredException]:
    """The worst first."""
    place = {
        "after": after.id if after else None,
        "severity": after.severity if after else 0,
        "money": after.money if after else 0,
        "since": after.since if after else None,
        "limit": limit,
    }
    async with connection.cursor(row_factory=class_row(StoredException)) as cursor:
        await cursor.execute(PAGE.encode(), asked.params() | place)
        return await cursor.fetchall()


async def count_by_kind(connection: AsyncConnection, asked: ExceptionsAsked) -> dict[str, int]:
    """How many there are of each kind."""
    return dict(await (await connection.execute(BY_KIND.encode(), asked.params())).fetchall())


async def count_by_node(connection: AsyncConnection, nodes: Collection[str] | None) -> dict[str, int]:
    """How many there are at each node."""
    asked = ExceptionsAsked(nodes=None if nodes is None else tuple(nodes))
    return dict(await (await connection.execute(BY_NODE.encode(), asked.params())).fetchall())


async def get_exception(connection: AsyncConnection, exception_id: str) -> StoredException | None:
    """One of them."""
    async with connection.cursor(row_factory=class_row(StoredException)) as cursor:
        await cursor.execute(ONE, (exception_id,))
        return await cursor.fetchone()


async def looked_s_ago(connection: AsyncConnection) -> float | None:
    """How long ago somebody looked for cases; None where nobody has."""
    row = await (await connection.execute(LOOKED)).fetchone()
    return None if row is None or row[0] is None else round(row[0], 3)
