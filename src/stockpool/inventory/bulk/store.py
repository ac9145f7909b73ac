"""SQL of counts in bulk, in two forms that do to each position exactly what a lane does for one count.

One is for chunks of positions that do not exist yet, which is what a first import is made of: they are copied straight
in, and entered. The other is for everything: copied into a temporary table, locked, compared, booked by one statement.
"""

from __future__ import annotations

NAME_LANE = "set application_name = 'stockpool lane'"
"""By which those who do bulk work know a lane when they see one."""

LANES_AT_WORK = f"""
select exists (
    select from pg_stat_activity
    where datname = current_database() and application_name = 'stockpool lane'
      and state_change > clock_timestamp() - interval '0.5 seconds' and query <> $${NAME_LANE}$$
)
"""  # noqa: S608 -- a constant
"""Whether anybody waits for answers: a lane that has nothing to do leaves its connection alone.

One that has just opened it, as that of an import does, has not been at work yet.
"""

PLANS = """
set local enable_seqscan = off;
set local jit = off;
set local plan_cache_mode = force_custom_plan
"""
"""Positions are looked up by key whatever the statistics say, which the first chunks overturn."""

INCOMING = """
create temp table if not exists incoming_counts (
    shard integer, sku text collate "C", node text collate "C", quantity bigint, as_of timestamptz
) on commit delete rows
"""
"""Where a chunk lies while it is compared with what there is."""

COPY_COUNTS = "copy incoming_counts (shard, sku, node, quantity, as_of) from stdin"

COPY_NEW_POSITIONS = """
copy positions (shard, sku, node, available, counted_at) from stdin where counted_at <= now()
"""
"""Straight in where there is none yet, which saves half the work; a position that is there after all makes it fail.

Counts that lie in the future are left out, so that they are missed.
"""

FIND_MOVEMENT = "select movement_id from movements where key = %(key)s::uuid"
"""Whether a chunk was booked before."""

BETWEEN = """
(p.shard, p.sku, p.node) >= (%(from_shard)s, %(from_sku)s, %(from_node)s)
and (p.shard, p.sku, p.node) <= (%(to_shard)s, %(to_sku)s, %(to_node)s)
"""

ANY_POSITION_BETWEEN = f"select exists (select from positions p where {BETWEEN})"  # noqa: S608 -- constant parts
"""Whether a sorted chunk may name positions that exist."""

LOCK_COUNTED = """
select count(*) from (
    select from incoming_counts i
    join positions p on p.shard = i.shard and p.sku = i.sku and p.node = i.node
    order by p.shard, p.sku, p.node
    for update of p
) as locked
"""
"""Lock before reading, in (shard, sku, node) order, once."""

FRAME = """
frame as materialized (
    select clock_timestamp() as now, nextval('ledger_sequence') as movement_id,
           %(as_of)s::timestamptz as as_of, %(key)s::uuid as key
)
"""
"""The chunk's moment and number, behind its locks."""

SCALES = "scales as materialized (select * from unnest(%(skus)s::text[], %(decimals)s::int[]) as s (sku, decimals))"
"""SKUs of the chunk that are not counted in whole units."""

LEVELS = """
levels as (
    select c.sku, c.node, {on_hand} as on_hand, {available} as available from {source} as c {scaled} where {changed}
)
"""


def _amount(units: str, *, scaled: bool) -> str:
    """Units as the caller reads them."""
    if not scaled:
        return units
    decimals = "coalesce(s.decimals, 0)"
    return f"round({units} / power(10::numeric, {decimals}), {decimals})"


def _levels(source: str, on_hand: str, available: str, changed: str, *, scaled: bool) -> str:
    return LEVELS.format(
        source=source,
        changed=changed,
        on_hand=_amount(on_hand, scaled=scaled),
        available=_amount(available, scaled=scaled),
        scaled="left join scales s on s.sku = c.sku" if scaled else "",
    )


MOVEMENT = """
announced as (
    insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
    select f.movement_id, f.key, f.key, 'stock.counts', %(subject)s, %(actor)s, f.now,
           json_build_object(
               'type', 'counts.recorded', 'movement', f.movement_id,
               'counted', %(counted)s::bigint, 'levels', (
                   select json_build_object(
                       'sku', coalesce(json_agg(l.sku), '[]'), 'node', coalesce(json_agg(l.node), '[]'),
                       'on_hand', coalesce(json_agg(l.on_hand), '[]'),
                       'available', coalesce(json_agg(l.available), '[]'))
                   from levels l))
    from frame f
)
"""
"""One movement for the chunk, announced with every position that the counts changed, by columns: half as long."""


TAKE_NUMBER = "select nextval('ledger_sequence'), clock_timestamp()"
"""The number and the moment of a chunk of new positions, behind their locks."""

BOOK_NEW = f"""
with announced as (
    insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
    values (%(movement_id)s, %(key)s::uuid, %(key)s::uuid, 'stock.counts', %(subject)s, %(actor)s, %(now)s,
            %(said)s::json)
)
insert into entries (shard, sku, node, movement_id, line, from_account, to_account, quantity, to_after, occurred_at,
                     recorded_at)
select p.shard, p.sku, p.node, %(movement_id)s, 0, 'shrinkage', 'available', p.available, p.available,
       least(p.counted_at, %(now)s), %(now)s
from positions p
where {BETWEEN} and p.available > 0
"""  # noqa: S608 -- constant parts
"""Counts at positions that were just copied in: an entry for all that is between the first and the last."""

ON_HAND = "p.available + p.held + p.committed + p.damaged + p.quality_control + p.other"

ASKED = f"""
moments as materialized (
    select m.moment, coalesce((select v.movement_id from movements v
                               where v.recorded_at < m.moment - interval '1 minute'
                               order by v.recorded_at desc limit 1), 0) as movement_id
    from (select distinct i.as_of as moment from incoming_counts i where i.as_of is not null
          union select f.as_of from frame f where f.as_of is not null) as m
), due as materialized (
    select r.shard, r.sku, r.node, sum(r.quantity)::bigint as quantity
    from reservations r
    where r.status = 'open' and r.kind <> 'commitment' and r.expires_at <= statement_timestamp()
    group by r.shard, r.sku, r.node
), asked as materialized (
    select i.shard, i.sku, i.node, i.quantity, p.sku is null as is_new, p.counted_at,
           least(coalesce(i.as_of, f.as_of, f.now), f.now) as at, coalesce(i.as_of, f.as_of) as moment,
           coalesce(p.available, 0) as available, coalesce(p.held, 0) as held, coalesce(p.committed, 0) as committed,
           coalesce({ON_HAND}, 0) as on_hand
    from incoming_counts i
    cross join frame f
    left join positions p on p.shard = i.shard and p.sku = i.sku and p.node = i.node
), compared as materialized (
    select a.*, a.quantity - a.on_hand + coalesce(since.change, 0) as correction
    from asked a
    left join moments m on m.moment = a.moment
    left join lateral (
        select sum(e.quantity * ((e.to_account <= 'other')::int - (e.from_account <= 'other')::int))::bigint as change
        from entries e
        where e.shard = a.shard and e.sku = a.sku and e.node = a.node
          and e.movement_id > m.movement_id and e.occurred_at > a.moment
    ) as since on not a.is_new
)
"""  # noqa: S608 -- constant parts
"""Each count beside its position: what is missing or too much, when everything since the count is kept.

Entries up to the movement of a moment were recorded before it, so none of them occurred behind it.
"""

DECIDED = """
decided as materialized (
    select c.*, case when c.at < c.counted_at then 0 else c.correction end as change,
           case when c.at < c.counted_at then coalesce((
               select e.counted_at from earlier_counts e
               where e.shard = c.shard and e.sku = c.sku and e.node = c.node and e.counted_at > c.at
               order by e.counted_at limit 1), c.counted_at) end as made_up_at,
           coalesce(d.quantity, 0) as over
    from compared c
    left join due d on d.shard = c.shard and d.sku = c.sku and d.node = c.node
)
"""
"""A count dated before later ones changes the past only: it is made up for at the moment of the first of them."""

ENTRY_SIDES = """
case when d.{amount} > 0 then 'shrinkage' else 'available' end::account,
case when d.{amount} > 0 then 'available' else 'shrinkage' end::account,
abs(d.{amount}), case when d.{amount} < 0 then {after} end, case when d.{amount} > 0 then {after} end
"""


def _book(*, scaled: bool) -> str:
    correction = ENTRY_SIDES.format(amount="correction", after="d.available + d.correction")
    made_up = ENTRY_SIDES.format(amount="made_up", after="d.available")
    return f"""
with {FRAME}, {SCALES}, {ASKED}, {DECIDED},
changed as (
    update positions p
    set available = p.available + d.change, counted_at = d.at
    from decided d
    where p.shard = d.shard and p.sku = d.sku and p.node = d.node and not d.is_new
      and (d.change <> 0 or (d.at > d.counted_at) is not false)
    returning 1
), made as (
    insert into positions (shard, sku, node, available, counted_at)
    select d.shard, d.sku, d.node, d.change, d.at from decided d where d.is_new order by d.shard, d.sku, d.node
    returning 1
), remembered as (
    insert into earlier_counts (shard, sku, node, counted_at)
    select d.shard, d.sku, d.node, least(d.at, d.counted_at) from decided d where d.at <> d.counted_at
    on conflict do nothing
), booked as (
    insert into entries (shard, sku, node, movement_id, line, from_account, to_account, quantity, from_after, to_after,
                         occurred_at, recorded_at)
    select d.shard, d.sku, d.node, f.movement_id, 0, {correction}, d.at, f.now
    from decided d cross join frame f where d.correction <> 0
    union all
    select d.shard, d.sku, d.node, f.movement_id, 1, {made_up}, d.made_up_at, f.now
    from (select *, -correction as made_up from decided where at < counted_at and correction <> 0) as d
    cross join frame f
),
{_levels("decided", "(c.on_hand + c.change)", "(c.available + c.change)", "c.change <> 0", scaled=scaled)},
{MOVEMENT},
shortfalls as (
    select d.sku, d.node,
           least(greatest(-(d.available + d.change + d.over), 0), d.held - d.over + d.committed)
           - least(greatest(-(d.available + d.over), 0), d.held - d.over + d.committed) as broken,
           d.held - d.over as held, d.committed, d.available + d.change + d.over as available
    from decided d
)
select f.movement_id, f.now,
       (select count(*) from decided where is_new or change <> 0 or (at > counted_at) is not false),
       (select count(*) from changed) + (select count(*) from made), (select count(*) from decided where change <> 0),
       (select json_agg(json_build_array(sku, node, broken, held, committed, available) order by sku, node)
        from shortfalls where broken > 0)
from frame f
"""  # noqa: S608 -- constant parts


BOOK = _book(scaled=False)
"""Counts at any positions, those that exist locked before."""

BOOK_SCALED = _book(scaled=True)
