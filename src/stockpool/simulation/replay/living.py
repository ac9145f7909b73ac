"""Playing orders in a world: placed week by week, disturbed, mended, worked off, and supplied."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby, islice

import msgspec
from psycopg import AsyncConnection

from stockpool.connectors.messages import ImportedOrder
from stockpool.orders.api import QueuePlace, list_tasks
from stockpool.orders.messages import FulfillmentStatus, FulfillmentTask, OrderPlaced, PlaceOrder
from stockpool.runtime.database import Database
from stockpool.simulation.replay import store
from stockpool.simulation.replay.actors import Announce, Customers, Nodes, Submit, Suppliers, Tills, in_groups
from stockpool.simulation.replay.playing import GROUP_ORDERS, Answered
from stockpool.simulation.replay.world import WEEK, Chance, WorldPlan

TO_DO = (FulfillmentStatus.OPEN, FulfillmentStatus.RELEASED)
"""What there is to begin with: all else was worked off before."""

PAGE = 500

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Company(msgspec.Struct):
    """What a world is played on."""

    database: Database
    submit: Submit
    repair: Callable[[], Awaitable[int]]
    nodes: Sequence[str]
    announce: Announce
    hub: str
    """Where supplies arrive."""


class Living:
    """The weeks of a world, one after the other."""

    def __init__(self, company: Company, world: WorldPlan) -> None:
        """No week has begun."""
        chance = Chance(world.seed)
        self._company = company
        self._references: dict[str, str] = {}
        self._nodes = Nodes(company.submit, world, chance, self._references)
        self._tills = Tills(company.submit, world, chance)
        self._customers = Customers(company.submit, world, chance, self._references)
        self._suppliers = Suppliers(company.submit, company.announce, company.hub, datetime.now(UTC))

    async def play(
        self, orders: Iterator[ImportedOrder], command_for: Callable[[ImportedOrder], PlaceOrder], answered: Answered
    ) -> None:
        """Every order, in the order of their times; at the end each has reached its customer or waits for supplies."""
        this_week: int | None = None
        for batch in _batches(orders):
            week = _week_of(batch[0])
            for _ in range(0 if this_week is None else week - this_week):
                await self._end_week()
            this_week = week
            await self._place(batch, command_for, answered)
            await self._work()
        await self._end_week()

    async def _place(
        self, batch: Sequence[ImportedOrder], command_for: Callable[[ImportedOrder], PlaceOrder], answered: Answered
    ) -> None:
        commands = [command_for(order) for order in batch]
        positions: list[tuple[str, str]] = []
        for order, command, reply in zip(batch, commands, await in_groups(self._company.submit, commands), strict=True):
            self._references[command.order_id] = order.order_id
            answered(order, reply)
            if isinstance(reply, OrderPlaced):
                positions += [(line.sku, part.node) for part in reply.fulfillment_orders for line in part.lines]
        async with self._company.database.read() as connection:
            shelves = await store.on_shelves(connection, self._tills.choose(positions))
        await self._tills.sell(shelves)

    async def _work(self) -> None:
        """Mend what is broken and work off what there is, until there is nothing more of either."""
        granted = 1
        while granted:
            await self._mend()
            granted = await self._nodes.work(await self._queue())
            arrived, self._nodes.arrived = self._nodes.arrived, []
            await self._customers.bring_back(arrived)

    async def _mend(self) -> None:
        while await self._company.repair():
            pass

    async def _queue(self) -> list[FulfillmentTask]:
        async with self._company.database.read() as connection:
            return await _whole_queue(connection, list(self._company.nodes))

    async def _end_week(self) -> None:
        """Supplies come and are worked off; what waits then is ordered, so that it has a date."""
        await self._suppliers.arrive()
        await self._work()
        await self._send_what_waits()

    async def _send_what_waits(self) -> None:
        async with self._company.database.read() as connection:
            waiting = await store.what_waits(connection)
        await self._suppliers.send(waiting)
        await self._mend()


def _batches(orders: Iterator[ImportedOrder]) -> Iterator[list[ImportedOrder]]:
    """The orders of each week, in parts that a lane takes at once."""
    for _, of_week in groupby(orders, _week_of):
        while batch := list(islice(of_week, GROUP_ORDERS)):
            yield batch


def _week_of(order: ImportedOrder) -> int:
    return (order.ordered_at - EPOCH) // WEEK


async def _whole_queue(connection: AsyncConnection, nodes: list[str]) -> list[FulfillmentTask]:
    """What is still to be done anywhere, first come first."""
    tasks: list[FulfillmentTask] = []
    after: QueuePlace | None = None
    while True:
        page = await list_tasks(connection, nodes, list(TO_DO), after, PAGE)
        tasks += page
        if len(page) < PAGE:
            return tasks
        after = QueuePlace(page[-1].since, page[-1].order_id, page[-1].number)
