"""A chunk of counts leaves exactly what the lane leaves that books the same counts one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.inventory.api import Moment, PositionFilter, list_positions
from stockpool.inventory.messages import FactKind
from stockpool.kernel.ids import new_uuid7
from tests.inventory.bulk.counting import chunk_of, post
from tests.inventory.yard import NODES, Yard

START = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)

moments = st.one_of(st.none(), st.integers(0, 5).map(lambda place: START + timedelta(minutes=20 * place)))
facts = st.tuples(
    st.sampled_from([FactKind.RECEIVE, FactKind.SELL, FactKind.COUNT, FactKind.DAMAGE, FactKind.RETURN]),
    st.sampled_from(NODES),
    st.integers(1, 20),
    moments,
)
promises = st.tuples(st.sampled_from(["hold", "hold that ends", "commit"]), st.sampled_from(NODES), st.integers(1, 5))
counts = st.dictionaries(st.sampled_from(NODES), st.tuples(st.integers(0, 25), moments), min_size=1)


async def twins(yard: Yard) -> tuple[str, str]:
    """Two new SKUs that nothing tells apart."""
    pair = (new_uuid7(), new_uuid7())
    async with yard.database.transaction() as connection:
        await upsert_skus(connection, [SkuInput(sku, "Twin") for sku in pair])
    return pair


async def live_through(yard: Yard, sku: str, history: Sequence[tuple[Any, ...]]) -> None:
    """Let the same happen to a SKU."""
    for what, node, quantity, *at in history:
        if isinstance(what, FactKind):
            await yard.fact(what, sku, node, quantity, occurred_at=at[0])
            continue
        available = (await yard.position(sku, node))[0]
        if available < quantity:
            continue
        if what == "commit":
            await yard.commit({(sku, node): quantity})
        else:
            held = await yard.hold({(sku, node): quantity})
            if what == "hold that ends":
                await yard.end(held.hold_id)


async def seen(yard: Yard, sku: str) -> list[Any]:
    """Everything that can be read of a SKU: now, and at many moments of its past."""
    wanted, found = PositionFilter((sku,)), []
    async with yard.database.read() as connection:
        for minutes in range(-10, 120, 10):
            moment = Moment(as_of=START + timedelta(minutes=minutes, seconds=30))
            found.append(await list_positions(connection, wanted, 1, moment=moment))
        found.append(await list_positions(connection, wanted, 1))
    return [[(p.node, p.available, p.held, p.committed, p.damaged) for p in page] for page in found]


async def counted_at(yard: Yard, sku: str) -> dict[str, datetime | None]:
    """The latest count of each position; what was counted now differs by milliseconds."""
    rows = await yard.rows("select node, counted_at from positions where sku = %s", sku)
    return {node: at if at is not None and at < START + timedelta(minutes=101) else None for node, at in rows}


async def earlier_counts(yard: Yard, sku: str) -> list[tuple[Any, ...]]:
    """The counts that a later one followed, but for those of now."""
    sql = "select node, counted_at from earlier_counts where sku = %s and counted_at < %s order by 1, 2"
    return list(await yard.rows(sql, sku, START + timedelta(minutes=101)))


async def shortfalls(yard: Yard, sku: str) -> list[tuple[Any, ...]]:
    return list(
        await yard.rows(
            "select data ->> 'node', data ->> 'quantity', data ->> 'available', data ->> 'held' from further_events"
            " where data ->> 'sku' = %s order by event_id",
            sku,
        )
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(st.one_of(facts, promises), max_size=10),
    rounds=st.lists(counts, min_size=2, max_size=5),
    afterwards=st.lists(facts, max_size=5),
)
async def test_a_chunk_is_like_as_many_counts_through_the_lane(
    yard: Yard, history: list[Any], rounds: list[dict[str, Any]], afterwards: list[Any]
) -> None:
    """What comes late after the counts, too, meets the same counts of the past."""
    by_lane, in_bulk = await twins(yard)
    for sku in (by_lane, in_bulk):
        await live_through(yard, sku, history)
    for round_of_counts in rounds:
        for node, (units, at) in sorted(round_of_counts.items()):
            await yard.fact(FactKind.COUNT, by_lane, node, units, occurred_at=at)
        key = new_uuid7().replace("-", "")  # of its own: the same counts another time are no repetition
        chunk = chunk_of({(in_bulk, node): count for node, count in round_of_counts.items()}, key=key)
        await post(yard.database, chunk)
        assert await seen(yard, in_bulk) == await seen(yard, by_lane)
        assert await counted_at(yard, in_bulk) == await counted_at(yard, by_lane)
        assert await earlier_counts(yard, in_bulk) == await earlier_counts(yard, by_lane)
    for sku in (by_lane, in_bulk):
        await live_through(yard, sku, afterwards)
    assert await seen(yard, in_bulk) == await seen(yard, by_lane)
    assert sorted(await shortfalls(yard, in_bulk)) == sorted(await shortfalls(yard, by_lane))
    assert await yard.drift() == []
