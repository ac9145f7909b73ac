"""Customer, store and clock are at the same orders in several processes: each step is whole, and the books agree."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import pytest

from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.inventory.messages import FactKind
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Reason
from stockpool.orders import store
from stockpool.orders.messages import (
    CancelOrder,
    EditOrder,
    FulfillmentAdvanced,
    FulfillmentStep,
    LineQuantity,
    OrderMethod,
    PickedQuantity,
)
from tests.inventory.asking import asked
from tests.inventory.yard import Yard, granted
from tests.races.contestants import Contestants
from tests.races.test_last_units import CONTROL_ATTEMPTS, everywhere, outcomes, slowly
from tests.races.test_orders import EVERYTHING, STEP, order, placed, proved, step

EACH = 8


def edit(order_id: str, quantity: int) -> EditOrder:
    return asked(EditOrder, order_id=order_id, quantities=(LineQuantity(1, quantity),))


def cancel(order_id: str, units: int | None = None) -> CancelOrder:
    lines = (LineQuantity(1, units),) if units is not None else ()
    return asked(CancelOrder, order_id=order_id, reason="customer", lines=lines)


async def through(field: Yard, order_id: str, *steps: FulfillmentStep) -> None:
    for taken in steps:
        granted(FulfillmentAdvanced, await field.say(step(order_id, taken)))


async def kept(field: Yard) -> int:
    """Units at all nodes, and those that left."""
    sql = """
        select (select sum(available + held + committed + other)::int from positions)
             + (select sum(fulfilled)::int from order_parts)"""
    return int((await field.rows(sql))[0][0])


Scene = Sequence[Sequence[Command]]
"""What each process says."""

STOCK = 76


async def at_the_counter(field: Yard) -> Scene:
    """Edits, cancellations, acceptances and expiries: half of the orders are new, half were not collected in time.

    All go through the orders at one pace, so that they meet.
    """
    await field.receive(tea=STOCK)
    collected = {"method": OrderMethod.PICKUP, "pickup_node": "east"}
    new = [await placed(field, order(quantity=2, **collected)) for _ in range(EACH)]
    ready = [await placed(field, order(quantity=2, **collected)) for _ in range(EACH)]
    for each in ready:
        await through(field, each, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.READY)
    await field.rows("update fulfillment_orders set ready_until = now() where ready_until is not null")
    ids = [each for pair in zip(new, ready, strict=True) for each in pair]
    steps = [(STEP.RELEASE, STEP.ACCEPT), (STEP.EXPIRE, STEP.HAND_OVER)]
    return [
        [edit(each, quantity) for each in ids for quantity in (3, 1)],
        [cancel(each, units) for place, each in enumerate(ids) for units in (1, None if place % 3 else 1)],
        [step(each, taken) for place, each in enumerate(ids) for taken in steps[place % 2]],
    ]


async def given_up(field: Yard) -> Scene:
    """Rejections and short picks seek other nodes for units that are cancelled and added at the same moment."""
    for node, units in (("east", STOCK - 16), ("north", 8), ("west", 8)):
        await field.fact(FactKind.RECEIVE, "tea", node, units)
    ids = [await placed(field, order(quantity=3)) for _ in range(2 * EACH)]
    for each in ids[::2]:
        await through(field, each, STEP.RELEASE, STEP.ACCEPT)
    one = (PickedQuantity("tea", 1),)
    return [
        [
            command
            for place, each in enumerate(ids)
            for command in (
                step(each, STEP.RELEASE),
                step(each, STEP.PICK, picked=one) if place % 4 == 0 else step(each, STEP.REJECT),
            )
        ],
        [edit(each, quantity) for each in ids for quantity in (4, 2)],
        [cancel(each, units) for place, each in enumerate(ids) for units in (1, None if place % 5 else 1)],
    ]


@pytest.mark.parametrize("scene", [at_the_counter, given_up])
async def test_customer_store_and_clock_at_the_same_orders_lose_and_double_nothing(
    field: Yard, racers: Contestants, scene: Callable[[Yard], Awaitable[Scene]]
) -> None:
    heats = everywhere(field, await scene(field), lock=slowly(LOCK_POSITIONS))
    found = outcomes(racers.race(heats))
    told = (Reason.ORDER_STATE, Reason.INVALID_QUANTITY, Reason.INVALID_INPUT, Reason.INSUFFICIENT_STOCK)
    assert set(found) <= {"granted", *[str(reason) for reason in told]}
    assert min(found["granted"], found[str(Reason.ORDER_STATE)]) > EACH
    assert await kept(field) == STOCK
    assert await proved(field) == []


async def test_without_the_lock_of_the_order_they_mix(field: Yard, racers: Contestants) -> None:
    """Negative control of the tests above."""
    unlocked = store.LOCK_ORDERS.replace("for update", "")
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows(EVERYTHING)
        lock = slowly(LOCK_POSITIONS, 0.03)
        heats = everywhere(field, await at_the_counter(field), lock=lock, order_lock=unlocked)
        failed = [failure for result in racers.race(heats) for failure in result.failures]
        if failed or await kept(field) != STOCK or await proved(field):
            return
    pytest.fail("no lock was needed")
