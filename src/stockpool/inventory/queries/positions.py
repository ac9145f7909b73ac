"""Positions page by page, as they are now or as they were at another moment.

The past is worked out backwards: what stands now, less the entries behind the moment. Only entries recorded since are
read, so the recent past is cheap however long the history is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from stockpool.inventory.model import PositionKey
from stockpool.kernel.ids import shard_of
from stockpool.runtime.columns import column


class PositionFilter(msgspec.Struct, frozen=True):
    """Which positions: of these SKUs, at these nodes; none named means all."""

    skus: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()


class Moment(msgspec.Struct, frozen=True):
    """As the world was at `as_of`, by what the ledger knew at `known_at`; None means now."""

    as_of: datetime | None = None
    known_at: datetime | None = None

    @property
    def earliest(self) -> datetime | None:
        """Entries recorded up to then belong to what is asked, whatever else holds."""
        return min([moment for moment in (self.as_of, self.known_at) if moment is not None], default=None)


NOW = Moment()


class PositionBalance(msgspec.Struct, frozen=True, gc=False):
    """The accounts of one position in smallest units; a hold past its time counts as available."""

    sku: str
    node: str
    available: int
    held: int
    committed: int
    damaged: int
    quality_control: int
    other: int
    safety_stock: int
    counted_at: datetime | None

    @property
    def key(self) -> PositionKey:
        """Its SKU and node: the cursor of a page."""
        return (self.sku, self.node)

    @property
    def on_hand(self) -> int:
        """Every unit that is physically there."""
        return self.available + self.held + self.committed + self.damaged + self.quality_control + self.other


COLUMNS = """
p.shard, p.sku, p.node, p.available, p.held, p.committed, p.damaged, p.quality_control, p.other, p.safety_stock,
p.counted_at
"""

AFTER = "(p.sku, p.node) > (%(after_sku)s, %(after_node)s)"

PAGE_OF_ALL = f"""
select p.* from unnest(%(shards)s::int[]) as s (shard)
cross join lateral (
    select {COLUMNS} from positions p
    where p.shard = s.shard and {AFTER}
    order by p.sku, p.node
    limit %(limit)s
) as p
order by p.sku, p.node
limit %(limit)s
"""  # noqa: S608 -- constant parts
"""A page over everything: the next rows of each shard by its primary key, merged."""

PAGE_OF_SKUS = f"""
select p.* from unnest(%(shards)s::int[], %(skus)s::text[]) as s (shard, sku)
cross join lateral (
    select {COLUMNS} from positions p
    where p.shard = s.shard and p.sku = s.sku and {AFTER}
      and (%(nodes)s::text[] = '{{}}' or p.node = any(%(nodes)s::text[]))
    order by p.node
    limit %(limit)s
) as p
order by p.sku, p.node
limit %(limit)s
"""  # noqa: S608 -- constant parts
"""A page over some SKUs, each by the primary key."""

PAGE_OF_NODES = f"""
select p.* from unnest(%(nodes)s::text[]) as n (node)
cross join lateral (
    select {COLUMNS} from positions p
    where p.node = n.node and p.sku >= %(after_sku)s and {AFTER}
    order by p.sku
    limit %(limit)s
) as p
order by p.sku, p.node
limit %(limit)s
"""  # noqa: S608 -- constant parts
"""A page over some nodes, each by the index of nodes."""

DUE = """
select r.sku, r.node, sum(r.quantity)::bigint as quantity
from reservations r
where r.status = 'open' and r.kind <> 'commitment'
  and r.expires_at <= coalesce(%(earliest)s::timestamptz, statement_timestamp())
group by r.sku, r.node
"""
"""Holds whose time was over at the moment and that still stand in the book."""

AS_THEY_ARE = f"""
with page as materialized ({{page}}), due as materialized ({DUE})
select page.sku, page.node, page.available + coalesce(due.quantity, 0) as available,
       page.held - coalesce(due.quantity, 0) as held,
       page.committed, page.damaged, page.quality_control, page.other, page.safety_stock, page.counted_at
from page left join due on due.sku = page.sku and due.node = page.node
order by page.sku, page.node
"""  # noqa: S608 -- constant parts
"""The present balances of a page."""

BALANCES = ("available", "held", "committed", "damaged", "quality_control", "other")


def _change_of(account: str) -> str:
    into_less_out = f"(e.to_account = '{account}')::int - (e.from_account = '{account}')::int"
    return f"coalesce(sum(e.quantity * ({into_less_out})), 0)::bigint as {account}"


CHANGES = ", ".join(map(_change_of, BALANCES))

LAST_MOVEMENT_BEFORE = """
coalesce((select m.movement_id from movements m
          where m.recorded_at < %(earliest)s::timestamptz - interval '1 minute'
          order by m.recorded_at desc limit 1), 0)
"""
"""Entries up to this movement were recorded before the moment; the minute is for lanes that number out of turn."""

AS_THEY_WERE = f"""
with page as materialized ({{page}}),
due as materialized ({DUE}),
bound as materialized (select {LAST_MOVEMENT_BEFORE} as movement_id)
select page.sku, page.node, page.available - since.available + coalesce(due.quantity, 0) as available,
       page.held - since.held - coalesce(due.quantity, 0) as held,
       page.committed - since.committed as committed, page.damaged - since.damaged as damaged,
       page.quality_control - since.quality_control as quality_control, page.other - since.other as other,
       page.safety_stock, page.counted_at
from page
left join due on due.sku = page.sku and due.node = page.node
cross join lateral (
    select {CHANGES}
    from entries e
    left join reservations r
        on e.from_account = 'held' and r.shard = e.shard and r.reservation_id = e.from_reference
       and r.sku = e.sku and r.node = e.node
    where e.shard = page.shard and e.sku = page.sku and e.node = page.node
      and e.movement_id > (select movement_id from bound)
      and (e.occurred_at > %(as_of)s::timestamptz or e.recorded_at > %(known_at)s::timestamptz)
      and (r.expires_at > %(earliest)s::timestamptz) is not false
) as since
order by page.sku, page.node
"""  # noqa: S608 -- constant parts
"""The balances of a page at a moment: what stands now less what came later.

What leaves a hold behind its time has been available since that time, so it is not undone.
"""


def _page(wanted: PositionFilter) -> str:
    if wanted.skus:
        return PAGE_OF_SKUS
    return PAGE_OF_NODES if wanted.nodes else PAGE_OF_ALL


async def list_positions(
    connection: AsyncConnection,
    wanted: PositionFilter,
    shard_count: int,
    *,
    after: PositionKey = ("", ""),
    limit: int = 100,
    moment: Moment = NOW,
) -> list[PositionBalance]:
    """At most `limit` positions in the order of SKU and node, those behind `after`."""
    skus = sorted(set(wanted.skus))
    params: Mapping[str, object] = {
        "shards": column([shard_of(sku, shard_count) for sku in skus] if skus else range(shard_count)),
        "skus": column(skus),
        "nodes": column(sorted(set(wanted.nodes))),
        "after_sku": after[0],
        "after_node": after[1],
        "limit": limit,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "earliest": moment.earliest,
    }
    form = AS_THEY_ARE if moment.earliest is None else AS_THEY_WERE
    async with connection.cursor(binary=True, row_factory=class_row(PositionBalance)) as cursor:
        await cursor.execute(form.format(page=_page(wanted)), params)
        found: Sequence[PositionBalance] = await cursor.fetchall()
    return list(found)
