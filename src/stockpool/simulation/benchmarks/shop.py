"""The stock that benchmarks take from: every SKU at every node, more of it than they can take."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec

from stockpool.bootstrap import lanes_on
from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.inventory.api import PositionKey, read_shard_count
from stockpool.inventory.messages import FactKind, FactRecorded, HoldPlaced, Line, PlaceHold, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.ids import new_uuid7
from stockpool.network.api import upsert_channels, upsert_nodes
from stockpool.network.messages import Channel, ChannelKind, NodeInput, NodeKind
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.settings import Settings

LedgerLanes = Lanes[Command, msgspec.Struct]

ACTOR = "benchmark"
CHANNEL = "web"
FIRST_SKU = 100_000
FIRST_NODE = 1_000
UNITS_EACH = 1_000_000_000
TTL_S = 3_600


class ShopSize(msgspec.Struct, frozen=True):
    """How many SKUs at how many nodes; 1,000 at 40 are the 40,000 positions that figures are quoted for."""

    skus: int = 1_000
    nodes: int = 40

    def sku(self, number: int) -> str:
        """The id of a SKU; all are numbers of the same length."""
        return str(FIRST_SKU + number % self.skus)

    def node(self, number: int) -> str:
        """The id of a node."""
        return str(FIRST_NODE + number % self.nodes)

    def keys(self) -> list[PositionKey]:
        """Every position."""
        return [(self.sku(sku), self.node(node)) for sku in range(self.skus) for node in range(self.nodes)]


async def open_lanes(database: Database, settings: Settings) -> LedgerLanes:
    """The lanes as a server process has them, started."""
    async with database.read() as connection:
        shard_count = await read_shard_count(connection)
    lanes = lanes_on(database, settings, shard_count)
    await lanes.start()
    return lanes


async def fill_shop(database: Database, lanes: LedgerLanes, size: ShopSize) -> None:
    """Catalog, network, and a receipt at every position: stock that verification can account for."""
    async with database.transaction() as connection:
        await upsert_skus(connection, [SkuInput(size.sku(i), f"SKU {i}") for i in range(size.skus)])
        await upsert_nodes(
            connection, [NodeInput(size.node(i), f"Node {i}", NodeKind.STORE, *place(i)) for i in range(size.nodes)]
        )
        await upsert_channels(connection, [Channel(CHANNEL, "Web", ChannelKind.WEB)])
    for part in _parts(size.keys(), 4_000):
        replies = await asyncio.gather(*[lanes.submit(_receipt(key)) for key in part])
        assert all(isinstance(reply, FactRecorded) for reply in replies), "facts are never refused"


def place(number: float) -> tuple[float, float]:
    """Latitude and longitude of a node: evenly spread over an area as large as France, never two at one place."""
    return 43 + 7 * (number * 0.7548776662 % 1), -3 + 10 * (number * 0.5698402910 % 1)


def hold_command(run: str, number: int, key: PositionKey) -> PlaceHold:
    """A hold of one unit, as the HTTP interface makes it of a request."""
    sku, node = key
    lines = (Line(sku, 1, node),)
    return PlaceHold(
        key=key_digest(ACTOR, f"{run}-{number}"),
        fingerprint=fingerprint(lines),
        actor=ACTOR,
        hold_id=new_uuid7(),
        channel=CHANNEL,
        lines=lines,
        ttl_seconds=TTL_S,
    )


def is_granted(reply: msgspec.Struct) -> bool:
    """Whether a hold was placed."""
    return isinstance(reply, HoldPlaced)


def _receipt(key: PositionKey) -> RecordFact:
    sku, node = key
    return RecordFact(
        key=key_digest(ACTOR, f"receipt-{sku}-{node}"),
        fingerprint=fingerprint(key),
        actor=ACTOR,
        kind=FactKind.RECEIVE,
        sku=sku,
        node=node,
        quantity=UNITS_EACH,
    )


def _parts(keys: list[PositionKey], size: int) -> Iterable[list[PositionKey]]:
    return (keys[at : at + size] for at in range(0, len(keys), size))
