"""Supply for the shop of the tests, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from stockpool.orders.api import get_order
from stockpool.orders.messages import Delivery
from stockpool.supply.messages import SupplyInput, SupplyStatus
from stockpool.workflows.supply_desk import SupplyDesk
from tests.orders.shop import Shop

TODAY = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)


def in_days(days: int) -> datetime:
    """Noon of a day to come."""
    return TODAY + timedelta(days)


async def announce(
    shop: Shop, name: str, quantity: Amount, days: int, *, sku: str = "tea", node: str = "leipzig", status: str = "open"
) -> None:
    """Say that so much of a SKU is to come to a node."""
    row = SupplyInput(
        id=name, sku=sku, node=node, quantity=quantity, expected_at=in_days(days), status=SupplyStatus(status)
    )
    (result,) = await SupplyDesk(shop.database).upsert([row])
    assert not isinstance(result, Refused), result


async def delivery(shop: Shop, order_id: str) -> Delivery:
    """The first delivery of an order."""
    async with shop.database.read() as connection:
        found = await get_order(connection, order_id)
    assert found is not None
    return found.deliveries[0]


async def claims(shop: Shop) -> dict[tuple[str, str], int]:
    """Units by order and supply."""
    rows = await shop.rows("select order_id::text, supply_id, units from supply_claims")
    return {(order_id, supply): units for order_id, supply, units in rows}


async def told(shop: Shop, order_id: str) -> Sequence[str]:
    """The kinds of events about an order, in their order."""
    rows = await shop.rows("select type from events where subject = %s order by event_id", order_id)
    return [kind for (kind,) in rows]


async def bodies(shop: Shop, kind: str) -> Sequence[dict[str, Any]]:
    """What events of a kind say."""
    return [data for (data,) in await shop.rows("select data from events where type = %s order by event_id", kind)]


async def overpromised(shop: Shop) -> Sequence[tuple[Any, ...]]:
    """Supplies of which more is promised than is to come, and parts that are promised more than waits."""
    return [
        *await shop.rows("""
            select s.supply_id, s.quantity - s.received, sum(c.units) from supplies s
            join supply_claims c on c.supply_id = s.supply_id
            group by s.supply_id
            having sum(c.units) > case when s.status = 'open' then s.quantity - s.received else 0 end
        """),
        *await shop.rows("""
            select p.order_id::text, p.waiting, sum(c.units) from order_parts p
            join supply_claims c on c.order_id = p.order_id and c.line = p.line and c.sku = p.sku
            group by p.order_id, p.line, p.sku having sum(c.units) > p.waiting
        """),
    ]
