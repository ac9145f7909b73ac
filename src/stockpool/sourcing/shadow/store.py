"""Rows of what a policy would have done: written with their orders, swept when they are old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column, uuid_column
from stockpool.sourcing.shadow.messages import PlanFigures, ShadowDecision

SEPARATOR = "\t"
"""Stands in no node's id; an array of arrays must be even."""

INSERT = """
insert into shadow_decisions (
    day, order_id, shadow, active, shadow_rule, active_rule, same, units, shadow_nodes, active_nodes, shadow_short,
    active_short, shadow_km, active_km, shadow_cost, active_cost, shadow_cost_by_active, active_cost_by_active, failed
)
select day, order_id, shadow, active, shadow_rule, active_rule, same, units, string_to_array(shadow_nodes, e'\\t'),
    string_to_array(active_nodes, e'\\t'), shadow_short, active_short, shadow_km, active_km, shadow_cost, active_cost,
    shadow_cost_by_active, active_cost_by_active, failed
from unnest(
    %s::date[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::bigint[], %s::text[],
    %s::text[], %s::bigint[], %s::bigint[], %s::float8[], %s::float8[], %s::bigint[], %s::bigint[], %s::bigint[],
    %s::bigint[], %s::text[]
) as d (
    day, order_id, shadow, active, shadow_rule, active_rule, same, units, shadow_nodes, active_nodes, shadow_short,
    active_short, shadow_km, active_km, shadow_cost, active_cost, shadow_cost_by_active, active_cost_by_active, failed
)
"""

SWEEP = "delete from shadow_decisions where day < %s"


def write_shadow(records: Iterable[msgspec.Struct]) -> Iterator[Statement]:
    """The statement that writes a group's rows; what is none of them is left to others."""
    rows = [record for record in records if isinstance(record, ShadowDecision)]
    if rows:
        yield Statement(INSERT, _columns(rows))


async def sweep_shadow(conn: AsyncConnection, before: date) -> int:
    """Forget what was decided before a day; how many rows."""
    return (await conn.execute(SWEEP, [before])).rowcount


def _columns(rows: Sequence[ShadowDecision]) -> tuple[str | bytes, ...]:
    shadows, actives = [row.shadow for row in rows], [row.active for row in rows]
    return (
        column([row.day.isoformat() for row in rows]),
        uuid_column([row.order_id for row in rows]),
        column([row.shadow_policy for row in rows]),
        column([row.active_policy for row in rows]),
        column([each.rule for each in shadows]),
        column([each.rule for each in actives]),
        column([row.same for row in rows]),
        column([row.units for row in rows]),
        _nodes(shadows),
        _nodes(actives),
        column([each.short for each in shadows]),
        column([each.short for each in actives]),
        column([each.km for each in shadows]),
        column([each.km for each in actives]),
        column([each.cost for each in shadows]),
        column([each.cost for each in actives]),
        column([each.cost_by_active for each in shadows]),
        column([each.cost_by_active for each in actives]),
        column([row.failed for row in rows]),
    )


def _nodes(figures: Sequence[PlanFigures]) -> str:
    return column([SEPARATOR.join(each.nodes) for each in figures])
