"""A second opinion on the ledger's books, in SQL of its own: what stands in two places must say the same."""

from __future__ import annotations

from typing import Any

from psycopg import AsyncConnection

POSITIONS_ARE_SUMS_OF_ENTRIES = """
with moved as (
    select sku, node, to_account as account, quantity from entries
    union all
    select sku, node, from_account, -quantity from entries
), sums as (
    select sku, node, account, sum(quantity) as booked from moved where account <= 'other' group by 1, 2, 3
), totals as (
    select p.sku, p.node, each.account::account as account, each.units
    from positions p
    cross join lateral (values ('available', available), ('held', held), ('committed', committed),
        ('damaged', damaged), ('quality_control', quality_control), ('other', other)) as each (account, units)
)
select 'position', sku, node, account::text, coalesce(t.units, 0), coalesce(s.booked, 0)
from totals t full join sums s using (sku, node, account)
where coalesce(t.units, 0) <> coalesce(s.booked, 0)
"""

PROMISES_ARE_OPEN_RESERVATIONS = """
with open as (
    select sku, node, sum(quantity) filter (where kind <> 'commitment') as held,
           sum(quantity) filter (where kind = 'commitment') as committed
    from reservations group by sku, node
)
select 'promised', sku, node, '', p.held || '/' || p.committed, coalesce(o.held, 0) || '/' || coalesce(o.committed, 0)
from positions p full join open o using (sku, node)
where coalesce(p.held, 0) <> coalesce(o.held, 0) or coalesce(p.committed, 0) <> coalesce(o.committed, 0)
"""

RESERVATIONS_ARE_ENTRIES_BY_REFERENCE = """
with moved as (
    select to_reference as reservation_id, sku, node, quantity from entries where to_account in ('held', 'committed')
    union all
    select from_reference, sku, node, -quantity from entries where from_account in ('held', 'committed')
), sums as (select reservation_id, sku, node, sum(quantity) as units from moved group by 1, 2, 3)
select 'reservation', sku, node, reservation_id::text, r.quantity, s.units
from reservations r full join sums s using (reservation_id, sku, node)
where r.quantity is distinct from s.units
"""

BALANCES_FOLLOW = """
with steps as (
    select sku, node, movement_id, line, from_account as account, -quantity as change, from_after as balance
    from entries where from_account <= 'other'
    union all
    select sku, node, movement_id, line, to_account, quantity, to_after from entries where to_account <= 'other'
), running as (
    select *, sum(change) over (partition by sku, node, account order by movement_id, line) as expected from steps
)
select 'balance', sku, node, movement_id || ' ' || line || ' ' || account, balance, expected
from running where balance is distinct from expected
"""

ENTRIES_HAVE_MOVEMENTS = """
select 'orphan', e.sku, e.node, e.movement_id::text, e.quantity, 0
from entries e left join movements m using (movement_id) where m.movement_id is null
"""

CHECKS = (
    POSITIONS_ARE_SUMS_OF_ENTRIES,
    PROMISES_ARE_OPEN_RESERVATIONS,
    RESERVATIONS_ARE_ENTRIES_BY_REFERENCE,
    BALANCES_FOLLOW,
    ENTRIES_HAVE_MOVEMENTS,
)


async def find_drift(connection: AsyncConnection) -> list[tuple[Any, ...]]:
    """Every place where the books disagree: what, where, and the two numbers."""
    found: list[tuple[Any, ...]] = []
    for check in CHECKS:
        found += await (await connection.execute(check.encode())).fetchall()
    return found
