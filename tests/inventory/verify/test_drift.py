"""Each way to falsify the books is found where it is, with the movement that explains it; true books are clean."""

# ruff: noqa: S608 - the names put into statements are this file's own

from __future__ import annotations

from typing import Any

import pytest

from stockpool.inventory import verify as verifying
from stockpool.inventory.messages import FactKind
from stockpool.kernel.drift import Drift
from stockpool.runtime.database import Database
from tests.inventory.verify.conftest import Books

AT_EAST = " where sku = 'tea' and node = 'east'"


def seen(drifts: list[Drift]) -> set[tuple[Any, ...]]:
    """What was found, without the words."""
    return {(d.kind, d.sku, d.node, d.account, d.expected, d.found, d.movement_id) for d in drifts}


async def test_true_books_are_clean_and_counted(books: Books) -> None:
    found = await books.verified()
    counts = await books.yard.rows(
        "select (select count(*) from positions), (select count(*) from entries), (select count(*) from movements),"
        " (select count(*) from reservations where kind = 'hold'),"
        " (select count(*) from reservations where kind = 'commitment')"
    )
    assert found.drifts == []
    assert found.drift == 0
    assert (found.positions, found.entries, found.movements, found.holds, found.commitments) == counts[0]
    assert found.holds == 4
    assert found.commitments == 1


async def test_an_empty_ledger_is_clean(database: Database) -> None:
    connection = await database.connect()
    async with connection:
        found = await verifying.verify(connection)
    assert (found.positions, found.entries, found.drift) == (0, 0, 0)


@pytest.mark.parametrize("account", ["available", "damaged", "quality_control", "other"])
async def test_a_position_changed_by_hand_is_found_with_the_last_movement_before(books: Books, account: str) -> None:
    before = {"available": 4, "damaged": 1, "quality_control": 0, "other": 0}[account]
    await books.tamper(f"update positions set {account} = {account} + 7 where sku = 'cup' and node = 'east'")
    last = await books.movement("stock.move", "cup")
    (drift,) = (await books.verified()).drifts
    assert seen([drift]) == {("position", "cup", "east", account, before, before + 7, last)}
    assert f"outside of any movement after movement {last}" in drift.words


async def test_a_position_that_holds_more_than_is_open_breaks_its_promise_too(books: Books) -> None:
    await books.tamper(f"update positions set held = held + 1, available = available - 1 {AT_EAST}")
    last = await books.movement("stock.committed")
    assert seen((await books.verified()).drifts) == {
        ("position", "tea", "east", "available", 9, 8, last),
        ("position", "tea", "east", "held", 4, 5, last),
        ("promise", "tea", "east", "held", 4, 5, None),
    }


async def test_a_position_taken_away_is_found(books: Books) -> None:
    await books.tamper("delete from positions where sku = 'cloth'")
    last = await books.movement("stock.receive", "cloth")
    assert seen((await books.verified()).drifts) == {("position", "cloth", "east", "available", 500, 0, last)}


async def test_a_position_out_of_nothing_is_found(books: Books) -> None:
    await books.tamper("insert into positions (shard, sku, node, available) values (0, 'tea', 'west', 3)")
    (drift,) = (await books.verified()).drifts
    assert seen([drift]) == {("position", "tea", "west", "available", 0, 3, None)}
    assert "none ever touched it" in drift.words


async def test_a_deleted_entry_is_found_at_the_entry_behind_it(books: Books) -> None:
    received = await books.movement("stock.receive", "cup")
    await books.tamper("delete from entries where movement_id = %s", received)
    held = await books.movement("hold.placed", "cup")
    assert seen((await books.verified()).drifts) == {("balance", "cup", "east", "available", -1, 9, held)}


async def test_the_last_entry_deleted_is_found_by_the_total(books: Books) -> None:
    moved = await books.movement("stock.move", "cup", "north")
    await books.tamper("delete from entries where movement_id = %s and node = 'north'", moved)
    assert seen((await books.verified()).drifts) == {("position", "cup", "north", "available", 0, 2, None)}


async def test_a_changed_quantity_is_found_at_its_entry(books: Books) -> None:
    received = await books.movement("stock.receive")
    await books.tamper("update entries set quantity = 21 where movement_id = %s", received)
    assert seen((await books.verified()).drifts) == {("balance", "tea", "east", "available", 21, 20, received)}


@pytest.mark.parametrize("side", ["from", "to"])
async def test_a_changed_balance_is_found_though_every_total_agrees(books: Books, side: str) -> None:
    held = await books.movement("hold.placed")
    account, right = {"from": ("available", 14), "to": ("held", 4)}[side]
    await books.tamper(f"update entries set {side}_after = 99 where movement_id = %s and sku = 'tea'", held)
    assert seen((await books.verified()).drifts) == {("balance", "tea", "east", account, right, 99, held)}


async def test_a_missing_balance_is_found(books: Books) -> None:
    held = await books.movement("hold.placed")
    await books.tamper("update entries set to_after = null where movement_id = %s and sku = 'tea'", held)
    assert seen((await books.verified()).drifts) == {("balance", "tea", "east", "held", 4, None, held)}


async def test_a_balance_of_an_account_outside_is_found(books: Books) -> None:
    received = await books.movement("stock.receive")
    await books.tamper("update entries set from_after = 5 where movement_id = %s", received)
    assert seen((await books.verified()).drifts) == {("balance", "tea", "east", "supplier", None, 5, received)}


@pytest.mark.parametrize(("kind", "account", "units"), [("hold", "held", 4), ("commitment", "committed", 5)])
async def test_a_changed_reservation_is_found_with_its_last_movement(
    books: Books, kind: str, account: str, units: int
) -> None:
    reference = books.hold_id if kind == "hold" else books.commitment_id
    await books.tamper(f"update reservations set quantity = quantity + 1 {AT_EAST} and reservation_id = %s", reference)
    last = await books.movement("hold.placed" if kind == "hold" else "stock.committed")
    drifts = (await books.verified()).drifts
    assert seen(drifts) == {
        ("reservation", "tea", "east", account, units, units + 1, last),
        ("promise", "tea", "east", account, units + 1, units, None),
    }
    assert drifts[0].reference == reference


async def test_a_closed_hold_that_is_open_again_is_found(books: Books) -> None:
    await books.tamper(
        "update reservations set quantity = 2, status = 'open' where reservation_id = %s", books.shipped_id
    )
    last = await books.movement("stock.sell")
    assert ("reservation", "tea", "east", "held", 0, 2, last) in seen((await books.verified()).drifts)


async def test_a_reservation_taken_away_is_found(books: Books) -> None:
    await books.tamper("delete from reservations where reservation_id = %s", books.commitment_id)
    last = await books.movement("stock.committed")
    assert seen((await books.verified()).drifts) == {
        ("reservation", "tea", "east", "committed", 5, None, last),
        ("promise", "tea", "east", "committed", 0, 5, None),
    }


async def test_a_reservation_that_no_entry_names_is_found(books: Books) -> None:
    await books.tamper(
        "insert into reservations (shard, reservation_id, sku, node, kind, status, quantity, placed_quantity,"
        " expires_at, placed_at) values (0, gen_random_uuid(), 'tea', 'east', 'hold', 'released', 0, 1, now(), now())"
    )
    found = await books.verified()
    assert seen(found.drifts) == {("reservation", "tea", "east", "held", 0, 0, None)}
    assert found.holds == 5


async def test_an_entry_under_another_hold_than_its_own_is_found(books: Books) -> None:
    held = await books.movement("hold.placed")
    await books.tamper("update entries set to_reference = null where movement_id = %s and sku = 'tea'", held)
    found = {(d.kind, d.reference, d.expected, d.found) for d in (await books.verified()).drifts}
    assert found == {("reservation", None, 4, None), ("reservation", books.hold_id, 0, 4)}


async def test_an_entry_without_a_movement_is_found(books: Books) -> None:
    await books.tamper(
        "insert into entries select shard, sku, node, %s, line, from_account, to_account, quantity, from_reference,"
        " to_reference, from_after, 520, occurred_at, recorded_at from entries where sku = 'cloth'",
        2**60,
    )
    await books.tamper("update entries set quantity = 20 where movement_id = %s", 2**60)
    assert seen((await books.verified()).drifts) == {
        ("orphan", "cloth", "east", None, None, 20, 2**60),
        ("position", "cloth", "east", "available", 520, 500, 2**60),
    }


async def test_a_deleted_movement_is_found_at_each_of_its_entries(books: Books) -> None:
    moved = await books.movement("stock.move", "cup")
    await books.tamper("delete from movements where movement_id = %s", moved)
    assert seen((await books.verified()).drifts) == {
        ("orphan", "cup", "east", None, None, 2, moved),
        ("orphan", "cup", "north", None, None, 2, moved),
    }


async def test_a_movement_that_is_announced_without_data_is_found(books: Books) -> None:
    received = await books.movement("stock.receive")
    await books.tamper("update movements set reply = 'null' where movement_id = %s", received)
    assert seen((await books.verified()).drifts) == {("event", None, None, None, None, None, received)}


async def test_only_so_many_are_listed_but_all_are_counted(books: Books) -> None:
    for node in ("east", "west"):
        await books.yard.fact(FactKind.RECEIVE, "cloth", node, 1)
    async with books.yard.database.transaction() as connection:
        await connection.execute("update positions set available = available + 1")
    found = await books.verified(listed=2)
    assert found.drift == found.positions == 5
    assert len(found.drifts) == 2
