"""What moves a forecast during its day: what was sold so far, what is left, and by which hours a day is sold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stockpool.forecasting.hours import DayProfile, day_profile
from stockpool.forecasting.messages import SoldSoFar

if TYPE_CHECKING:
    from psycopg import AsyncConnection

CLOCKS = "select id, (%s::timestamptz at time zone time_zone) from nodes where id = any(%s)"
"""What the clocks of nodes say."""

LAST_DAY_OVER = "select min((%s::timestamptz at time zone time_zone)::date) - 1 from nodes"

SOLD = """
select e.sku, e.node, sum(case when e.from_account = 'committed' and e.to_account <> 'customer' then -e.quantity
                               else e.quantity end) / power(10, s.decimals)
from entries e
join skus s on s.id = e.sku
join nodes n on n.id = e.node
where e.node = any(%(nodes)s) and e.recorded_at >= %(at)s::timestamptz - interval '2 days'
  and e.occurred_at >= date_trunc('day', %(at)s::timestamptz at time zone n.time_zone) at time zone n.time_zone
  and e.occurred_at <= %(at)s::timestamptz
  and case
      when e.to_account = 'customer' then e.from_account in ('available', 'held') or (
          e.from_account = 'committed' and not exists (select from orders o where o.order_id = e.from_reference))
      when e.to_account = 'committed' then e.from_account in ('available', 'held')
          and exists (select from orders o where o.order_id = e.to_reference)
      else e.from_account = 'committed' and e.to_account in ('available', 'held')
          and exists (select from orders o where o.order_id = e.from_reference)
  end
group by e.sku, e.node, s.decimals
"""
"""Taken at tills, and committed to orders; what an order gives back, whenever it was placed, was not wanted."""

SOLD_OUT = "select sku, node from positions where node = any(%s) group by sku, node having sum(available) <= 0"

BY_HOUR = """
select e.node, extract(isodow from w.at)::int - 1, extract(hour from w.at)::int, sum(e.quantity / power(10, s.decimals))
from entries e
join skus s on s.id = e.sku
join nodes n on n.id = e.node
cross join lateral (select e.occurred_at at time zone n.time_zone as at offset 0) as w
where e.recorded_at >= %s::timestamptz and e.to_account = 'customer' and e.from_account in ('available', 'held')
group by 1, 2, 3
"""

HOURS = """
select o.node, coalesce(r.hours -> o.node, r.hours -> '')::text
from forecast_runs r, unnest(%s::text[]) as o (node) where r.id = %s
"""

HOURS_OF = timedelta(weeks=8)
UNITS_OF_ITS_OWN = 500.0
"""A node that has sold less in that time is sold at the hours of all."""
EVERYWHERE = ""


async def local_times(connection: AsyncConnection, nodes: Sequence[str], at: datetime) -> dict[str, datetime]:
    """What the clocks of nodes say at a moment; without a zone."""
    return dict(await (await connection.execute(CLOCKS, (at, list(nodes)))).fetchall())


async def last_day_over(connection: AsyncConnection, at: datetime) -> date:
    """The last day that is over at all nodes."""
    row = await (await connection.execute(LAST_DAY_OVER, (at,))).fetchone()
    return row[0] if row is not None and row[0] is not None else at.date() - timedelta(days=1)


async def sold_so_far(connection: AsyncConnection, nodes: Sequence[str], at: datetime) -> list[SoldSoFar]:
    """What nodes sold since their day began, and what they are out of, in display units."""
    sold = await (await connection.execute(SOLD, {"nodes": list(nodes), "at": at})).fetchall()
    gone = {(sku, node) for sku, node in await (await connection.execute(SOLD_OUT, (list(nodes),))).fetchall()}
    found = [SoldSoFar(sku, node, float(units), (sku, node) not in gone) for sku, node, units in sold]
    named = {(each.sku, each.node) for each in found}
    return [*found, *[SoldSoFar(sku, node, 0.0, in_stock=False) for sku, node in sorted(gone - named)]]


async def hours_until(connection: AsyncConnection, at: datetime) -> dict[str, DayProfile]:
    """By which hours nodes sold lately, and all of them under the empty name."""
    rows = await (await connection.execute(BY_HOUR, (at - HOURS_OF,))).fetchall()
    of: dict[str, list[tuple[int, int, float]]] = {EVERYWHERE: []}
    for node, weekday, hour, units in rows:
        of[EVERYWHERE].append((weekday, hour, float(units)))
        of.setdefault(node, []).append((weekday, hour, float(units)))
    return {
        node: day_profile(sales)
        for node, sales in of.items()
        if node == EVERYWHERE or sum(units for *_, units in sales) >= UNITS_OF_ITS_OWN
    }


async def hours_of(connection: AsyncConnection, run: int, nodes: Sequence[str]) -> dict[str, DayProfile]:
    """By which hours each of these nodes sells, as a run stored it."""
    rows = await (await connection.execute(HOURS, (list(nodes), run))).fetchall()
    return {node: msgspec.json.decode(text, type=DayProfile) for node, text in rows}
