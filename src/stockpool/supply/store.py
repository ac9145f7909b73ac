"""Supply's SQL for lanes and for its editors: rows are locked after orders and before positions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.batch import Statement, run_batch
from stockpool.runtime.columns import column, time_column
from stockpool.supply.messages import SupplyKind, SupplyStatus
from stockpool.supply.model import Receipt, StoredSupply

COLUMNS = """
s.supply_id, s.sku, s.node, s.kind::text, s.quantity, s.received, s.expected_at, s.status::text,
coalesce((select sum(c.units) from supply_claims c where c.supply_id = s.supply_id), 0)::bigint,
s.from_node
"""

NAMED = """
from supplies s where s.supply_id = any(%s::text[]) or (s.sku = any(%s::text[]) and s.status = 'open')
"""

LOCK_SUPPLIES = f"select s.supply_id {NAMED} order by s.supply_id for update"
"""Whoever claims of a supply or receives it waits for whoever does; another statement reads behind the locks."""

READ_SUPPLIES_UNLOCKED = LOCK_SUPPLIES.replace("for update", "")
"""For the negative control that shows what the lock is for."""

READ_SUPPLIES = f"select {COLUMNS} {NAMED} order by s.expected_at, s.supply_id"

PUT_SUPPLIES = """
insert into supplies (supply_id, sku, node, kind, quantity, expected_at, status, from_node)
select * from unnest(%s::text[], %s::text[], %s::text[], %s::supply_kind[], %s::bigint[], %s::timestamptz[],
                     %s::supply_status[], %s::text[])
on conflict (supply_id) do update
set quantity = excluded.quantity, expected_at = excluded.expected_at, status = excluded.status,
    from_node = excluded.from_node,
    revision = supplies.revision + 1, unsettled = true
where (supplies.sku, supplies.node, supplies.kind) = (excluded.sku, excluded.node, excluded.kind)
returning supply_id
"""
"""A new id cannot be locked before: where two make it at once, the second must not change what the first one meant."""

PUT_RECEIVED = """
update supplies s
set received = greatest(s.received, least(s.quantity, s.received + c.units)), revision = s.revision + 1,
    unsettled = true
from unnest(%s::text[], %s::bigint[]) as c (supply_id, units)
where s.supply_id = c.supply_id
"""
"""What comes beyond the quantity is stock as any other, and no more of the supply than there was."""

CLOSE = f"""
with named as (
    select supply_id from supplies where supply_id = any(%s::text[]) and status = 'open' order by supply_id for update
), closed as (
    update supplies set status = 'closed', revision = revision + 1, unsettled = true
    where supply_id in (select supply_id from named)
    returning *
)
select {COLUMNS} from closed s order by s.supply_id
"""  # noqa: S608 -- constant parts


async def close_supplies(connection: AsyncConnection, ids: Collection[str]) -> list[StoredSupply]:
    """No more of these will come: those that were open until now."""
    return [supply_from(row) for row in await (await connection.execute(CLOSE.encode(), (list(ids),))).fetchall()]


async def lock_supplies(
    connection: AsyncConnection, ids: Collection[str], skus: Collection[str], lock: str = LOCK_SUPPLIES
) -> list[StoredSupply]:
    """Lock these supplies, and the open ones of these SKUs, and read them with what is claimed of them.

    What was announced while we waited for the locks is seen by the second statement but not locked: it is not ours.
    """
    named = (column(sorted(ids)), column(sorted(skus)))
    locked, rows = await run_batch(connection, [Statement(lock, named), Statement(READ_SUPPLIES, named)])
    ours = {supply_id for (supply_id,) in locked}
    return [supply_from(row) for row in rows if row[0] in ours]


def supply_from(row: Sequence[Any]) -> StoredSupply:
    """A supply from the columns of COLUMNS."""
    supply_id, sku, node, kind, quantity, received, expected_at, status, claimed, from_node = row
    return StoredSupply(
        supply_id,
        sku,
        node,
        SupplyKind(kind),
        quantity,
        received,
        expected_at,
        SupplyStatus(status),
        claimed,
        from_node,
    )


async def save_supplies(connection: AsyncConnection, supplies: Sequence[StoredSupply]) -> set[str]:
    """Write these rows; what was received of them stays.

    The ids that were written: one of which another has made something else meanwhile is not.
    """
    ordered = sorted(supplies, key=lambda each: each.supply_id)
    params = (
        column([each.supply_id for each in ordered]),
        column([each.sku for each in ordered]),
        column([each.node for each in ordered]),
        column([each.kind for each in ordered]),
        column([each.quantity for each in ordered]),
        time_column([each.expected_at for each in ordered]),
        column([each.status for each in ordered]),
        column([each.from_node for each in ordered]),
    )
    cursor = await connection.execute(PUT_SUPPLIES, params)
    return {supply_id for (supply_id,) in await cursor.fetchall()}


def write_receipts(records: Iterable[msgspec.Struct]) -> Iterator[Statement]:
    """The statement that writes what a group received; what is no receipt is left to others."""
    units: dict[str, int] = {}
    for record in records:
        if isinstance(record, Receipt):
            units[record.supply_id] = units.get(record.supply_id, 0) + record.units
    if units:
        yield Statement(PUT_RECEIVED, (column(units), column(units.values())))
