"""Escrows through the lanes: no channel can promise what a till may sell while it is cut off."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from stockpool.bootstrap import lane_connection
from stockpool.inventory.api import EscrowChanged, EscrowOpened, SellingTime
from stockpool.inventory.decide import facts
from stockpool.inventory.messages import Commit, ExpireHolds, PlaceHold, ReleaseHold
from stockpool.inventory.queries.stock import short_positions
from stockpool.kernel.commands import Command
from stockpool.kernel.drift import Drift
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked, lines
from tests.inventory.escrows.till import end, opened, opening, sale, settle, settled, sold, topped_up
from tests.inventory.yard import Wanted, Yard, granted, refused

ONE: Wanted = {("tea", "east"): 1}


async def events(yard: Yard, kind: str) -> int:
    return len(await yard.rows("select 1 from events where type = %s", kind))


async def test_units_of_an_escrow_cannot_be_promised_and_are_sold_first(yard: Yard) -> None:
    await yard.receive(tea=5)
    escrow = await opened(yard, tea=4)
    assert await yard.position("tea") == (1, 4, 0)
    assert refused(await yard.say(asked(PlaceHold, channel="web", lines=lines({("tea", None): 2}), ttl_seconds=9)))
    recorded = await sold(yard, escrow, "tea", 3)
    assert (await yard.position("tea"), recorded.notes, recorded.escrow) == ((1, 1, 0), (), escrow)
    (line,) = (await settled(yard, escrow)).lines
    assert (line.placed, line.sold, line.given_back) == (4, 3, 1)
    assert await yard.position("tea") == (2, 0, 0)
    assert await events(yard, "escrow.opened") == await events(yard, "escrow.settled") == 1


async def test_a_sale_beyond_its_escrow_takes_what_is_available_and_says_so(yard: Yard) -> None:
    await yard.receive(tea=5)
    escrow = await opened(yard, tea=2)
    (note,) = (await sold(yard, escrow, "tea", 3)).notes
    assert "did not have 1 of tea" in note
    assert await yard.position("tea") == (2, 0, 0)
    for stranger in ("east", "019b0000-0000-7000-8000-000000000000"):
        assert "did not have 1 of tea" in (await sold(yard, stranger, "tea", 1)).notes[0]


async def test_a_hold_that_a_sale_names_is_taken_before_the_escrow(yard: Yard) -> None:
    await yard.receive(tea=5)
    hold, escrow = await yard.hold(ONE), await opened(yard, tea=2)
    await sold(yard, escrow, "tea", 2, hold.hold_id)
    assert await yard.reserved(hold.hold_id) == {("tea", "east"): (0, "shipped")}
    assert await yard.reserved(escrow) == {("tea", "east"): (1, "open")}
    await sold(yard, escrow, "tea", 1, escrow)
    assert await yard.reserved(escrow) == {("tea", "east"): (0, "shipped")}


async def test_an_escrow_is_all_or_nothing_unless_partial(yard: Yard) -> None:
    await yard.receive(tea=3)
    reply = await yard.say(opening(tea=2, cup=1))
    assert refused(reply) == "insufficient-stock"
    assert isinstance(reply, Refused)
    assert reply.details["available"] == [{"sku": "cup", "node": "east", "requested": 1, "available": 0}]
    assert await yard.position("tea") == (3, 0, 0)
    granted_part = granted(EscrowOpened, await yard.say(opening(tea=4, cup=1, partial=True)))
    assert [(line.sku, line.quantity) for line in granted_part.lines] == [("tea", 3)]
    assert [(line.sku, line.quantity) for line in granted_part.short] == [("cup", 1), ("tea", 1)]


async def test_a_kit_is_kept_and_sold_by_its_components(yard: Yard) -> None:
    await yard.receive(tea=4, cup=2, cloth=1)
    escrow = await opened(yard, kit=2)
    assert (await yard.position("tea"), await yard.position("cup")) == ((0, 4, 0), (0, 2, 0))
    await sold(yard, escrow, "kit", 1)
    assert (await yard.position("tea"), await yard.position("cup")) == ((0, 2, 0), (0, 1, 0))


async def test_a_top_up_adds_units_also_where_all_were_sold_and_lets_all_last(yard: Yard) -> None:
    await yard.receive(tea=5, cup=1)
    escrow = await opened(yard, tea=1, cup=1)
    await sold(yard, escrow, "tea", 1)
    changed = granted(EscrowChanged, await topped_up(yard, escrow, SellingTime(60, ttl_seconds=7200), tea=2))
    assert changed.keeps_until - changed.sells_until == timedelta(seconds=60)
    assert await yard.reserved(escrow) == {("tea", "east"): (2, "open"), ("cup", "east"): (1, "open")}
    until = await yard.rows("select distinct expires_at from reservations where reservation_id = %s", escrow)
    assert until == [(changed.keeps_until,)]
    assert refused(await topped_up(yard, escrow, tea=9)) == "insufficient-stock"
    told = {line.sku: (line.placed, line.sold, line.given_back) for line in (await settled(yard, escrow)).lines}
    assert told == {"tea": (3, 1, 2), "cup": (1, 0, 1)}


async def test_an_escrow_past_its_time_gives_back_before_it_is_swept(yard: Yard) -> None:
    await yard.receive(tea=3)
    escrow = await opened(yard, tea=2)
    await end(yard, escrow)
    await yard.hold({("tea", "east"): 3})
    assert await yard.reserved(escrow) == {("tea", "east"): (0, "expired")}
    assert await events(yard, "escrow.expired") == 1
    assert await events(yard, "hold.expired") == 0
    late = await sold(yard, escrow, "tea", 1)
    assert "taken from what is available" in late.notes[0]
    assert await events(yard, "shortfall.found") == 1
    assert refused(await settle(yard, escrow)) == refused(await topped_up(yard, escrow, tea=1)) == "escrow-closed"


async def test_the_sweeper_ends_escrows_too(yard: Yard) -> None:
    await yard.receive(tea=3)
    await end(yard, await opened(yard, tea=2))
    await yard.say(asked(ExpireHolds, positions=(("tea", "east"),)))
    assert await yard.position("tea") == (3, 0, 0)
    assert await events(yard, "escrow.expired") == 1


async def test_a_settled_escrow_takes_part_in_nothing_more(yard: Yard) -> None:
    await yard.receive(tea=3)
    escrow = await opened(yard, tea=2)
    await settled(yard, escrow)
    assert refused(await settle(yard, escrow)) == refused(await topped_up(yard, escrow, tea=1)) == "escrow-closed"
    assert "did not have 2" in (await sold(yard, escrow, "tea", 2)).notes[0]
    assert await yard.position("tea") == (1, 0, 0)


async def test_behind_its_selling_time_an_escrow_waits_for_late_sales(yard: Yard) -> None:
    await yard.receive(tea=3)
    escrow = await opened(yard, tea=2)
    await yard.rows("update escrows set sells_until = now() where escrow_id = %s", escrow)
    assert refused(await topped_up(yard, escrow, tea=1)) == "escrow-closed"
    assert (await sold(yard, escrow, "tea", 1)).notes == ()
    granted(EscrowChanged, await topped_up(yard, escrow, SellingTime(60, ttl_seconds=60), tea=1))


async def test_holds_and_commitments_leave_escrows_alone(yard: Yard) -> None:
    await yard.receive(tea=3)
    escrow = await opened(yard, tea=2)
    assert refused(await yard.say(asked(ReleaseHold, hold_id=escrow))) == "unknown-hold"
    committing = asked(Commit, channel="web", lines=lines(ONE), hold_id=escrow)
    assert refused(await yard.say(committing)) == "unknown-hold"


@pytest.mark.parametrize(
    ("time", "path"),
    [
        (SellingTime(0, datetime(2020, 1, 1, tzinfo=UTC)), "sells_until"),
        (SellingTime(0, datetime(2199, 1, 1, tzinfo=UTC)), "sells_until"),
    ],
)
async def test_a_till_sells_until_a_moment_ahead(yard: Yard, time: SellingTime, path: str) -> None:
    await yard.receive(tea=1)
    reply = await yard.say(opening(time=time, tea=1))
    assert isinstance(reply, Refused)
    assert [problem.path for problem in reply.problems] == [path]


async def test_committed_units_are_broken_before_those_of_an_escrow(yard: Yard) -> None:
    """What is held for buyers gives way to a commitment; what a till may sell does not."""
    await yard.receive(tea=4)
    await opened(yard, tea=2)
    await yard.commit({("tea", "east"): 2})
    await sold(yard, None, "tea", 1)
    async with yard.database.read() as connection:
        assert await short_positions(connection, 10) == [(("tea", "east"), 1)]


async def test_two_tills_and_a_shop_never_promise_more_than_there_is(yard: Yard) -> None:
    await yard.receive(tea=6)
    await yard.close()
    await yard.open(lanes=3, group_max=2)
    asks: list[Command] = []
    for _ in range(8):
        asks += [opening(tea=1), asked(PlaceHold, channel="web", lines=lines(ONE), ttl_seconds=60)]
    replies = await yard.say_together(asks)
    assert sum(not isinstance(reply, Refused) for reply in replies) == 6
    assert await yard.position("tea") == (0, 6, 0)


@pytest.mark.parametrize(
    ("astray", "back"),
    [
        ("settled_at = now()", "settled_at = null"),
        ("keeps_until = keeps_until + interval '1 hour'", "keeps_until = keeps_until - interval '1 hour'"),
        ("node = 'west'", "node = 'east'"),
    ],
)
async def test_an_escrow_beside_units_that_are_not_its_own_is_drift(yard: Yard, astray: str, back: str) -> None:
    await yard.receive(tea=3)
    await opened(yard, tea=2)
    await yard.rows(f"update escrows set {astray}")  # noqa: S608 -- the cases above
    (drift,) = await yard.drift()
    assert isinstance(drift, Drift)
    assert (drift.kind, drift.sku, drift.found) == ("escrow", "tea", 2)
    await yard.rows(f"update escrows set {back}")  # noqa: S608 -- as above


async def test_without_the_rule_a_sale_takes_what_others_were_promised(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a sale that does not take from its escrow breaks a promise."""
    await yard.receive(tea=2)
    escrow = await opened(yard, tea=1)
    await yard.hold(ONE)
    monkeypatch.setattr(facts, "_reserved", lambda *_: iter(()))
    await sold(yard, escrow, "tea", 1)
    assert await events(yard, "shortfall.found") == 1


async def test_a_sale_waits_only_for_the_position_that_it_is_at(yard: Yard) -> None:
    """An escrow may hold hundreds of SKUs: a sale of one does not wait for whoever keeps another."""
    await yard.receive(tea=2, cup=2)
    escrow = await opened(yard, tea=1, cup=1)
    keeper = await lane_connection(yard.database)
    async with keeper:
        await keeper.execute("select * from positions where sku = 'cup' for update")
        await asyncio.wait_for(yard.say(sale(escrow, "tea", 1)), 3)
        await keeper.rollback()
    assert await yard.reserved(escrow) == {("tea", "east"): (0, "shipped"), ("cup", "east"): (1, "open")}
