"""A large group is written part by part while it is decided: what a later part changes, an earlier one has written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from stockpool.inventory.messages import ExtendHold, HoldExtended, HoldPlaced, HoldReleased, PlaceHold, ReleaseHold
from stockpool.inventory.model import Ledger, Reservation
from stockpool.kernel.ids import new_uuid7
from stockpool.runtime.database import Database
from stockpool.workflows import group
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard, furnish


@pytest.fixture
async def yard(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Yard]:
    """Ten teas, and groups that are written two commands at a time."""
    monkeypatch.setattr(group, "WRITE_TOGETHER", 2)
    await furnish(database)
    opened = Yard(database)
    await opened.open()
    await opened.receive(tea=10)
    yield opened
    await opened.close()


def hold(hold_id: str, quantity: int = 1) -> PlaceHold:
    wanted = lines({("tea", "east"): quantity})
    return asked(PlaceHold, channel="web", lines=wanted, ttl_seconds=600, hold_id=hold_id)


async def test_a_hold_is_released_and_another_extended_in_the_group_that_placed_them(yard: Yard) -> None:
    first, second, third = new_uuid7(), new_uuid7(), new_uuid7()
    replies = await yard.say_together(
        [
            hold(first, 3),
            hold(second, 2),
            hold(third, 1),
            asked(ReleaseHold, hold_id=first),
            asked(ExtendHold, hold_id=second, ttl_seconds=6_000),
        ]
    )
    assert [type(reply) for reply in replies] == [HoldPlaced, HoldPlaced, HoldPlaced, HoldReleased, HoldExtended]
    rows = await yard.rows("select reservation_id::text, status::text, quantity from reservations order by 1")
    assert sorted(rows) == sorted([(first, "released", 0), (second, "open", 2), (third, "open", 1)])
    assert (await yard.rows("select max(expires_at - placed_at) > '1 hour' from reservations"))[0] == (True,)
    assert await yard.position("tea") == (7, 3, 0)
    assert await yard.drift() == []


async def test_poison_in_a_later_part_takes_nothing_of_the_parts_before(yard: Yard) -> None:
    """A hold whose id is no UUID cannot be written; the rows before it were on their way already."""
    commands = [hold(new_uuid7()), hold(new_uuid7()), hold(new_uuid7()), hold("no uuid"), hold(new_uuid7())]
    waiting = [yard.lanes.submit(command) for command in commands]
    replies = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(reply, HoldPlaced) for reply in replies] == [True, True, True, False, True]
    assert await yard.position("tea") == (6, 4, 0)
    assert await yard.drift() == []


async def test_a_change_to_a_row_that_was_sent_would_be_lost_if_it_counted_as_unsent(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a ledger that does not note changes of rows leaves the released hold open in the database."""
    book = Ledger._book_reservation

    def forgetful(self: Ledger, reservation: Reservation) -> None:
        book(self, reservation)
        self.changed.clear()

    monkeypatch.setattr(Ledger, "_book_reservation", forgetful)
    first = new_uuid7()
    await yard.say_together([hold(first), hold(new_uuid7()), asked(ReleaseHold, hold_id=first)])
    assert await yard.drift() != []
