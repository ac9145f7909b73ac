"""Outlooks' SQL. Writers need no locks: the last one to say what will be is believed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from psycopg import AsyncConnection

from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column
from stockpool.sourcing.outlooks.messages import STALE_AFTER, OutlookSource, OutlookState, StoredOutlook

COLUMNS = "o.sku, o.node, o.demand_per_day, o.days_to_delivery, o.as_of, o.source"

OF_POSITIONS = f"""
select {COLUMNS} from sku_outlooks o
join unnest(%s::text[], %s::text[]) as named (sku, node) on (o.sku, o.node) = (named.sku, named.node)
"""  # noqa: S608 -- constant parts

OF_SKUS = "select sku, node, demand_per_day, days_to_delivery from sku_outlooks where sku = any(%s::text[])"

PAGE = f"""
select {COLUMNS} from sku_outlooks o
where (%(skus)s::text[] = '{{}}' or o.sku = any(%(skus)s::text[]))
  and (%(nodes)s::text[] = '{{}}' or o.node = any(%(nodes)s::text[]))
  and (o.sku, o.node) > (%(sku)s, %(node)s)
order by o.sku, o.node limit %(limit)s
"""  # noqa: S608 -- constant parts

# In the order of the key, so that two writers never wait for each other in a circle.
INSERT = """
insert into sku_outlooks (sku, node, demand_per_day, days_to_delivery, as_of, source)
select * from unnest(%s::text[], %s::text[], %s::float8[], %s::float8[], %s::timestamptz[], %s::text[])
    as given (sku, node, demand_per_day, days_to_delivery, as_of, source)
order by sku, node
on conflict (sku, node)
"""

PUT = f"""{INSERT} do update
set demand_per_day = excluded.demand_per_day, days_to_delivery = excluded.days_to_delivery, as_of = excluded.as_of,
    source = excluded.source
where (sku_outlooks.demand_per_day, sku_outlooks.days_to_delivery, sku_outlooks.as_of, sku_outlooks.source)
    is distinct from (excluded.demand_per_day, excluded.days_to_delivery, excluded.as_of, excluded.source)
"""

ADD = f"{INSERT} do nothing"

FORGET_SALES = "delete from sku_outlooks where source = 'sales'"

STATE = """
select count(*), count(*) filter (where as_of < stale.at), min(as_of) filter (where as_of < stale.at)
from sku_outlooks, (select clock_timestamp() - %s::interval as at) as stale
"""


def ask_outlooks(skus: Collection[str]) -> Statement:
    """The outlooks of SKUs: (SKU, node, demand a day, days to the next delivery or null)."""
    return Statement(OF_SKUS, (column(sorted(skus)),))


async def get_outlooks(
    conn: AsyncConnection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], StoredOutlook]:
    """Those of these positions that there are."""
    rows = sorted(keys)
    params = (column([sku for sku, _ in rows]), column([node for _, node in rows]))
    found = await (await conn.execute(OF_POSITIONS.encode(), params)).fetchall()
    return {(row[0], row[1]): _stored(row) for row in found}


async def list_outlooks(
    conn: AsyncConnection, skus: Sequence[str], nodes: Sequence[str], after: tuple[str, str] | None, limit: int
) -> list[StoredOutlook]:
    """A page in the order of SKUs and nodes."""
    sku, node = after or ("", "")
    params = {"skus": column(skus), "nodes": column(nodes), "sku": sku, "node": node, "limit": limit}
    return [_stored(row) for row in await (await conn.execute(PAGE.encode(), params)).fetchall()]


async def put_outlooks(conn: AsyncConnection, outlooks: Iterable[StoredOutlook]) -> int:
    """Store or replace these; how many are new or other than before."""
    return (await conn.execute(PUT.encode(), _columns(list(outlooks)))).rowcount


async def replace_sales(conn: AsyncConnection, outlooks: Iterable[StoredOutlook]) -> int:
    """What sales said before is forgotten; what was given stays as it is. How many are stored."""
    await conn.execute(FORGET_SALES)
    return (await conn.execute(ADD.encode(), _columns(list(outlooks)))).rowcount


async def outlook_state(conn: AsyncConnection) -> OutlookState:
    """How many there are and how old they are."""
    row = await (await conn.execute(STATE, [STALE_AFTER])).fetchone()
    assert row is not None
    return OutlookState(*row)


def _columns(outlooks: Sequence[StoredOutlook]) -> tuple[object, ...]:
    return (
        [each.sku for each in outlooks],
        [each.node for each in outlooks],
        [each.demand_per_day for each in outlooks],
        [each.days_to_delivery for each in outlooks],
        [each.as_of for each in outlooks],
        [each.source.value for each in outlooks],
    )


def _stored(row: tuple[Any, ...]) -> StoredOutlook:
    sku, node, demand, days, as_of, source = row
    return StoredOutlook(sku, node, demand, days, as_of, OutlookSource(source))
