"""The network in a real database."""

from __future__ import annotations

import asyncio
from datetime import date

import psycopg
import pytest
from msgspec.structs import replace

from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.refusals import Reason
from stockpool.network.api import (
    Network,
    get_channels,
    get_nodes,
    list_channels,
    list_nodes,
    load_network,
    upsert_channels,
    upsert_nodes,
)
from stockpool.network.messages import (
    Address,
    Channel,
    ChannelKind,
    ChannelResult,
    Node,
    NodeInput,
    NodeKind,
    NodeResult,
    OpenHours,
    Pool,
    PromiseMethod,
    StoredChannel,
    StoredNode,
    TimeRange,
)
from stockpool.runtime.database import Database

BERLIN = NodeInput(
    "berlin",
    'Berlin "Mitte", {Ø}',
    NodeKind.STORE,
    latitude=52.520008,
    longitude=13.404954,
    address=Address(city="Berlin", country="DE"),
    time_zone="Europe/Berlin",
    daily_capacity=0,
    open_hours=OpenHours(monday=(TimeRange("13:00", "24:00"), TimeRange("09:00", "12:30"))),
    cutoffs={PromiseMethod.SHIP: "15:00", PromiseMethod.PICKUP: "19:30:00"},
    processing_minutes=90,
    holiday_calendar="DE-BE",
    closed_dates=(date(2026, 12, 24), date(2026, 12, 31)),
    open_dates=(date(2026, 5, 25),),
    can_return=False,
    buffer=10**12,
)
WAREHOUSE = NodeInput("dc", "Warehouse", NodeKind.DISTRIBUTION_CENTER)
WEB = Channel("web", "Web shop", ChannelKind.WEB, Pool(("dc",), (NodeKind.STORE,)), 1, {"berlin": 0, "dc": 5})


async def put_nodes(
    database: Database, *rows: NodeInput, if_revision: dict[str, int] | None = None
) -> list[NodeResult]:
    async with database.transaction() as conn:
        return await upsert_nodes(conn, rows, if_revision=if_revision)


async def put_channels(database: Database, *rows: Channel) -> list[ChannelResult]:
    async with database.transaction() as conn:
        return await upsert_channels(conn, rows)


async def network(database: Database) -> Network:
    async with database.read() as conn:
        return await load_network(conn)


def outcomes(results: list[NodeResult] | list[ChannelResult]) -> list[str]:
    return [each.outcome if isinstance(each, Upserted) else each.reason for each in results]


async def test_what_is_stored_is_what_was_sent(database: Database) -> None:
    await put_nodes(database, BERLIN, WAREHOUSE)
    await put_channels(database, WEB)
    berlin = Node(
        id="berlin",
        name=BERLIN.name,
        kind=NodeKind.STORE,
        latitude=52.520008,
        longitude=13.404954,
        address=BERLIN.address,
        time_zone="Europe/Berlin",
        daily_capacity=0,
        open_hours=BERLIN.open_hours,
        cutoffs=BERLIN.cutoffs,
        processing_minutes=90,
        holiday_calendar="DE-BE",
        closed_dates=BERLIN.closed_dates,
        open_dates=BERLIN.open_dates,
        can_return=False,
        buffer=10**12,
    )
    warehouse = Node("dc", "Warehouse", NodeKind.DISTRIBUTION_CENTER, can_pickup=False)
    async with database.read() as conn:
        assert await get_nodes(conn, ["berlin", "ghost", "\x00"]) == {"berlin": StoredNode(berlin, 1)}
        assert await list_nodes(conn, None, 10) == [StoredNode(berlin, 1), StoredNode(warehouse, 1)]
        assert await list_nodes(conn, "berlin", 10) == [StoredNode(warehouse, 1)]
        assert await get_channels(conn, ["web", "ghost"]) == {"web": StoredChannel(WEB, 1)}
        assert await list_channels(conn, None, 10) == [StoredChannel(WEB, 1)]
        assert await list_channels(conn, "web", 10) == []


async def test_the_network_is_loaded_whole(database: Database) -> None:
    await put_nodes(database, BERLIN, WAREHOUSE)
    await put_channels(database, WEB)
    one = await network(database)
    assert one.pool("web") == ("berlin", "dc")
    assert (one.buffer("web", "berlin"), one.buffer("web", "dc")) == (0, 5)
    assert (set(one.nodes), set(one.channels)) == ({"berlin", "dc"}, {"web"})


async def test_a_changing_call_counts_the_version_up_once_and_an_idle_one_does_not(database: Database) -> None:
    before = (await network(database)).version
    assert outcomes(await put_nodes(database, BERLIN, WAREHOUSE)) == ["created", "created"]
    assert outcomes(await put_channels(database, WEB)) == ["created"]
    assert (await network(database)).version == before + 2
    assert outcomes(await put_nodes(database, BERLIN, WAREHOUSE)) == ["unchanged", "unchanged"]
    assert outcomes(await put_channels(database, WEB, replace(WEB, id="bad", buffer=-1))) == [
        "unchanged",
        Reason.INVALID_INPUT,
    ]
    assert (await network(database)).version == before + 2


async def test_a_change_counts_only_its_own_row_s_revision_up(database: Database) -> None:
    await put_nodes(database, BERLIN, WAREHOUSE)
    results = await put_nodes(
        database, replace(BERLIN, active=False, address=None, open_hours=None, cutoffs={}), WAREHOUSE
    )
    assert [(each.outcome, each.revision) for each in results if isinstance(each, Upserted)] == [
        (Outcome.UPDATED, 2),
        (Outcome.UNCHANGED, 1),
    ]
    async with database.read() as conn:
        stored = (await get_nodes(conn, ["berlin"]))["berlin"]
    assert stored.revision == 2
    assert (stored.value.active, stored.value.address, stored.value.open_hours, stored.value.cutoffs) == (
        False,
        None,
        None,
        {},
    )


async def test_a_channel_changes_whole(database: Database) -> None:
    await put_nodes(database, BERLIN, WAREHOUSE)
    await put_channels(database, WEB)
    changed = Channel("web", "Shop", ChannelKind.MARKETPLACE)
    assert outcomes(await put_channels(database, changed)) == ["updated"]
    async with database.read() as conn:
        assert await get_channels(conn, ["web"]) == {"web": StoredChannel(changed, 2)}


async def test_nodes_of_a_channel_must_exist(database: Database) -> None:
    await put_nodes(database, BERLIN)
    impossible = Channel("shop", "Shop", ChannelKind.STORE, Pool(("a\x00b",)))
    assert outcomes(await put_channels(database, WEB, impossible)) == [Reason.UNKNOWN_NODE, Reason.UNKNOWN_NODE]
    async with database.read() as conn:
        assert await list_channels(conn, None, 10) == []


async def test_promises_are_told_by_the_caller(database: Database) -> None:
    await put_nodes(database, BERLIN, WAREHOUSE)
    rows = [replace(BERLIN, active=False), replace(WAREHOUSE, active=False)]
    async with database.transaction() as conn:
        assert outcomes(await upsert_nodes(conn, rows, with_promises=["berlin"])) == [Reason.IN_USE, "updated"]


async def test_of_two_edits_of_one_revision_the_second_is_refused(database: Database) -> None:
    await put_nodes(database, BERLIN)
    edits = [replace(BERLIN, name=f"Mine {number}") for number in range(5)]
    results = await asyncio.gather(*(put_nodes(database, edit, if_revision={"berlin": 1}) for edit in edits))
    found = [outcome for result in results for outcome in outcomes(result)]
    assert sorted(found) == [Reason.STALE_VERSION] * 4 + ["updated"]


async def test_without_taking_turns_several_edits_of_one_revision_win(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the lock is what makes the others see the first."""

    async def no_lock(_conn: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr("stockpool.network.handlers.lock_network", no_lock)
    await put_nodes(database, BERLIN)
    async with database.transaction() as first:
        assert outcomes(await upsert_nodes(first, [replace(BERLIN, name="A")], if_revision={"berlin": 1})) == [
            "updated"
        ]
        second = asyncio.ensure_future(put_nodes(database, replace(BERLIN, name="B"), if_revision={"berlin": 1}))
        await asyncio.sleep(0.3)
    assert outcomes(await second) == ["updated"]


@pytest.mark.parametrize(
    "statement",
    [
        "update nodes set latitude = 91",
        "update nodes set longitude = null",
        "update nodes set daily_capacity = -1",
        "update nodes set buffer = -1",
        "update nodes set processing_minutes = -1",
        "update nodes set revision = 0",
        "update nodes set id = ''",
    ],
)
async def test_the_schema_refuses_what_the_rules_refuse(database: Database, statement: str) -> None:
    await put_nodes(database, BERLIN)
    async with database.read() as conn:
        with pytest.raises(psycopg.errors.CheckViolation):
            await conn.execute(statement.encode())
