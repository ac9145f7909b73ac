"""What is free, what is held, what is due: the reads that lanes and their callers plan by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.handlers import Versions
from stockpool.inventory.model import PositionKey, Reservation
from stockpool.inventory.store import RESERVATION_COLUMNS, reservation_from
from stockpool.kernel.ids import shard_of
from stockpool.runtime.batch import Row, Statement, run_batch
from stockpool.runtime.columns import column

_shelves_of = msgspec.json.Decoder(dict[str, dict[str, int] | None]).decode

FREE_STOCK = """
select p.sku, p.node, p.available - p.safety_stock - p.confidence_buffer + coalesce(due.quantity, 0) as free,
       p.confidence_buffer
from positions p
left join (
    select r.sku, r.node, sum(r.quantity)::bigint as quantity
    from reservations r
    where r.status = 'open' and r.kind <> 'commitment' and r.expires_at <= statement_timestamp()
    group by r.sku, r.node
) as due on due.sku = p.sku and due.node = p.node
where p.shard = any(%s::int[]) and p.sku = any(%s::text[])
order by p.sku, p.node
"""
"""What is free of buffers at each node; holds past their time count as free before they are swept."""

FREE_STOCK_AT_NODES = f"""
select v.catalog, v.network, f.sku, f.node, f.free, f.confidence_buffer
from (select (select version from versions where topic = 'catalog') as catalog,
             (select version from versions where topic = 'network') as network) as v
left join ({FREE_STOCK.replace("order by", "and p.node = any(%s::text[]) order by")}) as f on true
"""  # noqa: S608 -- constant parts
"""What is free at some nodes, with the versions of catalog and network at the same moment; one row at least."""

OPEN_HOLDS = f"""
select {RESERVATION_COLUMNS} from reservations r
where r.shard = any(%s::int[]) and r.reservation_id = any(%s::uuid[]) and r.kind = 'hold'
  and r.quantity > 0 and r.expires_at > statement_timestamp()
order by r.sku, r.node
"""  # noqa: S608 -- a constant list of columns
"""The lines of holds that still stand."""

LINES_OF_HOLD = f"""
select {RESERVATION_COLUMNS}, r.status = 'open' and r.expires_at <= statement_timestamp()
from reservations r
where r.shard = any(%s::int[]) and r.reservation_id = %s::uuid and r.kind = 'hold'
order by r.sku, r.node
"""  # noqa: S608 -- a constant list of columns
"""Every line that a hold ever had, and whether its time is over though nobody has swept it yet."""

FREE_AT = """
select json_object_agg(named.sku, shelf.free)::text
from unnest(%s::text[], %s::text[]) as named (sku, nodes)
cross join lateral (
    select json_object_agg(p.node, p.available - p.safety_stock - p.confidence_buffer) as free
    from positions p
    where p.shard = %s and p.sku = named.sku and p.node = any(named.nodes::text[])
) as shelf
"""
"""What is free of buffers of SKUs at some nodes of each, as one value to read instead of thousands of rows.

The nodes of a SKU are neighbors in the primary key: one scan finds them.
"""

DUE_UNITS = """
select r.sku, r.node, sum(r.quantity)::bigint
from reservations r
where r.status = 'open' and r.kind <> 'commitment' and r.expires_at <= statement_timestamp()
group by r.sku, r.node
"""
"""Units of holds past their time that nobody has swept yet; they count as free."""

HELD_FOR_BUYERS = """
(p.held - coalesce((
    select sum(r.quantity)::bigint from reservations r
    where r.shard = p.shard and r.sku = p.sku and r.node = p.node and r.quantity > 0 and r.kind <> 'commitment'
      and r.kind = 'escrow'), 0))
"""
"""What tills may sell while they are cut off gives way to nobody. One of the conditions is the index's."""

SHORT_POSITIONS = f"""
select s.sku, s.node, greatest(-p.available - {HELD_FOR_BUYERS}, 0)
from short_positions s
join positions p on p.shard = s.shard and p.sku = s.sku and p.node = s.node
order by s.shard, s.sku, s.node
limit %s
"""  # noqa: S608 -- constant parts
"""Where commitments may be broken, and by how many units; what is held for buyers gives way first."""

FORGET_SHORT_POSITIONS = f"""
with whole as materialized (
    select p.shard, p.sku, p.node
    from short_positions s
    join positions p on p.shard = s.shard and p.sku = s.sku and p.node = s.node
    where -p.available - {HELD_FOR_BUYERS} <= 0 or p.committed = 0
    order by p.shard, p.sku, p.node
    for update of p skip locked
)
delete from short_positions s using whole w where s.shard = w.shard and s.sku = w.sku and s.node = w.node
"""  # noqa: S608 -- constant parts
"""Under the lock of its position: a fact that is under way there may have found the note standing, and relies on it."""

FREE_AND_WAITED_FOR = """
select distinct p.sku from positions p
where p.shard = any(%s::int[]) and p.sku = any(%s::text[]) and p.available - p.safety_stock - p.confidence_buffer > 0
"""

VERSIONS = """
select (select version from versions where topic = 'catalog'), (select version from versions where topic = 'network')
"""
"""Which catalog and network the database has now."""

DUE_POSITIONS = """
select distinct sku, node from (
    select r.sku, r.node from reservations r
    where r.status = 'open' and r.kind <> 'commitment' and r.expires_at <= statement_timestamp()
    order by r.expires_at
    limit %s
) as due
"""
"""Where the longest overdue holds are."""


async def free_stock(connection: AsyncConnection, skus: Collection[str], shard_count: int) -> dict[str, dict[str, int]]:
    """Free smallest units by SKU and node, before channel buffers; may be negative."""
    free: dict[str, dict[str, int]] = {sku: {} for sku in skus}
    shards = column({shard_of(sku, shard_count) for sku in skus})
    cursor = await connection.execute(FREE_STOCK, (shards, column(skus)), binary=True)
    for sku, node, units, _ in await cursor.fetchall():
        free[sku][node] = units
    return free


async def free_stock_at(
    connection: AsyncConnection,
    nodes: Mapping[str, Collection[str]],
    shard_count: int,
    beside: Sequence[Statement] = (),
) -> tuple[dict[str, dict[str, int]], list[list[Row]]]:
    """As `free_stock`, at some nodes of each SKU only; positions that do not exist are absent.

    With the rows of the statements `beside` it, which share the round trip and come first.
    """
    by_shard: dict[int, list[str]] = {}
    for sku in nodes:
        by_shard.setdefault(shard_of(sku, shard_count), []).append(sku)
    asked = [
        Statement(FREE_AT, (column(skus), column([column(nodes[sku]) for sku in skus]), shard))
        for shard, skus in by_shard.items()
    ]
    rows = await run_batch(connection, [*beside, Statement(DUE_UNITS), *asked])
    told, due, found = rows[: len(beside)], rows[len(beside)], rows[len(beside) + 1 :]
    free = {sku: shelf or {} for [[text]] in found for sku, shelf in _shelves_of(text).items()}
    for sku, node, units in due:
        if node in free.get(sku, {}):
            free[sku][node] += units
    return free, told


async def free_stock_now(
    connection: AsyncConnection, skus: Collection[str], nodes: Collection[str], shard_count: int
) -> tuple[dict[str, dict[str, int]], dict[PositionKey, int], Versions]:
    """As `free_stock`, at some nodes only, with what is held back there and the versions to read it by."""
    held_back: dict[PositionKey, int] = {}
    free: dict[str, dict[str, int]] = {sku: {} for sku in skus}
    shards = column({shard_of(sku, shard_count) for sku in skus})
    params = (shards, column(skus), column(nodes))
    cursor = await connection.execute(FREE_STOCK_AT_NODES, params, binary=True)
    rows = await cursor.fetchall()
    for _, _, sku, node, units, buffer in rows:
        if sku is not None:
            free[sku][node] = units
            if buffer:
                held_back[sku, node] = buffer
    return free, held_back, Versions(catalog=rows[0][0], network=rows[0][1])


async def due_positions(connection: AsyncConnection, limit: int) -> list[PositionKey]:
    """Positions with holds past their time, the longest overdue first, at most so many lines."""
    cursor = await connection.execute(DUE_POSITIONS, (limit,))
    return [(sku, node) for sku, node in await cursor.fetchall()]


async def open_holds(
    connection: AsyncConnection, hold_ids: Collection[str], shard_count: int
) -> dict[str, tuple[Reservation, ...]]:
    """The open lines of these holds, as far as they still stand."""
    params = (column(range(shard_count)), column(hold_ids))
    cursor = await connection.execute(OPEN_HOLDS, params, binary=True)
    found: dict[str, list[Reservation]] = {}
    for row in await cursor.fetchall():
        line = reservation_from(row)
        found.setdefault(line.reservation_id, []).append(line)
    return {hold_id: tuple(lines) for hold_id, lines in found.items()}


async def lines_of_hold(connection: AsyncConnection, hold_id: str, shard_count: int) -> list[Reservation]:
    """All lines of a hold as they stand at this moment: one past its time has expired, swept or not."""
    cursor = await connection.execute(LINES_OF_HOLD, (column(range(shard_count)), hold_id), binary=True)
    found = [(reservation_from(row), over) for *row, over in await cursor.fetchall()]
    return [line.reduced(line.quantity, "expired") if over else line for line, over in found]


async def versions_now(connection: AsyncConnection) -> Versions:
    """The versions that reference data must have to be of this moment."""
    row = await (await connection.execute(VERSIONS)).fetchone()
    assert row is not None
    return Versions(*row)


async def short_positions(connection: AsyncConnection, most: int) -> list[tuple[PositionKey, int]]:
    """Where commitments are broken, and by how many smallest units; what is not any more is forgotten."""
    await connection.execute(FORGET_SHORT_POSITIONS)
    cursor = await connection.execute(SHORT_POSITIONS, (most,))
    return [((sku, node), lacking) for sku, node, lacking in await cursor.fetchall() if lacking]


async def skus_with_free_stock(connection: AsyncConnection, skus: Collection[str], shard_count: int) -> set[str]:
    """Those of the SKUs of which some node has free stock."""
    shards = {shard_of(sku, shard_count) for sku in skus}
    cursor = await connection.execute(FREE_AND_WAITED_FOR, (column(shards), column(skus)))
    return {sku for (sku,) in await cursor.fetchall()}
