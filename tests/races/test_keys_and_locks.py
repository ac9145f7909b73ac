"""Several processes, the same keys and crossed rows: one effect, one reply, and no deadlock that a caller sees."""

from __future__ import annotations

import msgspec
import pytest

from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.inventory.messages import FactKind, HoldPlaced, RecordFact, ReleaseHold
from stockpool.kernel.commands import Command
from stockpool.kernel.idempotency import fingerprint
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Wanted, Yard
from tests.races.contestants import Contestants
from tests.races.test_last_units import CONTROL_ATTEMPTS, everywhere, hold, outcomes, slowly

BETWEEN = "cross join lateral (select pg_sleep(0.002) where p.sku is not null) as paused"
ROW_BY_ROW = LOCK_POSITIONS + BETWEEN
"""The same statement with a pause behind each row's lock, so that the processes meet between two of them."""

ANY_ORDER = ROW_BY_ROW.replace('order by named.sku collate "C", named.node collate "C"', "order by random()")


async def test_the_same_commands_said_to_all_at_once_have_one_effect_and_one_reply(
    field: Yard, racers: Contestants
) -> None:
    """Cases 4 and 11: facts, holds and releases, each said to three processes under its one key."""
    await field.receive(tea=100)
    placed = await field.hold({("tea", "east"): 10})
    said: list[Command] = [
        *[hold({("tea", "east"): 1}) for _ in range(20)],
        *[asked(RecordFact, kind=FactKind.SELL, sku="tea", node="east", quantity=1) for _ in range(20)],
        *[asked(ReleaseHold, hold_id=placed.hold_id, lines=lines({("tea", "east"): 1})) for _ in range(5)],
    ]
    results = racers.race(everywhere(field, [said, said[::-1], said], lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results) == {"granted": 3 * len(said)}
    first, backwards, third = [result.replies for result in results]
    assert first == backwards[::-1] == third
    assert await field.position("tea") == (100 - 20 - 25, 25, 0)
    assert await field.drift() == []


async def test_one_key_for_two_bodies_is_granted_for_one_of_them(field: Yard, racers: Contestants) -> None:
    """Case 21, at once in three processes: whoever is first, the others are refused."""
    await field.receive(tea=100)
    first = [hold({("tea", "east"): 1}) for _ in range(20)]
    others = [[msgspec.structs.replace(each, fingerprint=fingerprint(body)) for each in first] for body in (1, 2)]
    results = racers.race(everywhere(field, [first, *others], lock=slowly(LOCK_POSITIONS)))
    assert outcomes(results) == {"granted": 20, "idempotency-key-reused": 40}
    assert await field.position("tea") == (80, 20, 0)
    assert await field.drift() == []


async def crossed(field: Yard, racers: Contestants, lock: str, carts_each: int) -> tuple[int, int]:
    """Carts of tea and cups, in either order of lines; how many were granted, and how many deadlocks were met."""
    there: Wanted = {("tea", "east"): 1, ("cup", "east"): 1}
    back = dict(reversed(there.items()))
    carts = [[hold(there if (number + shift) % 2 else back) for number in range(carts_each)] for shift in range(3)]
    results = racers.race(everywhere(field, carts, lock=lock, group_max=1))
    assert set(outcomes(results)) <= {"granted"}
    return outcomes(results)["granted"], sum(result.deadlocks for result in results)


async def test_crossed_carts_never_deadlock(field: Yard, racers: Contestants) -> None:
    """Case 3: rows are locked in one order, whatever the order of the lines."""
    await field.receive(tea=100, cup=100)
    assert await crossed(field, racers, ROW_BY_ROW, 25) == (75, 0)
    assert await field.drift() == []


async def test_without_the_order_carts_deadlock_and_no_caller_sees_it(field: Yard, racers: Contestants) -> None:
    """Negative control of case 3: rows locked in any order; the lanes try again until every cart is held."""
    assert ANY_ORDER != ROW_BY_ROW
    for _ in range(CONTROL_ATTEMPTS):
        await field.rows("truncate positions, earlier_counts, movements, entries, reservations, further_events")
        await field.receive(tea=100, cup=100)
        granted, deadlocks = await crossed(field, racers, ANY_ORDER, 3)  # each deadlock takes a second to be noticed
        assert granted == 9
        if deadlocks:
            assert await field.drift() == []
            return
    pytest.fail("rows locked in any order never met")


async def test_a_row_locked_by_another_session_is_busy_in_every_process(field: Yard, racers: Contestants) -> None:
    """Case 22: nobody is told that there is no stock, and with the same keys all are granted later."""
    await field.receive(tea=100)
    carts = [[hold({("tea", "east"): 1}) for _ in range(3)] for _ in range(2)]
    heats = everywhere(field, carts, lock_timeout_s=0.2)
    async with field.database.transaction() as holder:
        await holder.execute("select 1 from positions where sku = 'tea' for update")
        assert outcomes(racers.race(heats)) == {"busy": 6}
    results = racers.race(heats)
    assert outcomes(results) == {"granted": 6}
    assert all(isinstance(reply, HoldPlaced) for result in results for reply in result.replies)
    assert await field.position("tea") == (94, 6, 0)
