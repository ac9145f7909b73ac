"""What is due or broken among orders: the reads of whoever repairs them. None of them locks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec
from psycopg import AsyncConnection

from stockpool.orders.decide.breaking import Promised, breaks_first
from stockpool.orders.decide.claiming import Claimant
from stockpool.orders.decide.queueing import Queued, beyond_capacity, too_busy
from stockpool.orders.messages import Cause, FulfillmentStep
from stockpool.orders.model import fulfillment_order_id
from stockpool.runtime.columns import column

TO_RELEASE = """
select order_id::text, number from fulfillment_orders
where status = 'open' and release_at <= clock_timestamp() order by release_at limit %s
"""

TO_ACCEPT = """
select order_id::text, number from fulfillment_orders
where status = 'released' and accept_by <= clock_timestamp() order by accept_by limit %s
"""

TO_COLLECT = """
select order_id::text, number from fulfillment_orders
where status = 'ready_for_pickup' and ready_until <= clock_timestamp() order by ready_until limit %s
"""

TO_PAY = """
select order_id::text from orders
where payment = 'pending' and payment_due_at <= clock_timestamp() order by payment_due_at limit %s
"""

AT_NODES = """
select f.order_id::text, f.number from fulfillment_orders f
join orders o on o.order_id = f.order_id
cross join lateral (
    select d ->> 'pickup_node' as pickup_node from json_array_elements(o.deliveries) as d
    where (d ->> 'number')::int = f.delivery
) as d
where f.node = any(%s::text[]) and f.status in ('open', 'released', 'accepted', 'picking')
  and (d.pickup_node is not distinct from f.node) = %s
order by f.since limit %s
"""
"""What nodes have not picked yet: of goods that are collected there, or of those that leave."""

QUEUED_AT = """
select f.order_id::text, f.number, f.node, f.status not in ('open', 'released'), o.priority, o.placed_at
from fulfillment_orders f join orders o on o.order_id = f.order_id
where f.node = any(%s::text[]) and f.status in ('open', 'released', 'accepted', 'picking')
"""
"""What nodes have not picked yet."""

OPEN_AT = """
select f.node, count(*) from fulfillment_orders f
where f.node = any(%s::text[]) and f.status in ('open', 'released', 'accepted', 'picking')
group by f.node
"""
"""How much nodes have to do."""

COMMITTED_AT = """
select f.order_id::text, f.number, sum(l.quantity)::bigint, d.pickup_node is not null, o.priority, o.placed_at
from fulfillment_orders f
join fulfillment_order_lines l on l.order_id = f.order_id and l.number = f.number and l.sku = %s and l.quantity > 0
join orders o on o.order_id = f.order_id
cross join lateral (
    select d ->> 'pickup_node' as pickup_node from json_array_elements(o.deliveries) as d
    where (d ->> 'number')::int = f.delivery
) as d
where f.node = %s and f.status in ('open', 'released', 'accepted', 'picking')
group by f.order_id, f.number, o.priority, o.placed_at, d.pickup_node
"""
"""Who is promised units of a position that nobody has picked yet."""

WAITED_FOR = "select distinct sku from order_parts where waiting > 0"

WAITING_FOR = """
select order_id::text from (
    select distinct on (p.order_id) p.order_id, p.priority, p.placed_at from order_parts p
    where p.sku = any(%s::text[]) and p.waiting > 0
) as w
where not exists (select from unnest(%s::text[]) as t (order_id) where t.order_id = w.order_id::text)
order by w.priority desc, w.placed_at, w.order_id
limit %s
"""
"""The orders that wait for any of these SKUs, first in line first, but for some."""

CLAIMING = """
select c.order_id::text, c.supply_id, c.units, c.expected_at
from supply_claims c
join order_parts p on p.order_id = c.order_id and p.line = c.line and p.sku = c.sku
where c.supply_id = any(%s::text[])
order by p.priority desc, p.placed_at, c.order_id, c.line
"""
"""Who claims these supplies, first in line first."""

WITHOUT_CLAIM = """
select order_id::text from (
    select distinct on (p.order_id) p.order_id, p.priority, p.placed_at from order_parts p
    where p.sku = any(%s::text[]) and p.waiting > coalesce((
        select sum(c.units) from supply_claims c
        where c.order_id = p.order_id and c.line = p.line and c.sku = p.sku and c.expected_at >= clock_timestamp()
    ), 0)
) as w
where not exists (select from unnest(%s::text[]) as t (order_id) where t.order_id = w.order_id::text)
order by w.priority desc, w.placed_at, w.order_id
limit %s
"""
"""The orders that wait for these SKUs and were promised none, or what is overdue; first in line first, but for some."""

ONE_AT_A_TIME = "select pg_try_advisory_lock(%s)"
ANOTHER_MAY = "select pg_advisory_unlock(%s)"
REPAIR_LOCK = 7_362_018_455_001


class DueStep(msgspec.Struct, frozen=True):
    """A step of a fulfillment order that nobody takes by hand."""

    order_id: str
    number: int
    step: FulfillmentStep
    cause: Cause | None = None
    sku: str | None = None
    units_most: int | None = None


async def begin_repair(connection: AsyncConnection) -> bool:
    """Whether this session is the one that repairs now; others need not try the same."""
    row = await (await connection.execute(ONE_AT_A_TIME, (REPAIR_LOCK,))).fetchone()
    return row is not None and bool(row[0])


async def end_repair(connection: AsyncConnection) -> None:
    """Let others repair."""
    await connection.execute(ANOTHER_MAY, (REPAIR_LOCK,))


async def due_steps(connection: AsyncConnection, most: int) -> list[DueStep]:
    """Releases, acceptances and collections whose time is over, the longest overdue first."""
    found: list[DueStep] = []
    for statement, step, cause in (
        (TO_RELEASE, FulfillmentStep.RELEASE, None),
        (TO_ACCEPT, FulfillmentStep.GIVE_UP, Cause.NOT_ACCEPTED_IN_TIME),
        (TO_COLLECT, FulfillmentStep.EXPIRE, None),
    ):
        cursor = await connection.execute(statement, (most,))
        found += [DueStep(order_id, number, step, cause) for order_id, number in await cursor.fetchall()]
    return found


async def due_payments(connection: AsyncConnection, most: int) -> list[str]:
    """Orders that were not paid in time."""
    cursor = await connection.execute(TO_PAY, (most,))
    return [order_id for (order_id,) in await cursor.fetchall()]


async def left_at_closed(
    connection: AsyncConnection, no_shipping: Collection[str], no_pickup: Collection[str], most: int
) -> list[DueStep]:
    """What is with nodes that do not do it any more."""
    found: list[DueStep] = []
    for nodes, collected in ((no_shipping, False), (no_pickup, True)):
        if nodes:
            cursor = await connection.execute(AT_NODES, (column(nodes), collected, most))
            found += [
                DueStep(order_id, number, FulfillmentStep.GIVE_UP, Cause.NODE_CLOSED)
                for order_id, number in await cursor.fetchall()
            ]
    return found


async def over_capacity(
    connection: AsyncConnection, capacities: Mapping[str, int], but_for: Collection[str], most: int
) -> list[DueStep]:
    """What nodes have to do beyond their daily capacity and have not accepted, but for some."""
    busy = too_busy(await open_at_nodes(connection, capacities), capacities) if capacities else []
    if not busy:
        return []
    cursor = await connection.execute(QUEUED_AT, (column(busy),))
    queued = [Queued(*row) for row in await cursor.fetchall()]
    left_alone = frozenset(but_for)
    beyond = [
        each
        for each in beyond_capacity(queued, capacities)
        if fulfillment_order_id(each.order_id, each.number) not in left_alone
    ]
    return [DueStep(each.order_id, each.number, FulfillmentStep.GIVE_UP, Cause.OVER_CAPACITY) for each in beyond[:most]]


async def open_at_nodes(connection: AsyncConnection, nodes: Collection[str]) -> dict[str, int]:
    """How many fulfillment orders these nodes have not picked yet; those with none are absent."""
    cursor = await connection.execute(OPEN_AT, (column(nodes),))
    return {node: int(count) for node, count in await cursor.fetchall()}


async def broken_promises(connection: AsyncConnection, sku: str, node: str, lacking: int) -> list[DueStep]:
    """What gives up units where so many lack."""
    cursor = await connection.execute(COMMITTED_AT, (sku, node))
    promised = [Promised(*row) for row in await cursor.fetchall()]
    return [
        DueStep(each.order_id, each.number, FulfillmentStep.GIVE_UP, Cause.SHORTFALL, sku, units)
        for each, units in breaks_first(promised, lacking)
    ]


async def claimants_of(connection: AsyncConnection, supplies: Collection[str]) -> list[Claimant]:
    """Who claims these supplies, first in line first."""
    cursor = await connection.execute(CLAIMING, (column(supplies),))
    return [Claimant(*row) for row in await cursor.fetchall()]


async def orders_without_claim(
    connection: AsyncConnection, skus: Collection[str], but_for: Collection[str], most: int
) -> list[str]:
    """The orders that wait for these SKUs and were promised none, or what is overdue; first in line first."""
    cursor = await connection.execute(WITHOUT_CLAIM, (column(skus), column(but_for), most))
    return [order_id for (order_id,) in await cursor.fetchall()]


async def skus_waited_for(connection: AsyncConnection) -> set[str]:
    """SKUs that orders wait for."""
    return {sku for (sku,) in await (await connection.execute(WAITED_FOR)).fetchall()}


async def orders_waiting_for(
    connection: AsyncConnection, skus: Collection[str], but_for: Collection[str], most: int
) -> list[str]:
    """The orders that wait for any of these, first in line first."""
    cursor = await connection.execute(WAITING_FOR, (column(skus), column(but_for), most))
    return [order_id for (order_id,) in await cursor.fetchall()]
