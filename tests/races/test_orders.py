"""Several processes, the same orders: never more is sold than there is, each step is taken once, each exit is one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from stockpool.inventory.api import LOCK_POSITIONS, READ_POSITIONS_UNLOCKED
from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Reason
from stockpool.orders import store
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    ConfirmPayment,
    FailPayment,
    FulfillmentAdvanced,
    FulfillmentStep,
    LineQuantity,
    OrderLine,
    OrderMethod,
    OrderPlaced,
    Payment,
    PlaceOrder,
    Shortage,
)
from stockpool.workflows.verify import verify
from tests.inventory.asking import asked
from tests.inventory.yard import Yard, granted
from tests.races.contestants import Contestants, Result
from tests.races.test_last_units import CONTROL_ATTEMPTS, UNITS, everywhere, outcomes, slowly, stocked

STEP = FulfillmentStep
EVERYTHING = (
    "truncate positions, earlier_counts, movements, entries, reservations, further_events, orders, order_parts,"
    " fulfillment_orders, fulfillment_order_lines"
)


def order(sku: str = "tea", quantity: int = 1, **more: object) -> PlaceOrder:
    return asked(PlaceOrder, order_id=new_uuid7(), channel="web", lines=(OrderLine(sku, quantity),), **more)


def unpaid(quantity: int = 1) -> PlaceOrder:
    return order(quantity=quantity, payment=Payment.PENDING, payment_hold_id=new_uuid7())


def step(order_id: str, taken: FulfillmentStep, key: str | None = None, **more: object) -> AdvanceFulfillment:
    return asked(AdvanceFulfillment, key, order_id=order_id, number=1, step=taken, **more)


async def proved(field: Yard) -> list[object]:
    """Where any book disagrees."""
    connection = await field.database.connect()
    async with connection:
        return list((await verify(connection)).drifts)


async def placed(field: Yard, command: PlaceOrder) -> str:
    return granted(OrderPlaced, await field.say(command)).order_id


async def buyers(field: Yard, racers: Contestants, lock: str, orders: Sequence[Sequence[PlaceOrder]]) -> list[Result]:
    return racers.race(everywhere(field, orders, lock=slowly(lock)))


def mixed(times: int) -> list[PlaceOrder]:
    """Sent home, collected, sent to a store, not paid for yet."""
    kinds: list[Callable[[], PlaceOrder]] = [
        order,
        lambda: order(method=OrderMethod.PICKUP, pickup_node="east"),
        lambda: order(method=OrderMethod.SHIP_TO_STORE, pickup_node="north"),
        unpaid,
    ]
    return [kinds[number % len(kinds)]() for number in range(times)]


async def test_the_last_units_are_ordered_exactly_once_however_they_are_had(field: Yard, racers: Contestants) -> None:
    """Cases 1 and 24: three processes want three times what there is."""
    await stocked(field)
    results = await buyers(field, racers, LOCK_POSITIONS, [mixed(UNITS) for _ in range(3)])
    assert outcomes(results) == {"granted": UNITS, "insufficient-stock": 2 * UNITS}
    available, held, committed = await field.position("tea")
    assert (available, held + committed) == (0, UNITS)
    assert await proved(field) == []


async def test_without_the_lock_units_are_ordered_twice(field: Yard, racers: Contestants) -> None:
    """Negative control of the test above."""
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows(EVERYTHING)
        await stocked(field)
        results = await buyers(field, racers, READ_POSITIONS_UNLOCKED, [mixed(UNITS) for _ in range(3)])
        failed = [failure for result in results for failure in result.failures]
        if failed or (await field.position("tea"))[0] < 0 or await proved(field):
            return
    pytest.fail("no lock was needed")


async def test_what_is_promised_is_committed_node_by_node(field: Yard, racers: Contestants) -> None:
    """Case 14: each answer says exactly what the ledger has for the order, and where."""
    for node in ("east", "north", "west"):
        await field.fact(FactKind.RECEIVE, "tea", node, 10)
    results = await buyers(field, racers, LOCK_POSITIONS, [[order(quantity=3) for _ in range(8)] for _ in range(3)])
    assert outcomes(results) == {"granted": 10, "insufficient-stock": 14}
    for reply in [reply for result in results for reply in result.replies if isinstance(reply, OrderPlaced)]:
        kept = {key: units for key, (units, _) in (await field.reserved(reply.order_id)).items()}
        assert {(x.sku, each.node): x.quantity for each in reply.fulfillment_orders for x in each.lines} == kept
    assert await proved(field) == []


async def test_those_who_wait_and_those_who_come_never_get_the_same_unit(field: Yard, racers: Contestants) -> None:
    """Cases 1 and 24: receipts serve who waits while others order; together they get what came."""
    waiting = [await placed(field, order(quantity=2, shortage=Shortage.BACKORDER)) for _ in range(10)]
    receipts = [asked(RecordFact, kind=FactKind.RECEIVE, sku="tea", node="east", quantity=1) for _ in range(20)]
    commands: list[list[Command]] = [list(receipts), [order() for _ in range(20)], [order() for _ in range(20)]]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS)))
    outcomes(results)
    available, held, committed = await field.position("tea")
    assert (available, held, committed) == (0, 0, 20)
    assert len(waiting) == 10
    assert await proved(field) == []


async def test_the_same_steps_said_to_all_at_once_are_taken_once_and_answered_alike(
    field: Yard, racers: Contestants
) -> None:
    """Case 4: the same keys in three processes, and once more later."""
    await field.receive(tea=20)
    ids = [await placed(field, order()) for _ in range(6)]
    steps = [STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP, STEP.DELIVER]
    for taken in steps:
        said: list[Command] = [step(each, taken) for each in ids]
        results = racers.race(everywhere(field, [said, said[::-1], said], lock=slowly(LOCK_POSITIONS)))
        assert outcomes(results) == {"granted": 18}
        first, backwards, third = [result.replies for result in results]
        assert first == backwards[::-1] == third
        assert tuple(await field.say_together(said)) == first
    assert await field.position("tea") == (14, 0, 0)
    assert await proved(field) == []


@pytest.mark.parametrize("kind", ["ship", "cancel", "confirm", "fail", "pick short"])
async def test_the_same_thing_said_under_other_keys_is_done_once(field: Yard, racers: Contestants, kind: str) -> None:
    """Case 4: three processes, nine keys for each order; one is granted, the others say where the order stands."""
    await field.receive(tea=20)
    ids = [await placed(field, unpaid() if kind in {"confirm", "fail"} else order()) for _ in range(4)]
    if kind in {"ship", "pick short"}:
        for each in ids:
            for taken in (STEP.RELEASE, STEP.ACCEPT, *([STEP.PICK] if kind == "ship" else [])):
                granted(FulfillmentAdvanced, await field.say(step(each, taken)))

    def said(order_id: str) -> Command:
        if kind == "cancel":
            return asked(CancelOrder, order_id=order_id, reason="customer")
        if kind in {"confirm", "fail"}:
            return asked(ConfirmPayment if kind == "confirm" else FailPayment, order_id=order_id)
        return step(order_id, STEP.SHIP) if kind == "ship" else step(order_id, STEP.PICK, picked=())

    commands = [[said(each) for _ in range(3) for each in ids] for _ in range(3)]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results) == {"granted": 4, str(Reason.ORDER_STATE): 32}
    after = {"cancel": (20, 0, 0), "confirm": (16, 0, 4), "fail": (20, 0, 0)}
    assert await field.position("tea") == after.get(kind, (16, 0, 0))
    assert await proved(field) == []


async def exits(field: Yard, racers: Contestants, **heats: object) -> Counter[str]:
    """Unpaid orders are paid for, not paid for, and cancelled by three processes at once."""
    await field.receive(tea=30)
    ids = [await placed(field, unpaid(2)) for _ in range(10)]
    commands: list[list[Command]] = [
        [asked(ConfirmPayment, order_id=each) for each in ids],
        [asked(FailPayment, order_id=each) for each in ids],
        [asked(CancelOrder, order_id=each, reason="customer", lines=(LineQuantity(1, 1),)) for each in ids],
    ]
    results = racers.race(everywhere(field, commands, **heats))
    if any(result.failures for result in results):
        return Counter(failed=1)
    return outcomes(results)


async def test_every_exit_of_an_unpaid_order_gives_its_hold_back_once(field: Yard, racers: Contestants) -> None:
    """Case 20: whoever comes first; afterwards nothing is held, and what is committed is what orders have."""
    found = await exits(field, racers, lock=slowly(LOCK_POSITIONS))
    assert set(found) <= {"granted", str(Reason.ORDER_STATE)}
    available, held, committed = await field.position("tea")
    assert (available + committed, held) == (30, 0)
    assert await proved(field) == []


async def test_without_the_lock_of_the_order_exits_meet(field: Yard, racers: Contestants) -> None:
    """Negative control of the test above."""
    unlocked, lock = store.LOCK_ORDERS.replace("for update", ""), slowly(LOCK_POSITIONS, 0.03)
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows(EVERYTHING)
        if (await exits(field, racers, lock=lock, order_lock=unlocked))["failed"] or await proved(field):
            return
    pytest.fail("no lock was needed")


async def test_an_order_locked_by_another_session_is_busy_and_its_neighbors_go_on(
    field: Yard, racers: Contestants
) -> None:
    """Case 22: nobody is told that there is no stock or no order, and with the same keys all are granted later."""
    await field.receive(tea=20)
    kept, free = [await placed(field, order()) for _ in range(2)], [await placed(field, order()) for _ in range(4)]
    commands: list[list[Command]] = [
        [
            step(kept[place], STEP.RELEASE),
            *[step(each, STEP.RELEASE) for each in free[place * 2 : place * 2 + 2]],
            order(),
        ]
        for place in range(2)
    ]
    heats = everywhere(field, commands, lock_timeout_s=0.2)
    async with field.database.transaction() as holder:
        await holder.execute("select 1 from orders where order_id = any(%s::uuid[]) for update", (kept,))
        assert outcomes(racers.race(heats)) == {"granted": 6, "busy": 2}
    results = racers.race(heats)
    assert outcomes(results) == {"granted": 8}
    assert await proved(field) == []


async def test_a_position_locked_by_another_session_is_busy_for_orders_too(field: Yard, racers: Contestants) -> None:
    """Case 22: ordering, cancelling and shipping what is there wait, those of other goods go on."""
    await field.receive(tea=20, cup=20, cloth=20)
    committed = await placed(field, order())
    commands: list[list[Command]] = [
        [order("cup"), asked(CancelOrder, order_id=committed, reason="customer")],
        [order("cloth"), order()],
    ]
    heats = everywhere(field, commands, lock_timeout_s=0.2)
    async with field.database.transaction() as holder:
        await holder.execute("select 1 from positions where sku = 'tea' for update")
        assert outcomes(racers.race(heats)) == {"granted": 2, "busy": 2}
    assert outcomes(racers.race(heats)) == {"granted": 4}
    assert await field.position("tea") == (19, 0, 1)
    assert await proved(field) == []


async def test_what_is_to_be_collected_is_not_sent_to_somebody_else(field: Yard, racers: Contestants) -> None:
    """Case 16: pickup orders commit their node, however many ship orders are after the same units."""
    await stocked(field)
    collected = [order(method=OrderMethod.PICKUP, pickup_node="east") for _ in range(10)]
    ids = [await placed(field, each) for each in collected]
    results = await buyers(field, racers, LOCK_POSITIONS, [[order() for _ in range(20)] for _ in range(3)])
    assert outcomes(results) == {"granted": UNITS - 10, "insufficient-stock": 60 - (UNITS - 10)}
    steps = [
        step(each, taken)
        for taken in (STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.READY, STEP.HAND_OVER)
        for each in ids
    ]
    assert [type(reply) for reply in await field.say_together(steps)] == [FulfillmentAdvanced] * 50
    assert await field.position("tea") == (0, 0, UNITS - 10)
    assert await proved(field) == []


async def test_kits_are_shipped_cancelled_and_edited_in_any_order(field: Yard, racers: Contestants) -> None:
    """Case 7 as a race: steps, facts and cancellations of the same kits by three processes; counters equal rows."""
    await field.receive(tea=40, cup=40)
    ids = [await placed(field, order("kit", 3)) for _ in range(6)]
    commands: list[list[Command]] = [
        [step(each, taken) for taken in (STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP) for each in ids],
        [
            asked(CancelOrder, order_id=each, reason="customer", lines=(LineQuantity(1, 1),))
            for _ in range(2)
            for each in ids
        ],
        [
            asked(RecordFact, kind=FactKind.SHIP, sku=sku, node="east", quantity=1, reference=each)
            for sku in ("tea", "cup")
            for each in ids
        ],
    ]
    results = racers.race(everywhere(field, commands, lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results)["busy"] == 0
    assert await proved(field) == []
