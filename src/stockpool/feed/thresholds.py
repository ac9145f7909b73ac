"""What was told of the availability of SKUs in channels, and telling what has changed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.feed.model import Telling
from stockpool.feed.store import BEGIN_TELLING, REMEMBER_TOLD, TOLD, TOLD_AT_ALL, tell
from stockpool.runtime.columns import column


class Crossing(msgspec.Struct, frozen=True):
    """How a SKU can be sold now, and the event that says so; none where nothing is to be said."""

    sku: str
    saleability: str
    event: Telling | None


async def begin_telling(connection: AsyncConnection, channel: str) -> None:
    """From now on it is news how the channel's SKUs can be sold."""
    await connection.execute(BEGIN_TELLING, (channel,))


async def told_availability(connection: AsyncConnection, channel: str) -> dict[str, str] | None:
    """How SKUs could be sold when it was told last; None where the channel has not begun to be told."""
    if await (await connection.execute(TOLD_AT_ALL, (channel,))).fetchone() is None:
        return None
    return dict(await (await connection.execute(TOLD, (channel,))).fetchall())


async def tell_crossings(connection: AsyncConnection, channel: str, crossings: Sequence[Crossing]) -> None:
    """Remember how SKUs can be sold, and tell of those that crossed a threshold: together or not at all."""
    skus, levels = column([each.sku for each in crossings]), column([each.saleability for each in crossings])
    async with connection.transaction():
        await connection.execute(REMEMBER_TOLD, (channel, skus, levels))
        await tell(connection, [each.event for each in crossings if each.event is not None])
