"""The entries of a position page by page, and what transfers have on their way."""

from __future__ import annotations

import pytest

from stockpool.inventory.api import EntryCursor, EntryRow, list_entries, units_in_transit
from stockpool.inventory.messages import FactKind
from tests.inventory.yard import Yard


async def pages(yard: Yard, *, newest_first: bool, limit: int) -> list[EntryRow]:
    """All pages of tea at east."""
    found: list[EntryRow] = []
    place: EntryCursor | None = None
    async with yard.database.read() as connection:
        while True:
            page = await list_entries(
                connection, ("tea", "east"), 1, after=place, newest_first=newest_first, limit=limit
            )
            if not page:
                return found
            assert len(page) <= limit
            found += page
            place = page[-1].cursor


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
async def test_pages_give_every_entry_once_in_either_order(yard: Yard, limit: int) -> None:
    await yard.receive(tea=10, cup=1)
    for quantity in (1, 2, 3, 4):
        await yard.fact(FactKind.SELL, "tea", "east", quantity)
    forwards = await pages(yard, newest_first=False, limit=limit)
    assert [row.quantity for row in forwards] == [10, 1, 2, 3, 4]
    assert await pages(yard, newest_first=True, limit=limit) == forwards[::-1]


async def test_lines_of_one_movement_are_not_lost_between_pages(yard: Yard) -> None:
    await yard.receive(tea=10)
    held = await yard.hold({("tea", "east"): 2})
    await yard.fact(FactKind.SELL, "tea", "east", 5, reference=held.hold_id)
    forwards = await pages(yard, newest_first=False, limit=1)
    assert [(row.from_account, row.to_account, row.quantity) for row in forwards] == [
        ("supplier", "available", 10), ("available", "held", 2), ("held", "customer", 2), ("available", "customer", 3),
    ]  # fmt: skip
    assert forwards[2].movement_id == forwards[3].movement_id
    assert await pages(yard, newest_first=True, limit=1) == forwards[::-1]


async def test_an_entry_says_what_it_belongs_to(yard: Yard) -> None:
    await yard.receive(tea=10)
    held = await yard.hold({("tea", "east"): 2})
    entry = (await pages(yard, newest_first=True, limit=9))[0]
    assert (entry.kind, entry.actor) == ("hold.placed", "test")
    assert (entry.from_reference, entry.to_reference) == (None, held.hold_id)
    assert (entry.from_after, entry.to_after) == (8, 2)
    assert entry.occurred_at == entry.recorded_at


async def test_goods_are_in_transit_until_they_arrive(yard: Yard) -> None:
    await yard.receive(tea=10, cup=5)
    for sku, quantity in (("tea", 6), ("cup", 2)):
        await yard.fact(FactKind.DISPATCH, sku, "east", quantity, reference="T-1")
    await yard.fact(FactKind.DISPATCH, "tea", "east", 1, reference="T-2")
    await yard.fact(FactKind.ARRIVE, "tea", "west", 4, reference="T-1")
    await yard.fact(FactKind.ARRIVE, "cup", "west", 2, reference="T-1")
    async with yard.database.read() as connection:
        assert await units_in_transit(connection, ["T-1", "T-2", "T-3"]) == {
            "T-1": {"tea": 2},
            "T-2": {"tea": 1},
            "T-3": {},
        }


async def test_more_that_arrives_than_was_dispatched_shows_below_zero(yard: Yard) -> None:
    await yard.fact(FactKind.ARRIVE, "tea", "west", 4, reference="T-1")
    async with yard.database.read() as connection:
        assert await units_in_transit(connection, ["T-1"]) == {"T-1": {"tea": -4}}
