"""What `verify` asks: statements over one stretch of positions at a time, each in the order of the entries' key.

Entries are read as they stand in their index, so nothing is sorted and memory does not grow with history.
"""

from __future__ import annotations

from stockpool.inventory.model import INSIDE

STRETCH = """
(e.shard, e.sku, e.node) > (%(from_shard)s, %(from_sku)s, %(from_node)s)
and (e.shard, e.sku, e.node) <= (%(to_shard)s, %(to_sku)s, %(to_node)s)
"""
"""Behind one position up to another; what has entries but no position lies in some stretch too."""

END_OF_STRETCH = """
select p.shard, p.sku, p.node from positions p
where (p.shard, p.sku, p.node) > (%(from_shard)s, %(from_sku)s, %(from_node)s)
order by p.shard, p.sku, p.node
offset %(positions)s - 1 limit 1
"""
"""The last position of a stretch of so many; none where fewer are left."""

COUNT_POSITIONS = "select count(*) from positions"


def _running(account: str) -> str:
    change = f"(e.to_account = '{account}')::int - (e.from_account = '{account}')::int"
    return f"sum(e.quantity * ({change})) over so_far as {account}"


def _balance(side: str) -> str:
    """The running balance of the account that an entry moves units from or to."""
    cases = " ".join(f"when '{account}' then w.{account}" for account in INSIDE)
    return f"case w.{side}_account {cases} end"


WALKED = f"""
select e.shard, e.sku, e.node, e.movement_id, e.line, e.quantity,
       e.from_account, e.to_account, e.from_after, e.to_after,
       row_number() over so_far as entries, lead(e.line) over so_far is null as is_last,
       {", ".join(map(_running, INSIDE))}
from entries e
where {STRETCH}
window so_far as (partition by e.shard, e.sku, e.node order by e.movement_id, e.line
                  rows between unbounded preceding and current row)
"""  # noqa: S608 -- constant parts
"""Every entry with what its position's accounts hold behind it by the entries alone."""

FOLLOWS = f"""
w.to_after is not distinct from {_balance("to")}
and w.from_after is not distinct from
    {_balance("from")} - case when w.from_account = w.to_account then w.quantity else 0 end
"""
"""Whether the balances that an entry says it left are those that the entries make."""

SUMS = ", ".join(f"max(w.{account}) filter (where w.is_last) as {account}" for account in INSIDE)

DIFFERS = " or ".join(f"coalesce(p.{account}, 0) <> coalesce(s.{account}, 0)" for account in INSIDE)

PAIRS = ", ".join(f"coalesce(s.{account}, 0)::bigint, coalesce(p.{account}, 0)" for account in INSIDE)

COMPARE_POSITIONS = f"""
with marked as (
    select w.*, {FOLLOWS} as follows from ({WALKED}) as w
), sums as (
    select w.shard, w.sku, w.node, max(w.entries) as entries, max(w.movement_id) as last_movement,
           bool_and(w.follows) as follows, {SUMS}
    from marked w
    where w.is_last or not w.follows
    group by w.shard, w.sku, w.node
), in_stretch as (
    select e.* from positions e where {STRETCH}
), compared as (
    select coalesce(p.shard, s.shard) as shard, coalesce(p.sku, s.sku) as sku, coalesce(p.node, s.node) as node,
           p.sku is not null as is_position, coalesce(s.entries, 0) as entries, s.last_movement,
           coalesce(s.follows, true) as follows, {DIFFERS} as differs, array[{PAIRS}] as pairs
    from in_stretch p full join sums s on s.shard = p.shard and s.sku = p.sku and s.node = p.node
)
select count(*) filter (where is_position), coalesce(sum(entries), 0)::bigint,
       json_agg(json_build_array(shard, sku, node, last_movement, pairs) order by shard, sku, node)
           filter (where differs or not follows)
from compared
"""  # noqa: S608 -- constant parts
"""Each position beside the sum of its entries, and whether every balance follows; only what is wrong is named."""

FIRST_MISMATCHES = """
select distinct on (account) account::text, movement_id, line, expected, balance
from (
    select step.account, e.movement_id, e.line, step.balance, case when step.account <= 'other' then
               sum(step.change) over (partition by step.account order by e.movement_id, e.line, step.change)
           end::bigint as expected
    from entries e
    cross join lateral (
        values (e.from_account, -e.quantity, e.from_after), (e.to_account, e.quantity, e.to_after)
    ) as step (account, change, balance)
    where e.shard = %(shard)s and e.sku = %(sku)s and e.node = %(node)s
) as walked
where balance is distinct from expected
order by account, movement_id, line
"""
"""The first entry of a position whose balance does not follow, for each account."""

COUNT_RESERVATIONS = """
select count(*) filter (where kind = 'hold'), count(*) filter (where kind = 'commitment'),
       (select count(*) from escrows)
from reservations
"""

COMPARE_RESERVATIONS = """
select coalesce(s.sku, r.sku), coalesce(s.node, r.node),
       coalesce(s.account::text, case r.kind when 'commitment' then 'committed' else 'held' end),
       coalesce(s.reference, r.reservation_id)::text, coalesce(s.units, 0), r.quantity, s.last_movement
from (
    select shard, reference, sku, node, account, sum(units)::bigint as units, max(movement_id) as last_movement
    from (
        select shard, to_reference as reference, sku, node, to_account as account, quantity as units, movement_id
        from entries where to_account in ('held', 'committed')
        union all
        select shard, from_reference, sku, node, from_account, -quantity, movement_id
        from entries where from_account in ('held', 'committed')
    ) as moved
    group by shard, reference, sku, node, account
) as s
full join (
    select *, case kind when 'commitment' then 'committed'::account else 'held' end as account from reservations
) as r on r.shard = s.shard and r.reservation_id = s.reference and r.sku = s.sku and r.node = s.node
    and r.account = s.account
where r.quantity is distinct from s.units
"""
"""Each hold and commitment beside what entries moved into it and out of it."""

COMPARE_PROMISES = """
select coalesce(p.sku, o.sku), coalesce(p.node, o.node), coalesce(o.held, 0)::bigint, coalesce(p.held, 0),
       coalesce(o.committed, 0)::bigint, coalesce(p.committed, 0)
from (select * from positions where held <> 0 or committed <> 0) as p
full join (
    select shard, sku, node, sum(quantity) filter (where kind <> 'commitment') as held,
           sum(quantity) filter (where kind = 'commitment') as committed
    from (
        select * from reservations where quantity > 0 and kind <> 'commitment'
        union all
        select * from reservations where quantity > 0 and kind = 'commitment'
    ) as open
    group by shard, sku, node
) as o on o.shard = p.shard and o.sku = p.sku and o.node = p.node
where coalesce(o.held, 0) <> coalesce(p.held, 0) or coalesce(o.committed, 0) <> coalesce(p.committed, 0)
"""
"""What a position says is held and committed, beside its open holds and commitments."""

COMPARE_ESCROWS = """
select r.reservation_id::text, r.sku, r.node, r.quantity, e.escrow_id is null, e.settled_at is not null
from (select * from reservations where kind = 'escrow') as r
left join escrows e on e.escrow_id = r.reservation_id
where e.escrow_id is null or e.node <> r.node
   or (r.quantity > 0 and (e.settled_at is not null or e.keeps_until <> r.expires_at))
"""
"""What is held for escrows that are not there, are settled, are of other nodes, or end at other times."""

OPEN_PROMISES = """
select r.reservation_id::text, r.sku, r.node, r.kind::text, r.quantity from reservations r
where r.shard = any(%(shards)s::int[]) and r.reservation_id = any(%(references)s::uuid[]) and r.quantity > 0
"""
"""What these holds and commitments have open."""

FIND_ORPHANS = """
select e.sku, e.node, e.movement_id, e.line, e.quantity
from entries e
where e.movement_id in (
    select numbered.movement_id from (select movement_id from entries) as numbered
    where not exists (select from movements m where m.movement_id = numbered.movement_id)
)
"""
"""Entries that belong to no movement; numbers alone are sorted, beside the index of movements."""

COUNT_MOVEMENTS = """
select count(*), array_agg(movement_id order by movement_id) filter (
    where subject is not null and (reply::text = 'null' or reply::text = '{}')
) from movements
"""
"""Movements, and those that are announced without saying what happened."""

FURTHER_EVENTS_WITHOUT_DATA = """
select event_id from further_events where data::text = 'null' or data::text = '{}' order by event_id
"""

ALONG_THE_INDEX = """
set local max_parallel_workers_per_gather = 0;
set local work_mem = '48MB';
set local jit = off;
set local cursor_tuple_fraction = 1;
set local enable_seqscan = off;
set local enable_bitmapscan = off;
set local enable_sort = off
"""
"""A stretch is to be read along its index whatever the statistics say; one core is enough."""

ALL_AT_ONCE = """
set local enable_seqscan = on;
set local enable_bitmapscan = on;
set local enable_sort = on;
set local enable_nestloop = off;
set local enable_hashjoin = off
"""
"""Whole tables beside each other are sorted and merged, on disk where they are large: no lookups, no full memory."""
