"""Case 13: a fault at any statement leaves nothing of an order behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from stockpool.bootstrap import lane_connection
from stockpool.orders.messages import CancelOrder, OrderCancelled, OrderPlaced
from stockpool.runtime.batch import COMMIT, Row, Statement, run_batch
from stockpool.runtime.database import Database
from stockpool.runtime.lane_worker import Patience
from tests.orders.shop import BERLIN, Shop, order, stamped

TABLES = ("orders", "order_parts", "fulfillment_orders", "fulfillment_order_lines", "entries", "movements", "events")

BATCHING = (
    "stockpool.inventory.handlers",
    "stockpool.inventory.queries.stock",
    "stockpool.orders.store",
    "stockpool.workflows.group",
)
"""Modules that send several statements together."""

Everything = tuple[object, ...]


class Saboteur:
    """Makes the database fail at the so-manieth statement of a lane, sent by itself or with others."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch, *, commits_always: bool = False) -> None:
        self._database = database
        self._commits_always = commits_always
        self.fails_at = 0
        self.statements = 0
        for module in BATCHING:
            monkeypatch.setattr(f"{module}.run_batch", self._run_batch)

    async def connect(self, patience: Patience) -> AsyncConnection:
        connection = await lane_connection(self._database, patience)
        sabotaged = self._sabotaged(connection, connection.execute)
        connection.execute = sabotaged  # type: ignore[method-assign,assignment] # that is the sabotage
        return connection

    def _sabotaged(
        self, connection: AsyncConnection, execute: Callable[..., Awaitable[Any]]
    ) -> Callable[..., Awaitable[Any]]:
        async def run(statement: object, *arguments: object, **more: object) -> object:
            if self._is_hit():
                return await execute("select 1 / 0")
            cursor = await execute(statement, *arguments, **more)
            if self._commits_always:
                await connection.commit()
            return cursor

        return run

    async def _run_batch(self, connection: AsyncConnection, statements: Iterable[Statement]) -> list[list[Row]]:
        sent = [Statement("select 1 / 0") if self._is_hit() else statement for statement in statements]
        if not self._commits_always:
            return await run_batch(connection, sent)
        return [(await run_batch(connection, [statement, COMMIT]))[0] for statement in sent]

    def _is_hit(self) -> bool:
        self.statements += 1
        return self.statements == self.fails_at

    def arm(self, fails_at: int) -> None:
        """Fail at that statement from now on; 0 is never."""
        self.statements, self.fails_at = 0, fails_at


async def everything(shop: Shop) -> Everything:
    """All that an order can leave behind."""
    counts = [await shop.rows(f"select count(*) from {table}") for table in TABLES]  # noqa: S608 -- our table names
    reserved = await shop.rows("select * from reservations order by reservation_id, sku, node")
    statuses = await shop.rows("select order_id, status, cancelled_at from orders order by order_id")
    nodes = await shop.rows("select order_id, node, status from fulfillment_orders order by 1, 2")
    return (*counts, await shop.positions(), reserved, statuses, nodes)


async def opened(database: Database, saboteur: Saboteur) -> Shop:
    shop = Shop(database)
    shop.connect = saboteur.connect
    await shop.open()
    await shop.receive({"tea": {"berlin": 3, "munich": 3}, "cup": {"munich": 1}})
    return shop


async def test_an_order_stands_in_full_or_not_at_all(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    saboteur = Saboteur(database, monkeypatch)
    shop = await opened(database, saboteur)
    hold = await shop.hold({"tea": 2}, node="berlin")
    await shop.place({"tea": 1}, reference="R-0")  # warms the caches: the statements counted are those of an order
    before = await everything(shop)
    command = order({"tea": 3, "cup": 1}, hold_id=hold.hold_id, reference="R-1", ship_to=BERLIN)
    for fails_at in range(1, 100):
        saboteur.arm(fails_at)
        try:
            reply = await shop.submit(command)
        except psycopg.errors.DivisionByZero:
            assert await everything(shop) == before
        else:
            break
    else:
        pytest.fail("the order never came through")
    assert isinstance(reply, OrderPlaced)
    assert saboteur.statements >= 12
    assert await shop.committed(reply.order_id) == {("tea", "berlin"): 2, ("tea", "munich"): 1, ("cup", "munich"): 1}
    await shop.lanes.stop()


async def test_a_cancellation_stands_in_full_or_not_at_all(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    saboteur = Saboteur(database, monkeypatch)
    shop = await opened(database, saboteur)
    placed = await shop.place({"tea": 5, "cup": 1}, ship_to=BERLIN)
    before = await everything(shop)
    command = CancelOrder(**stamped(None), order_id=placed.order_id, reason="customer")
    for fails_at in range(1, 100):
        saboteur.arm(fails_at)
        try:
            reply = await shop.submit(command)
        except psycopg.errors.DivisionByZero:
            assert await everything(shop) == before
        else:
            break
    else:
        pytest.fail("the cancellation never came through")
    assert isinstance(reply, OrderCancelled)
    assert saboteur.statements >= 10
    await shop.lanes.stop()


async def test_without_a_transaction_something_would_remain(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the same faults on a connection that commits after every statement."""
    saboteur = Saboteur(database, monkeypatch, commits_always=True)
    shop = await opened(database, saboteur)
    remained = []
    for fails_at in range(1, 25):
        before = await everything(shop)
        saboteur.arm(fails_at)
        try:
            await shop.submit(order({"cup": 1}, shortage="backorder"))
        except psycopg.Error:
            saboteur.arm(0)
            remained.append(await everything(shop) != before)
    assert any(remained)
    await shop.lanes.stop()
