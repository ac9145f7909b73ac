"""Counts in bulk: what they set right, what they keep, what they announce, and that twice is as good as once."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.errors import UniqueViolation

from stockpool.inventory.api import CountChunk, CountedTwice, CountsPosted
from stockpool.inventory.bulk import counts as counting
from stockpool.inventory.bulk import store
from stockpool.inventory.messages import FactKind
from tests.inventory.bulk.counting import chunk_of, post
from tests.inventory.yard import NODES, Yard

MORNING = datetime.now(UTC) - timedelta(hours=3)
LATER = MORNING + timedelta(hours=1)


async def entries(yard: Yard, sku: str, node: str = "east") -> list[tuple[Any, ...]]:
    """What the last movement of a position did there."""
    return list(
        await yard.rows(
            "select from_account::text, to_account::text, quantity, from_after, to_after, occurred_at from entries"
            " where sku = %s and node = %s and movement_id = (select max(movement_id) from movements) order by line",
            sku,
            node,
        )
    )


async def announced(yard: Yard) -> dict[str, Any]:
    """What the last movement said."""
    rows = await yard.rows("select kind, subject, reply::text from movements order by movement_id desc limit 1")
    kind, subject, reply = rows[0]
    assert (kind, subject) == ("stock.counts", "counts")
    said: dict[str, Any] = json.loads(reply)
    return said


async def test_positions_that_were_never_seen_are_made(yard: Yard) -> None:
    posted = await post(yard.database, chunk_of({("tea", "east"): (5, MORNING), ("tea", "west"): (0, MORNING)}))
    assert (posted.counted, posted.changed, posted.repeated) == (2, 1, False)
    assert await yard.position("tea", "east") == (5, 0, 0)
    assert await entries(yard, "tea") == [("shrinkage", "available", 5, None, 5, MORNING)]
    assert await entries(yard, "tea", "west") == []
    rows = await yard.rows("select node, counted_at from positions order by node")
    assert rows == [("east", MORNING), ("west", MORNING)]
    said = await announced(yard)
    assert said == {
        "type": "counts.recorded",
        "movement": posted.movement_id,
        "counted": 2,
        "levels": {"sku": ["tea"], "node": ["east"], "on_hand": [5], "available": [5]},
    }


async def test_new_and_known_positions_go_in_together(yard: Yard) -> None:
    await yard.receive(tea=7)
    counts = {("tea", "east"): (9, None), ("tea", "north"): (3, None), ("cup", "east"): (0, None)}
    posted = await post(yard.database, chunk_of(counts))
    assert posted.changed == 2
    assert [await yard.position("tea", node) for node in NODES] == [(9, 0, 0), (3, 0, 0), (0, 0, 0)]
    assert await entries(yard, "tea") == [("shrinkage", "available", 2, None, 9, (await entries(yard, "tea"))[0][5])]


async def test_a_count_of_the_past_keeps_what_happened_since(yard: Yard) -> None:
    await yard.fact(FactKind.RECEIVE, "tea", "east", 10, occurred_at=MORNING - timedelta(hours=1))
    await yard.fact(FactKind.SELL, "tea", "east", 4, occurred_at=LATER)
    await post(yard.database, chunk_of({("tea", "east"): (8, MORNING)}))
    assert await yard.position("tea") == (4, 0, 0)
    assert await yard.on_hand_at(MORNING, "tea") == 8
    assert await entries(yard, "tea") == [("available", "shrinkage", 2, 4, None, MORNING)]


async def test_a_count_before_a_later_count_changes_the_past_only(yard: Yard) -> None:
    await post(yard.database, chunk_of({("tea", "east"): (6, LATER)}))
    posted = await post(yard.database, chunk_of({("tea", "east"): (9, MORNING)}))
    assert posted.changed == 0
    assert await yard.position("tea") == (6, 0, 0)
    assert await yard.on_hand_at(MORNING, "tea") == 9
    assert await entries(yard, "tea") == [
        ("shrinkage", "available", 9, None, 15, MORNING),
        ("available", "shrinkage", 9, 6, None, LATER),
    ]
    assert await yard.rows("select counted_at from positions") == [(LATER,)]


NOON, EVENING = MORNING + timedelta(minutes=20), MORNING + timedelta(minutes=40)


async def between_counts(yard: Yard) -> list[int]:
    """Counted at noon, in the evening and later; then, in bulk, in the morning: on hand at each of these moments."""
    for at, units in ((NOON, 4), (LATER, 6), (EVENING, 5), (MORNING, 9)):
        await post(yard.database, chunk_of({("tea", "east"): (units, at)}))
    return [await yard.on_hand_at(at, "tea") for at in (MORNING, NOON, EVENING, LATER)]


async def test_a_count_before_several_counts_leaves_all_of_them_standing(yard: Yard) -> None:
    assert await between_counts(yard) == [9, 4, 5, 6]
    assert [row[5] for row in await entries(yard, "tea")] == [MORNING, NOON]
    remembered = await yard.rows("select counted_at from earlier_counts order by 1")
    assert remembered == [(MORNING,), (NOON,), (EVENING,)]
    assert await yard.rows("select counted_at from positions") == [(LATER,)]


@pytest.mark.parametrize("never", ["e.counted_at > c.at", "d.at <> d.counted_at"])
async def test_without_a_memory_of_earlier_counts_they_would_not_stand(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, never: str
) -> None:
    """Negative control: earlier counts are not read, or not written."""
    assert store.BOOK.count(never) == 1
    monkeypatch.setattr(store, "BOOK", store.BOOK.replace(never, "false"))
    assert await between_counts(yard) == [9, 13, 14, 6]


async def test_a_chunk_of_first_counts_remembers_none(yard: Yard) -> None:
    await yard.receive(tea=1)
    await post(yard.database, chunk_of({("tea", node): (5, MORNING) for node in NODES}))
    await post(yard.database, chunk_of({("cup", node): (5, MORNING) for node in NODES}))
    await post(yard.database, chunk_of({("cup", node): (7, MORNING) for node in NODES}))
    assert await yard.rows("select * from earlier_counts") == []


async def test_a_count_that_equals_the_book_notes_only_its_time(yard: Yard) -> None:
    await post(yard.database, chunk_of({("tea", "east"): (6, MORNING)}))
    posted = await post(yard.database, chunk_of({("tea", "east"): (6, LATER)}))
    assert (posted.counted, posted.changed) == (1, 0)
    assert await entries(yard, "tea") == []
    assert await yard.rows("select counted_at from positions") == [(LATER,)]
    assert (await announced(yard))["levels"]["sku"] == []


async def test_lines_without_a_time_are_of_the_moment_of_the_chunk(yard: Yard) -> None:
    await yard.receive(cup=1)
    await post(yard.database, chunk_of({("tea", "east"): (6, None)}, as_of=MORNING))
    await post(yard.database, chunk_of({("cup", "east"): (6, None)}, as_of=LATER))
    rows = await yard.rows("select sku, counted_at from positions order by sku desc")
    assert rows == [("tea", MORNING), ("cup", LATER)]


async def test_lines_without_any_time_are_of_now(yard: Yard) -> None:
    await post(yard.database, chunk_of({("tea", "east"): (6, None)}))
    rows = await yard.rows("select counted_at = recorded_at from positions, movements")
    assert rows == [(True,)]


@pytest.mark.parametrize("units", [6, 0])
async def test_a_count_of_the_future_is_one_of_now(yard: Yard, units: int) -> None:
    await post(yard.database, chunk_of({("tea", "east"): (units, datetime.now(UTC) + timedelta(days=1))}))
    assert await yard.position("tea") == (units, 0, 0)
    assert await yard.rows("select counted_at = recorded_at from positions, movements") == [(True,)]


async def test_unless_looked_for_a_count_of_the_future_would_go_in_as_it_is(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without an entry, nothing else would notice."""
    monkeypatch.setattr(store, "COPY_NEW_POSITIONS", store.COPY_NEW_POSITIONS.replace("where counted_at <= now()", ""))
    await post(yard.database, chunk_of({("tea", "east"): (0, datetime.now(UTC) + timedelta(days=1))}))
    assert await yard.rows("select counted_at > recorded_at from positions, movements") == [(True,)]


async def test_ids_are_announced_as_they_are(yard: Yard) -> None:
    sku = 'back\\N "quoted" é'
    await post(yard.database, chunk_of({(sku, "east"): (2, None), (sku, "west"): (0, MORNING)}, as_of=MORNING))
    assert (await announced(yard))["levels"] == {"sku": [sku], "node": ["east"], "on_hand": [2], "available": [2]}
    assert await yard.rows("select node, available::int, counted_at from positions where sku = %s order by 1", sku) == [
        ("east", 2, MORNING), ("west", 0, MORNING),
    ]  # fmt: skip


async def test_promises_stay_and_what_cannot_be_kept_is_announced(yard: Yard) -> None:
    await yard.receive(tea=10, cup=4)
    await yard.hold({("tea", "east"): 3})
    await yard.commit({("tea", "east"): 4})
    posted = await post(yard.database, chunk_of({("tea", "east"): (5, None), ("cup", "east"): (1, None)}))
    assert posted.shortfalls == 1
    assert await yard.position("tea") == (-2, 3, 4)
    rows = await yard.rows("select type, subject, data::text from further_events")
    assert [row[:2] for row in rows] == [("shortfall.found", "tea@east")]
    assert json.loads(rows[0][2]) == {
        "type": "shortfall.found", "sku": "tea", "node": "east", "quantity": 2, "held": 3, "committed": 4,
        "available": -2, "movement": posted.movement_id,
    }  # fmt: skip


async def test_a_hold_past_its_time_is_no_promise(yard: Yard) -> None:
    await yard.receive(tea=10)
    held = await yard.hold({("tea", "east"): 8})
    await yard.end(held.hold_id)
    posted = await post(yard.database, chunk_of({("tea", "east"): (3, None)}))
    assert posted.shortfalls == 0
    assert await yard.rows("select count(*) from further_events") == [(0,)]


async def test_no_more_is_short_than_is_still_promised(yard: Yard) -> None:
    await yard.receive(tea=10)
    await yard.fact(FactKind.DAMAGE, "tea", "east", 5)
    held = await yard.hold({("tea", "east"): 3})
    await yard.commit({("tea", "east"): 1})
    await yard.end(held.hold_id)
    await post(yard.database, chunk_of({("tea", "east"): (2, None)}))
    rows = await yard.rows("select data ->> 'quantity', data ->> 'held', data ->> 'available' from further_events")
    assert rows == [("1", "0", "-4")]


async def test_unavailable_units_are_counted_too(yard: Yard) -> None:
    await yard.receive(tea=10)
    await yard.fact(FactKind.DAMAGE, "tea", "east", 2)
    await post(yard.database, chunk_of({("tea", "east"): (9, None)}))
    assert await yard.position("tea") == (7, 0, 0)
    assert await yard.rows("select damaged from positions") == [(2,)]


@pytest.mark.parametrize("known", [False, True])
async def test_amounts_are_announced_in_the_units_they_are_sold_in(yard: Yard, known: bool) -> None:
    if known:
        await yard.receive(cloth=1, tea=1)
    counts = {("cloth", "east"): (250, None), ("tea", "east"): (3, None)}
    await post(yard.database, chunk_of(counts, decimals={"cloth": 2, "tea": 0, "silk": 3}))
    levels = (await announced(yard))["levels"]
    assert dict(zip(levels["sku"], levels["on_hand"], strict=True)) == {"cloth": 2.5, "tea": 3}
    rows = await yard.rows("select reply::text like '%%2.50%%' from movements order by movement_id desc limit 1")
    assert rows == [(True,)]


async def test_the_same_chunk_again_changes_nothing(yard: Yard) -> None:
    chunk = chunk_of({("tea", "east"): (5, MORNING)})
    first = await post(yard.database, chunk)
    await yard.fact(FactKind.SELL, "tea", "east", 1)
    before = await yard.rows("select count(*) from movements")
    assert await post(yard.database, chunk) == CountsPosted(first.movement_id, repeated=True)
    assert await yard.position("tea") == (4, 0, 0)
    assert await yard.rows("select count(*) from movements") == before


@pytest.mark.parametrize("known", [False, True])
async def test_the_same_chunk_twice_at_once_has_one_effect(yard: Yard, known: bool) -> None:
    if known:
        await yard.receive(tea=1)
    chunk = chunk_of({("tea", node): (5, None) for node in NODES}, as_of=MORNING)
    posted = await asyncio.gather(*[post(yard.database, chunk) for _ in range(4)])
    assert sorted(each.repeated for each in posted) == [False, True, True, True]
    assert len({each.movement_id for each in posted}) == 1
    assert await yard.position("tea", "west") == (5, 0, 0)


@pytest.mark.parametrize("known", [False, True])
async def test_a_position_named_twice_is_refused_whole(yard: Yard, known: bool) -> None:
    if known:
        await yard.receive(tea=1)
    one, other = chunk_of({("tea", "east"): (5, MORNING)}), chunk_of({("tea", "east"): (6, MORNING)})
    twice = CountChunk(key="0" * 32, lines=one.lines + other.lines)
    with pytest.raises((CountedTwice, UniqueViolation)):
        await post(yard.database, twice)
    assert await yard.position("tea") == ((1, 0, 0) if known else (0, 0, 0))


async def test_a_position_that_somebody_makes_meanwhile_is_counted_all_the_same(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chunk takes its positions for new; before it has copied them in, a truck arrives at one of them."""
    real = counting._Posting._post_new

    async def late(posting: counting._Posting, lines: bytes) -> CountsPosted:
        await yard.fact(FactKind.RECEIVE, "tea", "north", 2)
        return await real(posting, lines)

    monkeypatch.setattr(counting._Posting, "_post_new", late)
    posted = await post(yard.database, chunk_of({("tea", node): (5, None) for node in NODES}, as_of=LATER))
    assert posted.changed == 3
    assert [await yard.position("tea", node) for node in NODES] == [(5, 0, 0), (7, 0, 0), (5, 0, 0)]


async def test_a_position_that_somebody_makes_in_between_is_not_taken_for_ours(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, at a position between those of the chunk, which it does not name."""
    real = counting._Posting._post_new

    async def late(posting: counting._Posting, lines: bytes) -> CountsPosted:
        await yard.fact(FactKind.RECEIVE, "tea", "north", 2)
        return await real(posting, lines)

    monkeypatch.setattr(counting._Posting, "_post_new", late)
    await post(yard.database, chunk_of({("tea", "east"): (5, MORNING), ("tea", "west"): (5, MORNING)}))
    assert [await yard.position("tea", node) for node in NODES] == [(5, 0, 0), (2, 0, 0), (5, 0, 0)]


async def test_promises_meanwhile_wait_and_then_see_the_count(yard: Yard) -> None:
    await yard.receive(tea=100)
    holds = [asyncio.create_task(yard.hold({("tea", "east"): 1})) for _ in range(20)]
    await asyncio.gather(*[post(yard.database, chunk_of({("tea", "east"): (100 + i, None)})) for i in range(5)], *holds)
    available, held, _ = await yard.position("tea")
    assert held == 20
    assert available + held in {100, 101, 102, 103, 104}


async def test_without_the_lock_a_count_would_go_wrong(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the lock: what is sold between comparing and writing is counted as still there."""
    monkeypatch.setattr(store, "LOCK_COUNTED", "select 1")
    slow = store.BOOK.replace(
        "), due as materialized (", "), pause as materialized (select pg_sleep(0.3)\n), due as materialized (", 1
    )
    slow = slow.replace("from decided d\n    where p.shard", "from decided d cross join pause\n    where p.shard")
    assert slow.count("pause") == 2
    monkeypatch.setattr(store, "BOOK", slow)
    await yard.receive(tea=10)
    counting_it = asyncio.create_task(post(yard.database, chunk_of({("tea", "east"): (12, None)})))
    await asyncio.sleep(0.1)
    await yard.fact(FactKind.SELL, "tea", "east", 4)
    await counting_it
    drift = await yard.drift()
    assert drift != []
    await yard.rows("truncate entries, positions, earlier_counts, movements, reservations")


async def test_every_shard_is_counted(yard: Yard) -> None:
    counts = {(sku, node): (4, MORNING) for sku in ("tea", "cup", "cloth") for node in NODES}
    posted = await post(yard.database, chunk_of(counts, shard_count=8))
    assert posted.changed == 9
    posted = await post(yard.database, chunk_of(dict.fromkeys(counts, (5, LATER)), shard_count=8))
    assert posted.changed == 9
    assert await yard.rows("select count(distinct shard) > 1, sum(available)::int from positions") == [(True, 45)]
