"""A retailer of three nodes and four SKUs on a real database, with lanes as the server has them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import msgspec
from psycopg import AsyncConnection

from stockpool.bootstrap import lane_connection
from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import ComponentInput, SkuInput
from stockpool.inventory.api import LOCK_POSITIONS, verify
from stockpool.inventory.messages import (
    Commit,
    Committed,
    FactKind,
    FactRecorded,
    HoldPlaced,
    PlaceHold,
    RecordFact,
)
from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from stockpool.network.api import upsert_channels, upsert_nodes
from stockpool.network.messages import Channel, ChannelKind, NodeInput, NodeKind, Pool
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Patience
from stockpool.workflows.commands import decode_reply, task_for, write_records
from stockpool.workflows.group import GroupProcessor
from tests.inventory.asking import asked, lines
from tests.inventory.drift import find_drift

NODES = ("east", "north", "west")
CLOTH_DECIMALS = 2
KIT = {"tea": 2, "cup": 1}
BUFFER = 2

SKUS = [
    SkuInput("tea", "Tea"),
    SkuInput("cup", "Cup"),
    SkuInput("cloth", "Cloth by the meter", decimals=CLOTH_DECIMALS),
    SkuInput("kit", "Tea time", components=tuple(ComponentInput(sku, each) for sku, each in KIT.items())),
]
CHANNELS = [
    Channel("web", "Web", ChannelKind.WEB),
    Channel("careful", "Careful", ChannelKind.WEB, Pool(nodes=("east", "west")), buffer=BUFFER),
]

Wanted = dict[tuple[str, str | None], Amount]
Answer = TypeVar("Answer")


async def furnish(database: Database) -> None:
    """Put the catalog and the network into a database."""
    nodes = [NodeInput(node, node, NodeKind.STORE, 50.0 + i, 10.0) for i, node in enumerate(NODES)]
    async with database.transaction() as conn:
        for results in (
            await upsert_skus(conn, SKUS),
            await upsert_nodes(conn, nodes),
            await upsert_channels(conn, CHANNELS),
        ):
            assert not [each for each in results if isinstance(each, Refused)]


class Yard:
    """Everything a test says to the ledger, and what it sees of it."""

    def __init__(self, database: Database, lock: str = LOCK_POSITIONS) -> None:
        self.database = database
        self.processor = GroupProcessor(task_for, decode_reply, write_records, lock=lock)
        self.connect: Callable[[Patience], Awaitable[AsyncConnection]] = partial(lane_connection, database)
        self.lanes: Lanes[Command, msgspec.Struct]

    async def open(self, *, lanes: int = 1, group_max: int = 512) -> None:
        """Begin to work on a furnished database."""
        self.lanes = Lanes(self.connect, self.processor, lanes=lanes, group_max=group_max)
        await self.lanes.start()

    async def close(self) -> None:
        """Finish what waits."""
        await self.lanes.stop()

    async def say(self, command: Command) -> msgspec.Struct:
        """Submit one command."""
        return await self.lanes.submit(command)

    async def say_together(self, commands: Iterable[Command]) -> Sequence[msgspec.Struct]:
        """Queue commands before any is decided; the replies in their order."""
        return await asyncio.gather(*[self.lanes.submit(command) for command in commands])

    async def fact(self, kind: FactKind, sku: str, node: str, quantity: Amount, **more: object) -> FactRecorded:
        """Record a fact."""
        command = asked(RecordFact, kind=kind, sku=sku, node=node, quantity=quantity, **more)
        return granted(FactRecorded, await self.say(command))

    async def receive(self, **stock: Amount) -> None:
        """Receive SKUs at `east`."""
        for sku, quantity in stock.items():
            await self.fact(FactKind.RECEIVE, sku, "east", quantity)

    async def hold(self, wanted: Wanted, *, channel: str = "web", ttl: int = 600, **more: object) -> HoldPlaced:
        """Place a hold that must be granted."""
        command = asked(PlaceHold, channel=channel, lines=lines(wanted), ttl_seconds=ttl, **more)
        return granted(HoldPlaced, await self.say(command))

    async def commit(self, wanted: Wanted, *, hold_id: str | None = None, channel: str = "web") -> Committed:
        """Commit units that must be there."""
        command = asked(Commit, channel=channel, lines=lines(wanted), hold_id=hold_id)
        return granted(Committed, await self.say(command))

    async def end(self, hold_id: str) -> None:
        """Let a hold's time be over now."""
        await self.rows("update reservations set expires_at = clock_timestamp() where reservation_id = %s", hold_id)

    async def rows(self, sql: str, *params: object) -> Sequence[tuple[Any, ...]]:
        """What a statement finds."""
        async with self.database.read() as conn:
            cursor = await conn.execute(sql.encode(), params)
            return await cursor.fetchall() if cursor.description else []

    async def position(self, sku: str, node: str = "east") -> tuple[int, int, int]:
        """Available, held and committed smallest units."""
        rows = await self.rows(
            "select available, held, committed from positions where (sku, node) = (%s, %s)", sku, node
        )
        return rows[0] if rows else (0, 0, 0)

    async def on_hand_at(self, moment: datetime, sku: str, node: str = "east") -> int:
        """What was there at a moment, from the entries alone."""
        sql = """
            select coalesce(sum(quantity * ((to_account <= 'other')::int - (from_account <= 'other')::int)), 0)::bigint
            from entries where sku = %s and node = %s and occurred_at <= %s"""
        return int((await self.rows(sql, sku, node, moment))[0][0])

    async def reserved(self, reservation_id: str) -> dict[tuple[str, str], tuple[int, str]]:
        """Quantity and status of each line of a hold or commitment."""
        sql = "select sku, node, quantity, status::text from reservations where reservation_id = %s"
        return {(sku, node): (units, status) for sku, node, units, status in await self.rows(sql, reservation_id)}

    async def drift(self) -> list[object]:
        """Where the books disagree, by the ledger's own proof and by a second opinion."""
        connection = await self.database.connect()
        async with connection:
            return [*(await verify(connection)).drifts, *await find_drift(connection)]


def granted(kind: type[Answer], reply: msgspec.Struct) -> Answer:
    """The reply, which must be of this kind."""
    assert isinstance(reply, kind), reply
    return reply


def refused(reply: msgspec.Struct | None) -> str:
    """Why a command was refused, which it must be."""
    assert isinstance(reply, Refused), reply
    return str(reply.reason.value)
