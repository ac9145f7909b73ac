"""What a day of a shadow says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import sqrt
from typing import Any

from psycopg import AsyncConnection

from stockpool.kernel.money import micro_amount
from stockpool.sourcing.policy.queries import get_policy
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.shadow.messages import Comparison, Difference, NodeShift, OrderDifference

DIFFER_MOST = 10
NODES_MAX = 50

NORMAL_95 = 1.96

# Only plans that leave the same units short can be compared by what they cost.
TOTALS = """
with d as (
    select *, shadow_cost - active_cost as difference, shadow_cost_by_active - active_cost_by_active as by_active,
        failed is null and shadow_short = active_short as alike
    from shadow_decisions where day = %s
)
select shadow, active, count(*), count(failed), count(*) filter (where same and failed is null),
    coalesce(sum(units) filter (where failed is null), 0)::bigint,
    count(*) filter (where cardinality(shadow_nodes) > 1), count(*) filter (where cardinality(active_nodes) > 1),
    coalesce(sum(shadow_short), 0)::bigint, coalesce(sum(active_short), 0)::bigint,
    avg(shadow_km) filter (where active_km is not null and failed is null),
    avg(active_km) filter (where shadow_km is not null and failed is null),
    count(difference) filter (where alike),
    (avg(shadow_cost) filter (where alike and difference is not null))::float8,
    (avg(active_cost) filter (where alike and difference is not null))::float8,
    (stddev_samp(difference) filter (where alike))::float8,
    count(by_active) filter (where alike),
    (avg(shadow_cost_by_active) filter (where alike and by_active is not null))::float8,
    (avg(active_cost_by_active) filter (where alike and by_active is not null))::float8,
    (stddev_samp(by_active) filter (where alike))::float8
from d group by shadow, active order by count(*) desc, shadow, active
"""

NODES = """
select shadow, active, node, count(*) filter (where side = 1), count(*) filter (where side = 2)
from shadow_decisions d
cross join lateral (
    select node, 1 as side from unnest(d.shadow_nodes) as node
    union all select node, 2 from unnest(d.active_nodes) as node
) as served
where day = %s and failed is null
group by shadow, active, node
order by abs(count(*) filter (where side = 1) - count(*) filter (where side = 2)) desc, node
"""
"""Those whose load differs most first."""

ORDERS = """
select shadow, active, order_id::text, shadow_nodes, active_nodes, difference from (
    select *, shadow_cost - active_cost as difference,
        row_number() over (partition by shadow, active order by abs(shadow_cost - active_cost) desc, order_id) as place
    from shadow_decisions
    where day = %s and failed is null and not same and shadow_short = active_short
      and shadow_cost is not null and active_cost is not null
) as ranked where place <= %s order by place
"""


FIGURES = Comparison.__struct_fields__[2:12]
"""What TOTALS tells of a pair, in this order."""


async def shadow_report(conn: AsyncConnection, day: date) -> list[Comparison]:
    """Each pair of policies of a day, that with most orders first."""
    totals = await (await conn.execute(TOTALS, [day])).fetchall()
    nodes = await (await conn.execute(NODES, [day])).fetchall()
    orders = await (await conn.execute(ORDERS, [day, DIFFER_MOST])).fetchall()
    currencies = {name: await _currency(conn, name) for row in totals for name in row[:2] if name is not None}
    return [_comparison(row, nodes, orders, currencies) for row in totals]


async def _currency(conn: AsyncConnection, named: str) -> str:
    name, _, version = named.partition("@")
    stored = await get_policy(conn, name, int(version))
    policy = read_policy(stored.text).policy if stored is not None else None
    return policy.currency if policy is not None else ""


def _comparison(
    row: Sequence[Any],
    nodes: Sequence[Sequence[Any]],
    orders: Sequence[Sequence[Any]],
    currencies: Mapping[str, str],
) -> Comparison:
    pair, (shadow, active) = tuple(row[:2]), row[:2]
    currency = currencies[shadow]
    shifts = [NodeShift(*each[2:]) for each in nodes if tuple(each[:2]) == pair]
    differ = [
        OrderDifference(order_id, tuple(theirs), tuple(ours), micro_amount(difference, currency))
        for *names, order_id, theirs, ours, difference in orders
        if tuple(names) == pair
    ]
    figures = zip(FIGURES, row[2:12], strict=True)
    return Comparison(
        shadow=shadow,
        active=active,
        **dict(figures),
        cost=_difference(shadow, currency, *row[12:16]),
        cost_by_active=_difference(active, currencies[active], *row[16:20]) if active is not None else None,
        nodes=tuple(shifts[:NODES_MAX]),
        differ_most=tuple(differ),
    )


def _difference(
    policy: str, currency: str, count: int, shadow: float | None, active: float | None, deviation: float | None
) -> Difference | None:
    if shadow is None or active is None:
        return None
    mean = shadow - active
    theirs, ours, between = [micro_amount(round(each), currency) for each in (shadow, active, mean)]
    if deviation is None:
        return Difference(policy, currency, count, theirs, ours, between)
    half = NORMAL_95 * deviation / sqrt(count)
    low, high = [micro_amount(round(each), currency) for each in (mean - half, mean + half)]
    return Difference(policy, currency, count, theirs, ours, between, low, high)
