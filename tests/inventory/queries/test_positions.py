"""Positions page by page, now and at any moment, by what is known now or was known then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from stockpool.inventory.api import Moment, PositionBalance, PositionFilter, PositionKey, list_positions
from stockpool.inventory.messages import FactKind, ReleaseHold
from stockpool.inventory.queries import positions
from tests.inventory.asking import asked
from tests.inventory.yard import NODES, Yard

START = datetime.now(UTC) - timedelta(hours=10)
EVERYTHING = PositionFilter()


def hour(number: float) -> datetime:
    return START + timedelta(hours=number)


async def listed(
    yard: Yard,
    wanted: PositionFilter = EVERYTHING,
    *,
    after: PositionKey = ("", ""),
    limit: int = 100,
    moment: Moment = positions.NOW,
) -> list[PositionBalance]:
    async with yard.database.read() as connection:
        return await list_positions(connection, wanted, 1, after=after, limit=limit, moment=moment)


async def tea(yard: Yard, moment: Moment = positions.NOW) -> tuple[int, int, int, int, int]:
    (row,) = await listed(yard, PositionFilter(("tea",), ("east",)), moment=moment)
    return row.available, row.held, row.committed, row.damaged, row.on_hand


def keys(rows: Sequence[PositionBalance]) -> list[PositionKey]:
    return [row.key for row in rows]


async def stocked(yard: Yard) -> list[PositionKey]:
    """Every SKU at every node."""
    for sku in ("tea", "cup", "cloth"):
        for node in NODES:
            await yard.fact(FactKind.RECEIVE, sku, node, 1)
    return sorted((sku, node) for sku in ("tea", "cup", "cloth") for node in NODES)


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
@pytest.mark.parametrize(
    ("skus", "nodes"),
    [((), ()), (("tea", "cup"), ()), ((), ("west", "east")), (("tea", "cloth"), ("west", "north")), (("milk",), ())],
)
async def test_pages_give_every_wanted_position_once_and_in_order(
    yard: Yard, limit: int, skus: tuple[str, ...], nodes: tuple[str, ...]
) -> None:
    everything = await stocked(yard)
    wanted = [key for key in everything if (not skus or key[0] in skus) and (not nodes or key[1] in nodes)]
    found: list[PositionKey] = []
    while page := await listed(yard, PositionFilter(skus, nodes), after=found[-1] if found else ("", ""), limit=limit):
        assert len(page) <= limit
        found += keys(page)
    assert found == wanted


async def test_pages_are_in_order_over_several_shards(yard: Yard) -> None:
    everything = await stocked(yard)
    await yard.rows("update ledger_settings set shard_count = 3")
    for table in ("positions", "entries"):
        await yard.rows(f"update {table} set shard = case sku when 'tea' then 2 when 'cup' then 1 else 0 end")  # noqa: S608 -- names of the test
    async with yard.database.read() as connection:
        first = await list_positions(connection, EVERYTHING, 3, limit=5)
        rest = await list_positions(connection, EVERYTHING, 3, after=first[-1].key)
    assert keys(first) + keys(rest) == everything
    await yard.rows("update positions set shard = 0")
    await yard.rows("update entries set shard = 0")


async def test_a_hold_past_its_time_is_shown_as_available(yard: Yard) -> None:
    await yard.receive(tea=10)
    held = await yard.hold({("tea", "east"): 4})
    assert await tea(yard) == (6, 4, 0, 0, 10)
    await yard.end(held.hold_id)
    assert await tea(yard) == (10, 0, 0, 0, 10)
    assert await yard.position("tea") == (6, 4, 0)


async def test_a_position_can_be_read_as_of_any_moment(yard: Yard) -> None:
    await yard.fact(FactKind.RECEIVE, "tea", "east", 10, occurred_at=hour(1))
    await yard.fact(FactKind.DAMAGE, "tea", "east", 2, occurred_at=hour(2))
    await yard.fact(FactKind.SELL, "tea", "east", 3, occurred_at=hour(3))
    expected = {0.5: (0, 0, 0, 0, 0), 1: (10, 0, 0, 0, 10), 2.5: (8, 0, 0, 2, 10), 3: (5, 0, 0, 2, 7)}
    assert {at: await tea(yard, Moment(as_of=hour(at))) for at in expected} == expected


async def test_a_late_fact_is_seen_at_its_own_moment_once_it_is_known(yard: Yard) -> None:
    await yard.fact(FactKind.RECEIVE, "tea", "east", 10, occurred_at=hour(1))
    before = await now(yard)
    await yard.fact(FactKind.SELL, "tea", "east", 4, occurred_at=hour(2))
    assert await tea(yard, Moment(as_of=hour(3))) == (6, 0, 0, 0, 6)
    assert await tea(yard, Moment(as_of=hour(3), known_at=before)) == (10, 0, 0, 0, 10)
    assert await tea(yard, Moment(known_at=before)) == (10, 0, 0, 0, 10)
    assert await tea(yard, Moment(as_of=hour(0), known_at=before)) == (0, 0, 0, 0, 0)


async def test_a_count_of_the_past_corrects_its_moment_and_keeps_what_came_after(yard: Yard) -> None:
    await yard.fact(FactKind.RECEIVE, "tea", "east", 10, occurred_at=hour(1))
    await yard.fact(FactKind.SELL, "tea", "east", 4, occurred_at=hour(3))
    await yard.fact(FactKind.COUNT, "tea", "east", 8, occurred_at=hour(2))
    seen = [(await tea(yard, Moment(as_of=hour(at))))[4] for at in (1.5, 2, 2.5, 3.5)]
    assert seen == [10, 8, 8, 4]


async def test_promises_are_undone_too(yard: Yard) -> None:
    await yard.receive(tea=10)
    moments = [await now(yard)]
    held = await yard.hold({("tea", "east"): 4})
    moments.append(await now(yard))
    await yard.commit({("tea", "east"): 3}, hold_id=held.hold_id)
    moments.append(await now(yard))
    standing = await yard.hold({("tea", "east"): 2})
    moments.append(await now(yard))
    await yard.say(asked(ReleaseHold, hold_id=standing.hold_id))
    moments.append(await now(yard))
    seen = [(await tea(yard, Moment(as_of=moment)))[:3] for moment in moments]
    assert seen == [(10, 0, 0), (6, 4, 0), (7, 0, 3), (5, 2, 3), (7, 0, 3)]
    assert [(await tea(yard, Moment(known_at=moment)))[:3] for moment in moments] == seen


@pytest.mark.parametrize("swept", [False, True])
async def test_a_hold_is_available_from_the_end_of_its_time_whenever_it_was_swept(yard: Yard, swept: bool) -> None:
    await yard.receive(tea=10)
    held = await yard.hold({("tea", "east"): 4})
    placed = await now(yard)
    await yard.rows(
        "update reservations set expires_at = %s where reservation_id = %s",
        placed + timedelta(milliseconds=1),
        held.hold_id,
    )
    over = await now(yard)
    if swept:
        await yard.receive(tea=1)
        await yard.fact(FactKind.ADJUST, "tea", "east", -1)
    assert await yard.position("tea") == ((10, 0, 0) if swept else (6, 4, 0))
    assert (await tea(yard, Moment(as_of=placed)))[:2] == (6, 4)
    assert (await tea(yard, Moment(as_of=over)))[:2] == (10, 0)
    assert (await tea(yard, Moment(known_at=over)))[:2] == (10, 0)


async def test_only_what_was_recorded_since_is_read(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries recorded before the moment are never looked at: were they read, a false one would show."""
    await yard.fact(FactKind.RECEIVE, "tea", "east", 10, occurred_at=hour(1))
    await yard.rows("update movements set recorded_at = recorded_at - interval '1 hour'")
    await yard.rows("update entries set recorded_at = recorded_at - interval '1 hour'")
    await yard.receive(tea=1)
    moment = Moment(as_of=datetime.now(UTC) - timedelta(minutes=30))
    assert await tea(yard, moment) == (10, 0, 0, 0, 10)
    future = "update entries set occurred_at = %s, recorded_at = %s where quantity = 10"
    soon = datetime.now(UTC) + timedelta(minutes=1)
    await yard.rows(future, soon, soon)
    assert await tea(yard, moment) == (10, 0, 0, 0, 10)
    monkeypatch.setattr(
        positions, "AS_THEY_WERE", positions.AS_THEY_WERE.replace("interval '1 minute'", "interval '2 h'")
    )
    assert await tea(yard, moment) == (0, 0, 0, 0, 0)


async def now(yard: Yard) -> datetime:
    """The database's clock, a little later than everything before."""
    rows = await yard.rows("select clock_timestamp() from pg_sleep(0.005)")
    moment: datetime = rows[0][0]
    return moment
