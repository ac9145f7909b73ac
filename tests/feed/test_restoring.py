"""A dump that is restored into another cluster loses no event and tells none twice, whatever numbers it brings."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from stockpool.feed.api import ends_of_feed, read_feed, sequence
from stockpool.feed.store import MEND
from stockpool.runtime.database import Database
from stockpool.runtime.embedded import start_embedded
from stockpool.runtime.embedded.programs import INSTALL, wheel_folder
from tests.conftest import new_test_folder, remove_test_folder, url_of

pytestmark = pytest.mark.anyio

TOOLS = wheel_folder() / INSTALL / "bin"
WRITE = """
insert into further_events (event_id, type, subject, recorded_at, data) values (%s, 'a.b', 'k', now(), '{}')
"""
MANY = 300
MOVE_NUMBERS = (
    "update further_events set transaction = (transaction::text::bigint + %(by)s)::text::xid8",
    """update feed_state set cluster = 1, seen = (
    pg_snapshot_xmax(seen)::text::bigint + %(by)s || ':' || pg_snapshot_xmax(seen)::text::bigint + %(by)s || ':'
)::pg_snapshot""",
)


@pytest.fixture(scope="module")
def other_cluster() -> Iterator[str]:
    """A server whose transaction numbers are lower than those of one on which there has been work."""
    folder = new_test_folder()
    yield start_embedded(folder / "data")
    remove_test_folder(folder)


async def write(database: Database, *event_ids: int) -> None:
    async with database.read() as connection:
        for event_id in event_ids:
            await connection.execute(WRITE, (event_id,))


async def placed(database: Database) -> list[int]:
    """All events in the order of the feed, after some rounds of the sequencer."""
    async with database.read() as connection:
        for _ in range(3):
            await sequence(connection)
        return [event.event_id for event in await read_feed(connection, 0, 10_000)]


async def spend_numbers(database: Database, count: int) -> None:
    async with database.read() as connection:
        for _ in range(count):
            await connection.execute("select pg_current_xact_id()")


def restored(source_url: str, target_server: str, folder: Path) -> str:
    """The database as a dump restores it on another server."""
    name = f"restored_{folder.name.replace('-', '_')}"
    with psycopg.connect(target_server, autocommit=True) as connection:
        connection.execute(f"create database {name} template template0".encode())
    target, dump = url_of(target_server, name), folder / "dump"
    subprocess.run([TOOLS / "pg_dump", "-Fc", "-f", dump, source_url], check=True)
    subprocess.run([TOOLS / "pg_restore", "--no-owner", "-d", target, dump], check=True)
    return target


async def test_a_dump_goes_on_where_it_was(database: Database, other_cluster: str, tmp_path: Path) -> None:
    await spend_numbers(database, MANY)
    await write(database, *range(1, 21))
    assert await placed(database) == list(range(1, 21))
    await write(database, 21, 22)
    target = restored(database.url, other_cluster, tmp_path)
    opened = await Database.open(target)
    try:
        await write(opened, 23)
        assert await placed(opened) == list(range(1, 24)), "what the dump had not placed, and what was written since"
        for event_id in range(24, 60):
            await write(opened, event_id)
            await placed(opened)
        await spend_numbers(opened, MANY * 2)
        await write(opened, 60)
        assert await placed(opened) == list(range(1, 61)), "also where numbers pass those of the old rows"
        async with opened.read() as connection:
            state = await (await connection.execute("select mending, settled from feed_state")).fetchone()
        assert state == (False, 20)
    finally:
        await opened.close()


async def seem_restored(database: Database, by: int) -> None:
    """As if this database came from a cluster that was further by so many transactions."""
    async with database.read() as connection:
        for statement in MOVE_NUMBERS:
            await connection.execute(statement, {"by": by})


@pytest.mark.parametrize("by", [-100_000_000, 0, 3, 100_000_000])
async def test_it_is_noticed_whatever_the_numbers_are(database: Database, by: int) -> None:
    by = max(by, -500)
    await spend_numbers(database, 600)
    await write(database, 1, 2, 3)
    assert await placed(database) == [1, 2, 3]
    await write(database, 4, 5)
    await seem_restored(database, by)
    running = await database.connect()
    await running.set_autocommit(False)
    await running.execute(WRITE, (6,))
    await write(database, 7)
    assert await placed(database) == [1, 2, 3, 4, 5, 7]
    await running.commit()
    await running.close()
    await write(database, 8)
    await spend_numbers(database, 20)
    await write(database, 9)
    assert await placed(database) == [1, 2, 3, 4, 5, 7, 6, 8, 9]


async def test_numbers_of_another_cluster_that_nobody_notices_hide_what_is_new(database: Database) -> None:
    await write(database, 1)
    assert await placed(database) == [1]
    async with database.read() as connection:
        await connection.execute(
            "update feed_state set seen = '900000000:900000000:', "
            "cluster = (select system_identifier from pg_control_system())"
        )
        hidden = await (
            await connection.execute(
                "select count(*) from events where transaction >= (select pg_snapshot_xmax(seen) from feed_state)"
            )
        ).fetchone()
        await write(database, 2)
        assert hidden == (0,), "the plain comparison finds nothing; that the snapshot lies ahead of us tells it"
        assert (await ends_of_feed(connection)).latest == 1
    assert await placed(database) == [1, 2]


async def test_old_rows_are_mended_in_the_background(database: Database) -> None:
    await write(database, *range(1, 11))
    await placed(database)
    await seem_restored(database, 100_000_000)
    async with database.read() as connection:
        await sequence(connection)
        await connection.execute(MEND)
        seeming = (
            "select count(*) from further_events where not pg_visible_in_snapshot(transaction, pg_current_snapshot())"
        )
        assert await (await connection.execute(seeming)).fetchone() == (0,)
