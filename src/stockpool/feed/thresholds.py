"""What was told of the availability of SKUs in channels, and telling what has changed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.feed.model import Telling
from stockpool.feed.store import REMEMBER_TOLD, TOLD, tell
from stockpool.runtime.columns import column


class Crossing(msgspec.Struct, frozen=True):
    """How a SKU can be sold now, and the event that says so; none where nothing is to be said."""

    sku: str
    saleability: str
    event: Telling | None


async def told_availability(connection: AsyncConnection, channel: str) -> dict[str, str]:
    """How SKUs could be sold when it was told last."""
    return dict(await (await connection.execute(TOLD, (channel,))).fetchall())


async def tell_crossings(connection: AsyncConnection, channel: str, crossings: Sequence[Crossing]) -> None:
    """Remember how SKUs can be sold, and tell of those that crossed a threshold: together or not at all."""
    skus, levels = column([each.sku for each in crossings]), column([each.saleability for each in crossings])
    async with connection.transaction():
        await connection.execute(REMEMBER_TOLD, (channel, skus, levels))
        await tell(connection, [each.event for each in crossings if each.event is not None])
