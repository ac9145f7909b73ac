"""What was told of the availability of SKUs in channels, and telling what has changed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.feed.store import TELL_CROSSINGS, TELLER, TOLD
from stockpool.runtime.batch import Statement, run_batch
from stockpool.runtime.columns import column, json_column


class Crossing(msgspec.Struct, frozen=True):
    """How a SKU can be sold now, with the event that says so; none where nothing is to be said."""

    sku: str
    saleability: str
    type: str | None
    body: msgspec.Struct | None


async def told_availability(connection: AsyncConnection, channel: str) -> dict[str, str]:
    """How SKUs could be sold when it was told last."""
    return dict(await (await connection.execute(TOLD, (channel,))).fetchall())


async def tell_crossings(connection: AsyncConnection, channel: str, crossings: Sequence[Crossing]) -> None:
    """Remember how SKUs can be sold, and tell of those that crossed a threshold, in one statement."""
    events = [each for each in crossings if each.body is not None]
    params = (
        channel,
        column([each.sku for each in crossings]),
        column([each.saleability for each in crossings]),
        column([each.type for each in events]),
        column([f"{each.sku}@{channel}" for each in events]),
        json_column([_encode(each.body) for each in events]),
    )
    await run_batch(connection, [Statement(TELL_CROSSINGS, params)])


async def becomes_teller(connection: AsyncConnection, channel: str) -> bool:
    """Whether this connection may tell of a channel from now on."""
    row = await (await connection.execute(TELLER, (channel,))).fetchone()
    return bool(row and row[0])


_encode = msgspec.json.Encoder(decimal_format="number").encode
