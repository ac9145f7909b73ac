"""Several processes promise the same supply to come: each unit once, however it is put off, cut down and received."""

from __future__ import annotations

import asyncio
import random

import pytest

from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.orders.messages import CancelOrder, LineQuantity, OrderLine, PlaceOrder, Shortage
from stockpool.supply.api import LOCK_SUPPLIES, READ_SUPPLIES_UNLOCKED
from stockpool.supply.messages import SupplyInput, SupplyStatus, SupplyUpserted
from stockpool.workflows.repair import Repairer
from stockpool.workflows.supply_desk import SupplyDesk
from tests.inventory.asking import asked
from tests.inventory.yard import Yard
from tests.orders.promises.coming import in_days
from tests.races.contestants import Contestants
from tests.races.test_last_units import CONTROL_ATTEMPTS, everywhere, outcomes, slowly
from tests.races.test_orders import EVERYTHING, placed, proved

COMING = 20


async def announce(field: Yard, name: str, quantity: int, days: int, status: SupplyStatus = SupplyStatus.OPEN) -> None:
    row = SupplyInput(id=name, sku="tea", node="east", quantity=quantity, expected_at=in_days(days), status=status)
    assert [type(each) for each in await SupplyDesk(field.database).upsert([row])] == [SupplyUpserted]


def backorder(tea: int = 1) -> PlaceOrder:
    """What is to come, and a cup that is there: its position is locked when the supply was read."""
    lines = (OrderLine("tea", tea), OrderLine("cup", 1))
    return asked(PlaceOrder, order_id=new_uuid7(), channel="web", lines=lines, shortage=Shortage.BACKORDER)


async def claimed(field: Yard, racers: Contestants, supply_lock: str) -> int:
    """How many units three processes promise of what is to come; they want three times as much."""
    await field.receive(cup=3 * COMING)
    await announce(field, "PO-1", COMING, 10)
    await field.rows("update supplies set unsettled = false")
    commands = [[backorder() for _ in range(COMING)] for _ in range(3)]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS), supply_lock=supply_lock))
    assert outcomes(results) == {"granted": 3 * COMING}
    return int((await field.rows("select coalesce(sum(units), 0)::int from supply_claims"))[0][0])


async def test_each_unit_to_come_is_promised_once_by_however_many_processes(field: Yard, racers: Contestants) -> None:
    assert await claimed(field, racers, LOCK_SUPPLIES) == COMING
    assert await proved(field) == []


async def test_without_its_lock_more_is_promised_than_is_to_come_and_the_proof_says_so(
    field: Yard, racers: Contestants
) -> None:
    """Negative control of the test above."""
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows(f"{EVERYTHING}, supplies, supply_claims")
        if await claimed(field, racers, READ_SUPPLIES_UNLOCKED) > COMING:
            assert [getattr(drift, "kind", None) for drift in await proved(field)] == ["supply_claimed"]
            return
    pytest.fail("no lock was needed")


async def test_orders_receipts_and_cancellations_while_supply_changes_leave_no_promise_that_nothing_bears_out(
    field: Yard, racers: Contestants
) -> None:
    """Whatever was broken meanwhile is mended: afterwards every claim is one that its supply and its order have."""
    draw = random.Random(11)
    await field.receive(cup=100)
    for number in range(3):
        await announce(field, f"PO-{number}", 10, 5 + number)
    waiting = [await placed(field, backorder(2)) for _ in range(12)]
    commands: list[list[Command]] = [
        [backorder(draw.randint(1, 3)) for _ in range(20)],
        [
            asked(RecordFact, kind=FactKind.RECEIVE, sku="tea", node="east", quantity=2, reference=f"PO-{number % 3}")
            for number in range(12)
        ],
        [
            asked(CancelOrder, order_id=each, reason="customer", lines=(LineQuantity(1, units),))
            for units in (1, 1)
            for each in waiting
        ],
    ]
    heats = everywhere(field, commands, lock=slowly(LOCK_POSITIONS))
    racing = asyncio.ensure_future(asyncio.to_thread(racers.race, heats))
    repairer = Repairer(field.database, field.say, new_uuid7, 1)
    while not racing.done():
        status = draw.choice([SupplyStatus.OPEN, SupplyStatus.OPEN, SupplyStatus.CANCELLED])
        await announce(field, f"PO-{draw.randint(0, 3)}", draw.randint(0, 20), draw.randint(1, 9), status)
        await repairer.repair_once()
        assert await proved(field) == []
        await asyncio.sleep(0.02)
    outcomes(await racing)
    while await repairer.repair_once():
        pass
    await field.rows("update supplies set unsettled = false")
    assert await proved(field) == []
