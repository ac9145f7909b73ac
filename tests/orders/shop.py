"""A small retailer on a real database, with the lanes that the server uses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.bootstrap import lane_connection
from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import ComponentInput, SkuInput
from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.inventory.messages import (
    FactKind,
    FactRecorded,
    HeldFor,
    HoldPlaced,
    Line,
    PlaceHold,
    RecordFact,
    ReleaseHold,
)
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused
from stockpool.network.api import upsert_channels, upsert_nodes
from stockpool.network.messages import Channel, ChannelKind, NodeInput, NodeKind, Pool
from stockpool.orders.api import Rules
from stockpool.orders.messages import CancelOrder, OrderLine, OrderMethod, OrderPlaced, PlaceOrder, ShipTo
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Patience
from stockpool.supply.api import LOCK_SUPPLIES
from stockpool.workflows.commands import decode_reply, task_for, write_records
from stockpool.workflows.group import STANDARD_RULES, GroupProcessor
from stockpool.workflows.repair import Repairer
from stockpool.workflows.verify import verify

BERLIN = ShipTo(city="Berlin", country="DE", latitude=52.52, longitude=13.40)
MUNICH = ShipTo(city="Munich", country="DE", latitude=48.14, longitude=11.58)

NODES = [
    NodeInput("berlin", "Berlin", NodeKind.STORE, 52.50, 13.35),
    NodeInput("leipzig", "Leipzig", NodeKind.DISTRIBUTION_CENTER, 51.34, 12.37, can_ship=True, can_pickup=False),
    NodeInput("munich", "Munich", NodeKind.STORE, 48.14, 11.58),
    NodeInput("outlet", "Outlet", NodeKind.STORE, 52.52, 13.40, can_ship=False, can_pickup=True),
    NodeInput("market", "Market stall", NodeKind.MICRO_HUB, 52.52, 13.40),
]

SKUS = [
    SkuInput("tea", "Tea"),
    SkuInput("cup", "Cup"),
    SkuInput("cloth", "Cloth by the meter", decimals=2),
    SkuInput("tea-time", "One cup and two teas", components=(ComponentInput("cup", 1), ComponentInput("tea", 2))),
]

CHANNELS = [
    Channel("web", "Web", ChannelKind.WEB, Pool(nodes=("berlin", "leipzig", "munich", "outlet"))),
    Channel("careful", "Careful", ChannelKind.WEB, Pool(nodes=("berlin", "munich")), buffer=2),
]

keys = count(1)


class Shop:
    """The retailer's systems: they order, hold, cancel and record facts."""

    def __init__(self, database: Database, lock: str = LOCK_POSITIONS, rules: Rules = STANDARD_RULES) -> None:
        self.database = database
        self.lock = lock
        self.supply_lock = LOCK_SUPPLIES
        self.rules = rules
        self.connect: Callable[[Patience], Awaitable[AsyncConnection]] = partial(lane_connection, database)
        self.lanes: Lanes[Command, msgspec.Struct]

    async def open(self, *, lanes: int = 1, group_max: int = 512) -> None:
        async with self.database.transaction() as conn:
            for results in (
                await upsert_skus(conn, SKUS),
                await upsert_nodes(conn, NODES),
                await upsert_channels(conn, CHANNELS),
            ):
                assert not [each for each in results if isinstance(each, Refused)]
        self.processor = GroupProcessor(
            task_for, decode_reply, write_records, lock=self.lock, supply_lock=self.supply_lock, rules=self.rules
        )
        self.lanes = Lanes(self.connect, self.processor, lanes=lanes, group_max=group_max)
        await self.lanes.start()

    async def repair(self) -> int:
        """One round of self-repair."""
        return await Repairer(self.database, self.lanes.submit, new_uuid7, 1).repair_once()

    async def submit(self, command: Command) -> msgspec.Struct:
        return await self.lanes.submit(command)

    async def submit_together(self, commands: Sequence[Command]) -> list[msgspec.Struct]:
        """Queue commands before any is decided; the replies in their order."""
        waiting = [self.lanes.submit(command) for command in commands]
        return [await each for each in waiting]

    async def receive(self, stock: Mapping[str, Mapping[str, Amount]]) -> None:
        for sku, shelf in stock.items():
            for node, quantity in shelf.items():
                await self.fact(FactKind.RECEIVE, sku, node, quantity)

    async def fact(
        self, kind: FactKind, sku: str, node: str, quantity: Amount, reference: str | None = None
    ) -> FactRecorded:
        stamp = stamped(None)
        command = RecordFact(**stamp, kind=kind, sku=sku, node=node, quantity=quantity, reference=reference)
        reply = await self.submit(command)
        assert isinstance(reply, FactRecorded), reply
        return reply

    async def hold(
        self,
        lines: Mapping[str, Amount],
        *,
        node: str | None = None,
        ttl: int = 600,
        held_for: HeldFor | None = None,
    ) -> HoldPlaced:
        wanted = tuple(Line(sku, quantity, node) for sku, quantity in lines.items())
        reply = await self.submit(hold(wanted, ttl, held_for))
        assert isinstance(reply, HoldPlaced), reply
        return reply

    async def release(self, hold_id: str) -> None:
        reply = await self.submit(ReleaseHold(**stamped(None), hold_id=hold_id))
        assert not isinstance(reply, Refused), reply

    async def expire(self, hold_id: str) -> None:
        """Let a hold's time be over."""
        async with self.database.transaction() as conn:
            await conn.execute(
                "update reservations set expires_at = now() - interval '1 second' where reservation_id = %s", (hold_id,)
            )

    async def place(self, lines: Mapping[str, Amount], /, **more: object) -> OrderPlaced:
        reply = await self.submit(order(lines, **more))
        assert isinstance(reply, OrderPlaced), reply
        return reply

    async def refused(self, lines: Mapping[str, Amount], /, **more: object) -> Refused:
        reply = await self.submit(order(lines, **more))
        assert isinstance(reply, Refused), reply
        return reply

    async def cancel(self, order_id: str, *, key: str | None = None) -> msgspec.Struct:
        return await self.submit(CancelOrder(**stamped(key), order_id=order_id, reason="customer"))

    async def positions(self) -> dict[tuple[str, str], tuple[int, int, int]]:
        """Available, held and committed of each position."""
        rows = await self.rows("select sku, node, available, held, committed from positions order by 1, 2")
        return {(sku, node): (available, held, committed) for sku, node, available, held, committed in rows}

    async def committed(self, order_id: str) -> dict[tuple[str, str], int]:
        """What the ledger has committed to an order and not shipped yet."""
        sql = "select sku, node, quantity from reservations where reservation_id = %s and status = 'open'"
        return {(sku, node): quantity for sku, node, quantity in await self.rows(sql, order_id)}

    async def drift(self) -> list[object]:
        """Where the books disagree, those of the ledger and those of orders."""
        connection = await self.database.connect()
        async with connection:
            return list((await verify(connection)).drifts)

    async def rows(self, sql: str, *params: object) -> Sequence[tuple[Any, ...]]:
        async with self.database.read() as conn:
            return await (await conn.execute(sql.encode(), params)).fetchall()


def stamped(key: str | None) -> dict[str, Any]:
    """What each command carries; a new key unless one is given."""
    name = key or f"key-{next(keys)}"
    return {"key": fingerprint(name), "fingerprint": fingerprint(name), "actor": "test"}


def hold(
    lines: tuple[Line, ...], ttl: int = 600, held_for: HeldFor | None = None, *, partial: bool = False
) -> PlaceHold:
    """A hold of the web shop."""
    return PlaceHold(
        **stamped(None),
        hold_id=new_uuid7(),
        channel="web",
        lines=lines,
        ttl_seconds=ttl,
        held_for=held_for,
        partial=partial,
    )


def order(lines: Mapping[str, Amount], /, **more: object) -> PlaceOrder:
    """An order of the web shop; the same key with the same words is the same request."""
    key = more.pop("key", None)
    words = {
        "order_id": new_uuid7(),
        "channel": "web",
        "lines": tuple(OrderLine(sku, quantity) for sku, quantity in lines.items()),
        **stamped(None if key is None else str(key)),
        "fingerprint": fingerprint([sorted(map(str, lines.items())), str(more)]),
        **more,
    }
    return msgspec.convert(words, PlaceOrder, from_attributes=True)


def allocated(placed: OrderPlaced) -> dict[tuple[str, str], Amount]:
    """Quantities by SKU and node."""
    return {(line.sku, each.node): line.quantity for each in placed.fulfillment_orders for line in each.lines}


PICKUP = OrderMethod.PICKUP
