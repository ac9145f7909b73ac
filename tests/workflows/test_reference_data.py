"""Lanes share what they know of catalog and network: none may decide by what another has already forgotten."""

from __future__ import annotations

import asyncio

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import ComponentInput, SkuInput
from stockpool.inventory.messages import FactKind, HoldPlaced, PlaceHold, RecordFact
from stockpool.network.api import upsert_channels
from stockpool.network.messages import Channel, ChannelKind
from stockpool.runtime.database import Database
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard, furnish, granted, refused

KIT = asked(PlaceHold, channel="web", lines=lines({("kit", "east"): 1}), ttl_seconds=60)


async def waiting_for_locks(yard: Yard, how_many: int) -> None:
    """Until so many sessions of this database wait for a lock."""
    sql = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while (await yard.rows(sql))[0][0] < how_many:  # noqa: ASYNC110 -- nobody tells us
        await asyncio.sleep(0.01)


async def two_lanes(database: Database) -> Yard:
    await furnish(database)
    yard = Yard(database)
    await yard.open(lanes=2)
    await yard.receive(tea=10, cup=10, cloth=10)
    await yard.hold({("kit", "east"): 1})
    return yard


async def test_a_kit_that_changes_while_a_lane_waits_is_sold_as_it_is_now(database: Database) -> None:
    """The other lane hears of the change first; the one that waited must look anew all the same."""
    yard = await two_lanes(database)
    async with database.transaction() as holder:
        await holder.execute("select 1 from positions where sku = 'tea' for update")
        held = yard.lanes.submit(KIT)
        await waiting_for_locks(yard, 1)
        async with database.transaction() as conn:
            await upsert_skus(conn, [SkuInput("kit", "Tea time", components=(ComponentInput("cup", 3),))])
        await yard.say(asked(RecordFact, kind=FactKind.SELL, sku="cloth", node="east", quantity=1))
    placed = granted(HoldPlaced, await held)
    assert [(line.sku, line.quantity) for line in placed.lines] == [("cup", 3)]
    assert await yard.position("tea") == (8, 2, 0)
    await yard.close()
    assert await yard.drift() == []


async def test_a_buffer_that_changes_while_a_lane_waits_is_left_untouched(database: Database) -> None:
    """Case 27: a changed rule acts on the next promise."""
    yard = await two_lanes(database)
    async with database.transaction() as holder:
        await holder.execute("select 1 from positions where sku = 'tea' for update")
        held = yard.lanes.submit(asked(PlaceHold, channel="web", lines=lines({("tea", "east"): 8}), ttl_seconds=60))
        await waiting_for_locks(yard, 1)
        async with database.transaction() as conn:
            await upsert_channels(conn, [Channel("web", "Web", ChannelKind.WEB, buffer=1)])
        await yard.say(asked(RecordFact, kind=FactKind.SELL, sku="cloth", node="east", quantity=1))
    assert refused(await held) == "insufficient-stock"
    await yard.close()


async def test_catalog_edits_and_holds_go_on_side_by_side(database: Database) -> None:
    """A lane that finds its reference data forgotten by another looks anew; no caller sees an error."""
    yard = await two_lanes(database)
    editing = True

    async def edit() -> None:
        number = 0
        while editing:
            number += 1
            async with database.transaction() as conn:
                await upsert_skus(conn, [SkuInput("new", f"New {number}")])
                await upsert_channels(conn, [Channel("web", f"Web {number}", ChannelKind.WEB)])
            await asyncio.sleep(0.005)

    editor = asyncio.create_task(edit())
    for _ in range(40):
        replies = await yard.say_together(
            [asked(RecordFact, kind=FactKind.RECEIVE, sku=sku, node="east", quantity=1) for sku in ("tea", "cup")]
        )
        assert len(replies) == 2
    editing = False
    await editor
    assert sum(await yard.position("tea")) == 10 + 40
    await yard.close()
