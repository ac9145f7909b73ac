"""Case 13: a fault at any statement leaves nothing of an order behind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import psycopg
import pytest
import structlog
from psycopg import AsyncConnection
from structlog.typing import EventDict

from stockpool.bootstrap import lane_connection
from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    Cause,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    FulfillmentStep,
    LineQuantity,
    OrderCancelled,
    OrderLine,
    OrderMethod,
    OrderPlaced,
    Payment,
    PickedQuantity,
)
from stockpool.runtime.batch import COMMIT, Row, Statement, run_batch
from stockpool.runtime.database import Database
from stockpool.runtime.lane_worker import Patience
from tests.orders.shop import BERLIN, Shop, order, stamped
from tests.orders.test_life_cycle import step

TABLES = ("orders", "order_parts", "fulfillment_orders", "fulfillment_order_lines", "entries", "movements", "events")

BATCHING = (
    "stockpool.inventory.handlers",
    "stockpool.inventory.queries.stock",
    "stockpool.orders.store",
    "stockpool.workflows.group",
)
"""Modules that send several statements together."""

Everything = tuple[object, ...]


def _say_nothing(*_: object) -> EventDict:
    raise structlog.DropEvent


class Saboteur:
    """Makes the database fail at the so-manieth statement of a lane, sent by itself or with others."""

    def __init__(self, database: Database, monkeypatch: pytest.MonkeyPatch, *, commits_always: bool = False) -> None:
        self._database = database
        self._commits_always = commits_always
        self.fails_at = 0
        self.statements = 0
        for module in BATCHING:
            monkeypatch.setattr(f"{module}.run_batch", self._run_batch)
        # Faults are expected here, and each one's traceback in colors takes longer than the command.
        monkeypatch.setattr("stockpool.runtime.lane_worker.log", structlog.wrap_logger(None, processors=[_say_nothing]))

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
    statuses = await shop.rows("select order_id, status, payment, priority, cancelled_at from orders order by order_id")
    nodes = await shop.rows(
        "select f.order_id, f.node, f.status, l.line, l.sku, l.quantity from fulfillment_orders f"
        " join fulfillment_order_lines l using (order_id, number) order by 1, f.number, 4, 5"
    )
    return (*counts, await shop.positions(), reserved, statuses, nodes)


async def opened(database: Database, saboteur: Saboteur) -> Shop:
    shop = Shop(database)
    shop.connect = saboteur.connect
    await shop.open()
    await shop.receive({"tea": {"berlin": 3, "munich": 3}, "cup": {"munich": 1}})
    return shop


async def on_its_way(shop: Shop, *steps: FulfillmentStep, **more: object) -> str:
    """An order of which these steps were taken."""
    placed = await shop.place({"tea": 2}, **more)
    for each in steps:
        await step(shop, placed.order_id, 1, each)
    return placed.order_id


def a_step(taken: FulfillmentStep, *before: FulfillmentStep, **more: object) -> Callable[[Shop], Awaitable[Command]]:
    """A step of an order on its way home."""

    async def prepare(shop: Shop) -> Command:
        order_id = await on_its_way(shop, *before, ship_to=BERLIN)
        words = {"order_id": order_id, "number": 1, "step": taken, **more}
        return AdvanceFulfillment(**stamped(None) | words)

    return prepare


def collected(taken: FulfillmentStep, *before: FulfillmentStep) -> Callable[[Shop], Awaitable[Command]]:
    """A step of an order that is sent to the store where it is collected."""

    async def prepare(shop: Shop) -> Command:
        await shop.fact(FactKind.SELL, "tea", "berlin", 3)
        method = OrderMethod.SHIP_TO_STORE
        order_id = await on_its_way(shop, *before, method=method, pickup_node="berlin")
        if taken is STEP.EXPIRE:
            async with shop.database.transaction() as conn:
                await conn.execute("update fulfillment_orders set ready_until = now() - interval '1 s'")
        return AdvanceFulfillment(**stamped(None), order_id=order_id, number=1, step=taken)

    return prepare


def a_payment(kind: type[ConfirmPayment | FailPayment], *, late: bool = False) -> Callable[[Shop], Awaitable[Command]]:
    """What becomes of an order that was not paid for."""

    async def prepare(shop: Shop) -> Command:
        placed = await shop.place({"tea": 4}, payment=Payment.PENDING, payment_hold_id=new_uuid7())
        if late:
            ((hold_id,),) = await shop.rows("select hold_id from orders where order_id = %s", placed.order_id)
            await shop.expire(hold_id)
        return kind(**stamped(None), order_id=placed.order_id)

    return prepare


async def an_edit(shop: Shop) -> Command:
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    less, more = (LineQuantity(1, 1),), (OrderLine("cup", 1),)
    return EditOrder(**stamped(None), order_id=placed.order_id, quantities=less, add=more, priority=3)


async def a_way(shop: Shop) -> Command:
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    return EditOrder(**stamped(None), order_id=placed.order_id, method=OrderMethod.PICKUP, pickup_node="munich")


async def a_part_cancelled(shop: Shop) -> Command:
    order_id = await on_its_way(shop, STEP.RELEASE, ship_to=BERLIN)
    return CancelOrder(**stamped(None), order_id=order_id, reason="customer", lines=(LineQuantity(1, 1),))


async def a_receipt(shop: Shop) -> Command:
    await shop.place({"cup": 3}, shortage="backorder")
    await shop.place({"cup": 3}, shortage="backorder")
    return RecordFact(**stamped(None), kind=FactKind.RECEIVE, sku="cup", node="munich", quantity=4)


async def a_dispatch(shop: Shop) -> Command:
    order_id = await on_its_way(shop, ship_to=BERLIN)
    return RecordFact(**stamped(None), kind=FactKind.SHIP, sku="tea", node="berlin", quantity=1, reference=order_id)


STEP = FulfillmentStep
PICKED = (STEP.RELEASE, STEP.ACCEPT, STEP.PICK)
COMMANDS: dict[str, Callable[[Shop], Awaitable[Command]]] = {
    "release": a_step(STEP.RELEASE),
    "accept": a_step(STEP.ACCEPT, STEP.RELEASE),
    "reject": a_step(STEP.REJECT, STEP.RELEASE, reason="no time"),
    "give up": a_step(STEP.GIVE_UP, cause=Cause.OVER_CAPACITY),
    "give up a part": a_step(STEP.GIVE_UP, cause=Cause.NODE_CLOSED, sku="tea", units_most=1),
    "start picking": a_step(STEP.START_PICKING, STEP.RELEASE, STEP.ACCEPT),
    "pick": a_step(STEP.PICK, STEP.RELEASE, STEP.ACCEPT),
    "pick short": a_step(STEP.PICK, STEP.RELEASE, STEP.ACCEPT, picked=(PickedQuantity("tea", 1),)),
    "pack": a_step(STEP.PACK, *PICKED),
    "ship": a_step(STEP.SHIP, *PICKED),
    "deliver": a_step(STEP.DELIVER, *PICKED, STEP.SHIP),
    "ship to store": collected(STEP.SHIP, *PICKED),
    "arrive": collected(STEP.ARRIVE, *PICKED, STEP.SHIP),
    "hand over": collected(STEP.HAND_OVER, *PICKED, STEP.SHIP, STEP.ARRIVE),
    "expire": collected(STEP.EXPIRE, *PICKED, STEP.SHIP, STEP.ARRIVE),
    "confirm": a_payment(ConfirmPayment),
    "confirm late": a_payment(ConfirmPayment, late=True),
    "fail": a_payment(FailPayment),
    "edit": an_edit,
    "edit the way": a_way,
    "cancel a part": a_part_cancelled,
    "receive": a_receipt,
    "ship by a fact": a_dispatch,
}


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
    assert saboteur.statements >= 8
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


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_change_of_an_order_stands_in_full_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Case 13, for every command about an order that stands, and for the fact that serves or ships one."""
    saboteur = Saboteur(database, monkeypatch)
    shop = await opened(database, saboteur)
    command = await COMMANDS[name](shop)
    before = await everything(shop)
    for fails_at in range(1, 100):
        saboteur.arm(fails_at)
        try:
            reply = await shop.submit(command)
        except psycopg.errors.DivisionByZero:
            assert await everything(shop) == before
        else:
            break
    else:
        pytest.fail(f"{name} never came through")
    saboteur.arm(0)
    assert not isinstance(reply, Refused), reply
    assert saboteur.fails_at == 0
    assert fails_at > 6
    assert await everything(shop) != before
    assert await shop.submit(command) == reply
    assert await shop.drift() == []
    await shop.lanes.stop()
