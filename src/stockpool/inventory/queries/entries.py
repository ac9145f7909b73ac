"""The entries of one position, and what is on its way under a transfer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from stockpool.inventory.decide.facts import transfer_reference
from stockpool.inventory.model import Account, PositionKey
from stockpool.kernel.ids import shard_of
from stockpool.runtime.columns import column


class EntryCursor(msgspec.Struct, frozen=True):
    """The place of an entry among those of its position."""

    movement_id: int
    line: int


class EntryRow(msgspec.Struct, frozen=True, gc=False):
    """An entry with the movement it belongs to; quantity and balances in smallest units."""

    movement_id: int
    line: int
    kind: str
    from_account: Account
    to_account: Account
    quantity: int
    from_reference: str | None
    to_reference: str | None
    from_after: int | None
    to_after: int | None
    occurred_at: datetime
    recorded_at: datetime
    actor: str

    @property
    def cursor(self) -> EntryCursor:
        """Where the next page goes on."""
        return EntryCursor(self.movement_id, self.line)


ENTRIES = """
select e.movement_id, e.line, m.kind, e.from_account::text, e.to_account::text, e.quantity,
       e.from_reference::text, e.to_reference::text, e.from_after, e.to_after, e.occurred_at, e.recorded_at, m.actor
from (
    select * from entries e
    where e.shard = %(shard)s and e.sku = %(sku)s and e.node = %(node)s
      and (e.movement_id, e.line) {beyond} (%(movement_id)s, %(line)s)
    order by e.movement_id {order}, e.line {order}
    limit %(limit)s
) as e
join movements m on m.movement_id = e.movement_id
order by e.movement_id {order}, e.line {order}
"""

NEWEST_FIRST = ENTRIES.format(beyond="<", order="desc")
"""A page of a position's entries, backwards."""

OLDEST_FIRST = ENTRIES.format(beyond=">", order="asc")
"""A page of a position's entries, forwards."""

BEFORE_ALL = EntryCursor(-1, 0)
AFTER_ALL = EntryCursor(2**63 - 1, 0)

IN_TRANSIT = """
select t.transfer::text, t.sku, sum(t.quantity)::bigint
from (
    select e.to_reference as transfer, e.sku, e.quantity from entries e
    where e.to_account = 'in_transit' and e.to_reference = any(%(transfers)s::uuid[])
    union all
    select e.from_reference, e.sku, -e.quantity from entries e
    where e.from_account = 'in_transit' and e.from_reference = any(%(transfers)s::uuid[])
) as t
group by t.transfer, t.sku
having sum(t.quantity) <> 0
order by t.transfer, t.sku
"""
"""What was dispatched under transfers and has not arrived; below zero where more arrived than was dispatched."""


async def list_entries(
    connection: AsyncConnection,
    key: PositionKey,
    shard_count: int,
    *,
    after: EntryCursor | None = None,
    newest_first: bool = True,
    limit: int = 100,
) -> list[EntryRow]:
    """At most `limit` entries of a position, those behind `after` in the chosen order."""
    sku, node = key
    place = after or (AFTER_ALL if newest_first else BEFORE_ALL)
    params = {
        "shard": shard_of(sku, shard_count),
        "sku": sku,
        "node": node,
        "limit": limit,
        "movement_id": place.movement_id,
        "line": place.line,
    }
    async with connection.cursor(binary=True, row_factory=class_row(EntryRow)) as cursor:
        await cursor.execute(NEWEST_FIRST if newest_first else OLDEST_FIRST, params)
        return await cursor.fetchall()


async def units_in_transit(connection: AsyncConnection, transfers: Collection[str]) -> dict[str, dict[str, int]]:
    """Smallest units by transfer, as the facts named it, and SKU; transfers with nothing on its way are empty."""
    names = {transfer_reference(transfer): transfer for transfer in transfers}
    cursor = await connection.execute(IN_TRANSIT, {"transfers": column(names)})
    found: dict[str, dict[str, int]] = {transfer: {} for transfer in transfers}
    for reference, sku, units in await cursor.fetchall():
        found[names[reference.replace("-", "")]][sku] = units
    return found
