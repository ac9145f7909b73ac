"""Books are proved stretch by stretch, in one snapshot, while others write; and the connection is left as it was."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from psycopg import errors

from stockpool.inventory import verify as verifying
from stockpool.inventory.api import verify
from stockpool.inventory.messages import FactKind, RecordFact
from tests.inventory.asking import asked
from tests.inventory.verify.conftest import Books


@pytest.mark.parametrize("positions", [1, 2, 3])
async def test_stretches_of_any_length_cover_every_position_once(
    books: Books, positions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "STRETCH_POSITIONS", positions)
    monkeypatch.setattr(verifying, "STRETCH_S", 0)
    await books.tamper("delete from positions where sku = 'tea'")
    seen: list[tuple[int, int]] = []

    def note(what: str, done: int, total: int) -> None:
        if what == "positions":
            seen.append((done, total))

    connection = await books.yard.database.connect()
    async with connection:
        found = await verify(connection, progress=note)
    entries = await books.yard.rows("select count(*) from entries")
    assert found.positions == 3
    assert found.entries == entries[0][0]
    assert {drift.sku for drift in found.drifts} == {"tea"}
    assert seen[-1] == (3, 3)
    assert seen == sorted(seen)
    assert len(seen) >= (5 - positions) // 2 + 1


async def test_what_is_written_meanwhile_is_not_half_seen(books: Books) -> None:
    stop = asyncio.Event()

    async def trade() -> int:
        done = 0
        while not stop.is_set():
            facts = [asked(RecordFact, kind=FactKind.RECEIVE, sku="tea", node="east", quantity=1) for _ in range(20)]
            await books.yard.say_together(facts)
            await books.yard.hold({("tea", "east"): 1})
            done += 1
        return done

    trading = asyncio.create_task(trade())
    found = [await books.verified() for _ in range(10)]
    stop.set()
    assert await trading > 3
    assert [each.drift for each in found] == [0] * 10
    assert found[-1].entries > found[0].entries


async def test_without_one_snapshot_the_books_would_seem_to_disagree(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the snapshot: a hold placed between two statements looks like drift."""
    monkeypatch.setattr(verifying, "IsolationLevel", _ReadCommitted)
    real = verifying._Proof.check_promises

    async def late(proof: verifying._Proof) -> None:
        await books.tamper("update positions set held = held + 1 where sku = 'tea' and node = 'east'")
        await real(proof)

    monkeypatch.setattr(verifying._Proof, "check_promises", late)
    assert [drift.kind for drift in (await books.verified()).drifts] == ["promise"]


class _ReadCommitted:
    REPEATABLE_READ = psycopg.IsolationLevel.READ_COMMITTED


async def test_the_same_change_is_not_seen_from_the_snapshot(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    real = verifying._Proof.check_promises

    async def late(proof: verifying._Proof) -> None:
        await books.tamper("update positions set held = held + 1 where sku = 'tea' and node = 'east'")
        await real(proof)

    monkeypatch.setattr(verifying._Proof, "check_promises", late)
    assert (await books.verified()).drifts == []


async def test_the_connection_is_left_as_it_was(books: Books) -> None:
    connection = await books.yard.database.connect()
    async with connection:
        await verify(connection)
        assert connection.read_only is None
        assert connection.isolation_level is None
        await connection.execute("update positions set available = available")
        row = await (await connection.execute("show enable_seqscan")).fetchone()
        assert row == ("on",)


async def test_nothing_can_be_written_while_books_are_proved(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    async def write(proof: verifying._Proof) -> None:
        await proof._connection.execute("update positions set available = 0")

    monkeypatch.setattr(verifying._Proof, "check_promises", write)
    with pytest.raises(errors.ReadOnlySqlTransaction):
        await books.verified()
